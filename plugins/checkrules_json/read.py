"""A JSON or NDJSON file → its submissions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from checkrules.plugin import (
    MAX_LINE_BYTES,
    Content,
    Location,
    ReadError,
    Rejection,
    Submission,
    Text,
    decode,
    parse_json,
    read_bytes,
    records_of,
    refuse_no_lines,
    submission_of,
    submission_of_line,
)

EXTRA = Text("如果每行是一条记录，请把文件名的后缀改为 .ndjson", "if each line is a record, name the file .ndjson")


def read_json(path: Path, content: Content) -> Iterator[Submission | Rejection]:
    """The submissions of a document: one object, a list of them, or `{"submissions": [...]}`."""
    file = str(path)
    text = decode(read_bytes(path), file)
    try:
        document = parse_json(text, file)
    except ReadError as error:
        if error.hint is None and text.lstrip()[:1] == "{" and "more follows" in error.problem.en:
            raise ReadError(error.problem, location=error.location, hint=EXTRA, excerpt=error.excerpt) from error
        raise
    records = records_of(document)
    if records is None:
        problem = Text("应为一个对象，或对象的列表", "expected an object, or a list of objects")
        raise ReadError(problem, location=Location(file=file, line=1, column=1))
    for path_in_file, record in records:
        location = Location(file=file, cell=f"[{path_in_file[-1]}]" if path_in_file else None)
        yield submission_of(record, content, location=location)


def read_ndjson(path: Path, content: Content) -> Iterator[Submission | Rejection]:
    """The submissions of a file with one object per line, read line by line; a broken line is a Rejection."""
    file = str(path)
    with path.open("rb") as stream:
        refuse_no_lines(stream.read(4096), file)
        stream.seek(0)
        for line, data in _lines(stream):
            yield submission_of_line(data, content, Location(file=file, line=line))


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, with their numbers; of a line that is too long only so much as shows it."""
    number = 0
    while data := stream.readline(MAX_LINE_BYTES + 1):
        number += 1
        rest = data
        while len(data) > MAX_LINE_BYTES and rest and not rest.endswith(b"\n"):
            rest = stream.readline(MAX_LINE_BYTES)
        if data.strip() or len(data) > MAX_LINE_BYTES:
            yield number, data
