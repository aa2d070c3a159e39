"""Registers the readers `json` and `ndjson`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from checkrules.plugin import Content, Reader, Rejection, Submission, Text, hookimpl


@hookimpl
def register_readers(register: Callable[[Reader], None]) -> None:
    register(Reader(name="json", suffixes=(".json",), title=Text("JSON 文件", "JSON file"), read=_read_json))
    title = Text("NDJSON 文件（每行一条）", "NDJSON file, one record per line")
    register(Reader(name="ndjson", suffixes=(".ndjson", ".jsonl"), title=title, read=_read_ndjson))


def _read_json(path: Path, content: Content) -> Iterable[Submission | Rejection]:
    from .read import read_json

    return read_json(path, content)


def _read_ndjson(path: Path, content: Content) -> Iterable[Submission | Rejection]:
    from .read import read_ndjson

    return read_ndjson(path, content)
