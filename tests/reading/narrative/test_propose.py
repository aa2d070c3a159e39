"""What is read of single texts: statuses, doubts, values, and what holds whatever the text."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkrules.model.readings import DoubtCode, Reading
from checkrules.reading.narrative import propose

from .reader import known_names
from .texts import load_forms

KNOWN = known_names()
FORMS = load_forms()
CLAUSES = [
    "专职心理教师2名", "没有专职教师", "兼职3人", "3人持证", "专兼职教师共5人", "均持证", "但未核实", "其中1名已调离", "应配2名", "约5人",
    "☑有□无", "√", "西校区除外", "未知之词", "每学期2次", "1,024处", "（以上为去年）", "不详", "是否配备", "、",
]  # fmt: skip


def read(task: str, text: str) -> dict[str, Reading]:
    return {reading.fact: reading for reading in propose(KNOWN, {task: text})}


DOUBTS: dict[str, tuple[str, str, str]] = {
    "unnamed": ("T07", "建有心理辅导室，48平方米。", "counselling_room_area_sqm"),
    "wording": ("T09", "有2名的专职心理教师。", "fulltime_mh_teacher_count"),
    "unknown_word": ("T09", "专职心理教师鏖鏖有2名。", "fulltime_mh_teacher_count"),
    "narrowed": ("T01", "语文工作方案已印发。", "work_plan_exists"),
    "some_grades": ("T02", "高一心理课每周1节。", "mental_health_lessons_per_two_weeks"),
    "more_numbers": ("T09", "专职心理教师3间2名。", "fulltime_mh_teacher_count"),
    "second_figure": ("T09", "专职心理教师2名，到场1名。", "fulltime_mh_teacher_count"),
    "said_again": ("T01", "工作方案已印发，方案齐全。", "work_plan_exists"),
    "corrected": ("T01", "专题会议3次。现场查看。", "special_meetings_past_year"),
    "turn_follows": ("T01", "工作方案已印发。但预算没有。", "work_plan_exists"),
    "several_negations": ("T01", "工作方案不是没有。", "work_plan_exists"),
    "no_period": ("T11", "家长会3次。", "parent_meetings_per_semester"),
    "no_unit": ("T09", "专职2，兼职5", "fulltime_mh_teacher_count"),
    "norm": ("T09", "应配专职心理教师2名。", "fulltime_mh_teacher_count"),
    "elsewhere": ("T07", "邻校心理辅导室已建成。", "counselling_room_exists"),
    "hedge": ("T01", "据称工作方案已印发。", "work_plan_exists"),
    "only_part": ("T02", "部分教案齐全。", "lesson_plans_available"),
    "looked_into": ("T01", "查看了工作方案。", "work_plan_exists"),
    "topic": ("T01", "领导小组的运行情况。", "leading_group_established"),
    "each": ("T07", "辅导室三间，每间面积20平方米。", "counselling_room_area_sqm"),
    "total_of_several": ("T09", "专兼职心理教师共5人。", "parttime_mh_teacher_count"),
    "open_list": ("T07", "设备等齐全。", "counselling_room_equipment_complete"),
    "approximate": ("T07", "面积约20平方米。", "counselling_room_area_sqm"),
    "bound": ("T13", "日间巡查不少于5次。", "daily_patrols_per_day"),
    "other_time": ("T07", "心理辅导室计划明年建设。", "counselling_room_exists"),
    "question": ("T01", "是否有工作方案。", "work_plan_exists"),
    "part_exceeds_total": ("T12", "重点场所20处，监控覆盖25处。", "key_place_covered_count"),
    "bare_mark": ("T01", "已落实", "work_plan_exists"),
    "long_sentence": ("T09", "专职心理教师2名" + "，资料齐全" * 70 + "。", "fulltime_mh_teacher_count"),
}


@pytest.mark.parametrize("code", get_args(DoubtCode))
def test_each_doubt_is_told(code: str) -> None:
    task, text, fact = DOUBTS[code]
    reading = read(task, text)[fact]
    assert code in {doubt.code for doubt in reading.doubts}
    assert reading.status != "certain"


STATUSES = {
    "certain number": ("T09", "专职心理教师2名。", "fulltime_mh_teacher_count", "certain", 2),
    "certain state": ("T01", "工作方案已印发。", "work_plan_exists", "certain", True),
    "certain none": ("T09", "没有专职心理教师。", "fulltime_mh_teacher_count", "certain", 0),
    "certain mark": ("T01", "领导小组√", "leading_group_established", "certain", True),
    "unsaid": ("T09", "专职心理教师人数不详。", "fulltime_mh_teacher_count", "unsaid", None),
    "mention": ("T01", "检查了领导小组的运行情况。", "leading_group_established", "mention", None),
    "corrected figure first": ("T03", "上报主题活动12场，认定9场。", "theme_activity_count_past_year", "conflict", 9),
    "the rest": ("T13", "隐患10处，3处未整改，其余均已整改。", "hazards_closed_count", "guess", 7),
    "ticked": ("T10", "应急预案：☑有 □无", "emergency_plan_exists", "candidate", True),
    "ticked no": ("T10", "应急预案：□有 ☑无", "emergency_plan_exists", "candidate", False),
    "a mark for each": ("T04", "谈话机制：√ 每月谈话：× 返校谈话：√", "talk_mechanism_established", "certain", True),
}


@pytest.mark.parametrize("name", STATUSES)
def test_how_sure_a_reading_is(name: str) -> None:
    task, text, fact, status, value = STATUSES[name]
    reading = read(task, text)[fact]
    assert (reading.status, reading.value) == (status, value)


def test_an_unticked_box_states_nothing() -> None:
    assert read("T10", "应急预案：□有 □无")["emergency_plan_exists"].value is None


def test_denied_knowing_is_no_zero() -> None:
    assert read("T06", "特殊群体学生没有摸过底。")["special_group_student_count"].status == "unsaid"


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=8), st.sampled_from("，。；、\n "))
def test_offsets_point_at_the_words(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    for reading in propose(KNOWN, {"T09": text}):
        assert text[reading.start : reading.end] == reading.quote != ""
        for part in (*reading.doubts, *reading.alternatives):
            assert 0 <= part.start < part.end <= len(text)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([(form, task) for form in FORMS for task in form.narratives]), st.sampled_from(CLAUSES))
def test_more_words_make_nothing_certain(where: tuple[object, str], clause: str) -> None:
    form, task = where
    text = form.narratives[task]  # type: ignore[attr-defined]
    named = read(task, clause)
    for fact, reading in read(task, f"{text}\n{clause}。").items():
        if reading.status == "certain" and fact not in named:
            assert read(task, text)[fact].status == "certain"


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_the_order_of_cells_does_not_matter(form: object) -> None:
    narratives = form.narratives  # type: ignore[attr-defined]
    backwards = dict(reversed(narratives.items()))
    assert {*propose(KNOWN, narratives)} == {*propose(KNOWN, backwards)}
