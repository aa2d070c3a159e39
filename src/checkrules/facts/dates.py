"""Facts that are a date."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from contextlib import suppress

from checkrules.facts.kind import InvalidValue, Kind
from checkrules.facts.native import native
from checkrules.facts.written_dates import written_date
from checkrules.model.form import Fact
from checkrules.model.text import Text

EXPECTED = Text("年月日俱全的日期，如 2023-09-05", "a full date such as 2023-09-05")
_ISO = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[Tt ](?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?) ?(?P<zone>[Zz]|[+-][0-9]{2}:?[0-9]{2})?)?"
)
CHINA = dt.timezone(dt.timedelta(hours=8))


def _parse(fact: Fact, text: str) -> dt.date:
    found = written_date(text, fact.windows)
    if found is not None:
        with suppress(ValueError, OverflowError):
            return _in_china(found.day, found.time, found.zone)
    raise InvalidValue(EXPECTED)


def _in_china(day: dt.date, time: str | None, zone: str | None) -> dt.date:
    """The day in China at a time in a zone; without one, the day itself. Raises ValueError, OverflowError."""
    if time is None or zone is None:
        return day
    hour, minute, second = (*map(int, re.split("[:.,]", time)[:3]), 0)[:3]
    offset = dt.timedelta(0)
    if zone not in "Zz":
        offset = dt.timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:])) * (-1 if zone[0] == "-" else 1)
    return day_of(dt.datetime.combine(day, dt.time(hour, minute, second), dt.timezone(offset)))


def day_of(time: dt.datetime) -> dt.date:
    """The date of a time; of one with a time zone, the date in China. Raises OverflowError."""
    return time.date() if time.utcoffset() is None else time.astimezone(CHINA).date()


def states_time(value: object) -> bool:
    """Whether a value that fits a date states a time of day too: any time with a zone, and without one any but midnight."""
    value = native(value)
    if isinstance(value, dt.datetime):
        return value.utcoffset() is not None or value.time() != dt.time()
    found = written_date(value) if isinstance(value, str) else None
    return found is not None and (found.zone is not None or any(digit in "123456789" for digit in found.time or ""))


def _fitter(_: Fact) -> Callable[[object], dt.date | None]:
    def fitted(value: object) -> dt.date | None:
        if isinstance(value, str):
            found = _ISO.fullmatch(value)  # no weeks: 2023-W36-2
            if found:
                with suppress(ValueError, OverflowError):
                    if found["time"] is not None:
                        dt.time.fromisoformat(found["time"].replace(",", ".")[:8])
                    return _in_china(dt.date.fromisoformat(found["day"]), found["time"], found["zone"])
        elif isinstance(value, dt.datetime):
            with suppress(OverflowError):
                return None if value != value else day_of(value)  # noqa: PLR0124 - pandas' NaT
        elif isinstance(value, dt.date):
            return dt.date(value.year, value.month, value.day) if value.__class__ is not dt.date else value
        raise InvalidValue(EXPECTED)

    return fitted


DATE = Kind(
    described=lambda part: part.get("type") == "string" and part.get("format") == "date",
    expected=lambda _: EXPECTED,
    parse=_parse,
    fitter=_fitter,
    json_type=lambda _: dt.date,
    polars="Date",
    expression="date",
)
