"""The labels of a form: `学校：____ 督导时间：____` in a line or a cell."""

from __future__ import annotations

import re
from collections.abc import Mapping

import attrs

from checkrules.plugin import Content, Fact, folded

PROBLEMS = "problems"
MAX_LINE = 2_000
BEFORE_LABEL = " \t\u3000_＿;；，,。、|）)"
BLANK = " \t\u3000_＿"

TITLES = re.compile(r".*(?:报告|清单|总结|汇报|材料|方案|通知|记录|台账|工作表|情况表|自查表|封面|目录)")
"""What follows the word for a school in the title of a paper, and is no school's name."""


@attrs.frozen(kw_only=True)
class Labels:
    """The facts and texts that a form has a label for: each label with the name of what it labels."""

    names: Mapping[str, str]
    facts: Mapping[str, Fact]
    name_fact: str | None
    long: frozenset[str]
    """What may fill several lines after its label."""
    pattern: re.Pattern[str]


@attrs.frozen(kw_only=True)
class Labelled:
    """A label in a text, and the text after it. `plain`: a colon or a blank to be filled in stands between them."""

    name: str
    label: str
    value: str
    plain: bool


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
    return Labels(
        names={folded(label): name for label, name in names.items()},
        facts=facts,
        long=frozenset((PROBLEMS, *(fact.name for fact in facts.values() if fact.role == "highlights"))),
        name_fact=next((fact.name for fact in facts.values() if fact.role == "name"), None),
        pattern=_pattern(names),
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
            plain=match["colon"] is not None or line[match.end() : match.end() + 1] in tuple("_＿"),
        )
        for match, end in zip(found, ends, strict=True)
    ]
