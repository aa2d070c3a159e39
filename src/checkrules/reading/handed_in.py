"""The submissions that were judged, and the roster → which subjects handed something in."""

from __future__ import annotations

from collections.abc import Iterable

from checkrules.model.errors import Location
from checkrules.model.form import Form, fact_of
from checkrules.model.handed_in import HandedIn, MissingSubject
from checkrules.model.submission import Submission
from checkrules.reading.roster import Roster, RosterEntry, name_key
from checkrules.reading.roster_join import find_entry


def handed_in(submissions: Iterable[Submission], roster: Roster, form: Form) -> HandedIn:
    """The account. A subject counts as having handed in also where its name is doubtful in the roster."""
    found: set[int] = set()
    doubtful: set[str] = set()
    for submission in submissions:
        entry = find_entry(submission, roster, hint=False).entry
        name = submission.facts.get(roster.name_fact)
        if entry is not None:
            found.add(id(entry))
        elif isinstance(name, str):
            doubtful.add(name_key(name))
    missing = [
        entry
        for entry in roster.listed
        if id(entry) not in found and name_key(entry.subject) not in roster.doubtful & doubtful
    ]
    inspectors = fact_of(form, "inspectors")
    return HandedIn(
        rosters=(roster.file,),
        due=len(roster.listed),
        judged=len(roster.listed) - len(missing),
        missing=tuple(_missing(entry, roster, inspectors.name if inspectors is not None else "") for entry in missing),
    )


def _missing(entry: RosterEntry, roster: Roster, inspectors: str) -> MissingSubject:
    people = entry.facts.get(inspectors)
    return MissingSubject(
        subject=entry.subject,
        inspectors=people if isinstance(people, tuple) else (),
        location=entry.locations.get(roster.name_fact, Location(file=roster.file)),
    )
