"""Which facts that are not stated an undecided expression can still depend on, whatever the others turn out to be.

`missing_facts` names those that would decide it next; a condition that is open hides what its branches need.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from checkrules.expressions.trace import Environment, trace
from checkrules.model import tree as t


def open_facts(node: t.Node, environment: Environment, definitions: Mapping[str, t.Node]) -> tuple[str, ...]:
    """The facts, each once, in the order of the expression."""
    return tuple(dict.fromkeys(_open(node, environment, definitions)))


def _open(node: t.Node, environment: Environment, definitions: Mapping[str, t.Node]) -> Iterator[str]:
    if isinstance(node, t.Each | t.DecisionTable):  # rows and items depend on one another
        names = t.names_reached([node], definitions)
        yield from (name for name in names if name in environment.facts and environment.facts[name] is None)
        return
    if trace(node, environment).value is not None:
        return
    if isinstance(node, t.Name):
        if node.kind == "fact":
            yield node.name
        elif node.kind == "definition":
            yield from _open(definitions[node.name], environment, definitions)
        return
    if isinstance(node, t.Choose):
        condition = trace(node.condition, environment).value
        if condition is not None:
            yield from _open(node.then if condition else node.otherwise, environment, definitions)
            return
    for child in t.children(node):
        yield from _open(child, environment, definitions)
