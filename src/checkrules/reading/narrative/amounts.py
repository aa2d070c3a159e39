"""Numbers with their units and periods in a part of a sentence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

import attrs

from checkrules.reading.narrative.numerals import NUMBER, UNREAD, number_of

_WHOLE = rf"(?<![\d.{UNREAD}十百])"  # 12周 is not 2周, 十一年 not 一年
PERIODS = {
    "two_months": rf"每?{_WHOLE}(?:两|2)个?月",
    "month": rf"每个?月|月均|逐月|按月|{_WHOLE}一个?月|每月份?",
    "four_weeks": rf"每?{_WHOLE}(?:四|4)周",
    "two_weeks": rf"每?{_WHOLE}(?:两|二|2)周|隔周|每?单双周|每?双周|每?单周|每?半个?月|间周",
    "week": rf"每周|每星期|{_WHOLE}一周|周均|(?<![\d.{UNREAD}一二两三四五六七八九十百双单隔几数半])周(?=(?:\d{{1,2}}|[一二两三四五])(?:节|课时|次|天))|/周",
    "semester": r"每个?学期|学期|期均",
    "year": rf"每个?学年|每年|全年|年度|{_WHOLE}一年|近一年|上一?学年|本学年|今年|上一?年|年均|去年|学年",
    "hours": r"每隔?(?:\d{1,2}|[一二两三四五六])个?(?:半)?小时",
    "day": rf"每天|每日|日均|天天|{_WHOLE}一天|每昼夜",
    "night": rf"每晚|每夜|{_WHOLE}一晚|{_WHOLE}一夜",
}
WEEKS = {"week": 1.0, "two_weeks": 2.0, "four_weeks": 4.0, "month": 4.0, "two_months": 8.0}
_PERIOD = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in PERIODS.items()))
_RANGE = "-~—–―‐‑−〜至到"
_BEFORE = re.compile(
    r"(?:(?P<floor>不少于|至少|不低于|最少)|(?P<bound>不足|不到|少于|低于|超过|多于|大于|高于|最多|至多|不超过)|(?P<about>约|近|大约|将近|大概)"
    rf"|(?P<ordinal>第)|(?P<range>[\d{UNREAD}一二三四五六七八九十][{_RANGE}和与及跟/⁄.·˙‚×*]{{1,4}}))\Z"
)
_LONGEST_BEFORE = 5
_FURTHER = re.compile(rf"[{_RANGE}](?=[\d{UNREAD}一二两三四五六七八九十])")


@attrs.frozen(kw_only=True)
class Amount:
    """A number with a unit, its span in the part, and whether it is approximate."""

    value: float | None
    start: int
    end: int
    about: bool


def amounts_in(text: str, unit: str) -> Iterator[Amount]:
    """The numbers of a unit. One that is a bound, an ordinal or a range has no value."""
    last, ranging = -1, False
    for found in re.finditer(
        rf"({NUMBER})([多余来])?({unit})(以上|以下|以内|左右|上下|不等|多)?(也没|都没|也未|都未|没|未)?(?!次|一[证档册案策])",
        text,
    ):
        before = _BEFORE.search(text, max(found.start() - _LONGEST_BEFORE, 0), found.start())
        value = number_of(found[1])
        of_range = ranging and found.start() == last + 1  # 3名至5名
        ranging, last = _FURTHER.match(text, found.end()) is not None, found.end()
        if (before and (before["bound"] or before["ordinal"] or before["range"])) or found[4] in (
            "以上",
            "以下",
            "以内",
            "不等",
        ):
            value = None
        if ranging or of_range:
            value = None
        if found[5] and value == 1:
            value = 0.0
        start = before.start() if before else found.start()
        about = bool((before and before["about"]) or found[2] or found[4] in ("左右", "上下", "多"))
        if about and value is not None and found[1] in ("千", "百", "万", "十"):
            value = None
        yield Amount(value=value, start=start, end=found.end(), about=about)


Periods = Sequence[tuple[int, str]]
"""The periods that a text names, each with where it begins, in order."""


def periods_in(text: str) -> Periods:
    return [(found.start(), str(found.lastgroup)) for found in _PERIOD.finditer(text)]


def period_of(periods: Periods, upto: int) -> str | None:
    """The last period that begins before an offset in the text, else the first one after it."""
    index = bisect_left(periods, (upto, ""))
    return periods[max(index - 1, 0)][1] if periods else None


def period_in(text: str, upto: int | None = None) -> str | None:
    """The last period that is named before an offset in the text, else the first one after it; without an offset the last."""
    return period_of(periods_in(text), len(text) if upto is None else upto)


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
