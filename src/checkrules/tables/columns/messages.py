"""Messages in columns: the templates of `words.templates` filled for many rows, with the same result.

Where the values of a template make few combinations, each text is made once and the rows are gathered from these: a
seventh of the time of joining texts row by row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from functools import partial, reduce
from math import prod
from operator import add

import polars as pl

from checkrules.evaluation.compiled import Compiled
from checkrules.model.text import Language
from checkrules.tables.columns.labels import FEW, INDEX, Varying, indexed
from checkrules.tables.columns.lowering import PERIOD
from checkrules.words.templates import Template
from checkrules.words.values import NOT_STATED, format_value


def message(template: Template, compiled: Compiled, columns: Collection[str], language: Language) -> pl.Expr:
    """The text of a template in every row. `columns` are the columns `f_…` and `d_…` that there are."""
    mentioned = dict.fromkeys(piece for piece, is_name in template.pieces(language) if is_name)
    said = {name: _said(name, compiled, columns, language) for name in mentioned}
    varying = {name: value for name, value in said.items() if isinstance(value, Varying)}
    indexes = {name: index for index, name in enumerate(varying)}
    pieces: list[str | int] = []
    for piece, is_name in template.pieces(language):
        found = indexes.get(piece, said[piece]) if is_name else piece
        if isinstance(found, str) and pieces and isinstance(pieces[-1], str):
            pieces[-1] += found
        else:
            pieces.append(found)  # type: ignore[arg-type]
    if not varying:
        return pl.lit("".join(map(str, pieces)))
    fill = partial(_filled, pieces=pieces, values=tuple(varying.values()), nothing=NOT_STATED[language])
    return pl.map_batches([value.column for value in varying.values()], fill, pl.String)


def _said(name: str, compiled: Compiled, columns: Collection[str], language: Language) -> Varying | str:
    """The value of a name: its label where it is the same in every row."""
    fact = compiled.labelled.get(name)
    if name in compiled.periods[0].parameters:
        words = [format_value(period.parameters[name], fact, language) for period in compiled.periods]
        if len(set(words)) == 1:
            return words[0]
        return Varying(pl.col(PERIOD), lambda period: words[period])  # type: ignore[call-overload]
    column = next((column for column in (f"f_{name}", f"d_{name}") if column in columns), None)
    if column is None:
        return NOT_STATED[language]
    choices = compiled.facts[name].choices if name in compiled.facts else ()
    say = partial(format_value, fact=fact, language=language)
    return Varying(pl.col(column), say, tuple(choice.value for choice in choices))


def _filled(
    columns: Sequence[pl.Series], *, pieces: Sequence[str | int], values: Sequence[Varying], nothing: str
) -> pl.Series:
    """The texts of all rows. A piece that is a number is the index of a value."""
    found = [indexed(column, value, nothing) for column, value in zip(columns, values, strict=True)]
    total = prod(len(words) for _, words in found)
    if total > max(len(columns[0]), FEW):
        return _joined(pieces, [words.gather(index) for index, words in found])
    every = pl.int_range(total, dtype=INDEX, eager=True)
    parts: list[pl.Series] = []
    keys: list[pl.Series] = []
    stride = 1
    for index, words in found:
        keys.append(index * stride if stride > 1 else index)
        parts.append(words.gather(every // stride % len(words)))
        stride *= len(words)
    return _joined(pieces, parts).gather(reduce(add, keys))


def _joined(pieces: Sequence[str | int], parts: Sequence[pl.Series]) -> pl.Series:
    return pl.select(pl.concat_str([pl.lit(p if isinstance(p, str) else parts[p]) for p in pieces])).to_series()


def due_column(days: int) -> str:
    """The name of the column of due dates for rules with so many days."""
    return f"due {days}"


def due_in(days: int) -> pl.Expr:
    """That column, from the column `inspected_on`; null where that is null, and after the last date there is."""
    moved = pl.col("inspected_on").cast(pl.Int32) + days
    last = (dt.date.max - dt.date(1970, 1, 1)).days
    return pl.when(moved <= last).then(moved).cast(pl.Date).alias(due_column(days))
