"""What is read of a part of a file: values of facts → columns of Polars, and a line for each value that does not fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import attrs
import msgspec
import polars as pl

from checkrules.facts.kind import InvalidValue
from checkrules.facts.kinds import KINDS, fitter, polars_type
from checkrules.model.form import Fact
from checkrules.model.parts import RowProblem
from checkrules.tables.columns.fact_columns import MISFITS, ROW, Misfit, misfit_line

_encode = msgspec.json.Encoder().encode


@attrs.frozen(kw_only=True, eq=False)
class Read:
    """The facts of a part. `rows`: their numbers for people; `misfits`: the cells that were left out of `frame`, as
    `JudgedTable.misfits` has them; `rejected`: the lines that are broken; `unknown`: names of columns or in records that
    are no facts of the form."""

    frame: pl.DataFrame
    rows: pl.Series
    misfits: pl.DataFrame
    rejected: tuple[RowProblem, ...] = ()
    unknown: tuple[str, ...] = ()


def kind_of_column(fact: Fact) -> pl.DataType:
    """The type of a fact's column; days in objects stand as texts there."""
    if fact.type != "objects":
        return polars_type(fact)
    fields = {f.name: pl.String() if f.type == "date" else polars_type(f) for f in fact.fields}
    return pl.List(pl.Struct(fields))


def column_of(fact: Fact, values: Sequence[object]) -> pl.Series:
    """A column of values as a `storer` gives them. Lists go through JSON: ten times faster than item by item."""
    kind = kind_of_column(fact)
    if not KINDS[fact.type].is_list:
        return pl.Series(fact.name, values, dtype=kind)
    if all(value is None for value in values):
        return pl.Series(fact.name, values, dtype=kind)
    texts = [None if value is None else _encode(value).decode() for value in values]
    return pl.Series(fact.name, texts, dtype=pl.String).str.json_decode(kind)


def storer(fact: Fact) -> Callable[[object], object]:
    """A function that gives what stands in a fact's column for a value that is stated: as it is written, but whole numbers as
    such and dates as dates. It raises InvalidValue. Texts stay as they are: whoever looks into a column brings them to their
    normal form."""
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
    """What is stored for a value, or None, and a line more in `found`, where it does not fit."""
    if value is None:
        return None
    try:
        return store(value)
    except InvalidValue as error:
        found.append(misfit_line(row, fact, value, error.expected))
        return None


def misfits(found: Iterable[Misfit]) -> pl.DataFrame:
    """The table of what does not fit, by row."""
    return pl.DataFrame(list(found), schema=MISFITS, orient="row").sort(ROW, maintain_order=True)
