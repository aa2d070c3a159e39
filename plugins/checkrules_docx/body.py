"""The XML of a part of a Word document → its paragraphs and tables as a reader sees them on paper.

Paragraphs whose mark is deleted or hidden run into the next one; a text box that the file holds twice is read once; a merged
cell is one cell; what stands in a control, a row's or a cell's too, is read as if the control were not there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from .blocks import Cell, Paragraph, Table
from .numbering import Numbering
from .styles import Styles, W, on, whole
from .text import LEFT_OUT, MC, NOT_READ, Line, box_of_control, chosen, collect_text, shows_prompt

MARK_GONE = (W + "del", W + "moveFrom", W + "specVanish")


def read_body(
    document: Any, styles: Styles | None = None, lists: Numbering | None = None
) -> tuple[Paragraph | Table, ...]:
    """The blocks of the document's body, in order."""
    body = document.find(W + "body")
    return read_part(body, styles, lists) if body is not None else ()


def read_part(part: Any, styles: Styles | None = None, lists: Numbering | None = None) -> tuple[Paragraph | Table, ...]:
    """The blocks of any part that holds paragraphs, such as a header."""
    return _blocks(part, styles or Styles(), lists or Numbering())


def _blocks(container: Any, styles: Styles, lists: Numbering) -> tuple[Paragraph | Table, ...]:
    reader = _Reader(styles=styles, lists=lists)
    reader.collect(container)
    reader.flush()
    return tuple(reader.found)


@attrs.define(kw_only=True)
class _Reader:
    """The blocks of one container while they are put together."""

    styles: Styles
    lists: Numbering
    found: list[Paragraph | Table] = attrs.field(factory=list)
    open: Line | None = None
    """The text of a paragraph that runs into the next one."""

    def collect(self, container: Any) -> None:
        for child in container:
            tag = child.tag
            if tag == W + "p":
                self.paragraph(child)
            elif tag == W + "tbl":
                self.flush()
                rows = (row for row, _ in _unwrapped(child, W + "tr") if not _gone(row))
                self.found.append(Table(rows=tuple(_row(row, self.styles, self.lists) for row in rows)))
            elif tag == W + "sdt":
                self.control(child)
            elif tag == MC + "AlternateContent":
                self.collect(chosen(child))
            elif tag in NOT_READ:
                self.found.append(Paragraph(text="", unread=(NOT_READ[tag],)))
            elif tag not in LEFT_OUT:
                self.collect(child)

    def control(self, control: Any) -> None:
        box = box_of_control(control)
        if box is not None:
            self.found.append(Paragraph(text=box))
        elif not shows_prompt(control):
            self.collect(control)

    def paragraph(self, element: Any) -> None:
        """The paragraph, and after it the paragraphs of the text boxes that are anchored in it."""
        properties = element.find(W + "pPr")
        named = properties.find(W + "pStyle") if properties is not None else None
        style = named.get(W + "val", "") if named is not None else ""
        line = self.open or Line(styles=self.styles)
        line.style, self.open = style, None
        collect_text(element, line)
        line.finish()
        mark = properties.find(W + "rPr") if properties is not None else None
        deleted = mark is not None and any(mark.find(tag) is not None for tag in MARK_GONE)
        if deleted or self.styles.look(mark, style).hidden:
            self.open = line
            return
        list_id, level = self.list_of(properties, style)
        number = self.lists.next(list_id, level) if list_id is not None else ""
        self.add(line, level if list_id is not None else None, number)

    def list_of(self, properties: Any, style: str) -> tuple[str | None, int]:
        """The list that a paragraph belongs to, None for none, and its level."""
        by_style, level = self.styles.list_of(style)
        own = properties.find(W + "numPr") if properties is not None else None
        if own is not None:
            named, at = own.find(W + "numId"), own.find(W + "ilvl")
            by_style = named.get(W + "val", "") if named is not None else by_style
            level = whole(at, level)
        return (None if by_style == "0" else by_style), level

    def add(self, line: Line, level: int | None = None, number: str = "") -> None:
        unread = tuple(dict.fromkeys(line.unread))
        self.found.append(Paragraph(text="".join(line.pieces), level=level, number=number, unread=unread))
        for box in line.boxes:
            self.found.extend(_blocks(box, self.styles, self.lists))

    def flush(self) -> None:
        """End a paragraph that has no next one to run into."""
        line, self.open = self.open, None
        if line is not None and (line.pieces or line.boxes or line.unread):
            self.add(line)


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
            yield from _unwrapped(chosen(child), wanted)
        elif child.tag == W + "sdt":
            yield from _unwrapped(child, wanted, _Control(box=box_of_control(child), prompt=shows_prompt(child)))
        elif child.tag == W + "sdtContent":
            yield from _unwrapped(child, wanted, control)
        elif child.tag not in LEFT_OUT:
            yield from _unwrapped(child, wanted)


def _gone(row: Any) -> bool:
    """Whether a row is deleted or hidden."""
    return row.find(f"{W}trPr/{W}del") is not None or on(row.find(f"{W}trPr/{W}hidden"))


def _row(row: Any, styles: Styles, lists: Numbering) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    column = whole(row.find(f"{W}trPr/{W}gridBefore"), 0)
    for element, control in _unwrapped(row, W + "tc"):
        span = max(whole(element.find(f"{W}tcPr/{W}gridSpan"), 1), 1)
        sideways = element.find(f"{W}tcPr/{W}hMerge")
        if cells and sideways is not None and sideways.get(W + "val", "continue") == "continue":
            cells[-1] = attrs.evolve(cells[-1], end=column + span)
        else:
            cells.append(_cell(element, control, column, column + span, styles, lists))
        column += span
    return tuple(cells)


def _cell(element: Any, control: _Control | None, start: int, end: int, styles: Styles, lists: Numbering) -> Cell:
    merge = element.find(f"{W}tcPr/{W}vMerge")
    continues = merge is not None and merge.get(W + "val", "continue") == "continue"
    deleted = element.find(f"{W}tcPr/{W}cellDel") is not None
    blocks: tuple[Paragraph | Table, ...]
    if control is not None and control.box is not None:
        blocks = (Paragraph(text=control.box),)
    else:
        prompts = control is not None and control.prompt
        blocks = () if deleted or continues or prompts else _blocks(element, styles, lists)
    return Cell(start=start, end=end, continues=continues, blocks=blocks)
