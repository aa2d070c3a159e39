"""Facts that are one of several choices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from checkrules.facts.cells import ticked, without_unit
from checkrules.facts.kind import InvalidValue, Kind
from checkrules.model.form import Choice, Fact
from checkrules.model.text import Text, folded


def is_choice(part: Mapping[str, Any]) -> bool:
    """Whether a part of a JSON Schema lists the values that there can be."""
    return "oneOf" in part or "enum" in part


def options(fact: Fact) -> Text:
    """The labels of all choices."""
    titles = [choice.title for choice in fact.choices]
    return Text("、".join(title.zh for title in titles), ", ".join(title.en for title in titles))


def labels_of(choice: Choice) -> frozenset[str]:
    """All ways to write a choice, folded."""
    return frozenset(folded(label) for label in (choice.value, choice.title.zh, choice.title.en, *choice.aliases))


def choice_named(fact: Fact, text: str) -> str | None:
    """The value of the one choice that a text names, None where it names none or several."""
    for word in dict.fromkeys((folded(text), without_unit(folded(text)))):
        found = [choice.value for choice in fact.choices if word in labels_of(choice)]
        if len(found) == 1:
            return found[0]
    return None


def literal_of(fact: Fact) -> Any:
    """The type that holds just the values of the choices."""
    return Literal[tuple(choice.value for choice in fact.choices)]


def _expected(fact: Fact) -> Text:
    return Text("下列之一：{options}", "one of: {options}").format(options=options(fact))


def _parse(fact: Fact, text: str) -> str:
    value = choice_named(fact, ticked(text) or text)
    if value is None:
        raise InvalidValue(_expected(fact))
    return value


def _fitter(fact: Fact) -> Callable[[object], str]:
    allowed = {choice.value: choice.value for choice in fact.choices}

    def fitted(value: object) -> str:
        if isinstance(value, str) and value in allowed:
            return allowed[value]
        raise InvalidValue(_expected(fact))

    return fitted


CHOICE = Kind(
    described=is_choice,
    expected=_expected,
    parse=_parse,
    fitter=_fitter,
    json_type=literal_of,
    polars="String",
    expression="text",
)
