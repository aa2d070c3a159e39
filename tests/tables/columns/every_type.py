"""A checklist over a form with facts of every type, made of expressions as they are written: for tables against reports."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence

import attrs

from checkrules.checklist import Checklist
from checkrules.expressions.parse import parse, parse_condition
from checkrules.expressions.scope import Meaning, Scope
from checkrules.facts.scope import scope_of
from checkrules.hooks.registrations import Function
from checkrules.loading.form import load_form
from checkrules.model import tree as t
from checkrules.model.rules import DatedValue, Definition, Parameter, Rule
from checkrules.model.text import Text

from ...kitchen import kitchen


def _listed(title: str, items: dict[str, object], **limits: object) -> dict[str, object]:
    return {"type": "array", "title": title, "items": items, **limits}


def _of(values: Sequence[str]) -> dict[str, object]:
    return {"type": "string", "oneOf": [{"const": v, "title": f"选{v}", "x-title-en": f"opt {v}"} for v in values]}


FEW, NINE, MANY = ("a", "b", "ab"), tuple(f"k{n}" for n in range(9)), tuple(f"d{n}" for n in range(64))
DAY = {"type": "string", "format": "date", "title": "日"}
FORM = load_form(
    json.dumps(
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": "https://example.org/every-type",
            "title": "every type",
            "type": "object",
            "required": ["name"],
            "additionalProperties": False,
            "properties": {
                "name": {"type": "string", "title": "名", "x-role": "name"},
                "day": {**DAY, "x-role": "date"},
                "d": {**DAY, "title": "另一日"},
                "n": {"type": "integer", "title": "整"},
                "m": {"type": "integer", "title": "小", "minimum": -20, "maximum": 20},
                "great": {"type": "integer", "title": "大", "minimum": 0.5, "maximum": 2**53},
                "x": {"type": "number", "title": "数"},
                "y": {"type": "number", "title": "量", "minimum": 0, "maximum": 1000},
                "b": {"type": "boolean", "title": "是"},
                "c": {"type": "boolean", "title": "否"},
                "s": {"type": "string", "title": "字"},
                "ch": {**_of(FEW), "title": "选"},
                "xs": _listed("字列", {"type": "string"}),
                "cs": _listed("选列", _of(FEW), uniqueItems=True),
                "b_cs": {"type": "integer", "title": "旁"},
                "nine": _listed("九列", _of(NINE), uniqueItems=True),
                "many": _listed("多列", _of(MANY), uniqueItems=True),
                "acts": _listed(
                    "活动",
                    {
                        "type": "object",
                        "additionalProperties": False,
                        "properties": {
                            "kind": {**_of(FEW), "title": "类"},
                            "hours": {"type": "integer", "title": "时", "minimum": 0, "maximum": 5},
                            "w": {"type": "number", "title": "重"},
                            "done": {"type": "boolean", "title": "毕"},
                        },
                    },
                ),
            },
        }
    ),
    "form",
)


def raises(broken: bool) -> bool:
    """A function that cannot run for true."""
    if broken:
        raise ValueError
    return False


KITCHEN = kitchen()
REGISTRY = KITCHEN.registry
FUNCTIONS = {
    **REGISTRY.functions,
    "raises": Function(name="raises", takes=("boolean",), gives="boolean", call=raises),
}


def _parameter(name: str, kind: str, *values: tuple[object, dt.date | None]) -> Parameter:
    dated = tuple(DatedValue(value=value, since=since) for value, since in values)  # type: ignore[arg-type]
    return Parameter(name=name, title=Text(name, name), type=kind, values=dated, basis="proposal")  # type: ignore[arg-type]


LATER = dt.date(2024, 3, 1)
PARAMETERS = (
    _parameter("limit", "integer", (3, None)),
    _parameter("moving", "integer", (3, None), (-2, LATER)),
    _parameter("on", "boolean", (True, None)),
    _parameter("wanted", "list", (("a", "b"), None)),
)
SCOPE = scope_of(FORM.facts, FUNCTIONS.values(), PARAMETERS)


def rule(name: str, require: str, *, when: str | None = None, message: str = "m", scope: Scope = SCOPE) -> Rule:
    """A rule as it would be written in a file."""
    return attrs.evolve(
        KITCHEN.content.rules[0],
        id=name,
        require=require,
        require_tree=parse_condition(require, scope),
        when=when,
        when_tree=parse_condition(when, scope) if when is not None else None,
        degree=None,
        degree_tree=None,
        message=Text(message, message),
        points=1.0,
    )


def define(name: str, expression: str | t.Node) -> tuple[Definition, Scope]:
    """A definition, and a scope in which it can be named."""
    tree = parse(expression, SCOPE) if isinstance(expression, str) else expression
    meaning = Meaning(kind="definition", type=t.type_of(tree))
    made = Definition(name=name, title=Text(name, name), expression=str(expression), tree=tree)
    return made, attrs.evolve(SCOPE, names={**SCOPE.names, name: meaning})


def checklist(
    rules: Sequence[Rule], definitions: Sequence[Definition] = (), model: str = "points", scored: bool = True
) -> Checklist:
    """A checklist of some rules over the form."""
    content = KITCHEN.content
    rules = [attrs.evolve(r, section=content.sections[0].id, scored=scored) for r in rules]
    content = attrs.evolve(
        content,
        form=FORM,
        rules=tuple(rules),
        parameters=PARAMETERS,
        definitions=tuple(definitions),
        consistency=(),
        scoring=attrs.evolve(content.scoring, model=model),
    )
    return Checklist(content=content, registry=attrs.evolve(REGISTRY, functions=FUNCTIONS))
