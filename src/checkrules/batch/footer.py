"""How many rows each row group of a Parquet file has, read off its footer (Thrift's compact protocol).

Source of the layout: the Parquet format's `parquet.thrift` (FileMetaData: field 4 is the list of row groups; RowGroup:
field 3 is its number of rows). Polars does not tell it, and a second Parquet library would weigh ten times this one.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from checkrules.errors import ReadError
from checkrules.text import Text

MAGIC = b"PAR1"
MAX_FOOTER = 64 * 1024 * 1024
_TRUE, _FALSE, _BYTE, _I16, _I32, _I64, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = range(1, 13)
_ROW_GROUPS, _NUM_ROWS = 4, 3
MAX_DEPTH = 16


def rows_of_groups(path: Path) -> list[int]:
    """The number of rows of each row group. Raises ReadError for what is no Parquet file."""
    try:
        return _Footer(_read(path)).rows()
    except (IndexError, ValueError, RecursionError) as error:
        raise _broken(path) from error


def _broken(path: Path) -> ReadError:
    problem = Text("不是完整的 Parquet 文件", "not a whole Parquet file")
    return ReadError(problem, place=str(path), hint=Text("请重新导出该文件", "export the file again"))


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 8))
        tail = file.read(8)
        length = int.from_bytes(tail[:4], "little")
        if len(tail) < 8 or tail[4:] != MAGIC or not 0 < length <= min(MAX_FOOTER, size - 12):
            raise _broken(path)
        file.seek(size - 8 - length)
        return file.read(length)


class _Footer:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def rows(self) -> list[int]:
        for field, kind in self._fields():
            if field == _ROW_GROUPS and kind == _LIST:
                size, _ = self._list()
                return [self._group() for _ in range(size)]
            self._skip(kind, 0)
        raise ValueError("no row groups")

    def _group(self) -> int:
        rows = -1
        for field, kind in self._fields():
            if field == _NUM_ROWS and kind == _I64:
                rows = self._zigzag()
            else:
                self._skip(kind, 0)
        if rows < 0:
            raise ValueError("a row group without a number of rows")
        return rows

    def _fields(self) -> Iterator[tuple[int, int]]:
        field = 0
        while byte := self._byte():
            field = field + (byte >> 4) if byte >> 4 else self._zigzag()
            yield field, byte & 0x0F

    def _byte(self) -> int:
        self._at += 1
        return self._data[self._at - 1]

    def _varint(self) -> int:
        value = shift = 0
        while True:
            byte = self._byte()
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7
            if shift > 63:
                raise ValueError("a number is too long")

    def _zigzag(self) -> int:
        value = self._varint()
        return (value >> 1) ^ -(value & 1)

    def _list(self) -> tuple[int, int]:
        byte = self._byte()
        size = byte >> 4 if byte >> 4 < 15 else self._varint()
        if size > len(self._data):
            raise ValueError("a list is longer than the footer")
        return size, byte & 0x0F

    def _skip(self, kind: int, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise ValueError("nested too deeply")
        if kind in (_I16, _I32, _I64):
            self._varint()
        elif kind in (_BYTE, _DOUBLE):
            self._at += 1 if kind == _BYTE else 8
        elif kind == _BINARY:
            length = self._varint()
            self._at += length
        elif kind in (_LIST, _SET):
            size, item = self._list()
            for _ in range(size):
                self._skip(_BYTE if item in (_TRUE, _FALSE) else item, depth + 1)
        elif kind == _STRUCT:
            for _, inner in self._fields():
                self._skip(inner, depth + 1)
        elif kind == _MAP:
            size = self._varint()
            kinds = self._byte() if size else 0
            for _ in range(size):
                self._skip(kinds >> 4, depth + 1)
                self._skip(kinds & 0x0F, depth + 1)
        elif kind not in (_TRUE, _FALSE):
            raise ValueError("an unknown type")
