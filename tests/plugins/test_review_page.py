"""The review page: nothing is fetched or sent, everything is escaped, keys and clicks answer, and what it saves is read back."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import lxml.html
import pytest

import checkrules

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
TEXTS = {"T10": "疑似学生9名，已干预7名。应急预案有。", "T01": "心理健康工作领导小组已成立，</script><b>\u202e。"}
RECORD = {"school_name": "甲</script>小学", "school_stage": "primary", "narratives": TEXTS}


@pytest.fixture(scope="module")
def checklist() -> checkrules.Checklist:
    return checkrules.load_checklist("mental-health")


@pytest.fixture
def school(tmp_path: Path) -> Path:
    file = tmp_path / "甲小学.json"
    file.write_text(json.dumps(RECORD, ensure_ascii=False), encoding="utf-8")
    return file


@pytest.fixture
def page(checklist: checkrules.Checklist, school: Path, tmp_path: Path) -> str:
    written = checkrules.write_reviews(checkrules.review(school, checklist), tmp_path / "review.html")
    return written.read_text(encoding="utf-8")


def test_nothing_is_fetched_or_sent_and_only_its_own_script_runs(page: str) -> None:
    tree = lxml.html.document_fromstring(page)
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert (rules["default-src"], rules["base-uri"], rules["form-action"]) == ("'none'", "'none'", "'none'")
    scripts = re.findall(r"<script>(.*?)</script>", page, re.S)
    styles = re.findall(r"<style>(.*?)</style>", page, re.S)
    assert (len(scripts), len(styles)) == (1, 1)
    for kind, text in (("script-src", scripts[0]), ("style-src", styles[0])):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert rules[kind] == f"'sha256-{digest}'"
    assert not tree.xpath("//link|//img|//iframe|//form|//@src|//@href|//@style|//@*[starts-with(name(), 'on')]")
    assert not re.search(r"fetch\(|XMLHttpRequest|WebSocket|localStorage|innerHTML|eval\(", scripts[0])


def test_what_was_handed_in_is_escaped(page: str) -> None:
    assert page.count("</script>") == 3
    assert page.count("<script") == 3
    assert "\u202e" not in re.sub(r'<script type="application/json".*?</script>', "", page, flags=re.S)
    tree = lxml.html.document_fromstring(page)
    assert tree.xpath("//h2/text()") == ["甲</script>小学"]


def test_every_reading_is_an_item_with_its_words_and_choices(page: str, checklist: checkrules.Checklist) -> None:
    tree = lxml.html.document_fromstring(page)
    document = json.loads(tree.xpath("//script[@id='document']/text()")[0])
    items = tree.xpath("//fieldset")
    assert len(items) == len(document["reviews"][0]["readings"]) > 20
    first = document["reviews"][0]["readings"][0]
    assert (first["fact"], first["grave"]) == ("suspected_case_count", True)
    assert "心理健康工作领导小组已成立，</script><b>\\u202e。" in [
        quote.text_content() for quote in tree.xpath("//blockquote")
    ]
    assert items[0].xpath(".//mark/text()") == [first["quote"]]
    assert items[0].xpath(".//input[@checked]/@value") == (["0"] if first["ticked"] else [])
    assert items[0].xpath(".//label/span/text()")[-2:] == ["没说", "另填"]
    for item in items:
        assert item.xpath(".//legend")
        assert len({*item.xpath(".//input[@type='radio']/@name")}) == 1


def driven(page: str, folder: Path, steps: str) -> Any:
    """What the page saves after some steps of a user, in a browser."""
    driver = f"""
      const press = (code) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {{code, key: code, bubbles: true}}));
      const type = (place, text) => {{ place.value = text; place.dispatchEvent(new Event("input", {{bubbles: true}})); }};
      const item = (fact) => document.querySelectorAll(".item")[
        JSON.parse(document.getElementById("document").textContent).reviews[0].readings.findIndex((one) => one.fact === fact)];
      let saved = null;
      URL.createObjectURL = (blob) => {{ saved = blob; return "about:blank"; }};
      HTMLAnchorElement.prototype.click = () => {{}};
      {steps}
      document.getElementById("save").click();
      saved.text().then((text) => {{ document.body.textContent = text; document.title = "saved"; }});
    """
    digest = base64.b64encode(hashlib.sha256(driver.encode()).digest()).decode()
    changed = page.replace("script-src ", f"script-src 'sha256-{digest}' ", 1)
    changed = changed.replace("</body>", f"<script>{driver}</script></body>")
    file = folder / "driven.html"
    file.write_text(changed, encoding="utf-8")
    done = subprocess.run(
        [
            *(str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}"),
            *("--virtual-time-budget=5000", "--dump-dom", file.as_uri()),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert "<title>saved</title>" in done.stdout
    return json.loads(html.unescape(re.search(r"<body>(.*)</body>", done.stdout, re.S)[1]))  # type: ignore[index]


STEPS = """
  document.querySelector(".by").value = "督学甲";
  document.querySelector(".on").value = "2026-12-01";
  item("suspected_case_count").focus();
  press("Digit1");
  item("emergency_plan_exists").focus();
  press("KeyX"); press("Digit0");
  const other = item("suspected_case_intervened_count").querySelector("input[type=text]");
  other.focus(); type(other, "九名");
  const meetings = item("special_meetings_past_year").querySelector("input[type=text]");
  meetings.focus(); type(meetings, "２");
"""


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium")
def test_answers_are_saved_and_read_back(
    page: str, checklist: checkrules.Checklist, school: Path, tmp_path: Path
) -> None:
    saved = driven(page, tmp_path, STEPS)
    answers = {r["fact"]: r["answer"] for r in saved["reviews"][0]["readings"] if "answer" in r}
    assert answers["suspected_case_count"] == 9
    assert answers["emergency_plan_exists"] is None
    assert answers["suspected_case_intervened_count"] == "九名"
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(saved, ensure_ascii=False), encoding="utf-8")
    (report,) = checkrules.check(school, checklist, confirmed=file).reports
    assert report.outcomes["T10-3"] == "pass"
    assert report.outcomes["T10-4"] == "unknown"
    assert report.facts["special_meetings_past_year"] == 2
    assert report.submission.origins["suspected_case_count"].by == "督学甲"


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium")
def test_one_key_answers_and_goes_on_to_the_next_open_item(page: str, tmp_path: Path) -> None:
    saved = driven(
        page,
        tmp_path,
        """
        for (const one of document.querySelectorAll(".clear")) one.click();
        item("suspected_case_count").focus();
        for (let each = 0; each < 5; each++) press("Digit0");
        press("KeyK"); press("KeyX");
        document.querySelector(".take")?.click();
        """,
    )
    readings = saved["reviews"][0]["readings"]
    assert [reading.get("answer", "open") for reading in readings[:4]] == [None] * 4
    for reading in readings[4:]:
        assert ("answer" in reading) == reading["ticked"]
    assert saved["reviews"][0]["confirmed_by"] is None


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium")
def test_an_untouched_page_saves_only_what_is_clear(page: str, tmp_path: Path) -> None:
    saved = driven(page, tmp_path, "")
    for reading in saved["reviews"][0]["readings"]:
        assert ("answer" in reading) == reading["ticked"]
        assert not reading["ticked"] or reading["answer"] == reading["value"]


def test_the_page_itself_is_no_answer(page: str, checklist: checkrules.Checklist, school: Path, tmp_path: Path) -> None:
    with pytest.raises(checkrules.ReadError, match="holds no answers itself") as caught:
        checkrules.check(school, checklist, confirmed=tmp_path / "review.html")
    assert "保存答复" in caught.value.hint.zh  # type: ignore[union-attr]
