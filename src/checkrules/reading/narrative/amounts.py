"""Numbers with their units and periods in a part of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from checkrules.reading.narrative.numerals import NUMBER, number_of

PERIODS = {
    "two_months": r"每?(?:两|2)个?月",
    "month": r"每个?月|月均|逐月|按月|一个?月|每月份?",
    "four_weeks": r"每?(?:四|4)周",
    "two_weeks": r"每?(?:两|二|2)周|隔周|每?单双周|每?双周|每?单周|每?半个?月|间周",
    "week": r"每周|每星期|一周|周均|(?<![\d一二三四两双单隔])周(?=(?:\d{1,2}|[一二两三四五])(?:节|课时|次|天))|/周",
    "semester": r"每个?学期|学期|期均",
    "year": r"每个?学年|每年|全年|年度|一年|近一年|上一?学年|本学年|今年|上一?年|年均|去年|学年",
    "hours": r"每隔?(?:\d{1,2}|[一二两三四五六])个?(?:半)?小时",
    "day": r"每天|每日|日均|天天|一天|每昼夜",
    "night": r"每晚|每夜|一晚|一夜",
}
WEEKS = {"week": 1.0, "two_weeks": 2.0, "four_weeks": 4.0, "month": 4.0, "two_months": 8.0}
_PERIOD = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in PERIODS.items()))
_BEFORE = re.compile(
    r"(?P<floor>不少于|至少|不低于|最少)|(?P<bound>不足|不到|少于|低于|超过|多于|大于|高于|最多|至多|不超过)|(?P<about>约|近|大约|将近|大概)|(?P<ordinal>第)|(?P<range>[\d一二三四五六七八九十][-~—至到])"
)


@attrs.frozen(kw_only=True)
class Amount:
    """A number with a unit, its span in the part, and whether it is approximate."""

    value: float | None
    start: int
    end: int
    about: bool


def amounts_in(text: str, unit: str) -> Iterator[Amount]:
    """The numbers of a unit. One that is a bound, an ordinal or a range has no value."""
    for found in re.finditer(
        rf"({NUMBER})([多余来])?({unit})(以上|以下|以内|左右|上下|不等|多)?(也没|都没|也未|都未|没|未)?(?!次|一[证档册案策])",
        text,
    ):
        before = None
        for word in _BEFORE.finditer(text, 0, found.start()):
            if word.end() == found.start():
                before = word
        value = number_of(found[1])
        if (before and (before["bound"] or before["ordinal"] or before["range"])) or found[4] in (
            "以上",
            "以下",
            "以内",
            "不等",
        ):
            value = None
        if found[5] and value == 1:
            value = 0.0
        start = before.start() if before else found.start()
        about = bool((before and before["about"]) or found[2] or found[4] in ("左右", "上下", "多"))
        if about and value is not None and found[1] in ("千", "百", "万", "十"):
            value = None
        yield Amount(value=value, start=start, end=found.end(), about=about)


def period_in(text: str, upto: int | None = None) -> str | None:
    """The last period that is named before an offset in the text, else the first one after it."""
    last = None
    for found in _PERIOD.finditer(text):
        if upto is None or found.start() < upto or last is None:
            last = found.lastgroup
    return last


def converted(value: float, period: str | None, per: str, inherited: str | None, *, bare: bool) -> float | None:
    """A number per `period` as a number per `per`; None where it cannot be said."""
    if per in WEEKS:
        if period in WEEKS:
            return value * WEEKS[per] / WEEKS[period]
        return 0.0 if period is None and value == 0 else None
    if period is None:
        if value == 0 or bare or inherited == per:
            return value
        return None
    if period == per:
        return value
    if (period, per) == ("semester", "year"):
        return value * 2
    if (period, per) == ("year", "semester"):
        return value / 2
    return None
