"""What a Parquet file says of its rows, in its footer and in the headers of its pages, read without decoding any value.

Polars counts rows by the footer alone, and reads no more of a row group than it says there are: a footer that says too few
would hide rows. So everything that states a number of rows must state the same.

Source of the layout: `parquet.thrift` of the Parquet format (FileMetaData, RowGroup, ColumnMetaData, PageHeader), in Thrift's
compact protocol. A reader takes the bytes, where to read and the type, and gives the value and where the next one begins; it
raises ValueError or LookupError for what is damaged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO

import attrs

MAGIC = b"PAR1"
MAX_FOOTER = 16 * 1024 * 1024
MAX_DEPTH = 32
_HEADER = 4096
"""Bytes that are read at first for the header of a page; statistics can make it longer."""
_TRUE, _FALSE, _BYTE, _I16, _I32, _I64, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT, _UUID = range(1, 14)
_FIXED = {_TRUE: 1, _FALSE: 1, _BYTE: 1, _DOUBLE: 8, _UUID: 16}
"""Bytes of an item in a list."""
_REPEATED = 2
_BYTE_ARRAY = 6
_DATA_PAGE, _DATA_PAGE_V2 = 0, 3
Reader = Callable[[bytes, int, int], tuple[Any, int]]


@attrs.frozen(kw_only=True)
class Chunk:
    """The values of one column in one row group. `column`: the name of the column at the top; `flat`: one value for each row,
    null or not; `text`: of any length; `values`: how many there are; `start` and `size`: where its pages are, in bytes."""

    column: str
    flat: bool
    text: bool
    values: int
    start: int
    size: int


@attrs.frozen(kw_only=True)
class Group:
    """A row group."""

    rows: int
    chunks: tuple[Chunk, ...]


@attrs.frozen(kw_only=True)
class Pages:
    """What the pages of a chunk hold, by their headers: how many there are, their values, and their bytes once they are
    decompressed, of all and of the largest."""

    count: int
    values: int
    bytes: int
    largest: int


class NestedTooDeeply(ValueError):
    """The type of a column is nested deeper than that of any fact."""


class FooterTooLarge(ValueError):
    """The footer would need many times its size in memory."""


def row_groups(stream: BinaryIO) -> tuple[int, list[Group]]:
    """The number of rows that the file states, and its row groups. Raises ValueError or LookupError for what is no Parquet
    file."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - 8))
    tail = stream.read(8)
    length = int.from_bytes(tail[:4], "little")
    if len(tail) < 8 or tail[4:] != MAGIC or not 0 < length <= size - 12:
        raise ValueError("no footer")
    if length > MAX_FOOTER:
        raise FooterTooLarge
    stream.seek(size - 8 - length)
    found, _ = _FILE(stream.read(length), 0, _STRUCT)
    columns = list(_leaves(found[2]))
    return found[3], [_group(group, columns) for group in found[4]]


def _leaves(schema: list[dict[int, Any]]) -> Iterator[tuple[str, bool, bool]]:
    """The columns that have values, in the order of their chunks: the name at the top, whether it is flat, whether it is
    text."""
    inside: list[tuple[str, bool, int]] = []
    for number, element in enumerate(schema):
        while inside and inside[-1][2] == 0:
            inside.pop()
        if inside:
            inside[-1] = (*inside[-1][:2], inside[-1][2] - 1)
        name, flat, _ = inside[-1] if len(inside) > 1 else (element[4].decode(), True, 0)
        flat = flat and element.get(3) != _REPEATED
        children = element.get(5, 0)
        if children or not number:
            if len(inside) > MAX_DEPTH:
                raise NestedTooDeeply
            inside.append((name, flat, children))
        else:
            yield name, flat, element.get(1) == _BYTE_ARRAY


def _group(group: dict[int, Any], columns: list[tuple[str, bool, bool]]) -> Group:
    chunks = [chunk.get(3, {}) for chunk in group[1]]
    return Group(
        rows=group[3],
        chunks=tuple(
            Chunk(
                column=name,
                flat=flat,
                text=text,
                values=chunk[5],
                start=min(chunk[9], chunk.get(11) or chunk[9]),
                size=chunk[7],
            )
            for (name, flat, text), chunk in zip(columns, chunks, strict=True)
        ),
    )


def pages_of(stream: BinaryIO, chunk: Chunk, most: int) -> Pages:
    """What the pages of a chunk hold. Raises ValueError or LookupError where they are damaged, OverflowError where they are
    more than `most`."""
    at, end = chunk.start, chunk.start + chunk.size
    sizes: list[int] = []
    values = 0
    while at < end:
        header, length = _page(stream, at)
        uncompressed, compressed = header[2], header[3]
        if uncompressed < 0 or compressed < 0:
            raise ValueError("a page of less than nothing")
        if len(sizes) == most:
            raise OverflowError("too many pages")
        sizes.append(uncompressed)
        if header[1] in (_DATA_PAGE, _DATA_PAGE_V2):
            values += header[5 if header[1] == _DATA_PAGE else 8][1]
        at += length + compressed
    return Pages(count=len(sizes), values=values, bytes=sum(sizes), largest=max(sizes, default=0))


def _page(stream: BinaryIO, at: int) -> tuple[dict[int, Any], int]:
    """The header of a page, and its length."""
    size = _HEADER
    while True:
        stream.seek(at)
        data = stream.read(size)
        try:
            return _PAGE(data, 0, _STRUCT)
        except IndexError:
            if len(data) < size or size > MAX_FOOTER:
                raise
            size *= 16


# Thrift's compact protocol


def _struct(wanted: Mapping[int, Reader]) -> Reader:
    """Reads the wanted fields of a struct into a dictionary; the others are passed over."""

    def read(data: bytes, at: int, kind: int) -> tuple[dict[int, Any], int]:
        _expect(kind, _STRUCT)
        found: dict[int, Any] = {}
        field = 0
        while kind := data[at]:
            at += 1
            if kind < 0x10:
                field, at = _zigzag(data, at)
            else:
                field, kind = field + (kind >> 4), kind & 0x0F
            if field in wanted:
                found[field], at = wanted[field](data, at, kind)
            else:
                at = _skip(data, at, kind, 0)
        return found, at + 1

    return read


def _list(item: Reader) -> Reader:
    def read(data: bytes, at: int, kind: int) -> tuple[list[Any], int]:
        _expect(kind, _LIST)
        size, kind, at = _size(data, at)
        found = []
        for _ in range(size):
            value, at = item(data, at, kind)
            found.append(value)
        return found, at

    return read


def _number(data: bytes, at: int, kind: int) -> tuple[int, int]:
    if kind not in (_I16, _I32, _I64):
        raise ValueError("no number")
    return _zigzag(data, at)


def _text(data: bytes, at: int, kind: int) -> tuple[bytes, int]:
    _expect(kind, _BINARY)
    length, at = _varint(data, at)
    if at + length > len(data):
        raise IndexError
    return data[at : at + length], at + length


def _expect(kind: int, wanted: int) -> None:
    if kind != wanted:
        raise ValueError(f"type {kind} in place of {wanted}")


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


def _size(data: bytes, at: int) -> tuple[int, int, int]:
    """The size of a list, the type of its items, and where they begin."""
    byte = data[at]
    size, at = (byte >> 4, at + 1) if byte < 0xF0 else _varint(data, at + 1)
    return _bounded(data, size), byte & 0x0F, at


def _bounded(data: bytes, size: int) -> int:
    if size > len(data):  # no item is shorter than a byte
        raise ValueError("a list is longer than its data")
    return size


def _skip(data: bytes, at: int, kind: int, depth: int) -> int:
    """Where the next value begins. In a struct, a truth value is in its type."""
    if depth > MAX_DEPTH:
        raise ValueError("nested too deeply")
    if kind in (_TRUE, _FALSE):
        return at
    if kind in (_I16, _I32, _I64):
        return _varint(data, at)[1]
    if kind in _FIXED:
        return at + _FIXED[kind]
    if kind == _BINARY:
        return _text(data, at, kind)[1]
    if kind == _STRUCT:
        while field := data[at]:
            at = at + 1 if field >= 0x10 else _varint(data, at + 1)[1]
            at = _skip(data, at, field & 0x0F, depth + 1)
        return at + 1
    if kind in (_LIST, _SET):
        size, item, at = _size(data, at)
        return _skip_items(data, at, size, (item,), depth)
    if kind == _MAP:
        size, at = _varint(data, at)
        if not size:
            return at
        return _skip_items(data, at + 1, _bounded(data, size), (data[at] >> 4, data[at] & 0x0F), depth)
    raise ValueError("an unknown type")


def _skip_items(data: bytes, at: int, size: int, kinds: tuple[int, ...], depth: int) -> int:
    if all(kind in _FIXED for kind in kinds):
        return at + size * sum(_FIXED[kind] for kind in kinds)
    for _ in range(size):
        for kind in kinds:
            at = at + _FIXED[kind] if kind in _FIXED else _skip(data, at, kind, depth + 1)
    return at


_ELEMENT = _struct({1: _number, 3: _number, 4: _text, 5: _number})
_CHUNK = _struct({3: _struct({5: _number, 7: _number, 9: _number, 11: _number})})
_FILE = _struct({2: _list(_ELEMENT), 3: _number, 4: _list(_struct({1: _list(_CHUNK), 3: _number}))})
_PAGE = _struct({1: _number, 2: _number, 3: _number, 5: _struct({1: _number}), 8: _struct({1: _number})})
