"""How many rows each row group of a Parquet file has, read off its footer (Thrift's compact protocol).

Source of the layout: the Parquet format's `parquet.thrift` (FileMetaData: field 4 is the list of row groups; RowGroup:
field 3 is its number of rows). Polars does not tell it, and a second Parquet library would weigh ten times this one.
Each function takes the footer and where to read, and gives what it read and where the next value begins.
"""

from __future__ import annotations

from pathlib import Path

from checkrules.model.errors import ReadError
from checkrules.model.text import Text

MAGIC = b"PAR1"
MAX_FOOTER = 64 * 1024 * 1024
MAX_DEPTH = 16
ROWS_A_BYTE = 65_536
"""More rows than this for each byte of the file are no real table."""
_TRUE, _FALSE, _BYTE, _I16, _I32, _I64, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = range(1, 13)
_ROW_GROUPS, _NUM_ROWS = 4, 3
_FIXED = {_TRUE: 1, _FALSE: 1, _BYTE: 1, _DOUBLE: 8}
"""Bytes of an item in a list."""


def rows_of_groups(path: Path) -> list[int]:
    """The number of rows of each row group. Raises ReadError for what is no Parquet file, OSError for one that cannot be
    opened."""
    size, footer = _read(path)
    try:
        rows = _rows(footer)
    except (IndexError, ValueError) as error:
        raise _broken(path) from error
    if sum(rows) > size * ROWS_A_BYTE:
        problem = Text(f"文件称有 {sum(rows)} 行，与其大小不符", f"it claims {sum(rows)} rows, too many for its size")
        raise ReadError(problem, location=str(path), hint=_EXPORT)
    return rows


_EXPORT = Text("请重新导出该文件", "export the file again")


def _broken(path: Path) -> ReadError:
    return ReadError(Text("不是完整的 Parquet 文件", "not a whole Parquet file"), location=str(path), hint=_EXPORT)


def _read(path: Path) -> tuple[int, bytes]:
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 8))
        tail = file.read(8)
        length = int.from_bytes(tail[:4], "little")
        if len(tail) < 8 or tail[4:] != MAGIC or not 0 < length <= size - 12:
            raise _broken(path)
        if length > MAX_FOOTER:
            problem = Text("文件的行组过多，目录太大", "the file has too many row groups: its footer is too large")
            hint = Text(
                "请用更大的行组重新导出，或分成几个文件", "export it with larger row groups, or as several files"
            )
            raise ReadError(problem, location=str(path), hint=hint)
        file.seek(size - 8 - length)
        return size, file.read(length)


def _rows(data: bytes) -> list[int]:
    field = at = 0
    while True:
        field, kind, at = _field(data, at, field)
        if kind == 0:
            raise ValueError("no row groups")
        if field == _ROW_GROUPS and kind == _LIST:
            break
        at = _skip(data, at, kind, 0)
    size, item, at = _list(data, at)
    if size and item != _STRUCT:
        raise ValueError("row groups are structs")
    rows = []
    for _ in range(size):
        number, at = _group(data, at)
        rows.append(number)
    return rows


def _group(data: bytes, at: int) -> tuple[int, int]:
    rows, field = -1, 0
    while True:
        field, kind, at = _field(data, at, field)
        if kind == 0:
            if rows < 0:
                raise ValueError("a row group without a number of rows")
            return rows, at
        if field == _NUM_ROWS and kind == _I64:
            rows, at = _zigzag(data, at)
        else:
            at = _skip(data, at, kind, 0)


def _field(data: bytes, at: int, before: int) -> tuple[int, int, int]:
    """The number and the kind of a struct's next field; the kind is 0 where the struct ends."""
    byte = data[at]
    if byte == 0:
        return before, 0, at + 1
    if byte < 0x10:
        number, at = _zigzag(data, at + 1)
        return number, byte, at
    return before + (byte >> 4), byte & 0x0F, at + 1


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise ValueError("a number is too long")


def _zigzag(data: bytes, at: int) -> tuple[int, int]:
    value, at = _varint(data, at)
    return (value >> 1) ^ -(value & 1), at


def _list(data: bytes, at: int) -> tuple[int, int, int]:
    byte = data[at]
    size, at = (byte >> 4, at + 1) if byte < 0xF0 else _varint(data, at + 1)
    return _bounded(data, size), byte & 0x0F, at


def _bounded(data: bytes, size: int) -> int:
    if size > len(data):  # no item is shorter than a byte
        raise ValueError("a list is longer than the footer")
    return size


def _skip(data: bytes, at: int, kind: int, depth: int) -> int:
    """Where the next value begins after one that is not wanted. A truth value in a struct stands in its kind."""
    if depth > MAX_DEPTH:
        raise ValueError("nested too deeply")
    if kind in (_TRUE, _FALSE):
        return at
    if kind in (_I16, _I32, _I64):
        while data[at] >= 0x80:
            at += 1
        return at + 1
    if kind in _FIXED:
        return at + _FIXED[kind]
    if kind == _BINARY:
        length, at = _varint(data, at)
        return at + length
    if kind == _STRUCT:
        field = 0
        while True:
            field, inner, at = _field(data, at, field)
            if inner == 0:
                return at
            at = _skip(data, at, inner, depth + 1)
    if kind in (_LIST, _SET):
        size, item, at = _list(data, at)
        return _skip_items(data, at, size, (item,), depth)
    if kind == _MAP:
        size, at = _varint(data, at)
        if not size:
            return at
        kinds = data[at]
        return _skip_items(data, at + 1, _bounded(data, size), (kinds >> 4, kinds & 0x0F), depth)
    raise ValueError("an unknown type")


def _skip_items(data: bytes, at: int, size: int, kinds: tuple[int, ...], depth: int) -> int:
    if all(kind in _FIXED for kind in kinds):
        return at + size * sum(_FIXED[kind] for kind in kinds)
    for _ in range(size):
        for kind in kinds:
            at = at + _FIXED[kind] if kind in _FIXED else _skip(data, at, kind, depth + 1)
    return at
