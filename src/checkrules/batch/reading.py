"""A part of a file → a table of facts, what in it does not fit, and what is broken."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from checkrules.batch.columns import Read
from checkrules.batch.csv_rows import read_rows
from checkrules.batch.ndjson import read_lines
from checkrules.batch.parts import Part
from checkrules.checklist import Checklist
from checkrules.errors import Place, ReadError
from checkrules.frames.facts import MISFITS
from checkrules.text import Text

MAX_PART = 96 * 1024 * 1024
"""More bytes than any part has whose lines can be read."""


def read_part(part: Part, checklist: Checklist) -> Read:
    """Read a part: all facts of the form. Raises ReadError, or an error of Polars where a Parquet file is damaged."""
    match part.kind:
        case "parquet":
            return _parquet(part, checklist)
        case "ndjson":
            return read_lines(part, _bytes(part), checklist)
        case _:
            return read_rows(part, _bytes(part), checklist)


def _parquet(part: Part, checklist: Checklist) -> Read:
    table = pl.scan_parquet(part.file, glob=False, hive_partitioning=False)
    there = table.collect_schema().names()
    names = [name for name in there if name in checklist.facts]
    unknown = [name for name in there if name not in checklist.facts]
    frame = table.slice(part.start, part.stop - part.start).select(names).collect(engine="streaming")
    rows = pl.int_range(part.first, part.first + part.stop - part.start, dtype=pl.Int64, eager=True)
    return Read(frame=frame, rows=rows, misfits=pl.DataFrame(schema=MISFITS), unknown=tuple(unknown))


def _bytes(part: Part) -> bytes:
    if part.stop - part.start > MAX_PART:
        raise ReadError(Text("这一行过长", "the line is too long"), place=Place(file=part.file, line=part.first))
    with Path(part.file).open("rb") as stream:
        stream.seek(part.start)
        return stream.read(part.stop - part.start)
