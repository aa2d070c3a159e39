"""Registers the reader `docx`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from checkrules.plugin import Content, Reader, Rejection, Submission, Text, hookimpl, needs_extra


@hookimpl
def register_readers(register: Callable[[Reader], None]) -> None:
    title = Text("Word 任务清单", "the form filled in with Word")
    register(Reader(name="docx", suffixes=(".docx", ".docm"), title=title, read=_read))


def _read(path: Path, content: Content) -> Iterable[Submission | Rejection]:
    with needs_extra("checkrules[docx]", Text("读取 Word 文件", "reading Word files")):
        from .read import read_docx

    return read_docx(path, content)
