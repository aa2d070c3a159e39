"""A part of a file → a table of facts, what in it does not fit, and what is broken."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from checkrules.evaluation.compiled import Compiled
from checkrules.model.errors import Location, ReadError
from checkrules.model.parts import Part
from checkrules.model.text import Text
from checkrules.tables.columns.fact_columns import MISFITS
from checkrules.tables.files.csv import read_rows
from checkrules.tables.files.ndjson import read_lines
from checkrules.tables.files.part_data import Read

MAX_PART = 96 * 1024 * 1024
"""More bytes than any part has whose lines can be read."""


def read_part(part: Part, compiled: Compiled) -> Read:
    """Read a part: all facts of the form. Raises ReadError, or an error of Polars where a Parquet file is damaged."""
    match part.kind:
        case "parquet":
            return _parquet(part, compiled)
        case "ndjson":
            return read_lines(part, _bytes(part), compiled)
        case _:
            return read_rows(part, _bytes(part), compiled)


def _parquet(part: Part, compiled: Compiled) -> Read:
    table = pl.scan_parquet(part.file, glob=False, hive_partitioning=False)
    there = table.collect_schema().names()
    names = [name for name in there if name in compiled.facts]
    unknown = [name for name in there if name not in compiled.facts]
    frame = table.slice(part.start, part.stop - part.start).select(names).collect(engine="streaming")
    rows = pl.int_range(part.first, part.first + part.stop - part.start, dtype=pl.Int64, eager=True)
    return Read(frame=frame, rows=rows, misfits=pl.DataFrame(schema=MISFITS), unknown=tuple(unknown))


def _bytes(part: Part) -> bytes:
    if part.stop - part.start > MAX_PART:
        raise ReadError(Text("这一行过长", "the line is too long"), location=Location(file=part.file, line=part.first))
    with Path(part.file).open("rb") as stream:
        stream.seek(part.start)
        return stream.read(part.stop - part.start)
