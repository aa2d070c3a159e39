"""Hold every peer against the checklist on fully stated records, and tell how long each takes.

    python benchmarks/peers/check.py [ROUNDS]

Records hold the facts that a rule reads or the form requires. Every peer is checked on all of them before it is timed; the
rounds of all peers run in turn in one process. `checkrules` makes a report each time, with its remarks and facts.
"""

from __future__ import annotations

import datetime as dt
import gc
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.pop(0)  # this folder: its modules are named as the packages that they measure
sys.path.insert(0, str(Path(__file__).parents[1]))

import checkrules
from checkrules import tree as t
from peers import cel_python, cel_rust, datalogic, json_logic, rule_engine_text, zen
from peers.outcome_trees import outcome_trees
from submissions import submissions

RECORDS = 200
SLOW = ("cel-python",)
"""Peers that are timed on a tenth of the records."""


def stated_records(checklist: checkrules.Checklist, count: int) -> list[dict[str, object]]:
    """The facts of made-up submissions that state everything, as JSON has them."""
    used = {name for tree in outcome_trees(checklist) for name in t.names(tree, "fact")}
    used.update(checklist.content.form.required)
    table = submissions(checklist, 15 * count).drop_nulls().head(count)
    assert table.height == count

    def plain(value: object) -> object:
        return value.isoformat() if isinstance(value, dt.date) else value

    rows = table.select(name for name in table.columns if name in used).to_dicts()
    return [{name: plain(value) for name, value in row.items()} for row in rows]


def contenders(checklist: checkrules.Checklist) -> dict[str, tuple[Callable[[Any], list[str]], bool]]:
    """Every way to judge a record, and whether it takes JSON text."""
    return {
        "checkrules": (lambda facts: list(checklist.evaluate(facts).outcomes.values()), False),
        "checkrules, JSON text": (lambda text: list(checklist.evaluate_json(text).outcomes.values()), True),
        "datalogic": (datalogic.judge(checklist), False),
        "datalogic, JSON text": (datalogic.judge_text(checklist), True),
        "zen": (zen.judge(checklist), False),
        "zen, JSON text": (zen.judge_text(checklist), True),
        "cel (Rust)": (cel_rust.judge(checklist), False),
        "json-logic": (json_logic.judge(checklist), False),
        "rule-engine": (rule_engine_text.judge(checklist), False),
        "cel-python": (cel_python.judge(checklist), False),
    }


def main(rounds: int) -> None:
    """Check and print the table."""
    checklist = checkrules.load_checklist("mental-health")
    records = stated_records(checklist, RECORDS)
    texts = [json.dumps(facts, ensure_ascii=False) for facts in records]
    expected = [list(checklist.evaluate(facts).outcomes.values()) for facts in records]
    assert {outcome for outcomes in expected for outcome in outcomes} == {"pass", "fail", "not_applicable"}
    judges = contenders(checklist)
    for name, (judge, takes_text) in judges.items():
        for data, outcomes in zip(texts if takes_text else records, expected, strict=True):
            assert judge(data) == outcomes, f"{name} differs for {data}"
    print(f"all agree on {len(records)} records of {len(expected[0])} rules")
    times: dict[str, list[float]] = {name: [] for name in judges}
    gc.disable()
    for _ in range(rounds):
        for name, (judge, takes_text) in judges.items():
            timed = (texts if takes_text else records)[: RECORDS // 10 if name in SLOW else RECORDS]
            started = time.perf_counter()
            for data in timed:
                judge(data)
            times[name].append(1e6 * (time.perf_counter() - started) / len(timed))
            gc.collect()
    print(f"{'':<24}{'µs a record':>12}")
    for name, found in times.items():
        print(f"{name:<24}{statistics.median(found):>12.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
