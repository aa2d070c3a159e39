"""When inspections are held, from a checklist's main file → the days that give a date without a year its year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import attrs

from checkrules.loading.yaml import YamlDocument
from checkrules.model.errors import ChecklistError, did_you_mean
from checkrules.model.privacy import shown
from checkrules.model.rules import Content, Parameter
from checkrules.model.text import Text


def read_window(main: YamlDocument, parameters: Iterable[Parameter]) -> tuple[str, str] | None:
    """The parameters with the first and the last day. Raises ChecklistError where one is no parameter with a date."""
    part = main.data.get("window")
    if part is None:
        return None
    dates = [parameter.name for parameter in parameters if parameter.type == "date"]
    for key in ("from", "to"):
        if part[key] not in dates:
            problem = Text(
                f"没有名为“{shown(part[key])}”的日期参数", f"there is no parameter '{shown(part[key])}' with a date"
            )
            raise ChecklistError(problem, location=main.location(("window", key)), hint=did_you_mean(part[key], dates))
    return part["from"], part["to"]


def with_windows(content: Content) -> Content:
    """The content, whose form knows the days of the window, as the parameters in effect have them."""
    if content.window is None:
        return content
    first, last = (next(p for p in content.parameters if p.name == name) for name in content.window)
    since = {value.since for parameter in (first, last) for value in parameter.values}
    days = sorted({(_on(first, day), _on(last, day)) for day in since})
    facts = tuple(
        attrs.evolve(fact, windows=tuple(days)) if fact.role == "date" else fact for fact in content.form.facts
    )
    return attrs.evolve(content, form=attrs.evolve(content.form, facts=facts))


def _on(parameter: Parameter, day: dt.date | None) -> dt.date:
    """The value in effect on a day; None is before all others."""
    values = sorted(parameter.values, key=lambda value: value.since or dt.date.min)
    before = [value for value in values if (value.since or dt.date.min) <= (day or dt.date.min)]
    return dt.date.fromisoformat(str((before or values[:1])[-1].value))
