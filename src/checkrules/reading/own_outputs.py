"""Recognise what an earlier run wrote, by its content: in a folder that is judged again, it is no submission."""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from pathlib import Path

from checkrules.loading.files import open_file
from checkrules.model.files import FileAccount
from checkrules.model.rules import Content
from checkrules.model.text import Text
from checkrules.reading.bytes import beginning_of
from checkrules.words.labels import COLUMN_WORDS

_BEGINNING = 65_536
"""Bytes that are looked at: the heading of a table, or the first line."""
_END = 4_096
_DOCUMENT = re.compile(
    rb'\s*\{\s*"(?:schema":\s*"https://checkrules\.dev/schemas/(?:report|table-summary|review)-\d|reviews":\s*\[)'
)
_REPORT = re.compile(rb'\s*\{\s*"schema":\s*"https://checkrules\.dev/schemas/report-\d')
_PAGE = re.compile(rb'<meta name="generator" content="checkrules')
_SIGNED = re.compile("(?:软件|Library)(?:：|: | +)checkrules \\d")
"""What a report as text says at its end: 软件：checkrules 0.1.0."""
_PROPERTIES = {".xlsx": "docProps/core.xml", ".ods": "meta.xml"}
_MARK = b">checkrules-review<"
"""A keyword of workbooks with review sheets."""
OWN_OUTPUT = ("own_output", Text("本程序先前写出的结果", "a result that checkrules wrote"))
"""Why such a file is left out: code and reason."""


def own_output(file: Path, content: Content) -> FileAccount | None:
    """The account of a file that an earlier run wrote, under whatever name: a document, or a table of results; None for all
    others."""
    own = own_document(file)
    if own is None and beginning_of(file, 1) and is_table_of_results(file, content):
        own = _account(file)
    return own


def own_document(file: Path) -> FileAccount | None:
    """The account of a report, or a sheet of answers to confirm, that an earlier run wrote; None for all others."""
    suffix = file.suffix.lower()
    if suffix in (".html", ".htm"):
        own = _PAGE.search(beginning_of(file, _BEGINNING)) is not None
    elif suffix in _PROPERTIES:
        own = _MARK in _part(file, _PROPERTIES[suffix])
    elif suffix in (".md", ".txt"):
        own = _SIGNED.search(_end(file)) is not None
    else:
        own = _DOCUMENT.match(beginning_of(file, _BEGINNING)) is not None
    return _account(file) if own else None


def _part(file: Path, name: str) -> bytes:
    """The beginning of a part of a zip archive; nothing where it has none."""
    try:
        with zipfile.ZipFile(file) as archive, archive.open(name) as part:
            return part.read(_BEGINNING)
    except (OSError, KeyError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error):
        return b""


def _account(file: Path) -> FileAccount:
    code, reason = OWN_OUTPUT
    return FileAccount(path=file, became="left_out", code=code, reason=reason)


def is_report(file: Path) -> bool:
    """Whether a file is a report document in JSON, whatever its suffix."""
    return _REPORT.match(beginning_of(file, _BEGINNING)) is not None


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
    line = beginning_of(file, _BEGINNING).decode("utf-8-sig", "replace").partition("\n")[0]
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


def _end(file: Path) -> str:
    try:
        with open_file(file) as stream:
            stream.seek(max(0, file.stat().st_size - _END))
            return stream.read().decode("utf-8", "replace")
    except OSError:
        return ""
