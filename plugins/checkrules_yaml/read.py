"""A YAML file → its submissions. Values are texts as typed: `no` and `010` are texts, and remarks where they do not fit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from checkrules.plugin import (
    CheckrulesError,
    Content,
    Location,
    ReadError,
    Rejection,
    Submission,
    Text,
    decode,
    load_yaml,
    read_bytes,
    records_of,
    submission_of,
)

MAX_BYTES = 8 * 1024 * 1024


def read_yaml(path: Path, content: Content) -> Iterator[Submission | Rejection]:
    """The submissions of a document: one mapping, a list of them, or `submissions: [...]`; each fact with its line."""
    file = str(path)
    text = decode(read_bytes(path, MAX_BYTES), file)
    try:
        document = load_yaml(text, file, great_numbers=True)
    except CheckrulesError as error:
        raise ReadError(error.problem, location=error.location, hint=error.hint, excerpt=error.excerpt) from error
    except RecursionError as error:
        raise ReadError(Text("嵌套过深", "nested too deeply"), location=file) from error
    records = records_of(document.data)
    if records is None:
        problem = Text("应为“项目名: 值”，或这样的列表", "expected 'fact: value' pairs, or a list of such records")
        raise ReadError(problem, location=document.location(()))
    for at, record in records:

        def location_of(inside: tuple[str, ...], at: tuple[str | int, ...] = at) -> Location:
            return document.location((*at, *inside))

        location = document.location(at) if at else Location(file=file)
        yield submission_of(record, content, location=location, location_of=location_of)
