"""What a document holds for its reader: paragraphs and tables, in order."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Literal

import attrs

from .nested import lines_of

Unread = Literal["picture", "chart", "shape", "object", "document", "note", "comment", "raised"]
"""What stands in a paragraph and is not read: a picture, a chart, a drawn shape, an embedded object, an embedded document, a
foot- or endnote, a comment, a raised number that is taken for the mark of a note."""


@attrs.frozen(kw_only=True)
class Paragraph:
    """The text of a paragraph; `level` is its level in a list that Word numbers by itself, None outside one, and `number`
    the number that Word shows before it, such as `2、`."""

    text: str
    level: int | None = None
    number: str = ""
    unread: tuple[Unread, ...] = ()


@attrs.frozen(kw_only=True, eq=False)
class Cell:
    """A cell at its grid columns. `continues`: it is the lower part of a cell that is merged downwards."""

    start: int
    end: int
    continues: bool
    blocks: tuple[Paragraph | Table, ...]

    def paragraphs(self) -> Iterator[Paragraph]:
        """Its paragraphs; a table in it gives one for each of its rows."""
        for block in self.blocks:
            if isinstance(block, Paragraph):
                yield block
            else:
                yield from block.lines

    @cached_property
    def text(self) -> str:
        """The text of its paragraphs, those of nested tables too, one a line, without blanks at its ends."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs()).strip()

    @cached_property
    def unread(self) -> tuple[Unread, ...]:
        """What stands in it and is not read, each kind once."""
        return tuple(dict.fromkeys(kind for paragraph in self.paragraphs() for kind in paragraph.unread))


@attrs.frozen(kw_only=True, eq=False)
class Table:
    """The rows of a table, each with its cells from left to right."""

    rows: tuple[tuple[Cell, ...], ...]

    @cached_property
    def lines(self) -> tuple[Paragraph, ...]:
        """The table as a cell around it reads: a line for each row, `label：value；label：value`."""
        texts = lines_of([[cell.text for cell in row if not cell.continues] for row in self.rows])
        unread = [tuple(dict.fromkeys(kind for cell in row for kind in cell.unread)) for row in self.rows]
        return tuple(
            Paragraph(text=text, unread=kinds) for text, kinds in zip(texts, unread, strict=True) if text or kinds
        )


def cell_at(row: Sequence[Cell], column: int) -> Cell | None:
    """The cell of a row that covers a grid column."""
    index = bisect_right(row, column, key=lambda cell: cell.start) - 1
    return row[index] if index >= 0 and column < row[index].end else None
