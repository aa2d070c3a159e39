"""Numbers in prose: grouped digits are one number or unread, and no part of a number is ever read for the whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkrules.reading.narrative import read_prose
from checkrules.reading.narrative.grouped import digit_runs

from ...cli.run import run
from .score import wording

WORDS = wording()

HAZARDS = [
    ("1,024", 1024),
    ("1,950", 1950),
    ("12,345", 12345),
    ("100,000", 100_000),
    ("1，024", 1024),
    ("１，０２４", 1024),
    ("１，９５０", 1950),
    ("１,９５０", 1950),
    ("1﹐950", 1950),
    ("1'950", 1950),
    ("1’950", 1950),
    ("1＇950", 1950),
    ("1\u2009950", 1950),
    ("1\u202f950", 1950),
    ("1\u00a0950", 1950),
    ("1 024", 1024),
    ("1, 024", 1024),
    ("1,\n024", 1024),
    ("1\u200b024", 1024),
    ("1,\u200b024", 1024),
    ("1.2万", 12000),
    ("3千", 3000),
    ("一千零二十四", 1024),
    ("1 950", None),
    ("1，950", None),
    ("1,\n950", None),
    ("1‚950", None),
    ("1·950", None),
    ("3,400,25", None),
    ("12,34", None),
    ("1，2，3", None),
    ("1,2345", None),
    ("1234,567", None),
    ("0,500", None),
    ("1,024,5", None),
    ("1,024，000", None),
    ("A1,950", None),
    ("1.5,300", None),
    ("1.950.000", None),
    ("024", None),
    ("5_3", None),
    ("5'30", None),
    ("“5”3", None),
    ("10/20", None),
    ("10–20", None),
    ("10〜20", None),
    ("1,000-1,200", None),
    ("1万零24", None),
    ("1千24", None),
    ("一千零24", None),
    ("十二万五千", None),
    ("1万2千", None),
    ("3百50", None),
    ("100000000024", None),
    ("1.23456", None),
    ("一千二百三十四万五千六百七十八", None),
]


def hazards_in(text: str) -> object:
    found = {reading.fact: reading.value for reading in read_prose(WORDS, {"T13": text})}
    return found.get("hazards_found_count")


@pytest.mark.parametrize("after", ["。", "，整改24处，销号24处。"])
@pytest.mark.parametrize(("number", "value"), HAZARDS, ids=[ascii(number) for number, _ in HAZARDS])
def test_a_number_is_read_whole_or_not_at_all(number: str, value: int | None, after: str) -> None:
    assert hazards_in(f"本学期排查隐患{number}处{after}") == value


@pytest.mark.parametrize(
    ("task", "text", "fact", "value"),
    [
        ("T05", "应测2010人，实测1,950人", "assessment_done_student_count", 1950),
        ("T05", "应测七年级1,200人", "assessment_eligible_student_count", 1200),
        ("T05", "应测人数为第1,200人", "assessment_eligible_student_count", None),
        ("T05", "实测七、八年级分别120,115人", "assessment_done_student_count", None),
        ("T05", "实测每周1，200人参加", "assessment_done_student_count", None),
        ("T05", "实测每周1,200人参加", "assessment_done_student_count", None),
        ("T05", "1,950人参加实测", "assessment_done_student_count", None),  # 1, may be the line's number
        ("T05", "实测3名至5名", "assessment_done_student_count", None),
        ("T05", "实测12人,补测3人", "assessment_done_student_count", 12),
        ("T12", "重点场所1,024处，12024处无监控", "key_place_covered_count", None),
        ("T12", "重点场所20,000处，其中12,024处无监控", "key_place_covered_count", 7976),
        ("T01", "经费1,024.5元", "routine_funding_yuan", 1024.5),
        ("T01", "经费1,024万元", "routine_funding_yuan", 10_240_000),
        ("T01", "经费1.2亿元", "routine_funding_yuan", 120_000_000),
        ("T07", "心理辅导室面积28,5平方米", "counselling_room_area_sqm", None),
        ("T02", "心理课每2½周1节", "mental_health_lessons_per_two_weeks", None),
        ("T02", "心理课每12周1节", "mental_health_lessons_per_two_weeks", None),
        ("T02", "心理课每五周1节", "mental_health_lessons_per_two_weeks", None),
        ("T02", "班会每十一个月1次", "theme_class_meetings_per_month", None),
        ("T02", "心理课每2周1节", "mental_health_lessons_per_two_weeks", 1),
    ],
)
def test_numbers_in_their_sentence(task: str, text: str, fact: str, value: object) -> None:
    found = {reading.fact: reading.value for reading in read_prose(WORDS, {task: text})}
    assert found.get(fact) == value


SIGNS = ",，﹐‚ 　\u2009\u202f'’_\u200b.．·/-—~〜至到和、万千百十亿零"


@given(
    st.integers(min_value=25, max_value=99_999),
    st.sampled_from(SIGNS),
    st.sampled_from(["", "1", "102", "024"]),
    st.booleans(),
)
def test_what_stands_before_a_number_never_makes_it_smaller(number: int, sign: str, more: str, wide: bool) -> None:
    digits = f"{number}{sign}{more}{sign if more else ''}24"
    if wide:
        digits = digits.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert hazards_in(f"排查隐患{digits}处") in (None, int(f"{number}{more}24"))


def test_the_quote_is_the_text_as_it_was_written() -> None:
    text = "本学期排查隐患1,024处。"
    (reading,) = read_prose(WORDS, {"T13": text})
    assert reading.quote == "本学期排查隐患1,024处"


@given(st.text(alphabet="0189１９ ,，'\n\u200b_.处", max_size=40))
def test_runs_of_digits_are_in_order_and_hold_digits_at_both_ends(text: str) -> None:
    last = 0
    for found in digit_runs(text):
        assert last <= found.start < found.end
        assert text[found.start].isdecimal()
        assert text[found.end - 1].isdecimal()
        last = found.end


NARRATIVES = {
    "half-width": ("排查隐患1,024处，整改24处，销号24处。", "fail"),
    "full-width": ("排查隐患１，０２４处，整改24处，销号24处。", "fail"),
    "full-width comma": ("排查隐患1，950处，整改24处，销号24处。", "unknown"),
    "blank": ("排查隐患1 024处，整改24处，销号24处。", "fail"),
    "all dealt with": ("排查隐患1,024处，整改1,024处。", "pass"),
}


@pytest.mark.parametrize("name", NARRATIVES)
def test_a_grouped_number_decides_on_the_command_line(name: str, tmp_path: Path) -> None:
    narrative, outcome = NARRATIVES[name]
    file = tmp_path / "a.json"
    record = {"school_name": "甲小学", "school_stage": "primary", "narratives": {"T13": narrative}}
    file.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    done = run("check", str(file), "--accept", "all", "--format", "json", "--fail-on", "never")
    (report,) = json.loads(done.stdout)["reports"]
    assert {result["rule"]: result["outcome"] for result in report["results"]}["T13-4"] == outcome
