"""What people type in cells, and what of it is no value of the fact."""

from __future__ import annotations

import contextlib
import datetime as dt

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkrules import Text
from checkrules.facts.kinds import fit
from checkrules.plugin import Fact, InvalidValue, expected_of, fact_named, parse_value

from ..content_by_hand import FACTS, PEOPLE, STAGES, fact, make_content

BY_NAME = {f.name: f for f in FACTS}
YES_NO = fact("x", "boolean", "甲")
COUNT = fact("x", "integer", "甲", unit=PEOPLE, minimum=0, maximum=100_000)
PERCENT = fact("x", "number", "甲", unit=Text("%", "%"))
MONEY = fact("x", "number", "甲", unit=Text("元", "yuan"))
DAY = fact("x", "date", "甲")
AUTUMN = attrs.evolve(DAY, windows=((dt.date(2023, 8, 28), dt.date(2023, 9, 20)),))
WINTERS = attrs.evolve(DAY, windows=tuple((dt.date(year, 12, 20), dt.date(year + 1, 1, 10)) for year in (2022, 2023)))
STAGE = BY_NAME["school_stage"]
AREAS = BY_NAME["counselling_room_functional_areas"]
NAMES = fact("x", "strings", "甲", max_items=5)
LEVEL = BY_NAME["administrative_level"]
WORDS = fact("x", "string", "甲", max_length=10)

FITS: list[tuple[Fact, str, object]] = [
    *(
        (YES_NO, text, True)
        for text in ("是", "有", "√", "☑", "true", "TRUE", "Yes", "1", " 是 ", "☑是 ☐否", "是☑ 否□")
    ),
    *((YES_NO, text, False) for text in ("否", "无", "×", "false", "NO", "0", "０", "☐有 ☑无")),
    *(
        (COUNT, text, 1200)
        for text in ("1200", "1,200", "１２００", "1，200", "1200名", "1200 人", "1,200人", "0.12万", "1200.0", "1.2e3")
    ),
    *(
        (COUNT, text, value)
        for text, value in (("三", 3), ("十二人", 12), ("两名", 2), ("二十", 20), ("无", 0), ("0", 0))
    ),
    *((PERCENT, text, value) for text, value in (("96%", 96), ("96.5％", 96.5), ("82.1", 82.1), ("百", None)) if value),
    *((MONEY, text, 24_000) for text in ("2.4万元", "24000元", "24,000", "2.4万")),
    *(
        (AUTUMN, text, dt.date(2023, 9, 12))
        for text in (
            "9月12日",
            "９月１２日",
            "九月十二日",
            "9月12号（星期二）",
            "9月12日上午",
            "9月10日至12日",
            "9月10日—9月12日",
        )
    ),
    *(
        (DAY, text, dt.date(2023, 9, 12))
        for text in (
            "23.9.12",
            "23/9/12",
            "23年9月12日",
            "二〇二三年九月十二日",
            "2023.9.10-12",
            "2023.9.10-9.12",
            "2023年9月10日至12日",
            "2023年9月10日～2023年9月12日",
            "二〇二三年九月十日至十二日",
        )
    ),
    *((DAY, text, dt.date(2023, 9, 5)) for text in ("2023-09-05", "2023/9/5", "2023.9.5", "2023年9月5日", "20230905")),
    *(
        (DAY, text, dt.date(2023, 9, 5))
        for text in ("二〇二三年九月五日", "２０２３年９月５日", "2023 年 9 月 5 号", "2023-09-05 00:00:00")
    ),
    *(
        (DAY, text, dt.date(2023, 9, 1))
        for text in ("2023-9-1 14:30", "2023/9/1 4:30", "2023年9月1日上午", "2023年9月1日（星期五）")
    ),
    *((STAGE, text, "primary") for text in ("小学", "primary", "PRIMARY", "小 学", "☑小学 ☐高中")),
    *((LEVEL, text, "district") for text in ("区（开发区）属", "区(开发区)属", "district")),
    *(
        (AREAS, text, ("individual", "group"))
        for text in ("个别辅导室、团体活动室", "个别辅导室;group", "individual/group/individual")
    ),
    (AREAS, "☑个别辅导室 ☐团体活动室 ☑办公接待区", ("individual", "office_reception")),
    (AREAS, "无", ()),
    (AREAS, "☐个别辅导室 ☐团体活动室 ☑无", ()),
    *(
        (NAMES, text, ("甲一", "乙二"))
        for text in ("甲一、乙二", "甲一，乙二", "甲一;乙二；", "甲一/乙二", "甲一|乙二", "甲一\n乙二")
    ),
    (NAMES, "甲 乙", ("甲 乙",)),
    (WORDS, " 甲（乙） ", "甲（乙）"),
]
DOES_NOT_FIT: list[tuple[Fact, str]] = [
    *((YES_NO, text) for text in ("2", "或许", "x", "☐是√ ☐否", "☑是 ☑否", "基本是")),
    *(
        (COUNT, text)
        for text in (
            "-1",
            "100001",
            "1.5",
            "约200",
            "200余人",
            "3 5",
            "1,23",
            "12%",
            "nan",
            "1e9",
            "9" * 30,
            "十百",
            "甲",
            "1/2",
        )
    ),
    *((PERCENT, text) for text in ("inf", "1e999", "96人", "--1")),
    *(
        (DAY, text)
        for text in (
            "9月5日",
            "2023-13-01",
            "2023-02-30",
            "2023年9月",
            "2023/9.5",
            "05/09/2023",
            "2023年9月5日至4日",
            "2023-9-5-6",
            "2023年9月5日至12月6日",
            "9.5",
            "9/5/23",
            "12.9.23",
            "45174",
        )
    ),
    *((AUTUMN, text) for text in ("10月8日", "9月31日", "9.12", "9-12", "9月", "12日")),
    *((WINTERS, text) for text in ("12月25日", "2月1日")),
    *((STAGE, text) for text in ("中学", "小学、高中", "小学校")),
    *((AREAS, text) for text in ("个别辅导室、沙盘室", "三个")),
    (NAMES, "甲、乙、丙、丁、戊、己"),
    (WORDS, "十一个字就放不下这么多了"),
    (BY_NAME["activities"], "2023-09-05"),
]


@pytest.mark.parametrize(("fact", "text", "value"), FITS, ids=lambda item: item if isinstance(item, str) else None)
def test_fits(fact: Fact, text: str, value: object) -> None:
    parsed = parse_value(fact, text)
    assert parsed == value
    assert isinstance(parsed, bool) == isinstance(value, bool)


@pytest.mark.parametrize(("fact", "text"), DOES_NOT_FIT, ids=lambda item: item if isinstance(item, str) else None)
def test_does_not_fit(fact: Fact, text: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        parse_value(fact, text)
    assert caught.value.expected == expected_of(fact)


@pytest.mark.parametrize("text", ["", " ", "　\n", "未填", "—", "——", "-", "/", "____", "\u200b", "☐是 ☐否", "有□ 无□"])
def test_nothing_stated(text: str) -> None:
    for known in FACTS:
        assert parse_value(known, text) is None


EXPECTED = [
    (YES_NO, "是或否", "yes or no"),
    (COUNT, "0 至 100000 之间的整数（单位：人）", "a whole number from 0 to 100000 (people)"),
    (fact("x", "integer", "甲", minimum=0), "不小于 0 的整数", "a whole number, 0 or more"),
    (fact("x", "number", "甲", maximum=1.5), "不大于 1.5 的数", "a number, 1.5 or less"),
    (LEVEL, "下列之一：市直、区（开发区）属", "one of: municipal, district"),
    (DAY, "年月日俱全的日期，如 2023-09-05", "a full date such as 2023-09-05"),
    (WORDS, "文字（最多 10 字）", "a text (at most 10 characters)"),
]


@pytest.mark.parametrize(("fact", "zh", "en"), EXPECTED)
def test_expected_of(fact: Fact, zh: str, en: str) -> None:
    assert expected_of(fact) == Text(zh, en)


HEADINGS = {
    "student_count": "student_count",
    "在校（园）学生数": "student_count",
    "在校(园)学生数（人）": "student_count",
    " 学 生 数 ": "student_count",
    "STUDENT COUNT": "student_count",
    "学校名称": "school_name",
    "School": "school_name",
    "视频监控覆盖率（%）": "video_coverage_percent",
    "视频监控覆盖率［％］": "video_coverage_percent",
    "责任督学（签字）": "responsible_inspectors",
    "所属区": "district",
    "学": None,
    "": None,
    "（人）": None,
}


@pytest.mark.parametrize("heading", HEADINGS)
def test_fact_named(heading: str) -> None:
    found = fact_named(make_content().form, heading)
    assert (found.name if found else None) == HEADINGS[heading]


@given(st.integers(0, 100_000))
def test_whole_numbers_come_back(value: int) -> None:
    for text in (str(value), f"{value:,}", f"{value}人", str(value).translate({48 + n: 0xFF10 + n for n in range(10)})):
        assert parse_value(COUNT, text) == value


@given(st.floats(-1e15, 1e15))
def test_numbers_come_back(value: float) -> None:
    assert parse_value(fact("x", "number", "甲"), repr(value)) == value


@given(st.dates(dt.date(1000, 1, 1)))
def test_dates_come_back(value: dt.date) -> None:
    for text in (
        value.isoformat(),
        f"{value.year}年{value.month}月{value.day}日",
        f"{value.year}/{value.month}/{value.day}",
    ):
        assert parse_value(DAY, text) == value


@given(st.sampled_from(sorted(STAGES)))
def test_choices_come_back(value: str) -> None:
    assert parse_value(STAGE, value) == parse_value(STAGE, STAGES[value]) == value


@given(st.lists(st.text("甲乙丙丁abc（）。", min_size=1, max_size=5), min_size=1, max_size=5))
def test_lists_come_back(items: list[str]) -> None:
    assert parse_value(NAMES, "、".join(items)) == tuple(items)


@given(st.text())
def test_any_text_fits_or_does_not(text: str) -> None:
    for known in FACTS:
        with contextlib.suppress(InvalidValue):
            parse_value(known, text)


def test_a_number_has_the_same_bounds_however_it_is_written() -> None:
    """A cell, JSON and a table's column have the same limits."""
    wide = Fact(name="x", type="number", title=Text("数", "number"), task="")
    for digits in ("1" + "0" * 25, "-" + "9" * 20, "0.5"):
        assert fit(wide, parse_value(wide, digits)) == fit(wide, float(digits)) == float(digits)
    narrow = attrs.evolve(wide, minimum=0, maximum=10)
    for digits in ("11", "-1"):
        with pytest.raises(InvalidValue):
            parse_value(narrow, digits)
        with pytest.raises(InvalidValue):
            fit(narrow, float(digits))
