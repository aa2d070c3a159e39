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

_OF_ONE = {"people": "person", "series": "series"}
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
    return text if unit is None or not is_number(value) else text + after_number(text, unit, language)


def after_number(number: str, unit: Text, language: Language) -> str:
    """A unit as it follows a number: in English that of one thing after 1."""
    if language == "zh" or unit[language] == "%":
        return unit[language]
    return f" {of_one(unit[language]) if number == '1' else unit[language]}"


def of_one(unit: str) -> str:
    """An English unit of several things, as it is of one: people → person, times a year → time a year."""
    noun, blank, rest = unit.partition(" ")
    if noun in _OF_ONE:
        noun = _OF_ONE[noun]
    elif noun.endswith("ies"):
        noun = noun[:-3] + "y"
    elif noun.endswith(("sses", "shes", "ches", "xes")):
        noun = noun[:-2]
    elif noun.endswith("s") and not noun.endswith("ss") and noun.islower():
        noun = noun[:-1]
    return noun + blank + rest


def counted(number: int, things: str) -> str:
    """A number of things in English: `1 row`, `2,000 rows`."""
    return f"{number:,} {of_one(things) if number == 1 else things}"


def is_number(value: object) -> bool:
    """Whether a value is a number, and not yes or no."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)
