"""Rosters: read by the reader of their suffix, and found among the files to judge."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from checkrules.hooks.plugins import blamed
from checkrules.hooks.registry import Registry, load_plugins
from checkrules.hooks.suffixes import reader_of
from checkrules.model.arguments import instance_given, paths_given
from checkrules.model.errors import CheckrulesError, Location, ReadError
from checkrules.model.files import FileAccount
from checkrules.model.form import Form
from checkrules.model.rules import Content
from checkrules.model.submission import Remark
from checkrules.model.text import Text
from checkrules.reading.paths import Found
from checkrules.reading.roster import Roster, roster_of
from checkrules.reading.roster_found import RosterLike, roster_like
from checkrules.reading.sheets import Sheet

Paths = str | os.PathLike[str]
_ANOTHER = Text(
    "像是名册，但另已指定名册，未采用也未判定",
    "it looks like a roster, but another one is named; it is neither used nor judged",
)


def load_roster(path: Iterable[Paths] | Paths, form: Form, *, registry: Registry | None = None) -> Roster:
    """The roster that a CSV file or a workbook holds, or several of them, one row per subject. What files state differently of one
    subject is not used, and a remark says so. Raises ReadError when a file has no column with the name, and for a file of
    another kind. `registry`: the plugins to read with, the installed ones where none is given."""
    files = paths_given("path", path)
    instance_given("form", form, Form, Text("请传入 checklist.content.form", "pass checklist.content.form"))
    plugins = registry or load_plugins()
    return roster_of((sheet for file in files for sheet in _sheets(file, plugins)), form)


def _sheets(file: Path, registry: Registry) -> Iterator[Sheet]:
    """The sheets of a roster. Raises ReadError, and PluginError where the reader fails."""
    reader = reader_of(file, registry)
    if reader.sheets is None:
        known = " ".join(sorted({suffix for r in registry.readers.values() if r.sheets for suffix in r.suffixes}))
        raise ReadError(Text(f"名册应为表格文件：{known}", f"a roster is a table: {known}"), location=str(file))
    with blamed(registry.readers.plugin_of(reader.name), Location(file=str(file))):
        yield from reader.sheets(file)


def rosters_among(
    found: Found, given: Sequence[Path], registry: Registry, content: Content
) -> tuple[Found, list[Path], list[Remark]]:
    """The files without the rosters among them, the rosters, and what to say of them. Those that are given are the rosters, wherever
    they lie; where none is given, the tables that say only what the subjects are, where there is something else to judge."""
    found = found.joined(given)
    like = roster_likes(found.files, registry, content)
    sure = [file for file, alike in like.items() if alike.certainty == "roster"]
    if len(sure) == len(found.files):
        sure = []  # nothing else is there to judge
    remarks = [
        Remark(code="roster_possible", message=alike.why, location=Location(file=str(file)))
        for file, alike in like.items()
        if alike.certainty == "possible" and len(found.files) > 1 and not given
    ]
    if given:
        out = {file: FileAccount(path=file, became="left_out", code="another_roster", reason=_ANOTHER) for file in sure}
        return found.only(out.get), list(given), remarks
    remarks += [Remark(code="roster_found", message=like[file].why, location=Location(file=str(file))) for file in sure]
    return found.joined(sure), sure, remarks


def roster_likes(files: Iterable[Path], registry: Registry, content: Content) -> dict[Path, RosterLike]:
    """The files that are rosters, or may be, by their headings."""
    return {file: like for file in files if (like := like_roster(file, file.stem, registry, content)) is not None}


def like_roster(file: Path, name: str, registry: Registry, content: Content) -> RosterLike | None:
    """How much a file looks like a roster, if at all. `name`: its own name, without the suffix."""
    try:
        reader = reader_of(file, registry)
        return roster_like(name, _sheets(file, registry), content) if reader.sheets is not None else None
    except (CheckrulesError, OSError):
        return None  # told when it is read
