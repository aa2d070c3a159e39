"""A time that is stated for a date counts as its date, with a zone as the date in China, and a remark says so: on every path."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import polars as pl
import pytest

import checkrules
from checkrules.facts.kinds import fit
from checkrules.plugin import InvalidValue, parse_value

from ..kitchen import kitchen
from ..tables.columns.every_type import FORM, checklist, rule

DATE = next(fact for fact in FORM.facts if fact.name == "d")
KITCHEN = kitchen()
FIFTH, SIXTH = dt.date(2023, 9, 5), dt.date(2023, 9, 6)


@attrs.frozen
class Case:
    """What is stated as ISO text, and as an object; the date that counts; whether a remark says so."""

    iso: str
    time: dt.datetime
    date: dt.date
    remarked: bool = True


CASES = {
    "a time": Case("2023-09-05T14:30:00", dt.datetime(2023, 9, 5, 14, 30), FIFTH),
    "midnight": Case("2023-09-05 00:00", dt.datetime(2023, 9, 5), FIFTH, remarked=False),
    "a second after": Case("2023-09-05T00:00:01", dt.datetime(2023, 9, 5, 0, 0, 1), FIFTH),
    "the last microsecond": Case("2023-09-05T23:59:59.999999", dt.datetime(2023, 9, 5, 23, 59, 59, 999999), FIFTH),
    "evening in UTC": Case("2023-09-05T16:00:00Z", dt.datetime(2023, 9, 5, 16, tzinfo=dt.UTC), SIXTH),
    "afternoon in UTC": Case("2023-09-05T15:59:59Z", dt.datetime(2023, 9, 5, 15, 59, 59, tzinfo=dt.UTC), FIFTH),
    "midnight in UTC": Case("2023-09-05T00:00:00z", dt.datetime(2023, 9, 5, tzinfo=dt.UTC), FIFTH),
    "midnight in China": Case("2023-09-05T00:00:00+08:00", dt.datetime(2023, 9, 5, tzinfo=ZoneInfo("Asia/Shanghai")), FIFTH),
    "noon in New York": Case("2023-09-05T12:00:00-0400", dt.datetime(2023, 9, 5, 12, tzinfo=ZoneInfo("America/New_York")), SIXTH),
    "early in Tokyo": Case("2023-09-06 00:30 +09:00", dt.datetime(2023, 9, 6, 0, 30, tzinfo=ZoneInfo("Asia/Tokyo")), FIFTH),
}  # fmt: skip
INVALID = [
    "2023-09-05T24:30:00Z",
    "2023-09-05T23:60",
    "2023-02-30T10:00",
    "2023-09-05T10:00+0",
    "2023-09-05T",
    "2023-09-05T10",
    "9999-12-31T23:00:00Z",
    "0001-01-01T00:00:00+23:00",
    "2023-W36-2T10:00",
    "2023-09-05T10:00:00[Asia/Shanghai]",
]
MADE = checklist([rule("R1", "d == d'2023-09-05'", message="{d}"), rule("R2", "d > d'2023-09-05'")])


def codes(remarks: tuple[checkrules.Remark, ...]) -> list[str]:
    return [remark.code for remark in remarks]


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("how", ["iso", "time"])
def test_one_record(name: str, how: str) -> None:
    case = CASES[name]
    report = MADE.evaluate({"name": "A", "d": getattr(case, how)})
    assert report.facts["d"] == report.used["d"] == case.date
    assert type(report.used["d"]) is dt.date
    assert codes(report.remarks) == (["time_cut"] if case.remarked else [])
    assert report.outcomes == MADE.evaluate({"d": case.date}).outcomes
    if how == "iso":
        json_report = MADE.evaluate_json(json.dumps({"name": "A", "d": case.iso}))
        assert (json_report.outcomes, codes(json_report.remarks)) == (report.outcomes, codes(report.remarks))
        assert parse_value(DATE, case.iso) == case.date


def frames(case: Case) -> dict[str, pl.DataFrame]:
    """The case as columns."""
    zoned = case.time.tzinfo is not None
    kinds: dict[str, Any] = {"iso": pl.Series([case.iso]), "categories": pl.Series([case.iso], dtype=pl.Categorical)}
    for unit in ("ms", "us", "ns"):
        if unit != "ms" or not case.time.microsecond:
            times = pl.Series(
                [case.time.astimezone(dt.UTC) if zoned else case.time],
                dtype=pl.Datetime(unit, "UTC" if zoned else None),
            )
            kinds[unit] = times
            if zoned:
                kinds[f"{unit} in Shanghai"] = times.dt.convert_time_zone("Asia/Shanghai")
                kinds[f"{unit} in New York"] = times.dt.convert_time_zone("America/New_York")
    return {
        kind: pl.DataFrame({"name": ["A", "B"], "d": column.extend_constant(None, 1)}) for kind, column in kinds.items()
    }


@pytest.mark.parametrize("name", CASES)
def test_columns(name: str) -> None:
    case = CASES[name]
    report = MADE.evaluate({"name": "A", "d": case.date})
    for kind, frame in frames(case).items():
        table = MADE.evaluate_frame(frame)
        assert bytes(table.outcomes.row(0)) == report.codes, kind
        assert table.misfits.height == 0, kind
        assert codes(table.remarks) == (["time_cut"] if case.remarked else []), kind
        assert [row["message"] for row in table.issues("en").rows(named=True) if row["row"] == 1] == [
            issue.message.en for issue in report.issues
        ]


@pytest.mark.parametrize("text", INVALID)
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(InvalidValue):
        fit(DATE, text)
    assert codes(MADE.evaluate({"name": "A", "d": text}).remarks) == ["invalid_value"]
    table = MADE.evaluate_frame(pl.DataFrame({"name": ["A"], "d": [text]}))
    assert (table.misfits.height, codes(table.remarks)) == (1, [])
    assert set(table.outcomes.row(0)) == {checkrules.OUTCOMES.index("unknown")}


def test_dates_inside_records() -> None:
    check = {"day": "2024-03-01T20:00:00Z", "temperature": 3, "done": True}
    report = KITCHEN.evaluate({"canteen_name": "A", "checks": [check]})
    assert report.facts["checks"] == ({**check, "day": dt.date(2024, 3, 2)},)
    assert codes(report.remarks) == ["time_cut"]
    table = KITCHEN.evaluate_frame(pl.DataFrame({"canteen_name": ["A"], "checks": [[check]]}))
    assert (codes(table.remarks), table.misfits.height) == (["time_cut"], 0)
    timed = {**check, "day": dt.datetime(2024, 3, 1, 20, tzinfo=dt.UTC)}
    assert codes(KITCHEN.evaluate({"canteen_name": "A", "checks": [timed]}).remarks) == ["time_cut"]
    table = KITCHEN.evaluate_frame(pl.DataFrame({"canteen_name": ["A"], "checks": [[timed]]}))
    assert (codes(table.remarks), table.misfits.height) == (["time_cut"], 0)


FILES = {
    ".csv": "canteen_name,inspection_date\nA,2024-02-29T20:00:00Z\n",
    ".ndjson": '{"canteen_name": "A", "inspection_date": "2024-02-29T20:00:00Z"}\n',
    ".yaml": "canteen_name: A\ninspection_date: 2024-02-29T20:00:00Z\n",
    ".json": '{"canteen_name": "A", "inspection_date": "2024-02-29T20:00:00Z"}',
}


@pytest.mark.parametrize("suffix", FILES)
def test_files(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_text(FILES[suffix], encoding="utf-8")
    (report,) = checkrules.check(path, KITCHEN).reports
    assert report.inspected_on == dt.date(2024, 3, 1)
    (remark,) = report.remarks
    assert (remark.code, remark.fact, remark.value) == ("time_cut", "inspection_date", "2024-02-29T20:00:00Z")
    assert remark.location is not None
    if suffix in (".csv", ".ndjson"):
        assert codes(checkrules.check_table(path, KITCHEN).remarks) == ["time_cut"]


def test_a_parquet_file(tmp_path: Path) -> None:
    frame = pl.DataFrame({"canteen_name": ["A"], "inspection_date": [dt.datetime(2024, 2, 29, 20, tzinfo=dt.UTC)]})
    frame.write_parquet(tmp_path / "a.parquet")
    assert codes(checkrules.check_table(tmp_path / "a.parquet", KITCHEN).remarks) == ["time_cut"]
