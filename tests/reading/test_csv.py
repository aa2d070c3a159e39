"""CSV files as spreadsheets save them: decoding, separators, headings, rows that are broken."""

from __future__ import annotations

import contextlib
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checkrules import ReadError, Rejection, Submission
from checkrules.plugin import Content, read_csv_sheet
from checkrules.reading.csv import MAX_BROKEN, MAX_COLUMNS, MAX_ROW
from checkrules.reading.sheets import SheetRow, letters
from checkrules_csv.read import read_csv

from ..content_by_hand import FORMS
from ..work import calls_during

TABLE = "学校,在校（园）学生数,已制定工作方案\n甲小学,1200,是\n乙小学,46,否\n"


def rows(path: Path) -> list[tuple[str, ...]]:
    return [row.cells for row in read_csv_sheet(path).rows if isinstance(row, SheetRow)]


def saved(tmp_path: Path, data: str | bytes) -> Path:
    path = tmp_path / "a.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def read(tmp_path: Path, content: Content, data: str | bytes) -> list[Submission | Rejection]:
    return list(read_csv(saved(tmp_path, data), content))


def facts(items: list[Submission | Rejection]) -> list[dict[str, object]]:
    return [dict(item.facts) for item in items if isinstance(item, Submission)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_decoding_and_separators(
    encoding: str, delimiter: str, line_end: str, tmp_path: Path, content: Content
) -> None:
    data = TABLE.replace(",", delimiter).replace("\n", line_end).encode(encoding)
    assert facts(read(tmp_path, content, data)) == [
        {"school_name": "甲小学", "student_count": 1200, "work_plan_exists": True},
        {"school_name": "乙小学", "student_count": 46, "work_plan_exists": False},
    ]


def test_the_roster_that_districts_keep(content: Content) -> None:
    table = rows(FORMS / "roster.csv")
    assert len(table) == 9
    assert table[1][:3] == ("青柳湖市第一实验小学（虚构）", "小学", "市直")
    assert len(facts(list(read_csv(FORMS / "roster.csv", content)))) == 8


def test_facts_know_their_cell(tmp_path: Path, content: Content) -> None:
    first, second = read(tmp_path, content, '学校,备用,学生数\n"甲\n小学",,1200\n\n乙小学,,46\n')
    assert isinstance(first, Submission)
    assert isinstance(second, Submission)
    location = first.origins["student_count"].location
    assert location is not None
    assert (location.line, location.cell) == (2, "C2")
    assert second.location.line == 5
    assert str(second.origins["student_count"].location).endswith("a.csv:5:C4")
    assert [note.code for note in first.remarks] == ["unknown_column"]
    assert not second.remarks


def test_a_cell_that_does_not_fit_is_told(tmp_path: Path, content: Content) -> None:
    (item,) = read(tmp_path, content, "学校,学生数,督导时间\n甲小学,约200,9月5日\n")
    assert isinstance(item, Submission)
    assert dict(item.facts) == {"school_name": "甲小学"}
    assert [(note.code, note.fact, note.value) for note in item.remarks] == [
        ("invalid_value", "student_count", "约200"),
        ("invalid_value", "inspection_date", "9月5日"),
    ]
    assert item.remarks[0].expected is not None
    assert item.remarks[0].expected.zh == "0 至 100000 之间的整数（单位：人）"
    assert item.remarks[0].location is not None
    assert (item.remarks[0].location.line, item.remarks[0].location.cell) == (2, "B2")


def test_texts_of_tasks(tmp_path: Path, content: Content) -> None:
    data = "学校,T01,T02 具体落实情况,narratives.T03,备注T01,存在的主要问题\n甲小学,一,二,三,四,五\n"
    (item,) = read(tmp_path, content, data)
    assert isinstance(item, Submission)
    assert dict(item.narratives) == {"T01": "一", "T02": "二", "T03": "三"}
    assert dict(item.task_notes) == {"T01": "四"}
    assert item.problems == "五"
    assert not item.is_form
    assert not item.remarks


def test_a_title_above_the_heading(tmp_path: Path, content: Content) -> None:
    assert facts(read(tmp_path, content, "2023年全市学校名册,,\n,,\n" + TABLE))[0]["student_count"] == 1200


def test_separator_declared_as_excel_does(tmp_path: Path, content: Content) -> None:
    assert len(facts(read(tmp_path, content, "sep=;\r\n" + TABLE.replace(",", ";")))) == 2


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("'=1+1", "=1+1"),
        ("'-甲", "-甲"),
        ("'@甲", "@甲"),
        ("'＝甲", "＝甲"),
        ("' =甲", "=甲"),
        ("'甲", "'甲"),
        ("''=甲", "''=甲"),
    ],
)
def test_formula_guards_are_taken_off_once(cell: str, value: str, tmp_path: Path, content: Content) -> None:
    assert facts(read(tmp_path, content, f"学校,学生数\n{cell},1\n"))[0]["school_name"] == value


def test_ragged_rows(tmp_path: Path, content: Content) -> None:
    short, long, trailing = read(tmp_path, content, "学校,学生数,班级数\n甲小学,10\n乙小学,1,200,3\n丙小学,1,2,,\n")
    assert isinstance(short, Submission)
    assert [note.code for note in short.remarks] == ["short_row"]
    assert isinstance(long, Rejection)
    assert long.location.line == 3
    assert isinstance(trailing, Submission)
    assert not trailing.remarks


def test_a_broken_row_is_rejected_and_the_rest_read(tmp_path: Path, content: Content) -> None:
    items = read(tmp_path, content, '学校,学生数\n"甲"小学,1\n乙小学,2\n"丙小学,3\n丁小学,4\n')
    assert [type(item) for item in items] == [Rejection, Submission, Rejection]
    assert [item.location.line for item in items] == [2, 3, 4]


def test_dates_and_lists(tmp_path: Path, content: Content) -> None:
    data = "学校,督导时间,责任督学,心理辅导室功能区\n甲小学,2023/9/5,督学甲、督学乙,个别辅导室、团体活动室\n"
    assert facts(read(tmp_path, content, data)) == [
        {
            "school_name": "甲小学",
            "inspection_date": dt.date(2023, 9, 5),
            "responsible_inspectors": ("督学甲", "督学乙"),
            "counselling_room_functional_areas": ("individual", "group"),
        }
    ]


REFUSED = {
    "empty": (b"", "empty"),
    "blank": (b" \r\n ", "empty"),
    "spreadsheet renamed": (b"PK\x03\x04xl/workbook.xml", "really a spreadsheet"),
    "old spreadsheet renamed": (b"\xd0\xcf\x11\xe0" + "Workbook".encode("utf-16-le"), "old spreadsheet"),
    "PDF renamed": (b"%PDF-1.7", "PDF"),
    "binary": (b"a,b\x00c\n", "binary"),
    "no known encoding": (b"\xff\xff\xff,\xff\n", "not encoded in utf-8, gb18030"),
    "no heading": ("甲,乙\n1,2\n".encode(), "no heading row"),
    "heading misspelt": (b"student_cuont,clas_count\n1,2\n", "no heading row"),
    "the same fact twice": ("学校,学生数,在校（园）学生数\n".encode(), "columns B and C are both"),
    "broken heading": ('"学校"x,学生数\n'.encode(), "quote"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str, tmp_path: Path, content: Content) -> None:
    data, problem = REFUSED[name]
    with pytest.raises(ReadError, match=problem) as caught:
        read(tmp_path, content, data)
    assert caught.value.location is not None


def test_a_misspelt_heading_is_suggested(tmp_path: Path, content: Content) -> None:
    with pytest.raises(ReadError) as caught:
        read(tmp_path, content, "student_cuont\n1\n")
    assert caught.value.hint is not None
    assert "student_count" in caught.value.hint.en


def test_an_endless_cell(tmp_path: Path, content: Content) -> None:
    items = read(tmp_path, content, "学校,学生数\n" + '"' + "x" * 200_000 + '",1\n')
    assert [type(item) for item in items] == [Rejection]


LIMITED = {
    "rows": ("甲小学,1\n" * 7, 5, 7, "at most 6 rows"),
    "broken rows": ('"甲"小学,1\n' * (MAX_BROKEN + 5), MAX_BROKEN, MAX_BROKEN + 2, "broken rows"),
}


@pytest.mark.parametrize("name", LIMITED)
def test_what_is_beyond_a_limit_is_told(name: str, tmp_path: Path) -> None:
    text, read_before, line, problem = LIMITED[name]
    *items, last = read_csv_sheet(saved(tmp_path, f"学校,学生数\n{text}"), 6).rows
    assert len(items) == read_before + 1
    assert isinstance(last, Rejection)
    assert last.location.line == line
    assert problem in last.reason.en
    assert "nothing is read" in last.reason.en
    assert last.hint is not None


@pytest.mark.parametrize(
    ("row", "problem"),
    [("甲," + "x" * MAX_ROW, "characters"), ("甲" + ",1" * MAX_COLUMNS, "columns"), ('"' + "甲" * 200_000 + '",1', "too long")],
)  # fmt: skip
def test_a_row_beyond_a_limit_costs_that_row(row: str, problem: str, tmp_path: Path, content: Content) -> None:
    first, broken, last = read(tmp_path, content, f"学校,学生数\n甲小学,1\n{row}\n乙小学,2\n")
    assert facts([first, last]) == [
        {"school_name": "甲小学", "student_count": 1},
        {"school_name": "乙小学", "student_count": 2},
    ]
    assert isinstance(broken, Rejection)
    assert broken.location.line == 3
    assert problem in broken.reason.en


@pytest.mark.parametrize("line", ["", ",,", " ", "\t", '"",'])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_blank_lines_count_as_lines_and_rows_alone(line: str, end: str, tmp_path: Path, content: Content) -> None:
    text = f"学校,学生数{end}甲小学,1{end}" + (line + end) * 1000 + f"乙小学,2{end}"
    _, last = read(tmp_path, content, text)
    assert isinstance(last, Submission)
    assert str(last.origins["student_count"].location).endswith("a.csv:1003:B1003")


def test_a_million_empty_lines_are_no_work(tmp_path: Path, content: Content) -> None:
    few, many = (f"学校,学生数\n甲小学,1\n{chr(10) * number}" for number in (1_000, 1_000_000))
    once = calls_during(lambda: read(tmp_path, content, few))
    assert calls_during(lambda: read(tmp_path, content, many)) < once + 10


DISORDERLY = {
    "records": "甲小学,1\n",
    "blank cells": ",,,\n",
    "never closed": '"甲小学,1\n',
    "quotes": '""""""\n',
    "misfits": "甲小学,约五\n",
    "too many cells": "甲小学,1,2,3\n",
    "totals": "合计,1\n",
}


@pytest.mark.parametrize("name", DISORDERLY)
def test_twice_the_rows_are_twice_the_work(name: str, tmp_path: Path, content: Content) -> None:
    few, many = (f"学校,学生数\n{DISORDERLY[name] * number}" for number in (2_000, 4_000))
    once = calls_during(lambda: read(tmp_path, content, few))
    assert calls_during(lambda: read(tmp_path, content, many)) < 2.1 * once


def test_column_letters() -> None:
    assert [letters(column) for column in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.binary(max_size=300),
    beginning=st.sampled_from([b"", "学校,学生数\n".encode(), b"\xff\xfe", "学校\t".encode("gbk")]),
)
def test_random_bytes_raise_nothing_else(data: bytes, beginning: bytes, tmp_path: Path, content: Content) -> None:
    with contextlib.suppress(ReadError):
        read(tmp_path, content, beginning + data)
