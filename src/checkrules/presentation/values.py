"""Numbers, values and gaps of a report's data as people read them."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from checkrules.model.form import Fact
from checkrules.model.text import Language
from checkrules.words.labels import OPERATOR_WORDS, labels
from checkrules.words.values import format_value

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def clean(value: Any) -> Any:
    """Data with every text on one line and without control, direction and invisible characters."""
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, dict):
        return {key: clean(item) for key, item in value.items()}
    return [clean(item) for item in value] if isinstance(value, list) else value


def _clean(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    spaced = (" " if c in "\t\n\r\v\f\x85\u2028\u2029" else c for c in text)
    return "".join(c for c in spaced if unicodedata.category(c) not in _HIDDEN)


def points(value: float) -> str:
    """A score with one decimal, cut and not rounded: 79.96 must not look like the 80 that it misses."""
    return f"{math.floor(value * 10 + 1e-6) / 10:g}"


def gained(value: float) -> str:
    """What a repair adds, with one decimal; below that with two."""
    return f"{value:.1f}" if value >= 0.05 else f"{value:.2f}"


def percent(share: float) -> str:
    """A share of 1 as a whole percentage, cut and not rounded."""
    return f"{math.floor(share * 100 + 1e-6)}%"


def in_words(value: Any, fact: Fact | None, language: Language) -> str:
    """A value as JSON has it, in words."""
    if isinstance(value, list):
        if any(isinstance(item, dict) for item in value):
            return "; ".join(in_words(item, fact, language) for item in value)
        return format_value(tuple(value), fact, language)
    if isinstance(value, dict):
        fields = {field.name: field for field in fact.fields} if fact else {}
        parts = [
            f"{fields[key].title[language] if key in fields else key} {in_words(item, fields.get(key), language)}"
            for key, item in value.items()
        ]
        return " ".join(parts)
    is_day = fact is None or fact.type == "date"
    if isinstance(value, str) and is_day and _DAY.fullmatch(value):
        return day(value, language)
    return format_value(value, fact, language)


def day(iso: str, language: Language) -> str:
    """An ISO date in words."""
    return format_value(dt.date.fromisoformat(iso), None, language)


def gap_text(gap: Mapping[str, Any], fact: Fact | None, message: str, titled: bool, language: Language) -> str:
    """A gap as one line: what must be, what is, the difference; what the message has said already is left out.
    Empty where it says no more than yes or no."""
    actual, required, operator = gap["actual"], gap["required"], gap["operator"]
    if operator not in OPERATOR_WORDS or any(value is None or isinstance(value, bool) for value in (actual, required)):
        return ""
    w = labels(language)
    unit = ("" if language == "zh" else " ") + gap["unit"] if gap["unit"] else ""

    def say(value: Any) -> str:
        number = isinstance(value, (int, float))
        return in_words(value, fact, language) + (unit if number else "")

    if isinstance(actual, list) and isinstance(required, list):
        lacking = [item for item in required if item not in actual]
        if operator == "contains_all" and lacking:
            return w["lacks"].format(what=say(lacking))
    parts = []
    if not all(in_words(value, fact, language) in message for value in (actual, required)):
        parts.append(w["must"].format(what=OPERATOR_WORDS[operator][language].format(value=say(required))))
        parts.append(w["is"].format(what=say(actual)))
    if gap["shortfall"] and not isinstance(actual, list):
        parts.append(w["over" if actual > required else "short"].format(what=say(gap["shortfall"])))
    title = gap["title"] + w["colon"] if titled and parts else ""
    return title + w["comma"].join(parts)
