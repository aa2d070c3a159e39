"""A date as people write it → its day: with two digits of the year, in Chinese numerals, with a weekday, as a range of days, without a
year. What could mean two days is no date: `9.12`, `9/12/23`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from contextlib import suppress

import attrs

from checkrules.facts.numerals import chinese_number, digits_of
from checkrules.model.text import folded

Windows = Iterable[tuple[dt.date, dt.date]]
LONGEST_RANGE = dt.timedelta(days=31)
_TAIL = r"(?:[上下]午|全天|\(?(?:星期|周)[一二三四五六日天]\)?)*"
_FIRST = (
    r"(?:(?P<y>\d{4}|[2-4]\d)(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})"
    r"|(?:(?P<Y>\d{4}|[0-4]\d)年)?(?P<M>\d{1,2})月(?P<D>\d{1,2})[日号]?"
    r"|(?P<yyyy>\d{4})(?P<mm>\d\d)(?P<dd>\d\d))"
)
_LAST = (
    r"(?:(?P<y>\d{4}|[2-4]\d)(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})"
    r"|(?:(?:(?P<Y>\d{4}|[0-4]\d)年)?(?P<M>\d{1,2})月)?(?P<D>\d{1,2})[日号]?"
    r"|(?P<month>\d{1,2})[./](?P<day>\d{1,2}))"
)
_TIME = r"(?:t(?P<time>\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?)(?P<zone>z|[+-]\d\d:?\d\d)?)?"
_ONE_DAY = re.compile(_FIRST + _TAIL + _TIME)
_BEGIN = re.compile(_FIRST + _TAIL + r"(?P<to>至|到|~|—+|–|―|-+)")
_END = re.compile(_LAST + _TAIL)


@attrs.frozen(kw_only=True)
class WrittenDate:
    """The day that is written; of several days (`is_range`), the last. `year_given`: whether the year stands there. Of a time of
    day, what stands there."""

    day: dt.date
    year_given: bool = True
    is_range: bool = False
    time: str | None = None
    zone: str | None = None


def written_date(text: str, windows: Windows = ()) -> WrittenDate | None:
    """The date that a text writes, None where it writes none. A year that is left out is that of the only window in which the day
    lies."""
    text = _folded(text)
    found = _ONE_DAY.fullmatch(text)
    with suppress(ValueError, OverflowError):
        if found is not None:
            day, given = _first(found, windows)
            return WrittenDate(day=day, year_given=given, time=found["time"], zone=found["zone"])
        return _range(text, windows)
    return None


def _first(found: re.Match[str], windows: Windows) -> tuple[dt.date, bool]:
    """A day, and whether its year is given. Raises ValueError."""
    year = found["y"] or found["Y"] or found["yyyy"]
    month, day = int(found["m"] or found["M"] or found["mm"]), int(found["d"] or found["D"] or found["dd"])
    return (dt.date(_year(year), month, day), True) if year else (_within(month, day, windows), False)


def _year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _within(month: int, day: int, windows: Windows) -> dt.date:
    """The day in the only window that has it. Raises ValueError."""
    found = set()
    for start, end in windows:
        for year in range(start.year, end.year + 1):
            with suppress(ValueError):
                if start <= dt.date(year, month, day) <= end:
                    found.add(dt.date(year, month, day))
    (only,) = found  # ValueError for none and for several
    return only


def _range(text: str, windows: Windows) -> WrittenDate | None:
    """The last day of `9月12日至14日`. Raises ValueError."""
    begin = _BEGIN.match(text)
    end = _END.fullmatch(text, begin.end()) if begin is not None else None
    if begin is None or end is None or (begin["s"] == "-" and begin["to"].startswith("-")):
        return None
    first, given = _first(begin, windows)
    month = int(end["m"] or end["M"] or end["month"] or first.month)
    year = end["y"] or end["Y"]
    last = dt.date(_year(year) if year else first.year, month, int(end["d"] or end["D"] or end["day"]))
    if not first <= last <= first + LONGEST_RANGE:
        return None
    return WrittenDate(day=last, year_given=given, is_range=True)


def _folded(text: str) -> str:
    # a time of day is set apart first: without the blank, 9-1 14:30 would read as 9-11 4:30
    return _plain_digits(folded(re.sub(r"\s+(?=\d{1,2}[:：])", "t", text)))


def _plain_digits(text: str) -> str:
    """二〇二三年九月五日 → 2023年9月5日; the day of the week stays as it is."""
    text = re.sub(r"^(?:[〇○零一二三四五六七八九]{4}|[〇○零一二三四五六七八九]{2})(?=年)", _digits, text)
    return re.sub(r"(?:^|(?<=[年月至到~—–―-]))[一二三四五六七八九十]{1,3}(?=[月日号])", _number, text)


def _digits(found: re.Match[str]) -> str:
    return digits_of(found[0]) or found[0]


def _number(found: re.Match[str]) -> str:
    return str(chinese_number(found[0]) or found[0])
