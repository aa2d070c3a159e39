"""What each evaluator makes of one expression: the trace, generated Python, and rule-engine itself."""

from __future__ import annotations

import datetime as dt

import rule_engine

from checkrules.expressions.to_python import Lowering
from checkrules.expressions.trace import Environment, TraceStep, trace
from checkrules.model import tree as t

from .strategies import FUNCTIONS, PARAMETERS


def lowered(node: t.Node, stated: dict[str, object]) -> tuple[object, bool, bool]:
    """The value that generated code gives, and whether it says true and says false."""
    lowering = Lowering(parameters=PARAMETERS, functions=FUNCTIONS, limits={"n": (-20, 20)})
    value = lowering.value(node)
    boolean = t.type_of(node) == "boolean"
    conditions = (lowering.true(node), lowering.false(node)) if boolean else ("None", "None")
    arguments = ", ".join(f"f_{name}" for name in stated)
    namespace = dict(lowering.namespace)
    source = f"def run({arguments}):\n return {value}, bool({conditions[0]}), bool({conditions[1]})"
    namespace["__builtins__"] = {**namespace["__builtins__"], "bool": bool}
    exec(source, namespace)
    return namespace["run"](*stated.values())


def traced(node: t.Node, stated: dict[str, object]) -> TraceStep:
    """The step that the trace ends with."""
    return trace(node, Environment(facts=stated, parameters=PARAMETERS, definitions={}, functions=FUNCTIONS))


def by_rule_engine(text: str, stated: dict[str, object]) -> object:
    """The value that rule-engine gives, whose numbers are decimals. Raises its errors."""
    context = rule_engine.Context(default_timezone="utc", resolver=rule_engine.resolve_item)
    environment = {name: _engine_value(value) for name, value in {**stated, **PARAMETERS, **FUNCTIONS}.items()}
    return rule_engine.Rule(text, context=context).evaluate(environment)


def _engine_value(value: object) -> object:
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day, tzinfo=dt.UTC)
    if isinstance(value, tuple):
        return tuple(_engine_value(item) for item in value)
    return {key: _engine_value(item) for key, item in value.items()} if isinstance(value, dict) else value
