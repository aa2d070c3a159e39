"""What a plugin registers: checklists, readers, writers, functions, scoring models. Plain immutable data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from checkrules.model import Content, FactType
from checkrules.submission import Rejection, Submission
from checkrules.text import Language, Text

if TYPE_CHECKING:
    from checkrules.report import Reports


@attrs.frozen(kw_only=True)
class BundledChecklist:
    """A checklist that a package brings: the folder with `checklist.yaml`, and the form's JSON Schema."""

    name: str
    folder: Path
    form: Path


@attrs.frozen(kw_only=True)
class Reader:
    """Makes submissions of a file.

    `read(path, content)` gives the file's submissions one by one, and a Rejection for each record that is broken while
    the rest can be read; it raises ReadError when nothing of the file can be read. It must not evaluate anything that the
    file holds, and it bounds what it loads. `suffixes` are in lower case with the dot.
    """

    name: str
    suffixes: tuple[str, ...]
    title: Text
    read: Callable[[Path, Content], Iterable[Submission | Rejection]]


@attrs.frozen(kw_only=True)
class Writer:
    """Makes a document of reports.

    `write(reports, language)` gives the whole document as text (written as UTF-8) or bytes. `suffixes` are in lower
    case with the dot; the first is the usual one. A writer whose output is for a terminal has no suffix.
    """

    name: str
    suffixes: tuple[str, ...]
    title: Text
    write: Callable[[Reports, Language], str | bytes]


@attrs.frozen(kw_only=True)
class Function:
    """A function that expressions may call. `call` is pure and gets no null; an exception makes the outcome `error`."""

    name: str
    takes: tuple[FactType, ...]
    gives: FactType
    call: Callable[..., object]


@attrs.frozen(kw_only=True)
class ScoringModel:
    """How the credits of rules become a score.

    Both callables take, one item a rule: points (weights, above 0), credits (0 to 1; None leaves the rule out: it does
    not apply or was not decided) and groups (section id and task id). `score` gives a number from 0 to what `maximum` gives
    for the same arguments; it must never fall when a credit rises.
    """

    name: str
    title: Text
    score: Callable[[Sequence[float], Sequence[float | None], Sequence[tuple[str, str]]], float]
    maximum: Callable[[Sequence[float], Sequence[float | None], Sequence[tuple[str, str]]], float]
