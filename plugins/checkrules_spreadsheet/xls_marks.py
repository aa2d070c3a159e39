"""The records of an .xls (BIFF8, and BIFF5 before it) → the marks of each of its sheets, by name."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping

import attrs

from checkrules.plugin import ReadError, Text

from .compound import stream_of
from .marks import AGAIN, Marks

_BOF, _BOUNDSHEET, _FILEPASS, _FORMAT, _XF, _FONT = 0x0809, 0x0085, 0x002F, 0x041E, 0x00E0, 0x0031
_DIMENSIONS, _ROW, _COLINFO = 0x0200, 0x0208, 0x007D
_FORMULA, _BOOLERR, _MULRK, _STRING = 0x0006, 0x0205, 0x00BD, 0x0207
_CELLS = frozenset((0x0203, 0x027E, 0x00FD, 0x0204, 0x00D6, _FORMULA, _BOOLERR))
"""Records of one cell: NUMBER, RK, LABELSST, LABEL, RSTRING, FORMULA, BOOLERR."""
_MOST_ROWS, _MOST_COLUMNS = 65_536, 256
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
NO_PASSWORD = Text("请打开后去掉打开密码，再另存一次", "open it, remove the password, and save it again")


def xls_marks(data: bytes, file: str) -> Mapping[str, Marks]:
    """The marks of the sheets. Raises ReadError where the file is no workbook, is encrypted or damaged."""
    stream = stream_of(data, ("Workbook", "Book"), file)
    reader = _Reader(file)
    try:
        for start, kind, body in _records(stream):
            reader.take(start, kind, body)
    except (struct.error, IndexError) as error:
        problem = Text("文件已损坏或不完整", "the file is damaged or cut short")
        raise ReadError(problem, location=file, hint=AGAIN) from error
    return reader.sheets


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """The records, each with its place in the stream and its kind."""
    start = 0
    while start + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, start)
        yield start, kind, stream[start + 4 : start + 4 + size]
        start += 4 + size


@attrs.define
class _Reader:
    file: str
    sheets: dict[str, Marks] = attrs.field(factory=dict)
    _starts: dict[int, str] = attrs.field(factory=dict)
    _percents: set[int] = attrs.field(factory=lambda: {9, 10})
    _struck: list[bool] = attrs.field(factory=list)
    _formats: list[tuple[bool, bool]] = attrs.field(factory=list)
    """Of each cell format, whether it is a percentage and whether it strikes through."""
    _marks: Marks | None = None

    def take(self, start: int, kind: int, body: bytes) -> None:
        if kind == _BOF:
            name = self._starts.get(start)
            self._marks = self.sheets.setdefault(name, Marks()) if name is not None else None
        elif self._marks is None:
            self._take_global(kind, body)
        elif kind in _CELLS:
            self._take_cell(kind, body, self._marks)
        elif kind == _MULRK:
            self._take_numbers(body, self._marks)
        elif kind == _ROW:
            row, options = struct.unpack_from("<H", body)[0], struct.unpack_from("<H", body, 12)[0]
            if options & 0x20:
                self._marks.hidden_rows.add(row)
        elif kind == _COLINFO:
            first, last, _, _, options = struct.unpack_from("<5H", body)
            if options & 0x1:
                self._marks.hide_columns(first, last)
        elif kind == _DIMENSIONS:
            self._refuse_forged(body)

    def _take_global(self, kind: int, body: bytes) -> None:
        if kind == _FILEPASS:
            problem = Text("文件设有打开密码", "the file is encrypted: a password is needed to open it")
            raise ReadError(problem, location=self.file, hint=NO_PASSWORD)
        if kind == _BOUNDSHEET:
            (start,) = struct.unpack_from("<I", body)
            wide = body[7] & 1
            text = body[8 : 8 + body[6] * (2 if wide else 1)]
            self._starts[start] = text.decode("utf-16-le" if wide else "latin-1", "replace")
        elif kind == _FORMAT and len(body) > 5:
            wide = body[4] & 1
            if "%" in body[5:].decode("utf-16-le" if wide else "latin-1", "replace"):
                self._percents.add(struct.unpack_from("<H", body)[0])
        elif kind == _FONT:
            if len(self._struck) == 4:
                self._struck.append(False)  # there is no font 4
            self._struck.append(bool(struct.unpack_from("<H", body, 2)[0] & 0x8))
        elif kind == _XF:
            font, number = struct.unpack_from("<2H", body)
            self._formats.append((number in self._percents, font < len(self._struck) and self._struck[font]))

    def _take_cell(self, kind: int, body: bytes, marks: Marks) -> None:
        row, column, style = struct.unpack_from("<3H", body)
        self._format(row, column, style, marks)
        if kind == _BOOLERR and body[7]:
            marks.errors[row, column] = _ERRORS.get(body[6], "#")
        elif kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
            marks.errors[row, column] = _ERRORS.get(body[8], "#")

    def _take_numbers(self, body: bytes, marks: Marks) -> None:
        row, first = struct.unpack_from("<2H", body)
        for index in range((len(body) - 6) // 6):
            self._format(row, first + index, struct.unpack_from("<H", body, 4 + index * 6)[0], marks)

    def _format(self, row: int, column: int, style: int, marks: Marks) -> None:
        marks.reach(row, column)
        percent, struck = self._formats[style] if style < len(self._formats) else (False, False)
        if percent:
            marks.percents.add((row, column))
        if struck:
            marks.texts[row, column] = ""

    def _refuse_forged(self, body: bytes) -> None:
        last_row = struct.unpack_from("<I", body, 4)[0] if len(body) >= 14 else struct.unpack_from("<H", body, 2)[0]
        last_column = struct.unpack_from("<H", body, 10 if len(body) >= 14 else 6)[0]
        if last_row > _MOST_ROWS or last_column > _MOST_COLUMNS:
            problem = Text("文件已损坏（尺寸不对）", "the file is damaged (impossible size)")
            raise ReadError(problem, location=self.file, hint=AGAIN)
