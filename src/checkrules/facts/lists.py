"""Facts that are a list: of free texts, of choices, or of records."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

import msgspec

from checkrules.facts.cells import NONE_OF_THEM, boxes, ticked_labels
from checkrules.facts.choices import choice_named, is_choice, labels_of, literal_of, options
from checkrules.facts.kind import NO_TEXT, InvalidValue, Kind
from checkrules.facts.texts import at_most, exact
from checkrules.model.form import Fact
from checkrules.model.text import Text, folded, plain

_SEPARATORS = re.compile(r"[、，,;；/|\n]")


def _items(part: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The schema of the items of a list, None where it is no list."""
    return part.get("items", {}) if part.get("type") == "array" else None


def _written(fact: Fact, text: str) -> list[str]:
    """The items that a text lists; a choice whose label holds a separator is one item."""
    if folded(text) in NONE_OF_THEM:
        return []
    if any(folded(text) in labels_of(choice) for choice in fact.choices):
        return [text]
    return [part.strip() for part in _SEPARATORS.split(text) if part.strip()]


def _has_room(fact: Fact, items: Sequence[object]) -> bool:
    return fact.max_items is None or len(items) <= fact.max_items


def _list_fitter(fact: Fact, expected: Callable[[Fact], Text], allowed: frozenset[str] | None) -> Callable[[Any], Any]:
    """`allowed`: the values that items can have; None for free texts, which become NFKC."""
    most = fact.max_items if fact.max_items is not None else 2**31
    unique = fact.unique

    def fitted(value: object) -> tuple[str, ...]:
        if isinstance(value, (set, frozenset)):
            value = sorted(value, key=str)
        if not isinstance(value, (list, tuple)) or len(value) > most:
            raise InvalidValue(expected(fact))
        try:
            texts = [item if item.__class__ is str else exact(item) for item in value]
        except TypeError as error:  # not a text
            raise InvalidValue(expected(fact)) from error
        if allowed is None:
            texts = list(map(plain, texts))
        elif not allowed.issuperset(texts):
            raise InvalidValue(expected(fact))
        return tuple(dict.fromkeys(texts)) if unique else tuple(texts)

    return fitted


def _json_list(fact: Fact, item: Any) -> Any:
    items = list[item]
    return Annotated[items, msgspec.Meta(max_length=fact.max_items)] if fact.max_items is not None else items


# texts


def _expected_texts(fact: Fact) -> Text:
    most = at_most(fact.max_items, Text("项", "items"))
    return Text("文字，多项之间用“、”分隔{most}", "a list of texts, separated by commas{most}").format(most=most)


def _parse_texts(fact: Fact, text: str) -> tuple[str, ...]:
    items = _written(fact, text)
    if not _has_room(fact, items):
        raise InvalidValue(_expected_texts(fact))
    return tuple(dict.fromkeys(items)) if fact.unique else tuple(items)


TEXTS = Kind(
    described=lambda part: _items(part) is not None,
    expected=_expected_texts,
    parse=_parse_texts,
    fitter=lambda fact: _list_fitter(fact, _expected_texts, None),
    json_type=lambda fact: _json_list(fact, str),
    retest="True",  # NFKC
    polars="String",
    is_list=True,
    expression="texts",
    blank=NO_TEXT,
)


# choices


def _expected_choices(fact: Fact) -> Text:
    expected = Text("下列中的若干项，用“、”分隔：{options}", "any of these, separated by commas: {options}")
    return expected.format(options=options(fact))


def _parse_choices(fact: Fact, text: str) -> tuple[str, ...]:
    named = ticked_labels(text) if len(boxes(text)) > 1 else _written(fact, text)
    if len(named) == 1 and named[0] in NONE_OF_THEM:
        named = []  # the box of 无 is ticked
    values = [choice_named(fact, name) for name in named]
    if None in values or not _has_room(fact, values):
        raise InvalidValue(_expected_choices(fact))
    return tuple(dict.fromkeys(value for value in values if value is not None))


CHOICES = Kind(
    described=lambda part: is_choice(_items(part) or {}),
    expected=_expected_choices,
    parse=_parse_choices,
    fitter=lambda fact: _list_fitter(fact, _expected_choices, frozenset(choice.value for choice in fact.choices)),
    json_type=lambda fact: _json_list(fact, literal_of(fact)),
    retest="len({{*{0}}}) != len({0})",  # a choice that is listed again
    polars="String",
    is_list=True,
    expression="texts",
)


# records


def records(fitter: Callable[[Fact], Callable[[object], object]]) -> Kind:
    """Lists of flat objects; `fitter` is that of any fact, for their fields."""

    def fitter_of(fact: Fact) -> Callable[[object], tuple[dict[str, object], ...]]:
        fitters = {field.name: fitter(field) for field in fact.fields}

        def fitted(value: object) -> tuple[dict[str, object], ...]:
            if not isinstance(value, (list, tuple)) or not _has_room(fact, value):
                raise InvalidValue(_expected_records(fact))
            found = []
            for item in value:
                if not isinstance(item, Mapping) or not item.keys() <= fitters.keys():
                    raise InvalidValue(_expected_records(fact))
                found.append({name: None if part is None else fitters[name](part) for name, part in item.items()})
            return tuple(found)

        return fitted

    return Kind(
        described=lambda part: (_items(part) or {}).get("type") == "object",
        expected=_expected_records,
        parse=_parse_records,
        fitter=fitter_of,
        json_type=lambda _: Any,
        polars="Struct",
        is_list=True,
        expression="objects",
    )


def _expected_records(fact: Fact) -> Text:
    names = Text("、".join(f.title.zh for f in fact.fields), ", ".join(f.title.en for f in fact.fields))
    return Text("逐条的记录（{names}）", "a list of records ({names})").format(names=names)


def _parse_records(fact: Fact, text: str) -> tuple[()]:
    if folded(text) in NONE_OF_THEM:
        return ()
    raise InvalidValue(_expected_records(fact))
