"""Registers the readers `zip` and `archive`, which says what to do with the archives that are not read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from checkrules.plugin import Content, Enclosed, Reader, Rejection, Submission, Text, hookimpl

OTHERS = (".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".cab", ".iso")


@hookimpl
def register_readers(register: Callable[[Reader], None]) -> None:
    title = Text("压缩包里的表格", "the forms in a zip archive")
    register(Reader(name="zip", suffixes=(".zip",), title=title, read=_read))
    title = Text("其他压缩包（不读，说明怎么办）", "other archives: not read, it says what to do")
    register(Reader(name="archive", suffixes=OTHERS, title=title, read=_refuse))


def _read(path: Path, _: Content) -> Iterable[Submission | Rejection | Enclosed]:
    from .read import read_zip

    return read_zip(path)


def _refuse(path: Path, _: Content) -> Iterable[Submission | Rejection | Enclosed]:
    from .read import refuse_archive

    return refuse_archive(path)
