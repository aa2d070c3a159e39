"""Labelled values outside of the task rows: in paragraphs, in the cells of a head, at the end of the table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checkrules.plugin import folded

from .blocks import Cell, Paragraph, Table, cell_at
from .filled import Filled, Known, Value
from .labels import TITLES, Labelled, labelled
from .split import tidy


def read_paragraph(paragraph: Paragraph, forms: list[Filled], known: Known, long: str) -> str:
    """Take the labelled values of a paragraph; gives the label whose text goes on in the next paragraph, if any."""
    for line in paragraph.text.split("\n"):
        found = labelled(line, known.labels)
        if found:
            for item in found:
                form_of(item, forms, known).add(_value(item, item.value, item.label))
            long = found[-1].name if found[-1].name in known.labels.long else ""
        elif long and tidy(line):
            forms[-1].add(Value(name=long, text=tidy(line), cell=long))
        else:
            long = "" if long in forms[-1].stated else long
            forms[-1].leave(line.strip())
    forms[-1].see(paragraph)
    return long


def form_of(item: Labelled, forms: list[Filled], known: Known) -> Filled:
    """The form that a labelled value belongs to: a new one where a school is named after a task table."""
    if item.name == known.labels.name_fact and forms[-1].tasks and (item.plain or not TITLES.fullmatch(item.value)):
        forms.append(Filled())
    return forms[-1]


def _value(item: Labelled, text: str, cell: str, plain: bool = False) -> Value:
    return Value(name=item.name, text=text, cell=cell, plain=item.plain or plain)


def read_head(rows: Sequence[Sequence[Cell]], number: int, forms: list[Filled], known: Known, first: int = 0) -> None:
    """Take the labelled values of a table that is not the task table: in one cell, or in the cell beside or below it."""
    for index, row in enumerate(rows):
        before = len(forms[-1].values)
        for position, cell in enumerate(row):
            text = own_text(cell)
            below = text.partition("\n")[2]
            for line in text.split("\n"):
                for item in labelled(line, known.labels):
                    value, plain = item.value, False
                    if item.name in known.labels.long and below and not value:
                        value, below = tidy(below), ""
                    if not value and folded(text).rstrip(":") == folded(line).rstrip(":"):
                        value, plain = _beside(rows, index, position, known), True
                    location = f"T{number}R{first + index + 1}"
                    form_of(item, forms, known).add(_value(item, value, location, plain))
            for block in cell.blocks:
                if isinstance(block, Paragraph):
                    forms[-1].see(block)
        if len(forms[-1].values) == before:
            forms[-1].leave("；".join(text for cell in row if (text := own_text(cell).strip())))


def _beside(rows: Sequence[Sequence[Cell]], index: int, position: int, known: Known) -> str:
    row = rows[index]
    if position + 1 < len(row):
        text = own_text(row[position + 1])
        if not any(labelled(line, known.labels) for line in text.split("\n")):
            return tidy(text)
    if index + 1 < len(rows):
        below = cell_at(rows[index + 1], row[position].start)
        text = own_text(below) if below is not None and not below.continues else ""
        if not any(labelled(line, known.labels) for line in text.split("\n")):
            return tidy(text)
    return ""


def own_text(cell: Cell) -> str:
    """The text of a cell without its nested tables."""
    return "\n".join(block.text for block in cell.blocks if isinstance(block, Paragraph))


def lines_of_blocks(blocks: Sequence[Paragraph | Table]) -> Iterator[str]:
    """The lines of paragraphs, and of tables row by row."""
    for block in blocks:
        for paragraph in (block,) if isinstance(block, Paragraph) else block.lines:
            yield from paragraph.text.split("\n")
