"""Messages in columns: the templates of `wordings.py` as expressions, to the letter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from checkrules.frames.lowering import ERA
from checkrules.model import Fact
from checkrules.text import Language
from checkrules.wordings import NOT_STATED, Template, told

if TYPE_CHECKING:
    from checkrules.checklist import Checklist

Kinds = Mapping[str, pl.DataType]
_BETWEEN = "\x1f"
"""Stands between choices, of which none holds it, until they are put into words."""


def message(template: Template, checklist: Checklist, kinds: Kinds, language: Language) -> pl.Expr:
    """The text of a template in every row. `kinds` are the types of the columns `f_…` and `d_…` that there are."""
    if not template.names:
        return pl.lit(template.fill(lambda _: None)[language])
    pieces = [
        pl.lit(piece) if not is_name else said(piece, checklist, kinds, language)
        for piece, is_name in template.pieces(language)
        if piece
    ]
    return pl.concat_str(pieces)


def said(name: str, checklist: Checklist, kinds: Kinds, language: Language) -> pl.Expr:
    """The value of a name in words."""
    fact = checklist.labelled.get(name)
    if name in checklist.eras[0].parameters:
        words = [told(era.parameters[name], fact, language) for era in checklist.eras]
        found = pl.lit(words[-1])
        for number, word in enumerate(words[:-1]):
            if word != words[-1]:
                found = pl.when(pl.col(ERA) == number).then(pl.lit(word)).otherwise(found)
        return found
    for column in (f"f_{name}", f"d_{name}"):
        if column in kinds:
            spoken = _told(pl.col(column), kinds[column], fact, language)
            return spoken.fill_null(NOT_STATED[language])
    return pl.lit(NOT_STATED[language])


def _told(value: pl.Expr, kind: pl.DataType, fact: Fact | None, language: Language) -> pl.Expr:
    """As `told` puts a value into words; null stays null."""
    if kind == pl.Boolean:
        yes, no = (pl.lit(told(answer, None, language)) for answer in (True, False))
        return pl.when(value).then(yes).when(~value).then(no)
    if kind.is_integer():
        return value.cast(pl.String)
    say = partial(told, fact=fact, language=language)
    if kind == pl.Date or kind.is_float():
        return value.map_batches(_in_python(say), pl.String)
    if isinstance(kind, pl.List):
        if fact is not None and fact.choices:
            listed = value.list.join(_BETWEEN)
            return listed.map_batches(_in_python(lambda text: say(_parted(text))), pl.String)
        words = value.list.join("、" if language == "zh" else ", ")
        return pl.when(words == "").then(pl.lit(told((), None, language))).otherwise(words)
    return _labelled(value.cast(pl.String), fact, language)


def _parted(text: object) -> tuple[str, ...]:
    return tuple(str(text).split(_BETWEEN)) if text else ()


def _labelled(value: pl.Expr, fact: Fact | None, language: Language) -> pl.Expr:
    if fact is None or not fact.choices:
        return value
    titles = {choice.value: choice.title[language] for choice in reversed(fact.choices)}
    return value.replace(list(titles), list(titles.values()))


def _in_python(say: Callable[[object], str]) -> Callable[[pl.Series], pl.Series]:
    """The words that Python finds, once for each different value."""

    def apply(values: pl.Series) -> pl.Series:
        different = values.unique().drop_nulls()
        words = pl.Series([say(value) for value in different], dtype=pl.String)
        return values.replace_strict(different, words, default=None, return_dtype=pl.String)

    return apply


def due_column(days: int) -> pl.Expr:
    """The day by which issues are to be repaired, from the column `inspected_on`; null when there is no such day."""
    moved = pl.col("inspected_on").cast(pl.Int32) + days
    last = (dt.date.max - dt.date(1970, 1, 1)).days
    return pl.when(moved <= last).then(moved).cast(pl.Date)
