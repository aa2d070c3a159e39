"""The ways in which people lay out and number a form; and what cannot be told apart is said, not guessed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from checkrules import Submission
from checkrules.plugin import Content
from checkrules_docx.read import read_docx

from .documents import HEADINGS, form, head, p, save, task_row, task_texts, tbl, tc, tr

LESSONS = "课表齐全，生命安全教育每周1节，心理健康教育隔周1节，主题班会每月2次"
ACTIVITIES = "开学礼、毕业礼、报告会各一次主题活动"
TALKS = "谈心谈话机制健全，每学期谈一轮，重大节假日返校后必谈"
THREE = {"T02": "甲甲", "T03": "乙乙", "T04": "丙丙"}


def read(tmp_path: Path, content: Content, body: str, **parts: str) -> Submission:
    (submission,) = read_docx(save(tmp_path / "a.docx", body, **parts), content)
    return submission


def format_value(submission: Submission) -> list[str]:
    return [note.code for note in submission.remarks]


def in_one_cell(tmp_path: Path, content: Content, text: str, numbers: tuple[int, ...] = (2, 3, 4)) -> Submission:
    return read(tmp_path, content, form(task_row(numbers, text)))


NUMBERINGS = {
    "2、": "2、甲甲\n3、乙乙\n4、丙丙",
    "3． full-width": "２．甲甲\n３．乙乙\n４．丙丙",
    "3. with blank": "2. 甲甲\n3. 乙乙\n4. 丙丙",
    "（2）": "（2）甲甲\n（3）乙乙\n（4）丙丙",
    "(2)": "(2) 甲甲\n(3) 乙乙\n(4) 丙丙",
    "2）": "2）甲甲\n3）乙乙\n4）丙丙",
    "②": "②甲甲\n③乙乙\n④丙丙",
    "⑵": "⑵甲甲\n⑶乙乙\n⑷丙丙",
    "任务2：": "任务2：甲甲\n任务3：乙乙\n任务4：丙丙",
    "任务二：": "任务二：甲甲\n任务三：乙乙\n任务四：丙丙",
    "第2项": "第2项甲甲\n第3项：乙乙\n第4项 丙丙",
    "T02": "T02：甲甲\nT03：乙乙\nT04：丙丙",
    "in one line": "2、甲甲。3、乙乙；4、丙丙",
    "ring in one line": "②甲甲，③乙乙，④丙丙",
    "mixed styles": "2、甲甲\n3．乙乙\n（4）丙丙",
    "blank lines between": "2、甲甲\n\n3、乙乙\n \n4、丙丙",
    "number and blank": "2 甲甲\n3 乙乙\n4 丙丙",
}


@pytest.mark.parametrize("name", NUMBERINGS)
def test_numbering(name: str, tmp_path: Path, content: Content) -> None:
    submission = in_one_cell(tmp_path, content, NUMBERINGS[name])
    trimmed = {task: text.rstrip("。；，") for task, text in submission.narratives.items()}
    assert trimmed == THREE
    assert not submission.remarks


SENTENCES: dict[str, tuple[tuple[int, ...], str, dict[str, str]]] = {
    "3.5万元 is a number": (
        (2, 3, 4),
        "2、经费\n3.5万元\n3、乙\n4、丙",
        {"T02": "经费\n3.5万元", "T03": "乙", "T04": "丙"},
    ),
    "2．5 is a number": ((2, 3, 4), "2、面积\n2．5亩\n3、乙\n4、丙", {"T02": "面积\n2．5亩", "T03": "乙", "T04": "丙"}),
    "a number of another row": (
        (2, 3, 4),
        "2、甲\n7、辅导室\n3、乙\n4、丙",
        {"T02": "甲\n7、辅导室", "T03": "乙", "T04": "丙"},
    ),
    "grades after the mark": (
        (5, 6, 7),
        "5、五、六年级测评\n6、3人\n7、有",
        {"T05": "五、六年级测评", "T06": "3人", "T07": "有"},
    ),
    "a list inside a text": (
        (2, 3, 4),
        "2、如下：\n（1）课表\n（2）教案\n（3）班会\n3、乙\n4、丙",
        {"T02": "如下：\n（1）课表\n（2）教案\n（3）班会", "T03": "乙", "T04": "丙"},
    ),
    "a list in the same style inside a text": (
        (2, 3, 4),
        "2、如下：\n1、课表\n2、教案\n3、班会\n3、乙\n4、丙",
        {"T02": "如下：\n1、课表\n2、教案\n3、班会", "T03": "乙", "T04": "丙"},
    ),
    "a number in mid-sentence": (
        (12, 13),
        "12、每周2、4开放，共12处\n13、保安8名",
        {"T12": "每周2、4开放，共12处", "T13": "保安8名"},
    ),
    "a year after the mark": ((2, 3, 4), "2.2023年制定\n3.乙\n4.丙", {"T02": "2023年制定", "T03": "乙", "T04": "丙"}),
    "a task left out": ((2, 3, 4), "2、甲\n4、丙", {"T02": "甲", "T04": "丙"}),
    "a task left blank": ((2, 3, 4), "2、甲\n3、____\n4、丙", {"T02": "甲", "T04": "丙"}),
    "a stroke": ((2, 3, 4), "2、甲\n3、乙\n4、/", {"T02": "甲", "T03": "乙", "T04": "/"}),
    "own number in a row of one": ((10,), "10、机制健全", {"T10": "机制健全"}),
    "another number in a row of one": ((10,), "3、机制健全", {"T10": "3、机制健全"}),
    "a figure first in a row of one": ((3,), "3.5万元", {"T03": "3.5万元"}),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_numbers_that_are_no_marks(name: str, tmp_path: Path, content: Content) -> None:
    numbers, text, expected = SENTENCES[name]
    submission = in_one_cell(tmp_path, content, text, numbers)
    assert dict(submission.narratives) == expected
    assert not submission.remarks


UNASSIGNED = {
    "no numbers, no words": "已落实\n较好",
    "one paragraph for all": "总体情况较好，各项工作正常",
    "an inner list or the next task": "2、如下：1、课表\n2、教案\n3、班会",
    "numbers of other tasks only": "8、甲\n9、乙",
    "grades, not tasks": "2、3年级均开设",
}


@pytest.mark.parametrize("name", UNASSIGNED)
def test_what_cannot_be_told_apart_is_said(name: str, tmp_path: Path, content: Content) -> None:
    submission = in_one_cell(tmp_path, content, UNASSIGNED[name])
    assert not submission.narratives
    assert format_value(submission) == ["unassigned_text"]
    assert submission.remarks[0].value == UNASSIGNED[name]
    assert submission.remarks[0].location is not None
    assert submission.remarks[0].location.cell == "T1R2C4"


def test_text_before_the_first_number_goes_by_its_words(tmp_path: Path, content: Content) -> None:
    submission = in_one_cell(tmp_path, content, f"{LESSONS}\n3、乙\n4、丙")
    assert dict(submission.narratives) == {"T02": LESSONS, "T03": "乙", "T04": "丙"}
    submission = in_one_cell(tmp_path, content, "总体较好\n3、乙\n4、丙")
    assert dict(submission.narratives) == {"T03": "乙", "T04": "丙"}
    assert format_value(submission) == ["unassigned_text"]


def test_auto_numbered_paragraphs_are_taken_in_order(tmp_path: Path, content: Content) -> None:
    cell = p("甲甲", level=0) + p("细目", level=1) + p("乙乙", level=0) + p("丙丙", level=0)
    submission = in_one_cell(tmp_path, content, cell)
    assert dict(submission.narratives) == THREE | {"T02": "甲甲\n细目"}
    assert not submission.remarks


LIST = (
    '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="{}"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)


def test_auto_numbers_that_are_those_of_the_tasks(tmp_path: Path, content: Content) -> None:
    cell = p("甲甲", level=0) + p("细目", level=1) + p("乙乙", level=0)
    submission = read(tmp_path, content, form(task_row((2, 3, 4), cell)), numbering=LIST.format(3))
    assert dict(submission.narratives) == {"T03": "甲甲\n细目", "T04": "乙乙"}
    assert not submission.remarks


def test_auto_numbers_from_one_are_taken_in_order(tmp_path: Path, content: Content) -> None:
    cell = "".join(p(text, level=0) for text in THREE.values())
    submission = read(tmp_path, content, form(task_row((2, 3, 4), cell)), numbering=LIST.format(1))
    assert dict(submission.narratives) == THREE


def test_auto_numbers_that_its_words_contradict_are_not_believed(tmp_path: Path, content: Content) -> None:
    cell = p(TALKS, level=0) + p(LESSONS, level=0)
    submission = read(tmp_path, content, form(task_row((2, 3, 4), cell)), numbering=LIST.format(2))
    assert dict(submission.narratives) == {"T02": LESSONS, "T04": TALKS}


def test_auto_numbers_beyond_the_tasks_are_not_believed(tmp_path: Path, content: Content) -> None:
    cell = p("已经开展", level=0) + p("还有一项", level=0) + p("另有一项", level=0) + p("又有一项", level=0)
    submission = read(tmp_path, content, form(task_row((2, 3, 4), cell)), numbering=LIST.format(2))
    assert not submission.narratives
    assert format_value(submission) == ["unassigned_text"]


def test_auto_numbering_by_style(tmp_path: Path, content: Content) -> None:
    cell = "".join(p(text, style="Mine") for text in THREE.values())
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    styles = (
        f'<w:styles xmlns:w="{namespace}"><w:style w:styleId="Numbered"><w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr>'
        '</w:style><w:style w:styleId="Mine"><w:basedOn w:val="Numbered"/></w:style></w:styles>'
    )
    submission = read(tmp_path, content, form(task_row((2, 3, 4), cell)), styles=styles)
    assert dict(submission.narratives) == THREE


def test_auto_numbered_paragraphs_that_are_not_as_many_go_by_their_words(tmp_path: Path, content: Content) -> None:
    submission = in_one_cell(tmp_path, content, p(TALKS, level=0) + p("还有一项", level=0))
    assert dict(submission.narratives) == {"T04": TALKS}
    assert format_value(submission) == ["unassigned_text"]


def test_auto_numbered_paragraphs_in_another_order_go_by_their_words(tmp_path: Path, content: Content) -> None:
    submission = in_one_cell(tmp_path, content, p(TALKS, level=0) + p(ACTIVITIES, level=0) + p(LESSONS, level=0))
    assert dict(submission.narratives) == {"T02": LESSONS, "T03": ACTIVITIES, "T04": TALKS}


def test_paragraphs_without_numbers_go_by_their_words(tmp_path: Path, content: Content) -> None:
    submission = in_one_cell(tmp_path, content, f"{LESSONS}\n{ACTIVITIES}\n{TALKS}")
    assert dict(submission.narratives) == {"T02": LESSONS, "T03": ACTIVITIES, "T04": TALKS}
    assert not submission.remarks


def test_numbers_typed_from_one_are_taken_in_order_and_told(tmp_path: Path, content: Content) -> None:
    submission = in_one_cell(tmp_path, content, "1、甲甲\n2、乙乙\n3、丙丙", (5, 6, 7))
    assert dict(submission.narratives) == {"T05": "甲甲", "T06": "乙乙", "T07": "丙丙"}
    assert format_value(submission) == ["assigned_by_order"]


def test_columns_in_another_order(tmp_path: Path, content: Content) -> None:
    heading = ("备注", "具体落实情况（逐项填写）", "主要工作任务", "考核要点")
    row = tr("见附件", "机制健全", f"10. {task_texts()[10][1]}", "五")
    submission = read(tmp_path, content, head() + tbl(tr(*heading), row))
    assert dict(submission.narratives) == {"T10": "机制健全"}
    assert dict(submission.task_notes) == {"T10": "见附件"}


def test_remarks_are_split_as_narratives_are(tmp_path: Path, content: Content) -> None:
    submission = read(tmp_path, content, form(task_row((2, 3, 4), "2、甲\n3、乙\n4、丙", "2、见附件1\n4、待查")))
    assert dict(submission.task_notes) == {"T02": "见附件1", "T04": "待查"}


def test_key_point_cells_merged_downwards(tmp_path: Path, content: Content) -> None:
    texts = task_texts()
    rows = [
        tr(
            tc(texts[n][0] if n == 2 else "", merge="restart" if n == 2 else "continue"),
            f"{n}. {texts[n][1]}",
            "",
            tc(t),
            "",
        )
        for n, t in ((2, "甲"), (3, "乙"), (4, "丙"))
    ]
    assert dict(read(tmp_path, content, form(*rows)).narratives) == {"T02": "甲", "T03": "乙", "T04": "丙"}


def test_task_cell_merged_over_one_narrative_a_row(tmp_path: Path, content: Content) -> None:
    texts = task_texts()
    tasks = "".join(p(f"{n}. {texts[n][1]}") for n in (2, 3, 4))
    rows = [
        tr("二", tc(tasks if index == 0 else "", merge="restart" if index == 0 else "continue"), "", tc(text), "")
        for index, text in enumerate(("甲", "", "丙"))
    ]
    assert dict(read(tmp_path, content, form(*rows)).narratives) == {"T02": "甲", "T04": "丙"}


def test_narrative_cell_merged_over_several_task_rows(tmp_path: Path, content: Content) -> None:
    texts = task_texts()
    rows = [
        tr(
            "二",
            f"{n}. {texts[n][1]}",
            "",
            tc("2、甲\n3、乙\n4、丙" if n == 2 else "", merge="restart" if n == 2 else "continue"),
            "",
        )
        for n in (2, 3, 4)
    ]
    assert dict(read(tmp_path, content, form(*rows)).narratives) == {"T02": "甲", "T03": "乙", "T04": "丙"}


TASK_CELLS: dict[str, tuple[str, dict[str, str]]] = {
    "without number": (task_texts()[9][1], {"T09": "好"}),
    "in short": ("配齐心理健康教师", {"T09": "好"}),
    "number alone": ("9", {"T09": "好"}),
    "renumbered": (f"3. {task_texts()[9][1]}", {"T09": "好"}),
    "auto-numbered": (p(task_texts()[9][1], level=0), {"T09": "好"}),
    "spaced out": ("9．配齐 心理健康 教师。大规模 学校至少配备1名专职心理健康教师", {"T09": "好"}),
}


@pytest.mark.parametrize("name", TASK_CELLS)
def test_how_a_row_names_its_task(name: str, tmp_path: Path, content: Content) -> None:
    cell, expected = TASK_CELLS[name]
    body = form(task_row((1,), "甲"), tr("四", tc(cell), "", "好", ""))
    assert dict(read(tmp_path, content, body).narratives) == {"T01": "甲"} | expected


def test_several_tasks_in_one_paragraph_of_the_task_cell(tmp_path: Path, content: Content) -> None:
    texts = task_texts()
    body = form(tr("四", f"8. {texts[8][1]}9. {texts[9][1]}", "", "8、甲\n9、乙", ""))
    assert dict(read(tmp_path, content, body).narratives) == {"T08": "甲", "T09": "乙"}


def test_a_row_that_names_no_task_is_told(tmp_path: Path, content: Content) -> None:
    submission = read(tmp_path, content, form(task_row((1,), "甲"), tr("", "", "", "续上页的文字", "")))
    assert dict(submission.narratives) == {"T01": "甲"}
    assert format_value(submission) == ["unassigned_text"]


def test_a_second_table_with_or_without_its_heading(tmp_path: Path, content: Content) -> None:
    first = head() + tbl(tr(*HEADINGS), task_row((1,), "甲")) + p("")
    for heading in ((tr(*HEADINGS),), ()):
        submission = read(tmp_path, content, first + tbl(*heading, task_row((8, 9), "8、乙\n9、丙")))
        assert dict(submission.narratives) == {"T01": "甲", "T08": "乙", "T09": "丙"}


def test_the_form_inside_a_layout_table(tmp_path: Path, content: Content) -> None:
    submission = read(tmp_path, content, tbl(tr(tc(form(task_row((1,), "甲"))))))
    assert dict(submission.narratives) == {"T01": "甲"}
    assert submission.facts["school_name"] == "甲小学"


HEADS: dict[str, str] = {
    "one a line": head("甲小学", "2023年9月5日", "督学甲、督学乙"),
    "no colon": p("学校  甲小学") + p("督导时间\t2023-9-5") + p("责任督学（签字） 督学甲、督学乙"),
    "one line": p("学校：甲小学　督导时间：2023年9月5日　责任督学（签字）：督学甲，督学乙"),
    "underlined blanks": p("学校：__甲小学__ 督导时间：_2023年9月5日_ 责任督学：__督学甲__督学乙__"),
    "spaced labels": p("学   校：甲小学（公章）")
    + p("督导 时间： 2023 年 9 月 5 日")
    + p("责任督学 (签字): 督学甲  督学乙"),
    "in cells": tbl(
        tr("学校", "甲小学", "督导时间：", "2023.9.5"), tr("责任督学（签字）", tc("督学甲；督学乙", span=3))
    ),
    "in one cell": tbl(tr(tc("学校：甲小学\n督导时间：2023/09/05\n责任督学：督学甲/督学乙"))),
    "labels above values": tbl(tr("学校名称", "督导日期", "责任督学"), tr("甲小学", "20230905", "督学甲、督学乙")),
    "two runs": p("学校：", "甲", "小学") + p("督导时间：二〇二三年九月五日") + p("责任督学：督学甲、督学乙"),
    "in a control": p("学校：", "<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>甲小学</w:t></w:r></w:sdtContent></w:sdt>")
    + p("督导时间：2023年9月5日（星期二）")
    + p("责任督学：督学甲、督学乙"),
}


@pytest.mark.parametrize("name", HEADS)
def test_head(name: str, tmp_path: Path, content: Content) -> None:
    submission = read(tmp_path, content, HEADS[name] + tbl(tr(*HEADINGS), task_row((1,), "甲")))
    facts: dict[str, Any] = dict(submission.facts)
    assert facts.pop("school_name") == "甲小学"
    assert facts.pop("inspection_date").isoformat() == "2023-09-05"
    assert facts.pop("responsible_inspectors") == ("督学甲", "督学乙")
    assert not facts
    assert not submission.remarks


def test_head_in_the_task_table_above_its_heading_row(tmp_path: Path, content: Content) -> None:
    rows = tr("学校", tc("甲小学", span=4)), tr(*HEADINGS), task_row((1,), "甲")
    assert read(tmp_path, content, tbl(*rows)).facts["school_name"] == "甲小学"


def test_names_are_kept_whole(tmp_path: Path, content: Content) -> None:
    body = head("甲 小学", "2023年9月5日", "张  三") + tbl(tr(*HEADINGS), task_row((1,), "甲"))
    assert read(tmp_path, content, body).facts["responsible_inspectors"] == ("张三",)


@pytest.mark.parametrize("blank", ["", "____", "　　年　　月　　日", "＿＿＿"])
def test_blanks_state_nothing(blank: str, tmp_path: Path, content: Content) -> None:
    submission = read(tmp_path, content, head("甲小学", blank, "____") + tbl(tr(*HEADINGS), task_row((1,), "甲")))
    assert dict(submission.facts) == {"school_name": "甲小学"}
    assert not submission.remarks


def test_a_time_of_day_beside_the_date_is_told(tmp_path: Path, content: Content) -> None:
    submission = read(
        tmp_path, content, head("甲小学", "2023年9月5日 14:30", "张三") + tbl(tr(*HEADINGS), task_row((1,), "甲"))
    )
    assert str(submission.facts["inspection_date"]) == "2023-09-05"
    (note,) = (note for note in submission.remarks if note.fact == "inspection_date")
    assert (note.code, note.value) == ("time_cut", "2023年9月5日 14:30")


def test_of_several_days_the_last_is_taken_and_told(tmp_path: Path, content: Content) -> None:
    body = head("甲小学", "2023年9月5日至6日") + tbl(tr(*HEADINGS), task_row((1,), "甲"))
    submission = read(tmp_path, content, body)
    assert str(submission.facts["inspection_date"]) == "2023-09-06"
    assert format_value(submission) == ["date_taken"]


@pytest.mark.parametrize("date", ["9月5日", "2023年13月1日", "下周"])
def test_a_date_that_does_not_fit_is_told(date: str, tmp_path: Path, content: Content) -> None:
    submission = read(tmp_path, content, head("甲小学", date) + tbl(tr(*HEADINGS), task_row((1,), "甲")))
    assert "inspection_date" not in submission.facts
    (note,) = submission.remarks
    assert (note.code, note.fact, note.value) == ("invalid_value", "inspection_date", date)
    assert note.location is not None
    assert note.location.cell == "督导时间"


@pytest.mark.parametrize(
    "prompt", ["点击填写", "单击或点击此处输入文字。", "[请填写]", "____", "　", "Click or tap here to enter text."]
)
def test_prompts_are_blank(prompt: str, tmp_path: Path, content: Content) -> None:
    submission = in_one_cell(tmp_path, content, prompt, (1,))
    assert not submission.narratives
    assert not submission.remarks


ENDS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "beside": (
        tr("工作成绩亮点", tc("甲。\n乙", span=4)) + tr("存在的主要问题", tc("丙\n丁", span=4)),
        ("甲。", "乙"),
        "丙\n丁",
    ),
    "numbered": (tr("工作成绩亮点", tc("1、甲，真好；2、乙", span=4)), ("甲，真好；", "乙"), ""),
    "one item": (tr("工作成绩亮点", tc("甲、乙，丙", span=4)), ("甲、乙，丙",), ""),
    "in the label's cell": (
        tr(tc("工作成绩亮点：甲", span=5)) + tr(tc("存在的主要问题：\n1.丙\n2.丁", span=5)),
        ("甲",),
        "1.丙\n2.丁",
    ),
    "none": (tr("工作成绩亮点", tc("无", span=4)) + tr("存在的主要问题", tc("无", span=4)), (), "无"),
}


@pytest.mark.parametrize("name", ENDS)
def test_highlights_and_problems(name: str, tmp_path: Path, content: Content) -> None:
    rows, highlights, problems = ENDS[name]
    submission = read(tmp_path, content, form(task_row((1,), "甲"), rows))
    assert submission.facts["highlights"] == highlights
    assert submission.problems == problems
    assert not submission.remarks


def test_highlights_and_problems_in_paragraphs(tmp_path: Path, content: Content) -> None:
    ends = p("工作成绩亮点：") + p("甲") + p("乙") + p("") + p("存在的主要问题：丙") + p("") + p("此表于9月22日前报送")
    submission = read(tmp_path, content, form(task_row((1,), "甲")) + ends)
    assert submission.facts["highlights"] == ("甲", "乙")
    assert submission.problems == "丙"


def test_inspectors_at_the_end(tmp_path: Path, content: Content) -> None:
    body = p("学校：甲小学") + tbl(tr(*HEADINGS), task_row((1,), "甲"), tr("责任督学（签字）：", tc("督学甲", span=4)))
    assert read(tmp_path, content, body).facts["responsible_inspectors"] == ("督学甲",)


def test_two_forms_in_one_document(tmp_path: Path, content: Content) -> None:
    body = form(task_row((1,), "甲")) + head("乙小学") + tbl(tr(*HEADINGS), task_row((1,), "乙"))
    first, second = read_docx(save(tmp_path / "a.docx", body), content)
    assert [first.facts["school_name"], second.facts["school_name"]] == ["甲小学", "乙小学"]
    assert [first.narratives["T01"], second.narratives["T01"]] == ["甲", "乙"]
    assert second.location.cell == "[2]"


def test_two_forms_in_one_table(tmp_path: Path, content: Content) -> None:
    one, two = ([tr("学校", tc(f"{name}小学", span=4)), tr(*HEADINGS), task_row((1,), name)] for name in "甲乙")
    first, second = read_docx(save(tmp_path / "a.docx", tbl(*one, *two)), content)
    assert [first.facts["school_name"], second.facts["school_name"]] == ["甲小学", "乙小学"]
    assert [dict(first.narratives), dict(second.narratives)] == [{"T01": "甲"}, {"T01": "乙"}]


def test_a_value_stated_twice_is_told(tmp_path: Path, content: Content) -> None:
    body = head("甲小学") + p("学校：乙小学") + tbl(tr(*HEADINGS), task_row((1,), "甲"))
    submission = read(tmp_path, content, body)
    assert submission.facts["school_name"] == "甲小学"
    assert format_value(submission) == ["sources_disagree"]
