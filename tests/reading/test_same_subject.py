"""The same school twice in a run: told with all places, and all judged."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

import checkrules
from checkrules import Location, Submission
from checkrules.plugin import Content
from checkrules.reading.same_subject import FEW, same_subjects


def submission(name: object, line: int, date: object = None) -> Submission:
    return Submission(facts={"school_name": name, "inspection_date": date}, location=Location(file="a.csv", line=line))


CASES = {
    "one": (["甲"], []),
    "two schools": (["甲", "乙"], []),
    "twice": (["甲小学", "乙", " 甲 小学"], [1, 3]),
    "brackets": (["甲（虚构）", "甲(虚构)"], [1, 2]),
    "two days": ([("甲", "2023-09-05"), ("甲", "2024-03-01")], []),
    "one day": ([("甲", "2023-09-05"), ("甲", dt.date(2023, 9, 5)), ("甲", "2024-03-01")], [1, 2]),
    "a day and none": ([("甲", "2023-09-05"), ("甲", None)], [1, 2]),
    "a day that is none": ([("甲", "2023-09-05"), ("甲", "9月5日")], [1, 2]),
    "no name": ([" ", "", 5, 5], []),
}


@pytest.mark.parametrize("name", CASES)
def test_submissions_of_one_subject(name: str, content: Content) -> None:
    given, lines = CASES[name]
    items = [submission(*((item, n) if not isinstance(item, tuple) else (item[0], n, item[1]))) for n, item in enumerate(given, 1)]  # fmt: skip
    remarks = same_subjects(items, content.form)
    assert [remark.code for remark in remarks] == ["same_subject_twice"] * bool(lines)
    for remark in remarks:
        for text in (remark.message.zh, remark.message.en):
            assert all(f"a.csv:{line}" in text for line in lines)
            assert text.count("a.csv") == len(lines)


def test_many_are_summed_up(content: Content) -> None:
    items = [submission(f"甲{number % 500}", number) for number in range(5_000)]
    remarks = same_subjects(items, content.form)
    assert len(remarks) == FEW + 1
    assert str(500 - FEW) in remarks[-1].message.en
    assert "10" in remarks[0].message.en


def test_across_the_files_of_a_run(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("school_name,special_meeting_count_past_year\n甲小学,5\n", encoding="utf-8")
    (tmp_path / "b.json").write_text(json.dumps({"school_name": "甲小学", "student_count": 6}), encoding="utf-8")
    reports = checkrules.check(tmp_path, checkrules.load_checklist("mental-health"))
    assert len(reports.reports) == 2
    (remark,) = reports.remarks
    assert "a.csv:2" in remark.message.zh
    assert "b.json" in remark.message.zh
