"""Polars by hand with every cell held against the form, as the checklist holds it: what checking costs at least.

Bounds are held against the least and the greatest value of a column. A list of choices becomes bits: as many as it has items,
so each item is a choice and none stands twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import reduce
from operator import add, or_

import polars as pl

import checkrules
from checkrules.plugin import Fact
from tables import Summarise, polars_by_hand

SHORT = 12
"""Texts of so many bytes are compared in one step; where most are longer, they are looked up as categories."""


def prepared(checklist: checkrules.Checklist, frame: pl.DataFrame) -> Summarise:
    """A function that judges the table and sums up, and stops where a cell does not fit."""
    used = checklist.compiled.record_type.names
    facts = [fact for fact in checklist.content.form.facts if fact.name in used and fact.name in frame.columns]
    doubts = [doubt.alias(f"{fact.name} {n}") for fact in facts for n, doubt in enumerate(_doubts(fact))]
    return polars_by_hand.prepared(checklist, frame, doubts)


def _doubts(fact: Fact) -> Iterator[pl.Expr]:
    """What is true of a column with a cell that does not fit, as one value."""
    cell, choices = pl.col(fact.name), [choice.value for choice in fact.choices]
    match fact.type:
        case "integer" | "number":
            if fact.minimum is not None:
                yield cell.min() < fact.minimum
            if fact.maximum is not None:
                yield cell.max() > fact.maximum
        case "date":
            yield cell.min() < dt.date.min
            yield cell.max() > dt.date.max
        case "choice":
            yield (~reduce(or_, (cell == choice for choice in choices))).any()
        case "choices":
            yield (_bits(cell, choices).bitwise_count_ones() != cell.list.len()).any()
        case "strings":
            yield (cell.list.eval(pl.element().is_null()).list.sum() > 0).any()
        case "string" if fact.max_length is not None:
            yield cell.str.len_chars().max() > fact.max_length


def _bits(cell: pl.Expr, choices: list[str]) -> pl.Expr:
    item, byte = pl.element(), pl.UInt8
    if sum(len(choice) > SHORT for choice in choices) > len(choices) // 2:
        number = pl.lit(2, byte).pow(item.cast(pl.Enum(choices), strict=False).to_physical().cast(pl.UInt32))
    else:
        bits = (pl.when(item == c).then(pl.lit(1 << n, byte)).otherwise(pl.lit(0, byte)) for n, c in enumerate(choices))
        number = reduce(add, bits)
    return cell.list.eval(number).list.sum()
