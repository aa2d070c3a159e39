"""Recognise what an earlier run wrote, by its content: in a folder that is judged again, it is no submission."""

from __future__ import annotations

import json
import re
from pathlib import Path

from checkrules.model.rules import Content
from checkrules.words.labels import COLUMN_WORDS

_REPORT = re.compile(rb'\s*\{\s*"schema":\s*"https://checkrules\.dev/schemas/report-\d')
_BEGINNING = 65_536
"""Bytes that are looked at: the heading of a table, or the first line."""


def is_report(file: Path) -> bool:
    """Whether a file is a report document in JSON, whatever its suffix."""
    return _REPORT.match(_beginning(file)) is not None


def is_table_of_results(file: Path, content: Content) -> bool:
    """Whether a file is a table of results: it numbers rows first, and has a column of a rule, or of rules or facts. A file
    without a byte may be one without rows."""
    if file.is_file() and not file.stat().st_size:
        return True
    columns = _columns(file)
    if columns[:1] and columns[0] in _words("file"):
        columns = columns[1:]
    if not columns or columns[0] not in _words("row"):
        return False
    ids = {rule.id for rule in content.rules}
    return any(column.partition(" ")[0] in ids or column in _words("rule") | _words("fact") for column in columns)


def _words(column: str) -> set[str]:
    return {column, COLUMN_WORDS[column].zh, COLUMN_WORDS[column].en}


def _columns(file: Path) -> list[str]:
    """The names of a table's first columns; none where it is no table."""
    if file.suffix.lower() == ".parquet":
        return _columns_of_parquet(file)
    line = _beginning(file).decode("utf-8-sig", "replace").partition("\n")[0]
    if file.suffix.lower() == ".csv":
        return [cell.strip('"\r') for cell in line.split(",")]
    try:
        first = json.loads(line)
    except (ValueError, RecursionError):
        return []
    return list(first) if isinstance(first, dict) else []


def _columns_of_parquet(file: Path) -> list[str]:
    import polars as pl

    try:
        return list(pl.read_parquet_schema(file))
    except (OSError, pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return []


def _beginning(file: Path) -> bytes:
    try:
        if not file.is_file():
            return b""
        with file.open("rb") as stream:
            return stream.read(_BEGINNING)
    except OSError:
        return b""
