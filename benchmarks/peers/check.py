"""Everyone who judges one record, each held against the checklist on fully stated records.

    python benchmarks/peers/check.py [RECORDS]

Records hold the facts that a rule reads or the form requires, and state them all: most peers have no unknown. None has
places of no number, since rule-engine stops at a division by zero.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).parents[1])  # this folder's modules are named as the packages that they measure

import attrs
import polars as pl

import checkrules
from checkrules.model import tree as t
from peers import cel_python, cel_rust, datalogic, json_logic, rule_engine_text, rule_engine_typed, zen
from peers.outcome_trees import outcome_trees
from submissions import submissions

Record = dict[str, object]


@attrs.frozen(kw_only=True)
class Contender:
    """A way to judge a record. `given` makes what it takes of a record, beforehand."""

    judge: Callable[[Any], Sequence[str]]
    given: Callable[[Record], object] = lambda record: record


def stated_records(checklist: checkrules.Checklist, count: int) -> list[Record]:
    """The facts of made-up submissions that state everything, as JSON has them."""
    used = {name for tree in outcome_trees(checklist) for name in t.names(tree, "fact")}
    used.update(checklist.content.form.required)
    table = submissions(checklist, 15 * count + 100).drop_nulls().filter(pl.col("key_place_count") > 0).head(count)
    assert table.height == count

    def plain(value: object) -> object:
        return value.isoformat() if isinstance(value, dt.date) else value

    rows = table.select(name for name in table.columns if name in used).to_dicts()
    return [{name: plain(value) for name, value in row.items()} for row in rows]


def text_of(record: Record) -> str:
    """A record as JSON text."""
    return json.dumps(record, ensure_ascii=False)


def bytes_of(record: Record) -> bytes:
    """A record as JSON in UTF-8."""
    return text_of(record).encode()


def contenders(checklist: checkrules.Checklist) -> Mapping[str, Contender]:
    """Everyone, by name; those in front of the comma take a mapping, those `from text` JSON."""

    def environment(record: Record) -> object:
        return rule_engine_typed.world_of(checklist, record)

    return {
        "checkrules": Contender(judge=lambda record: list(checklist.evaluate(record).outcomes.values())),
        "checkrules, from bytes": Contender(
            judge=lambda data: list(checklist.evaluate_json(data).outcomes.values()), given=bytes_of
        ),
        "rule-engine, typed": Contender(judge=rule_engine_typed.judge(checklist), given=environment),
        "rule-engine, untyped": Contender(judge=rule_engine_text.judge(checklist)),
        "datalogic-py": Contender(judge=datalogic.judge(checklist)),
        "datalogic-py, from text": Contender(judge=datalogic.judge_text(checklist), given=text_of),
        "zen-engine": Contender(judge=zen.judge(checklist)),
        "zen-engine, from text": Contender(judge=zen.judge_text(checklist), given=text_of),
        "common-expression-language": Contender(judge=cel_rust.judge(checklist)),
        "cel-python": Contender(judge=cel_python.judge(checklist)),
        "json-logic-qubit": Contender(judge=json_logic.judge(checklist)),
    }


def check(everyone: Mapping[str, Contender], records: Sequence[Record]) -> None:
    """Raise AssertionError where a contender's outcomes are not those of the first; the record is told."""
    first = next(iter(everyone.values()))
    expected = [first.judge(first.given(record)) for record in records]
    assert {outcome for outcomes in expected for outcome in outcomes} == {"pass", "fail", "not_applicable"}
    for name, contender in everyone.items():
        for record, outcomes in zip(records, expected, strict=True):
            assert contender.judge(contender.given(record)) == outcomes, f"{name} differs for {record}"


def main(count: int) -> None:
    """Say that all agree."""
    checklist = checkrules.load_checklist("mental-health")
    check(contenders(checklist), stated_records(checklist, count))
    print(f"all agree on {count} records of {len(checklist.content.rules)} rules")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
