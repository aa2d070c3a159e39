"""The roster: what a form has no room for (stage, size, kind), joined to a submission by the subject's name.

A subject is never joined because its name is similar; the nearest name is only a hint.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

import attrs

from checkrules.facts.cells import names_of
from checkrules.model.errors import Location, ReadError, nearest
from checkrules.model.form import Fact, Form, Value
from checkrules.model.frozen import FrozenDict, count_of
from checkrules.model.privacy import shown
from checkrules.model.submission import Origin, Rejection, Remark, Submission
from checkrules.model.text import Text, folded
from checkrules.reading.disagreement import disagreement
from checkrules.reading.sheets import Heading, Sheet, SheetRow, find_heading, read_row
from checkrules.reading.skipped_rows import skipped_row
from checkrules.words.labels import subject_title

FEW = 10
"""Ignored columns that are named one by one."""
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


def roster_of(sheets: Iterable[Sheet], form: Form) -> Roster:
    """The roster that the sheets of a file hold, one row per subject. Sheets without a heading row are passed over where another
    one has the names. Raises ReadError when none has a column with the name."""
    found: dict[str, list[RosterEntry]] = {}
    remarks: list[Remark | Rejection] = []
    refused: list[ReadError] = []
    name: Fact | None = None
    file = ""
    for sheet in sheets:
        file = sheet.file
        try:
            heading, name = _heading_of(sheet, form)
        except ReadError as error:
            refused.append(error)
            continue
        remarks += _ignored_columns(heading, name, form)
        remarks += _read_entries(heading, name, found)
    if name is None:
        raise refused[0] if refused else ReadError(Text("文件里没有表格", "the file holds no table"), location=file)
    remarks += [
        Rejection(location=error.location or Location(file=file), reason=error.problem, hint=error.hint)
        for error in refused
    ]
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


def _heading_of(sheet: Sheet, form: Form) -> tuple[Heading, Fact]:
    """The heading row, and the fact of the column with the names. Raises ReadError where there is none."""
    heading = find_heading(sheet, form)
    name = next((fact for fact in heading.facts.values() if fact.role == "name"), None)
    if name is None:
        wanted = subject_title(form)
        problem = Text(f"名册中没有“{wanted.zh}”一列", f"the roster has no column '{wanted.en}'")
        accepted = _accepted([fact for fact in form.facts if fact.role == "name"])
        hint = Text(f"这一列可写：{accepted.zh}", f"it may be headed: {accepted.en}")
        raise ReadError(problem, location=sheet.row_location(heading.row), hint=hint)
    return heading, name


def _read_entries(heading: Heading, name: Fact, found: dict[str, list[RosterEntry]]) -> Iterator[Remark | Rejection]:
    """Put the entries of a sheet's rows into `found`; gives what is wrong with rows."""
    for row in heading.sheet.rows:
        skipped = skipped_row(heading, row) if isinstance(row, SheetRow) else None
        if skipped is not None:
            yield skipped
            continue
        read = row if isinstance(row, Rejection) else read_row(heading, row)
        if isinstance(read, Rejection):
            yield read
            continue
        yield from read.remarks
        facts = FrozenDict({fact: value for fact, value in read.facts.items() if fact != name.name})
        subject = read.facts.get(name.name)
        if isinstance(subject, str):
            found.setdefault(name_key(subject), []).append(
                RosterEntry(subject=subject, facts=facts, locations=read.locations)
            )
        elif facts and isinstance(row, SheetRow):
            reason = Text(
                f"这一行没有填“{name.title.zh}”，未采用", f"the row does not state '{name.title.en}' and is not used"
            )
            yield Rejection(location=heading.sheet.row_location(row), reason=reason)


def _accepted(facts: Iterable[Fact]) -> Text:
    """The headings of facts: titles and aliases in Chinese, names and titles in English."""
    chinese = [name for fact in facts for name in (fact.title.zh, *fact.aliases)]
    return Text("、".join(dict.fromkeys(chinese)), ", ".join(f"{fact.title.en} ({fact.name})" for fact in facts))


def _ignored_columns(heading: Heading, name: Fact, form: Form) -> Iterator[Remark]:
    """A remark that names the columns that are no facts of the form, and how columns about a subject may be headed."""
    if not heading.others:
        return
    columns = list(heading.others.values())
    known = [written for fact in form.facts for written in names_of(fact)]
    near = {shown(column): found for column in columns[:FEW] if (found := nearest(column[:100], known)) is not None}
    ignored = [shown(column) for column in columns[:FEW]]
    more = len(columns) - len(ignored)
    titles = [fact.title for fact in form.facts if fact.task == name.task]
    meant = [f"{column} → {found}" for column, found in near.items()]
    zh = f"名册的这些列未采用：{'、'.join(ignored)}{f' 等 {len(columns)} 列' if more else ''}"
    en = f"columns of the roster that are not used: {', '.join(ignored)}{f' and {more} more' if more else ''}"
    if meant:
        zh, en = f"{zh}；是否想写：{'、'.join(meant)}", f"{en}; did you mean: {', '.join(meant)}"
    message = Text(
        f"{zh}。可用的列名有：{'、'.join(title.zh for title in titles)}",
        f"{en}. A roster's columns may be headed: {', '.join(title.en for title in titles)}",
    )
    yield Remark(
        code="unknown_column",
        message=message,
        location=heading.location(heading.row, min(heading.others)),
        value=ignored[0],
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
