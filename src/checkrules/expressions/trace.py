"""The trace back end: every sub-expression with its value, and why a value is null.

The plain, slow reference of the semantics: `explain` shows it, reasons and gaps are derived from it, and property tests
compare the fast back ends with it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import attrs

from checkrules.expressions import numbers
from checkrules.expressions.patterns import compiled
from checkrules.expressions.render import render
from checkrules.model import tree as t
from checkrules.model.results import ReasonCode
from checkrules.model.rules import ERROR, FAIL, NOT_APPLICABLE, PASS, UNKNOWN


@attrs.frozen(kw_only=True)
class TraceStep:
    """One sub-expression, its value (None: null), why it is null or failed to run, and the steps below it."""

    node: t.Node
    value: Any
    reason: ReasonCode | None = None
    steps: tuple[TraceStep, ...] = ()

    @property
    def text(self) -> str:
        """The sub-expression in the rule language."""
        return render(self.node)


@attrs.frozen(kw_only=True)
class Environment:
    """What names mean while an expression is traced. Facts that are not stated are absent or None."""

    facts: Mapping[str, object]
    parameters: Mapping[str, object]
    definitions: Mapping[str, TraceStep]
    functions: Mapping[str, Callable[..., object]]
    variables: Mapping[str, object] = attrs.field(factory=dict)


def trace(node: t.Node, environment: Environment) -> TraceStep:
    """Evaluate a tree step by step. Never raises: a step that cannot run has the reason `failed_to_run`."""
    match node:
        case t.Constant(value=value) | t.Day(value=value):
            return TraceStep(node=node, value=value)
        case t.Span(days=days):
            return TraceStep(node=node, value=days)
        case t.Items(items=items):
            return TraceStep(node=node, value=tuple(trace(item, environment).value for item in items))
        case t.Name():
            return _name(node, environment)
        case t.And() | t.Or():
            return _logic(node, environment)
        case t.Each():
            return _each(node, environment)
        case t.Choose():
            return _choose(node, environment)
        case t.Coalesce():
            left = trace(node.left, environment)
            if left.value is not None or left.reason in _BROKEN:
                return TraceStep(node=node, value=left.value, reason=left.reason, steps=(left,))
            right = trace(node.right, environment)
            return TraceStep(
                node=node, value=right.value, reason=right.reason and (left.reason or right.reason), steps=(left, right)
            )
        case t.IsNull():
            operand = trace(node.operand, environment)
            broken = operand.reason in _BROKEN
            return TraceStep(
                node=node,
                value=None if broken else operand.value is None,
                reason=operand.reason if broken else None,
                steps=(operand,),
            )
        case t.DecisionTable():
            return _table(node, environment)
        case _:
            return _strict(node, environment)


_BROKEN: tuple[ReasonCode, ...] = ("failed_to_run", "table_overlap")
_GRAVEST_FIRST: tuple[ReasonCode, ...] = (*_BROKEN, "division_by_zero", "number_out_of_range", "table_gap")


def _worst(steps: tuple[TraceStep, ...]) -> ReasonCode | None:
    reasons = [step.reason for step in steps if step.reason]
    for reason in _GRAVEST_FIRST:
        if reason in reasons:
            return reason
    return reasons[0] if reasons else None


def _name(node: t.Name, environment: Environment) -> TraceStep:
    if node.kind == "definition":
        inner = environment.definitions[node.name]
        return TraceStep(node=node, value=inner.value, reason=inner.reason, steps=(inner,))
    space = {"fact": environment.facts, "parameter": environment.parameters, "variable": environment.variables}[
        node.kind
    ]
    value = space.get(node.name)
    return TraceStep(node=node, value=value, reason="missing_facts" if value is None else None)


def _logic(node: t.And | t.Or, environment: Environment) -> TraceStep:
    decides = isinstance(node, t.Or)
    steps = trace(node.left, environment), trace(node.right, environment)
    if any(step.value is decides for step in steps):
        return TraceStep(node=node, value=decides, steps=steps)
    if any(step.value is None for step in steps):
        return TraceStep(node=node, value=None, reason=_worst(steps), steps=steps)
    return TraceStep(node=node, value=not decides, steps=steps)


def _choose(node: t.Choose, environment: Environment) -> TraceStep:
    condition = trace(node.condition, environment)
    if condition.value is None:
        return TraceStep(node=node, value=None, reason=condition.reason, steps=(condition,))
    chosen = trace(node.then if condition.value else node.otherwise, environment)
    return TraceStep(node=node, value=chosen.value, reason=chosen.reason, steps=(condition, chosen))


def _each(node: t.Each, environment: Environment) -> TraceStep:
    iterable = trace(node.iterable, environment)
    steps = [iterable]
    if iterable.value is None:
        return TraceStep(node=node, value=None, reason=iterable.reason, steps=(iterable,))
    found = []
    for item in iterable.value:
        inner = attrs.evolve(environment, variables={**environment.variables, node.variable: item})
        if node.condition is not None:
            keep = trace(node.condition, inner)
            steps.append(keep)
            if keep.value is None:
                return TraceStep(node=node, value=None, reason=keep.reason, steps=tuple(steps))
            if not keep.value:
                continue
        result = trace(node.result, inner)
        steps.append(result)
        if result.value is None:
            return TraceStep(node=node, value=None, reason=result.reason, steps=tuple(steps))
        found.append(result.value)
    return TraceStep(node=node, value=tuple(found), steps=tuple(steps))


def _table(node: t.DecisionTable, environment: Environment) -> TraceStep:
    steps = []
    hits: list[t.DecisionRow] = []
    open_rows = False
    for row in node.rows:
        condition = trace(row.when, environment) if row.when is not None else None
        if condition is not None:
            steps.append(condition)
        fits = True if condition is None else condition.value
        if fits is None and node.hit == "first":
            return TraceStep(node=node, value=None, reason=_worst(tuple(steps)), steps=tuple(steps))
        open_rows = open_rows or fits is None
        if fits:
            hits.append(row)
            if node.hit == "first":
                break
    if len(hits) > 1:
        return TraceStep(node=node, value=None, reason="table_overlap", steps=tuple(steps))
    if open_rows or not hits:
        return TraceStep(
            node=node, value=None, reason=_worst(tuple(steps)) if open_rows else "table_gap", steps=tuple(steps)
        )
    value = trace(hits[0].value, environment)
    return TraceStep(node=node, value=value.value, reason=value.reason, steps=(*steps, value))


def _strict(node: t.Node, environment: Environment) -> TraceStep:
    """Nodes that are null whenever an operand is."""
    steps: tuple[TraceStep, ...] = ()
    children = t.children(node)
    for index, child in enumerate(children):
        steps = (*steps, trace(child, environment))
        if steps[-1].value is None and steps[-1].reason not in _BROKEN:
            # later operands are traced only to list further missing facts; their failures are ignored
            rest = (trace(following, environment) for following in children[index + 1 :])
            steps = (*steps, *(step for step in rest if step.reason not in _BROKEN))
            break
    if any(step.value is None for step in steps):
        return TraceStep(node=node, value=None, reason=_worst(steps), steps=steps)
    value, reason = _apply(node, [step.value for step in steps], environment)
    return TraceStep(node=node, value=value, reason=reason, steps=steps)


def _apply(node: t.Node, values: list[Any], environment: Environment) -> tuple[Any, ReasonCode | None]:
    match node:
        case t.Not():
            return not values[0], None
        case t.Compare(operator=operator):
            return _COMPARE[operator](*values), None
        case t.In():
            return values[0] in values[1], None
        case t.Match(pattern=pattern, anywhere=anywhere):
            regex = compiled(pattern)
            return (regex.search if anywhere else regex.match)(values[0]) is not None, None
        case t.Arithmetic():
            return _arithmetic(node, values)
        case t.Negate():
            return _ranged(numbers.within(-values[0]))
        case t.Absolute():
            return _ranged(numbers.within(abs(values[0])))
        case t.Length():
            return len(values[0]), None
        case t.Part(name=name):
            return _part(values[0], name)
        case t.Fold(how=how):
            return _fold(how, values[0])
        case t.Call(function=function):
            try:
                return environment.functions[function](*values), None
            except Exception:  # noqa: BLE001 - a plugin's code: whatever it raises, the rule could not run
                return None, "failed_to_run"
    raise TypeError(f"no such node: {node!r}")


_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": lambda a, b: bool(a == b),
    "!=": lambda a, b: bool(a != b),
    "<": lambda a, b: bool(a < b),
    "<=": lambda a, b: bool(a <= b),
    ">": lambda a, b: bool(a > b),
    ">=": lambda a, b: bool(a >= b),
}


def _ranged(value: object) -> tuple[object, ReasonCode | None]:
    return value, None if value is not None else "number_out_of_range"


def _arithmetic(node: t.Arithmetic, values: list[Any]) -> tuple[Any, ReasonCode | None]:
    left, right = values
    if isinstance(left, dt.date) and isinstance(right, dt.date):
        return (left - right).days, None
    if isinstance(left, dt.date) or isinstance(right, dt.date):
        day, days = (left, right) if isinstance(left, dt.date) else (right, left)
        try:
            return day + dt.timedelta(-days if node.operator == "-" else days), None
        except OverflowError:
            return None, "number_out_of_range"
    match node.operator:
        case "+":
            return _ranged(numbers.within(left + right))
        case "-":
            return _ranged(numbers.within(left - right))
        case "*":
            return _ranged(numbers.within(left * right))
        case "**":
            return _ranged(numbers.power(left, right))
    divide = {"/": numbers.divide, "//": numbers.floor_divide, "%": numbers.remainder}[node.operator]
    value = divide(left, right)
    return value, None if value is not None else "division_by_zero" if right == 0 else "number_out_of_range"


def _part(value: Any, name: str) -> tuple[Any, ReasonCode | None]:
    if isinstance(value, Mapping):
        found = value.get(name)
        return found, None if found is not None else "missing_facts"
    return (value if name == "days" else getattr(value, name)), None


def _fold(how: str, values: tuple[Any, ...]) -> tuple[Any, ReasonCode | None]:
    match how:
        case "any":
            return True in values, None
        case "all":
            return False not in values, None
        case "sum":
            total: Any = 0
            for value in values:
                total = numbers.within(total + value)
                if total is None:
                    return None, "number_out_of_range"
            return total, None
    if not values:
        return None, "missing_facts"
    return (min if how == "min" else max)(values), None


def missing_facts(step: TraceStep) -> tuple[str, ...]:
    """The facts that are not stated and would decide a null step, each once, in order."""
    if step.value is not None:
        return ()
    if isinstance(step.node, t.Name) and step.node.kind == "fact":
        return (step.node.name,)
    return tuple(dict.fromkeys(name for part in step.steps for name in missing_facts(part)))


def code_of(when: TraceStep | None, require: TraceStep | None) -> int:
    """The outcome code that traces give."""
    for step in (when, require):
        if step is not None and step.value is None:
            return ERROR if step.reason in ("failed_to_run", "table_overlap") else UNKNOWN
    if require is None:
        return NOT_APPLICABLE
    return PASS if require.value else FAIL
