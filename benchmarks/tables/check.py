"""Hold every other way to sum up a table against the checklist itself; ways are named by their modules.

python benchmarks/tables/check.py [ROWS]
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from math import isclose
from pathlib import Path
from types import ModuleType

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).parents[1])

import polars as pl

import checkrules
from submissions import submissions
from tables import Summed, duckdb_sql, numpy_blocks, polars_by_hand, polars_checked

WAYS: Mapping[str, ModuleType] = {
    "Polars by hand": polars_by_hand,
    "Polars by hand, cells checked": polars_checked,
    "DuckDB": duckdb_sql,
    "numpy in blocks": numpy_blocks,
}


def ours(checklist: checkrules.Checklist, frame: pl.DataFrame) -> Summed:
    """The summary as the checklist makes it."""
    judged = checklist.evaluate_frame(frame)
    return Summed(counts=judged.counts, grades=judged.grades, score_sum=judged.score_sum)


def hold(name: str, found: Summed, expected: Summed) -> None:
    """Raise AssertionError where a summary is not the expected one; the rule that differs is named."""
    for rule, counts in expected.counts.items():
        assert found.counts[rule] == tuple(counts), f"{name}, rule {rule}: {found.counts[rule]} for {counts}"
    assert found.grades == expected.grades, f"{name}: {found.grades} for {expected.grades}"
    (added, scored), (right, count) = found.score_sum, expected.score_sum
    assert scored == count, f"{name}: {scored} scored for {count}"
    assert isclose(added, right, rel_tol=1e-9), f"{name}: a sum of {added} for {right}"


def check(checklist: checkrules.Checklist, rows: int) -> None:
    """Hold all ways on so many made-up submissions, and on a few that state next to nothing."""
    frame = submissions(checklist, rows, seed=2)
    few = frame.head(64).with_columns(
        pl.when(pl.int_range(64) % 8 == number % 8).then(name).alias(name) for number, name in enumerate(frame.columns)
    )
    nothing = frame.head(3).select(pl.lit(None, kind).alias(name) for name, kind in frame.schema.items())
    for table in (frame, few, nothing):
        expected = ours(checklist, table)
        for name, way in WAYS.items():
            hold(name, way.prepared(checklist, table)(), expected)


def main(rows: int) -> None:
    """Say that all agree."""
    check(checkrules.load_checklist("mental-health"), rows)
    print(f"all give the same summary of {rows} rows")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
