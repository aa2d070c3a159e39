"""rule-engine: the rules as text in its own language, parsed once by `rule_engine.Rule`, dates compared as ISO texts.

All rules are one list expression without declared types: faster than one `Rule` a rule, and than facts with types.
`contains_all` is `$all` over a comprehension, so that no Python function is called.
"""

from __future__ import annotations

import rule_engine

import checkrules
from checkrules.expressions.render import render
from checkrules.model import tree as t
from peers import Judge
from peers.outcome_trees import changed, outcome_trees


def judge(checklist: checkrules.Checklist) -> Judge:
    """A function from facts to outcomes."""
    context = rule_engine.Context(resolver=rule_engine.resolve_item)
    texts = (render(changed(tree, _own)) for tree in outcome_trees(checklist))
    rule = rule_engine.Rule(f"[{', '.join(texts)}]", context=context)
    return lambda facts: list(rule.evaluate(facts))


def _own(node: t.Node) -> t.Node:
    """A node in the words of rule-engine."""
    match node:
        case t.Day(value=day):
            return t.Constant(value=day.isoformat())
        case t.Call(function="contains_all", arguments=(container, items)):
            item = t.Name(kind="variable", name="item", type="text")
            held = t.In(item=item, container=container)
            return t.Fold(how="all", operand=t.Each(variable="item", iterable=items, result=held, type="booleans"))
        case t.Call() | t.DecisionTable():
            raise TypeError(f"not translated: {node!r}")
    return node
