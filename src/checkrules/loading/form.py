"""A form's JSON Schema (2020-12) → Form: the facts that can be stated, with their types, bounds and labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from checkrules.expressions.patterns import refuse_pattern, unusable_pattern
from checkrules.facts.cells import names_of
from checkrules.facts.choices import labels_of
from checkrules.facts.kinds import KINDS
from checkrules.facts.numbers import whole_limits
from checkrules.loading.json import load_json
from checkrules.loading.schemas import validate_against
from checkrules.loading.source import LIMITS_CROSSED, refuse_duplicates, refuse_language_word
from checkrules.loading.yaml import YamlDocument
from checkrules.model.errors import ChecklistError, did_you_mean
from checkrules.model.form import INT_MAX, INT_MIN, MAX_LENGTH, Choice, Fact, FactType, Form
from checkrules.model.privacy import shown
from checkrules.model.text import Text, folded

_TEXTS = {"narrative": "narratives", "task_notes": "task_notes", "problems": "problems"}
"""The role of each text that is no fact, and its name in a submission."""
_OF_SUBMISSIONS = frozenset(("facts", "narratives", "problems", "remarks", "submissions", "task_notes"))
"""Keys that mean something else in a submission."""


def load_form(text: str, file: str) -> Form:
    """The form of a JSON Schema's text. Raises ChecklistError where it is no JSON, or no form."""
    document = load_json(text, file)
    validate_against("form-1", document)
    schema = document.data
    facts, texts = [], {}
    roles = set()
    for name, part in schema["properties"].items():
        path = ("properties", name)
        role = part.get("x-role")
        if role in roles:
            problem = Text(f"角色“{role}”出现了两次", f"duplicate role '{role}'")
            raise ChecklistError(problem, location=document.location((*path, "x-role")))
        if role is not None:
            roles.add(role)
        if role in _TEXTS:
            texts[_TEXTS[role]] = _labels(part, name)
        else:
            _refuse_unusable_name(document, path, name)
            facts.append(_fact(document, path, name, part))
    known = {fact.name for fact in facts}
    for index, name in enumerate(schema.get("required", ())):
        if name not in known:
            raise ChecklistError(
                Text(f"没有名为“{shown(name)}”的事实", f"unknown fact '{shown(name)}'"),
                location=document.location(("required", index)),
                hint=did_you_mean(name, known),
            )
    _refuse_ambiguous_headings(document, facts)
    return Form(
        id=schema["$id"],
        title=schema["title"],
        facts=tuple(facts),
        required=tuple(schema.get("required", ())),
        texts=texts,
    )


def _refuse_unusable_name(document: YamlDocument, path: tuple[str, ...], name: str) -> None:
    """Raise ChecklistError where no rule, or no submission, could name a fact so."""
    refuse_language_word(name, document.key_location(path))
    if name in _OF_SUBMISSIONS:
        problem = Text(
            "“{name}”在提交的数据里另有含义，不能作事实的名称",
            "'{name}' means something else in a submission, and can be no fact",
        )
        raise ChecklistError(problem.format(name=name), location=document.key_location(path))


def _refuse_ambiguous_headings(document: YamlDocument, facts: Iterable[Fact]) -> None:
    """Raise ChecklistError where two facts share a name, title or alias: a column under it would be read as neither."""
    seen: dict[str, str] = {}
    for fact in facts:
        for name in (*names_of(fact), *fact.other_names):
            other = seen.setdefault(folded(name), fact.name)
            if other != fact.name:
                problem = Text("“{name}”既指“{other}”又指“{fact}”", "'{name}' means both '{other}' and '{fact}'")
                raise ChecklistError(
                    problem.format(name=shown(name), other=other, fact=fact.name),
                    location=document.key_location(("properties", fact.name)),
                )


def _labels(part: Mapping[str, Any], name: str) -> Text:
    title = part.get("title", name)
    return Text(title, part.get("x-title-en", title))


def _type(part: Mapping[str, Any]) -> FactType:
    return next(name for name, kind in KINDS.items() if kind.described(part))


def _fact(document: YamlDocument, path: tuple[str, ...], name: str, part: Mapping[str, Any]) -> Fact:
    kind = _type(part)
    items = part["items"] if part.get("type") == "array" else part
    inside = (*path, "items") if items is not part else path
    unit = part.get("x-unit")
    if "pattern" in items and (reason := refuse_pattern(items["pattern"])):
        raise ChecklistError(unusable_pattern(reason), location=document.location((*inside, "pattern")))
    refuse_duplicates(document, (*inside, "oneOf"), "const", Text("选项", "choice"))
    fact = Fact(
        name=name,
        type=kind,
        title=_labels(part, name),
        task=part.get("x-task", ""),
        unit=Text(unit["zh"], unit["en"]) if unit else None,
        minimum=part.get("minimum"),
        maximum=part.get("maximum"),
        max_length=items.get("maxLength", MAX_LENGTH if kind in ("string", "strings") else None),
        max_items=part.get("maxItems"),
        pattern=items.get("pattern"),
        choices=_choices(items),
        unique=part.get("uniqueItems", False),
        fields=tuple(
            _fact(document, (*inside, "properties", field), field, inner)
            for field, inner in items.get("properties", {}).items()
        ),
        aliases=tuple(part.get("x-aliases", ())),
        note=part.get("x-note", ""),
        role=part.get("x-role"),
        other_names=tuple(part.get("x-other-names", ())),
        counts=part.get("x-counts"),
        filled=part.get("x-filled"),
    )
    _refuse_ambiguous_choices(document, (*inside, "oneOf"), fact.choices)
    _refuse_impossible_limits(document, path, fact)
    return fact


def _refuse_ambiguous_choices(document: YamlDocument, path: tuple[str, ...], choices: Iterable[Choice]) -> None:
    """Raise ChecklistError where two choices share a label: a person who writes it would choose neither."""
    seen: dict[str, str] = {}
    for index, choice in enumerate(choices):
        for label in sorted(labels_of(choice)):
            other = seen.setdefault(label, choice.value)
            if other != choice.value:
                problem = Text(
                    "“{label}”既指选项“{other}”又指“{choice}”", "'{label}' means both choice '{other}' and '{choice}'"
                )
                raise ChecklistError(
                    problem.format(label=shown(label), other=shown(other), choice=shown(choice.value)),
                    location=document.location((*path, index)),
                )


def _refuse_impossible_limits(document: YamlDocument, path: tuple[str, ...], fact: Fact) -> None:
    """Raise ChecklistError where no value lies within the limits of a number, or a whole number cannot reach them."""
    low, high = fact.minimum, fact.maximum
    if fact.type == "integer":
        for key, limit in (("minimum", low), ("maximum", high)):
            if limit is not None and not INT_MIN <= limit <= INT_MAX:
                problem = Text("整数的界限超出 64 位", "a limit of a whole number is beyond 64 bits")
                raise ChecklistError(problem, location=document.location((*path, key)))
        low, high = whole_limits(fact)
    if low is not None and high is not None and low > high:
        raise ChecklistError(LIMITS_CROSSED, location=document.location((*path, "minimum")))


def _choices(part: Mapping[str, Any]) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            value=choice["const"], title=_labels(choice, choice["const"]), aliases=tuple(choice.get("x-aliases", ()))
        )
        for choice in part.get("oneOf", ())
    )
