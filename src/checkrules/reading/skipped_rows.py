"""Rows of a people's table that are no record: totals (合计, 小计 …), and the heading where it is repeated on each page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import islice

from checkrules.facts.cells import names_of
from checkrules.model.form import Fact
from checkrules.model.privacy import shown
from checkrules.model.submission import Remark
from checkrules.model.text import Text, folded
from checkrules.reading.sheets import Heading, SheetRow

_TOTAL = re.compile(r"(?:.{0,20}?(?:合计|总计|小计|共计)(?:\(.{0,30}\))?:?|(?:grand|sub)?-?totals?:?)")
"""What stands in place of a name in a row of totals, folded: 合计, 市直小计, 总计（12所）, Total."""


def is_total(text: str) -> bool:
    """Whether a text in place of a name says that its row holds totals."""
    return len(text) <= 100 and _TOTAL.fullmatch(folded(text)) is not None


def is_heading(text: str, fact: Fact) -> bool:
    """Whether a text in place of a value is the heading of its column."""
    return len(text) <= 100 and folded(text) in {folded(name) for name in names_of(fact)}


def skipped_row(heading: Heading, row: SheetRow) -> Remark | None:
    """The remark on a row that is no record and must not be judged; None for a record."""
    why = why_skipped(heading.facts, row.cells)
    if why is None:
        return None
    message = Text(f"第 {row.number} 行：{why.zh}", f"row {row.number}: {why.en}")
    if row.line is not None:
        message = Text(f"第 {row.line} 行：{why.zh}", f"line {row.line}: {why.en}")
    return Remark(code="skipped_row", message=message, location=heading.location(row, 0))


def why_skipped(facts: Mapping[int, Fact], cells: Sequence[str]) -> Text | None:
    """Why a row is no record: it says in place of the name, or where it has no name at its beginning, that it holds totals;
    or it has the words of the heading in its columns. `facts` are the facts of the columns."""
    column = next((column for column, fact in facts.items() if fact.role == "name"), None)
    name = cells[column].strip() if column is not None and column < len(cells) else ""
    texts = [name] if name else islice((cell.strip() for cell in cells if cell.strip()), 3)
    total = next((text for text in texts if is_total(text)), None)
    if total is not None:
        return Text(
            f"合计行（“{shown(total)}”），已跳过，不当作一条记录",
            f"a row of totals ('{shown(total)}') is skipped, for it is no record",
        )
    named = (column,) if column is not None else tuple(facts)
    if all(column < len(cells) and is_heading(cells[column], facts[column]) for column in named):
        return Text("重复的表头，已跳过，不当作一条记录", "a repeated heading is skipped, for it is no record")
    return None
