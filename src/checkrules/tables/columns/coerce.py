"""Columns as databases and exports have them → columns of the form, where a caller asks for it; cell by cell as for one record."""

from __future__ import annotations

import attrs
import polars as pl

from checkrules.evaluation.compiled import Compiled
from checkrules.facts.check import times_cut
from checkrules.facts.coerce import coerced, coercion
from checkrules.facts.kinds import fit, polars_type
from checkrules.model.form import Fact
from checkrules.model.submission import Remark
from checkrules.tables.columns.check import fit_column, times_in
from checkrules.tables.columns.fact_columns import MISFITS, Misfit, expected_for, misfit_line


@attrs.frozen(kw_only=True, eq=False)
class CoercedTable:
    """A table in which cells that do not fit, but can be read as one that does, are what they are read as. `left_out`: cells of
    these columns that still do not fit, which are null in `frame`."""

    frame: pl.DataFrame
    left_out: pl.DataFrame
    remarks: tuple[Remark, ...]


def coerced_table(compiled: Compiled, frame: pl.DataFrame) -> CoercedTable:
    """The table, read so."""
    columns: list[pl.Series] = []
    left_out: list[Misfit] = []
    remarks: list[Remark] = []
    for fact in compiled.content.form.facts:
        if fact.name in frame.columns:
            column, found = _coerced_column(fact, frame[fact.name], left_out)
            if found:
                columns.append(column)
                remarks += found
    return CoercedTable(
        frame=frame.with_columns(columns),
        left_out=pl.DataFrame(left_out, schema=MISFITS, orient="row"),
        remarks=tuple(remarks),
    )


def _coerced_column(fact: Fact, column: pl.Series, left_out: list[Misfit]) -> tuple[pl.Series, list[Remark]]:
    """A column, read so; the remarks on it, none where it stays as it is."""
    cell = pl.col(fact.name)
    fitted = fit_column(fact, cell, column.dtype)
    if fitted.misfit is None:
        return column, []
    valid = fitted.mended if fitted.mended is not None else fitted.value
    wrong = fitted.misfit.fill_null(False)
    times = times_in(fact, cell, column.dtype)
    checked = column.to_frame().select(
        wrong=wrong,
        valid=valid.cast(polars_type(fact)),
        timed=pl.lit(False) if times is None else times.fill_null(False) & ~wrong,
        row=pl.int_range(pl.len()),
    )
    wrong_rows = checked.filter("wrong")["row"]
    given = column.gather(wrong_rows).to_list()
    read = _each_once(fact, given)
    changed = [before is not after for before, after in zip(given, read, strict=True)]
    if True not in changed:
        return column, []
    first = changed.index(True)
    remarks = [coercion(fact, given[first], read[first], cells=sum(changed))]
    if checked["timed"].any():  # of this column only the dates are left
        remarks.append(times_cut(fact))
    for row, value, new in zip(wrong_rows.to_list(), given, changed, strict=True):
        if not new:
            left_out.append(misfit_line(row + 1, fact, value, expected_for(fact, value)))
    kind = polars_type(fact)
    values = [fit(fact, value) if new else None for value, new in zip(read, changed, strict=True)]
    both = pl.concat([checked["valid"], pl.Series(values, dtype=kind)])
    places = pl.int_range(len(column), eager=True).scatter(wrong_rows, pl.int_range(len(column), len(both), eager=True))
    return both.gather(places).alias(fact.name), remarks


def _each_once(fact: Fact, given: list[object]) -> list[object]:
    """Each value as it can be read; equal texts and numbers are read once."""
    known: dict[tuple[type, object], object] = {}
    read = []
    for value in given:
        if isinstance(value, str | int | float):
            key = (value.__class__, value)
            if key not in known:
                known[key] = coerced(fact, value)
            # the same text again is unchanged as well, though another object
            read.append(value if known[key] == value and known[key].__class__ is value.__class__ else known[key])
        else:
            read.append(coerced(fact, value))
    return read
