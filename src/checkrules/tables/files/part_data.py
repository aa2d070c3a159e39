"""What is read from a part of a file: facts in Polars columns, and one row per invalid value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import attrs
import msgspec
import polars as pl

from checkrules.facts.kind import InvalidValue
from checkrules.facts.kinds import KINDS, fitter, polars_type
from checkrules.model.errors import Location, ReadError
from checkrules.model.form import Fact
from checkrules.model.parts import Part, RowProblem
from checkrules.model.text import Text
from checkrules.tables.columns.fact_columns import MISFITS, ROW, Misfit, misfit_line

MAX_PART = 96 * 1024 * 1024
"""More bytes than a part of readable lines can have."""
_encode = msgspec.json.Encoder().encode


@attrs.frozen(kw_only=True, eq=False)
class PartData:
    """The facts of a part. `rows`: the row numbers for people; `misfits`: invalid values, which are null in `frame`, as in
    `JudgedTable.misfits`; `rejected`: unreadable rows; `unknown`: columns or keys that are not facts of the form; `kept`: the
    columns that results carry; `timed`: facts of which a date is read from a
    time; `taken`: those of which one is read from several days, or without its year; `skipped`: rows that are no record."""

    frame: pl.DataFrame
    rows: pl.Series
    misfits: pl.DataFrame = attrs.field(factory=lambda: misfits(()))
    rejected: tuple[RowProblem, ...] = ()
    unknown: tuple[str, ...] = ()
    timed: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()
    skipped: tuple[RowProblem, ...] = ()
    kept: pl.DataFrame = attrs.field(factory=pl.DataFrame)


def kind_of_column(fact: Fact) -> pl.DataType:
    """The type of a fact's column; dates in objects are texts."""
    if fact.type != "objects":
        return polars_type(fact)
    fields = {f.name: pl.String() if f.type == "date" else polars_type(f) for f in fact.fields}
    return pl.List(pl.Struct(fields))


def column_of(fact: Fact, values: Sequence[object]) -> pl.Series:
    """A column of values that a `storer` returned. Lists go through JSON: ten times faster than item by item."""
    kind = kind_of_column(fact)
    if not KINDS[fact.type].is_list:
        return pl.Series(fact.name, values, dtype=kind)
    if all(value is None for value in values):
        return pl.Series(fact.name, values, dtype=kind)
    texts = [None if value is None else _encode(value).decode() for value in values]
    return pl.Series(fact.name, texts, dtype=pl.String).str.json_decode(kind)


def storer(fact: Fact) -> Callable[[object], object]:
    """A function: stated value → value in the fact's column. Whole numbers become int, dates date, all else stays as
    written; texts are normalised when a column is evaluated. It raises InvalidValue."""
    fit = fitter(fact)
    if KINDS[fact.type].polars not in ("String", "Struct"):
        return fit
    within = {field.name: storer(field) for field in fact.fields if field.type != "date"}

    def as_written(value: object) -> object:
        fit(value)
        return value

    def objects(value: Any) -> object:
        fit(value)
        return [
            {n: within[n](part) if n in within and part is not None else part for n, part in item.items()}
            for item in value
        ]

    return objects if fact.type == "objects" else as_written


def fitting(fact: Fact, store: Callable[[object], object], value: object, row: int, found: list[Misfit]) -> object:
    """The value for the column; where it is invalid None, and a row is added to `found`."""
    if value is None:
        return None
    try:
        return store(value)
    except InvalidValue as error:
        found.append(misfit_line(row, fact, value, error.expected))
        return None


def misfits(found: Iterable[Misfit]) -> pl.DataFrame:
    """The table of invalid values, sorted by row."""
    return pl.DataFrame(list(found), schema=MISFITS, orient="row").sort(ROW, maintain_order=True)


def bytes_of(part: Part) -> bytes:
    """The bytes of a part of NDJSON or CSV. Raises ReadError where it is one line that is too long."""
    if part.stop - part.start > MAX_PART:
        raise ReadError(Text("这一行过长", "the line is too long"), location=Location(file=part.file, line=part.first))
    with Path(part.file).open("rb") as stream:
        stream.seek(part.start)
        return stream.read(part.stop - part.start)
