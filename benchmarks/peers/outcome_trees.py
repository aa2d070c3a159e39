"""What every peer translates: one expression a rule that gives its outcome, with nothing but facts left in it.

Definitions are replaced by their trees and parameters by their values. `a / b ?? c` becomes a choice on `b`, because most
engines stop at a division by zero. Only for checklists whose parameters never change (one period).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import msgspec

import checkrules
from checkrules.model import tree as t
from checkrules.plugin import Rule


def outcome_trees(checklist: checkrules.Checklist) -> list[t.Node]:
    """`when ? (require ? "pass" : "fail") : "not_applicable"` of every rule, in order."""
    (period,) = checklist.compiled.periods
    definitions = {d.name: d.tree for d in checklist.content.definitions}

    def plain(node: t.Node) -> t.Node:
        match node:
            case t.Name(kind="definition", name=name):
                return changed(definitions[name], plain)
            case t.Name(kind="parameter", name=name):
                return constant(period.parameters[name])
            case t.Coalesce(left=t.Arithmetic(operator="/", right=divisor), right=otherwise):
                is_zero = t.Compare(operator="==", left=divisor, right=t.Constant(value=0))
                return t.Choose(condition=is_zero, then=otherwise, otherwise=node.left)
        return node

    return [changed(_outcome(rule), plain) for rule in checklist.content.rules]


def _outcome(rule: Rule) -> t.Node:
    decided = t.Choose(condition=rule.require_tree, then=t.Constant(value="pass"), otherwise=t.Constant(value="fail"))
    if rule.when_tree is None:
        return decided
    return t.Choose(condition=rule.when_tree, then=decided, otherwise=t.Constant(value="not_applicable"))


def changed(node: t.Node, change: Callable[[t.Node], t.Node]) -> t.Node:
    """The tree after `change`, which is given every node once the nodes below it are changed."""
    parts: dict[str, object] = {}
    for field in node.__struct_fields__:
        value = getattr(node, field)
        if isinstance(value, t.Node):
            parts[field] = changed(value, change)
        elif isinstance(value, tuple):
            parts[field] = tuple(changed(item, change) for item in value)
    return change(msgspec.structs.replace(node, **parts))


def constant(value: object) -> t.Node:
    """A parameter's value as a node."""
    match value:
        case dt.date():
            return t.Day(value=value)
        case tuple():
            return t.Items(items=tuple(t.Constant(value=item) for item in value), type="texts")
    return t.Constant(value=value)
