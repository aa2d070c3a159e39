"""Values as databases and exports have them → values of the form, where a caller asks for it: 0 and 1, text for numbers, labels."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal

import attrs

from checkrules.facts.choices import choice_named
from checkrules.facts.kind import InvalidValue
from checkrules.facts.kinds import KINDS, fit, parse_value
from checkrules.facts.native import native
from checkrules.facts.quoted import quoted
from checkrules.model.form import Fact, Form
from checkrules.model.submission import Remark, Submission
from checkrules.model.text import Text
from checkrules.words.values import format_value


def coerced_submission(form: Form, submission: Submission) -> Submission:
    """The submission with the values that do not fit as they are, but can be read as one that does; a remark on each."""
    facts = dict(submission.facts)
    remarks = list(submission.remarks)
    for fact in form.facts:
        value = facts.get(fact.name)
        facts_value = coerced(fact, value)
        if facts_value is not value:
            facts[fact.name] = facts_value
            origin = submission.origins.get(fact.name)
            location = origin.location if origin and origin.location else submission.location
            remarks.append(attrs.evolve(coercion(fact, value, facts_value), location=location))
    return attrs.evolve(submission, facts=facts, remarks=tuple(remarks))


def coerced(fact: Fact, value: object) -> object:
    """The value of the fact that a value can be read as, None where it states nothing. A value that fits, and one that cannot be
    read, is given as it is."""
    try:
        fit(fact, value)
        return value
    except InvalidValue:
        pass
    try:
        read = _read(fact, native(value))
        fit(fact, read)
        return read
    except InvalidValue:
        return value


def _read(fact: Fact, value: object) -> object:
    """What a value means as people and databases write it. Raises InvalidValue."""
    if isinstance(value, str):
        return parse_value(fact, value)
    if isinstance(value, float | Decimal) and math.isnan(value):
        return None  # what pandas has where nothing is stated
    if fact.type == "boolean" and isinstance(value, int | float | Decimal) and value in (0, 1):
        return bool(value)
    if fact.type == "choices" and isinstance(value, list):
        return [choice_named(fact, item) if isinstance(item, str) else item for item in value]
    if fact.type == "objects" and isinstance(value, list):
        fields = {field.name: field for field in fact.fields}
        return [
            {name: coerced(fields[name], part) if name in fields else part for name, part in item.items()}
            if isinstance(item, Mapping)
            else item
            for item in value
        ]
    raise InvalidValue(KINDS[fact.type].expected(fact))


def coercion(fact: Fact, value: object, read: object, cells: int = 0) -> Remark:
    """The remark on a value that was read as another; of a column, with how many `cells` were."""
    valid = fit(fact, read)
    zh, en = format_value(valid, fact, "zh"), format_value(valid, fact, "en")
    text = quoted(value)
    many = Text(f"（共 {cells:,} 格）", f" ({cells:,} cells in all)") if cells else Text("", "")
    return Remark(
        code="coerced",
        fact=fact.name,
        value=text,
        message=Text(
            f"“{fact.title.zh}”填的是“{text}”，按“{zh}”采用{many.zh}",
            f"'{fact.title.en}' ({fact.name}) is stated as {text!r}, taken as '{en}'{many.en}",
        ),
    )
