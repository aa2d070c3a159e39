"""`strict=True` raises on what does not fit: with the first of it, and how many more there are."""

from __future__ import annotations

import json

import attrs
import polars as pl
import pytest

from checkrules import ReadError

from ..kitchen import CANTEEN, kitchen

CHECKLIST = kitchen()


@attrs.frozen
class Case:
    """Facts, the first of what does not fit, and how many more there are."""

    facts: dict[str, object]
    first: str
    more: int = 0


CASES = {
    "an invalid value": Case({**CANTEEN, "cook_count": "five"}, r"'Cooks' \(cook_count\) is stated as 'five'"),
    "an unknown fact": Case({**CANTEEN, "cook_cuont": 5}, "the form has no fact 'cook_cuont'"),
    "a required fact that is missing": Case({"cook_count": 5}, r"\(canteen_name\) is not stated"),
    "a required fact that is null": Case({"canteen_name": None}, r"\(canteen_name\) is not stated"),
    "several": Case({"cook_count": "five", "meal_count": "many", "z": 1}, "is stated as '(five|many)'", 3),
    "very many": Case({**CANTEEN, **{f"z{number}": 1 for number in range(1000)}}, "'z0'", 999),
}


@pytest.mark.parametrize("name", CASES)
def test_what_does_not_fit_is_refused(name: str) -> None:
    case = CASES[name]
    frame = pl.DataFrame({key: [value] for key, value in case.facts.items()}, strict=False)
    for judge in (
        lambda: CHECKLIST.evaluate(case.facts, strict=True),
        lambda: CHECKLIST.evaluate_json(json.dumps(case.facts), strict=True),
        lambda: CHECKLIST.evaluate_frame(frame, strict=True),
    ):
        with pytest.raises(ReadError, match=case.first) as caught:
            judge()
        assert (f"and {case.more} more" in caught.value.problem.en) == bool(case.more)
        assert (f"另有 {case.more} 处" in caught.value.problem.zh) == bool(case.more)


def test_what_fits_is_judged_as_ever() -> None:
    frame = pl.DataFrame(CANTEEN | {"checks": [CANTEEN["checks"]]}, strict=False)
    report = CHECKLIST.evaluate(CANTEEN)
    assert CHECKLIST.evaluate(CANTEEN, strict=True).outcomes == report.outcomes
    assert CHECKLIST.evaluate_json(json.dumps(CANTEEN), strict=True).outcomes == report.outcomes
    assert bytes(CHECKLIST.evaluate_frame(frame, strict=True).outcomes.row(0)) == report.codes


def test_facts_that_contradict_one_another_fit() -> None:
    report = CHECKLIST.evaluate({**CANTEEN, "certified_cook_count": 9}, strict=True)
    assert [remark.code for remark in report.remarks] == ["inconsistent"]


def test_the_row_of_a_table_is_named() -> None:
    frame = pl.DataFrame({"canteen_name": ["A", None, "C"], "cook_count": [5, 5, -5]})
    with pytest.raises(ReadError, match=r"row 3: .*and 1 more"):
        CHECKLIST.evaluate_frame(frame, strict=True)
    with pytest.raises(ReadError, match=r"row 2: .*canteen_name.* is not stated"):
        CHECKLIST.evaluate_frame(frame.drop("cook_count"), strict=True)
