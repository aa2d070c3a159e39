"""Tables as people make them: rows of totals and repeated headings are no schools, and each is told by its line."""

from __future__ import annotations

from pathlib import Path

import pytest

import checkrules
from checkrules import Rejection, Submission, load_roster
from checkrules.plugin import Content
from checkrules.reading.skipped_rows import is_total
from checkrules_csv.read import read_csv

from ..cli.run import run

HEADING = "学校,学段类型,学生数\n"


@pytest.mark.parametrize(
    "text",
    ["合计", "总计", "小计", "合 计", "合　计：", "共计", "市直小计", "全市中小学合计", "合计（12所）", "总计(含民办)", "Total", "TOTAL:", "Grand total", "Sub-total", "Totals"],
)  # fmt: skip
def test_words_for_totals(text: str) -> None:
    assert is_total(text)


@pytest.mark.parametrize(
    "text", ["", "甲小学", "合计小学", "会计学校", "总计划小学", "第一设计学校", "Totality School", "共", "计", "合" * 200 + "计"]
)  # fmt: skip
def test_names_of_schools(text: str) -> None:
    assert not is_total(text)


def read(tmp_path: Path, content: Content, text: str) -> list[Submission | Rejection]:
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    return list(read_csv(tmp_path / "a.csv", content))


ROWS = {
    "at the end": ("甲小学,小学,5\n乙小学,小学,6\n合计,,11\n", [], [4], 2),
    "before the first": ("全市合计,,11\n甲小学,小学,5\n乙小学,小学,6\n", [2], [], 2),
    "between": ("甲小学,小学,5\n小计,,5\n乙小学,小学,6\n", [3], [], 2),
    "after a broken row": ('甲小学,小学,5\n"乙"小学,小学,6\n合计,,11\n', [4], [], 1),
    "without a name": ("甲小学,小学,5\n,合计,5\n", [3], [], 1),
    "heading repeated": ("甲小学,小学,5\n学校,学段类型,学生数\n乙小学,小学,6\n", [3], [], 2),
    "heading in other words": ("甲小学,小学,5\n学校名称,学段,在校生数\n乙小学,小学,6\n", [3], [], 2),
    "both": ("甲小学,小学,5\n小计,,5\n学校,学段类型,学生数\n乙小学,小学,6\n合计,,11\n", [3, 4], [6], 2),
}


@pytest.mark.parametrize("name", ROWS)
def test_rows_that_are_no_record(name: str, tmp_path: Path, content: Content) -> None:
    text, of_first, of_last, number = ROWS[name]
    items = read(tmp_path, content, HEADING + text)
    submissions = [item for item in items if isinstance(item, Submission)]
    skipped = [[note.location.line for note in item.remarks if note.location and note.code == "skipped_row"] for item in submissions]  # fmt: skip
    assert len(submissions) == number
    assert skipped[0] == of_first
    assert skipped[-1] == (of_last or (of_first if number == 1 else []))
    assert [item.location.line for item in items] == sorted(item.location.line or 0 for item in items)


def test_a_table_without_names(tmp_path: Path, content: Content) -> None:
    first, second = read(tmp_path, content, "学生数,班级数\n5,1\n学生数,班级数\n合计,\n6,2\n")
    assert isinstance(first, Submission)
    assert [note.code for note in first.remarks] == ["skipped_row", "skipped_row"]
    assert isinstance(second, Submission)
    assert not second.remarks


def test_a_roster_with_totals(tmp_path: Path, content: Content) -> None:
    (tmp_path / "r.csv").write_text(HEADING + "甲小学,小学,5\n合计,,5\n" + HEADING, encoding="utf-8")
    roster = load_roster(tmp_path / "r.csv", content.form)
    assert list(roster.entries) == ["甲小学"]
    assert [note.location.line for note in roster.remarks if note.location] == [3, 4]


@pytest.mark.parametrize(("language", "word"), [("zh", "第 4 行：合计行"), ("en", "line 4: a row of totals")])
def test_on_the_command_line(language: str, word: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("school_name,student_count\nA,5\nB,6\n合计,11\n", encoding="utf-8")
    done = run("check", str(tmp_path / "a.csv"), "--fail-on", "never", CHECKRULES_LANG=language)
    assert done.exit_code == 0
    assert word in done.stdout.replace("\n", "")


@pytest.mark.parametrize("data", ["school_name,student_count\n", "school_name,student_count\n合计,0\n"])
def test_a_table_without_a_record(data: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(data, encoding="utf-8")
    done = run("check", str(tmp_path / "a.csv"), "--fail-on", "never")
    assert done.exit_code == 2
    assert "a.csv" in done.stderr


@pytest.mark.parametrize("name", ROWS)
def test_as_a_table_the_same_rows_are_skipped(name: str, tmp_path: Path, content: Content) -> None:
    text, of_first, of_last, _ = ROWS[name]
    read_one_by_one = read(tmp_path, content, HEADING + text)
    judged = checkrules.check_table(tmp_path / "a.csv", checkrules.load_checklist("mental-health"))
    assert judged.submissions == sum(isinstance(item, Submission) for item in read_one_by_one)
    skipped = [remark.location.line for remark in judged.remarks if remark.location and remark.code == "skipped_row"]
    assert skipped == [*of_first, *of_last]
    assert [problem.row for problem in judged.row_problems] == [item.location.line for item in read_one_by_one if isinstance(item, Rejection)]  # fmt: skip


def test_as_a_table_they_are_told_on_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("school_name,student_count\nA,5\n合计,11\n", encoding="utf-8")
    done = run("check", str(tmp_path / "a.csv"), "-o", str(tmp_path / "o.csv"), "--fail-on", "never")
    assert "a.csv:3: 第 3 行：合计行" in done.stderr
    assert "合计" not in (tmp_path / "o.csv").read_text(encoding="utf-8")
    assert done.exit_code == 0
