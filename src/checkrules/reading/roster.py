"""The roster: what a form has no room for (stage, size, kind), one row per subject, from one file or several."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import attrs

from checkrules.facts.cells import names_of
from checkrules.model.errors import Location, ReadError, nearest
from checkrules.model.form import Fact, Form, Value, fact_of
from checkrules.model.frozen import FrozenDict, count_of
from checkrules.model.privacy import shown
from checkrules.model.submission import Rejection, Remark
from checkrules.model.text import Text, folded
from checkrules.reading.sheets import Heading, Sheet, SheetRow, find_heading, read_row
from checkrules.reading.skipped_rows import skipped_row
from checkrules.words.labels import subject_title

FEW = 10
"""Ignored columns that are named one by one."""
BRACKETS = str.maketrans("〔【[｛{〈<", "(((((((") | str.maketrans("〕】]｝}〉>", ")))))))")
_BETWEEN_NAMES = re.compile(r"[、;；/／|\n]+")


@attrs.frozen(kw_only=True)
class RosterEntry:
    """What a roster states of one subject, and the cell of each fact. `other_names` are former and short names."""

    subject: str
    facts: Mapping[str, Value]
    locations: Mapping[str, Location]
    other_names: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Roster:
    """The subjects of a roster by normalised name. `doubtful` are names and codes that mean several subjects, or one of which
    the roster states different things."""

    file: str
    name_fact: str
    code_fact: str | None = None
    facts: Mapping[str, Fact] = attrs.field(repr=False)
    entries: Mapping[str, RosterEntry] = attrs.field(repr=count_of)
    by_other_name: Mapping[str, RosterEntry] = attrs.field(factory=FrozenDict, repr=count_of)
    by_code: Mapping[str, RosterEntry] = attrs.field(factory=FrozenDict, repr=count_of)
    doubtful: frozenset[str] = attrs.field(default=frozenset(), repr=count_of)
    listed: tuple[RosterEntry, ...] = attrs.field(default=(), repr=count_of)
    """Every subject once, in the order of the rows."""
    remarks: tuple[Remark | Rejection, ...] = attrs.field(default=(), repr=count_of)
    """What was wrong in the files: cells that do not fit, rows that are broken, duplicate names, files that disagree."""


def name_key(name: str) -> str:
    """A subject's name as it is compared: NFKC, whitespace left out, all brackets alike."""
    return folded(name).translate(BRACKETS)


def roster_of(sheets: Iterable[Sheet], form: Form) -> Roster:
    """The roster that the sheets of one file or several hold. Sheets without a heading row are passed over where another one of
    the file has the names. Raises ReadError when a file has no column with the name."""
    rows: list[RosterEntry] = []
    remarks: list[Remark | Rejection] = []
    refused: dict[str, list[ReadError]] = defaultdict(list)
    used: dict[str, None] = {}
    name: Fact | None = None
    for sheet in sheets:
        refused.setdefault(sheet.file, [])
        try:
            heading, name = _heading_of(sheet, form)
        except ReadError as error:
            refused[sheet.file].append(error)
            continue
        used[sheet.file] = None
        remarks += _ignored_columns(heading, name, form)
        remarks += _read_entries(heading, name, rows)
    for file, errors in refused.items():
        if file not in used and errors:
            raise errors[0]
    if name is None:
        raise ReadError(Text("文件里没有表格", "the file holds no table"))
    remarks += [
        Rejection(location=error.location or Location(file=file), reason=error.problem, hint=error.hint)
        for file, errors in refused.items()
        for error in errors
    ]
    code = fact_of(form, "code")
    return _indexed(rows, "、".join(used), name.name, code.name if code is not None else None, form, remarks)


def _indexed(
    rows: list[RosterEntry], file: str, name: str, code: str | None, form: Form, remarks: list[Remark | Rejection]
) -> Roster:
    """The roster of all rows, by names and codes; what is doubtful in them is added to the remarks."""
    by_name: dict[str, list[RosterEntry]] = defaultdict(list)
    for row in rows:
        by_name[name_key(row.subject)].append(row)
    facts = {fact.name: fact for fact in form.facts}
    listed: list[RosterEntry] = []
    sure: list[RosterEntry] = []
    doubtful: set[str] = set()
    for key, same in by_name.items():
        subjects = list(_of_one_code(same, code))
        if len(subjects) > 1 or any(map(_differ_in_one_file, subjects)):
            doubtful.add(key)
            remarks.append(_duplicate_name(same, name))
        for group in subjects:
            listed.append(_merged(group, facts, remarks))
            if not _differ_in_one_file(group):
                sure.append(listed[-1])
    entries = {key: entry for entry in sure if (key := name_key(entry.subject)) not in doubtful}
    by_code, same_code = _index((key, entry) for entry in sure if code and (key := code_key(entry.facts.get(code))))
    others, shared = _index((name_key(other), entry) for entry in sure for other in entry.other_names)
    shared |= {key for key, entry in others.items() if key in by_name and key != name_key(entry.subject)}
    remarks += [_means_several(key, file) for key in sorted(same_code | shared)]
    return Roster(
        file=file,
        name_fact=name,
        code_fact=code,
        facts=FrozenDict(facts),
        entries=FrozenDict({key: entry for key, entry in entries.items() if key not in shared}),
        by_other_name=FrozenDict({key: entry for key, entry in others.items() if key not in shared}),
        by_code=FrozenDict(by_code),
        doubtful=frozenset(doubtful | same_code | shared),
        listed=tuple(listed),
        remarks=tuple(remarks),
    )


def code_key(code: object) -> str:
    """A subject's code as it is compared; empty where none is stated."""
    return folded(code) if isinstance(code, str) else ""


def _of_one_code(same: list[RosterEntry], code: str | None) -> Iterator[list[RosterEntry]]:
    """The rows of one name, apart where their codes differ. A row without a code goes with the only code."""
    by_code: dict[str, list[RosterEntry]] = defaultdict(list)
    for entry in same:
        by_code[code_key(entry.facts.get(code)) if code else ""].append(entry)
    if len(by_code) == 2 and "" in by_code:
        yield same
    else:
        yield from by_code.values()


def _differ_in_one_file(same: list[RosterEntry]) -> bool:
    first: dict[str | None, RosterEntry] = {}
    return any(first.setdefault(_file_of(entry), entry).facts != entry.facts for entry in same)


def _file_of(entry: RosterEntry) -> str | None:
    return next((location.file for location in entry.locations.values()), None)


def _merged(same: list[RosterEntry], facts: Mapping[str, Fact], remarks: list[Remark | Rejection]) -> RosterEntry:
    """One entry for the rows of one subject. A fact on which files disagree is not used, which is added to the remarks."""
    first = same[0]
    if len(same) == 1 or _differ_in_one_file(same):
        return first
    values: dict[str, Value] = {}
    locations: dict[str, Location] = {}
    for entry in same:
        locations = {**entry.locations, **locations}
        values = {**entry.facts, **values}
    for name in list(values):
        stated = [entry for entry in same if name in entry.facts]
        if any(entry.facts[name] != values[name] for entry in stated):
            remarks.append(_disagree(first.subject, facts[name], [entry.locations[name] for entry in stated]))
            del values[name]
    others = dict.fromkeys(name for entry in same for name in entry.other_names)
    return RosterEntry(
        subject=first.subject, facts=FrozenDict(values), locations=FrozenDict(locations), other_names=tuple(others)
    )


def _disagree(subject: str, fact: Fact, locations: list[Location]) -> Remark:
    cells = [str(location) for location in locations]
    message = Text(
        f"几份名册中“{shown(subject)}”的“{fact.title.zh}”不一致（{'、'.join(cells)}），这一项未采用",
        f"the rosters disagree on '{fact.title.en}' of '{shown(subject)}' ({', '.join(cells)}); it is not used",
    )
    return Remark(
        code="rosters_disagree", fact=fact.name, message=message, location=locations[-1], value=shown(subject)
    )


def _index(pairs: Iterable[tuple[str, RosterEntry]]) -> tuple[dict[str, RosterEntry], set[str]]:
    """Entries by a key, and the keys that several have, by which none is found."""
    found: dict[str, RosterEntry] = {}
    shared = set()
    for key, entry in pairs:
        if key and found.setdefault(key, entry) is not entry:
            shared.add(key)
    return {key: entry for key, entry in found.items() if key not in shared}, shared


def _means_several(key: str, file: str) -> Remark:
    message = Text(
        f"名册中“{shown(key)}”（名称、曾用名、简称或代码）对应不止一个对象，不凭它核对",
        f"in the roster '{shown(key)}' (a name, former or short name, or code) means several subjects; none is found by it",
    )
    return Remark(code="duplicate_name", message=message, location=Location(file=file), value=shown(key))


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


def _read_entries(heading: Heading, name: Fact, found: list[RosterEntry]) -> Iterator[Remark | Rejection]:
    """Put the entries of a sheet's rows into `found`; gives what is wrong with rows."""
    other_names = _other_name_columns(heading, name)
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
        if isinstance(subject, str) and isinstance(row, SheetRow):
            others = [
                part for column in other_names if column < len(row.cells) for part in _names_in(row.cells[column])
            ]
            found.append(RosterEntry(subject=subject, facts=facts, locations=read.locations, other_names=tuple(others)))
        elif facts and isinstance(row, SheetRow):
            reason = Text(
                f"这一行没有填“{name.title.zh}”，未采用", f"the row does not state '{name.title.en}' and is not used"
            )
            yield Rejection(location=heading.sheet.row_location(row), reason=reason)


def _other_name_columns(heading: Heading, name: Fact) -> list[int]:
    """The columns with former and short names."""
    wanted = {folded(title) for title in name.other_names}
    return [column for column, title in heading.others.items() if folded(title) in wanted]


def _names_in(cell: str) -> list[str]:
    return [part.strip() for part in _BETWEEN_NAMES.split(cell) if part.strip(" \u3000-—–_")]


def _accepted(facts: Iterable[Fact]) -> Text:
    """The headings of facts: titles and aliases in Chinese, names and titles in English."""
    chinese = [name for fact in facts for name in (fact.title.zh, *fact.aliases)]
    return Text("、".join(dict.fromkeys(chinese)), ", ".join(f"{fact.title.en} ({fact.name})" for fact in facts))


def _ignored_columns(heading: Heading, name: Fact, form: Form) -> Iterator[Remark]:
    """A remark that names the columns that are no facts of the form, and how columns about a subject may be headed."""
    used = _other_name_columns(heading, name)
    others = {column: title for column, title in heading.others.items() if column not in used}
    if not others:
        return
    columns = list(others.values())
    known = [written for fact in form.facts for written in names_of(fact)]
    near = {shown(column): found for column in columns[:FEW] if (found := nearest(column[:100], known)) is not None}
    ignored = [shown(column) for column in columns[:FEW]]
    more = len(columns) - len(ignored)
    titles = [fact.title for fact in form.facts if fact.task == name.task or fact.role == "inspectors"]
    meant = [f"{column} → {found}" for column, found in near.items()]
    zh = f"名册的这些列未采用：{'、'.join(ignored)}{f' 等 {len(columns)} 列' if more else ''}"
    en = f"columns of the roster that are not used: {', '.join(ignored)}{f' and {more} more' if more else ''}"
    if meant:
        zh, en = f"{zh}；是否想写：{'、'.join(meant)}", f"{en}; did you mean: {', '.join(meant)}"
    message = Text(
        f"{zh}。可用的列名有：{'、'.join([*(title.zh for title in titles), *name.other_names[:FEW]])}",
        f"{en}. A roster's columns may be headed: {', '.join(title.en for title in titles)}",
    )
    yield Remark(
        code="unknown_column",
        message=message,
        location=heading.location(heading.row, min(others)),
        value=ignored[0],
    )


def _duplicate_name(entries: Iterable[RosterEntry], name_fact: str) -> Remark:
    first, *others = entries
    locations = [entry.locations[name_fact] for entry in (first, *others)]
    in_one_file = len({location.file for location in locations}) == 1
    cells = [str(location.cell) if in_one_file else str(location) for location in locations]
    message = Text(
        f"名册中“{first.subject}”出现 {len(cells)} 次（{'、'.join(cells)}）且内容不同，均未采用",
        f"the roster has '{first.subject}' {len(cells)} times ({', '.join(cells)}) with different values; none is used",
    )
    return Remark(code="duplicate_name", message=message, location=others[0].locations[name_fact], value=first.subject)
