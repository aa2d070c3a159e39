"""What generated ways translate: definitions and rules with the parameters' values in them, and what these settle left out.

Only for checklists whose parameters never change (one period).
"""

from __future__ import annotations

import operator
from collections.abc import Mapping

import attrs

import checkrules
from checkrules.model import tree as t
from peers.outcome_trees import changed, constant

_COMPARE = {">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne}


@attrs.frozen(kw_only=True)
class RuleTrees:
    """Definitions by name, each above those that use it; conditions by the names `w0`, `w1`, …; by rule the name of its
    condition, if it has one, and its requirement."""

    definitions: Mapping[str, t.Node]
    conditions: Mapping[str, t.Node]
    rules: Mapping[str, tuple[str | None, t.Node]]

    @classmethod
    def of(cls, checklist: checkrules.Checklist) -> RuleTrees:
        """The trees of a checklist."""
        (period,) = checklist.compiled.periods

        def settled(node: t.Node) -> t.Node:
            return changed(node, lambda part: _settled(part, period.parameters))

        content = checklist.content
        whens = {rule.id: settled(rule.when_tree) for rule in content.rules if rule.when_tree is not None}
        names = {tree: f"w{number}" for number, tree in enumerate(dict.fromkeys(whens.values()))}
        return cls(
            definitions={d.name: settled(d.tree) for d in content.definitions},
            conditions={name: tree for tree, name in names.items()},
            rules={
                rule.id: (names[whens[rule.id]] if rule.id in whens else None, settled(rule.require_tree))
                for rule in content.rules
            },
        )


def _settled(node: t.Node, parameters: Mapping[str, object]) -> t.Node:
    match node:
        case t.Name(kind="parameter", name=name):
            return constant(parameters[name])
        case t.Compare(operator=sign, left=t.Constant(value=left), right=t.Constant(value=right)):
            return t.Constant(value=_COMPARE[sign](left, right))
        case t.Choose(condition=t.Constant(value=bool() as met), then=then, otherwise=otherwise):
            return then if met else otherwise
        case t.And(left=left, right=right) | t.Or(left=left, right=right):
            absorbing = isinstance(node, t.Or)
            for one, other in ((left, right), (right, left)):
                if isinstance(one, t.Constant) and isinstance(one.value, bool):
                    return one if one.value is absorbing else other
    return node


def condition_points(trees: RuleTrees, weights: Mapping[str, int]) -> dict[str, int]:
    """By condition the points of the rules that stand under it, where there are any."""
    found = {
        name: sum(weights[rule] for rule, (when, _) in trees.rules.items() if when == name) for name in trees.conditions
    }
    return {name: points for name, points in found.items() if points}
