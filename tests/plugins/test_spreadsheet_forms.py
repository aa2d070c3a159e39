"""The official form in a sheet, one school a sheet; facts with their labels; all that stands beside them."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from checkrules import Language, Rejection, load_checklist
from checkrules.blank_forms import blank_form
from checkrules.plugin import Content

from ..kitchen import kitchen
from .documents import HEADINGS, task_texts
from .filled_forms import cells_of, fill_cells
from .workbooks import codes, form_rows, needs_office, read, save, saved_again, submissions, workbook, write

NARRATIVES = {f"T{number:02}": f"第{number}段。" for number in range(1, 14)}


def held(item: Any) -> dict[str, object]:
    return {"facts": dict(item.facts), "narratives": dict(item.narratives), "task_notes": dict(item.task_notes)}


def test_the_form(tmp_path: Path, content: Content) -> None:
    rows = form_rows()
    rows[5][4] = "已核"
    rows += [["工作成绩亮点", "特色课程"], ["存在的主要问题", "师资不足"]]
    (item,) = submissions(save(tmp_path / "甲.xlsx", rows, "甲小学"), content)
    assert item.facts["school_name"] == "甲小学"
    assert item.facts["inspection_date"] == dt.date(2023, 9, 12)
    assert item.narratives == NARRATIVES
    assert item.task_notes == {"T02": "已核"}
    assert item.problems == "师资不足"
    assert item.is_form
    assert str(item.origins["school_name"].location) == f"{tmp_path / '甲.xlsx'}:甲小学!1"


@needs_office
@pytest.mark.parametrize("suffix", [".xlsx", ".ods", ".xls"])
def test_the_form_as_libreoffice_saves_it(suffix: str, tmp_path: Path, content: Content) -> None:
    path = save(tmp_path / "form.xlsx", form_rows(T05="应测2010人，\n实测2010人。"), "甲")
    (before,), (after,) = submissions(path, content), submissions(saved_again(path, suffix), content)
    assert held(after) == held(before)


def test_one_school_a_sheet(tmp_path: Path, content: Content) -> None:
    with workbook(tmp_path / "forms.xlsx") as book:
        write(book.add_worksheet("填表说明"), [["请如实填写"], ["如有问题请来电"]])
        for school in ("甲小学", "乙小学"):
            write(book.add_worksheet(school), form_rows(school))
        write(book.add_worksheet("空白"), [])
    first, second = submissions(tmp_path / "forms.xlsx", content)
    assert (first.facts["school_name"], second.facts["school_name"]) == ("甲小学", "乙小学")
    assert codes(first) == ["other_sheet"]
    assert second.narratives == NARRATIVES


def test_head_beside_its_labels_and_tasks_in_merged_cells(tmp_path: Path, content: Content) -> None:
    texts = task_texts()
    with workbook(tmp_path / "form.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:E1", "督导任务清单")
        write(sheet, [["学校", "甲小学", "", "督导时间", dt.date(2023, 9, 12).isoformat()], HEADINGS], first=1)
        sheet.merge_range("A4:A6", texts[2][0])
        sheet.merge_range("B4:B6", "\n".join(f"{number}. {texts[number][1]}" for number in (2, 3, 4)))
        for row, number in ((3, 2), (4, 3), (5, 4)):
            sheet.write(row, 3, f"{number}、第{number}段。")
    (item,) = submissions(tmp_path / "form.xlsx", content)
    assert (item.facts["school_name"], item.facts["inspection_date"]) == ("甲小学", dt.date(2023, 9, 12))
    assert item.narratives == {key: NARRATIVES[key] for key in ("T02", "T03", "T04")}


def test_what_is_told_of_a_narrative_names_its_cell(tmp_path: Path, content: Content) -> None:
    rows = form_rows()
    texts = task_texts()
    rows[5][1] = f"2. {texts[2][1]}\n3. {texts[3][1]}"
    rows[5][3] = "一切都好。"
    del rows[6]
    (item,) = submissions(save(tmp_path / "form.xlsx", rows, "甲"), content)
    places = [str(note.location) for note in item.remarks if note.code == "unassigned_text"]
    assert places == [f"{tmp_path / 'form.xlsx'}:甲!D6"]


LABELS = [
    ["学校", "甲小学", "学段类型", "小学"],
    ["在校（园）学生数", 1200, "人"],
    ["督导时间：", "2023-09-12"],
    ["已制定工作方案", "有"],
    ["寄宿生数：80人"],
    ["任务1", ""],
    ["具体落实情况", "成立了领导小组。"],
    ["任务2 备注", "待核"],
    ["存在的主要问题", "师资不足"],
]


def check_labels(item: Any) -> None:
    expected = {"school_name": "甲小学", "school_stage": "primary", "student_count": 1200, "work_plan_exists": True}
    assert {name: item.facts[name] for name in expected} == expected
    assert item.facts["boarding_student_count"] == 80
    assert item.facts["inspection_date"] == dt.date(2023, 9, 12)
    assert item.narratives == {"T01": "成立了领导小组。"}
    assert item.task_notes == {"T02": "待核"}
    assert item.problems == "师资不足"


def test_facts_with_their_labels(tmp_path: Path, content: Content) -> None:
    (item,) = submissions(save(tmp_path / "facts.xlsx", LABELS), content)
    check_labels(item)
    assert item.is_form
    assert str(item.origins["student_count"].location) == f"{tmp_path / 'facts.xlsx'}:表!B2"


@needs_office
@pytest.mark.parametrize("suffix", [".ods", ".xls"])
def test_facts_with_their_labels_as_libreoffice_saves_them(suffix: str, tmp_path: Path, content: Content) -> None:
    (item,) = submissions(saved_again(save(tmp_path / "facts.xlsx", LABELS), suffix), content)
    check_labels(item)


def test_labels_that_are_known_by_their_hidden_ids(tmp_path: Path, content: Content) -> None:
    with workbook(tmp_path / "facts.xlsx") as book:
        sheet = book.add_worksheet()
        rows = [
            ["school_name", "名字", "甲小学"],
            ["student_count", "有多少学生", 800],
            ["work_plan_exists", "方案", "请选择"],
            ["narratives.T01", "写在这里", "成立了领导小组。"],
        ]
        write(sheet, rows)
        sheet.set_column(0, 0, None, None, {"hidden": True})
    (item,) = submissions(tmp_path / "facts.xlsx", content)
    assert dict(item.facts) == {"school_name": "甲小学", "student_count": 800}
    assert item.narratives == {"T01": "成立了领导小组。"}


def test_a_label_that_means_nothing_is_told(tmp_path: Path, content: Content) -> None:
    rows = [
        ["项目", "填写", "说明"],
        ["学校", "甲小学", ""],
        ["寄宿生数", 8],
        ["在校（园）学生数", 100],
        ["食堂面积", 300, "平方米"],
    ]
    (item,) = submissions(save(tmp_path / "facts.xlsx", rows), content)
    assert [(note.code, str(note.location).rpartition("!")[2]) for note in item.remarks] == [("unknown_fact", "A5")]


def test_a_label_that_is_there_twice(tmp_path: Path, content: Content) -> None:
    rows = [["学校", "甲小学"], ["寄宿生数", 8], ["在校（园）学生数", 100], ["寄宿生数", 9]]
    (item,) = submissions(save(tmp_path / "facts.xlsx", rows), content)
    assert item.facts["boarding_student_count"] == 8
    assert codes(item) == ["sources_disagree"]


def test_a_workbook_without_a_form_or_table(tmp_path: Path, content: Content) -> None:
    (item,) = read(save(tmp_path / "plan.xlsx", [["九月", "值班安排"], ["周一", "甲"]]), content)
    assert isinstance(item, Rejection)
    assert "is no form" in item.reason.en


def is_merged(blank: bytes, row: str) -> bool:
    """Whether a row of a workbook is the heading of a group."""
    sheet = CalamineWorkbook.from_filelike(BytesIO(blank)).get_sheet_by_index(0)
    return any(first[0] == int(row) - 1 for first, _ in sheet.merged_cell_ranges or ())


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", ["mental-health", "kitchen"])
def test_every_answer_of_a_blank_form_is_read(name: str, language: Language, tmp_path: Path) -> None:
    """Whatever stands in an answer's cell is taken as a value, or told as one that does not fit."""
    checklist = kitchen() if name == "kitchen" else load_checklist(name)
    blank = blank_form(checklist, "xlsx", language=language)
    cells = cells_of(blank)
    rows = [address[1:] for address in cells if address[0] == "A"]
    path = tmp_path / "form.xlsx"
    path.write_bytes(
        fill_cells(blank, {f"B{row}": "x" for row in rows if f"B{row}" not in cells and not is_merged(blank, row)})
    )
    (item,) = submissions(path, checklist.content)
    tasks = [task for section in checklist.content.sections for task in section.tasks if task.number is not None]
    assert item.narratives.keys() == item.task_notes.keys() == {task.id for task in tasks}
    assert set(codes(item)) <= {"invalid_value"}
