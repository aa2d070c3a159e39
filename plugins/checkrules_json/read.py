"""A JSON or NDJSON file → its submissions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from checkrules import (
    Content,
    Place,
    ReadError,
    Rejection,
    Submission,
    Text,
    decode,
    kind_of,
    read_bytes,
    records_of,
    submission_of,
)

from .strict import parse

MAX_LINE_BYTES = 4 * 1024 * 1024
EXTRA = Text("如果每行是一条记录，请把文件名的后缀改为 .ndjson", "if each line is a record, name the file .ndjson")
WHOLE = Text(
    "如果整个文件是一个 JSON 文档，请把后缀改为 .json", "if the whole file is one JSON document, name it .json"
)


def read_json(path: Path, content: Content) -> Iterator[Submission | Rejection]:
    """The submissions of a document: one object, a list of them, or `{"submissions": [...]}`."""
    file = str(path)
    text = decode(read_bytes(path), file)
    try:
        document = parse(text, file)
    except ReadError as error:
        if error.hint is None and text.lstrip()[:1] == "{" and "more follows" in error.problem.en:
            raise ReadError(error.problem, place=error.place, hint=EXTRA, excerpt=error.excerpt) from error
        raise
    records = records_of(document)
    if records is None:
        problem = Text("应为一个对象，或对象的列表", "expected an object, or a list of objects")
        raise ReadError(problem, place=Place(file=file, line=1, column=1))
    for path_in_file, record in records:
        place = Place(file=file, cell=f"[{path_in_file[-1]}]" if path_in_file else None)
        yield submission_of(record, content, place=place)


def read_ndjson(path: Path, content: Content) -> Iterator[Submission | Rejection]:
    """The submissions of a file with one object a line, read line by line; a broken line is a Rejection."""
    file = str(path)
    try:
        with path.open("rb") as stream:
            _look(stream, file)
            for line, data in _lines(stream):
                yield _record(data, content, Place(file=file, line=line))
    except OSError as error:
        told = error.strerror or str(error)
        raise ReadError(Text(f"文件打不开：{told}", f"the file cannot be opened: {told}"), place=file) from error


def _look(stream: BinaryIO, file: str) -> None:
    beginning = stream.read(4096)
    stream.seek(0)
    if not beginning:
        raise ReadError(Text("文件是空的", "the file is empty"), place=file)
    if kind_of(beginning) or beginning.startswith((b"\xff\xfe", b"\xfe\xff")):
        decode(beginning, file)
    if beginning.splitlines()[0].strip() in (b"{", b"["):
        problem = Text("第一行不是一条完整的记录", "the first line is not a whole record")
        raise ReadError(problem, place=Place(file=file, line=1), hint=WHOLE)


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """The lines that are not blank, with their numbers; None for a line that is too long."""
    number = 0
    while data := stream.readline(MAX_LINE_BYTES + 1):
        number += 1
        too_long = len(data) > MAX_LINE_BYTES
        while too_long and data and not data.endswith(b"\n"):
            data = stream.readline(MAX_LINE_BYTES)
        if too_long:
            yield number, None
        elif data.strip():
            yield number, data.rstrip(b"\r\n")


def _record(data: bytes | None, content: Content, place: Place) -> Submission | Rejection:
    file, line = place.file or "", place.line or 1
    if data is None:
        size = MAX_LINE_BYTES // 1024 // 1024
        return Rejection(place=place, reason=Text(f"这一行超过 {size} MiB", f"the line is longer than {size} MiB"))
    try:
        record = parse(decode(data, file), file, line)
    except ReadError as error:
        at = error.place or place
        return Rejection(place=Place(file=file, line=line, column=at.column), reason=error.problem, hint=error.hint)
    return submission_of(record, content, place=place)
