"""What takes a statement back makes it uncertain, wherever in the cell it stands: nothing that was certain stays so."""

from __future__ import annotations

import pytest

from checkrules.model.readings import Reading
from checkrules.reading.narrative import propose
from tests.reading.narrative.reader import known_names
from tests.reading.narrative.texts import forms_of

NAMES = known_names()
AFTER = (
    "以上系学校自述，未经核实。", "但经现场核查，情况不属实。", "（以上为去年数据）", "（仅七年级）", "（不含高三）",
    "现场未能核实。", "督学认为不能认定。", "以上内容与实际不符。", "学生反映并非如此。", "【不属实】", "（存疑）",
    "以上均为计划内容。", "以上为兄弟学校情况。", "经查，上述材料系后补。", "有待进一步核实。", "材料不足以证明。",
    "以上是上级的要求。", "据说如此。", "（抄自往年材料）", "另一校区没有。", "西校区除外。", "实际数字少一半。", "其实没有。",
    "学校无法提供佐证。",
)  # fmt: skip
BEFORE = (
    "除个别班级外，", "据学校介绍，", "兄弟学校", "建议", "如果", "计划", "全区", "邻校", "部分班级", "教育局", "争取", "希望",
    "尚不清楚是否", "没有证据表明", "并非", "不再", "号称", "名义上", "所谓", "传闻", "承诺", "力争", "个别年级",
)  # fmt: skip


def certain(task: str, text: str) -> dict[str, Reading]:
    return {reading.fact: reading for reading in propose(NAMES, {task: text}) if reading.status == "certain"}


CELLS = [
    (task, text)
    for form in (*forms_of("forms"), *forms_of("cases"))
    for task, text in form.narratives.items()
    if certain(task, text)
]


@pytest.mark.parametrize("added", AFTER)
def test_a_sentence_that_takes_a_cell_back_leaves_nothing_certain(added: str) -> None:
    for task, text in CELLS:
        left = certain(task, text.rstrip("。；;. ") + "。" + added)
        assert not left, f"{text}{added}"


@pytest.mark.parametrize("added", BEFORE)
def test_words_before_a_statement_that_change_it_leave_it_uncertain(added: str) -> None:
    for task, text in CELLS:
        for fact, reading in certain(task, text).items():
            changed = text[: reading.start] + added + text[reading.start :]
            left = certain(task, changed).get(fact)
            assert left is None or left.value != reading.value, changed


@pytest.mark.parametrize(
    "text", ["计划召开专题会议3次。", "计划上学年召开专题会议3次。", "2.传闻专题会议3次。", "1.某某专题会议3次。"]
)
def test_neither_a_plan_nor_an_unknown_word_in_front_is_taken_for_a_name_or_left_out(text: str) -> None:
    assert not certain("T01", text)


def test_a_plan_by_name_is_one() -> None:
    assert certain("T01", "工作计划已印发。")["work_plan_exists"].value is True


@pytest.mark.parametrize(
    ("task", "text", "fact"),
    [
        ("T05", "不少学生建立了心理成长档案。", "growth_archives_established"),
        ("T06", "上学期开展学生团体辅导2次。", "student_group_counselling_past_year"),
        ("T01", "上学期召开专题会议1次。", "special_meetings_past_year"),
        ("T01", "食堂制定了工作方案。", "work_plan_exists"),
        ("T13", "宿舍楼未发现隐患。", "hazards_found_count"),
        ("T10", "食堂制定了应急预案。", "emergency_plan_exists"),
        ("T01", "专题会议2次，均为安全工作内容。", "special_meetings_past_year"),
        ("T06", "学生团体辅导3次，都是班会。", "student_group_counselling_past_year"),
        ("T08", "班主任培训2次，内容为班级管理。", "homeroom_teacher_trainings_past_year"),
        ("T05", "成长档案已建立，覆盖率60%。", "growth_archives_established"),
        ("T04", "谈话机制已建立，内容为党员谈话。", "talk_mechanism_established"),
        ("T13", "保安6名，其中2名系保洁兼任。", "guard_count"),
        ("T06", "多帮一平台已搭建，已于三月关停。", "many_help_one_established"),
        ("T07", "心理辅导室已建成，现作仓库。", "counselling_room_exists"),
        ("T12", "监控全覆盖，8个探头不亮。", "video_coverage_percent"),
        ("T10", "应急预案已制定，内容是防汛的。", "emergency_plan_exists"),
        ("T01", "召开各类专题会议12次。", "special_meetings_past_year"),
        ("T13", "日夜巡护共6次。", "night_patrols_per_night"),
        ("T13", "昼夜巡查6次。", "daily_patrols_per_day"),
    ],
)  # fmt: skip
def test_a_statement_of_another_subject_another_thing_or_a_part_is_not_certain(task: str, text: str, fact: str) -> None:
    assert fact not in certain(task, text)


def test_a_named_semester_says_when_and_not_how_often() -> None:
    readings = {reading.fact: reading for reading in propose(NAMES, {"T06": "上学期开展学生团体辅导2次。"})}
    assert readings["student_group_counselling_past_year"].value == 2
