"""Paragraphs and tables → the forms that a document holds: labelled values, and the text of each task."""

from __future__ import annotations

from collections.abc import Sequence

from checkrules.plugin import Content

from . import told
from .blocks import Paragraph, Table
from .columns import Columns
from .filled import Filled, Known, Value, known_of
from .head import lines_of_blocks, read_head, read_paragraph
from .labels import labelled
from .split import tidy
from .task_table import continued, heading_of, read_task_table, without_heading

Blocks = Sequence[Paragraph | Table]


def read_forms(
    blocks: Blocks, content: Content, headers: Sequence[Blocks] = (), fields: Sequence[Value] = ()
) -> tuple[list[Filled], bool]:
    """The forms of a document, and whether it has a task table at all. A second form begins where a school is named again.

    `fields`, what stands in the cells that a form has for its facts, goes before all else. What headers and footers say counts
    after the body, and only where the document is one form.
    """
    known = known_of(content)
    forms, columns = _read_body(blocks, known, official=False)
    if columns is None:
        forms, columns = _read_body(blocks, known, official=True)
    filled = [form for form in forms if form.tasks]
    for form in filled[:1]:
        form.values[:0] = fields
        form.stated.update(field.name for field in fields)
    if len(filled) == 1:
        others = [line for header in headers for line in _read_header(header, filled[0], known)]
        if others and known.labels.name_fact not in filled[0].stated:
            filled[0].remarks.append(told.header_without_label(others[0], known.privacy))
    for form in forms:
        form.remarks += told.not_read_elsewhere(form.unread)
    for form in filled:
        form.remarks += told.outside([line for line in form.outside if _about_a_task(line, known)], known.privacy)
    return filled, columns is not None


def _read_body(blocks: Blocks, known: Known, *, official: bool) -> tuple[list[Filled], Columns | None]:
    """The forms of the body. `official`: a table without a heading row is read by the columns of the official form."""
    forms = [Filled()]
    columns: Columns | None = None
    long = ""
    number = 0
    waiting = list(reversed(blocks))
    while waiting:
        block = waiting.pop()
        if isinstance(block, Paragraph):
            long = read_paragraph(block, forms, known, long)
            continue
        long = ""
        number += 1
        own = heading_of(block, known) or continued(block, columns, known)
        if own is None and official and columns is None and (own := without_heading(block, known)) is not None:
            forms[-1].remarks.append(told.no_heading(f"T{number}"))
        if own is not None:
            columns = read_task_table(block, number, own, forms, known)
            continue
        read_head(block.rows, number, forms, known)
        # a form may stand in a table that only lays it out; what stands in the cells of the task table is their text
        nested = [inner for row in block.rows for cell in row for inner in cell.blocks if isinstance(inner, Table)]
        waiting.extend(reversed(nested))
    return forms, columns


def _about_a_task(line: str, known: Known) -> bool:
    """Whether a line speaks of a task of the table in words of its own, not in those of the form."""
    tasks = [task for task in known.tasks if task.number is not None]
    return known.words.likely(line, tasks, least=4) is not None and not known.words.quoted(line, tasks)


def _read_header(header: Blocks, form: Filled, known: Known) -> list[str]:
    """Take the labelled values of a header or footer, after those of the body; gives the lines without a label."""
    others = []
    for line in lines_of_blocks(header):
        found = labelled(line, known.labels)
        for item in found:
            if item.value and item.plain:
                form.add(Value(name=item.name, text=item.value, cell=item.label))
        if not found and tidy(line):
            others.append(tidy(line))
    return others
