"""Which facts that are not stated the value of an expression can still depend on, whatever the others turn out to be.

`missing_facts` names those that would decide it next: a condition that is open hides what its branches need, and a default
(`??`) hides the fact in whose place it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from checkrules.expressions.trace import Environment, trace
from checkrules.model import tree as t


def open_facts(node: t.Node, environment: Environment, definitions: Mapping[str, t.Node]) -> tuple[str, ...]:
    """The facts, each once, in the order of the expression."""
    return tuple(dict.fromkeys(_open(node, environment, definitions)))


def _open(node: t.Node, environment: Environment, definitions: Mapping[str, t.Node]) -> Iterator[str]:
    match node:
        case t.Name(kind="fact", name=name):
            if environment.facts.get(name) is None:
                yield name
        case t.Name(kind="definition", name=name):
            yield from _open(definitions[name], environment, definitions)
        case t.Each() | t.DecisionTable():  # items and rows depend on one another
            if trace(node, environment).value is None:
                names = t.names_reached([node], definitions)
                yield from (name for name in names if environment.facts.get(name, "") is None)
        case t.And() | t.Or():
            open_ = [[*_open(part, environment, definitions)] for part in (node.left, node.right)]
            settles = isinstance(node, t.Or)
            parts = zip((node.left, node.right), open_, strict=True)
            if not any(not names and trace(part, environment).value is settles for part, names in parts):
                yield from (name for names in open_ for name in names)
        case t.Choose():
            of_condition = [*_open(node.condition, environment, definitions)]
            yield from of_condition
            value = trace(node.condition, environment).value
            for branch, taken in ((node.then, value is not False), (node.otherwise, value is not True)):
                if of_condition or taken:
                    yield from _open(branch, environment, definitions)
        case t.Coalesce():
            yield from _open(node.left, environment, definitions)
            if trace(node.left, environment).value is None:
                yield from _open(node.right, environment, definitions)
        case _:
            for child in t.children(node):
                yield from _open(child, environment, definitions)
