"""A CSV file → its rows of cells. An unreadable row is a Rejection among the others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from checkrules.model.errors import Location
from checkrules.model.submission import Rejection
from checkrules.model.text import Text
from checkrules.reading.bytes import decode, read_bytes
from checkrules.reading.csv_rows import line_ends, rows_in
from checkrules.reading.sheets import HEADER_ROWS, Sheet, SheetRow

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


_GUARDED = re.compile(r"'\s*[=+\-@＝＋－＠]")


_DECLARED = re.compile(r"sep=([,;\t])\r?\n")


DELIMITERS = ",;\t"


def read_csv_sheet(path: Path, most: int = MAX_RECORDS) -> Sheet:
    """The rows of a CSV file, of which at most `most` rows are read. Raises ReadError when the file is not text."""
    file = str(path)
    text = decode(read_bytes(path), file, ("utf-8", "gb18030"), utf16=True)
    return Sheet(file=file, rows=_first_rows(rows_of(text, file), most, file))


def _first_rows(rows: Iterator[SheetRow | Rejection], most: int, file: str) -> Iterator[SheetRow | Rejection]:
    """The first rows that can be read, and the first that cannot. Where there are more, a Rejection says from which line on
    the file is not read."""
    left, broken_left = most, MAX_BROKEN
    for row in rows:
        left -= isinstance(row, SheetRow)
        broken_left -= isinstance(row, Rejection)
        if left < 0 or broken_left < 0:
            line = row.line if isinstance(row, SheetRow) else row.location.line
            limit = Text(f"{most:,} 行", f"{most:,} rows") if left < 0 else _BROKEN.format(number=f"{MAX_BROKEN:,}")
            reason = Text(
                "最多读 {limit}；从这一行起未读", "at most {limit} are read; from this line on nothing is read"
            )
            yield Rejection(location=Location(file=file, line=line), reason=reason.format(limit=limit), hint=_SPLIT)
            return
        yield row


def rows_of(
    text: str, file: str, *, delimiter: str | None = None, first_line: int = 1
) -> Iterator[SheetRow | Rejection]:
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
            yield SheetRow(number=number, line=line, cells=tuple(map(unguarded, cells) if guarded else cells))


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
