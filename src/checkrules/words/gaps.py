"""A gap as people read it: what must be, what is, and the difference."""

from __future__ import annotations

import datetime as dt
import math

import attrs

from checkrules.model.form import Fact
from checkrules.model.results import Gap
from checkrules.model.text import Language
from checkrules.words.labels import DATE_OPERATOR_WORDS, OPERATOR_WORDS, labels
from checkrules.words.values import format_value, is_number, with_unit


def gap_in_words(gap: Gap, fact: Fact | None, message: str, titled: bool, language: Language) -> str:
    """A gap as one line; what the message says already is left out. Empty where it says no more than yes or no.

    `fact`: the fact whose choices the values are. `titled`: whether the line begins with what it is about.
    """
    gap = _in_whole_numbers(gap, fact)
    w = labels(language)

    def say(value: object) -> str:
        return with_unit(value, fact, gap.unit, language)

    if isinstance(gap.actual, tuple) and isinstance(gap.required, tuple) and gap.shortfall:
        actual = gap.actual
        return w["lacks"].format(what=say(tuple(item for item in gap.required if item not in actual)))
    values = (gap.actual, gap.required)
    if gap.operator not in OPERATOR_WORDS or any(value is None or isinstance(value, bool) for value in values):
        return ""
    words = DATE_OPERATOR_WORDS if isinstance(gap.actual, dt.date) else OPERATOR_WORDS
    parts = []
    if not all(format_value(value, fact, language) in message for value in values):
        parts.append(w["must"].format(what=words[gap.operator][language].format(value=say(gap.required))))
        parts.append(w["is"].format(what=say(gap.actual)))
    if gap.shortfall:
        is_over = is_number(gap.actual) and is_number(gap.required) and gap.actual > gap.required  # type: ignore[operator]
        parts.append(w["over" if is_over else "short"].format(what=say(gap.shortfall)))
    title = gap.title[language] + w["colon"] if titled and parts else ""
    return title + w["comma"].join(parts)


def _in_whole_numbers(gap: Gap, fact: Fact | None) -> Gap:
    """Of people and things that are counted, 1909.5 at least are 1910."""
    is_counted = fact is not None and fact.type == "integer" and gap.title == fact.title
    if not is_counted or not isinstance(gap.required, float) or gap.operator not in (">=", "<="):
        return gap
    required = math.ceil(gap.required) if gap.operator == ">=" else math.floor(gap.required)
    return attrs.evolve(gap, required=required, shortfall=math.ceil(gap.shortfall or 0))
