"""Values as people read them, in both languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from checkrules.model.form import Fact
from checkrules.model.text import Language, Text

NOT_STATED = Text("未说明", "not stated")
NONE = Text("无", "none")
BETWEEN_ITEMS = Text("、", ", ")
BETWEEN_OBJECTS = Text("；", "; ")

_YES_NO = {True: Text("是", "yes"), False: Text("否", "no")}


def format_value(value: object, fact: Fact | None, language: Language) -> str:
    """A value in words: choices by their titles, lists joined, numbers without needless decimals."""
    if value.__class__ is int:
        return str(value)
    if value is None:
        return NOT_STATED[language]
    if isinstance(value, bool):
        return _YES_NO[value][language]
    if isinstance(value, dt.date):
        return f"{value.year}年{value.month}月{value.day}日" if language == "zh" else value.isoformat()
    if isinstance(value, float):
        return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")  # + 0.0: nobody reads -0
    if isinstance(value, tuple):
        between = BETWEEN_OBJECTS if any(isinstance(item, Mapping) for item in value) else BETWEEN_ITEMS
        return between[language].join(format_value(item, fact, language) for item in value) or NONE[language]
    if isinstance(value, Mapping):
        return _format_object(value, fact, language)
    for choice in fact.choices if fact is not None else ():
        if choice.value == value:
            return choice.title[language]
    return str(value)


def _format_object(value: Mapping[str, object], fact: Fact | None, language: Language) -> str:
    fields = {field.name: field for field in fact.fields} if fact is not None else {}
    return " ".join(
        f"{fields[name].title[language] if name in fields else name} {format_value(item, fields.get(name), language)}"
        for name, item in value.items()
    )


def with_unit(value: object, fact: Fact | None, unit: Text | None, language: Language) -> str:
    """A value in words, with its unit where it is a number."""
    text = format_value(value, fact, language)
    return text if unit is None or not is_number(value) else text + after_number(unit, language)


def after_number(unit: Text, language: Language) -> str:
    """A unit as it follows a number."""
    return unit[language] if language == "zh" or unit[language] == "%" else f" {unit[language]}"


def is_number(value: object) -> bool:
    """Whether a value is a number, and not yes or no."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)
