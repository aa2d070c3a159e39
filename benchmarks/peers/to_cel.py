"""A tree as text in the Common Expression Language, for both engines. Dates are compared as ISO texts.

CEL does not mix whole numbers and doubles in arithmetic, so `double()` stands where ours would turn one into the other.
It has no `??` for variables; a fully stated record has no need of one, so `fact ?? other` is just the fact.
"""

from __future__ import annotations

import json

from checkrules.model import tree as t


def to_cel(node: t.Node) -> str:
    """The expression; TypeError names a node that no benchmark needs."""
    match node:
        case t.Constant(value=value):
            return json.dumps(value, ensure_ascii=False)
        case t.Day(value=day):
            return json.dumps(day.isoformat())
        case t.Name(kind="fact", name=name):
            return name
        case t.Items(items=items):
            return f"[{', '.join(map(to_cel, items))}]"
        case t.Not(operand=operand):
            return f"!({to_cel(operand)})"
        case t.And(left=left, right=right):
            return f"({to_cel(left)} && {to_cel(right)})"
        case t.Or(left=left, right=right):
            return f"({to_cel(left)} || {to_cel(right)})"
        case t.Compare(operator=operator, left=left, right=right):
            if _is_double(left) or _is_double(right):
                return f"({_double(left)} {operator} {_double(right)})"
            return f"({to_cel(left)} {operator} {to_cel(right)})"
        case t.Arithmetic(operator="+" | "-" | "*" | "/" as operator, left=left, right=right):
            if node.type == "number":
                return f"({_double(left)} {operator} {_double(right)})"
            return f"({to_cel(left)} {operator} {to_cel(right)})"
        case t.Coalesce(left=t.Name(kind="fact") as fact):
            return to_cel(fact)
        case t.Choose(condition=condition, then=then, otherwise=otherwise):
            return f"({to_cel(condition)} ? {to_cel(then)} : {to_cel(otherwise)})"
        case t.In(item=item, container=container):
            return f"({to_cel(item)} in {to_cel(container)})"
        case t.Length(operand=operand):
            return f"size({to_cel(operand)})"
        case t.Call(function="contains_all", arguments=(container, items)):
            return f"{to_cel(items)}.all(item, item in {to_cel(container)})"
    raise TypeError(f"not translated: {node!r}")


def _is_double(node: t.Node) -> bool:
    """Whether the node computes a double. A fact that is a number may be written whole, and compares either way."""
    match node:
        case t.Arithmetic(type="number"):
            return True
        case t.Choose(then=then, otherwise=otherwise):
            return _is_double(then) or _is_double(otherwise)
    return False


def _double(node: t.Node) -> str:
    match node:
        case t.Constant(value=int() as value):
            return repr(float(value))
        case _ if t.type_of(node) == "integer":
            return f"double({to_cel(node)})"
    return to_cel(node)
