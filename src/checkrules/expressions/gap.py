"""The gap back end: from a failed requirement, its failed comparisons: the actual value, the required one, the difference."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from checkrules.expressions.trace import TraceStep
from checkrules.model import tree as t
from checkrules.model.results import Gap
from checkrules.model.text import Text
from checkrules.words.expressions import Names, in_words

_NEGATED = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_FLIPPED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


@attrs.frozen(kw_only=True)
class Gaps:
    """Finds the gaps of requirements that are false. `names`: how facts and definitions read;
    `shortfalls`: by function, how much is missing for the arguments of a call that is false."""

    names: Names
    shortfalls: Mapping[str, Callable[..., float]]

    def of(self, step: TraceStep) -> tuple[Gap, ...]:
        """The gaps of one requirement, in the order of its text, each once."""
        return tuple(dict.fromkeys(self._of(step, True)))

    def _of(self, step: TraceStep, wanted: bool) -> Iterator[Gap]:
        if step.value is not (not wanted):
            return
        match step.node:
            case t.Not():
                yield from self._of(step.steps[0], not wanted)
            case t.And() | t.Or() | t.Coalesce() | t.Choose() | t.DecisionTable():
                for part in step.steps:
                    if isinstance(part.value, bool):
                        yield from self._of(part, wanted)
            case t.Name(kind="definition") if step.steps and not isinstance(step.steps[0].node, t.Name):
                yield from self._of(step.steps[0], wanted)
            case t.Name(name=name):
                yield self._gap(name, "==", step.value, wanted)
            case t.Compare(operator=operator):
                yield from self._compared(step, operator if wanted else _NEGATED[operator])
            case t.In():
                item, container = step.steps
                about = _subject(container.node) or _subject(item.node)
                if about:
                    sign = "contains" if _subject(container.node) else "in"
                    values = (container.value, item.value) if sign == "contains" else (item.value, container.value)
                    yield self._gap(about, sign if wanted else f"not {sign}", *values)
            case t.Call(function=function):
                yield from self._called(step, function, wanted)
            case _:
                about = _subject(step.node)
                if about:
                    yield self._gap(about, "==", step.value, wanted)

    def _compared(self, step: TraceStep, operator: str) -> Iterator[Gap]:
        left, right = step.steps
        if _subject(left.node) is None:
            left, right, operator = right, left, _FLIPPED[operator]
        name = _subject(left.node)
        if name is not None:
            gap = self._gap(name, operator, left.value, right.value)
            gap = attrs.evolve(gap, shortfall=_shortfall(operator, left.value, right.value))
            is_named = isinstance(left.node, (t.Name, t.Length))
            yield gap if is_named else attrs.evolve(gap, title=self._title(left.node), unit=None)

    def _called(self, step: TraceStep, function: str, wanted: bool) -> Iterator[Gap]:
        about = _subject(step.steps[0].node) if step.steps else None
        if about is not None:
            values = [argument.value for argument in step.steps]
            required = values[1] if len(values) > 1 else wanted
            gap = self._gap(about, function if wanted else f"not {function}", values[0], required)
            yield attrs.evolve(gap, shortfall=self._missing(function, values)) if wanted else gap

    def _missing(self, function: str, values: Sequence[object]) -> float | None:
        try:
            return self.shortfalls[function](*values) if function in self.shortfalls else None
        except Exception:  # noqa: BLE001 - a plugin's code: whatever it raises, the gap is without a number
            return None

    def _gap(self, name: str, operator: str, actual: Any, required: Any) -> Gap:
        title, unit = self.names.titles[name], self.names.units.get(name)
        return Gap(fact=name, title=title, operator=operator, actual=actual, required=required, unit=unit)

    def _title(self, node: t.Node) -> Text:
        return Text(in_words(node, self.names, "zh"), in_words(node, self.names, "en"))


def _subject(node: t.Node) -> str | None:
    """The fact or definition that an operand is about: the first one it names."""
    return next((n.name for n in t.walk(node) if isinstance(n, t.Name) and n.kind in ("fact", "definition")), None)


def _shortfall(operator: str, actual: Any, required: Any) -> float | None:
    for value in (actual, required):
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return None
    if operator in (">=", ">"):
        return float(max(0, required - actual))
    if operator in ("<=", "<"):
        return float(max(0, actual - required))
    return float(abs(required - actual)) if operator == "==" else None
