"""Facts that are a date."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from checkrules.facts.kind import InvalidValue, Kind
from checkrules.facts.numerals import chinese_number, digits_of
from checkrules.model.form import Fact
from checkrules.model.text import Text, folded

EXPECTED = Text("年月日俱全的日期，如 2023-09-05", "a full date such as 2023-09-05")
_WRITTEN = re.compile(
    r"(?P<y>\d{4})(?:(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})|年(?P<M>\d{1,2})月(?P<D>\d{1,2})[日号]?"
    r"|(?P<mm>\d\d)(?P<dd>\d\d))"
    r"(?:[上下]午|全天|\(?(?:星期|周)[一二三四五六日天]\)?)*(?:t\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?z?)?"
)


def _parse(_: Fact, text: str) -> dt.date:
    # a time of day is set apart first: without the blank, 9-1 14:30 would read as 9-11 4:30
    timed = re.sub(r"\s+(?=\d{1,2}[:：])", "t", text)
    found = _WRITTEN.fullmatch(_plain_digits(folded(timed)))
    if found:
        year, month, day = found["y"], found["m"] or found["M"] or found["mm"], found["d"] or found["D"] or found["dd"]
        try:
            return dt.date(int(year), int(month), int(day))
        except ValueError:
            pass
    raise InvalidValue(EXPECTED)


def _plain_digits(text: str) -> str:
    """二〇二三年九月五日 → 2023年9月5日; the day of the week stays as it is."""
    text = re.sub(r"^[〇○零一二三四五六七八九]{4}(?=年)", lambda found: digits_of(found[0]) or found[0], text)
    return re.sub(
        r"(?<=[年月])[一二三四五六七八九十]{1,3}(?=[月日号])",
        lambda found: str(chinese_number(found[0]) or found[0]),
        text,
    )


def _fitter(_: Fact) -> Callable[[object], dt.date]:
    def fitted(value: object) -> dt.date:
        if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":  # no weeks: 2023-W36-2
            try:
                return dt.date.fromisoformat(value)
            except ValueError:
                pass
        elif isinstance(value, dt.datetime):
            return value.date()
        elif isinstance(value, dt.date):
            return value
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
