"""Facts, parameters and functions → what the expressions of a checklist can reach, with types."""

from __future__ import annotations

from collections.abc import Iterable

from checkrules.expressions.scope import Meaning, Scope, Signature
from checkrules.facts.kinds import KINDS
from checkrules.model.form import Fact
from checkrules.model.functions import Function
from checkrules.model.rules import Parameter


def scope_of(facts: Iterable[Fact], functions: Iterable[Function], parameters: Iterable[Parameter] = ()) -> Scope:
    """The scope of a checklist's expressions, before its definitions are added."""
    names = {fact.name: _of_fact(fact) for fact in facts}
    return Scope(
        names={**names, **{parameter.name: _of_parameter(parameter) for parameter in parameters}},
        functions={function.name: _signature(function) for function in functions},
    )


def _of_fact(fact: Fact) -> Meaning:
    return Meaning(
        kind="fact",
        type=KINDS[fact.type].expression,
        fields={field.name: _of_fact(field) for field in fact.fields},
        choices=frozenset(choice.value for choice in fact.choices),
    )


def _of_parameter(parameter: Parameter) -> Meaning:
    if parameter.type == "list":
        value = parameter.values[0].value
        items = value if isinstance(value, tuple) else ()
        return Meaning(kind="parameter", type="texts" if all(isinstance(i, str) for i in items) else "numbers")
    return Meaning(kind="parameter", type="text" if parameter.type == "string" else parameter.type)


def _signature(function: Function) -> Signature:
    takes = tuple(KINDS[kind].expression for kind in function.takes)
    return Signature(takes=takes, gives=KINDS[function.gives].expression)
