"""Read one part of a file: facts, invalid values and unreadable rows."""

from __future__ import annotations

from pathlib import Path

from checkrules.evaluation.compiled import Compiled
from checkrules.model.errors import Location, ReadError
from checkrules.model.parts import Part
from checkrules.model.text import Text
from checkrules.tables.files import parquet
from checkrules.tables.files.csv import read_rows
from checkrules.tables.files.ndjson import read_lines
from checkrules.tables.files.part_data import PartData

MAX_PART = 96 * 1024 * 1024
"""More bytes than a part of readable lines can have."""


def read_part(part: Part, compiled: Compiled) -> PartData:
    """Read a part: all facts of the form. Raises ReadError, or an error of Polars where a Parquet file is damaged."""
    match part.kind:
        case "parquet":
            return parquet.read_rows(part, compiled)
        case "ndjson":
            return read_lines(part, _bytes(part), compiled)
        case _:
            return read_rows(part, _bytes(part), compiled)


def _bytes(part: Part) -> bytes:
    if part.stop - part.start > MAX_PART:
        raise ReadError(Text("这一行过长", "the line is too long"), location=Location(file=part.file, line=part.first))
    with Path(part.file).open("rb") as stream:
        stream.seek(part.start)
        return stream.read(part.stop - part.start)
