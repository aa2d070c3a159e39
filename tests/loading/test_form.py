"""A form's JSON Schema becomes its facts, roles and texts."""

from __future__ import annotations

import json

from checkrules.loading.form import load_form
from checkrules.model.form import Form, fact_of


def form_of(**properties: object) -> Form:
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://example.org/a.schema.json",
        "title": "甲",
        "type": "object",
        "properties": properties,
    }
    return load_form(json.dumps(schema), "a.schema.json")


def test_roles_say_what_the_library_uses_a_fact_for() -> None:
    form = form_of(
        plate={"type": "string", "title": "车牌", "x-role": "name"},
        on={"type": "string", "format": "date", "title": "日期", "x-role": "date"},
        good={"type": "array", "items": {"type": "string"}, "title": "亮点", "x-role": "highlights"},
    )
    assert [fact_of(form, role).name for role in ("name", "date", "highlights")] == ["plate", "on", "good"]
    assert fact_of(form_of(), "name") is None


def test_texts_are_known_by_their_role_whatever_the_form_calls_them() -> None:
    form = form_of(
        findings={"type": "object", "title": "落实情况", "x-title-en": "Findings", "x-role": "narrative"},
        issues={"type": "string", "title": "问题", "x-role": "problems"},
    )
    assert form.facts == ()
    assert {name: text.zh for name, text in form.texts.items()} == {"narratives": "落实情况", "problems": "问题"}


def test_a_character_that_json_escapes_in_two_halves_is_one() -> None:
    assert form_of(face={"type": "boolean", "title": "\U0001f600 \\ud83d"}).facts[0].title.zh == "\U0001f600 \\ud83d"
