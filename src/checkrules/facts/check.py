"""The stated facts of a submission → facts as expressions see them, and a remark for each value that is invalid.

An invalid value counts as not stated.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator

from checkrules.facts.dates import states_time
from checkrules.facts.kind import InvalidValue
from checkrules.facts.kinds import fit
from checkrules.facts.quoted import quoted
from checkrules.facts.written_dates import written_date
from checkrules.model.errors import Location, did_you_mean
from checkrules.model.form import Fact, Form
from checkrules.model.privacy import shown
from checkrules.model.submission import Remark, Submission
from checkrules.model.text import Text

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
FEW = 10
"""Unknown names that are named one by one, each with the most similar fact; the others are counted."""


def misfit(fact: Fact, value: object, expected: Text, location: Location | None) -> Remark:
    """The remark on an invalid value."""
    text = quoted(value)
    return Remark(
        code="invalid_value",
        fact=fact.name,
        location=location,
        value=text,
        expected=expected,
        message=Text(
            f"“{fact.title.zh}”填的是“{text}”，应为{expected.zh}；按未说明处理",
            f"'{fact.title.en}' ({fact.name}) is stated as {text!r}, expected {expected.en}; it counts as not stated",
        ),
    )


def validate(form: Form, submission: Submission) -> tuple[dict[str, object], tuple[Remark, ...]]:
    """All facts of a submission that fit the form, and a remark for each that does not or that the form does not have."""
    known = {fact.name: fact for fact in form.facts}
    facts: dict[str, object] = {}
    remarks: list[Remark] = []
    unknown: list[str] = []

    def location_of(name: str) -> Location | None:
        origin = submission.origins.get(name)
        return origin.location if origin and origin.location else submission.location

    for name, value in submission.facts.items():
        fact = known.get(name)
        if fact is None:
            unknown.append(name)
            continue
        try:
            facts[name] = fit(fact, value)
        except InvalidValue as error:
            remarks.append(misfit(fact, value, error.expected, location_of(name)))
            continue
        cut = time_cut(fact, value, location_of(name))
        if cut is not None:
            remarks.append(cut)
    remarks += unknown_facts(unknown, known, location_of)
    remarked = {remark.fact for remark in remarks}
    for name in form.required:
        if facts.get(name) is None and name not in remarked:
            remarks.append(required_missing(known[name], submission.location))
    return facts, tuple(remarks)


def time_cut(fact: Fact, value: object, location: Location | None) -> Remark | None:
    """The remark on a valid value that states a time of day where its date counts, several days or a day without its year, as stated
    or as typed; None for a plain date."""
    taken = date_taken(fact, value, location)
    if taken is not None:
        return taken
    time = _stated_time(fact, value)
    return None if time is None else _time_cut(fact, location, time)


def date_taken(fact: Fact, value: object, location: Location | None) -> Remark | None:
    """The remark on a day that is written without its year, or as several days; None for all others."""
    if fact.type != "date" or not isinstance(value, str) or _ISO_DAY.fullmatch(value):
        return None
    found = written_date(value, fact.windows)
    if found is None or (found.year_given and not found.is_range):
        return None
    year = Text("年份按规定的督导期间", "the year is that of the inspection period")
    last = Text("是一段时间，取最后一天", "of several days the last is taken")
    why = [text for text, so in ((year, not found.year_given), (last, found.is_range)) if so]
    reasons = Text("；".join(text.zh for text in why), "; ".join(text.en for text in why))
    return Remark(
        code="date_taken",
        fact=fact.name,
        location=location,
        value=quoted(value),
        message=Text(
            f"“{fact.title.zh}”填的是“{quoted(value)}”，按{_in_words(found.day)}采用：{reasons.zh}",
            f"'{fact.title.en}' ({fact.name}) is stated as '{quoted(value)}', taken as {found.day}: {reasons.en}",
        ),
    )


def dates_taken(fact: Fact) -> Remark:
    """The remark on a column in which days are written without their year, or as several days."""
    return Remark(
        code="date_taken",
        fact=fact.name,
        message=Text(
            f"“{fact.title.zh}”有的不写年份，按规定的督导期间；有的是一段时间，取最后一天",
            f"'{fact.title.en}' ({fact.name}): some days have no year, which is that of the inspection period, or are several days, of "
            "which the last is taken",
        ),
    )


def _in_words(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def times_cut(fact: Fact) -> Remark:
    """The remark on a column in which times are stated where dates count."""
    return _time_cut(fact, None, None)


def _stated_time(fact: Fact, value: object) -> object | None:
    """The first time of day in a valid value, of which the date counts; None where there is none."""
    if fact.type == "date":
        return value if states_time(value) else None
    dates = [field.name for field in fact.fields if field.type == "date"]
    if not dates or not isinstance(value, list | tuple):
        return None
    stated = (item.get(name) for item in value for name in dates)
    return next((time for time in stated if states_time(time)), None)


def _time_cut(fact: Fact, location: Location | None, time: object) -> Remark:
    stated = Text("", "") if time is None else Text(f"“{quoted(time)}”", f" '{quoted(time)}'")
    return Remark(
        code="time_cut",
        fact=fact.name,
        location=location,
        value=None if time is None else quoted(time),
        message=Text(
            f"“{fact.title.zh}”填有时间{stated.zh}，按其日期采用；带时区的，按北京时间的日期",
            f"'{fact.title.en}' ({fact.name}) states a time{stated.en}; it counts as its date, with a time zone as the date in China",
        ),
    )


def unknown_facts(
    names: Iterable[str], known: Iterable[str], location_of: Callable[[str], Location | None] = lambda _: None
) -> Iterator[Remark]:
    """The remarks on names that the form does not have: one on each of the first few, one on how many more there are."""
    names, known = tuple(names), tuple(known)
    for name in names[:FEW]:
        hint = did_you_mean(name[:100], known)
        yield Remark(
            code="unknown_fact",
            fact=shown(name),
            location=location_of(name),
            message=Text(
                f"表中没有“{shown(name)}”这一项，未采用" + (f"；{hint.zh}" if hint else ""),
                f"the form has no fact '{shown(name)}'; it is not used" + (f"; {hint.en}" if hint else ""),
            ),
        )
    more = len(names) - FEW
    if more > 0:
        message = Text(
            f"另有 {more:,} 项表中没有，未采用", f"and {more:,} more that the form does not have; they are not used"
        )
        yield Remark(code="unknown_fact", message=message, location=location_of(names[FEW]), value=str(more))


def required_missing(fact: Fact, location: Location | None) -> Remark:
    """The remark on a required fact that is not stated."""
    return Remark(
        code="required_missing",
        fact=fact.name,
        location=location,
        message=Text(f"没有填“{fact.title.zh}”", f"'{fact.title.en}' ({fact.name}) is not stated"),
    )
