"""A tree as text in the ZEN expression language. It does not order texts, so dates go through its function `date`."""

from __future__ import annotations

import json

from checkrules.model import tree as t


def to_zen(node: t.Node) -> str:
    """The expression; TypeError names a node that no benchmark needs."""
    match node:
        case t.Constant(value=value):
            return json.dumps(value, ensure_ascii=False)
        case t.Day(value=day):
            return f"date({json.dumps(day.isoformat())})"
        case t.Name(kind="fact", name=name, type="date"):
            return f"date({name})"
        case t.Name(kind="fact", name=name):
            return name
        case t.Items(items=items):
            return f"[{', '.join(map(to_zen, items))}]"
        case t.Not(operand=operand):
            return f"not ({to_zen(operand)})"
        case t.And(left=left, right=right):
            return f"({to_zen(left)} and {to_zen(right)})"
        case t.Or(left=left, right=right):
            return f"({to_zen(left)} or {to_zen(right)})"
        case t.Compare(operator=operator, left=left, right=right):
            return f"({to_zen(left)} {operator} {to_zen(right)})"
        case t.Arithmetic(operator="+" | "-" | "*" | "/" as operator, left=left, right=right):
            return f"({to_zen(left)} {operator} {to_zen(right)})"
        case t.Coalesce(left=left, right=right):
            return f"({to_zen(left)} ?? {to_zen(right)})"
        case t.Choose(condition=condition, then=then, otherwise=otherwise):
            return f"({to_zen(condition)} ? {to_zen(then)} : {to_zen(otherwise)})"
        case t.In(item=item, container=container):
            return f"({to_zen(item)} in {to_zen(container)})"
        case t.Length(operand=operand):
            return f"len({to_zen(operand)})"
        case t.Call(function="contains_all", arguments=(container, items)):
            return f"all({to_zen(items)}, # in {to_zen(container)})"
    raise TypeError(f"not translated: {node!r}")
