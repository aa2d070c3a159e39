"""The register of schools: what a form has no room for (stage, size, kind), joined to a submission by the school's name.

A school is never joined because its name is similar; the nearest name is only told as a hint.
"""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

import attrs

from checkrules.errors import Place, ReadError
from checkrules.model import Form, Value
from checkrules.submission import Origin, Rejection, Remark, Submission
from checkrules.tables import find_heading, read_table, stated
from checkrules.text import Text
from checkrules.values import fact_of, folded

BRACKETS = str.maketrans("〔【[｛{〈<", "(((((((") | str.maketrans("〕】]｝}〉>", ")))))))")


@attrs.frozen(kw_only=True)
class Entry:
    """What a register states of one school, and the cell of each fact."""

    school: str
    facts: Mapping[str, Value]
    places: Mapping[str, Place]


@attrs.frozen(kw_only=True)
class Register:
    """The schools of a register by normalised name. `doubtful` are names that stand twice with different values."""

    file: str
    name_fact: str
    titles: Mapping[str, Text] = attrs.field(repr=False)
    entries: Mapping[str, Entry] = attrs.field(repr=False)
    doubtful: frozenset[str] = frozenset()
    notes: tuple[Remark | Rejection, ...] = ()
    """What was wrong in the file: cells that do not fit, rows that are broken, names that stand twice."""


def school_key(name: str) -> str:
    """A school's name as it is compared: NFKC, whitespace left out, all brackets alike."""
    return folded(name).translate(BRACKETS)


def load_register(path: Path | str, form: Form) -> Register:
    """The register that a CSV file holds, one row a school. Raises ReadError when it has no column with the school's name."""
    file = str(path)
    table = read_table(Path(path))
    heading = find_heading(table, form)
    name = next((fact for fact in heading.facts.values() if fact.role == "name"), None)
    if name is None:
        named = fact_of(form, "name")
        wanted = named.title if named is not None else Text("学校", "school")
        problem = Text(f"名册中没有“{wanted.zh}”一列", f"the register has no column '{wanted.en}'")
        raise ReadError(problem, place=Place(file=file, line=heading.row.line))
    found: dict[str, list[Entry]] = {}
    notes: list[Remark | Rejection] = []
    for row in table.rows:
        read = row if isinstance(row, Rejection) else stated(heading, row)
        if isinstance(read, Rejection):
            notes.append(read)
            continue
        notes += read.notes
        facts = MappingProxyType({fact: value for fact, value in read.facts.items() if fact != name.name})
        school = read.facts.get(name.name)
        if isinstance(school, str):
            found.setdefault(school_key(school), []).append(Entry(school=school, facts=facts, places=read.places))
        elif facts:
            place = Place(file=file, line=read.places[next(iter(facts))].line)
            reason = Text(
                f"这一行没有填“{name.title.zh}”，未采用", f"the row does not state '{name.title.en}' and is not used"
            )
            notes.append(Rejection(place=place, reason=reason))
    doubtful = frozenset(key for key, same in found.items() if any(entry.facts != same[0].facts for entry in same))
    notes += [_stands_twice(found[key], name.name) for key in found if key in doubtful]
    return Register(
        file=file,
        name_fact=name.name,
        titles={fact.name: fact.title for fact in form.facts},
        entries=MappingProxyType({key: same[0] for key, same in found.items() if key not in doubtful}),
        doubtful=doubtful,
        notes=tuple(notes),
    )


def _stands_twice(entries: Iterable[Entry], name_fact: str) -> Remark:
    first, *others = entries
    cells = [str(entry.places[name_fact].cell) for entry in (first, *others)]
    message = Text(
        f"名册中“{first.school}”出现 {len(cells)} 次（{'、'.join(cells)}）且内容不同，均未采用",
        f"the register has '{first.school}' {len(cells)} times ({', '.join(cells)}) with different values; none is used",
    )
    return Remark(code="stands_twice", message=message, place=others[0].places[name_fact], value=first.school)


def join(submission: Submission, register: Register) -> Submission:
    """The submission with what the register states of its school. What the submission itself states wins, and is told."""
    school = submission.facts.get(register.name_fact)
    if not isinstance(school, str) or not school.strip():
        return submission
    key = school_key(school)
    entry = register.entries.get(key)
    if entry is None:
        remark = _doubtful(school, register) if key in register.doubtful else _not_there(school, key, register)
        return attrs.evolve(submission, notes=(*submission.notes, remark))
    facts, origins, notes = dict(submission.facts), dict(submission.origins), list(submission.notes)
    for name, value in entry.facts.items():
        own = facts.get(name)
        if own is None:
            facts[name] = value
            origins[name] = Origin(kind="register", place=entry.places[name])
        elif _comparable(own) != _comparable(value):
            notes.append(_disagree(name, own, value, entry.places[name], register))
    return attrs.evolve(submission, facts=facts, origins=origins, notes=tuple(notes))


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


def _shown(value: object) -> str:
    match value:
        case bool():
            return "是/yes" if value else "否/no"
        case list() | tuple():
            return "、".join(_shown(item) for item in value)[:60]
        case _:
            return str(value)[:60]


def _disagree(name: str, own: object, other: Value, place: Place, register: Register) -> Remark:
    title = register.titles[name]
    return Remark(
        code="sources_disagree",
        fact=name,
        place=place,
        value=_shown(other),
        message=Text(
            f"“{title.zh}”所填为“{_shown(own)}”，学校名册为“{_shown(other)}”（{place}）；采用所填",
            f"'{title.en}' ({name}) is stated as '{_shown(own)}', the register has '{_shown(other)}' ({place}); "
            "the stated value is used",
        ),
    )


def _not_there(school: str, key: str, register: Register) -> Remark:
    near = difflib.get_close_matches(key, register.entries, n=1, cutoff=0.6)
    name = register.entries[near[0]].school if near else ""
    hint = (
        Text(f"；最相近的是“{name}”，请核对校名", f"; the nearest is '{name}': please check") if name else Text("", "")
    )
    return Remark(
        code="not_in_register",
        fact=register.name_fact,
        place=Place(file=register.file),
        value=school,
        message=Text(
            f"学校名册中没有“{school}”，名册的情况未采用{hint.zh}",
            f"the register has no '{school}'; nothing of the register is used{hint.en}",
        ),
    )


def _doubtful(school: str, register: Register) -> Remark:
    return Remark(
        code="register_doubtful",
        fact=register.name_fact,
        place=Place(file=register.file),
        value=school,
        message=Text(
            f"学校名册中“{school}”出现多次且内容不同，名册的情况未采用，请先改正名册",
            f"the register has '{school}' more than once with different values; nothing of it is used: correct the register",
        ),
    )
