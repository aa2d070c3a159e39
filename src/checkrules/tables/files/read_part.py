"""Read one part of a file: facts, invalid values and unreadable rows."""

from __future__ import annotations

from checkrules.evaluation.compiled import Compiled
from checkrules.model.parts import Part
from checkrules.tables.files import parquet
from checkrules.tables.files.csv import read_rows
from checkrules.tables.files.kept import Kept
from checkrules.tables.files.ndjson import read_lines
from checkrules.tables.files.part_data import PartData, bytes_of

NOTHING: Kept = {}


def read_part(part: Part, compiled: Compiled, keep: Kept = NOTHING) -> PartData:
    """Read a part: all facts of the form, and the columns to keep. Raises ReadError, or an error of Polars where a Parquet file is damaged."""
    match part.kind:
        case "parquet":
            return parquet.read_rows(part, compiled, keep)
        case "ndjson":
            return read_lines(part, bytes_of(part), compiled, keep)
        case _:
            return read_rows(part, bytes_of(part), compiled, keep)
