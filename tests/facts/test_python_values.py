"""Values as NumPy, pandas, Polars and enumerations have them: in one record they mean what they mean in a column, and as the page
of values says."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from decimal import Decimal
from enum import Enum, IntEnum
from pathlib import Path
from typing import Any

import attrs
import numpy as np
import pandas as pd
import polars as pl
import pytest

from checkrules.checklist import Checklist
from checkrules.evaluation.judged import JudgedSubmission

from ..tables.columns.every_type import checklist, rule

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "values.md"
DAY = dt.date(2023, 9, 5)
CHECKLIST: Checklist = checklist([rule("R1", "b"), rule("R2", "n > 2 and x > 1"), rule("R3", "ch == 'a' and s == 'AB'"), rule("R4", "d > d'2023-09-04'"), rule("R5", "'a' in cs and xs.length > 1 and acts.length > 0")])  # fmt: skip


class Stage(Enum):
    A = "a"


class Text(str, Enum):  # noqa: UP042 - not a StrEnum
    A = "a"
    AB = "AB"


class Size(IntEnum):
    FOUR = 4


class Counted:
    def __index__(self) -> int:
        return 4


@attrs.frozen
class Kind:
    """A fact of the form, what it becomes, values by the name that the page gives their type, and values that are invalid."""

    fact: str
    becomes: object
    accepted: dict[str, Any]
    refused: tuple[Any, ...]


KINDS = {
    "yes or no": Kind("b", True, {"bool": True, "numpy.bool_": np.True_}, (1, 0.0, np.int64(1), "true", "是")),
    "whole number": Kind(
        "n",
        4,
        {
            "int": 4,
            "float": 4.0,
            "decimal.Decimal": Decimal("4.00"),
            "numpy.int64": np.int64(4),
            "numpy.uint8": np.uint8(4),
            "numpy.float64": np.float64(4.0),
            "enum.IntEnum": Size.FOUR,
            "__index__": Counted(),
        },
        (4.5, True, np.True_, "4", Decimal("4.5"), np.float32(4.5), float("nan"), np.timedelta64(4, "D"), 10**30),
    ),
    "number": Kind(
        "x",
        4.0,
        {
            "int": 4,
            "float": 4.0,
            "decimal.Decimal": Decimal(4),
            "numpy.int64": np.int64(4),
            "numpy.float32": np.float32(4.0),
            "numpy.float64": np.float64(4.0),
            "numpy.longdouble": np.longdouble(4),
            "enum.IntEnum": Size.FOUR,
            "__index__": Counted(),
        },
        (True, np.True_, "4", float("nan"), np.float64("inf"), 4j, 10**400, Decimal("NaN"), Decimal("sNaN")),
    ),
    "text": Kind("s", "AB", {"str": "ＡＢ", "numpy.str_": np.str_("AB"), "enum.Enum": Text.AB}, (4, b"AB", np.bytes_(b"AB"))),
    "choice": Kind("ch", "a", {"str": "a", "numpy.str_": np.str_("a"), "enum.Enum": Stage.A}, ("z", "选a", 0, b"a")),
    "date": Kind(
        "d",
        DAY,
        {
            "datetime.date": DAY,
            "datetime.datetime": dt.datetime(2023, 9, 5, 14, 30),
            "pandas.Timestamp": pd.Timestamp("2023-09-05 14:30"),
            "numpy.datetime64": np.datetime64("2023-09-05T14:30", "ns"),
            "str": "2023-09-05",
        },
        ("2023-9-5", "2023-W36-2", 20230905, 1.5e9, dt.time(14, 30), dt.timedelta(5), "20230905", pd.Period("2023-09-05")),
    ),
    "list of choices or texts": Kind(
        "cs",
        ("a", "b"),
        {
            "list": ["a", "b"],
            "tuple": ("a", np.str_("b")),
            "set": {"b", "a"},
            "frozenset": frozenset("ab"),
            "numpy.ndarray": np.array(["a", "b"]),
            "pandas.Series": pd.Series(["a", "b"]),
            "polars.Series": pl.Series(["a", "b"]),
        },
        ("a", ["a", None], ["a", pd.NA], [1], {"a": 1}, np.array(["a", "z"])),
    ),
    "list of records": Kind(
        "acts",
        ({"hours": 4, "done": True},),
        {
            "list": [{"hours": np.int64(4), "done": np.True_}],
            "tuple": ({"hours": 4, "done": True},),
            "numpy.ndarray": np.array([{"hours": 4, "done": True}]),
            "polars.Series": pl.Series([{"hours": 4, "done": True}]),
        },
        ([{"other": 1}], {"hours": 4}, [[1]], [None]),
    ),
}  # fmt: skip
TIMES = {"datetime.datetime", "pandas.Timestamp", "numpy.datetime64"}
MISSING = {
    "None": None,
    "pandas.NA": pd.NA,
    "pandas.NaT": pd.NaT,
    "numpy.datetime64('NaT')": np.datetime64("NaT", "ns"),
}
ACCEPTED = [pytest.param(kind, name, id=f"{kind}: {name}") for kind, of in KINDS.items() for name in of.accepted]
REFUSED = [pytest.param(kind, value, id=f"{kind}: {value!r}") for kind, of in KINDS.items() for value in of.refused]


def judged(facts: dict[str, object]) -> JudgedSubmission:
    return CHECKLIST.evaluate({"name": "A", **facts})


def codes(report: JudgedSubmission) -> list[str]:
    return [remark.code for remark in report.remarks]


def plain(value: object) -> bool:
    """Whether a value and all in it are Python's own."""
    if isinstance(value, tuple | dict):
        return all(map(plain, value.values() if isinstance(value, dict) else value))
    return type(value) in (bool, int, float, str, dt.date)


@pytest.mark.parametrize(("kind", "name"), ACCEPTED)
def test_accepted(kind: str, name: str) -> None:
    of = KINDS[kind]
    report = judged({of.fact: of.accepted[name]})
    assert report.facts[of.fact] == of.becomes
    assert plain(report.facts[of.fact])
    assert plain(report.used[of.fact])
    assert codes(report) == (["time_cut"] if name in TIMES else [])
    assert report.outcomes == judged({of.fact: of.becomes}).outcomes


@pytest.mark.parametrize(("kind", "value"), REFUSED)
def test_refused(kind: str, value: object) -> None:
    of = KINDS[kind]
    report = judged({of.fact: value})
    assert codes(report) == ["invalid_value"]
    assert of.fact not in report.facts
    assert report.outcomes == judged({}).outcomes


@pytest.mark.parametrize("name", MISSING)
@pytest.mark.parametrize("kind", KINDS)
def test_missing_is_not_stated(kind: str, name: str) -> None:
    report = judged({KINDS[kind].fact: MISSING[name]})
    assert codes(report) == []
    assert report.facts[KINDS[kind].fact] is None
    assert report.outcomes == judged({}).outcomes


def test_a_required_fact_that_is_missing() -> None:
    assert codes(CHECKLIST.evaluate({"name": pd.NA})) == ["required_missing"]


def test_values_that_refuse_to_be_asked() -> None:
    class Hostile:
        def __getattr__(self, name: str) -> object:
            raise RuntimeError(name)

        def __eq__(self, other: object) -> bool:
            raise RuntimeError

        __hash__ = None  # type: ignore[assignment]

    assert codes(judged({of.fact: Hostile() for of in KINDS.values()})) == ["invalid_value"] * len(KINDS)


def columns() -> list[Any]:
    found = []
    for kind, of in KINDS.items():
        for value in (*of.accepted.values(), *of.refused):
            if isinstance(
                value, Counted | Enum | np.longdouble | pd.Period | set | frozenset | complex | np.bytes_ | pd.Series
            ):
                continue  # Polars makes no column of them
            if isinstance(value, list) and any(item is pd.NA or "np." in repr(item) for item in value):
                continue
            try:
                column = pl.Series("x", np.array([value]) if isinstance(value, np.generic) else [value], strict=True)
            except (TypeError, ValueError, OverflowError, pl.exceptions.PolarsError, pl.exceptions.PanicException):
                continue
            if "Object" not in str(column.dtype) and column.dtype not in (pl.Time, pl.Binary):
                found.append(pytest.param(of.fact, value, column, id=f"{kind}: {value!r}"))
    return found


COLUMNS = columns()


@pytest.mark.parametrize(("fact", "value", "column"), COLUMNS)
def test_the_same_in_a_column(fact: str, value: object, column: pl.Series) -> None:
    report = judged({fact: value})
    table = CHECKLIST.evaluate_frame(pl.DataFrame({"name": ["A"], fact: column}))
    assert len(COLUMNS) > 40
    assert bytes(table.outcomes.row(0)) == report.codes
    assert table.misfits.height == codes(report).count("invalid_value")
    assert [remark.code for remark in table.remarks] == [code for code in codes(report) if code == "time_cut"]


def test_the_page_names_these_types() -> None:
    rows = dict(re.findall(r"^\| ([^|]+?) \| ([^|]+?) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    for kind, of in KINDS.items():
        assert set(re.findall(r"`([^`]+)`", rows[kind])) == set(of.accepted), kind
    assert set(re.findall(r"`([^`]+)`", rows["any, not stated"])) == set(MISSING)


def test_nothing_of_them_is_imported() -> None:
    code = (
        "import sys, checkrules.facts.native as n; assert n.native(5) == 5;"
        "print([m for m in ('numpy', 'pandas', 'polars') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
