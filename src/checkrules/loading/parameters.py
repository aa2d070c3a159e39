"""Parameters: load them, what values they take, which one is in effect on a day, and setting them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Mapping

import attrs

from checkrules.expressions.scope import Scope
from checkrules.loading.source import LIMITS_CROSSED, name_taken, read_day, refuse_language_word
from checkrules.loading.yaml import YamlDocument
from checkrules.model.errors import ChecklistError, UsageError, did_you_mean
from checkrules.model.form import EXACT, Value
from checkrules.model.privacy import shown
from checkrules.model.rules import SET_IN_PYTHON, Content, DatedValue, Parameter
from checkrules.model.text import Text, as_text, plain

_EXPECTED = {
    "integer": Text("整数", "a whole number"),
    "number": Text("数", "a number"),
    "boolean": Text("是或否（true 或 false）", "true or false"),
    "date": Text("形如 2023-09-05 的日期", "a date such as 2023-09-05"),
    "string": Text("文字", "a text"),
    "list": Text("一列文字", "a list of texts"),
}

MAX_DAYS = 200


class ParameterError(ValueError):
    """A value does not fit a parameter; `problem` says what would."""

    def __init__(self, parameter: Parameter, value: object, expected: Text) -> None:
        written = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
        problem = Text(
            "参数“{name}”应为{expected}，不能是“{value}”", "parameter '{name}' takes {expected}, not '{value}'"
        )
        self.problem = problem.format(name=parameter.name, expected=expected, value=shown(written))
        super().__init__(self.problem.en)


def read_parameters(document: YamlDocument, scope: Scope, sources: Collection[str]) -> tuple[Parameter, ...]:
    """The parameters of a file; `sources` are those that they may cite. Raises ChecklistError."""
    found: list[Parameter] = []
    days: set[dt.date | None] = set()
    for name, part in document.data["parameters"].items():
        path = ("parameters", name)
        refuse_language_word(name, document.key_location(path))
        if name in scope.names or name in scope.functions:
            raise ChecklistError(name_taken(name), location=document.key_location(path))
        for index, source in enumerate(part.get("sources", ())):
            if source not in sources:
                raise ChecklistError(
                    Text(f"检查清单没有列出来源“{shown(source)}”", f"the checklist lists no source '{shown(source)}'"),
                    location=document.location((*path, "sources", index)),
                    hint=did_you_mean(source, sources),
                )
        if part.get("minimum", -EXACT) > part.get("maximum", EXACT):
            raise ChecklistError(LIMITS_CROSSED, location=document.location((*path, "minimum")))
        bare = Parameter(
            name=name,
            title=as_text(part["title"]),
            type=part["type"],
            values=(),
            basis=part["basis"],
            unit=as_text(part["unit"]) if "unit" in part else None,
            minimum=part.get("minimum"),
            maximum=part.get("maximum"),
            sources=tuple(part.get("sources", ())),
            note=as_text(part["note"]) if "note" in part else None,
        )
        found.append(attrs.evolve(bare, values=_dated_values(document, path, bare)))
        days |= {value.since for value in found[-1].values}
        if len(days) > MAX_DAYS:
            problem = Text(f"参数变更的日期最多 {MAX_DAYS} 个", f"parameters may change on at most {MAX_DAYS} days")
            raise ChecklistError(problem, location=document.key_location(path))
    return tuple(found)


def _dated_values(document: YamlDocument, path: tuple[str, str], parameter: Parameter) -> tuple[DatedValue, ...]:
    part = document.data["parameters"][parameter.name]
    if "value" in part:
        return (DatedValue(value=_value_at(document, (*path, "value"), parameter, part["value"])),)
    values: dict[dt.date | None, DatedValue] = {}
    for index, item in enumerate(part["values"]):
        at = (*path, "values", index)
        since = read_day(document, (*at, "from"), item["from"]) if "from" in item else None
        if since in values:
            problem = Text("同一天起有两个值", "two values from the same day on")
            raise ChecklistError(problem, location=document.location(at))
        if since is None and values:
            problem = Text("没有日期的值要写在最前", "the value without a day must be the first")
            raise ChecklistError(problem, location=document.location(at))
        values[since] = DatedValue(value=_value_at(document, (*at, "value"), parameter, item["value"]), since=since)
    return tuple(sorted(values.values(), key=lambda value: (value.since is not None, value.since)))


def _value_at(
    document: YamlDocument, path: tuple[str | int, ...], parameter: Parameter, value: object
) -> bool | int | float | str | tuple[str, ...]:
    try:
        return parameter_value(parameter, value)
    except ParameterError as error:
        raise ChecklistError(error.problem, location=document.location(path)) from error


def parameter_value(parameter: Parameter, value: object) -> bool | int | float | str | tuple[str, ...]:
    """The value as the parameter's type has it, a date as text. Raises ParameterError when it does not fit."""
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
    raise ParameterError(parameter, value, _EXPECTED[parameter.type])


def _bounded(parameter: Parameter, value: int | float) -> int | float:
    low = parameter.minimum if parameter.minimum is not None else -EXACT
    high = parameter.maximum if parameter.maximum is not None else EXACT
    if not low <= value <= high:
        kind, low_text, high_text = _EXPECTED[parameter.type], f"{low:.15g}", f"{high:.15g}"
        expected = Text(
            f"不小于 {low_text}、不大于 {high_text} 的{kind.zh}", f"{kind.en} from {low_text} to {high_text}"
        )
        raise ParameterError(parameter, value, expected)
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
    """The parameter with another value from the beginning on. Raises ParameterError when the value does not fit."""
    fitted = parameter_value(parameter, value)
    return attrs.evolve(parameter, values=(DatedValue(value=fitted),), changed_by=changed_by, reason=reason)


def set_parameters(
    content: Content, values: Mapping[str, object], settings: Mapping[str, str], reason: Text | None = None
) -> Content:
    """The content with parameters set by a caller, as values or (`settings`) as texts that were typed.

    Raises UsageError for an unknown name or a value that does not fit.
    """
    parameters = {parameter.name: parameter for parameter in content.parameters}
    for name, value in (*values.items(), *settings.items()):
        if name not in parameters:
            raise UsageError(
                Text(f"没有名为“{shown(name)}”的参数", f"unknown parameter '{shown(name)}'"),
                hint=did_you_mean(name, parameters),
            )
        typed = name in settings and isinstance(value, str)
        try:
            fitted = parse_parameter(parameters[name], value) if typed else value  # type: ignore[arg-type]
            parameters[name] = set_parameter(parameters[name], fitted, "--set" if typed else SET_IN_PYTHON, reason)
        except ParameterError as error:
            raise UsageError(error.problem) from error
    return attrs.evolve(content, parameters=tuple(parameters.values()))


def parse_settings(settings: Iterable[str]) -> dict[str, str]:
    """`name=text` items as a mapping. Raises UsageError for an item of another shape, or a name that is set twice."""
    found: dict[str, str] = {}
    for item in settings:
        name, equals, text = item.partition("=")
        if not equals or not name.strip():
            problem = Text("--set 应写成 名称=值，而不是“{item}”", "--set takes NAME=VALUE, not '{item}'")
            raise UsageError(problem.format(item=shown(item)))
        name = name.strip()
        if name in found:
            raise UsageError(Text(f"参数“{shown(name)}”设置了两次", f"parameter '{shown(name)}' is set twice"))
        found[name] = text
    return found
