"use strict";
// The state of the page is that of its inputs. Saving puts the answers into the document that the page was made of.
const read = (id) => JSON.parse(document.getElementById(id).textContent);
const sheet = read("document"), words = read("words");
const items = [...document.querySelectorAll(".item")];
let current = null, unsaved = false;

const inputs = (item) => [...item.querySelectorAll("input[type=radio]")];
const free = (item) => item.querySelector("input[type=text]");
const chosen = (item) => inputs(item).find((input) => input.checked);
const answered = (item) => {
  const input = chosen(item);
  return Boolean(input) && (input.value !== "other" || free(item).value.trim() !== "");
};
const readingOf = (item) => sheet.reviews[item.dataset.review].readings[item.dataset.item];

function show() {
  let all = 0;
  for (const section of document.querySelectorAll(".review")) {
    const own = [...section.querySelectorAll(".item")], done = own.filter(answered).length;
    const by = section.querySelector(".by").value.trim(), on = section.querySelector(".on").value;
    all += done;
    section.querySelector(".progress").textContent = `${words.answered} ${done} / ${own.length}`;
    section.querySelector(".unsigned").hidden = Boolean(by && on);
  }
  for (const item of items) item.classList.toggle("done", answered(item));
  document.getElementById("all").textContent = `${words.answered} ${all} / ${items.length}`;
}

function changed() {
  unsaved = true;
  document.getElementById("saved").textContent = "";
  show();
}

function go(item) {
  if (!item) return;
  const folded = item.closest("details");
  if (folded) folded.open = true;
  current = item;
  item.focus({ preventScroll: true });
  item.scrollIntoView({ block: "center" });
}

// The next item that is open, after one and then from the top; what decides nothing is left out.
function nextOpen(item) {
  const start = items.indexOf(item) + 1;
  return [...items.slice(start), ...items.slice(0, start)].find((other) => !answered(other) && !other.closest("details"));
}

function choose(item, input) {
  input.checked = true;
  changed();
  if (input.value === "other") {
    current = item;
    free(item).focus();
  } else {
    go(nextOpen(item) || item);
  }
}

function clear(item) {
  for (const input of inputs(item)) input.checked = false;
  free(item).value = "";
  changed();
}

function answersInto(document_) {
  for (const section of document.querySelectorAll(".review")) {
    const review = document_.reviews[section.dataset.review];
    review.confirmed_by = section.querySelector(".by").value.trim() || null;
    review.confirmed_on = section.querySelector(".on").value || null;
  }
  for (const item of items) {
    const reading = document_.reviews[item.dataset.review].readings[item.dataset.item];
    delete reading.answer;
    if (!answered(item)) continue;
    const value = chosen(item).value;
    if (value === "none") reading.answer = null;
    else if (value === "other") reading.answer = free(item).value.trim();
    else reading.answer = reading.choices[Number(value)].value;
  }
  return document_;
}

function save() {
  const text = JSON.stringify(answersInto(sheet), null, 1) + "\n";
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = words.file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  unsaved = false;
  document.getElementById("saved").textContent = words.saved;
}

// Answers that were saved before: those of the same subject, fact and text of the row.
function restore(saved) {
  const key = (review, reading) => JSON.stringify([review.subject, review.source, reading.fact, reading.row_digest]);
  const answers = new Map();
  for (const review of saved.reviews)
    for (const reading of review.readings) if ("answer" in reading) answers.set(key(review, reading), reading.answer);
  for (const section of document.querySelectorAll(".review")) {
    const own = sheet.reviews[section.dataset.review];
    const same = saved.reviews.find((review) => review.subject === own.subject && review.source === own.source);
    if (!same) continue;
    section.querySelector(".by").value = same.confirmed_by || "";
    section.querySelector(".on").value = same.confirmed_on || "";
  }
  for (const item of items) {
    const reading = readingOf(item), found = key(sheet.reviews[item.dataset.review], reading);
    clear(item);
    if (!answers.has(found)) continue;
    const answer = answers.get(found);
    const at = reading.choices.findIndex((choice) => JSON.stringify(choice.value) === JSON.stringify(answer));
    const value = answer === null ? "none" : at >= 0 ? String(at) : "other";
    inputs(item).find((input) => input.value === value).checked = true;
    if (value === "other") free(item).value = typeof answer === "string" ? answer : JSON.stringify(answer);
  }
  show();
}

document.addEventListener("change", (event) => {
  const item = event.target.closest(".item");
  if (item && event.target.type === "radio" && event.target.value === "other") free(item).focus();
  changed();
});
document.addEventListener("input", (event) => {
  const item = event.target.closest(".item");
  if (item && event.target.type === "text") inputs(item).find((input) => input.value === "other").checked = true;
  changed();
});
document.addEventListener("focusin", (event) => { current = event.target.closest(".item") || current; });
document.addEventListener("click", (event) => {
  const target = event.target;
  if (target.matches(".clear")) clear(target.closest(".item"));
  if (target.matches(".take")) {
    for (const item of target.closest(".review").querySelectorAll(".item[data-clear]"))
      if (!answered(item)) inputs(item)[0].checked = true;
    changed();
    go(nextOpen(current));
  }
  if (target.id === "next") go(nextOpen(current));
  if (target.id === "save") save();
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const typing = event.target.matches("input[type=text], input[type=date], input[type=file]");
  if (typing) {
    if (event.key === "Enter" && event.target.closest(".item")) { event.preventDefault(); const item = event.target.closest(".item"); go(nextOpen(item) || item); }
    if (event.key === "Escape") go(event.target.closest(".item"));
    return;
  }
  const item = event.target.closest(".item") || current || nextOpen(null) || items[0];
  if (!item) return;
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code) || /^([0-9])$/.exec(event.key);
  const moves = { KeyJ: 1, KeyK: -1 };
  let input = null;
  if (digit) input = digit[1] === "0" ? inputs(item).find((one) => one.value === "none")
    : inputs(item).find((one) => one.value === String(Number(digit[1]) - 1));
  else if (event.code === "KeyN") input = inputs(item).find((one) => one.value === "other");
  else if (event.code === "KeyX") clear(item);
  else if (event.code in moves) go(items[items.indexOf(item) + moves[event.code]]);
  else return;
  event.preventDefault();
  if (input) choose(item, input);
});
document.getElementById("open").addEventListener("change", (event) => {
  const file = event.target.files[0], said = document.getElementById("opened");
  if (!file) return;
  file.text().then((text) => { restore(JSON.parse(text)); said.textContent = ""; })
    .catch(() => { said.textContent = words.wrong_file; });
});
window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
show();
