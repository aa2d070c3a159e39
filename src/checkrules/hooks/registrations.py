"""What a plugin registers: checklists, readers, writers, functions, scoring models, engines, review formats. Plain immutable data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from checkrules.loading.bundled import BundledChecklist
from checkrules.model.functions import Function
from checkrules.model.parts import Part, PartResult
from checkrules.model.review import ReviewDocument
from checkrules.model.rules import Content
from checkrules.model.scoring import LinearScore, ScoringModel
from checkrules.model.submission import Enclosed, Rejection, Submission
from checkrules.model.text import Language, Text
from checkrules.reading.sheets import Sheet

if TYPE_CHECKING:
    from checkrules.evaluation.report import Reports
    from checkrules.reading.roster import RosterEntry

__all__ = [
    "BlankForm",
    "BundledChecklist",
    "Engine",
    "Function",
    "LinearScore",
    "Reader",
    "ReviewFormat",
    "ScoringModel",
    "Writer",
]


@attrs.frozen(kw_only=True)
class Reader:
    """Makes submissions of a file.

    `read(path, content)` gives the file's submissions one by one, and a Rejection for each record that is broken while
    the rest can be read; it raises ReadError when nothing of the file can be read. It must not evaluate anything that the
    file holds, and it limits how much it loads. `suffixes` are in lower case, with the dot.
    """

    name: str
    suffixes: tuple[str, ...]
    title: Text
    read: Callable[[Path, Content], Iterable[Submission | Rejection | Enclosed]]
    sheets: Callable[[Path], Iterable[Sheet]] | None = None


@attrs.frozen(kw_only=True)
class Writer:
    """Makes a document of reports.

    `write(reports, language)` gives the whole document, as text (written as UTF-8) or bytes. `suffixes` are in lower case,
    with the dot; the first is the usual one. A writer whose output is for a terminal has no suffix.
    """

    name: str
    suffixes: tuple[str, ...]
    title: Text
    write: Callable[[Reports, Language], str | bytes]


@attrs.frozen(kw_only=True)
class BlankForm:
    """A form that people fill in.

    `write(content, entries, language)` gives the document. `entries` are rows of a roster whose facts are filled in: none or
    one, any number where `many` (one document holds all subjects). `suffixes` are in lower case, with the dot. A reader of
    the suffix must read the filled-in form back exactly.
    """

    name: str
    suffixes: tuple[str, ...]
    title: Text
    write: Callable[[Content, Sequence[RosterEntry], Language], bytes]
    many: bool = False


@attrs.frozen(kw_only=True)
class Engine:
    """Where the parts of large tables are judged: here, or on many machines.

    `run(judge, parts)` calls `judge(part)` for every part, in any order and any number at once, and gives what the calls
    give as they end. `judge` can be pickled; it reads the part's file and writes the results itself, each file whole, so
    calling it again for the same part does no harm. `run` raises what `judge` raises.
    """

    name: str
    title: Text
    run: Callable[[Callable[[Part], PartResult], Sequence[Part]], Iterator[PartResult]]


@attrs.frozen(kw_only=True)
class ReviewFormat:
    """A sheet on which a person confirms what was read out of prose.

    `write(document)` gives the sheet, as text (written as UTF-8) or bytes; `read(path)` gives the document of a sheet that
    people filled in, and raises ReadError for a file that is none. What is typed is given as text: who calls it knows the
    facts. `suffixes` are in lower case, with the dot; the first is the usual one. `reads` are suffixes that are only read.
    """

    name: str
    suffixes: tuple[str, ...]
    title: Text
    write: Callable[[ReviewDocument], str | bytes]
    read: Callable[[Path], ReviewDocument]
    reads: tuple[str, ...] = ()
