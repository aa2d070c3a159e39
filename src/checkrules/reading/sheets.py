"""Rows of cells → facts: the heading row of a sheet, and the values in each row below it. A sheet is a CSV file or one sheet of
a workbook; each cell has its location."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, partial

import attrs

from checkrules.facts.cells import fact_named, names_of
from checkrules.facts.check import misfit, time_cut
from checkrules.facts.kind import InvalidValue
from checkrules.facts.kinds import parse_value
from checkrules.model.errors import Location, ReadError, did_you_mean
from checkrules.model.form import Fact, Form, Value
from checkrules.model.frozen import FrozenDict
from checkrules.model.submission import Rejection, Remark
from checkrules.model.text import Text
from checkrules.words.values import counted

HEADER_ROWS = 10
"""The heading is in one of the first rows."""


@attrs.frozen(kw_only=True)
class SheetRow:
    """One row: its number in a spreadsheet, its cells as texts and, in a text file, the line on which it begins."""

    number: int
    cells: tuple[str, ...]
    line: int | None = None
    remarks: tuple[Remark, ...] = ()
    """What was noticed in its cells."""


@attrs.frozen(kw_only=True)
class Sheet:
    """The rows of a CSV file, or of one sheet of a workbook, without blank ones, to be iterated once; a Rejection for each
    unreadable row."""

    file: str
    rows: Iterator[SheetRow | Rejection]
    name: str = ""
    """The name of the sheet in its workbook."""

    def location(self, row: SheetRow, column: int) -> Location:
        """A cell: `B7`, or `名册!B7` in a workbook."""
        return Location(file=self.file, line=row.line, cell=f"{self._prefix}{letters(column)}{row.number}")

    def row_location(self, row: SheetRow) -> Location:
        """A row: its line in a text file, `名册!7` in a workbook."""
        if row.line is not None:
            return Location(file=self.file, line=row.line)
        return Location(file=self.file, cell=f"{self._prefix}{row.number}")

    @property
    def _prefix(self) -> str:
        return f"{self.name}!" if self.name else ""


@attrs.frozen(kw_only=True)
class Heading:
    """The heading row of a sheet: the fact of each column, and the names of the other columns."""

    sheet: Sheet = attrs.field(repr=False)
    row: SheetRow
    facts: Mapping[int, Fact]
    others: Mapping[int, str]

    def location(self, row: SheetRow, column: int) -> Location:
        return self.sheet.location(row, column)


def find_heading(sheet: Sheet, form: Form) -> Heading:
    """The heading row: the first of the first rows that names the subject or two facts. Takes the rows up to it.

    Raises ReadError when there is none, or when two columns are the same fact.
    """
    seen: list[str] = []
    meant = cache(partial(fact_named, form))  # rows of one text in each cell take no longer than one of them
    for row in sheet.rows:
        if isinstance(row, Rejection):
            raise ReadError(row.reason, location=row.location, hint=row.hint)
        named = {column: meant(cell) for column, cell in enumerate(row.cells) if cell.strip()}
        facts = {column: fact for column, fact in named.items() if fact}
        if len(facts) > 1 or any(fact.role == "name" for fact in facts.values()):
            others = {column: row.cells[column].strip() for column, fact in named.items() if fact is None}
            heading = Heading(sheet=sheet, row=row, facts=FrozenDict(facts), others=FrozenDict(others))
            _refuse_duplicates(heading)
            return heading
        seen += [row.cells[column].strip() for column in named]
        if row.number >= HEADER_ROWS:
            break
    known = [name for fact in form.facts for name in names_of(fact)]
    usual = Text(
        "、".join(fact.title.zh for fact in form.facts[:4]), ", ".join(fact.title.en for fact in form.facts[:4])
    )
    near = next((hint for word in seen[:50] if (hint := did_you_mean(word[:100], known))), None)
    hint = Text(f"第一行应写各列的项目名，如：{usual.zh}", f"the first row names the facts, such as: {usual.en}")
    raise ReadError(
        Text("没有找到表头：各列都不是表中的项目", "no heading row was found: no column is a fact of the form"),
        location=Location(file=sheet.file, cell=sheet.name or None),
        hint=Text(f"{hint.zh}；{near.zh}", f"{hint.en}; {near.en}") if near else hint,
    )


def _refuse_duplicates(heading: Heading) -> None:
    first: dict[str, int] = {}
    for column, fact in heading.facts.items():
        if fact.name in first:
            both = (
                f"{letters(first[fact.name])}、{letters(column)}",
                f"{letters(first[fact.name])} and {letters(column)}",
            )
            problem = Text(
                f"{both[0]} 两列都是“{fact.title.zh}”", f"columns {both[1]} are both '{fact.title.en}' ({fact.name})"
            )
            raise ReadError(
                problem, location=heading.location(heading.row, column), hint=Text("请删去一列", "delete one of them")
            )
        first[fact.name] = column


def letters(column: int) -> str:
    """A column's name in a spreadsheet: 0 is A, 26 is AA."""
    return (letters(column // 26 - 1) if column >= 26 else "") + chr(ord("A") + column % 26)


@attrs.frozen(kw_only=True)
class RowFacts:
    """The facts of a row, the cell of each, and remarks on invalid cells."""

    facts: Mapping[str, Value]
    locations: Mapping[str, Location]
    remarks: tuple[Remark, ...]


def read_row(heading: Heading, row: SheetRow) -> RowFacts | Rejection:
    """The facts of a row. An invalid cell is treated as not stated, and so are cells that a short row lacks.

    A row with more cells than the heading is rejected: its values may be in the wrong columns.
    """
    width = len(heading.row.cells)
    line = heading.sheet.row_location(row)
    if any(cell.strip() for cell in row.cells[width:]):
        zh = f"这一行有 {len(row.cells)} 格，表头只有 {width} 格，各列可能错位"
        en = f"the row has {counted(len(row.cells), 'cells')}, the heading {width}: values may be in the wrong columns"
        hint = Text("单元格里有分隔符时，要用双引号括起", "put a cell that contains the delimiter in double quotes")
        return Rejection(location=line, reason=Text(zh, en), hint=hint)
    facts: dict[str, Value] = {}
    locations: dict[str, Location] = {}
    remarks: list[Remark] = [*row.remarks]
    for column, fact in heading.facts.items():
        if column >= len(row.cells):
            continue
        cell, location = row.cells[column], heading.location(row, column)
        try:
            value = parse_value(fact, cell)
        except InvalidValue as error:
            remarks.append(misfit(fact, cell, error.expected, location))
            continue
        if value is not None:
            facts[fact.name], locations[fact.name] = value, location
            cut = time_cut(fact, cell, location)
            if cut is not None:
                remarks.append(cut)
    missing = width - len(row.cells)
    if missing > 0:
        message = Text(
            f"这一行比表头少 {missing} 格，缺的按未填处理",
            f"the row has {counted(missing, 'cells')} too few; treated as not stated",
        )
        remarks.append(Remark(code="short_row", message=message, location=line))
    return RowFacts(facts=FrozenDict(facts), locations=FrozenDict(locations), remarks=tuple(remarks))
