"""A large file → its parts: row groups of Parquet, byte ranges of NDJSON and CSV that end where a line ends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import attrs

from checkrules.batch.footer import rows_of_groups
from checkrules.batch.parts import Part
from checkrules.errors import ReadError
from checkrules.model import Form
from checkrules.tables import Row, Table, decode, delimiter_of, find_heading, rows_of
from checkrules.text import Text

ROWS = 262_144
"""Most rows of a part; a greater row group becomes several parts."""
BYTES = 16 * 1024 * 1024
"""Bytes of a part of NDJSON or CSV, to the next end of a line."""
MAX_LINE = 64 * 1024 * 1024
KINDS = {".parquet": "parquet", ".ndjson": "ndjson", ".jsonl": "ndjson", ".csv": "csv"}


def parts_of(files: list[Path], form: Form) -> list[Part]:
    """The parts of files, numbered through. Raises ReadError for a file that cannot be read as a table."""
    found: list[Part] = []
    for file in files:
        kind = KINDS.get(file.suffix.lower())
        if kind is None:
            known = " ".join(KINDS)
            problem = (
                f"“{file.suffix}”不是表格文件；能逐批判定：{known}",
                f"'{file.suffix}' is no table; there are: {known}",
            )
            raise ReadError(Text(*problem), place=str(file))
        try:
            cut = _csv(file, form) if kind == "csv" else _lines(file) if kind == "ndjson" else _row_groups(file)
            found += [attrs.evolve(part, number=number) for number, part in enumerate(cut, len(found))]
        except OSError as error:
            told = error.strerror or str(error)
            raise ReadError(
                Text(f"文件打不开：{told}", f"the file cannot be opened: {told}"), place=str(file)
            ) from error
    return found


def _row_groups(file: Path) -> Iterator[Part]:
    before = 0
    for rows in rows_of_groups(file):
        for start in range(before, before + rows, ROWS):
            stop = min(start + ROWS, before + rows)
            yield Part(number=0, file=str(file), kind="parquet", start=start, stop=stop, first=start + 1)
        before += rows


def _lines(file: Path) -> Iterator[Part]:
    with file.open("rb") as stream:
        for start, stop, line in _ranges(stream, file, 0, 1, quoted=False):
            yield Part(number=0, file=str(file), kind="ndjson", start=start, stop=stop, first=line)


def _csv(file: Path, form: Form) -> Iterator[Part]:
    with file.open("rb") as stream:
        beginning = stream.read(BYTES)
        beginning = beginning[: beginning.rfind(b"\n") + 1] or beginning
        text = decode(beginning, str(file), ("utf-8", "gb18030"))
        table = Table(file=str(file), rows=rows_of(text, str(file)))
        heading = find_heading(table, form)
        following = next((row for row in table.rows if isinstance(row, Row)), None)
        if following is None:
            return
        columns = tuple(
            heading.facts[column].name if column in heading.facts else None for column in range(len(heading.row.cells))
        )
        start = 0
        for _ in range(following.line - 1):
            start = beginning.index(b"\n", start) + 1
        delimiter = delimiter_of(text)
        for begin, stop, line in _ranges(stream, file, start, following.line, quoted=True):
            yield Part(
                number=0, file=str(file), kind="csv", start=begin, stop=stop, first=line, columns=columns, delimiter=delimiter
            )  # fmt: skip


def _ranges(stream: BinaryIO, file: Path, start: int, line: int, *, quoted: bool) -> Iterator[tuple[int, int, int]]:
    """Start, stop and first line of each range. `quoted`: an end of a line within quotes does not count."""
    while True:
        stream.seek(start)
        block = stream.read(BYTES)
        if not block:
            return
        if len(block) == BYTES:
            inside = quoted and block.count(b'"') % 2 == 1
            while not (block.endswith(b"\n") and not inside):
                rest = stream.readline(MAX_LINE)
                if not rest:
                    break
                block += rest
                inside ^= quoted and rest.count(b'"') % 2 == 1
                if len(block) > BYTES + MAX_LINE:
                    problem = Text("有一行过长，或引号不配对", "a line is too long, or a quote is not closed")
                    raise ReadError(problem, place=str(file))
        yield start, start + len(block), line
        start += len(block)
        line += block.count(b"\n")
