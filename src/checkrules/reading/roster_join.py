"""A submission and the roster → the submission with what the roster states of its subject.

A subject is found by its code, its name, or a former or short name that the roster gives; never because names are similar: the
nearest name is only a hint.
"""

from __future__ import annotations

import datetime as dt

import attrs

from checkrules.model.errors import Location, nearest
from checkrules.model.privacy import shown
from checkrules.model.submission import Origin, Remark, Submission
from checkrules.model.text import Text, folded
from checkrules.reading.disagreement import disagreement
from checkrules.reading.roster import Roster, RosterEntry, code_key, name_key

MOST_COMPARED = 5_000
"""Subjects of a roster whose names are compared to find the nearest."""


@attrs.frozen(kw_only=True)
class Match:
    """The entry of a submission's subject, None where none is certain; and what a person must know of it."""

    entry: RosterEntry | None = None
    remark: Remark | None = None


def join(submission: Submission, roster: Roster) -> Submission:
    """The submission with what the roster states of its subject. The submission's own values win; a difference is a remark."""
    found = find_entry(submission, roster)
    if found.remark is not None:
        submission = attrs.evolve(submission, remarks=(*submission.remarks, found.remark))
    if found.entry is None:
        return submission
    facts, origins, remarks = dict(submission.facts), dict(submission.origins), list(submission.remarks)
    for name, value in found.entry.facts.items():
        own = facts.get(name)
        if own is None:
            facts[name] = value
            origins[name] = Origin(kind="roster", location=found.entry.locations[name])
        elif name != roster.code_fact and _comparable(own) != _comparable(value):
            location = found.entry.locations[name]
            source = Text(f"名册（{location}）", f"the roster ({location}) has")
            remarks.append(disagreement(roster.facts[name], own, value, source, location))
    return attrs.evolve(submission, facts=facts, origins=origins, remarks=tuple(remarks))


def find_entry(submission: Submission, roster: Roster, *, hint: bool = True) -> Match:
    """The entry of a submission's subject. A code is looked up first; where name and code contradict one another, neither counts.
    `hint`: whether the nearest name is looked for where there is none, which takes time."""
    name = submission.facts.get(roster.name_fact)
    subject = name if isinstance(name, str) and name.strip() else ""
    code = code_key(submission.facts.get(roster.code_fact)) if roster.code_fact else ""
    by_name = _by_name(subject, roster, hint)
    if not code or not roster.by_code:
        return by_name
    by_code = roster.by_code.get(code)
    if by_code is None:
        listed = code_key(by_name.entry.facts.get(roster.code_fact or "")) if by_name.entry is not None else ""
        return Match(remark=_contradiction(subject, code, roster)) if listed else by_name
    if by_name.entry is not None and by_name.entry is not by_code:
        return Match(remark=_contradiction(subject, code, roster))
    if by_name.entry is None and subject and name_key(subject) not in roster.doubtful:
        return Match(entry=by_code, remark=_other_name(subject, by_code, roster, Text("代码", "the code")))
    return Match(entry=by_code, remark=by_name.remark if by_name.entry is not None else None)


def _by_name(subject: str, roster: Roster, hint: bool) -> Match:
    if not subject:
        return Match()
    key = name_key(subject)
    if key in roster.doubtful:
        return Match(remark=_doubtful(subject, roster))
    if key in roster.entries:
        return Match(entry=roster.entries[key])
    entry = roster.by_other_name.get(key)
    if entry is not None:
        return Match(
            entry=entry, remark=_other_name(subject, entry, roster, Text("曾用名或简称", "a former or short name"))
        )
    return Match(remark=_not_there(subject, roster, nearest_subject(subject, roster) if hint else None))


def nearest_subject(subject: str, roster: Roster) -> str | None:
    """The subject of the roster whose name is most similar, None where none is near, or too many would have to be compared."""
    if len(roster.listed) > MOST_COMPARED:
        return None
    names = {name_key(name): entry.subject for entry in roster.listed for name in (*entry.other_names, entry.subject)}
    near = nearest(name_key(subject), names)
    return names[near] if near is not None else None


def _comparable(value: object) -> object:
    """The value as two sources compare: dates as texts, texts folded, true apart from 1."""
    match value:
        case dt.date():
            return value.isoformat()
        case str():
            return folded(value)
        case bool():
            return ("boolean", value)
        case list() | tuple():
            return tuple(_comparable(item) for item in value)
        case _:
            return value


def _not_there(subject: str, roster: Roster, name: str | None) -> Remark:
    hint = (
        Text(f"；最相近的是“{name}”，请核对名称", f"; the nearest is '{name}': please check") if name else Text("", "")
    )
    return Remark(
        code="not_in_roster",
        fact=roster.name_fact,
        location=Location(file=roster.file),
        value=subject,
        message=Text(
            f"名册中没有“{subject}”，名册的情况未采用{hint.zh}",
            f"the roster has no '{subject}'; nothing of the roster is used{hint.en}",
        ),
    )


def _doubtful(subject: str, roster: Roster) -> Remark:
    return Remark(
        code="roster_doubtful",
        fact=roster.name_fact,
        location=Location(file=roster.file),
        value=subject,
        message=Text(
            f"名册中“{subject}”出现多次且内容不同，或不止指一个对象，名册的情况未采用，请先改正名册",
            f"the roster has '{subject}' more than once with different values, or for several subjects; nothing of it is used: "
            "correct the roster",
        ),
    )


def _contradiction(subject: str, code: str, roster: Roster) -> Remark:
    return Remark(
        code="roster_doubtful",
        fact=roster.code_fact,
        location=Location(file=roster.file),
        value=subject,
        message=Text(
            f"名称“{shown(subject)}”与代码“{shown(code)}”在名册中不是同一个对象，名册的情况未采用，请核对",
            f"the name '{shown(subject)}' and the code '{shown(code)}' are not of one subject in the roster; nothing of it is used: "
            "please check",
        ),
    )


def _other_name(subject: str, entry: RosterEntry, roster: Roster, by: Text) -> Remark:
    return Remark(
        code="joined_by_other_name",
        fact=roster.name_fact,
        location=entry.locations.get(roster.name_fact),
        value=subject,
        message=Text(
            f"“{shown(subject)}”按名册中的{by.zh}，认作“{shown(entry.subject)}”",
            f"'{shown(subject)}' is taken for '{shown(entry.subject)}', by {by.en} in the roster",
        ),
    )
