"""rule-engine with the types of facts declared, so that it holds every value against its type, as we do.

One rule for `when`, one for `require`; definitions are put in their place as text. It takes facts and parameters by name,
dates as `datetime`, which `world_of` makes beforehand.
"""

from __future__ import annotations

import datetime as dt
import re

import rule_engine
from rule_engine.types import DataType

import checkrules
from peers import Judge


def judge(checklist: checkrules.Checklist) -> Judge:
    """A function from facts and parameters to outcomes."""
    content = checklist.content
    definitions = {d.name: d.expression for d in content.definitions}

    def inlined(text: str) -> str:
        for _ in definitions:
            text = re.sub(r"\b\w+\b", lambda m: f"({definitions[m[0]]})" if m[0] in definitions else m[0], text)
        return text

    resolver = rule_engine.type_resolver_from_dict(_types(checklist))
    context = rule_engine.Context(default_timezone="utc", resolver=rule_engine.resolve_item, type_resolver=resolver)

    def parsed(text: str | None) -> rule_engine.Rule | None:
        return rule_engine.Rule(inlined(text), context=context) if text else None

    rules = [(parsed(rule.when), parsed(rule.require)) for rule in content.rules]

    def outcome(when: rule_engine.Rule | None, require: rule_engine.Rule, environment: dict[str, object]) -> str:
        if when is not None and not when.matches(environment):
            return "not_applicable"
        return "pass" if require.matches(environment) else "fail"

    return lambda environment: [outcome(when, require, environment) for when, require in rules]


def world_of(checklist: checkrules.Checklist, facts: dict[str, object]) -> dict[str, object]:
    """Facts, parameters and functions as rule-engine takes them."""

    def value(item: object) -> object:
        return dt.datetime(item.year, item.month, item.day, tzinfo=dt.UTC) if isinstance(item, dt.date) else item

    report = checklist.evaluate(facts)
    functions = {name: function.call for name, function in checklist.registry.functions.items()}
    return {**{name: value(item) for name, item in {**report.facts, **report.parameters}.items()}, **functions}


def _types(checklist: checkrules.Checklist) -> dict[str, object]:
    texts = DataType.ARRAY(DataType.STRING)
    kinds = {
        "boolean": DataType.BOOLEAN, "integer": DataType.FLOAT, "number": DataType.FLOAT, "string": DataType.STRING,
        "choice": DataType.STRING, "date": DataType.DATETIME, "strings": texts, "choices": texts, "list": texts,
    }  # fmt: skip
    named = (*checklist.content.form.facts, *checklist.content.parameters)
    function = DataType.FUNCTION(
        "contains_all", return_type=DataType.BOOLEAN, argument_types=(texts, texts), minimum_arguments=2
    )
    return {**{item.name: kinds[item.type] for item in named}, "contains_all": function}
