"""Registers the reader `office`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from checkrules.plugin import Content, Enclosed, Reader, Rejection, Submission, Text, hookimpl

SUFFIXES = (".doc", ".dot", ".wps", ".wpt", ".rtf", ".odt", ".ott")


@hookimpl
def register_readers(register: Callable[[Reader], None]) -> None:
    title = Text(
        "旧版和其他格式的任务清单（由 LibreOffice 转换）", "forms in older and other formats, converted by LibreOffice"
    )
    register(Reader(name="office", suffixes=SUFFIXES, title=title, read=_read))


def _read(path: Path, _: Content) -> Iterable[Submission | Rejection | Enclosed]:
    from .read import read_office

    return read_office(path)
