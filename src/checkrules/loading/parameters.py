"""Parameters: what values they take, which one is in effect on a day, and setting them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping

import attrs

from checkrules.model.errors import UsageError, did_you_mean
from checkrules.model.form import EXACT, Value
from checkrules.model.rules import Content, DatedValue, Parameter
from checkrules.model.text import Text, plain

_EXPECTED = {
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "date": "a date as 2023-09-05",
    "string": "a text",
    "list": "a list of texts or of numbers",
}


def parameter_value(parameter: Parameter, value: object) -> bool | int | float | str | tuple[str, ...]:
    """The value as the parameter's type has it, a date as text. Raises ValueError, with what was expected, when it does not fit."""
    match parameter.type, value:
        case "boolean", bool():
            return value
        case (("integer" | "number"), bool()):
            pass
        case "integer", int():
            return _bounded(parameter, value)
        case "number", int() | float():
            return _bounded(parameter, value)
        case "string", str():
            return plain(value)
        case "date", dt.date():
            return value.isoformat()
        case "date", str():
            try:
                return dt.date.fromisoformat(value).isoformat()
            except ValueError:
                pass
        case "list", list() | tuple():
            if all(isinstance(item, str) for item in value):
                return tuple(plain(item) for item in value)
    raise ValueError(f"{value!r} is not {_EXPECTED[parameter.type]}")


def _bounded(parameter: Parameter, value: int | float) -> int | float:
    low = parameter.minimum if parameter.minimum is not None else -EXACT
    high = parameter.maximum if parameter.maximum is not None else EXACT
    if not low <= value <= high:
        raise ValueError(f"{value} is not from {low} to {high}")
    return value


def parse_parameter(parameter: Parameter, text: str) -> object:
    """What `--set name=text` means for a parameter: JSON where it is that, a list by commas, else the text itself."""
    text = plain(text).strip()
    if parameter.type == "list" and not text.startswith("["):
        return [item.strip() for item in text.split(",") if item.strip()]
    if parameter.type in ("string", "date"):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


def in_effect(parameter: Parameter, day: dt.date | None) -> Value:
    """The value on a day; without a day the newest one. Before the first dated value the first one counts."""
    values = parameter.values
    held = [value for value in values if day is None or value.since is None or value.since <= day]
    value = (held[-1] if held else values[0]).value
    return dt.date.fromisoformat(value) if parameter.type == "date" and isinstance(value, str) else value


def set_parameter(parameter: Parameter, value: object, changed_by: str, reason: Text | None = None) -> Parameter:
    """The parameter with another value from the beginning on. Raises ValueError when the value does not fit it."""
    fitted = parameter_value(parameter, value)
    return attrs.evolve(parameter, values=(DatedValue(value=fitted),), changed_by=changed_by, reason=reason)


def set_parameters(content: Content, values: Mapping[str, object], settings: Mapping[str, str]) -> Content:
    """The content with parameters set by a caller, as values or (`settings`) as texts that were typed.

    Raises UsageError for an unknown name or a value that does not fit.
    """
    parameters = {parameter.name: parameter for parameter in content.parameters}
    for name, value in (*values.items(), *settings.items()):
        if name not in parameters:
            raise UsageError(
                Text(f"没有名为“{name}”的参数", f"unknown parameter '{name}'"), hint=did_you_mean(name, parameters)
            )
        typed = name in settings and isinstance(value, str)
        try:
            fitted = parse_parameter(parameters[name], value) if typed else value  # type: ignore[arg-type]
            parameters[name] = set_parameter(parameters[name], fitted, "--set" if typed else "parameters=")
        except ValueError as error:
            raise UsageError(Text(f"参数 {name} 的值不合要求：{error}", f"parameter '{name}': {error}")) from error
    return attrs.evolve(content, parameters=tuple(parameters.values()))


def parse_settings(settings: Iterable[str]) -> dict[str, str]:
    """`name=text` items as a mapping. Raises UsageError for an item of another shape, or a name that stands twice."""
    found: dict[str, str] = {}
    for item in settings:
        name, equals, text = item.partition("=")
        if not equals or not name.strip():
            raise UsageError(Text(f"--set 应写成 名称=值，而不是“{item}”", f"--set takes NAME=VALUE, not '{item}'"))
        if name.strip() in found:
            raise UsageError(Text(f"参数 {name} 设置了两次", f"parameter '{name}' is set twice"))
        found[name.strip()] = text
    return found
