"""A judged table as an object: copied, sent to another process, shown."""

from __future__ import annotations

import copy
import datetime as dt
import pickle

import polars as pl

from ..kitchen import kitchen

TODAY = dt.date(2024, 3, 1)
FRAME = pl.DataFrame({"canteen_name": ["甲", "乙"], "cook_count": [4, -1], "unknown": [1, 2]})


def test_a_copy_has_the_same_results() -> None:
    judged = kitchen().evaluate_frame(FRAME, today=TODAY)
    fresh = pickle.dumps(judged)
    judged.issues()
    for packed in (fresh, pickle.dumps(judged)):
        sent = pickle.loads(packed)  # noqa: S301 - made here
        assert sent.results.equals(judged.results)
        assert sent.misfits.equals(judged.misfits)
        assert sent.issues().equals(judged.issues())
        assert sent.remarks == judged.remarks
        assert sent.today == TODAY
    assert copy.deepcopy(judged) is judged


def test_it_is_shown_on_one_line() -> None:
    assert repr(kitchen().evaluate_frame(FRAME)) == "JudgedTable(checklist='kitchen', rows=2)"
