"""Forms as inspectors hand them in: text in another column, pictures, tables in cells, ticks, headers, other headings.

What is clear is read, and what is not is told, row by row.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import checkrules
from checkrules import Submission
from checkrules.plugin import Content
from checkrules_docx.read import read_docx

from ..cli.run import run as run_command
from .documents import HEADINGS, form, head, p, run, save, save_with_header, task_row, task_texts, tbl, tc, tr

TEACHERS = "专职心理教师2名，均持证。"
PLAN = "已制定工作方案，专题会议2次。"
PICTURE = "<w:p><w:r><w:drawing/></w:r></w:p>"


def read(tmp_path: Path, content: Content, body: str, **parts: str) -> Submission:
    (submission,) = read_docx(save(tmp_path / "a.docx", body, **parts), content)
    return submission


def told(submission: Submission) -> list[tuple[str, str | None]]:
    """The code and the place of each remark."""
    return [(note.code, note.location.cell if note.location else None) for note in submission.remarks]


def struck(text: str) -> str:
    return f"<w:r><w:rPr><w:strike/></w:rPr><w:t>{text}</w:t></w:r>"


SHOWN = {
    "struck through": p("专职心理教师", struck("1"), "2名"),
    "hidden": p("专职心理教师", "<w:r><w:rPr><w:vanish/></w:rPr><w:t>3</w:t></w:r>", "2名"),
    "tracked": p(
        "专职心理教师", "<w:del><w:r><w:delText>1</w:delText></w:r></w:del><w:ins>" + run("2") + "</w:ins>", "名"
    ),
    "over a deleted paragraph mark": "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    + run("专职心理教师")
    + "</w:p>"
    + p("2名"),
    "smart tag": p("专职心理教师", "<w:smartTag>" + run("2") + "</w:smartTag>", "名"),
    "cell in a control": "<w:sdt><w:sdtPr/><w:sdtContent>" + p("专职心理教师2名") + "</w:sdtContent></w:sdt>",
}


@pytest.mark.parametrize("name", SHOWN)
def test_what_word_shows_is_the_narrative(name: str, tmp_path: Path, content: Content) -> None:
    submission = read(tmp_path, content, form(task_row((9,), SHOWN[name])))
    assert dict(submission.narratives) == {"T09": "专职心理教师2名"}
    assert not submission.remarks


def test_the_mark_of_a_note_is_told(tmp_path: Path, content: Content) -> None:
    raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r>'
    submission = read(tmp_path, content, form(task_row((9,), p("专职心理教师2", raised, "名"))))
    assert dict(submission.narratives) == {"T09": "专职心理教师2名"}
    assert told(submission) == [("not_read", "T1R2C4")]


NOT_READ: dict[str, tuple[str, str, list[tuple[str, str | None]]]] = {
    "a picture alone": (task_row((9,), PICTURE), "", [("not_read", "T1R2C4")]),
    "a picture beside text": (task_row((9,), p(TEACHERS) + PICTURE), TEACHERS, [("not_read", "T1R2C4")]),
    "a picture in the remarks": (task_row((9,), TEACHERS, PICTURE), TEACHERS, [("not_read", "T1R2C5")]),
    "a picture in a table in the cell": (
        task_row((9,), p(TEACHERS) + tbl(tr(tc(PICTURE), "教师证"))),
        f"{TEACHERS}\n教师证",
        [("not_read", "T1R2C4")],
    ),
    "an embedded document in the cell": (task_row((9,), "<w:altChunk/>"), "", [("not_read", "T1R2C4")]),
}


@pytest.mark.parametrize("name", NOT_READ)
def test_what_is_not_read_is_told_by_row(name: str, tmp_path: Path, content: Content) -> None:
    row, narrative, remarks = NOT_READ[name]
    submission = read(tmp_path, content, form(row))
    assert submission.narratives.get("T09", "") == narrative
    assert told(submission) == remarks


@pytest.mark.parametrize(
    "body", [form(task_row((9,), TEACHERS)) + "<w:altChunk/>", PICTURE + form(task_row((9,), TEACHERS))]
)
def test_what_is_not_read_outside_of_the_rows_is_told_once(body: str, tmp_path: Path, content: Content) -> None:
    assert told(read(tmp_path, content, body)) == [("not_read", None)]


def test_text_in_the_remarks_is_read_where_the_findings_are_blank(tmp_path: Path, content: Content) -> None:
    submission = read(tmp_path, content, form(task_row((1,), PLAN), task_row((9,), "", TEACHERS)))
    assert dict(submission.narratives) == {"T01": PLAN, "T09": TEACHERS}
    assert not submission.task_notes
    assert told(submission) == [("text_in_other_column", "T1R3C5")]


@pytest.mark.parametrize("note", ["见附件3", "详见佐证材料", "待核实后补充", "√", "附照片两张"])
def test_a_note_that_only_points_elsewhere_is_told_and_stays_a_note(
    note: str, tmp_path: Path, content: Content
) -> None:
    submission = read(tmp_path, content, form(task_row((9,), "", note)))
    assert not submission.narratives
    assert dict(submission.task_notes) == {"T09": note}
    assert told(submission) == [("text_in_other_column", "T1R2C5")]


def test_remarks_beside_findings_are_remarks(tmp_path: Path, content: Content) -> None:
    submission = read(tmp_path, content, form(task_row((9,), TEACHERS, "另有一人外出学习")))
    assert dict(submission.task_notes) == {"T09": "另有一人外出学习"}
    assert not submission.remarks


def in_task_cell(numbers: tuple[int, ...], written: str, narrative: str = "") -> str:
    texts = task_texts()
    own = "\n".join(f"{number}. {texts[number][1]}" for number in numbers)
    return tr(texts[numbers[0]][0], f"{own}{written}", "查看资料", tc(narrative), "")


IN_TASK_CELL = {
    "below": ((9,), f"\n{TEACHERS}", {"T09": TEACHERS}),
    "behind": ((9,), TEACHERS, {"T09": TEACHERS}),
    "as an answer": ((9,), f"\n答：{TEACHERS}", {"T09": TEACHERS}),
    "a number first": ((9,), "\n2名专职心理教师", {"T09": "2名专职心理教师"}),
    "answers below several tasks": (
        (8, 9),
        f"\n答：班主任心理培训2次，名师工作室暂未创建\n答：{TEACHERS}",
        {"T08": "班主任心理培训2次，名师工作室暂未创建", "T09": TEACHERS},
    ),
}


@pytest.mark.parametrize("name", IN_TASK_CELL)
def test_text_in_the_task_cell(name: str, tmp_path: Path, content: Content) -> None:
    numbers, written, narratives = IN_TASK_CELL[name]
    submission = read(tmp_path, content, form(in_task_cell(numbers, written)))
    assert dict(submission.narratives) == narratives
    assert told(submission) == [("text_in_other_column", "T1R2C2")] * len(narratives)


def test_text_behind_each_task_belongs_to_it(tmp_path: Path, content: Content) -> None:
    texts = task_texts()
    cell = f"8. {texts[8][1]}\n班主任心理培训2次。\n9. {texts[9][1]}\n{TEACHERS}"
    submission = read(tmp_path, content, form(tr("四", cell, "", "", "")))
    assert dict(submission.narratives) == {"T08": "班主任心理培训2次。", "T09": TEACHERS}


def test_text_in_the_task_cell_beside_findings_is_told_and_not_used(tmp_path: Path, content: Content) -> None:
    submission = read(tmp_path, content, form(in_task_cell((9,), "（每校必查）", TEACHERS)))
    assert dict(submission.narratives) == {"T09": TEACHERS}
    assert told(submission) == [("text_in_other_column", "T1R2C2")]
    assert submission.remarks[0].value == "（每校必查）"


def test_several_tasks_in_one_paragraph_are_split_by_their_words(tmp_path: Path, content: Content) -> None:
    lessons, talks = "《心理健康教育》双周1课时，主题班会每月一次。", "谈心谈话机制健全；返校必谈未见记录。"
    submission = read(tmp_path, content, form(task_row((2, 3, 4), lessons + talks)))
    assert dict(submission.narratives) == {"T02": lessons, "T04": talks}
    assert not submission.remarks


def test_a_sentence_between_two_tasks_that_says_nothing_of_either_is_told(tmp_path: Path, content: Content) -> None:
    text = "课表齐全，心理健康教育隔周1节，主题班会每月2次。总体较好。谈心谈话机制健全，每学期谈一轮，节假日返校必谈。"
    submission = read(tmp_path, content, form(task_row((2, 3, 4), text)))
    assert {*submission.narratives} == {"T02", "T04"}
    assert [(note.code, note.value) for note in submission.remarks] == [("unassigned_text", "总体较好。")]


@pytest.mark.parametrize("mark", ["√", "已落实", "均已落实。", "符合要求"])
def test_a_mark_for_all_tasks_of_a_row_is_each_task_s(mark: str, tmp_path: Path, content: Content) -> None:
    submission = read(tmp_path, content, form(task_row((2, 3, 4), mark)))
    assert dict(submission.narratives) == {"T02": mark, "T03": mark, "T04": mark}


TABLES: dict[str, tuple[str, str]] = {
    "labels above": (
        tbl(
            tr("年级", "生命安全教育（节/周）", "心理健康教育（节/两周）"),
            tr("一年级", "1", "1"),
            tr("二年级", "1", "0"),
        ),
        "年级：一年级；生命安全教育（节/周）：1；心理健康教育（节/两周）：1\n"
        "年级：二年级；生命安全教育（节/周）：1；心理健康教育（节/两周）：0",
    ),
    "labels on the left": (tbl(tr("专职教师", "2名"), tr("兼职教师：", "4名")), "专职教师：2名\n兼职教师：4名"),
    "labels and figures in turns": (
        tbl(tr("专职", "2", "兼职", "4"), tr("持证", "5", "在训", "")),
        "专职：2；兼职：4\n持证：5",
    ),
    "a blank cell": (tbl(tr("项目", "数量", "说明"), tr("专职", "2", "")), "项目：专职；数量：2"),
    "one column": (tbl(tr("甲"), tr("乙")), "甲\n乙"),
    "text and no labels": (tbl(tr("甲" * 70, "乙", "丙")), f"{'甲' * 70}\n乙\n丙"),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_in_a_cell_says_what_each_of_its_cells_is_about(name: str, tmp_path: Path, content: Content) -> None:
    table, lines = TABLES[name]
    submission = read(tmp_path, content, form(task_row((2,), p("见下表：") + table + p(""))))
    assert dict(submission.narratives) == {"T02": f"见下表：\n{lines}"}


def test_a_table_in_a_cell_of_several_tasks_goes_with_its_task(tmp_path: Path, content: Content) -> None:
    cell = p("2. 见下表：") + tbl(tr("生命安全教育", "1"), tr("心理健康教育", "0")) + p("3. 乙") + p("4. 丙")
    submission = read(tmp_path, content, form(task_row((2, 3, 4), cell)))
    assert dict(submission.narratives) == {
        "T02": "见下表：\n生命安全教育：1\n心理健康教育：0",
        "T03": "乙",
        "T04": "丙",
    }


OTHER_HEADINGS = {
    "检查情况": [],
    "督导检查情况": [],
    "完成情况": [],
    "学校自查": [("heading_taken", "T1R1")],
    "实际": [("heading_taken", "T1R1")],
}


@pytest.mark.parametrize("heading", OTHER_HEADINGS)
def test_another_heading_for_the_findings(heading: str, tmp_path: Path, content: Content) -> None:
    headings = ("考核要点", "主要工作任务", "督导方式", heading, "备注")
    submission = read(tmp_path, content, form(task_row((9,), TEACHERS), heading=headings))
    assert dict(submission.narratives) == {"T09": TEACHERS}
    assert told(submission) == OTHER_HEADINGS[heading]


@pytest.mark.parametrize("position", range(5))
def test_one_odd_heading_costs_no_form(position: int, tmp_path: Path, content: Content) -> None:
    headings = [*HEADINGS]
    headings[position] = "某某栏"
    submission = read(tmp_path, content, form(task_row((1,), PLAN), task_row((9,), TEACHERS), heading=tuple(headings)))
    assert dict(submission.narratives) == {"T01": PLAN, "T09": TEACHERS}
    expected = {1: "heading_taken", 2: "unknown_column", 3: "heading_taken"}.get(position)
    assert [note.code for note in submission.remarks] == ([expected] if expected else [])


def test_a_table_without_a_heading_row_is_read_in_the_order_of_the_form(tmp_path: Path, content: Content) -> None:
    submission = read(tmp_path, content, head() + tbl(task_row((1,), PLAN), task_row((9,), TEACHERS)))
    assert dict(submission.narratives) == {"T01": PLAN, "T09": TEACHERS}
    assert told(submission) == [("heading_taken", "T1")]


def test_a_column_that_the_form_does_not_have_is_told(tmp_path: Path, content: Content) -> None:
    texts = task_texts()
    headings = ("考核要点", "主要工作任务", "具体落实情况", "整改措施", "得分")
    rows = [tr(texts[n][0], f"{n}. {texts[n][1]}", text, "限期整改", "3") for n, text in ((1, PLAN), (9, TEACHERS))]
    submission = read(tmp_path, content, form(*rows, heading=headings))
    assert dict(submission.narratives) == {"T01": PLAN, "T09": TEACHERS}
    assert told(submission) == [("unknown_column", "T1R2C4")]


@pytest.mark.parametrize("heading", ["督查方式", "检查方法", "评分标准", "得分", "序号"])
def test_columns_that_are_printed_are_nothing_to_tell(heading: str, tmp_path: Path, content: Content) -> None:
    headings = ("考核要点", "主要工作任务", "具体落实情况", heading, "备注")
    row = tr("四", f"9. {task_texts()[9][1]}", TEACHERS, "查看资料", "")
    assert not read(tmp_path, content, form(row, heading=headings)).remarks


def test_findings_over_two_cells_are_both_read(tmp_path: Path, content: Content) -> None:
    heading = tr("考核要点", "主要工作任务", "督导方式", tc("具体落实情况", span=2), "备注")
    row = tr("四", f"9. {task_texts()[9][1]}", "", "学校：专职2名", "督学：属实", "见附件")
    submission = read(tmp_path, content, head() + tbl(heading, row))
    assert dict(submission.narratives) == {"T09": "学校：专职2名\n督学：属实"}
    assert dict(submission.task_notes) == {"T09": "见附件"}


TITLED = {
    "a title with a space": p("学校　自查报告") + head(),
    "a title, then a cell": p("学校 心理健康工作总结") + tbl(tr("学校", "甲小学")),
    "a title, then a blank": p("学校　自查报告") + p("学校__甲小学__"),
    "another name with a space": p("学校　乙小学") + head(),
}


@pytest.mark.parametrize("name", TITLED)
def test_a_title_is_no_school(name: str, tmp_path: Path, content: Content) -> None:
    submission = read(tmp_path, content, TITLED[name] + tbl(tr(*HEADINGS), task_row((9,), TEACHERS)))
    assert submission.facts["school_name"] == "甲小学"
    assert told(submission) == ([("sources_disagree", "学校")] if "another" in name else [])


def test_a_title_alone_names_no_school(tmp_path: Path, content: Content) -> None:
    body = p("学校　自查报告") + tbl(tr(*HEADINGS), task_row((9,), TEACHERS))
    assert "school_name" not in read(tmp_path, content, body).facts


ROWS = tbl(tr(*HEADINGS), task_row((9,), TEACHERS))


def test_header_and_footer_state_what_the_body_does_not(tmp_path: Path, content: Content) -> None:
    file = save_with_header(
        tmp_path / "a.docx", p("督导时间：2023年9月5日") + ROWS, p("学校：甲小学"), p("责任督学：督学甲")
    )
    (submission,) = read_docx(file, content)
    assert submission.facts["school_name"] == "甲小学"
    assert submission.facts["responsible_inspectors"] == ("督学甲",)
    assert str(submission.facts["inspection_date"]) == "2023-09-05"
    assert not submission.remarks


def test_the_body_goes_before_the_header(tmp_path: Path, content: Content) -> None:
    (submission,) = read_docx(save_with_header(tmp_path / "a.docx", head() + ROWS, p("学校：乙小学")), content)
    assert submission.facts["school_name"] == "甲小学"
    assert told(submission) == [("sources_disagree", "学校")]


def test_a_header_without_a_label_is_told_where_no_school_is_named(tmp_path: Path, content: Content) -> None:
    (submission,) = read_docx(save_with_header(tmp_path / "a.docx", ROWS, p("城关第一小学")), content)
    assert "school_name" not in submission.facts
    assert [(note.code, note.value) for note in submission.remarks] == [("header_not_used", "城关第一小学")]


def test_a_header_of_the_form_is_nothing_to_tell(tmp_path: Path, content: Content) -> None:
    (submission,) = read_docx(
        save_with_header(tmp_path / "a.docx", head() + ROWS, p("鄂州市教育局"), p("第1页")), content
    )
    assert not submission.remarks


def test_a_header_does_not_name_the_school_of_several_forms(tmp_path: Path, content: Content) -> None:
    body = head("甲小学") + ROWS + head("乙小学") + ROWS
    forms = list(read_docx(save_with_header(tmp_path / "a.docx", body, p("学校：丙小学")), content))
    assert [form.facts["school_name"] for form in forms] == ["甲小学", "乙小学"]
    assert not any(form.remarks for form in forms)


TICKED: dict[str, tuple[str, object]] = {
    "ticked yes": ("已制定工作方案：☑有 □无", True),
    "ticked no": ("已制定工作方案：□有 ☑无", False),
    "filled squares": ("已制定工作方案：■有 □无", True),
    "boxes behind": ("已制定工作方案：有☑ 无□", True),
    "brackets": ("已制定工作方案：有（√） 无（ ）", True),
    "the fact's own title": ("1. 已制定工作方案：□是 ☑否。", False),
    "neither": ("已制定工作方案：□有 □无", None),
    "both": ("已制定工作方案：☑有 ☑无", None),
    "no such label": ("工作方案：☑有 □无", None),
    "a label of another task": ("学生谈心谈话机制已建立：☑有 □无", None),
    "other words than the fact's": ("已制定工作方案：☑已印发 □未印发", None),
    "text beside the boxes": ("已制定工作方案：☑有 □无 2023年印发", None),
    "one box": ("已制定工作方案：☑有", None),
    "said again": ("已制定工作方案：☑有 □无。查阅发现已制定工作方案缺页", None),
    "corrected": ("已制定工作方案：☑有 □无。经核查没有", None),
}


@pytest.mark.parametrize("name", TICKED)
def test_a_line_of_boxes_under_the_fact_s_own_label_is_a_field(name: str, tmp_path: Path, content: Content) -> None:
    text, value = TICKED[name]
    submission = read(tmp_path, content, form(task_row((1,), text)))
    assert submission.narratives["T01"].endswith(text.removeprefix("1. "))
    assert submission.facts.get("work_plan_exists") is value
    assert told(submission) == ([("both_ticked", "T1R2C4")] if name == "both" else [])
    if value is not None:
        origin = submission.origins["work_plan_exists"]
        assert (origin.kind, origin.location and origin.location.cell) == ("field", "T1R2C4")


def test_several_lines_of_boxes(tmp_path: Path, content: Content) -> None:
    text = "学生谈心谈话机制已建立：☑有 □无；每学期谈一轮：□是 □否"
    assert read(tmp_path, content, form(task_row((4,), text))).facts["talk_mechanism_established"] is True


def test_typed_lines_state_the_facts_that_the_form_has_no_cell_for(tmp_path: Path, content: Content) -> None:
    lines = p("学段类型：小学") + p("最低年级：1　最高年级：6") + tbl(tr("寄宿生数", "120"))
    facts = read(tmp_path, content, lines + form(task_row((9,), TEACHERS))).facts
    assert (facts["school_stage"], facts["lowest_grade"], facts["highest_grade"], facts["boarding_student_count"]) == (
        "primary",
        1,
        6,
        120,
    )


def test_the_lines_of_the_reference_are_read_as_it_says(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "word-forms.md").read_text(encoding="utf-8")
    lines = page.split("```text\n")[1].split("```")[0].splitlines()
    content = checkrules.load_checklist("mental-health").content
    submission = read(tmp_path, content, "".join(p(line) for line in lines) + ROWS)
    assert {name: str(value) for name, value in submission.facts.items()} == {
        "school_name": "甲小学（虚构）",
        "inspection_date": "2023-09-12",
        "responsible_inspectors": "('督学甲', '督学乙')",
        "school_stage": "nine_year",
        "boarding_student_count": "120",
        "inspector_level": "district",
        "lessons_observed_count": "2",
        "problems_found_count": "3",
        "notice_issued_date": "2023-09-12",
        "form_signed": "True",
    }
    assert {origin.kind for origin in submission.origins.values()} == {"field"}
    assert not submission.remarks


OUTSIDE = {
    "below the table": (ROWS + p("心理健康教育隔周1节，主题班会每月2次，课表齐全"), 1),
    "in a table of its own": (ROWS + tbl(tr("心理健康教育隔周1节", "主题班会每月2次，课表齐全")), 1),
    "twice": (ROWS + p("心理健康教育隔周1节，主题班会每月2次") + p("谈心谈话机制健全，每学期必谈均已落实"), 2),
    "the form's own words": (p(task_texts()[2][1]) + ROWS, 0),
    "words of no task": (ROWS + p("此表于9月22日前报送到市（区）人民政府教育督导室"), 0),
    "highlights": (ROWS + p("工作成绩亮点：") + p("心理健康教育隔周1节，主题班会每月2次，课表齐全"), 0),
}


@pytest.mark.parametrize("name", OUTSIDE)
def test_findings_outside_of_the_table_are_told_once(name: str, tmp_path: Path, content: Content) -> None:
    body, lines = OUTSIDE[name]
    submission = read(tmp_path, content, head() + body)
    assert [note.code for note in submission.remarks] == (["text_outside"] if lines else [])
    if lines:
        assert f"有 {lines} 处" in submission.remarks[0].message.zh


PERSON = "学生身份证42070420100101123X，已转介"


def test_what_is_told_holds_no_number_of_a_person(tmp_path: Path, content: Content) -> None:
    headings = (*HEADINGS, PERSON)
    row = tr("四", f"9. {task_texts()[9][1]}{PERSON}", "", TEACHERS, PERSON, "有")
    blank = tr("四", f"8. {task_texts()[8][1]}", "", "", PERSON, "")
    body = tbl(tr(*headings), row, blank) + p(f"心理健康教育隔周1节，主题班会每月2次，{PERSON}")
    (submission,) = read_docx(save_with_header(tmp_path / "a.docx", body, p(PERSON)), content)
    codes = {note.code for note in submission.remarks}
    assert codes == {"text_in_other_column", "unknown_column", "text_outside", "header_not_used"}
    assert not any("20100101" in f"{note.message.zh}{note.message.en}{note.value}" for note in submission.remarks)


def test_a_form_as_it_is_handed_in_from_the_command_line(tmp_path: Path) -> None:
    texts = task_texts()
    plan = p(
        "应急预案：",
        "<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val='1'/></w14:checkbox></w:sdtPr></w:sdt>",
        "有 □无",
    )
    rows = [
        tr("五", f"10. {texts[10][1]}", "", tc(plan), ""),
        tr("四", f"9. {texts[9][1]}", "", tc(PICTURE), ""),
        tr("七", f"12. {texts[12][1]}", "", "", "重点场所60处，监控已覆盖60处。"),
        tr("七", f"13. {texts[13][1]}", "", "已落实", ""),
    ]
    heading = ("考核要点", "主要工作任务", "督导方式", "检查情况", "备注")
    file = save_with_header(
        tmp_path / "a.docx", p("督导时间：2023年9月5日") + tbl(tr(*heading), *rows), p("学校：甲小学")
    )
    (report,) = json.loads(run_command("check", str(file), "--format", "json").stdout)["reports"]
    outcomes = {item["rule"]: item["outcome"] for item in report["results"]}
    assert report["submission"]["subject"] == "甲小学"
    assert outcomes["T10-4"] == "pass"
    assert report["submission"]["narratives"] == {
        "T10": "应急预案：☑有 □无",
        "T12": "重点场所60处，监控已覆盖60处。",
        "T13": "已落实",
    }
    assert {"not_read", "text_in_other_column", "bare_narrative"} <= {note["code"] for note in report["remarks"]}
