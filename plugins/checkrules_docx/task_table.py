"""The task table → the narrative and the note of each task, and what of its rows is not read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import attrs

from checkrules.plugin import Task

from . import told
from .blocks import Cell, Table, cell_at
from .columns import Columns, columns_of
from .filled import Filled, Known, Value
from .head import read_head
from .labels import Labelled, labelled
from .rows import TaskRow, merged
from .split import assign, tidy
from .task_cells import tasks_in, tasks_of_section, written_beside

OFFICIAL = {"section": (0, 1), "task": (1, 2), "narratives": (3, 4), "task_notes": (4, 5)}
"""The columns of the official form, 督导方式 left out."""
POINTING = re.compile(r"\s*(?:详?见|参见|请见|另见|附|另附|待|暂|略|无|同上|如|照片|图片|[/／—-])")
"""How a note begins that only points elsewhere."""
MIN_FINDING = 4


def heading_of(table: Table, known: Known) -> Columns | None:
    """The columns that the first heading row of a table names. Where none is headed as the tasks', it is the one that names
    them."""
    columns = next((columns for row in table.rows if (columns := columns_of(row, known.columns))), None)
    if columns is None or "task" in columns.at:
        return columns
    for start, end, heading in columns.others:
        cells = (cell_at(row, start) for row in table.rows)
        if any(cell is not None and known.words.named(cell.text[:2_000], known.tasks) for cell in cells):
            others = tuple(other for other in columns.others if other[0] != start)
            at = {**columns.at, "task": (start, end)}
            return attrs.evolve(columns, at=at, others=others, taken={**columns.taken, "task": heading})
    return columns if "section" in columns.at else None


def continued(table: Table, columns: Columns | None, known: Known) -> Columns | None:
    """The columns of the table before, where this one goes on without a heading row of its own."""
    if columns is None or "task" not in columns.at:
        return None
    for row in table.rows:
        cell = cell_at(row, columns.at["task"][0])
        if cell is not None and len(row) > 2 and tasks_in(cell, known):
            return attrs.evolve(columns, taken={})
    return None


def without_heading(table: Table, known: Known) -> Columns | None:
    """The columns of the official form, where a table has as many and names tasks in the right one."""
    rows = [row for row in table.rows if len(row) == 5 and row[-1].end == 5]
    naming = [row for row in rows if known.words.named(row[1].text[:2_000], known.tasks)]
    return Columns(at=OFFICIAL) if len(naming) > 1 and 2 * len(naming) >= len(rows) else None


def read_task_table(table: Table, number: int, columns: Columns, forms: list[Filled], known: Known) -> Columns:
    """Take the rows of the task table. Rows above its heading row are the head, labelled rows below are the form's end."""
    headings = {index for index, row in enumerate(table.rows) if columns_of(row, known.columns)}
    first = min(headings, default=-1)
    read_head(table.rows[: max(first, 0)], number, forms, known)
    rows: list[TaskRow] = []
    above: dict[int, tuple[int, Cell]] = {}
    other: dict[str, str] = {}
    at = f"T{number}R{first + 1}"
    forms[-1].remarks += [told.heading_taken(heading, kind, at) for kind, heading in columns.taken.items()]
    for index, row in enumerate(table.rows[first + 1 :], start=first + 1):
        for cell in row:
            if not cell.continues:
                above[cell.start] = (index, cell)
        if index in headings:
            again = columns_of(row, known.columns) or columns
            columns = columns if "task" not in again.at else again
        elif found := _labels_at_start(row, above, known):
            # the rows so far are given to their form before a label can begin the next one
            rows = _read_rows(rows, number, forms[-1], known)
            _read_end(row, found, (number, index), forms, known)
        elif row:
            rows.append(TaskRow.of(index, row, columns.at, above))
            for start, _, heading in columns.others:
                beside = cell_at(row, start) if start > columns.at.get("task", (0, 0))[0] else None
                if beside is not None and beside.start == start and tidy(beside.text):
                    other.setdefault(heading, f"T{number}R{index + 1}C{start + 1}")
    _read_rows(rows, number, forms[-1], known)
    forms[-1].remarks += [told.column_not_read(heading, at) for heading, at in other.items()]
    return columns


def _labels_at_start(
    row: Sequence[Cell], above: Mapping[int, tuple[int, Cell]], known: Known
) -> tuple[Labelled, str] | None:
    """The label with which a row begins, such as the highlights', and the text of its cell below its first line."""
    if not row:
        return None
    first = above[row[0].start][1] if row[0].continues and row[0].start in above else row[0]
    if first not in known.started:
        line, _, rest = first.text.partition("\n")
        found = labelled(line, known.labels)
        known.started[first] = (found[0], rest) if found else None
    return known.started[first]


def _read_end(
    row: Sequence[Cell], found: tuple[Labelled, str], at: tuple[int, int], forms: list[Filled], known: Known
) -> None:
    """Take a row that begins with a label: the value is in the label's cell, and in all cells beside it."""
    item, rest = found
    number, index = at
    if item.name not in known.labels.long:
        read_head([row], number, forms, known, first=index)
        return
    own = [] if row[0].continues else [item.value, rest]
    cells = [cell for cell in row[1:] if not cell.continues]
    text = tidy("\n".join([*own, *(cell.text for cell in cells)]))
    forms[-1].add(Value(name=item.name, text=text, cell=f"T{number}R{index + 1}"))
    for cell in cells:
        forms[-1].see(cell)


def _read_rows(rows: list[TaskRow], number: int, form: Filled, known: Known) -> list[TaskRow]:
    """Take the rows; gives the rows that are left, which is none."""
    for block in merged(rows):
        _read_block(block, number, form, known)
    return []


def _read_block(block: Sequence[TaskRow], number: int, form: Filled, known: Known) -> None:
    """Give the texts of rows that share a task cell or a narrative cell to the tasks that they name."""
    named: dict[str, Task] = {}
    for row in block:
        for task in tasks_in(row.task, known) or (() if named else tasks_of_section(row.section, known)):
            named[task.id] = task
    tasks = [task for task in known.tasks if task.id in named]
    form.tasks |= named.keys()
    found: dict[str, dict[str, str]] = {}
    for kind in ("narratives", "task_notes"):
        cells = {origin: cell for row in block for origin, cell in row.cells.get(kind, {}).items()}
        at = _address(number, block, cells)
        assigned = assign([list(cell.paragraphs()) for cell in cells.values()], tasks, known.words)
        found[kind] = dict(assigned.texts)
        form.remarks += told.unassigned(assigned, tasks, kind, at, known.privacy)
        unread = dict.fromkeys(unread for cell in cells.values() for unread in cell.unread)
        form.remarks += told.not_read(unread, tasks, kind, at)
        if kind == "narratives":
            form.cells |= dict.fromkeys(found[kind], at)
    _take_from_other_columns(block, tasks, found, number, form, known)
    for kind, texts in (("narratives", form.narratives), ("task_notes", form.task_notes)):
        for task_id, text in found[kind].items():
            texts.setdefault(task_id, []).append(text)


def _address(number: int, block: Sequence[TaskRow], cells: Mapping[tuple[int, int], Cell]) -> str:
    return f"T{number}R{block[0].index + 1}" + (f"C{next(iter(cells.values())).start + 1}" if cells else "")


def _take_from_other_columns(
    block: Sequence[TaskRow],
    tasks: Sequence[Task],
    found: Mapping[str, dict[str, str]],
    number: int,
    form: Filled,
    known: Known,
) -> None:
    """Text of a task whose findings are blank, that somebody wrote into its task cell or its notes."""
    narratives, notes = found["narratives"], found["task_notes"]
    tasks_cells = {origin: cell for row in block for origin, cell in row.cells.get("task", {}).items()}
    at = _address(number, block, tasks_cells)
    written: dict[str, str] = {}
    for cell in tasks_cells.values():
        written |= written_beside(cell, tasks_in(cell, known), known)
    at_notes = _address(number, block, {o: c for row in block for o, c in row.cells.get("task_notes", {}).items()})
    for task in tasks:
        for kind, texts, where in (("task", written, at), ("task_notes", notes, at_notes)):
            text = texts.get(task.id, "")
            if not text or (kind == "task_notes" and task.id in narratives):
                continue
            clear = task.id not in narratives and len(text) >= MIN_FINDING and not POINTING.match(text)
            form.remarks.append(told.other_column(task, kind, text, clear, where, known.privacy))
            if clear:
                narratives[task.id] = text
                form.cells[task.id] = where
                notes.pop(task.id, None) if kind == "task_notes" else None
