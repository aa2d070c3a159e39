"""The records of an .xls (BIFF8, and BIFF5 before it) → the marks of each of its sheets, by name."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping

import attrs

from checkrules.plugin import ReadError, Text

from .marks import AGAIN, Marks

_BOF, _EOF, _BOUNDSHEET, _FILEPASS, _FORMAT, _XF, _FONT = 0x0809, 0x000A, 0x0085, 0x002F, 0x041E, 0x00E0, 0x0031
_DIMENSIONS, _ROW, _COLINFO = 0x0200, 0x0208, 0x007D
_FORMULA, _BOOLERR, _MULRK = 0x0006, 0x0205, 0x00BD
_CELLS = frozenset((0x0203, 0x027E, 0x00FD, 0x0204, 0x00D6, _FORMULA, _BOOLERR))
"""Records of one cell: NUMBER, RK, LABELSST, LABEL, RSTRING, FORMULA, BOOLERR."""
MAX_RECORDS = 5_000_000
"""Records of all sheets together; a cell is one, or a part of one."""
_MOST_ROWS, _MOST_COLUMNS = 65_536, 256
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
NO_PASSWORD = Text("请打开后去掉打开密码，再另存一次", "open it, remove the password, and save it again")


def xls_marks(stream: bytes, file: str) -> Mapping[str, Marks]:
    """The marks of the sheets. Raises ReadError where the file is no workbook, is encrypted or damaged."""
    reader = _Reader(file)
    left = MAX_RECORDS
    try:
        for kind, body in _records(stream, 0):
            reader.take_global(kind, body)
        for start, name in reader.starts.items():
            if start >= len(stream):
                raise IndexError(start)
            marks = reader.sheets.setdefault(name, Marks())
            for kind, body in _records(stream, start):
                left -= 1
                reader.take(kind, body, marks)
                if left < 0:
                    problem = Text("文件里的记录过多，未读", "the file has too many records; it is not read")
                    raise ReadError(problem, location=file, hint=AGAIN)
    except (struct.error, IndexError) as error:
        problem = Text("文件已损坏或不完整", "the file is damaged or cut short")
        raise ReadError(problem, location=file, hint=AGAIN) from error
    return reader.sheets


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records of one part of the stream, from its beginning to its end, without those of parts inside it, such as charts."""
    depth = 0
    while start + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, start)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth < 1:
            return
        if depth == 1:
            yield kind, stream[start + 4 : start + 4 + size]
        start += 4 + size


@attrs.define
class _Reader:
    file: str
    sheets: dict[str, Marks] = attrs.field(factory=dict)
    starts: dict[int, str] = attrs.field(factory=dict)
    _percents: set[int] = attrs.field(factory=lambda: {9, 10})
    _struck: list[bool] = attrs.field(factory=list)
    _formats: list[tuple[bool, bool]] = attrs.field(factory=list)
    """Of each cell format, whether it is a percentage and whether it strikes through."""

    def take(self, kind: int, body: bytes, marks: Marks) -> None:
        """Take a record of a sheet."""
        if kind in _CELLS:
            self._take_cell(kind, body, marks)
        elif kind == _MULRK:
            self._take_numbers(body, marks)
        elif kind == _ROW:
            row, options = struct.unpack_from("<H", body)[0], struct.unpack_from("<H", body, 12)[0]
            if options & 0x20:
                marks.hidden_rows.add(row)
        elif kind == _COLINFO:
            first, last, _, _, options = struct.unpack_from("<5H", body)
            if options & 0x1:
                marks.hide_columns(first, last)
        elif kind == _DIMENSIONS:
            self._refuse_forged(body)

    def take_global(self, kind: int, body: bytes) -> None:
        """Take a record of the workbook."""
        if kind == _FILEPASS:
            problem = Text("文件设有打开密码", "the file is encrypted: a password is needed to open it")
            raise ReadError(problem, location=self.file, hint=NO_PASSWORD)
        if kind == _BOUNDSHEET:
            (start,) = struct.unpack_from("<I", body)
            wide = body[7] & 1
            text = body[8 : 8 + body[6] * (2 if wide else 1)]
            self.starts[start] = text.decode("utf-16-le" if wide else "latin-1", "replace")
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
        """Refuse a size that no sheet has: memory is reserved for so much."""
        form = "<IIHH" if len(body) >= 14 else "<4H"
        row, rows, column, columns = struct.unpack_from(form, body)
        backwards = rows and columns and (row >= rows or column >= columns)
        if rows > _MOST_ROWS or columns > _MOST_COLUMNS or backwards:
            problem = Text("文件已损坏（尺寸不对）", "the file is damaged (impossible size)")
            raise ReadError(problem, location=self.file, hint=AGAIN)
