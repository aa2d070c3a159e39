"""Hostile archives: zip files that unpack to much, hold themselves, or have names that are no names."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Callable

from .case import Case, submission
from .word import zipped

ONE = json.dumps({"school_name": "甲小学"})
TOO_MUCH = "unpacks to far more than it holds"


def many(count: int) -> bytes:
    return zipped({f"{number}.txt": b"" for number in range(count)}, zipfile.ZIP_STORED)


def link(target: str) -> bytes:
    """An archive with a symbolic link."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        info = zipfile.ZipInfo("form.json")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, target)
    return made.getvalue()


def lying(name: bytes, size: int) -> bytes:
    """An archive with a member of zeros whose size the directory gives as `size`."""
    data = bytearray(zipped({"one.json": ONE, name.decode(): b"\0" * 100_000_000}))
    for mark, offset, at in ((b"PK\x03\x04", 22, 30), (b"PK\x01\x02", 24, 46)):
        position = -1
        while (position := data.find(mark, position + 1)) >= 0:
            if data[position + at :].startswith(name):
                struct.pack_into("<I", data, position + offset, size)
    return bytes(data)


def nested(depth: int) -> bytes:
    data = zipped({"a.json": ONE})
    for _ in range(depth):
        data = zipped({"inner.zip": data})
    return data


def overlapping() -> bytes:
    """Two hundred entries of the directory that all mean one member of 30 million bytes."""
    data = zipped({"x.json": b" " * 30_000_000 + ONE.encode()})
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    directory = data[start:end] * 200
    return data[:start] + directory + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 200, 200, len(directory), start, 0)


def case(name: str, data: bytes | Callable[[], bytes], says: str | tuple[str, ...] = (), **more: object) -> Case:
    return submission(f"archive-{name}", ".zip", data, says, **more)  # type: ignore[arg-type]


CASES = (
    case("good", lambda: zipped({"one.json": ONE}), judged=True),
    case("100000-files", lambda: many(60_000), "it holds more than 2,000 files"),
    case("file-of-100-million-bytes", lambda: zipped({"one.json": ONE, "b.docx": b"\0" * 100_000_000}), ("b.docx", "unpacks to more than 32 MiB", "甲小学")),
    case("file-of-30-million-bytes", lambda: zipped({"one.json": ONE, "b.docx": b"\0" * 30_000_000}), ("b.docx", TOO_MUCH, "甲小学")),
    case("file-that-lies-about-its-size", lambda: lying(b"b.docx", 1_000), ("b.docx", "damaged", "甲小学")),
    case("archives-in-archives", lambda: nested(50), "an archive in an archive"),
    case("names-that-climb", lambda: zipped({"../../one.json": ONE, "/etc/two.json": ONE}), judged=True),
    case("name-that-is-a-command", lambda: zipped({"a\x1b]0;x\x07.json": b"{"}), "\\\\x1b]0;x", hides=("\x1b",)),
    case("name-with-a-personal-number", lambda: zipped({"110101199003074514.json": b"{"}), "110*************14.json", hides=("110101199003074514",)),
    case("link", lambda: link("/etc/passwd"), "a value is expected here", hides=("root:",)),
    case("overlapping", overlapping, judged=None),
    case("cut-short", lambda: zipped({"one.json": ONE})[:-30], "damaged"),
    case("empty", lambda: zipped({}), "holds no submission"),
    case("folders-alone", lambda: zipped({"a/": b"", "a/b/": b""}), "holds no submission"),
    submission("archive-rar", ".rar", b"Rar!\x1a\x07\x01\x00" + b"x" * 100, "archives of this kind are not read"),
    submission("document-of-noise", ".doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"noise" * 2_000, "an old Office file"),
)  # fmt: skip
