"""The labels of a form: `学校：____ 督导时间：____` in a line or a cell, and the words of the task table's heading row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import attrs

from checkrules.plugin import Content, Fact, folded

from .blocks import Cell

PROBLEMS = "problems"
MAX_LINE = 2_000
BEFORE_LABEL = " \t\u3000_＿;；，,。、|）)"
BLANK = " \t\u3000_＿"

COLUMN_WORDS: Mapping[str, tuple[str, ...]] = {
    "section": ("考核要点", "督导要点", "key points", "key point"),
    "task": ("主要工作任务", "工作任务", "主要任务", "main tasks", "task", "tasks"),
    "narratives": ("具体落实情况", "落实情况", "findings", "implementation"),
    "task_notes": ("备注", "remarks", "notes"),
}
"""How the columns are headed, besides the labels that the checklist's form gives its texts."""


@attrs.frozen(kw_only=True)
class Labels:
    """The facts and texts that a form has a label for: each label with the name of what it labels."""

    names: Mapping[str, str]
    facts: Mapping[str, Fact]
    name_fact: str | None
    long: frozenset[str]
    """What may fill several lines after its label."""
    pattern: re.Pattern[str]
    columns: Mapping[str, frozenset[str]]


@attrs.frozen(kw_only=True)
class Labelled:
    """A label in a text, and the text after it."""

    name: str
    label: str
    value: str


def labels_of(content: Content) -> Labels:
    """The labels of a checklist's form. Facts that belong to a task are told in its narrative and have no label."""
    tasks = {task.id for section in content.sections for task in section.tasks}
    facts = {fact.name: fact for fact in content.form.facts if fact.role is not None or fact.task not in tasks}
    names: dict[str, str] = {}
    for fact in facts.values():
        for label in (fact.title.zh, fact.title.en, *fact.aliases):
            for suffix in ("", "名称", "全称") if fact.role == "name" else ("",):
                names.setdefault(label + suffix, fact.name)
    texts = content.form.texts
    if PROBLEMS in texts:
        names |= {texts[PROBLEMS].zh: PROBLEMS, texts[PROBLEMS].en: PROBLEMS}
    columns = {
        column: frozenset(
            folded(word) for word in (*words, *((texts[column].zh, texts[column].en) if column in texts else ()))
        )
        for column, words in COLUMN_WORDS.items()
    }
    return Labels(
        names={folded(label): name for label, name in names.items()},
        facts=facts,
        long=frozenset((PROBLEMS, *(fact.name for fact in facts.values() if fact.role == "highlights"))),
        name_fact=next((fact.name for fact in facts.values() if fact.role == "name"), None),
        pattern=_pattern(names),
        columns=columns,
    )


def _pattern(labels: Mapping[str, str]) -> re.Pattern[str]:
    # \s and alternatives, not character sets: a set with full-width signs takes Python 1 ms to compile, a form has hundreds
    spaced = (r"\s*".join(map(_letter, label.replace(" ", ""))) for label in sorted(labels, key=len, reverse=True))
    note = r"(?:\s*(?:（|\()[^（）()\n]{0,20}(?:\)|）))?"
    return re.compile(rf"(?P<label>{'|'.join(spaced)}){note}(?:\s*(?P<colon>:|：))?", re.IGNORECASE)


def _letter(letter: str) -> str:
    return {"（": r"(?:（|\()", "）": r"(?:\)|）)", "(": r"(?:（|\()", ")": r"(?:\)|）)"}.get(letter, re.escape(letter))


def labelled(line: str, labels: Labels) -> list[Labelled]:
    """The labels of a line, each with its value. Without a colon a label counts only when it is alone."""
    found = []
    for match in labels.pattern.finditer(line[:MAX_LINE]):
        first = not line[: match.start()].strip(BLANK)
        after = line[match.end() : match.end() + 1]
        alone = (after in BLANK if first else after in "_＿") if after else first
        if (first or line[match.start() - 1] in BEFORE_LABEL) and (match["colon"] or alone):
            found.append(match)
    ends = [*(match.start() for match in found[1:]), len(line)][: len(found)]
    return [
        Labelled(
            name=labels.names[folded(match["label"])],
            label=folded(match["label"]),
            value=line[match.end() : end].strip(BLANK),
        )
        for match, end in zip(found, ends, strict=True)
    ]


def columns_of(row: Sequence[Cell], labels: Labels) -> dict[str, tuple[int, int]] | None:
    """Where the columns of the task table are, if the row is its heading row."""
    columns: dict[str, tuple[int, int]] = {}
    for cell in row:
        words = folded("".join(paragraph.text for paragraph in cell.paragraphs())[:200])
        words = re.sub(r"\(.*?\)", "", words)
        for column, known in labels.columns.items():
            if column not in columns and _heads(words, known):
                columns[column] = (cell.start, cell.end)
                break
    return columns if "narratives" in columns and ("task" in columns or "section" in columns) else None


def _heads(words: str, known: frozenset[str]) -> bool:
    return words in known or (len(words) <= 20 and any(len(word) >= 4 and word in words for word in known))
