"""A CSV file → one submission per row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from checkrules.plugin import Content, Rejection, Sheet, Submission, read_csv_sheet, submissions_of

MAX_SUBMISSIONS = 50_000
"""Rows of a file. A report of each is held; a table of results takes any number."""


def read_csv(path: Path, content: Content) -> Iterator[Submission | Rejection]:
    """The submissions of a table."""
    return submissions_of(read_csv_sheet(path, MAX_SUBMISSIONS), content)


def csv_sheets(path: Path) -> list[Sheet]:
    """The one sheet that a CSV file is."""
    return [read_csv_sheet(path)]
