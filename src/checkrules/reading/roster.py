"""The roster: what a form has no room for (stage, size, kind), joined to a submission by the subject's name.

A subject is never joined because its name is similar; the nearest name is only a hint.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path

import attrs

from checkrules.model.arguments import instance_given, path_given
from checkrules.model.errors import Location, ReadError, nearest
from checkrules.model.form import Fact, Form, Value
from checkrules.model.frozen import FrozenDict, count_of
from checkrules.model.submission import Origin, Rejection, Remark, Submission
from checkrules.model.text import Text, folded
from checkrules.reading.csv import find_heading, read_row, read_table
from checkrules.reading.disagreement import disagreement
from checkrules.words.labels import subject_title

BRACKETS = str.maketrans("〔【[｛{〈<", "(((((((") | str.maketrans("〕】]｝}〉>", ")))))))")


@attrs.frozen(kw_only=True)
class RosterEntry:
    """What a roster states of one subject, and the cell of each fact."""

    subject: str
    facts: Mapping[str, Value]
    locations: Mapping[str, Location]


@attrs.frozen(kw_only=True)
class Roster:
    """The subjects of a roster by normalised name. `doubtful` are names that occur twice with different values."""

    file: str
    name_fact: str
    facts: Mapping[str, Fact] = attrs.field(repr=False)
    entries: Mapping[str, RosterEntry] = attrs.field(repr=count_of)
    doubtful: frozenset[str] = attrs.field(default=frozenset(), repr=count_of)
    remarks: tuple[Remark | Rejection, ...] = attrs.field(default=(), repr=count_of)
    """What was wrong in the file: cells that do not fit, rows that are broken, duplicate names."""


def name_key(name: str) -> str:
    """A subject's name as it is compared: NFKC, whitespace left out, all brackets alike."""
    return folded(name).translate(BRACKETS)


def load_roster(path: Path | str, form: Form) -> Roster:
    """The roster that a CSV file holds, one row per subject. Raises ReadError when it has no column with the name."""
    file = str(path_given("path", path))
    instance_given("form", form, Form, Text("请传入 checklist.content.form", "pass checklist.content.form"))
    table = read_table(Path(file))
    heading = find_heading(table, form)
    name = next((fact for fact in heading.facts.values() if fact.role == "name"), None)
    if name is None:
        wanted = subject_title(form)
        problem = Text(f"名册中没有“{wanted.zh}”一列", f"the roster has no column '{wanted.en}'")
        raise ReadError(problem, location=Location(file=file, line=heading.row.line))
    found: dict[str, list[RosterEntry]] = {}
    remarks: list[Remark | Rejection] = []
    for row in table.rows:
        read = row if isinstance(row, Rejection) else read_row(heading, row)
        if isinstance(read, Rejection):
            remarks.append(read)
            continue
        remarks += read.remarks
        facts = FrozenDict({fact: value for fact, value in read.facts.items() if fact != name.name})
        subject = read.facts.get(name.name)
        if isinstance(subject, str):
            found.setdefault(name_key(subject), []).append(
                RosterEntry(subject=subject, facts=facts, locations=read.locations)
            )
        elif facts:
            location = Location(file=file, line=read.locations[next(iter(facts))].line)
            reason = Text(
                f"这一行没有填“{name.title.zh}”，未采用", f"the row does not state '{name.title.en}' and is not used"
            )
            remarks.append(Rejection(location=location, reason=reason))
    doubtful = frozenset(key for key, same in found.items() if any(entry.facts != same[0].facts for entry in same))
    remarks += [_duplicate_name(found[key], name.name) for key in found if key in doubtful]
    return Roster(
        file=file,
        name_fact=name.name,
        facts=FrozenDict({fact.name: fact for fact in form.facts}),
        entries=FrozenDict({key: same[0] for key, same in found.items() if key not in doubtful}),
        doubtful=doubtful,
        remarks=tuple(remarks),
    )


def _duplicate_name(entries: Iterable[RosterEntry], name_fact: str) -> Remark:
    first, *others = entries
    cells = [str(entry.locations[name_fact].cell) for entry in (first, *others)]
    message = Text(
        f"名册中“{first.subject}”出现 {len(cells)} 次（{'、'.join(cells)}）且内容不同，均未采用",
        f"the roster has '{first.subject}' {len(cells)} times ({', '.join(cells)}) with different values; none is used",
    )
    return Remark(code="duplicate_name", message=message, location=others[0].locations[name_fact], value=first.subject)


def join(submission: Submission, roster: Roster) -> Submission:
    """The submission with what the roster states of its subject. The submission's own values win; a difference is a remark."""
    subject = submission.facts.get(roster.name_fact)
    if not isinstance(subject, str) or not subject.strip():
        return submission
    key = name_key(subject)
    entry = roster.entries.get(key)
    if entry is None:
        remark = _doubtful(subject, roster) if key in roster.doubtful else _not_there(subject, key, roster)
        return attrs.evolve(submission, remarks=(*submission.remarks, remark))
    facts, origins, remarks = dict(submission.facts), dict(submission.origins), list(submission.remarks)
    for name, value in entry.facts.items():
        own = facts.get(name)
        if own is None:
            facts[name] = value
            origins[name] = Origin(kind="roster", location=entry.locations[name])
        elif _comparable(own) != _comparable(value):
            location = entry.locations[name]
            source = Text(f"名册（{location}）", f"the roster ({location}) has")
            remarks.append(disagreement(roster.facts[name], own, value, source, location))
    return attrs.evolve(submission, facts=facts, origins=origins, remarks=tuple(remarks))


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


def _not_there(subject: str, key: str, roster: Roster) -> Remark:
    near = nearest(key, roster.entries)
    name = roster.entries[near].subject if near is not None else ""
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
            f"名册中“{subject}”出现多次且内容不同，名册的情况未采用，请先改正名册",
            f"the roster has '{subject}' more than once with different values; nothing of it is used: correct the roster",
        ),
    )
