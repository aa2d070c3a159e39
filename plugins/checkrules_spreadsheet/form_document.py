"""A sheet that is laid out as the official form → the same as a Word document, for the reader of Word forms to read: both are
then read alike. Rows, merged cells and line breaks are kept."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from xml.sax.saxutils import escape

from .marks import Cell
from .workbook import Grid, reference

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}" Target="word/document.xml"/></Relationships>'
)
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold."""
_PLACE = re.compile(r"T1R(\d{1,7})(?:C(\d{1,5}))?")


def form_document(grid: Grid) -> bytes:
    """The document, the same bytes for the same sheet."""
    body = "".join(_rows(grid))
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS,
        "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body><w:tbl>{body}</w:tbl></w:body></w:document>',
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:  # stored: made to be read at once
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return stream.getvalue()


def cell_names(grid: Grid) -> Callable[[str], str]:
    """What the places of that document are called in the sheet: `T1R5C4` is `D5`."""

    def named(place: str) -> str:
        found = _PLACE.fullmatch(place)
        if found is None:
            return f"{grid.name}!{place}"
        row, column = int(found[1]) - 1, found[2]
        return f"{grid.name}!{reference(row, int(column) - 1) if column else row + 1}"

    return named


def _rows(grid: Grid) -> Iterator[str]:
    width = max(map(len, grid.rows), default=0)
    last = dict(grid.merges)
    for number, row in enumerate(grid.rows):
        cells: list[str] = []
        column = 0
        while column < width:
            first = grid.merged_from.get((number, column), (number, column))
            span, merge = _merge(first, (number, column), last, width)
            text = "" if merge == "continue" else (row[column] if column < len(row) else "")
            cells.append(_cell(text, span, merge))
            column += span
        yield f"<w:tr>{''.join(cells)}</w:tr>"


def _merge(first: Cell, at: Cell, last: dict[Cell, Cell], width: int) -> tuple[int, str]:
    """The columns that a cell takes, and how it is merged downwards."""
    end = last.get(first)
    if end is None or first[1] != at[1]:
        return 1, ""
    span = min(end[1], width - 1) - at[1] + 1
    if end[0] == first[0]:
        return span, ""
    return span, "restart" if first == at else "continue"


def _cell(text: str, span: int, merge: str) -> str:
    properties = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    properties += f'<w:vMerge w:val="{merge}"/>' if merge else ""
    lines = _UNFIT.sub("", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    paragraphs = "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in lines)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraphs}</w:tc>"
