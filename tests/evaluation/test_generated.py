"""Whatever a checklist's content says, no name of it becomes code."""

from __future__ import annotations

from collections.abc import Callable

import attrs
import pytest

import checkrules
from checkrules.model import tree as t
from checkrules.model.rules import Content

from ..kitchen import kitchen

CODE = "x = 1 / 0; d"


def required(tree: t.Node) -> Callable[[Content], Content]:
    return lambda content: attrs.evolve(content, rules=(attrs.evolve(content.rules[0], require_tree=tree),))


def with_fact(content: Content) -> Content:
    fact = attrs.evolve(content.form.facts[2], name=CODE)
    return attrs.evolve(
        required(t.IsNull(operand=t.Name(kind="fact", name=CODE, type="integer")))(content),
        form=attrs.evolve(content.form, facts=(*content.form.facts, fact)),
    )


def with_definition(content: Content) -> Content:
    definition = attrs.evolve(content.definitions[0], name=CODE, tree=t.Constant(value=True))
    return attrs.evolve(content, definitions=(definition,), rules=())


CHECKS = t.Name(kind="fact", name="checks", type="objects")
DAY = t.Name(kind="fact", name="inspection_date", type="date")
INJECTED: dict[str, Callable[[Content], Content]] = {
    "the name of a fact": with_fact,
    "the name of a definition": with_definition,
    "a definition in a condition": required(t.Name(kind="definition", name=CODE, type="boolean")),
    "a variable": required(
        t.Fold(
            how="any", operand=t.Each(variable=CODE, iterable=CHECKS, result=t.Constant(value=True), type="booleans")
        )
    ),
    "a part of a date": required(t.IsNull(operand=t.Part(operand=DAY, name="year\n", type="integer"))),
}


@pytest.mark.parametrize("change", INJECTED.values(), ids=INJECTED)
def test_a_name_that_is_code_is_refused_where_code_is_made(change: Callable[[Content], Content]) -> None:
    checklist = kitchen()
    with pytest.raises((ValueError, TypeError), match=r"not a plain name|__slots__ must be identifiers"):
        checkrules.Checklist(content=change(checklist.content), registry=checklist.registry)
