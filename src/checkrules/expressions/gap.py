"""The gap back end: from a requirement that failed, the comparisons that failed in it: what is, what must be, the difference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from checkrules.expressions.render import render
from checkrules.expressions.trace import TraceStep
from checkrules.model import tree as t
from checkrules.model.results import Gap
from checkrules.model.text import Text

_NEGATED = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_FLIPPED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


@attrs.frozen(kw_only=True)
class Label:
    """How a fact or definition is called in front of people."""

    title: Text
    unit: Text | None = None


def gaps(step: TraceStep, labels: Mapping[str, Label]) -> tuple[Gap, ...]:
    """The gaps of a requirement that is false, in the order of its text, each once."""
    return tuple(dict.fromkeys(_gaps(step, True, labels)))


def _gaps(step: TraceStep, wanted: bool, labels: Mapping[str, Label]) -> Iterator[Gap]:
    if step.value is not (not wanted):
        return
    match step.node:
        case t.Not():
            yield from _gaps(step.steps[0], not wanted, labels)
        case t.And() | t.Or() | t.Coalesce() | t.Choose() | t.Table():
            for part in step.steps:
                if isinstance(part.value, bool):
                    yield from _gaps(part, wanted, labels)
        case t.Name(kind="definition") if step.steps and not isinstance(step.steps[0].node, t.Name):
            yield from _gaps(step.steps[0], wanted, labels)
        case t.Name(name=name):
            yield _gap(name, labels, "==", step.value, wanted)
        case t.Compare(operator=operator):
            yield from _compared(step, operator if wanted else _NEGATED[operator], labels)
        case t.In():
            item, container = step.steps
            about = _subject(container.node) or _subject(item.node)
            if about:
                sign = "contains" if _subject(container.node) else "in"
                values = (container.value, item.value) if sign == "contains" else (item.value, container.value)
                yield _gap(about, labels, sign if wanted else f"not {sign}", *values)
        case t.Call(function=function):
            about = _subject(step.steps[0].node) if step.steps else None
            if about:
                required = step.steps[1].value if len(step.steps) > 1 else wanted
                yield _gap(about, labels, function if wanted else f"not {function}", step.steps[0].value, required)
        case _:
            about = _subject(step.node)
            if about:
                yield _gap(about, labels, "==", step.value, wanted)


def _compared(step: TraceStep, operator: str, labels: Mapping[str, Label]) -> Iterator[Gap]:
    left, right = step.steps
    if _subject(left.node) is None:
        left, right, operator = right, left, _FLIPPED[operator]
    name = _subject(left.node)
    if name is not None:
        plain = isinstance(left.node, (t.Name, t.Length))
        gap = _gap(name, labels, operator, left.value, right.value)
        text = render(left.node)
        yield gap if plain else attrs.evolve(gap, title=Text(text, text), unit=None)


def _subject(node: t.Node) -> str | None:
    """The fact or definition that an operand is about: the first one it names."""
    return next((n.name for n in t.walk(node) if isinstance(n, t.Name) and n.kind in ("fact", "definition")), None)


def _gap(name: str, labels: Mapping[str, Label], operator: str, actual: Any, required: Any) -> Gap:
    label = labels.get(name, Label(title=Text(name, name)))
    return Gap(
        fact=name,
        title=label.title,
        operator=operator,
        actual=actual,
        required=required,
        shortfall=_shortfall(operator, actual, required),
        unit=label.unit,
    )


def _shortfall(operator: str, actual: Any, required: Any) -> float | None:
    if isinstance(actual, tuple) and isinstance(required, tuple):
        return len([item for item in required if item not in actual]) if operator == "contains_all" else None
    for value in (actual, required):
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return None
    if operator in (">=", ">"):
        return float(max(0, required - actual))
    if operator in ("<=", "<"):
        return float(max(0, actual - required))
    return float(abs(required - actual)) if operator == "==" else None
