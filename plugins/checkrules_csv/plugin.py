"""Registers the reader `csv`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from checkrules.plugin import Content, Reader, Rejection, Sheet, Submission, Text, hookimpl


@hookimpl
def register_readers(register: Callable[[Reader], None]) -> None:
    title = Text("CSV 表格（每行一份）", "CSV table, one row per submission")
    register(Reader(name="csv", suffixes=(".csv", ".tsv"), title=title, read=_read, sheets=_sheets))


def _read(path: Path, content: Content) -> Iterable[Submission | Rejection]:
    from .read import read_csv

    return read_csv(path, content)


def _sheets(path: Path) -> Iterable[Sheet]:
    from .read import csv_sheets

    return csv_sheets(path)
