"""A tree as JSONLogic, for every engine that takes it. Dates are compared as ISO texts.

`length` is no operator of core JSONLogic: datalogic has it, json-logic gets it as a custom operation.
"""

from __future__ import annotations

from checkrules.model import tree as t

Logic = bool | int | float | str | None | list["Logic"] | dict[str, "Logic"]


def to_json_logic(node: t.Node) -> Logic:
    """The expression; TypeError names a node that no benchmark needs."""
    match node:
        case t.Constant(value=value):
            return value
        case t.Day(value=day):
            return day.isoformat()
        case t.Name(kind="fact", name=name):
            return {"var": name}
        case t.Items(items=items):
            return [to_json_logic(item) for item in items]
        case t.Not(operand=operand):
            return {"!": [to_json_logic(operand)]}
        case t.And(left=left, right=right):
            return {"and": [to_json_logic(left), to_json_logic(right)]}
        case t.Or(left=left, right=right):
            return {"or": [to_json_logic(left), to_json_logic(right)]}
        case t.Compare(operator=operator, left=left, right=right):
            same = {"==": "===", "!=": "!=="}
            return {same.get(operator, operator): [to_json_logic(left), to_json_logic(right)]}
        case t.Arithmetic(operator="+" | "-" | "*" | "/" as operator, left=left, right=right):
            return {operator: [to_json_logic(left), to_json_logic(right)]}
        case t.Coalesce(left=left, right=right):
            stated = {"!==": [to_json_logic(left), None]}
            return {"if": [stated, to_json_logic(left), to_json_logic(right)]}
        case t.Choose(condition=condition, then=then, otherwise=otherwise):
            return {"if": [to_json_logic(condition), to_json_logic(then), to_json_logic(otherwise)]}
        case t.In(item=item, container=container):
            return {"in": [to_json_logic(item), to_json_logic(container)]}
        case t.Length(operand=operand):
            return {"length": [to_json_logic(operand)]}
        case t.Call(function="contains_all", arguments=(container, t.Items(items=items))):
            return {"and": [{"in": [to_json_logic(item), to_json_logic(container)]} for item in items]}
    raise TypeError(f"not translated: {node!r}")
