"""Rules that Polars cannot express, decided row by row by the Python back end: columns in, outcome codes out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs
import polars as pl

from checkrules.evaluation.compiled import Compiled, ParameterPeriod
from checkrules.evaluation.generated import facts_used, generate
from checkrules.expressions.trace import Environment, code_of, trace
from checkrules.facts.kinds import tupled
from checkrules.facts.record import RecordType
from checkrules.model.rules import Content, Definition
from checkrules.model.tree import Node
from checkrules.tables.columns.outcome_columns import CODE

_VALUE = "value"


def codes_by_row(compiled: Compiled, facts: pl.DataFrame, indexes: Sequence[int]) -> pl.DataFrame:
    """The outcome codes of some rules, one column per rule by its id. `facts` holds the columns `f_…` that are needed."""
    content = attrs.evolve(compiled.content, rules=tuple(compiled.content.rules[index] for index in indexes))

    def traced(environment: Environment) -> bytes:
        return bytes(code_of(*compiled.steps(index, environment)) for index in indexes)

    judges = [_made(compiled, content, period) for period in compiled.periods]
    found = [_run(judge, traced, compiled, *row) for judge, *row in _rows(compiled, content, facts, judges)]
    return pl.DataFrame(found, schema={rule.id: CODE for rule in content.rules}, orient="row")


def values_by_row(compiled: Compiled, facts: pl.DataFrame, tree: Node) -> list[object]:
    """The value of one expression in every row; None where it is null or cannot run."""
    extra = Definition(name=_VALUE, title=compiled.content.title, expression="", tree=tree)
    content = attrs.evolve(compiled.content, rules=(), definitions=(*compiled.content.definitions, extra))

    def traced(environment: Environment) -> tuple[object, ...]:
        return (trace(tree, environment).value,)

    judges = [_made(compiled, content, period) for period in compiled.periods]
    return [_run(judge, traced, compiled, *row)[-1] for judge, *row in _rows(compiled, content, facts, judges)]


def _made(compiled: Compiled, content: Content, period: ParameterPeriod) -> Callable[[Any], Sequence[object]]:
    generated = generate(content, period.parameters, compiled.functions, RecordType(facts_used(content)))
    return generated.judge if content.rules else generated.define


def _rows(
    compiled: Compiled, content: Content, facts: pl.DataFrame, judges: Sequence[Any]
) -> Iterator[tuple[Any, Any, ParameterPeriod]]:
    record_type = RecordType(facts_used(content))
    present = [f"f_{name}" if f"f_{name}" in facts.columns else None for name in record_type.names]
    nothing = [None] * facts.height
    columns = [facts[name].to_list() if name is not None else nothing for name in present]
    date = next((i for i, name in enumerate(record_type.names) if compiled.facts[name].role == "date"), None)
    days: Iterable[dt.date | None] = columns[date] if date is not None else nothing
    for values, day in zip(zip(*columns, strict=True), days, strict=True):
        period = compiled.period_index(day) if len(compiled.periods) > 1 else 0
        yield judges[period], record_type.type(*values), compiled.periods[period]


def _run(
    judge: Callable[[Any], Sequence[object]],
    traced: Callable[[Environment], Sequence[object]],
    compiled: Compiled,
    record: Any,
    period: ParameterPeriod,
) -> Sequence[object]:
    try:
        return judge(record)
    except Exception:  # noqa: BLE001 - a function of a plugin, or a table with two rows that fit
        facts: Mapping[str, object] = {name[2:]: tupled(getattr(record, name)) for name in record.__struct_fields__}
        return traced(compiled.environment(facts, period))
