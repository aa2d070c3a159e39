"""A sheet that is a table → its rows for the reader of tables: merged cells filled, a heading of several rows made one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from checkrules.plugin import Fact, Location, Remark, Sheet, SheetRow, Text

from .cells import doubtful_share
from .layout import HEADING_ROWS, Meaning, heads_rows
from .workbook import Grid, reference

_NUMBER = re.compile(r"[+\-]?[\d.,，]+\s*[^\d\s]{0,4}")
_MOST_HEADING_ROWS = 4


def table_of(grid: Grid, file: str, meaning: Callable[[str], Meaning | None]) -> Sheet:
    """The sheet with its rows, as they are numbered in the workbook."""
    return Sheet(file=file, name=grid.name, rows=_rows(grid, file, meaning))


def _rows(grid: Grid, file: str, meaning: Callable[[str], Meaning | None]) -> Iterator[SheetRow]:
    heading, last = _heading(grid)
    facts: dict[int, Fact] = {}
    for number, cells in enumerate(grid.rows):
        if number == heading:
            cells = _in_one(grid, heading, last, meaning)
        elif heading < number <= last or not any(cells):
            continue
        if not facts and heads_rows(cells, meaning):
            facts = {column: found for column, cell in enumerate(cells) if isinstance(found := meaning(cell), Fact)}
            yield SheetRow(number=number + 1, cells=cells)
        else:
            filled, told = _filled(grid, number, facts, file) if number != heading else (cells, ())
            yield SheetRow(number=number + 1, cells=filled, remarks=(*grid.remarks.get(number, ()), *told))


def _heading(grid: Grid) -> tuple[int, int]:
    """The first and the last row of a heading whose cells are merged downwards; (-1, -1) where it is one row."""
    for number, cells in enumerate(grid.rows[:HEADING_ROWS]):
        if sum(map(bool, cells)) < 2:
            continue
        last = max((end[0] for start, end in grid.merges if start[0] == number), default=number)
        return (number, last) if number < last < number + _MOST_HEADING_ROWS else (-1, -1)
    return -1, -1


def _in_one(grid: Grid, first: int, last: int, meaning: Callable[[str], Meaning | None]) -> tuple[str, ...]:
    """The heading of each column: the lowest text that means something, else the lowest one."""
    width = max(map(len, grid.rows), default=0)
    columns: list[str] = []
    for column in range(width):
        texts = [row[column] for row in grid.rows[first : last + 1] if column < len(row) and row[column].strip()]
        texts.reverse()
        columns.append(next((text for text in texts if meaning(text) is not None), texts[0] if texts else ""))
    return tuple(columns)


def _filled(
    grid: Grid, number: int, facts: Mapping[int, Fact], file: str
) -> tuple[tuple[str, ...], tuple[Remark, ...]]:
    """The cells of a row, without those whose meaning is in doubt, which are told. A text that is merged over several rows holds for each of them. Whether a number is that of each or
    of all together cannot be known: it counts as not stated, and is told."""
    cells = list(grid.rows[number])
    told: list[Remark] = []

    def leave_out(column: int, message: Text) -> None:
        cells[column] = ""
        location = Location(file=file, cell=f"{grid.name}!{reference(number, column)}")
        told.append(Remark(code="unreadable_cell", message=message, location=location))

    for column, fact in facts.items():
        doubt = doubtful_share(fact, cells[column]) if column < len(cells) else None
        if doubt is not None:
            leave_out(column, doubt)
    for column in range(len(cells)):
        first = grid.merged_from.get((number, column))
        below = number + 1 < len(grid.rows) and grid.merged_from.get((number + 1, column)) == (number, column)
        if first is not None and first[1] == column:
            text = grid.rows[first[0]][column]
        elif below:
            text = cells[column]
        else:
            continue
        if not _NUMBER.fullmatch(text.strip()):
            cells[column] = text
            continue
        message = Text(
            f"几行合并的单元格里是数字“{text}”，分不清是各行的还是合计，按未填处理",
            f"a cell merged over several rows holds the number {text}: of each row, or of all? it is treated as not stated",
        )
        leave_out(column, message)
    return tuple(cells), tuple(told)
