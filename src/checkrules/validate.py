"""A stated value → the value of a fact, held against the form. What does not fit is told, and counts as not stated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from checkrules.errors import Place, did_you_mean
from checkrules.expressions.patterns import compiled
from checkrules.model import Fact, Form
from checkrules.submission import Remark, Submission
from checkrules.text import Text, plain
from checkrules.values import DoesNotFit, expected_of

MAX_TOLD = 60


def fit(fact: Fact, value: object) -> object:
    """The value as expressions see it: texts in NFKC, dates as dates, lists as tuples. Raises DoesNotFit.

    As in JSON Schema, 3.0 is a whole number; a text of digits is not a number, and true is not 1.
    """
    if value is None:
        return None
    match fact.type:
        case "boolean":
            if isinstance(value, bool):
                return value
        case "integer" | "number":
            return _number(fact, value)
        case "choice":
            if isinstance(value, str) and any(choice.value == value for choice in fact.choices):
                return value
        case "string":
            if isinstance(value, str) and len(value) <= (fact.max_length or len(value)) and _matches(fact, value):
                return plain(value)
        case "date":
            return _date(fact, value)
        case "strings" | "choices" | "objects":
            return _list(fact, value)
    raise DoesNotFit(expected_of(fact))


def _matches(fact: Fact, value: str) -> bool:
    return fact.pattern is None or compiled(fact.pattern).search(value) is not None


def _number(fact: Fact, value: object) -> int | float:
    if isinstance(value, float) and fact.type == "integer" and value.is_integer():
        value = int(value)
    if isinstance(value, (int, float) if fact.type == "number" else int) and not isinstance(value, bool):
        low = fact.minimum if fact.minimum is not None else -(2**63)
        high = fact.maximum if fact.maximum is not None else 2**63 - 1
        if low <= value <= high:
            return value
    raise DoesNotFit(expected_of(fact))


def _date(fact: Fact, value: object) -> dt.date:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, str) and len(value) == 10:
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            pass
    raise DoesNotFit(expected_of(fact))


def _list(fact: Fact, value: object) -> tuple[object, ...]:
    if not isinstance(value, (list, tuple)) or len(value) > (fact.max_items or len(value)):
        raise DoesNotFit(expected_of(fact))
    if fact.type == "objects":
        return tuple(_object(fact, item) for item in value)
    allowed = {choice.value for choice in fact.choices}
    items = []
    for item in value:
        if not isinstance(item, str) or (fact.type == "choices" and item not in allowed):
            raise DoesNotFit(expected_of(fact))
        items.append(plain(item))
    return tuple(dict.fromkeys(items)) if fact.unique else tuple(items)


def _object(fact: Fact, item: object) -> Mapping[str, object]:
    fields = {field.name: field for field in fact.fields}
    if not isinstance(item, Mapping) or not item.keys() <= fields.keys():
        raise DoesNotFit(expected_of(fact))
    return {name: fit(fields[name], value) for name, value in item.items()}


def misfit(fact: Fact, value: object, expected: Text, place: Place | None) -> Remark:
    """The remark that tells of a value that does not fit."""
    told = repr(value) if not isinstance(value, str) else value
    told = told if len(told) <= MAX_TOLD else told[:MAX_TOLD] + "…"
    return Remark(
        code="does_not_fit",
        fact=fact.name,
        place=place,
        value=told,
        expected=expected,
        message=Text(
            f"“{fact.title.zh}”填的是“{told}”，应为{expected.zh}；按未说明处理",
            f"'{fact.title.en}' ({fact.name}) is stated as {told!r}, expected {expected.en}; it counts as not stated",
        ),
    )


def validate(form: Form, submission: Submission) -> tuple[dict[str, object], tuple[Remark, ...]]:
    """All facts of a submission that fit the form, and a remark for each that does not or that the form does not have."""
    known = {fact.name: fact for fact in form.facts}
    facts: dict[str, object] = {}
    remarks: list[Remark] = []
    for name, value in submission.facts.items():
        origin = submission.origins.get(name)
        place = origin.place if origin and origin.place else submission.place
        fact = known.get(name)
        if fact is None:
            remarks.append(_unknown(name, known, place))
            continue
        try:
            facts[name] = fit(fact, value)
        except DoesNotFit as error:
            remarks.append(misfit(fact, value, error.expected, place))
    for name in form.required:
        if facts.get(name) is None and not any(remark.fact == name for remark in remarks):
            remarks.append(_missing(known[name], submission.place))
    return facts, tuple(remarks)


def _unknown(name: str, known: Iterable[str], place: Place | None) -> Remark:
    hint = did_you_mean(name, known)
    shown = name if len(name) <= MAX_TOLD else name[:MAX_TOLD] + "…"
    return Remark(
        code="unknown_fact",
        fact=name,
        place=place,
        message=Text(
            f"表中没有“{shown}”这一项，未采用" + (f"；{hint.zh}" if hint else ""),
            f"the form has no fact '{shown}'; it is not used" + (f"; {hint.en}" if hint else ""),
        ),
    )


def _missing(fact: Fact, place: Place | None) -> Remark:
    return Remark(
        code="required_missing",
        fact=fact.name,
        place=place,
        message=Text(f"没有填“{fact.title.zh}”", f"'{fact.title.en}' ({fact.name}) is not stated"),
    )
