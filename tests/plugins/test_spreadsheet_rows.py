"""Tables with one row per submission in a workbook: values of every kind, and what a person would not see or cannot have meant."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import attrs
import pytest

from checkrules import ReadError, Text, load_roster
from checkrules.hooks.registry import load_plugins
from checkrules.plugin import Content
from checkrules.testing import check_reader

from ..content_by_hand import fact
from .workbooks import codes, needs_office, read, save, saved_again, submissions, workbook, write

HEADING = ["学校", "督导时间", "在校（园）学生数", "已制定工作方案"]
ROWS = [HEADING, ["甲小学", "2023-09-12", 1200, "有"], ["乙小学", "2023年9月13日", 800.0, "无"]]


def test_rows(tmp_path: Path, content: Content) -> None:
    first, second = submissions(save(tmp_path / "rows.xlsx", ROWS), content)
    assert dict(first.facts) == {
        "school_name": "甲小学",
        "inspection_date": dt.date(2023, 9, 12),
        "student_count": 1200,
        "work_plan_exists": True,
    }
    assert (second.facts["student_count"], second.facts["work_plan_exists"]) == (800, False)
    assert str(second.location) == f"{tmp_path / 'rows.xlsx'}:表!3"
    assert str(second.origins["student_count"].location) == f"{tmp_path / 'rows.xlsx'}:表!C3"


@needs_office
@pytest.mark.parametrize("suffix", [".xlsx", ".ods", ".xls"])
def test_rows_as_libreoffice_saves_them(suffix: str, tmp_path: Path, content: Content) -> None:
    path = save(tmp_path / "rows.xlsx", ROWS)
    again = submissions(saved_again(path, suffix), content)
    assert [dict(item.facts) for item in again] == [dict(item.facts) for item in submissions(path, content)]


def marked(path: Path) -> Path:
    """A table whose cells hold what values alone do not say."""
    with workbook(path) as book:
        date = book.add_format({"num_format": "yyyy-mm-dd"})
        percent = book.add_format({"num_format": "0%"})
        struck = book.add_format({"font_strikeout": True})
        sheet = book.add_worksheet("表")
        write(sheet, [[*HEADING, "班级数", "寄宿生数", "视频监控覆盖率"]])
        sheet.write(1, 0, "甲小学")
        sheet.write(1, 1, dt.date(2023, 9, 12), date)
        sheet.write(1, 2, 430102199001011234)
        sheet.write_formula(1, 3, "=1/0", None, "#DIV/0!")
        sheet.write(1, 5, 8, struck)
        sheet.write(1, 6, 0.98, percent)
        sheet.write(2, 0, "乙小学")
        sheet.write(2, 3, True)
        sheet.write_rich_string(2, 5, struck, "1", book.add_format({"bold": True}), "23")
    return path


def check_marked(items: list[Any]) -> None:
    first, second = items
    assert dict(first.facts) == {
        "school_name": "甲小学",
        "inspection_date": dt.date(2023, 9, 12),
        "video_coverage_percent": 98,
    }
    assert [(note.code, str(note.location).rpartition("!")[2]) for note in first.remarks] == [
        ("unreadable_cell", "C2"),
        ("unreadable_cell", "D2"),
    ]
    assert second.facts["work_plan_exists"] is True


@pytest.fixture
def with_percentage(content: Content) -> Content:
    coverage = fact(
        "video_coverage_percent", "number", "视频监控覆盖率", "T12", minimum=0, maximum=100, unit=Text("%", "%")
    )
    known = [one for one in content.form.facts if one.name != "video_coverage_percent"]
    return attrs.evolve(content, form=attrs.evolve(content.form, facts=(*known, coverage)))


def test_values_of_every_kind(tmp_path: Path, with_percentage: Content) -> None:
    items = submissions(marked(tmp_path / "rows.xlsx"), with_percentage)
    check_marked(items)
    assert items[1].facts["boarding_student_count"] == 23


@needs_office
@pytest.mark.parametrize("suffix", [".xlsx", ".ods", ".xls"])
def test_values_of_every_kind_as_libreoffice_saves_them(suffix: str, tmp_path: Path, with_percentage: Content) -> None:
    items = submissions(saved_again(marked(tmp_path / "rows.xlsx"), suffix), with_percentage)
    check_marked(items)
    # an .xls that LibreOffice saves has the format of the first letter for the whole cell: nothing is read of it
    assert items[1].facts.get("boarding_student_count") == (None if suffix == ".xls" else 23)


SHARES = {
    "a share": (0.98, None),
    "one": (1, None),
    "none": (0, 0),
    "percent": (98, 98),
    "written": ("98%", 98),
    "small": (1.5, 1.5),
}


@pytest.mark.parametrize("layout", ["rows", "labels"])
@pytest.mark.parametrize(("typed", "read_as"), SHARES.values(), ids=SHARES)
def test_a_share_in_place_of_a_percentage(
    typed: object, read_as: float | None, layout: str, tmp_path: Path, with_percentage: Content
) -> None:
    """0.98 may mean 98 % or what it says: it decides nothing."""
    columns = [["学校", "甲小学"], ["视频监控覆盖率", typed], ["在校（园）学生数", 1]]
    rows = columns if layout == "labels" else [list(row) for row in zip(*columns, strict=True)]
    (item,) = submissions(save(tmp_path / "rows.xlsx", rows), with_percentage)
    assert item.facts.get("video_coverage_percent") == read_as
    assert item.facts["student_count"] == 1
    assert codes(item) == (["unreadable_cell"] if read_as is None else [])


RAISED = {"the mark of a note": ("2", "1", "2"), "a unit": ("60m", "2", "60m²"), "a word": ("甲", "校区", "甲校区")}


@needs_office
@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
@pytest.mark.parametrize(("text", "raised", "read_as"), RAISED.values(), ids=RAISED)
def test_raised_numbers(text: str, raised: str, read_as: str, suffix: str, tmp_path: Path, content: Content) -> None:
    with workbook(tmp_path / "rows.xlsx") as book:
        sheet = book.add_worksheet()
        write(sheet, [["学校", "任务1"], ["甲小学"]])
        bold, up = book.add_format({"bold": True}), book.add_format({"font_script": 1})
        sheet.write_rich_string(1, 1, bold, text, up, raised)
    for path in (tmp_path / "rows.xlsx", saved_again(tmp_path / "rows.xlsx", suffix)):
        (item,) = submissions(path, content)
        assert item.narratives == {"T01": read_as}


def test_a_formula_without_its_result(tmp_path: Path, content: Content) -> None:
    with workbook(tmp_path / "rows.xlsx") as book:
        sheet = book.add_worksheet()
        write(sheet, [HEADING, ["甲小学"]])
        sheet.write_formula(1, 2, "=600+600", None, "")
    (item,) = submissions(tmp_path / "rows.xlsx", content)
    assert dict(item.facts) == {"school_name": "甲小学"}
    assert "the result of the formula is not in the file" in item.remarks[0].message.en


def test_what_is_hidden_is_not_read_and_told(tmp_path: Path, content: Content) -> None:
    with workbook(tmp_path / "rows.xlsx") as book:
        sheet = book.add_worksheet("表")
        write(sheet, [*ROWS, ["丙小学", "2023-09-14", 300, "有"]])
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column(3, 3, None, None, {"hidden": True})
        other = book.add_worksheet("旧表")
        write(other, ROWS)
        other.hide()
    first, last = submissions(tmp_path / "rows.xlsx", content)
    assert [item.facts["school_name"] for item in (first, last)] == ["甲小学", "丙小学"]
    assert "work_plan_exists" not in first.facts
    told = [note.message.en for note in first.remarks if note.code == "hidden_content"]
    assert told[0].startswith("hidden sheets are not read: 旧表")
    assert told[1].startswith("hidden rows 3 and columns D are not read")


def test_cells_merged_over_rows(tmp_path: Path, content: Content) -> None:
    with workbook(tmp_path / "rows.xlsx") as book:
        sheet = book.add_worksheet("表")
        write(sheet, [HEADING, ["甲小学"], ["乙小学"], ["丙小学", "", 30]])
        sheet.merge_range("B2:B4", "2023-09-12")
        sheet.merge_range("C2:C3", 1200)
    items = submissions(tmp_path / "rows.xlsx", content)
    assert [item.facts.get("inspection_date") for item in items] == [dt.date(2023, 9, 12)] * 3
    assert [item.facts.get("student_count") for item in items] == [None, None, 30]
    assert [codes(item) for item in items] == [["unreadable_cell"], ["unreadable_cell"], []]


def test_a_heading_of_two_rows(tmp_path: Path, content: Content) -> None:
    with workbook(tmp_path / "rows.xlsx") as book:
        sheet = book.add_worksheet("表")
        sheet.merge_range("A1:D1", "督导情况汇总表")
        sheet.merge_range("A2:A3", "学校")
        sheet.merge_range("B2:C2", "学生")
        sheet.merge_range("D2:D3", "督导时间")
        write(sheet, [["", "在校（园）学生数", "寄宿生数"], ["甲小学", 1200, 80, "2023-09-12"]], first=2)
    (item,) = submissions(tmp_path / "rows.xlsx", content)
    assert (item.facts["student_count"], item.facts["boarding_student_count"]) == (1200, 80)
    assert item.facts["inspection_date"] == dt.date(2023, 9, 12)
    assert codes(item) == []


def test_totals_and_several_sheets(tmp_path: Path, content: Content) -> None:
    with workbook(tmp_path / "rows.xlsx") as book:
        write(book.add_worksheet("市直"), [*ROWS, ["合计", "", 2000]])
        write(book.add_worksheet("梁子湖区"), [HEADING, ["丙小学", "", 30]])
    items = submissions(tmp_path / "rows.xlsx", content)
    assert [str(item.location).rpartition(":")[2] for item in items] == ["市直!2", "市直!3", "梁子湖区!2"]
    assert codes(items[1]) == ["skipped_row"]


def test_narratives_in_columns(tmp_path: Path, content: Content) -> None:
    rows = [["学校", *(f"任务{number}" for number in range(1, 14)), "备注1"]]
    rows.append(["甲小学", *(f"第{number}段。" for number in range(1, 14)), "已核"])
    (item,) = submissions(save(tmp_path / "rows.xlsx", rows), content)
    assert item.narratives == {f"T{number:02}": f"第{number}段。" for number in range(1, 14)}
    assert item.task_notes == {"T01": "已核"}


def test_a_roster(tmp_path: Path, content: Content) -> None:
    rows = [["学校名称", "学段类型", "学生数", "备用"], ["甲小学", "小学", 1200, ""], ["乙小学", "高中", 800, "x"]]
    roster = load_roster(save(tmp_path / "roster.xlsx", rows, "名册"), content.form)
    assert {entry.subject: dict(entry.facts) for entry in roster.entries.values()} == {
        "甲小学": {"school_stage": "primary", "student_count": 1200},
        "乙小学": {"school_stage": "senior", "student_count": 800},
    }
    assert [str(note.location) for note in roster.remarks] == [f"{tmp_path / 'roster.xlsx'}:名册!D1"]


def test_a_table_under_the_name_of_a_workbook(tmp_path: Path, content: Content) -> None:
    path = tmp_path / "rows.xlsx"
    path.write_bytes("学校,学生数\n甲小学,1200\n".encode("gb18030"))
    (item,) = submissions(path, content)
    assert item.facts["student_count"] == 1200
    assert codes(item) == ["renamed"]
    assert str(item.location) == f"{path}:2"


def test_a_new_workbook_under_the_name_of_an_old_one(tmp_path: Path, content: Content) -> None:
    path = save(tmp_path / "rows.xlsx", ROWS).rename(tmp_path / "rows.xls")
    assert len(submissions(path, content)) == 2


def test_the_reader_keeps_its_contract(tmp_path: Path, content: Content) -> None:
    reader = load_plugins().readers["spreadsheet"]
    assert len(check_reader(reader, save(tmp_path / "rows.xlsx", ROWS), content)) == 2


@needs_office
@pytest.mark.parametrize("suffix", [".ods", ".xls"])
def test_the_reader_keeps_its_contract_with_other_formats(suffix: str, tmp_path: Path, content: Content) -> None:
    reader = load_plugins().readers["spreadsheet"]
    assert len(check_reader(reader, saved_again(save(tmp_path / "rows.xlsx", ROWS), suffix), content)) == 2


def test_a_damaged_workbook(tmp_path: Path, content: Content) -> None:
    path = save(tmp_path / "rows.xlsx", ROWS)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(ReadError, match="damaged"):
        read(path, content)
