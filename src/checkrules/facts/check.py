"""A stated value → the value of a fact, held against the form. What does not fit is told, and counts as not stated."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from decimal import Decimal

from checkrules.expressions.patterns import compiled
from checkrules.facts.kinds import InvalidValue, expected_of, limits, whole_limits
from checkrules.model.errors import Location, did_you_mean
from checkrules.model.form import Fact, Form
from checkrules.model.submission import Remark, Submission
from checkrules.model.text import Text, plain

MAX_SHOWN = 60


def fit(fact: Fact, value: object) -> object:
    """The value as expressions see it: texts in NFKC, dates as dates, lists as tuples. Raises InvalidValue.

    As in JSON Schema, 3.0 is a whole number; a text of digits is not a number, and true is not 1.
    """
    return None if value is None else fitter(fact)(value)


def fitter(fact: Fact) -> Callable[[object], object]:
    """A function that does for one fact what `fit` does, for values that are stated. Made once, called often."""
    match fact.type:
        case "boolean":
            return _boolean(fact)
        case "integer" | "number":
            return _number(fact)
        case "choice":
            return _choice(fact)
        case "string":
            return _string(fact)
        case "date":
            return _date(fact)
        case "objects":
            return _objects(fact)
        case _:
            return _list(fact)


def _boolean(fact: Fact) -> Callable[[object], object]:
    def fitted(value: object) -> object:
        if isinstance(value, bool):
            return value
        raise InvalidValue(expected_of(fact))

    return fitted


def _number(fact: Fact) -> Callable[[object], object]:
    """A whole number stays one; any other number is a double, however it is written."""
    return _whole(fact) if fact.type == "integer" else _double(fact)


def _whole(fact: Fact) -> Callable[[object], object]:
    low, high = whole_limits(fact)

    def fitted(value: object) -> object:
        if isinstance(value, float | Decimal) and math.isfinite(value) and value == int(value):
            value = int(value)
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        raise InvalidValue(expected_of(fact))

    return fitted


def _double(fact: Fact) -> Callable[[object], object]:
    low, high = limits(fact)

    def fitted(value: object) -> object:
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            with suppress(OverflowError):
                number = float(value)
                if low <= number <= high:
                    return number
        raise InvalidValue(expected_of(fact))

    return fitted


def _choice(fact: Fact) -> Callable[[object], object]:
    allowed = frozenset(choice.value for choice in fact.choices)

    def fitted(value: object) -> object:
        if isinstance(value, str) and value in allowed:
            return value
        raise InvalidValue(expected_of(fact))

    return fitted


def _string(fact: Fact) -> Callable[[object], object]:
    pattern = compiled(fact.pattern) if fact.pattern is not None else None
    longest = fact.max_length if fact.max_length is not None else 2**31

    def fitted(value: object) -> object:
        if isinstance(value, str) and len(value) <= longest and (pattern is None or pattern.search(value)):
            return plain(value)
        raise InvalidValue(expected_of(fact))

    return fitted


def _date(fact: Fact) -> Callable[[object], object]:
    def fitted(value: object) -> object:
        if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":  # no weeks: 2023-W36-2
            try:
                return dt.date.fromisoformat(value)
            except ValueError:
                pass
        elif isinstance(value, dt.datetime):
            return value.date()
        elif isinstance(value, dt.date):
            return value
        raise InvalidValue(expected_of(fact))

    return fitted


def _list(fact: Fact) -> Callable[[object], object]:
    allowed = frozenset(choice.value for choice in fact.choices) if fact.type == "choices" else None
    most = fact.max_items if fact.max_items is not None else 2**31
    unique = fact.unique

    def fitted(value: object) -> object:
        if isinstance(value, (set, frozenset)):
            value = sorted(value, key=str)
        if isinstance(value, (list, tuple)) and len(value) <= most:
            if allowed is not None:
                if all(isinstance(item, str) and item in allowed for item in value):
                    return tuple(dict.fromkeys(value)) if unique else tuple(value)
            elif all(isinstance(item, str) for item in value):
                items = map(plain, value)
                return tuple(dict.fromkeys(items)) if unique else tuple(items)
        raise InvalidValue(expected_of(fact))

    return fitted


def _objects(fact: Fact) -> Callable[[object], object]:
    fitters = {field.name: fitter(field) for field in fact.fields}
    most = fact.max_items if fact.max_items is not None else 2**31

    def fitted(value: object) -> object:
        if not isinstance(value, (list, tuple)) or len(value) > most:
            raise InvalidValue(expected_of(fact))
        found = []
        for item in value:
            if not isinstance(item, Mapping) or not item.keys() <= fitters.keys():
                raise InvalidValue(expected_of(fact))
            found.append({name: None if part is None else fitters[name](part) for name, part in item.items()})
        return tuple(found)

    return fitted


def misfit(fact: Fact, value: object, expected: Text, location: Location | None) -> Remark:
    """The remark that tells of a value that does not fit."""
    shown = repr(value) if not isinstance(value, str) else value
    shown = shown if len(shown) <= MAX_SHOWN else shown[:MAX_SHOWN] + "…"
    return Remark(
        code="invalid_value",
        fact=fact.name,
        location=location,
        value=shown,
        expected=expected,
        message=Text(
            f"“{fact.title.zh}”填的是“{shown}”，应为{expected.zh}；按未说明处理",
            f"'{fact.title.en}' ({fact.name}) is stated as {shown!r}, expected {expected.en}; it counts as not stated",
        ),
    )


def validate(form: Form, submission: Submission) -> tuple[dict[str, object], tuple[Remark, ...]]:
    """All facts of a submission that fit the form, and a remark for each that does not or that the form does not have."""
    known = {fact.name: fact for fact in form.facts}
    facts: dict[str, object] = {}
    remarks: list[Remark] = []
    for name, value in submission.facts.items():
        origin = submission.origins.get(name)
        location = origin.location if origin and origin.location else submission.location
        fact = known.get(name)
        if fact is None:
            remarks.append(unknown_fact(name, known, location))
            continue
        try:
            facts[name] = fit(fact, value)
        except InvalidValue as error:
            remarks.append(misfit(fact, value, error.expected, location))
    for name in form.required:
        if facts.get(name) is None and not any(remark.fact == name for remark in remarks):
            remarks.append(_missing(known[name], submission.location))
    return facts, tuple(remarks)


def unknown_fact(name: str, known: Iterable[str], location: Location | None = None) -> Remark:
    """The remark that tells of a name that the form does not have."""
    hint = did_you_mean(name, known)
    shown = name if len(name) <= MAX_SHOWN else name[:MAX_SHOWN] + "…"
    return Remark(
        code="unknown_fact",
        fact=name,
        location=location,
        message=Text(
            f"表中没有“{shown}”这一项，未采用" + (f"；{hint.zh}" if hint else ""),
            f"the form has no fact '{shown}'; it is not used" + (f"; {hint.en}" if hint else ""),
        ),
    )


def _missing(fact: Fact, location: Location | None) -> Remark:
    return Remark(
        code="required_missing",
        fact=fact.name,
        location=location,
        message=Text(f"没有填“{fact.title.zh}”", f"'{fact.title.en}' ({fact.name}) is not stated"),
    )
