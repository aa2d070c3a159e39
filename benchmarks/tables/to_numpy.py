"""A tree, evaluated with numpy over the arrays of one block of rows.

A condition becomes two arrays of truth values, where it is true and where it is false; what is neither is unknown. So
Kleene's logic takes two operations. A value becomes an array and one that says where it is stated.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from types import MappingProxyType

import attrs
import numpy as np
from numpy.typing import NDArray

from checkrules.model import tree as t

Array = NDArray[np.generic]
Column = tuple[Array, Array]
"""Values and where they are stated."""
Truth = tuple[Array, Array]
"""Where a condition is true, and where false."""
_COMPARE: Mapping[str, Callable[[Array, Array], Array]] = {
    "==": np.equal, "!=": np.not_equal, "<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal,
}  # fmt: skip
_ARITHMETIC = {"+": np.add, "-": np.subtract, "*": np.multiply}


@attrs.frozen(kw_only=True)
class Block:
    """Some rows. Truth values of facts, definitions and conditions stand in `truths`, other facts in `columns`; lists of
    choices are bits, other lists their lengths."""

    columns: Mapping[str, Column]
    truths: dict[str, Truth]
    definitions: Mapping[str, t.Node]
    """Those that are numbers."""
    codes: Mapping[str, Mapping[str, int]]
    """By fact the number that stands for each choice."""

    def truth(self, node: t.Node) -> Truth:
        """Where a condition is true and where it is false."""
        match node:
            case t.Name(type="boolean", name=name):
                return self.truths[name]
            case t.Not(operand=operand):
                true, false = self.truth(operand)
                return false, true
            case t.And(left=left, right=right):
                (a, not_a), (b, not_b) = self.truth(left), self.truth(right)
                return a & b, not_a | not_b
            case t.Or(left=left, right=right):
                (a, not_a), (b, not_b) = self.truth(left), self.truth(right)
                return a | b, not_a & not_b
            case t.Coalesce(left=left, right=t.Constant(value=bool() as other)):
                true, false = self.truth(left)
                return (~false, false) if other else (true, ~true)
            case t.Compare(operator=sign, left=left, right=right):
                a, there = self.value(left)
                b, also = self.value(right, self._codes_of(left))
                return _split(_COMPARE[sign](a, b), _both(there, also))
            case t.In(item=t.Constant(value=str() as item), container=t.Name(name=name)):
                return self._holds(name, 1 << self.codes[name][item])
            case t.Call(function="contains_all", arguments=(t.Name(name=name), t.Items(items=items))):
                return self._holds(name, sum(1 << self.codes[name][item.value] for item in items))
        raise TypeError(f"not translated: {node!r}")

    def _holds(self, name: str, bits: int) -> Truth:
        held, there = self.columns[name]
        return _split((held & np.uint8(bits)) == bits, there)

    def _codes_of(self, node: t.Node) -> Mapping[str, int]:
        return self.codes.get(node.name, {}) if isinstance(node, t.Name) else {}

    def value(self, node: t.Node, codes: Mapping[str, int] = MappingProxyType({})) -> tuple[Array, Array | None]:
        """A value's array (of no dimension if it is one for all) and where it is stated (None: everywhere)."""
        match node:
            case t.Constant(value=str() as value):
                return np.array(codes[value], np.uint8), None
            case t.Constant(value=value):
                return np.array(value), None
            case t.Day(value=day):
                return np.array((day - dt.date(1970, 1, 1)).days, np.int32), None
            case t.Name(kind="definition", name=name):
                return self.value(self.definitions[name])
            case t.Name(name=name):
                return self.columns[name]
            case t.Length(operand=t.Name(name=name)):
                held, there = self.columns[name]
                return np.bitwise_count(held) if name in self.codes else held, there
            case t.Arithmetic(operator="/", left=left, right=right):
                a, there = self.value(left)
                b, also = self.value(right)
                nonzero = b != 0
                return a / np.where(nonzero, b, 1), _both(_both(there, also), nonzero)
            case t.Arithmetic(operator=sign, left=left, right=right):
                a, there = self.value(left)
                b, also = self.value(right)
                return _ARITHMETIC[sign](a, b), _both(there, also)
            case t.Coalesce(left=left, right=right):
                a, there = self.value(left)
                b, also = self.value(right)
                return (a, None) if there is None else (np.where(there, a, b), None if also is None else there | also)
        raise TypeError(f"not translated: {node!r}")


def _both(there: Array | None, also: Array | None) -> Array | None:
    return also if there is None else there if also is None else there & also


def _split(met: Array, there: Array | None) -> Truth:
    if there is None:
        return met, ~met
    true = met & there
    return true, true ^ there
