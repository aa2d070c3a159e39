"""Large files → their parts: ranges of rows of Parquet, ranges of bytes of NDJSON and CSV that end where a row ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import attrs

from checkrules.loading.files import open_file
from checkrules.model.errors import Location, ReadError
from checkrules.model.form import Form
from checkrules.model.parts import Part
from checkrules.model.submission import Rejection
from checkrules.model.text import Text
from checkrules.reading.bytes import cannot_open, decode
from checkrules.reading.csv import delimiter_of, rows_of
from checkrules.reading.csv_rows import line_ends, outside_pattern, row_pattern
from checkrules.reading.json import refuse_no_lines
from checkrules.reading.sheets import Sheet, SheetRow, find_heading
from checkrules.tables.files.paths import refuse_odd_name, shown

ROWS = 262_144
"""Most rows of a part."""
BYTES = 16 * 1024 * 1024
"""Bytes of a part of NDJSON or CSV, extended to the next row end."""
BEGINNING = 16 * 1024 * 1024
"""Bytes that are searched for the heading of a CSV file and the row after it."""
MAX_LINE = 32 * 1024 * 1024
MORE = 1024 * 1024
"""Bytes that are read first to find the end of a quoted cell that continues after a block."""
KINDS = {".parquet": "parquet", ".ndjson": "ndjson", ".jsonl": "ndjson", ".csv": "csv"}
_Range = tuple[int, int, int]


def split(files: Iterable[Path], form: Form, keep: Sequence[str] = ()) -> tuple[list[Part], list[Rejection]]:
    """The parts of all files, numbered consecutively, and the files that are not readable tables. Raises UsageError for a
    CSV file without a column that is to be kept."""
    found: list[Part] = []
    rejected: list[Rejection] = []
    for file in files:
        try:
            parts = parts_of(file.absolute(), form, keep)
        except ReadError as error:
            location = attrs.evolve(error.location or Location(), file=shown(file))
            rejected.append(Rejection(location=location, reason=error.problem, hint=error.hint))
        else:
            found += [
                attrs.evolve(part, number=number, name=str(file)) for number, part in enumerate(parts, len(found))
            ]
    return found, rejected


def parts_of(file: Path, form: Form, keep: Sequence[str] = ()) -> list[Part]:
    """The parts of a file, in order; a file without rows is one part. Raises ReadError for a file that is not a readable
    table."""
    try:
        match _kind(file):
            case "parquet":
                parts = _parquet(file, form, keep)
            case "csv":
                parts = _csv(file, form, keep)
            case _:
                parts = _lines(file)
    except OSError as error:
        raise cannot_open(str(file), error) from error
    return [attrs.evolve(part, number=number) for number, part in enumerate(parts)]


def _kind(file: Path) -> str:
    refuse_odd_name(file, ReadError)
    if file.is_dir():
        hint = Text("请给出其中的文件，如 文件夹/*.parquet", "give the files in it, such as folder/*.parquet")
        raise ReadError(Text("这是文件夹", "it is a folder"), location=str(file), hint=hint)
    if not file.exists():
        raise ReadError(Text("没有这个文件", "there is no such file"), location=str(file))
    kind = KINDS.get(file.suffix.lower())
    if kind is None:
        known = " ".join(KINDS)
        zh = f"“{file.suffix}”不是表格文件；能逐批判定：{known}"
        raise ReadError(Text(zh, f"'{file.suffix}' files are not tables; there are: {known}"), location=str(file))
    return kind


def _parquet(file: Path, form: Form, keep: Sequence[str]) -> list[Part]:
    from checkrules.tables.files.parquet import shape_of  # KINDS is used without Polars, too

    shape = shape_of(file, {*(fact.name for fact in form.facts), *keep}, ROWS)
    if not any(fact.name in shape.columns for fact in form.facts):
        usual = ", ".join(fact.name for fact in form.facts[:4])
        raise ReadError(
            Text("没有一列是表中的项目", "no column is a fact of the form"),
            location=str(file),
            hint=Text(f"列名应为事实名，如：{usual}", f"columns are named as facts, such as: {usual}"),
        )
    return [
        Part(
            number=0,
            file=str(file),
            kind="parquet",
            start=start,
            stop=min(start + shape.at_once, shape.rows),
            first=start + 1,
        )
        for start in range(0, max(shape.rows, 1), shape.at_once)
    ]


def _lines(file: Path) -> list[Part]:
    with open_file(file) as stream:
        _refuse_empty(stream, file)
        refuse_no_lines(stream.read(4096), str(file))
        ranges = [found for found, _ in _ranges(stream, file, 0, 1, None)]
    return [
        Part(number=0, file=str(file), kind="ndjson", start=start, stop=stop, first=line)
        for start, stop, line in ranges
    ]


def _csv(file: Path, form: Form, keep: Sequence[str]) -> list[Part]:
    with open_file(file) as stream:
        _refuse_empty(stream, file)
        beginning = stream.read(BEGINNING)
        if len(beginning) == BEGINNING:
            beginning = beginning[: beginning.rfind(b"\n") + 1] or beginning
        text = decode(beginning, str(file), ("utf-8", "gb18030"))
        delimiter = delimiter_of(text)
        sheet = Sheet(file=str(file), rows=rows_of(text, str(file), delimiter=delimiter))
        heading = find_heading(sheet, form)
        following = next(sheet.rows, None)
        start = _start_of(following, beginning) if following is not None else len(beginning)
        line = 1 + line_ends(beginning[:start])
        ranges: list[_Range] = []
        utf8 = _is_utf8(beginning[:start])
        for found, block in _ranges(stream, file, start, line, delimiter):
            ranges.append(found)
            utf8 = utf8 and _is_utf8(block)
    kept: tuple[int, ...] = ()
    if keep:
        from checkrules.tables.files.kept import kept_of_heading

        kept = kept_of_heading(heading, keep, str(file))
    unknown = tuple(name for column, name in heading.others.items() if column not in kept)
    columns = tuple(
        heading.facts[column].name if column in heading.facts else None for column in range(len(heading.row.cells))
    )
    return [
        Part(
            number=0, file=str(file), kind="csv", start=begin, stop=stop, first=first, columns=columns,
            delimiter=delimiter, unknown=unknown, kept=kept, encoding="utf-8" if utf8 else "gb18030",
        )
        for begin, stop, first in ranges or [(start, start, line)]
    ]  # fmt: skip


def _start_of(row: SheetRow | Rejection, beginning: bytes) -> int:
    line = row.line if isinstance(row, SheetRow) else row.location.line
    return next(end.end() for number, end in enumerate(_LINE_END.finditer(beginning), start=2) if number == line)


_LINE_END = re.compile(rb"\r\n|\n|\r")


def _is_utf8(data: bytes) -> bool:
    try:
        return data.isascii() or bool(data.decode())
    except UnicodeDecodeError:
        return False


def _refuse_empty(stream: BinaryIO, file: Path) -> None:
    beginning = stream.read(65_536)
    if len(beginning) < 65_536 and not beginning.strip(b"\x00 \r\n\t"):
        raise ReadError(Text("文件是空的", "the file is empty"), location=str(file))
    stream.seek(0)


def _ranges(
    stream: BinaryIO, file: Path, start: int, line: int, delimiter: str | None
) -> Iterator[tuple[_Range, bytes]]:
    """The start, stop and first line of each range, and its bytes. With a delimiter, a line end within a quoted cell does
    not end a row."""
    while True:
        stream.seek(start)
        block = stream.read(BYTES)
        if not block:
            return
        if len(block) == BYTES or block.count(b"\n") > ROWS:
            block = _of_few_rows(block)
            stream.seek(start + len(block))
            rest = b"" if block.endswith(b"\n") else stream.readline(MAX_LINE)
            if len(rest) == MAX_LINE and not rest.endswith(b"\n"):
                if delimiter is not None:
                    raise _too_long(file)
                block = block[: block.rfind(b"\n") + 1]
                if not block:  # the line becomes a part of its own, which is rejected
                    stop = _end_of_line(stream)
                    yield (start, stop, line), block
                    start, line = stop, line + 1
                    continue
            else:
                block += rest
            if delimiter is not None:
                block = _to_end_of_row(block, stream, delimiter, file)
        yield (start, start + len(block), line), block
        start += len(block)
        line += block.count(b"\n") if delimiter is None else line_ends(block)


def _of_few_rows(block: bytes) -> bytes:
    """At most ROWS lines of the block: short rows need much more memory than their bytes."""
    if block.count(b"\n") <= ROWS:
        return block
    return block[: next(islice(re.finditer(b"\n", block), ROWS - 1, None)).end()]


def _end_of_line(stream: BinaryIO) -> int:
    while (rest := stream.readline(MAX_LINE)) and not rest.endswith(b"\n"):
        pass
    return stream.tell()


def _to_end_of_row(block: bytes, stream: BinaryIO, delimiter: str, file: Path) -> bytes:
    """The block, extended to the row end where it ends within a quoted cell."""
    outside = re.match(outside_pattern(delimiter).encode(), block)
    opened = outside.end() if outside is not None else 0
    if opened == len(block):
        return block
    row = re.compile(row_pattern(delimiter).encode())
    while more := stream.read(max(MORE, len(block) - opened)):
        block += more
        if found := row.match(block, opened):
            return block[: found.end()]
        if len(block) - opened > MAX_LINE:
            raise _too_long(file)
    return block


def _too_long(file: Path) -> ReadError:
    return ReadError(Text("有一行过长", "a line is too long"), location=str(file))
