"""A compound file (OLE, as old Office programs write) → the bytes of one of its streams; and a stream → a compound file that holds
it alone. Chains are followed only as far as the file is long.

What makes the cells of an .xls follows them without end and ends the whole program on some damaged files: it is given the stream
in a file made anew.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

from checkrules.plugin import ReadError, Text

from .marks import AGAIN

_FREE = 0xFFFFFFFA
"""From here on, numbers are marks and no sectors."""


def stream_of(data: bytes, names: Sequence[str], file: str) -> tuple[str, bytes]:
    """The first of the named streams that the file has, and its name. Raises ReadError where it has none, and for a damaged file."""
    try:
        return _Compound(data).find(names)
    except (struct.error, IndexError, LookupError, ValueError) as error:
        problem = Text("文件已损坏，或不是电子表格", "the file is damaged, or is no spreadsheet")
        raise ReadError(problem, location=file, hint=AGAIN) from error


class _Compound:
    def __init__(self, data: bytes) -> None:
        self.data = data
        shift, self.mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or self.mini_shift != 6:
            raise ValueError("sector size")
        self.size = 1 << shift
        self.table = self._allocation()
        (directory,) = struct.unpack_from("<I", data, 48)
        entries = self._chain(directory, self.table)
        self.entries = [entries[start : start + 128] for start in range(0, len(entries) - 127, 128)]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self.size
        return self.data[start : start + self.size]

    def _allocation(self) -> list[int]:
        """Which sector follows each sector."""
        listed = list(struct.unpack_from("<109I", self.data, 76))
        (following,) = struct.unpack_from("<I", self.data, 68)
        most = len(self.data) // self.size + 1
        for _ in range(most):
            if following >= _FREE:
                break
            numbers = struct.unpack(f"<{self.size // 4}I", self._sector(following))
            listed += numbers[:-1]
            following = numbers[-1]
        table: list[int] = []
        for number in listed[:most]:
            if number < _FREE:
                sector = self._sector(number)
                table += struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])
        return table

    def _chain(self, first: int, table: Sequence[int]) -> bytes:
        parts: list[bytes] = []
        number = first
        while number < _FREE:
            if len(parts) > len(table):
                raise ValueError("a chain without an end")
            parts.append(self._sector(number))
            number = table[number]
        return b"".join(parts)

    def find(self, names: Sequence[str]) -> tuple[str, bytes]:
        by_name = {entry[: max(struct.unpack_from("<H", entry, 64)[0] - 2, 0)].decode("utf-16-le", "replace"): entry for entry in self.entries}  # fmt: skip
        name = next((name for name in names if name in by_name), "")
        entry = by_name[name]
        first, size = struct.unpack_from("<IQ", entry, 116)
        if size >= 4096:
            return name, self._chain(first, self.table)[:size]
        (root,) = struct.unpack_from("<I", self.entries[0], 116)
        small = self._chain(root, self.table)
        (start,) = struct.unpack_from("<I", self.data, 60)
        packed = self._chain(start, self.table)
        table = struct.unpack(f"<{len(packed) // 4}I", packed)
        parts: list[bytes] = []
        while first < _FREE and len(parts) <= len(table):
            parts.append(small[first << 6 : (first + 1) << 6])
            first = table[first]
        return name, b"".join(parts)[:size]


_SECTOR = 4096
_END, _TABLE, _NONE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_PER_SECTOR = _SECTOR // 4


def compound_of(stream: bytes, name: str) -> bytes:
    """A compound file with one stream of at most 400 MiB."""
    stream = stream.ljust(_SECTOR, b"\0")  # a shorter one would be packed otherwise
    content = stream + b"\0" * (-len(stream) % _SECTOR)
    count = len(content) // _SECTOR
    tables = -(-(count + 2) // (_PER_SECTOR - 1))
    first = tables + 1  # the tables, the directory, the stream
    numbers = [_TABLE] * tables + [_END] + [*range(first + 1, first + count), _END]
    numbers += [_NONE] * (tables * _PER_SECTOR - len(numbers))
    head = struct.pack("<8s16x5H6x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 4, 0xFFFE, 12, 6)
    head += struct.pack("<9I", 1, tables, tables, 0, 4096, _END, 0, _END, 0)
    head += struct.pack("<109I", *range(tables), *[_NONE] * (109 - tables))
    directory = _entry("Root Entry", 5, first, 0) + _entry(name, 2, first, len(stream))
    table = struct.pack(f"<{len(numbers)}I", *numbers)
    return head.ljust(_SECTOR, b"\0") + table + directory.ljust(_SECTOR, b"\0") + content


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    child = 1 if kind == 5 else _NONE
    links = struct.pack("<64sHBB3I36x", written, len(written), kind, 1, _NONE, _NONE, child)
    return links + struct.pack("<IQ", start, size)
