"""A CSV file → rows; its heading → facts; a row → values. An unreadable row is a Rejection among the others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, partial
from pathlib import Path

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
from checkrules.reading.bytes import decode, read_bytes
from checkrules.reading.csv_rows import line_ends, rows_in
from checkrules.words.values import counted

MAX_COLUMNS = 2_000
MAX_ROW = 1024 * 1024
"""Characters of a row. One with a narrative for each task has some thousand."""
MAX_RECORDS = 200_000
"""Rows of a file that is read whole."""
MAX_BROKEN = 1_000
"""Rows that cannot be read, after which a file is given up."""
_BROKEN = Text("{number} 行有错的", "{number} broken rows")
_SPLIT = Text(
    "请分成几个文件，或按大表判定（写成 .csv 或 .parquet）",
    "split it into several files, or judge it as a table (write to .csv or .parquet)",
)


HEADER_ROWS = 10


_GUARDED = re.compile(r"'\s*[=+\-@＝＋－＠]")


_DECLARED = re.compile(r"sep=([,;\t])\r?\n")


DELIMITERS = ",;\t"


@attrs.frozen(kw_only=True)
class CsvRow:
    """One row: its number in a spreadsheet, the line of the file on which it begins, its cells."""

    number: int
    line: int
    cells: tuple[str, ...]


@attrs.frozen(kw_only=True)
class CsvTable:
    """The rows of a file without blank ones, to be iterated once; a Rejection for each unreadable row."""

    file: str
    rows: Iterator[CsvRow | Rejection]


def read_table(path: Path, most: int = MAX_RECORDS) -> CsvTable:
    """The table of a CSV file, of which at most `most` rows are read. Raises ReadError when the file is not text."""
    file = str(path)
    text = decode(read_bytes(path), file, ("utf-8", "gb18030"), utf16=True)
    return CsvTable(file=file, rows=_first_rows(rows_of(text, file), most, file))


def _first_rows(rows: Iterator[CsvRow | Rejection], most: int, file: str) -> Iterator[CsvRow | Rejection]:
    """The first rows that can be read, and the first that cannot. Where there are more, a Rejection says from which line on
    the file is not read."""
    left, broken_left = most, MAX_BROKEN
    for row in rows:
        left -= isinstance(row, CsvRow)
        broken_left -= isinstance(row, Rejection)
        if left < 0 or broken_left < 0:
            line = row.line if isinstance(row, CsvRow) else row.location.line
            limit = Text(f"{most:,} 行", f"{most:,} rows") if left < 0 else _BROKEN.format(number=f"{MAX_BROKEN:,}")
            reason = Text(
                "最多读 {limit}；从这一行起未读", "at most {limit} are read; from this line on nothing is read"
            )
            yield Rejection(location=Location(file=file, line=line), reason=reason.format(limit=limit), hint=_SPLIT)
            return
        yield row


def rows_of(text: str, file: str, *, delimiter: str | None = None, first_line: int = 1) -> Iterator[CsvRow | Rejection]:
    """The rows of a CSV text whose delimiter is a comma, semicolon or tab. `first_line`: the line of the file on which the
    text begins.

    An apostrophe that keeps a spreadsheet from taking a cell for a formula is removed.
    """
    import csv

    declared = _DECLARED.match(text) if first_line == 1 else None
    delimiter = delimiter or delimiter_of(text)
    dialect = csv.reader((), delimiter=delimiter, strict=True).dialect
    following, guarded, blank = first_line, "'" in text, f"{delimiter} \t\r\n"
    number = 0
    for data in rows_in(text, delimiter):
        number += 1
        line, following = following, following + line_ends(data)
        if not data.strip(blank):
            number += max(following - line - 1, 0)
            continue
        if len(data) > MAX_ROW:
            reason = Text(
                f"这一行超过 {MAX_ROW:,} 字，未读", f"the row has more than {MAX_ROW:,} characters; it is not read"
            )
            yield Rejection(location=Location(file=file, line=line), reason=reason, hint=_SPLIT)
            continue
        try:
            cells = next(csv.reader((data,), dialect))
        except csv.Error as error:
            last = following - 1 if data.endswith(("\r", "\n")) else following
            yield _broken(Location(file=file, line=line), last, error)
            continue
        if len(cells) > MAX_COLUMNS:
            yield Rejection(
                location=Location(file=file, line=line),
                reason=Text(
                    f"这一行有 {len(cells):,} 列，最多读 {MAX_COLUMNS:,} 列，未读",
                    f"the row has {len(cells):,} columns; it is not read, for at most {MAX_COLUMNS:,} are",
                ),
            )
        elif any(cell and not cell.isspace() for cell in cells) and not (declared and number == 1):
            yield CsvRow(number=number, line=line, cells=tuple(map(unguarded, cells) if guarded else cells))


def _broken(location: Location, last_line: int, error: Exception) -> Rejection:
    zh = f"这一行的引号不配对或过长（到第 {last_line} 行为止未读）"
    en = f"a quote is not closed or a cell is too long ({error}); lines up to {last_line} are not read"
    return Rejection(
        location=location,
        reason=Text(zh, en),
        hint=Text(
            "含引号的单元格要用双引号括起，其中的引号写两遍",
            'put the cell in double quotes and double each quote in it: "a ""b"" c"',
        ),
    )


def delimiter_of(text: str) -> str:
    """The delimiter that the text declares, or that is most frequent in one of the first lines, outside quotes."""
    declared = _DECLARED.match(text)
    if declared:
        return declared[1]
    lines = [re.sub(r'"[^"]*"', "", line) for line in text[:65_536].splitlines()[:HEADER_ROWS]]
    return max(DELIMITERS, key=lambda delimiter: max((line.count(delimiter) for line in lines), default=0))


def unguarded(cell: str) -> str:
    """The cell without an apostrophe that keeps a spreadsheet from taking it for a formula."""
    return cell[1:] if cell.startswith("'") and _GUARDED.match(cell) else cell


@attrs.frozen(kw_only=True)
class Heading:
    """The heading row of a table: the fact of each column, and the names of the other columns."""

    file: str
    row: CsvRow
    facts: Mapping[int, Fact]
    others: Mapping[int, str]

    def location(self, row: CsvRow, column: int) -> Location:
        return Location(file=self.file, line=row.line, cell=f"{letters(column)}{row.number}")


def find_heading(table: CsvTable, form: Form) -> Heading:
    """The heading row: the first of the first rows that names the subject or two facts. Takes the rows up to it.

    Raises ReadError when there is none, or when two columns are the same fact.
    """
    seen: list[str] = []
    meant = cache(partial(fact_named, form))  # rows of one text in each cell take no longer than one of them
    for row in table.rows:
        if isinstance(row, Rejection):
            raise ReadError(row.reason, location=row.location, hint=row.hint)
        named = {column: meant(cell) for column, cell in enumerate(row.cells) if cell.strip()}
        facts = {column: fact for column, fact in named.items() if fact}
        if len(facts) > 1 or any(fact.role == "name" for fact in facts.values()):
            others = {column: row.cells[column].strip() for column, fact in named.items() if fact is None}
            heading = Heading(file=table.file, row=row, facts=FrozenDict(facts), others=FrozenDict(others))
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
        location=table.file,
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


def read_row(heading: Heading, row: CsvRow) -> RowFacts | Rejection:
    """The facts of a row. An invalid cell is treated as not stated, and so are cells that a short row lacks.

    A row with more cells than the heading is rejected: its values may be in the wrong columns.
    """
    width = len(heading.row.cells)
    line = Location(file=heading.file, line=row.line)
    if any(cell.strip() for cell in row.cells[width:]):
        zh = f"这一行有 {len(row.cells)} 格，表头只有 {width} 格，各列可能错位"
        en = f"the row has {counted(len(row.cells), 'cells')}, the heading {width}: values may be in the wrong columns"
        hint = Text("单元格里有分隔符时，要用双引号括起", "put a cell that contains the delimiter in double quotes")
        return Rejection(location=line, reason=Text(zh, en), hint=hint)
    facts: dict[str, Value] = {}
    locations: dict[str, Location] = {}
    remarks: list[Remark] = []
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
