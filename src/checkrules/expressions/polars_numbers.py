"""Numbers in columns: which are whole, what bounds they have, and truncation as in Python."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from checkrules.expressions.intervals import Interval, bounds
from checkrules.model import tree as t
from checkrules.model.form import EXACT
from checkrules.model.text import Text

WIDE = pl.Int128
"""The type in which arithmetic of 64-bit numbers does not wrap around."""


class CannotLower(ValueError):
    """Polars cannot express this as the other back ends do; `reason` says what."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


class Numbers:
    """Properties of the numbers that expressions give. `limits` are the least and the greatest values of facts and, as
    `fact.field`, of the fields of objects."""

    def __init__(
        self, parameters: Mapping[str, object], limits: Mapping[str, Interval], definitions: Mapping[str, t.Node]
    ) -> None:
        self._parameters = parameters
        self._limits = limits
        self._definitions = definitions

    def whole(self, node: t.Node) -> bool:
        """Whether a number's column holds whole numbers (not doubles)."""
        match node:
            case t.Constant(value=value):
                return not isinstance(value, float)
            case t.Name(kind="parameter", name=name):
                return isinstance(self._parameters[name], int)
            case t.Name(kind="definition", name=name):
                return self.whole(self._definitions[name])
            case t.Name() | t.Part():
                return node.type == "integer"
            case t.Negate(operand=operand) | t.Absolute(operand=operand):
                return self.whole(operand)
            case t.Coalesce(left=left, right=right) | t.Choose(then=left, otherwise=right):
                return self.whole(left) and self.whole(right)
            case t.Arithmetic(operator=sign, left=left, right=right):
                return t.type_of(node) == "days" or (sign != "/" and self.whole(left) and self.whole(right))
            case t.Fold(operand=t.Each(result=result)):
                return self.whole(result)
            case t.DecisionTable(rows=rows):
                return all(self.whole(row.value) for row in rows)
            case t.Span() | t.Length():
                return True
            case _:
                return False

    def bounds(self, node: t.Node) -> Interval | None:
        """The least and the greatest value; None where they are not known."""
        match node:
            case t.Name(kind="definition", name=name):
                return self.bounds(self._definitions[name])
            case t.Part(name="year" | "month" | "day"):
                return 1, 9999
            case _:
                return bounds(node, self._parameters, self._limits)

    def require_comparable(self, left: t.Node, right: t.Node) -> None:
        """Refuse whole numbers that a double cannot hold where they meet doubles: Python compares them exactly."""
        if not {t.type_of(left), t.type_of(right)} <= {"integer", "number"} or self.whole(left) == self.whole(right):
            return
        self.require_exact(left, right)

    def require_exact(self, *nodes: t.Node) -> None:
        """Refuse whole numbers that a double cannot hold."""
        for node in nodes:
            found = self.bounds(node) if self.whole(node) else (0.0, 0.0)
            if found is None or found[0] < -EXACT or found[1] > EXACT:
                raise CannotLower(Text("没有上下限的整数与小数一起运算", "whole numbers without bounds meet fractions"))

    def bounds_of_items(self, each: t.Each) -> Interval | None:
        """The least and the greatest of what a comprehension gives."""
        match each.iterable, each.result:
            case t.Name(kind="fact", name=fact), t.Part(operand=t.Name(kind="variable"), name=field):
                return self._limits.get(f"{fact}.{field}")
            case _:
                return bounds(each.result, self._parameters, {})


def finite(value: pl.Expr) -> pl.Expr:
    """The value where it is a number, else null."""
    return pl.when(value.is_finite()).then(value)


def truncated(sign: str, left: pl.Expr, right: pl.Expr) -> pl.Expr:
    """`//` or `%` of whole numbers, truncated towards zero; null for a division by zero."""
    a, b = left.cast(WIDE), right.cast(WIDE)
    if sign == "//":
        size = a.abs() // b.abs()
        signed = pl.when((a < 0) == (b < 0)).then(size).otherwise(0 - size)
    else:
        size = a.abs() % b.abs()
        signed = pl.when(a < 0).then(0 - size).otherwise(size)
    return pl.when(b != 0).then(signed.cast(pl.Int64, strict=False))
