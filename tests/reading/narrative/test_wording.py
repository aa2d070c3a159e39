"""Facts are read out of prose right or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkrules.reading.narrative import read_prose
from checkrules.reading.narrative.numerals import number_of

from .score import cases, phrasings, score, varied, wording

WORDS = wording()
NARRATIVES = {"T09": "专职心理教师２名，另有兼职三人，５人均持证。", "T07": "建有辅导室一间，约40㎡；每周二、四开放。"}


@pytest.mark.parametrize(
    ("judged", "least"), [(phrasings, 0.9), (cases, 0.95), (varied, 0.65)], ids=["phrasings", "cases", "varied"]
)
def test_nothing_wrong_is_read_and_most_of_what_is_stated(judged, least: float) -> None:
    found = score(judged(WORDS))
    assert found.wrong == ()
    assert found.right > 80
    assert found.recall > least


TRAPS = [
    ("T09", "拟于下学期招聘专职心理教师1名", "fulltime_mh_teacher_count", 0),
    ("T09", "计划增聘专职心理教师1名，现有2名", "fulltime_mh_teacher_count", 2),
    ("T09", "要求至少配备1名专职心理教师", "fulltime_mh_teacher_count", None),
    ("T09", "专职情况未提供", "fulltime_mh_teacher_count", None),
    ("T09", "原有专职教师1人，已调离", "fulltime_mh_teacher_count", 0),
    ("T09", "有专兼职心理教师5人，其中专职2人", "parttime_mh_teacher_count", 3),
    ("T02", "要求每周1节生命安全课，实际隔周1节", "life_safety_lessons_per_week", 0.5),
    ("T02", "心理健康教育每月1节", "mental_health_lessons_per_two_weeks", 0.5),
    ("T02", "高一每周2节心理课，高二每周1节，高三隔周1节", "mental_health_lessons_per_two_weeks", 1),
    ("T02", "课没有被占用", "timetable_followed", True),
    ("T02", "未按课表上课", "timetable_followed", False),
    ("T04", "除返校必谈外，其余均落实", "talk_after_major_holidays", False),
    ("T05", "成长档案正在建立", "growth_archives_established", False),
    ("T05", "应测712人，实测705人", "assessment_done_student_count", 705),
    ("T07", "心理辅导室在建", "counselling_room_exists", False),
    ("T07", "面积应不低于45平方米，该校实有28平方米", "counselling_room_area_sqm", 28),
    ("T10", "只有消防预案，无心理危机预案", "emergency_plan_exists", False),
    ("T12", "监控基本覆盖", "video_coverage_percent", None),
    ("T12", "尚未全覆盖", "video_coverage_percent", None),
    ("T12", "20处重点场所中有3处无监控", "key_place_covered_count", 17),
    ("T13", "夜间由门卫值守，不巡护", "night_patrols_per_night", 0),
    ("T01", "2020年、2021年各召开专题会议2次", "special_meetings_past_year", None),
    ("T01", "校长口头表示经费有保障", "routine_funding_guaranteed", None),
    ("T01", "经费1.5万元", "routine_funding_yuan", 15000),
]


@pytest.mark.parametrize(("task", "text", "fact", "expected"), TRAPS, ids=[trap[1] for trap in TRAPS])
def test_traps(task: str, text: str, fact: str, expected: object) -> None:
    read = {reading.fact: reading.value for reading in read_prose(WORDS, {task: text})}
    assert read.get(fact) == expected


def test_a_reading_says_where_it_stood() -> None:
    readings = {reading.fact: reading for reading in read_prose(WORDS, NARRATIVES)}
    assert readings["fulltime_mh_teacher_count"].value == 2
    assert readings["parttime_mh_teacher_count"].value == 3
    assert readings["counselling_room_area_sqm"].approximate
    assert not readings["fulltime_mh_teacher_count"].approximate
    assert readings["counselling_room_open_days_per_week"].value == 2
    for reading in readings.values():
        assert reading.quote == NARRATIVES[reading.task][reading.start : reading.end]
        assert reading.quote


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.text(max_size=8),
            st.sampled_from(
                [
                    "专职",
                    "心理教师",
                    "2名",
                    "三人",
                    "没有",
                    "每周",
                    "1节",
                    "，",
                    "。",
                    "、",
                    "（",
                    "）",
                    "１",
                    "①",
                    "\u3000",
                    "拟",
                    "除",
                    "外",
                    "共",
                    "监控",
                    "覆盖",
                    "九十",
                    "%",
                ]
            ),
        ),
        max_size=30,
    ).map("".join)
)
def test_any_text_is_read_without_trouble_and_alike(text: str) -> None:
    narratives = dict.fromkeys((f"T{number:02d}" for number in range(1, 14)), text)
    readings = read_prose(WORDS, narratives)
    assert readings == read_prose(WORDS, narratives)
    assert len({reading.fact for reading in readings}) == len(readings)
    for reading in readings:
        assert reading.quote == text[reading.start : reading.end] != ""


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), ("1.2万", 12000), ("1万2", None), ("5百万", 5_000_000), ("024", None), ("1.2.3", None), ("0.5", 0.5), ("三十二", 32), ("两百零五", 205), ("廿三", 23), ("一千零二十", 1020), ("叁仟", 3000), ("十", 10), ("一点五", 1.5), ("二〇二三", 2023), ("两百五", 250), ("零", 0), ("十百", None)],
)  # fmt: skip
def test_numerals(text: str, number: float | None) -> None:
    assert number_of(text) == number
