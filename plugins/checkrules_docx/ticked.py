"""Lines of a narrative that are fields: a fact's own label, a colon, and boxes of which one is ticked (`应急预案：☑有 □无`).

Such a line states its fact as a filled-in field does. Where the narrative says more of the same fact, or corrects anything,
the line is left to the reader of prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import attrs

from checkrules.plugin import Fact, InvalidValue, Task, Text, folded, parse_value, shown

MAX_LINE = 200
MAX_OPTION = 12
ENDS = re.compile(r"[。；;\n]")
FIELD = re.compile(r"\s*(?:[(（]?\d{1,2}[)）.、．]\s*)?([^:：☑☒☐□■√✓✔]{2,30})[:：]\s*(.*[☑☒☐□■√✓✔(（].*)")
BRACKETED = (
    (re.compile(r"[(（\[【]\s*[√✓✔]\s*[)）\]】]"), "☑"),
    (re.compile(r"[(（\[【][\s\u3000]*[)）\]】]"), "☐"),
)
TICKED, OPEN = "☑☒■√✓✔", "☐□"
BOX_FIRST = re.compile(rf"\s*([{TICKED}{OPEN}])\s*([^{TICKED}{OPEN}]*)")
BOX_LAST = re.compile(rf"\s*([^{TICKED}{OPEN}]*?)\s*([{TICKED}{OPEN}])")
CORRECTED = re.compile(r"核|经查|实际|现场|但|不过|然而|应为|更正|改为|有误|不符|未见|注[:：]")


@attrs.frozen(kw_only=True)
class Field:
    """A fact that a line states by its ticks. `value` is None, and `problem` says why, where several are ticked."""

    fact: Fact
    value: object
    text: str
    problem: Text | None = None


def labels_of_task(facts: Sequence[Fact], task: Task) -> Mapping[str, Fact]:
    """The labels of the facts of a task that can be ticked, folded; those of two facts are left out."""
    found: dict[str, Fact | None] = {}
    for fact in facts:
        if fact.task == task.id and fact.type in ("boolean", "choice"):
            for label in {folded(label) for label in (fact.title.zh, fact.title.en, *fact.aliases)}:
                found[label] = None if label in found else fact
    return {label: fact for label, fact in found.items() if fact is not None}


def ticked_fields(narrative: str, labels: Mapping[str, Fact]) -> Iterator[Field]:
    """The facts that lines of a narrative state by their ticks."""
    if not labels or not any(box in narrative for box in TICKED):
        return
    lines = [line for line in ENDS.split(narrative) if line.strip()]
    found: dict[str, list[tuple[str, str]]] = {}
    for line in lines:
        match = FIELD.fullmatch(line) if len(line) <= MAX_LINE else None
        label = folded(match[1]) if match else ""
        if match and label in labels:
            found.setdefault(labels[label].name, []).append((line, match[2]))
    taken = {line for stated in found.values() for line, _ in stated}
    rest = folded("".join(line for line in lines if line not in taken))
    if CORRECTED.search(rest):
        return
    facts = {fact.name: fact for fact in labels.values()}
    for name, stated in found.items():
        said_again = any(fact.name == name and label in rest for label, fact in labels.items())
        if len(stated) == 1 and not said_again:
            yield from _field(facts[name], *stated[0])


def _field(fact: Fact, line: str, boxes: str) -> Iterator[Field]:
    options = _options(boxes)
    try:
        values = [(ticked, parse_value(fact, label)) for ticked, label in options]
    except InvalidValue:
        return
    if len(values) < 2 or len({value for _, value in values}) < len(values):
        return
    chosen = [value for ticked, value in values if ticked]
    if len(chosen) == 1:
        yield Field(fact=fact, value=chosen[0], text=line.strip())
    elif chosen:
        problem = Text(
            f"“{fact.title.zh}”勾选了不止一项：“{shown(line.strip())}”；按未说明处理，请只勾选一项",
            f"'{fact.title.en}' ({fact.name}) has more than one box ticked: '{shown(line.strip())}'; it counts as not stated: tick one box alone",
        )
        yield Field(fact=fact, value=None, text=line.strip(), problem=problem)


def _options(text: str) -> list[tuple[bool, str]]:
    """The options, each with whether it is ticked; none where there is other text."""
    for pattern, box in BRACKETED:
        text = pattern.sub(box, text)
    text = text.strip().rstrip("。，,；; ")
    if text[:1] in tuple(TICKED + OPEN):
        found = [(box, label) for box, label in BOX_FIRST.findall(text)]
    else:
        found = [(box, label) for label, box in BOX_LAST.findall(text)]
        if text[-1:] not in tuple(TICKED + OPEN):
            return []
    options = [(box in TICKED, label.strip(" \t\u3000/／、,，")) for box, label in found]
    return options if all(label and len(label) <= MAX_OPTION for _, label in options) else []
