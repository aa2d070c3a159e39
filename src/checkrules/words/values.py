"""Values as people read them, in both languages."""

from __future__ import annotations

import datetime as dt

from checkrules.model.form import Fact
from checkrules.model.text import Language, Text

NOT_STATED = Text("未说明", "not stated")


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
        return ("、" if language == "zh" else ", ").join(format_value(item, fact, language) for item in value) or (
            "无" if language == "zh" else "none"
        )
    for choice in fact.choices if fact is not None else ():
        if choice.value == value:
            return choice.title[language]
    return str(value)
