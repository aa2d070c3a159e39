"""Rules that Polars cannot say, decided row by row by the Python back end: columns in, a column of outcome codes out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs
import polars as pl

from checkrules.expressions.trace import World, code_of, trace
from checkrules.frames.verdicts import CODE
from checkrules.fused import facts_used, fuse
from checkrules.model import Content, Definition
from checkrules.tree import Node
from checkrules.typed import RecordType
from checkrules.values import tupled

if TYPE_CHECKING:
    from checkrules.checklist import Checklist, Era

_VALUE = "value"


def codes_by_row(checklist: Checklist, facts: pl.DataFrame, places: Sequence[int]) -> pl.DataFrame:
    """The outcome codes of some rules, one column a rule by its id. `facts` holds the columns `f_…` that are needed."""
    content = attrs.evolve(checklist.content, rules=tuple(checklist.content.rules[place] for place in places))

    def traced(world: World) -> bytes:
        return bytes(code_of(*checklist.steps(place, world)) for place in places)

    judges = [_made(checklist, content, era) for era in checklist.eras]
    found = [_run(judge, traced, checklist, *row) for judge, *row in _rows(checklist, content, facts, judges)]
    return pl.DataFrame(found, schema={rule.id: CODE for rule in content.rules}, orient="row")


def values_by_row(checklist: Checklist, facts: pl.DataFrame, tree: Node) -> list[object]:
    """The value of one expression in every row; None where it is null or cannot run."""
    extra = Definition(name=_VALUE, title=checklist.content.title, expression="", tree=tree)
    content = attrs.evolve(checklist.content, rules=(), definitions=(*checklist.content.definitions, extra))

    def traced(world: World) -> tuple[object, ...]:
        return (trace(tree, world).value,)

    judges = [_made(checklist, content, era) for era in checklist.eras]
    return [_run(judge, traced, checklist, *row)[-1] for judge, *row in _rows(checklist, content, facts, judges)]


def _made(checklist: Checklist, content: Content, era: Era) -> Callable[[Any], Sequence[object]]:
    fused = fuse(content, era.parameters, checklist.functions, RecordType(facts_used(content)))
    return fused.judge if content.rules else fused.define


def _rows(
    checklist: Checklist, content: Content, facts: pl.DataFrame, judges: Sequence[Any]
) -> Iterator[tuple[Any, Any, Era]]:
    record_type = RecordType(facts_used(content))
    present = [f"f_{name}" if f"f_{name}" in facts.columns else None for name in record_type.names]
    nothing = [None] * facts.height
    columns = [facts[name].to_list() if name is not None else nothing for name in present]
    date = next((i for i, name in enumerate(record_type.names) if checklist.facts[name].role == "date"), None)
    days: Iterable[dt.date | None] = columns[date] if date is not None else nothing
    for values, day in zip(zip(*columns, strict=True), days, strict=True):
        era = checklist.era_of(day) if len(checklist.eras) > 1 else 0
        yield judges[era], record_type.type(*values), checklist.eras[era]


def _run(
    judge: Callable[[Any], Sequence[object]],
    traced: Callable[[World], Sequence[object]],
    checklist: Checklist,
    record: Any,
    era: Era,
) -> Sequence[object]:
    try:
        return judge(record)
    except Exception:  # noqa: BLE001 - a function of a plugin, or a table with two rows that fit
        facts: Mapping[str, object] = {name[2:]: tupled(getattr(record, name)) for name in record.__struct_fields__}
        return traced(checklist.world(facts, era))
