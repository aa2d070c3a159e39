"""Made-up tables of all that databases and exports hold: with and without `coerce`, each row as one record."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from random import Random

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from .every_type import FORM, checklist, rule
from .made_up import table

RULES = [
    "n > 2", "x > 1", "y > 1", "great > 0", "m > 0", "ch < 'b'", "'a' in cs", "acts.length > 0", "xs.length > 0", "b", "c",
    "s == 'ABC'", "day > d'2023-08-31'", "d > day", "'k1' in nine", "'d3' in many",
]  # fmt: skip
MADE = checklist([rule(f"R{number}", text) for number, text in enumerate(RULES)])
TODAY = dt.date(2024, 5, 1)
TYPED = (
    None, "", "是", "否", "true", "0", "1", "1,200", "3.5", "无", "2023年9月5日", "2023-09-05T20:00Z", "2023-09-05", "选a", "opt ab",
    "a、b", "选a/选b", "未填", "x", "12人", "k1,k2", "٣", "9" * 30, "1e400", "  ", "a:b",
)  # fmt: skip
LISTS = (["选a", "b"], ["a", "z"], [], None, ["opt ab"])


def odd_table(random: Random) -> pl.DataFrame:
    """A table in which many columns hold another type than the form says."""
    frame = table(MADE, 6, random)
    columns = []
    for fact in FORM.facts:
        kind = random.random()
        if kind < 0.4:
            columns.append(pl.Series(fact.name, random.choices(TYPED, k=6), dtype=pl.String))
        elif kind < 0.5:
            numbers = random.choices((0, 1, 2, None), k=6)
            columns.append(pl.Series(fact.name, numbers, dtype=random.choice((pl.Int64, pl.Float64, pl.UInt8))))
        elif kind < 0.55:
            columns.append(pl.Series(fact.name, random.choices(LISTS, k=6), dtype=pl.List(pl.String)))
        elif kind < 0.6:
            columns.append(pl.Series(fact.name, random.choices((0.0, 1.0, float("nan"), None, 2.5), k=6)))
    return frame.with_columns(columns)


@pytest.mark.parametrize("coerce", [True, False])
@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32))
@example(seed=3)
@example(seed=5)
@example(seed=22)
def test_a_table_says_what_its_rows_say(coerce: bool, seed: int) -> None:
    frame = odd_table(Random(seed))
    judged = MADE.evaluate_frame(frame, today=TODAY, coerce=coerce)
    misfits = defaultdict(set)
    for row, fact in judged.misfits.select("row", "fact").rows():
        misfits[row].add(fact)
    remarked: dict[str, set[str | None]] = {"coerced": set(), "time_cut": set()}
    for number, facts in enumerate(frame.iter_rows(named=True), start=1):
        report = MADE.evaluate(facts, today=TODAY, coerce=coerce)
        assert bytes(judged.outcomes.row(number - 1)) == report.codes
        assert misfits[number] == {remark.fact for remark in report.remarks if remark.code == "invalid_value"}
        for code, found in remarked.items():
            found |= {remark.fact for remark in report.remarks if remark.code == code}
    for code, found in remarked.items():
        assert {remark.fact for remark in judged.remarks if remark.code == code} == found
