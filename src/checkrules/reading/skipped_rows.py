"""Rows of a people's table that are no record: totals (合计, 小计 …), and the heading where it is repeated on each page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from checkrules.facts.cells import names_of
from checkrules.model.form import Fact
from checkrules.model.privacy import shown
from checkrules.model.submission import Remark
from checkrules.model.text import Text, folded
from checkrules.reading.csv import CsvRow, Heading

TOTAL = r"(?:.{0,20}?(?:合计|总计|小计|共计)(?:\(.{0,30}\))?:?|(?:grand|sub)?-?totals?:?)"
"""What stands in place of a name in a row of totals, folded: 合计, 市直小计, 总计（12所）, Total."""
_TOTAL = re.compile(TOTAL)


def is_total(text: str) -> bool:
    """Whether a text in place of a name says that its row holds totals."""
    return len(text) <= 100 and _TOTAL.fullmatch(folded(text)) is not None


def is_heading(text: str, fact: Fact) -> bool:
    """Whether a text in place of a value is the heading of its column."""
    return len(text) <= 100 and folded(text) in {folded(name) for name in names_of(fact)}


def skipped_row(heading: Heading, row: CsvRow) -> Remark | None:
    """The remark on a row that is no record and must not be judged; None for a record.

    A row of totals says so in place of the name, or anywhere where it has no name; a repeated heading has the words of the
    heading in its columns.
    """
    column = next((column for column, fact in heading.facts.items() if fact.role == "name"), None)
    name = row.cells[column].strip() if column is not None and column < len(row.cells) else ""
    total = next((text for text in ([name] if name else _texts(row.cells)) if is_total(text)), None)
    if total is not None:
        return _remark(heading, row, Text(f"是合计行（“{shown(total)}”）", f"holds totals ('{shown(total)}')"))
    named = (column,) if column is not None else tuple(heading.facts)
    if named and all(
        column < len(row.cells) and is_heading(row.cells[column], heading.facts[column]) for column in named
    ):
        return _remark(heading, row, Text("是重复的表头", "repeats the heading"))
    return None


def _texts(cells: Sequence[str]) -> list[str]:
    """The first cells with a text: where a row without a name begins."""
    return [cell.strip() for cell in cells if cell.strip()][:3]


def _remark(heading: Heading, row: CsvRow, why: Text) -> Remark:
    message = Text(
        f"第 {row.line} 行{why.zh}，已跳过，没有当作一条记录", f"line {row.line} {why.en}; it is skipped and no record"
    )
    location = heading.location(row, 0)
    return Remark(code="skipped_row", message=message, location=location)
