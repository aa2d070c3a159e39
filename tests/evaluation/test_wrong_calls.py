"""Calls that cannot be meant, and records with thousands of unknown names."""

from __future__ import annotations

import datetime as dt
import io
from importlib.util import find_spec
from pathlib import Path

import pandas as pd
import polars as pl
import pytest

import checkrules
from checkrules import UsageError
from checkrules.model import errors

from ..kitchen import CANTEEN, kitchen

CHECKLIST = kitchen()

WRONG = {
    "a path": ("evaluate", Path("a.json"), "check takes files"),
    "a text": ("evaluate", '{"cook_count": 5}', "evaluate_json takes JSON text"),
    "bytes": ("evaluate", b"{}", "evaluate_json takes JSON text"),
    "a list": ("evaluate", [CANTEEN], "one by one"),
    "an empty list": ("evaluate", [], "one by one"),
    "a table": ("evaluate", pl.DataFrame({"cook_count": [5]}), "evaluate_frame"),
    "nothing": ("evaluate", None, "takes a mapping"),
    "a number for a name": ("evaluate", {5: 5}, "the name of a fact is a str, not int"),
    "None for a name": ("evaluate", {None: 5}, "the name of a fact is a str, not NoneType"),
    "a decoded record": ("evaluate_json", CANTEEN, "evaluate takes a record"),
    "a path to JSON": ("evaluate_json", Path("a.json"), "check takes files"),
    "an open file": ("evaluate_json", io.BytesIO(b"{}"), "read the file first"),
    "a list of numbers": ("evaluate_json", [123, 125], "takes JSON text"),
    "a number": ("evaluate_json", 5, "takes JSON text"),
}


@pytest.mark.parametrize("name", WRONG)
def test_the_error_says_what_is_expected_and_who_takes_what_was_given(name: str) -> None:
    method, given, hint = WRONG[name]
    with pytest.raises(UsageError, match=hint):
        getattr(CHECKLIST, method)(given)


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        ("a.csv", "check_table takes files"),
        (Path("a.csv"), "check_table takes files"),
        (CANTEEN, "evaluate takes one record"),
        ([CANTEEN], "polars.DataFrame makes a table of records"),
        (None, "not NoneType"),
    ],
)
def test_what_is_no_table(given: object, hint: str) -> None:
    with pytest.raises(TypeError, match=hint):
        CHECKLIST.evaluate_frame(given)  # type: ignore[arg-type]


def test_a_table_of_pandas_needs_pyarrow() -> None:
    frame = pd.DataFrame({"canteen_name": ["A", None], "cook_count": [5, 6]})
    if find_spec("pyarrow") is not None:
        assert CHECKLIST.evaluate_frame(frame).results.height == 2
        return
    with pytest.raises(UsageError, match="pip install pyarrow"):
        CHECKLIST.evaluate_frame(frame)


def test_the_text_of_a_path_is_no_json() -> None:
    with pytest.raises(checkrules.ReadError, match="check takes files"):
        CHECKLIST.evaluate_json("folder/a.json")


def test_an_empty_record_is_fine() -> None:
    assert set(CHECKLIST.evaluate({}).outcomes.values()) == {"unknown"}
    assert CHECKLIST.evaluate_json(b"{}").outcomes == CHECKLIST.evaluate({}).outcomes


@pytest.mark.parametrize("today", [dt.datetime(2024, 3, 5, 8), "2024-03-05", 20240305])
def test_today_is_a_date(today: object) -> None:
    for judge in (
        lambda: CHECKLIST.evaluate(CANTEEN, today=today),  # type: ignore[arg-type]
        lambda: CHECKLIST.evaluate_json(b"{}", today=today),  # type: ignore[arg-type]
        lambda: CHECKLIST.evaluate_frame(pl.DataFrame(CANTEEN, strict=False), today=today),  # type: ignore[arg-type]
    ):
        with pytest.raises(UsageError, match="today"):
            judge()


# unknown names

MANY = {f"cook_cout_{number}": number for number in range(30_000)}


def compared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words whose nearest name is looked for, as they are looked for."""
    words: list[str] = []
    nearest = errors.nearest
    monkeypatch.setattr(errors, "nearest", lambda word, known: words.append(word) or nearest(word, known))  # type: ignore[func-returns-value]
    return words


def test_thousands_of_unknown_names_cost_a_few_comparisons(monkeypatch: pytest.MonkeyPatch) -> None:
    words = compared(monkeypatch)
    remarks = CHECKLIST.evaluate({**CANTEEN, **MANY}).remarks
    assert len(words) == 10
    assert [remark.code for remark in remarks] == ["unknown_fact"] * 11
    assert "did you mean 'cook_count'" in remarks[0].message.en
    assert remarks[-1].message.en.startswith("and 29,990 more ")
    assert remarks[-1].message.zh.startswith("另有 29,990 项")


def test_thousands_of_unknown_columns_cost_a_few_comparisons(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    words = compared(monkeypatch)
    frame = pl.DataFrame({"cook_count": [5], **{name: [value] for name, value in list(MANY.items())[:1500]}})
    remarks = CHECKLIST.evaluate_frame(frame).remarks
    assert (len(words), len(remarks)) == (10, 11)
    assert remarks[-1].message.en.startswith("and 1,490 more ")
    words.clear()
    frame.with_columns(canteen_name=pl.lit("A")).write_csv(tmp_path / "a.csv")
    (report,) = checkrules.check(tmp_path / "a.csv", CHECKLIST).reports
    assert (len(words), len(report.remarks)) == (10, 11)
    assert report.remarks[-1].message.en.startswith("and 1,490 more columns")
    words.clear()
    summary = checkrules.check_table(tmp_path / "a.csv", CHECKLIST)
    assert (len(words), len(summary.remarks)) == (10, 11)


def test_a_long_name_is_cut_and_a_personal_number_in_it_masked() -> None:
    (remark,) = CHECKLIST.evaluate({"canteen_name": "A", "身份证11010119900307851X" + "，" * 10_000: 5}).remarks
    assert len(remark.message.en) < 200
    assert "19900307" not in remark.message.en + remark.message.zh + str(remark.fact)


class Odd:
    """A value of no use, that cannot be shown."""

    def __repr__(self) -> str:
        raise RuntimeError


DEEP: list[object] = []
for _ in range(100_000):
    DEEP = [DEEP]


@pytest.mark.parametrize(
    "value",
    [10**5000, -(10**5000), DEEP, Odd(), [Odd()], b"\xff", "x" * 100_000, list(range(10**6)), object],
    ids=lambda v: str(type(v)),
)
def test_a_value_of_any_kind_is_quoted_in_a_few_characters(value: object) -> None:
    report = CHECKLIST.evaluate({"canteen_name": "A", "cook_count": value, "checks": value, "unknown": value})
    assert sorted(remark.code for remark in report.remarks) == ["invalid_value", "invalid_value", "unknown_fact"]
    assert all(len(remark.message.en) < 300 for remark in report.remarks)
