"""Submissions of one subject that are handed in together: the same school twice, in one file or in several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from checkrules.facts.kind import InvalidValue
from checkrules.facts.kinds import fit
from checkrules.model.errors import Location
from checkrules.model.form import Fact, Form, fact_of
from checkrules.model.privacy import shown
from checkrules.model.submission import Remark, Submission
from checkrules.model.text import Text, visible
from checkrules.reading.roster import name_key

FEW = 20
"""Subjects that are named one by one."""
FEW_LOCATIONS = 5


def same_subjects(submissions: Iterable[Submission], form: Form) -> list[Remark]:
    """A remark on each subject of which several submissions have the same date, or no date. All of them are judged: only a
    person knows which one counts. Inspections of one subject on several days are no matter for a remark."""
    name_fact, date_fact = fact_of(form, "name"), fact_of(form, "date")
    if name_fact is None:
        return []
    found: dict[str, list[tuple[str, object, Location]]] = {}
    for submission in submissions:
        name = submission.facts.get(name_fact.name)
        if isinstance(name, str) and name.strip():
            entry = (name, _date(date_fact, submission), submission.location)
            found.setdefault(name_key(name), []).append(entry)
    several = [(same[0][0], locations) for same in found.values() if len(locations := _of_one_day(same)) > 1]
    remarks = [_remark(name, locations) for name, locations in several[:FEW]]
    if len(several) > FEW:
        more = len(several) - FEW
        message = Text(f"另有 {more} 个对象也不止一份", f"there are several submissions of {more} more subjects")
        remarks.append(Remark(code="same_subject_twice", message=message))
    return remarks


def _date(fact: Fact | None, submission: Submission) -> object:
    """The date of a submission; None where it states none that is valid."""
    value = submission.facts.get(fact.name) if fact is not None else None
    if fact is None or value is None:
        return None
    try:
        return fit(fact, value)
    except InvalidValue:
        return None


def _of_one_day(same: list[tuple[str, object, Location]]) -> list[Location]:
    days = Counter(day for _, day, _ in same)
    return [location for _, day, location in same if None in days or days[day] > 1]


def _remark(name: str, locations: list[Location]) -> Remark:
    listed = [visible(str(location)) for location in locations[:FEW_LOCATIONS]]
    more = len(locations) - len(listed)
    message = Text(
        f"“{shown(name)}”有 {len(locations)} 份，都已判定，请核对用哪一份：{'、'.join(listed)}{f' 等，另有 {more} 份' if more else ''}",
        f"there are {len(locations)} submissions of '{shown(name)}'; all are judged, check which one counts: "
        f"{', '.join(listed)}{f' and {more} more' if more else ''}",
    )
    return Remark(code="same_subject_twice", message=message, location=locations[1], value=shown(name))
