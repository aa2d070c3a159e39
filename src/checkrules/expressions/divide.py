"""Quotients in columns. Apart from the other numbers in columns, because scoring models of plugins divide too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


def divided(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    """The quotient as a double, correctly rounded as Python has it. Polars multiplies by the reciprocal wherever a divisor
    is one value for all rows (also in a table of one row), and is off in the last place for one quotient in three."""
    import polars as pl

    doubles = [left.cast(pl.Float64), right.cast(pl.Float64)]
    return pl.map_batches(doubles, _quotients, pl.Float64, is_elementwise=True)


def _quotients(pair: Sequence[pl.Series]) -> pl.Series:
    left, right = pair
    if not len(left) or not len(right):
        return left.clear()
    length = max(len(left), len(right), 2)
    return (_filled(left, length) / _filled(right, length)).head(max(len(left), len(right)))


def _filled(column: pl.Series, length: int) -> pl.Series:
    """The column, or its one value `length` times, each in its own place."""
    return column if len(column) == length else column.new_from_index(0, length)
