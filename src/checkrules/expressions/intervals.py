"""The least and greatest value of a number, from the form's bounds: a check that cannot fail is left out."""

from __future__ import annotations

from collections.abc import Mapping

from checkrules.model import tree as t
from checkrules.model.form import INT_MAX, INT_MIN

Interval = tuple[float, float]


def bounds(node: t.Node, parameters: Mapping[str, object], limits: Mapping[str, Interval]) -> Interval | None:
    """The least and the greatest value that a number can have, where they are known to stay in 64 bits; else None.

    `limits` are those of facts, and of the fields of objects.
    """
    found = _interval(node, parameters, limits)
    return found if found and found[0] > INT_MIN and found[1] < INT_MAX else None


def _interval(node: t.Node, parameters: Mapping[str, object], limits: Mapping[str, Interval]) -> Interval | None:
    def inner(part: t.Node) -> Interval | None:
        return bounds(part, parameters, limits)

    match node:
        case t.Constant(value=int() | float() as value):
            return value, value
        case t.Name(kind="parameter", name=name):
            setting = parameters[name]
            return (setting, setting) if isinstance(setting, (int, float)) else None
        case t.Name(kind="fact", name=name):
            return limits.get(name)
        case t.Length():
            return 0, 2**32
        case t.Negate(operand=operand):
            found = inner(operand)
            return (-found[1], -found[0]) if found else None
        case t.Absolute(operand=operand):
            found = inner(operand)
            return (0, max(abs(found[0]), abs(found[1]))) if found else None
        case t.Coalesce(left=left, right=right) | t.Choose(then=left, otherwise=right):
            a, b = inner(left), inner(right)
            return (min(a[0], b[0]), max(a[1], b[1])) if a and b else None
        case t.Arithmetic(operator="+" | "-" | "*" as operator, left=left, right=right):
            a, b = inner(left), inner(right)
            if not a or not b:
                return None
            corners = [_apply(operator, x, y) for x in a for y in b]
            return min(corners), max(corners)
        case _:
            return None


def _apply(operator: str, left: float, right: float) -> float:
    return left + right if operator == "+" else left - right if operator == "-" else left * right
