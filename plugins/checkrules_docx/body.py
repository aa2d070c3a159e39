"""The XML of a Word document → its paragraphs and tables as a reader sees them on paper.

Tracked insertions are read, deletions, hidden text and the prompts of empty controls are not; a text box that the file holds
twice is read once; check boxes of every kind become ☑ or ☐; a merged cell is one cell.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

import attrs

from .package import WORD

W = f"{{{WORD}}}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"

LEFT_OUT = frozenset(
    W + name
    for name in (
        "del",
        "moveFrom",
        "pPr",
        "rPr",
        "sdtPr",
        "sdtEndPr",
        "delText",
        "instrText",
        "delInstrText",
        "rt",
        "tblPr",
        "tblGrid",
        "trPr",
        "tcPr",
        "sectPr",
        "rubyPr",
    )
)
BREAKS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
    W + "softHyphen": "\u00ad",
}
SYMBOLS = {
    "wingdings": {0xFE: "☑", 0xFC: "☑", 0xFD: "☒", 0xA8: "☐", 0x6F: "☐", 0x71: "☐", 0x72: "☐", 0x78: "☒", 0xFB: "×"},
    "wingdings 2": {0x52: "☑", 0x50: "☑", 0x51: "☒", 0x54: "☒", 0xA3: "☐", 0x2A: "☐", 0x30: "☐", 0x4F: "×"},
}
"""Check marks of the fonts in which Word's symbol dialogue offers them."""


@attrs.frozen(kw_only=True)
class Paragraph:
    """The text of a paragraph; `level` is its level in a list that Word numbers by itself, None outside one."""

    text: str
    level: int | None = None


@attrs.frozen(kw_only=True, eq=False)
class Cell:
    """A cell at its grid columns. `continues`: it is the lower part of a cell that is merged downwards."""

    start: int
    end: int
    continues: bool
    blocks: tuple[Paragraph | Table, ...]

    def paragraphs(self) -> Iterator[Paragraph]:
        """Its paragraphs, those of nested tables too."""
        return flattened(self.blocks)

    @cached_property
    def text(self) -> str:
        """The text of its paragraphs, those of nested tables too, one a line, without blanks at its ends."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs()).strip()


@attrs.frozen(kw_only=True)
class Table:
    """The rows of a table, each with its cells from left to right."""

    rows: tuple[tuple[Cell, ...], ...]


def cell_at(row: Sequence[Cell], column: int) -> Cell | None:
    """The cell of a row that covers a grid column."""
    index = bisect_right(row, column, key=lambda cell: cell.start) - 1
    return row[index] if index >= 0 and column < row[index].end else None


def flattened(blocks: tuple[Paragraph | Table, ...]) -> Iterator[Paragraph]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for row in block.rows:
                for cell in row:
                    yield from cell.paragraphs()


def read_body(document: Any, numbered_styles: frozenset[str]) -> tuple[Paragraph | Table, ...]:
    """The blocks of the document's body, in order."""
    body = document.find(W + "body")
    return _blocks(body, numbered_styles) if body is not None else ()


def _blocks(container: Any, styles: frozenset[str]) -> tuple[Paragraph | Table, ...]:
    found: list[Paragraph | Table] = []
    _collect_blocks(container, styles, found)
    return tuple(found)


def _collect_blocks(container: Any, styles: frozenset[str], found: list[Paragraph | Table]) -> None:
    for child in container:
        if child.tag == W + "p":
            _collect_paragraph(child, styles, found)
        elif child.tag == W + "tbl":
            found.append(
                Table(rows=tuple(_row(row, styles) for row, _ in _unwrapped(child, W + "tr") if not _deleted_row(row)))
            )
        elif child.tag == W + "sdt":
            box = _box_of_control(child)
            if box is not None:
                found.append(Paragraph(text=box))
            elif not _shows_prompt(child):
                _collect_blocks(child, styles, found)
        elif child.tag == MC + "AlternateContent":
            _collect_blocks(_chosen(child), styles, found)
        elif child.tag not in LEFT_OUT:
            _collect_blocks(child, styles, found)


def _collect_paragraph(element: Any, styles: frozenset[str], found: list[Paragraph | Table]) -> None:
    """The paragraph, and after it the paragraphs of the text boxes that are anchored in it."""
    pieces: list[str] = []
    boxes: list[Any] = []
    _collect_text(element, pieces, boxes)
    found.append(Paragraph(text="".join(pieces), level=_level(element, styles)))
    for box in boxes:
        _collect_blocks(box, styles, found)


def _collect_text(container: Any, pieces: list[str], boxes: list[Any]) -> None:
    for child in container:
        tag = child.tag
        if tag == W + "t" or tag == MATH_TEXT:
            pieces.append(child.text or "")
        elif tag == W + "r":
            _collect_run(child, pieces, boxes)
        elif tag in BREAKS:
            pieces.append(BREAKS[tag])
        elif tag in LEFT_OUT:
            continue
        elif tag == W + "sym":
            pieces.append(_symbol(child.get(W + "font", ""), child.get(W + "char", "")))
        elif tag == W + "fldChar":
            pieces.append(_legacy_box(child))
        elif tag == W + "sdt":
            box = _box_of_control(child)
            if box is not None:
                pieces.append(box)
            elif not _shows_prompt(child):
                _collect_text(child, pieces, boxes)
        elif tag == MC + "AlternateContent":
            _collect_text(_chosen(child), pieces, boxes)
        elif tag == W + "txbxContent":
            boxes.append(child)
        else:
            _collect_text(child, pieces, boxes)


def _collect_run(run: Any, pieces: list[str], boxes: list[Any]) -> None:
    properties = run.find(W + "rPr")
    if properties is not None:
        if _on(properties.find(W + "vanish")):
            return
        fonts = properties.find(W + "rFonts")
        table = SYMBOLS.get((fonts.get(W + "ascii") or "").lower()) if fonts is not None else None
        if table is not None:
            text = "".join(element.text or "" for element in run.iter(W + "t"))
            pieces.extend(table.get(ord(character) & 0xFF, character) for character in text)
            if text:
                return
    _collect_text(run, pieces, boxes)


def _on(switch: Any) -> bool:
    """Whether a property that is on by being there is on."""
    return switch is not None and switch.get(W + "val", switch.get(W14 + "val", "1")) not in (
        "0",
        "false",
        "off",
        "none",
    )


def _symbol(font: str, code: str) -> str:
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    mapped = SYMBOLS.get(font.lower(), {}).get(number & 0xFF)
    if mapped is not None:
        return mapped
    return chr(number) if 0x20 <= number < 0xD800 else ""


def _legacy_box(field: Any) -> str:
    box = field.find(f"{W}ffData/{W}checkBox")
    if box is None:
        return ""
    state = box.find(W + "checked")
    return "☑" if _on(state if state is not None else box.find(W + "default")) else "☐"


def _box_of_control(control: Any) -> str | None:
    box = control.find(f"{W}sdtPr/{W14}checkbox")
    if box is None:
        return None
    return "☑" if _on(box.find(W14 + "checked")) else "☐"


def _shows_prompt(control: Any) -> bool:
    return _on(control.find(f"{W}sdtPr/{W}showingPlcHdr"))


def _chosen(alternatives: Any) -> Any:
    """The alternative that is read: the first choice, for choices and fallback hold the same text."""
    choice = alternatives.find(MC + "Choice")
    if choice is None:
        choice = alternatives.find(MC + "Fallback")
    return choice if choice is not None else ()


def _level(paragraph: Any, styles: frozenset[str]) -> int | None:
    properties = paragraph.find(W + "pPr")
    if properties is None:
        return None
    numbering = properties.find(W + "numPr")
    if numbering is not None and numbering.find(W + "numId") is not None:
        if numbering.find(W + "numId").get(W + "val") == "0":
            return None
        return _whole(numbering.find(W + "ilvl"), 0)
    style = properties.find(W + "pStyle")
    return 0 if style is not None and style.get(W + "val") in styles else None


def _whole(element: Any, default: int) -> int:
    value = element.get(W + "val", "") if element is not None else ""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else default


@attrs.frozen(kw_only=True)
class _Control:
    """A content control around a row or a cell: its check box, and whether it shows its prompt."""

    box: str | None
    prompt: bool


def _unwrapped(container: Any, wanted: str, control: _Control | None = None) -> Iterator[tuple[Any, _Control | None]]:
    """The rows of a table or the cells of a row, those inside content controls and custom XML too, each with the control that
    it is directly in. A control is looked at once, not once for each of its cells."""
    for child in container:
        if child.tag == wanted:
            yield child, control
        elif child.tag == MC + "AlternateContent":
            yield from _unwrapped(_chosen(child), wanted)
        elif child.tag == W + "sdt":
            yield from _unwrapped(child, wanted, _Control(box=_box_of_control(child), prompt=_shows_prompt(child)))
        elif child.tag == W + "sdtContent":
            yield from _unwrapped(child, wanted, control)
        elif child.tag not in LEFT_OUT:
            yield from _unwrapped(child, wanted)


def _deleted_row(row: Any) -> bool:
    return row.find(f"{W}trPr/{W}del") is not None


def _row(row: Any, styles: frozenset[str]) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    column = _whole(row.find(f"{W}trPr/{W}gridBefore"), 0)
    for element, control in _unwrapped(row, W + "tc"):
        span = max(_whole(element.find(f"{W}tcPr/{W}gridSpan"), 1), 1)
        sideways = element.find(f"{W}tcPr/{W}hMerge")
        if cells and sideways is not None and sideways.get(W + "val", "continue") == "continue":
            cells[-1] = attrs.evolve(cells[-1], end=column + span)
        else:
            cells.append(_cell(element, control, column, column + span, styles))
        column += span
    return tuple(cells)


def _cell(element: Any, control: _Control | None, start: int, end: int, styles: frozenset[str]) -> Cell:
    merge = element.find(f"{W}tcPr/{W}vMerge")
    continues = merge is not None and merge.get(W + "val", "continue") == "continue"
    deleted = element.find(f"{W}tcPr/{W}cellDel") is not None
    blocks: tuple[Paragraph | Table, ...]
    if control is not None and control.box is not None:
        blocks = (Paragraph(text=control.box),)
    else:
        prompts = control is not None and control.prompt
        blocks = () if deleted or continues or prompts else _blocks(element, styles)
    return Cell(start=start, end=end, continues=continues, blocks=blocks)
