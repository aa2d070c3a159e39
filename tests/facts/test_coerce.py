"""`coerce=True`: values as databases and exports have them, taken for what they mean; the same in one record, in JSON and in columns."""

from __future__ import annotations

import datetime as dt
import json
import math
from decimal import Decimal
from typing import Any

import attrs
import polars as pl
import pytest

from checkrules import Report

from ..kitchen import kitchen
from ..tables.columns.every_type import checklist, rule

CHECKLIST = checklist([rule("R1", "b", message="{b}"), rule("R2", "n > 2 and x > 1"), rule("R3", "ch == 'a'"), rule("R4", "d > d'2023-09-04'"), rule("R5", "'a' in cs and xs.length > 1")])  # fmt: skip
KITCHEN = kitchen()


@attrs.frozen
class Case:
    """A fact, a value that it does not take as it is, and what it is taken as; `missing`: it states nothing."""

    fact: str
    value: Any
    taken: object
    words: str = ""


TAKEN = {
    "1 for yes": Case("b", 1, True, "yes"),
    "0 for no": Case("b", 0, False, "no"),
    "1.0 for yes": Case("b", 1.0, True, "yes"),
    "a decimal for no": Case("b", Decimal(0), False, "no"),
    "true": Case("b", "true", True, "yes"),
    "是": Case("b", "是", True, "yes"),
    "N": Case("b", "N", False, "no"),
    "blank": Case("b", " ", None, "not stated"),
    "a whole number in text": Case("n", "1,200", 1200, "1200"),
    "one as a double": Case("n", "3.0", 3, "3"),
    "none for 0": Case("n", "无", 0, "0"),
    "a number in text": Case("x", "-2.5", -2.5, "-2.5"),
    "NaN": Case("x", math.nan, None, "not stated"),
    "NaN for a whole number": Case("n", math.nan, None, "not stated"),
    "NaN for yes or no": Case("b", math.nan, None, "not stated"),
    "a label": Case("ch", "选a", "a", "opt a"),
    "an English label": Case("ch", "OPT AB", "ab", "opt ab"),
    "a date as people write it": Case("d", "2023年9月5日", dt.date(2023, 9, 5), "2023-09-05"),
    "a list in a text": Case("cs", "选a、选b", ("a", "b"), "opt a, opt b"),
    "labels in a list": Case("cs", ["选a", "b"], ("a", "b"), "opt a, opt b"),
    "texts in a text": Case("xs", "甲、乙", ("甲", "乙"), "甲, 乙"),
}
NOT_TAKEN = {
    "2 for yes": Case("b", 2, None),
    "a word": Case("b", "maybe", None),
    "a fraction for a whole number": Case("n", "3.5", None),
    "more than 64 bits": Case("n", "100000000000000000000", None),
    "yes for a number": Case("x", True, None),
    "inf": Case("x", "inf", None),
    "out of bounds": Case("m", "100", None),
    "an unknown label": Case("ch", "选z", None),
    "one of the labels": Case("cs", ["选a", "选z"], None),
    "half a date": Case("d", "9月5日", None),
    "a number for a text": Case("s", 5, None),
    "a number for a date": Case("d", 20230905, None),
    "a time in seconds": Case("d", 1.6e9, None),
}


def codes(remarks: tuple[Any, ...]) -> list[str]:
    return [remark.code for remark in remarks]


def frame_of(case: Case) -> pl.DataFrame:
    column = pl.Series(case.fact, [case.value, None, case.value])
    return pl.DataFrame({"name": ["A", "B", "C"]}).with_columns(column)


@pytest.mark.parametrize("name", TAKEN)
def test_taken(name: str) -> None:
    case = TAKEN[name]
    facts = {"name": "A", case.fact: case.value}
    plain = CHECKLIST.evaluate({"name": "A", case.fact: case.taken})
    assert codes(CHECKLIST.evaluate(facts).remarks) == ["invalid_value"]
    report = CHECKLIST.evaluate(facts, coerce=True)
    assert report.facts[case.fact] == case.taken
    assert type(report.facts[case.fact]) is type(case.taken)
    assert report.outcomes == plain.outcomes
    (remark,) = report.remarks
    assert (remark.code, remark.fact) == ("coerced", case.fact)
    assert f"taken as '{case.words}'" in remark.message.en
    table = CHECKLIST.evaluate_frame(frame_of(case), coerce=True)
    assert bytes(table.outcomes.row(0)) == bytes(table.outcomes.row(2)) == plain.codes
    assert table.misfits.height == 0
    (remark,) = table.remarks
    assert (remark.code, remark.fact) == ("coerced", case.fact)
    assert remark.message.en.endswith("(2 cells in all)")


@pytest.mark.parametrize("name", NOT_TAKEN)
def test_not_taken(name: str) -> None:
    case = NOT_TAKEN[name]
    report = CHECKLIST.evaluate({"name": "A", case.fact: case.value}, coerce=True)
    assert codes(report.remarks) == ["invalid_value"]
    table = CHECKLIST.evaluate_frame(frame_of(case), coerce=True)
    assert (table.misfits.height, codes(table.remarks)) == (2, [])
    assert bytes(table.outcomes.row(0)) == report.codes


JSON = [pytest.param(case, id=name) for name, case in (TAKEN | NOT_TAKEN).items() if case.value == case.value and not isinstance(case.value, Decimal)]  # fmt: skip


@pytest.mark.parametrize("case", JSON)
def test_the_same_in_json(case: Case) -> None:
    facts = {"name": "A", case.fact: case.value}
    report = CHECKLIST.evaluate(facts, coerce=True)
    found = CHECKLIST.evaluate_json(json.dumps(facts), coerce=True)
    assert (found.outcomes, codes(found.remarks)) == (report.outcomes, codes(report.remarks))


def test_values_that_fit_stay_as_they_are() -> None:
    facts = {"name": "是", "s": "1", "b": True, "n": 3, "x": 1, "ch": "a", "d": "2023-09-05", "xs": ["1、2"]}
    assert CHECKLIST.evaluate(facts, coerce=True).remarks == ()
    assert CHECKLIST.evaluate(facts, coerce=True).facts == CHECKLIST.evaluate(facts).facts
    frame = pl.DataFrame([facts])
    table = CHECKLIST.evaluate_frame(frame, coerce=True)
    assert (table.remarks, table.misfits.height) == ((), 0)


def test_fields_of_records() -> None:
    check = {"day": "2024年3月1日", "temperature": "3.5", "done": "是"}
    report = KITCHEN.evaluate({"canteen_name": "A", "checks": [check]}, coerce=True)
    assert report.facts["checks"] == ({"day": dt.date(2024, 3, 1), "temperature": 3.5, "done": True},)
    assert codes(report.remarks) == ["coerced"]
    table = KITCHEN.evaluate_frame(pl.DataFrame({"canteen_name": ["A"], "checks": [[check]]}), coerce=True)
    assert (codes(table.remarks), table.misfits.height) == (["coerced"], 0)
    assert bytes(table.outcomes.row(0)) == report.codes


def test_a_column_in_which_some_cells_are_taken() -> None:
    frame = pl.DataFrame({"name": ["A", "B", "C", "D"], "n": ["3", "x", None, "4"]})
    table = CHECKLIST.evaluate_frame(frame, coerce=True)
    assert table.misfits.select("row", "fact", "value").rows() == [(2, "n", "x")]
    assert codes(table.remarks) == ["coerced"]
    for number, row in enumerate(frame.rows(named=True)):
        report: Report = CHECKLIST.evaluate(row, coerce=True)
        assert bytes(table.outcomes.row(number)) == report.codes
    assert CHECKLIST.evaluate_frame(frame).misfits.height == 3
