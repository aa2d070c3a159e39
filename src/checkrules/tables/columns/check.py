"""Columns of a table, checked against the form: expressions for the valid values, and for the invalid cells.

The same as `fit` does for one value. A quick test (`doubt`) shows that most columns are valid as a whole; only a column
with an invalid cell takes the slow path.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping
from functools import cache, partial, reduce
from operator import or_
from secrets import token_hex
from typing import Any

import attrs
import polars as pl

from checkrules.expressions.patterns import compiled
from checkrules.facts.dates import states_time
from checkrules.facts.kind import InvalidValue
from checkrules.facts.kinds import KINDS, fit, polars_type
from checkrules.facts.numbers import limits, whole_limits
from checkrules.model.form import Fact, FactType
from checkrules.model.text import plain

_DATE = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_ODD = "[^\x00-\x7f]"
_FIRST, _LAST = dt.date.min, dt.date.max
MAX_BITS = 63
_GAP = token_hex(16)
FEW = 12
"""Choices that are compared one by one."""
FEW_BITS = 8
"""Choices whose bits make one byte."""
_TEXTS = (pl.String, pl.Categorical, pl.Enum)


@attrs.frozen(kw_only=True)
class Fitted:
    """One fact's column. `value`: what expressions see if every cell is valid. `misfit`: true for each stated cell that is
    invalid; None where the column's type rules that out. `doubt`: quicker to compute, and true also where `value` is not
    what expressions see; if any cell is doubtful, `mended` is used in place of `value`. `bits`: for a list of choices, the
    whole number whose bit n is choice n; `doubt` then reads the column that holds it (`bits_column`)."""

    value: pl.Expr
    misfit: pl.Expr | None = None
    doubt: pl.Expr | None = None
    mended: pl.Expr | None = None
    bits: pl.Expr | None = None


def fit_column(fact: Fact, cell: pl.Expr, kind: pl.DataType, *, read: bool = True) -> Fitted:
    """Check a column (`cell`, of Polars type `kind`) against a fact. `read`: whether a rule or message uses its texts, and
    not only whether, or how many, there are."""
    if kind == pl.Null:
        return Fitted(value=cell.cast(polars_type(fact)))
    if isinstance(kind, pl.Array):
        cell, kind = cell.cast(pl.List(kind.inner)), pl.List(kind.inner)
    return _BY_TYPE[fact.type](fact, cell, kind, read) or _nothing(fact, cell, kind)


def _nothing(fact: Fact, cell: pl.Expr, kind: pl.DataType) -> Fitted:
    """A column of another type: every stated cell is invalid, except empty lists of a fact that is a list."""
    if KINDS[fact.type].is_list and isinstance(kind, pl.List):
        empty = pl.when(cell.list.len() == 0).then(pl.lit(pl.Series([[]], dtype=polars_type(fact))))
        return _checked(empty, cell.list.len() > 0)
    return _checked(pl.lit(None, polars_type(fact)), cell.is_not_null())


def _checked(value: pl.Expr, misfit: pl.Expr) -> Fitted:
    return Fitted(value=value, misfit=misfit, doubt=misfit, mended=pl.when(~misfit).then(value))


def _boolean(_fact: Fact, cell: pl.Expr, kind: pl.DataType, _read: bool) -> Fitted | None:
    return Fitted(value=cell) if kind == pl.Boolean else None


def _number(fact: Fact, cell: pl.Expr, kind: pl.DataType, _read: bool) -> Fitted | None:
    if not kind.is_numeric():
        return None
    number = cell.cast(pl.Float64)
    if kind.is_integer() and _within(_range_of(kind), limits(fact)):
        return Fitted(value=number)
    return _checked(number, ~number.is_between(*limits(fact)))  # not a number is more than all others


def _whole(fact: Fact, cell: pl.Expr, kind: pl.DataType, _read: bool) -> Fitted | None:
    if not kind.is_numeric():
        return None
    low, high = whole_limits(fact)
    value = cell.cast(pl.Int64, strict=False)
    if not kind.is_integer():
        number = cell.cast(pl.Float64)
        inside = (number >= _double(low, 1)) & (number <= _double(high, -1))
        return _checked(value, ~(inside & (number == number.floor())))
    least, most = _range_of(kind)
    if _within((least, most), (low, high)):
        return Fitted(value=value)
    return _checked(value, ~cell.is_between(pl.lit(max(low, least), kind), pl.lit(min(high, most), kind)))


def _within(inner: tuple[float, float], outer: tuple[float, float]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _double(limit: int, inwards: int) -> float:
    """The nearest double within a limit."""
    near = float(limit)
    beyond = near < limit if inwards > 0 else near > limit
    return math.nextafter(near, inwards * math.inf) if beyond else near


@cache
def _range_of(kind: pl.DataType) -> tuple[int, int]:
    limits = pl.select(low=kind.min(), high=kind.max()).row(0)  # type: ignore[attr-defined]
    return int(limits[0]), int(limits[1])


def _choice(fact: Fact, cell: pl.Expr, kind: pl.DataType, _read: bool) -> Fitted | None:
    if not isinstance(kind, _TEXTS):
        return None
    choices = [choice.value for choice in fact.choices]
    text = cell.cast(pl.String)  # an Enum is put in the order of its categories, a text is not
    if isinstance(kind, pl.Enum) and set(kind.categories) <= set(choices):
        return Fitted(value=text)
    # a few comparisons of short texts take half the time of one look-up in a set
    known = reduce(or_, (text == choice for choice in choices)) if len(choices) <= FEW else text.is_in(choices)
    return _checked(text, ~known)


def _text(fact: Fact, cell: pl.Expr, kind: pl.DataType, read: bool) -> Fitted | None:
    if not isinstance(kind, _TEXTS):
        return None
    cell = cell.cast(pl.String)
    misfit = pl.lit(False) & cell.is_not_null()
    if fact.max_length is not None:
        misfit = cell.str.len_chars() > fact.max_length
    if fact.pattern is not None:
        found = compiled(fact.pattern).search
        misfit = misfit | cell.map_batches(_each(lambda text: found(text) is None, pl.Boolean), pl.Boolean)
    return _checked(cell.map_batches(_normal, pl.String, is_elementwise=True) if read else cell, misfit)


def _normal(texts: pl.Series) -> pl.Series:
    """Texts in NFKC; ASCII is that already."""
    return _each(plain, pl.String)(texts) if texts.str.contains(_ODD).any() else texts


def _each(change: Callable[[str], object], kind: pl.DataType | type[pl.DataType]) -> Callable[[pl.Series], pl.Series]:
    """A function for a column of texts that goes once through each different text, in Python."""

    def apply(texts: pl.Series) -> pl.Series:
        different = texts.unique().drop_nulls()
        if different.is_empty():
            return pl.Series(texts.name, [None], dtype=kind).new_from_index(0, len(texts))
        changed = pl.Series([change(text) for text in different], dtype=kind)
        return texts.replace_strict(different, changed, default=None, return_dtype=kind)

    return apply


def _date(fact: Fact, cell: pl.Expr, kind: pl.DataType, _read: bool) -> Fitted | None:
    if isinstance(kind, _TEXTS):
        text = cell.cast(pl.String)
        usual = text.str.contains(_DATE)
        day = pl.when(usual).then(text).str.to_date("%Y-%m-%d", strict=False)
        doubt = cell.is_not_null() & ~day.is_between(_FIRST, _LAST).fill_null(False)
        # a time counts as its date: as for one record, text by text
        timed = pl.when(~usual).then(text).map_batches(_each(partial(_fitted, fact), pl.Date), pl.Date)
        mended = pl.when(usual).then(day).otherwise(timed)
        misfit = cell.is_not_null() & ~mended.is_between(_FIRST, _LAST).fill_null(False)
        return Fitted(value=day, misfit=misfit, doubt=doubt, mended=pl.when(~misfit).then(mended))
    if isinstance(kind, pl.Datetime):
        if kind.time_zone is not None:  # the date in China
            cell = cell.dt.convert_time_zone("UTC").dt.replace_time_zone(None).cast(pl.Datetime("us"))
            cell = cell + pl.duration(hours=8)
        day = cell.cast(pl.Date)
        return _checked(day, ~day.is_between(_FIRST, _LAST))
    return _checked(cell, ~cell.is_between(_FIRST, _LAST)) if kind == pl.Date else None


def _fitted(fact: Fact, value: object) -> object:
    try:
        return fit(fact, value)
    except InvalidValue:
        return None


def times_in(fact: Fact, cell: pl.Expr, kind: pl.DataType) -> pl.Expr | None:
    """Whether the cell of a date, or of records with dates, states a time of day, of which the date counts; None where the fact
    or the column's type rules that out."""
    if fact.type == "date" and isinstance(kind, pl.Datetime):
        return cell.is_not_null() if kind.time_zone is not None else cell.dt.time() != dt.time()
    if fact.type == "date" and isinstance(kind, _TEXTS):
        text = cell.cast(pl.String)
        return (
            pl.when(text.str.contains(":", literal=True))
            .then(text)
            .map_batches(_each(states_time, pl.Boolean), pl.Boolean)
        )
    return _times_in_records(fact, cell, kind) if fact.type == "objects" else None


def _times_in_records(fact: Fact, cell: pl.Expr, kind: pl.DataType) -> pl.Expr | None:
    if isinstance(kind, pl.Array):
        cell, kind = cell.cast(pl.List(kind.inner)), pl.List(kind.inner)
    if not isinstance(kind, pl.List) or not isinstance(kind.inner, pl.Struct):
        return None
    given = {field.name: _instance(field.dtype) for field in kind.inner.fields}
    parts = [
        times_in(field, pl.element().struct.field(field.name), given[field.name])
        for field in fact.fields
        if field.name in given
    ]
    stated = [part.fill_null(False) for part in parts if part is not None]
    return cell.list.eval(pl.any_horizontal(stated)).list.any() if stated else None


def _texts(fact: Fact, cell: pl.Expr, kind: pl.DataType, read: bool) -> Fitted | None:
    if not isinstance(kind, pl.List) or not isinstance(kind.inner, _TEXTS):
        return None
    texts = cell.cast(pl.List(pl.String))
    misfit = _too_many(fact, cell) | (texts.list.eval(pl.element().is_null()).list.sum() > 0)
    value = texts.map_batches(_normal_items, pl.List(pl.String), is_elementwise=True) if read or fact.unique else texts
    if not fact.unique:
        return _checked(value, misfit)
    mended = pl.when(~misfit).then(value.list.unique(maintain_order=True))
    return Fitted(value=value, misfit=misfit, doubt=misfit | _doubled(value), mended=mended)


def _too_many(fact: Fact, cell: pl.Expr) -> pl.Expr:
    return cell.list.len() > fact.max_items if fact.max_items is not None else pl.lit(False)


def _doubled(texts: pl.Expr) -> pl.Expr:
    return texts.list.n_unique() != texts.list.len()


def _normal_items(lists: pl.Series) -> pl.Series:
    """Texts in lists in NFKC; Python goes once through each different one."""
    items = lists.explode()
    if not items.str.contains(_ODD).any():
        return lists
    changed = {text: plain(text) for text in items.unique().drop_nulls() if plain(text) != text}
    if not changed:
        return lists
    return lists.list.eval(pl.element().replace(list(changed), list(changed.values())))


def _choices(fact: Fact, cell: pl.Expr, kind: pl.DataType, _read: bool) -> Fitted | None:
    if not isinstance(kind, pl.List) or not isinstance(kind.inner, _TEXTS):
        return None
    choices = [choice.value for choice in fact.choices]
    texts, too_many = cell.cast(pl.List(pl.String)), _too_many(fact, cell)
    known = texts.list.eval(pl.element().is_in(choices).fill_null(False)).list.all()
    misfit = too_many | ~known
    mended = pl.when(~misfit).then(texts.list.unique(maintain_order=True) if fact.unique else texts)
    if not fact.unique:
        return Fitted(value=texts, misfit=misfit, doubt=misfit, mended=mended)
    if len(choices) > MAX_BITS:
        return Fitted(value=texts, misfit=misfit, doubt=misfit | _doubled(texts), mended=mended)
    bits = _bits(cell, kind.inner, choices)
    # as many bits as items: every item is a choice, and none is repeated
    doubt = too_many | (pl.col(bits_column(fact.name)).bitwise_count_ones() != cell.list.len())
    return Fitted(value=texts, misfit=misfit, doubt=doubt, mended=mended, bits=bits)


def bits_column(name: str) -> str:
    """The name of the column that holds a list of choices as bits; no fact and no rule has such a name."""
    return f"bits of {name}"


def _bits(cell: pl.Expr, item: Any, choices: list[str]) -> pl.Expr:
    if item != pl.Enum(choices):
        if len(choices) <= FEW_BITS:  # the number of a choice in the Enum is its bit
            return cell.list.eval(
                pl.element().cast(pl.String).cast(_gapped(choices), strict=False).to_physical()
            ).list.sum()
        numbers = pl.element().cast(pl.String).cast(pl.Enum(choices), strict=False).to_physical()
    else:
        numbers = pl.element().to_physical()
    return cell.list.eval(pl.lit(2, pl.UInt64).pow(numbers.cast(pl.UInt32))).list.sum()


def _gapped(choices: list[str]) -> pl.Enum:
    """An Enum in which choice n has the number 2 ** n. The names between are random, so that no table can hold them."""
    names = [f"{_GAP}{number}" for number in range(2 ** (len(choices) - 1) + 1)]
    for bit, choice in enumerate(choices):
        names[2**bit] = choice
    return pl.Enum(names)


def bits_of(texts: pl.Expr, fact: Fact) -> pl.Expr:
    """The bits of a list that fits and holds nothing twice."""
    return _bits(texts, pl.String(), [choice.value for choice in fact.choices])


def _records(fact: Fact, cell: pl.Expr, kind: pl.DataType, _read: bool) -> Fitted | None:
    if not isinstance(kind, pl.List) or not isinstance(kind.inner, pl.Struct):
        return None
    given = {field.name: _instance(field.dtype) for field in kind.inner.fields}
    known = {field.name: field for field in fact.fields}
    element = pl.element()
    parts = {
        name: fit_column(field, element.struct.field(name), given[name])
        for name, field in known.items()
        if name in given
    }
    values = [(part.mended if part.mended is not None else part.value).alias(name) for name, part in parts.items()]
    values += [pl.lit(None, polars_type(known[name])).alias(name) for name in known if name not in parts]
    broken = [part.misfit for part in parts.values() if part.misfit is not None]
    bad = pl.any_horizontal(element.is_null(), *(misfit.fill_null(False) for misfit in broken))
    misfit = cell.list.eval(bad).list.any()
    if not given.keys() <= known.keys():  # a field that the form does not have
        misfit = cell.list.len() > 0
    return _checked(cell.list.eval(pl.struct(values)), misfit | _too_many(fact, cell))


def _instance(kind: Any) -> pl.DataType:
    found: pl.DataType = kind if isinstance(kind, pl.DataType) else kind()
    return found


_BY_TYPE: Mapping[FactType, Callable[[Fact, pl.Expr, pl.DataType, bool], Fitted | None]] = {
    "boolean": _boolean,
    "integer": _whole,
    "number": _number,
    "string": _text,
    "choice": _choice,
    "date": _date,
    "strings": _texts,
    "choices": _choices,
    "objects": _records,
}
"""How a column of each type of fact is checked; None where the column's type holds no values of the fact."""
