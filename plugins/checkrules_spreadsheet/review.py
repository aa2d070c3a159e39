"""Registers the review format `xlsx`: one sheet a subject, with a drop-down for each answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from checkrules.plugin import ReviewDocument, ReviewFormat, Text, hookimpl, needs_extra

_EXTRA = "checkrules[xlsx]"


@hookimpl
def register_review_formats(register: Callable[[ReviewFormat], None]) -> None:
    """Register `xlsx`. Sheets that another program saved as .ods or .xls are read, too."""
    title = Text("电子表格确认单", "review sheets in a workbook")
    register(
        ReviewFormat(
            name="xlsx",
            suffixes=(".xlsx",),
            title=title,
            write=_write,
            read=_read,
            reads=(".xlsm", ".ods", ".xls", ".et"),
        )
    )


def _write(document: ReviewDocument) -> bytes:
    with needs_extra(_EXTRA, Text("生成电子表格", "writing spreadsheets")):
        from .review_write import review_workbook

    return review_workbook(document)


def _read(path: Path) -> ReviewDocument:
    with needs_extra(_EXTRA, Text("读取电子表格", "reading spreadsheets")):
        from .review_read import read_review

    return read_review(path)
