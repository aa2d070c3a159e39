"""Registers the reader `spreadsheet`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from checkrules.plugin import (
    Content,
    Enclosed,
    Reader,
    Rejection,
    Sheet,
    Submission,
    Text,
    hookimpl,
    needs_extra,
)

SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xls", ".xlt", ".et", ".ods")
_EXTRA, _PURPOSE = "checkrules[xlsx]", Text("读取电子表格", "reading spreadsheets")


@hookimpl
def register_readers(register: Callable[[Reader], None]) -> None:
    title = Text("电子表格（任务清单或每行一份）", "a workbook: forms, or one row per submission")
    register(Reader(name="spreadsheet", suffixes=SUFFIXES, title=title, read=_read, sheets=_sheets))


def _read(path: Path, content: Content) -> Iterable[Submission | Rejection | Enclosed]:
    with needs_extra(_EXTRA, _PURPOSE):
        from .read import read_workbook

    return read_workbook(path, content)


def _sheets(path: Path) -> Iterable[Sheet]:
    with needs_extra(_EXTRA, _PURPOSE):
        from .read import workbook_sheets

    return workbook_sheets(path)
