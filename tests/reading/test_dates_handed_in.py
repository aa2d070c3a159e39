"""Dates as people write them, in every kind of file: the inspection period gives the year, of several days the last is taken."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

import checkrules
from checkrules import UsageError

FORM = '{"school_name": "甲", "inspection_date": "%s"}'
WRITTEN = {
    "9月12日": dt.date(2023, 9, 12),
    "9月12日至14日": dt.date(2023, 9, 14),
    "２０２３．９．１２": dt.date(2023, 9, 12),
    "23.9.12": dt.date(2023, 9, 12),
    "10月8日": None,
    "9/12/23": None,
    "12.9": None,
}


@pytest.mark.parametrize("text", WRITTEN)
def test_in_every_kind_of_file(text: str, tmp_path: Path) -> None:
    checklist = checkrules.load_checklist("mental-health")
    (tmp_path / "a.csv").write_text(f"学校,督导时间\n甲,{text}\n", encoding="utf-8")
    (report,) = checkrules.check(tmp_path / "a.csv", checklist).reports
    assert report.inspected_on == WRITTEN[text]
    table = checkrules.check_table(tmp_path / "a.csv", checklist, results=tmp_path / "r.csv")
    assert table.misfits == (WRITTEN[text] is None)
    assert checklist.evaluate({"school_name": "甲", "inspection_date": text}, coerce=True).inspected_on == WRITTEN[text]
    (tmp_path / "a.json").write_text(FORM % text, encoding="utf-8")
    (strict,) = checkrules.check(tmp_path / "a.json", checklist).reports
    assert strict.inspected_on is None
    assert [remark.code for remark in strict.remarks] == ["invalid_value"]


def test_it_is_told(tmp_path: Path) -> None:
    checklist = checkrules.load_checklist("mental-health")
    (tmp_path / "a.csv").write_text("学校,督导时间\n甲,9月12日至14日\n乙,2023-09-12\n", encoding="utf-8")
    first, second = checkrules.check(tmp_path / "a.csv", checklist).reports
    (remark,) = first.remarks
    assert (remark.code, remark.fact) == ("date_taken", "inspection_date")
    assert "按2023年9月14日采用：年份按规定的督导期间；是一段时间，取最后一天" in remark.message.zh
    assert "taken as 2023-09-14: the year is that of the inspection period; of several days" in remark.message.en
    assert not second.remarks
    table = checkrules.check_table(tmp_path / "a.csv", checklist)
    assert [remark.code for remark in table.remarks] == ["date_taken"]


def test_a_day_without_its_year_has_due_dates(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("学校,学段,督导时间,专题会议次数\n甲,小学,9月12日,0\n", encoding="utf-8")
    reports = checkrules.check(tmp_path / "a.csv", checkrules.load_checklist("mental-health"))
    (issue,) = json.loads(reports.to_json())["reports"][0]["issues"]
    assert issue["due"].startswith("2023-")


def test_the_window_is_that_of_the_parameters() -> None:
    parameters = {"window_start": dt.date(2024, 9, 1), "window_end": dt.date(2024, 9, 30)}
    checklist = checkrules.load_checklist("mental-health", parameters=parameters)
    facts = {"school_name": "甲", "inspection_date": "9月12日"}
    assert checklist.evaluate(facts, coerce=True).inspected_on == dt.date(2024, 9, 12)
    with pytest.raises(UsageError):
        checkrules.load_checklist("mental-health", parameters={"window_start": "soon"})
