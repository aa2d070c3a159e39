"""A form's JSON Schema (2020-12) → Form: the facts that can be stated, with their types, bounds and labels."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from checkrules.facts.kinds import KINDS
from checkrules.loading.schemas import validate_against
from checkrules.model.errors import ChecklistError, Location
from checkrules.model.form import Choice, Fact, FactType, Form
from checkrules.model.text import Text

_TEXT_ROLES = ("narrative", "task_notes", "problems")


def load_form(text: str, file: str) -> Form:
    """The form of a JSON Schema's text. Raises ChecklistError where it is no JSON, or no form."""
    try:
        schema = json.loads(text)
    except json.JSONDecodeError as error:
        location = Location(file=file, line=error.lineno, column=error.colno)
        raise ChecklistError(f"not valid JSON: {error.msg}", location=location) from error
    validate_against("form-1", schema, lambda path: Location(file=f"{file}#/{'/'.join(map(str, path))}"))
    facts, texts = [], {}
    for name, part in schema["properties"].items():
        if part.get("x-role") in _TEXT_ROLES:
            texts[name] = _labels(part, name)
        else:
            facts.append(_fact(name, part, file))
    return Form(
        id=schema["$id"],
        title=schema["title"],
        facts=tuple(facts),
        required=tuple(schema.get("required", ())),
        texts=texts,
    )


def _labels(part: Mapping[str, Any], name: str) -> Text:
    title = part.get("title", name)
    return Text(title, part.get("x-title-en", title))


def _type(part: Mapping[str, Any], location: Location) -> FactType:
    found = next((name for name, kind in KINDS.items() if kind.described(part)), None)
    if found is None:
        raise ChecklistError(f"a fact cannot be of type {part.get('type')!r}", location=location)
    return found


def _fact(name: str, part: Mapping[str, Any], file: str) -> Fact:
    location = Location(file=f"{file}#/properties/{name}")
    if not name.isidentifier() or not name.isascii() or name != name.lower():
        raise ChecklistError(f"a fact's name is made of a-z, 0-9 and _, not {name!r}", location=location)
    kind = _type(part, location)
    items = part.get("items", {}) if part.get("type") == "array" else part
    unit = part.get("x-unit")
    return Fact(
        name=name,
        type=kind,
        title=_labels(part, name),
        task=part.get("x-task", ""),
        unit=Text(unit["zh"], unit["en"]) if unit else None,
        minimum=part.get("minimum"),
        maximum=part.get("maximum"),
        max_length=items.get("maxLength"),
        max_items=part.get("maxItems"),
        pattern=items.get("pattern"),
        choices=_choices(items),
        unique=part.get("uniqueItems", False),
        fields=tuple(_fact(field, inner, file) for field, inner in items.get("properties", {}).items())
        if kind == "objects"
        else (),
        aliases=tuple(part.get("x-aliases", ())),
        note=part.get("x-note", ""),
        role=part.get("x-role"),
        counts=part.get("x-counts"),
        filled=part.get("x-filled"),
    )


def _choices(part: Mapping[str, Any]) -> tuple[Choice, ...]:
    if "oneOf" in part:
        return tuple(
            Choice(value=c["const"], title=_labels(c, c["const"]), aliases=tuple(c.get("x-aliases", ())))
            for c in part["oneOf"]
        )
    return tuple(Choice(value=value, title=Text(value, value)) for value in part.get("enum", ()))
