"""A table among the files to judge → whether it is a roster: it says what the subjects are, and nothing of what is inspected."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

import attrs

from checkrules.model.errors import CheckrulesError
from checkrules.model.form import Fact, fact_of
from checkrules.model.privacy import shown
from checkrules.model.rules import Content
from checkrules.model.text import Text, folded
from checkrules.reading.sheets import Heading, Sheet, find_heading
from checkrules.reading.text_columns import text_columns
from checkrules.words.labels import subject_title

FEW = 6
_NAMED = re.compile("名册|名单|花名|roster")
_PLAIN = frozenset(("序号", "编号", "备注", "no.", "no", "number"))
"""Headings of columns that say nothing, folded."""


_POSSIBLE = Text(
    "像是名册（{columns}），但也可能是要判定的表，已按要判定的表处理；如果是名册，请用 --roster 指定",
    "it looks like a roster ({columns}) but may be a table of submissions, and is judged as such; if it is a roster, name it with --roster",
)
_NAMELESS = Text(
    "像是名册（{columns}），但没有“{name}”一列，已按要判定的表处理；如果是名册，请补上这一列",
    "it looks like a roster ({columns}) but has no column '{name}', and is judged as a table of submissions; if it is a roster, add it",
)


@attrs.frozen(kw_only=True)
class RosterLike:
    """A table that is a roster, or may be one (`possible`), with the columns that say so."""

    certainty: Literal["roster", "possible"]
    why: Text


def roster_like(name: str, sheets: Iterable[Sheet], content: Content) -> RosterLike | None:
    """Whether the sheets of a file are a roster, by their headings: the name and more about the subjects, no fact of a task and no
    text. Where a date or a column that is not understood stands there besides, it may be one, unless the file's name says so. None
    for all others."""
    named = _NAMED.search(folded(name)) is not None
    headings: list[Heading] = []
    for sheet in sheets:
        try:
            headings.append(find_heading(sheet, content.form))
        except CheckrulesError:
            continue  # a sheet of explanations
    kinds = {_kind(heading, content, named) for heading in headings}
    if not kinds or None in kinds:
        return None
    titles = list(dict.fromkeys(fact.title for heading in headings for fact in heading.facts.values()))
    more = len(titles) > FEW
    columns = Text(
        "、".join(shown(title.zh) for title in titles[:FEW]) + (" 等" if more else ""),
        ", ".join(shown(title.en) for title in titles[:FEW]) + (", …" if more else ""),
    )
    if "possible" in kinds:
        return RosterLike(certainty="possible", why=_POSSIBLE.format(columns=columns))
    if "nameless" in kinds:
        return RosterLike(certainty="possible", why=_NAMELESS.format(columns=columns, name=subject_title(content.form)))
    why = Text(
        "只写了基本情况（{columns}），没有检查内容，已用作名册；如果要判定它，请单独判定这个文件",
        "it says only what the subjects are ({columns}), nothing that is inspected, and is used as the roster; to judge it, judge it "
        "alone",
    )
    return RosterLike(certainty="roster", why=why.format(columns=columns))


def _kind(heading: Heading, content: Content, named: bool) -> Literal["roster", "possible", "nameless"] | None:
    facts = list(heading.facts.values())
    name = fact_of(content.form, "name")
    if name is None or text_columns(heading.others, content):
        return None
    others = [fact for fact in facts if fact != name]
    about = [fact for fact in others if fact.task == name.task]
    rest = [fact for fact in others if fact.task != name.task]
    if not about or not all(map(_of_visit, rest)):
        return None
    if name not in facts:
        return "nameless"
    known = {folded(title) for title in name.other_names} | _PLAIN
    unclear = any(fact.role == "date" for fact in rest) or any(
        folded(title) not in known for title in heading.others.values()
    )
    return "possible" if unclear and not named else "roster"


def _of_visit(fact: Fact) -> bool:
    return fact.role in ("inspectors", "date")
