"""A column of values → labels: for each row the index of its label in a short list. Each different value is formatted once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial, reduce
from operator import add
from typing import Any

import attrs
import polars as pl

from checkrules.model.form import EXACT

FEW = 4096
"""A range of at most so many values is formatted whole, whether the column holds them or not."""
INDEX = pl.UInt32
DIGIT = 16
"""More than a list has items, or choices, whose items become the digits of one number of 64 bits."""
_BETWEEN = "\x1f"
"""Stands between the texts of a list that becomes one text."""


@attrs.frozen
class Varying:
    """A value that differs from row to row, and how it is formatted. `choices`: all that a list can hold; empty where that
    is not known."""

    column: pl.Expr
    say: Callable[[object], str]
    choices: tuple[str, ...] = ()


def indexed(column: pl.Series, value: Varying, nothing: str) -> tuple[pl.Series, pl.Series]:
    """For each row the index of its label, and the labels; the last is that of a value that is not stated."""
    if isinstance(column.dtype, pl.List):
        return _looked_up(*_as_keys(column, value.choices), value.say, nothing)
    numbers, value_of = _as_numbers(column)
    if numbers is not None:
        limits = numbers.min(), numbers.max()
        match limits:
            case int(low), int(high) if high - low < max(len(column), FEW):
                words = [*(value.say(value_of(number)) for number in range(low, high + 1)), nothing]
                return (numbers - low).cast(INDEX).fill_null(high - low + 1), pl.Series(words)
    return _looked_up(column, _itself, value.say, nothing)


def _looked_up(
    keys: pl.Series, value_of: Callable[[Any], object], say: Callable[[object], str], nothing: str
) -> tuple[pl.Series, pl.Series]:
    different = keys.unique().drop_nulls()
    count = len(different)
    indexes = pl.int_range(count, dtype=INDEX, eager=True)
    index = keys.replace_strict(different, indexes, default=count, return_dtype=INDEX).fill_null(count)
    return index, pl.Series([*(say(value_of(key)) for key in different), nothing])


def _itself(value: object) -> object:
    return value


def _as_numbers(column: pl.Series) -> tuple[pl.Series | None, Callable[[int], object]]:
    """The column in whole numbers, which are indexes themselves, and the value of each; None where it has no such form."""
    kind = column.dtype
    if kind.is_integer():
        return column, _itself
    if kind == pl.Boolean:
        return column.cast(pl.UInt8), bool
    if kind == pl.Date:
        return column.cast(pl.Int32), _day
    if kind.is_float():
        halves = column * 2
        if (halves == halves.floor()).all() and halves.is_between(-EXACT, EXACT).all():
            return halves.cast(pl.Int64), _half
    return None, _itself


def _day(number: int) -> dt.date:
    return dt.date(1970, 1, 1) + dt.timedelta(number)


def _half(number: int) -> float:
    return number / 2


def _as_keys(lists: pl.Series, choices: Sequence[str]) -> tuple[pl.Series, Callable[[Any], tuple[object, ...]]]:
    """For each list one value that is the same just where the lists are, and how to get the list back of it."""
    longest = int(lists.list.len().max() or 0)  # type: ignore[arg-type]
    if 0 < len(choices) < DIGIT and longest < DIGIT:
        return _digits(lists, choices, longest), partial(_choices_of, choices)
    if lists.dtype == pl.List(pl.String) and not lists.explode().str.contains(_BETWEEN, literal=True).any():
        return lists.list.join(_BETWEEN), _texts_of
    indexes = pl.int_range(len(lists), dtype=pl.Int64, eager=True)
    return indexes.set(lists.is_null(), None), lambda index: tuple(lists[index])


def _digits(lists: pl.Series, choices: Sequence[str], longest: int) -> pl.Series:
    """The items of each list as the digits of one number: 1 for the first choice, 0 after the last item."""
    numbers = lists.list.eval(pl.element().cast(pl.String).cast(pl.Enum(choices)).to_physical()).alias("items")
    items = pl.col("items")
    digits = [
        (items.list.get(index, null_on_oob=True).cast(pl.UInt64) + 1).fill_null(0) * DIGIT**index
        for index in range(longest)
    ]
    number = reduce(add, digits, pl.lit(0, pl.UInt64))
    return numbers.to_frame().select(pl.when(items.is_not_null()).then(number)).to_series()


def _choices_of(choices: Sequence[str], number: int) -> tuple[str, ...]:
    items = []
    while number:
        number, digit = divmod(number, DIGIT)
        items.append(choices[digit - 1])
    return tuple(items)


def _texts_of(joined: str) -> tuple[str, ...]:
    return tuple(joined.split(_BETWEEN)) if joined else ()  # a list of one empty text is shown as an empty list is
