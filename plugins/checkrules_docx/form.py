"""Paragraphs and tables → the forms that a document holds: labelled values, and the text of each task."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs

from checkrules.plugin import Content, Location, Privacy, Remark, Task, Text, folded, quote_of

from .blocks import Cell, Paragraph, Table, cell_at
from .labels import Labelled, Labels, columns_of, labelled, labels_of
from .marks import find_marks
from .rows import TaskRow, merged
from .split import Assigned, assign, tidy
from .words import Words, words_of

MAX_TASK_CELL = 10_000


@attrs.define(kw_only=True)
class Filled:
    """One filled form while it is put together: values by label with their cells, task texts by id, what was noticed."""

    values: list[tuple[str, str, str]] = attrs.field(factory=list)
    stated: set[str] = attrs.field(factory=set)
    """The labels that have a value."""
    narratives: dict[str, list[str]] = attrs.field(factory=dict)
    task_notes: dict[str, list[str]] = attrs.field(factory=dict)
    remarks: list[Remark] = attrs.field(factory=list)
    tasks: set[str] = attrs.field(factory=set)

    def add(self, name: str, value: str, cell: str) -> None:
        self.values.append((name, value, cell))
        if value:
            self.stated.add(name)


@attrs.frozen(kw_only=True)
class _Known:
    """What the checklist says about its form."""

    tasks: tuple[Task, ...]
    sections: Mapping[str, tuple[Task, ...]]
    labels: Labels
    words: Words
    privacy: Privacy
    named: dict[Cell, Sequence[Task]] = attrs.field(factory=dict)
    """The tasks that cells were found to name. A cell that is merged over many rows is looked at once."""
    of_section: dict[Cell, Sequence[Task]] = attrs.field(factory=dict)
    started: dict[Cell, tuple[Labelled, str] | None] = attrs.field(factory=dict)


def read_forms(blocks: Sequence[Paragraph | Table], content: Content) -> tuple[list[Filled], bool]:
    """The forms of a document, and whether it has a task table at all. A second form begins where a school is named again."""
    known = _Known(
        tasks=tuple(task for section in content.sections for task in section.tasks),
        sections={folded(section.title.zh): section.tasks for section in content.sections},
        labels=labels_of(content),
        words=words_of(content),
        privacy=content.privacy,
    )
    forms = [Filled()]
    columns: dict[str, tuple[int, int]] | None = None
    long = ""
    for number, block in enumerate_tables(blocks):
        if isinstance(block, Paragraph):
            long = _read_paragraph(block, forms, known, long)
            continue
        own = _heading(block, known) or _continued(block, columns, known)
        if own is None:
            _read_head(block.rows, number, forms, known)
        else:
            columns = _read_task_table(block, number, own, forms, known)
        long = ""
    return forms, columns is not None


def enumerate_tables(blocks: Sequence[Paragraph | Table]) -> Iterator[tuple[int, Paragraph | Table]]:
    """The blocks with the number of their table; nested tables follow the outer one."""
    number = 0
    waiting = list(reversed(blocks))
    while waiting:
        block = waiting.pop()
        if isinstance(block, Table):
            number += 1
            nested = [inner for row in block.rows for cell in row for inner in cell.blocks if isinstance(inner, Table)]
            waiting.extend(reversed(nested))
        yield number, block


def _heading(table: Table, known: _Known) -> dict[str, tuple[int, int]] | None:
    return next((columns for row in table.rows if (columns := columns_of(row, known.labels))), None)


def _continued(
    table: Table, columns: dict[str, tuple[int, int]] | None, known: _Known
) -> dict[str, tuple[int, int]] | None:
    """The columns of the table before, where this one goes on without a heading row of its own."""
    if columns is None or "task" not in columns:
        return None
    for row in table.rows:
        cell = cell_at(row, columns["task"][0])
        if cell is not None and len(row) > 2 and _tasks_in(cell, known):
            return columns
    return None


def _read_paragraph(paragraph: Paragraph, forms: list[Filled], known: _Known, long: str) -> str:
    """Take the labelled values of a paragraph; gives the label whose text goes on in the next paragraph, if any."""
    for line in paragraph.text.split("\n"):
        found = labelled(line, known.labels)
        if found:
            for item in found:
                _form(item, forms, known).add(item.name, item.value, item.label)
            long = found[-1].name if found[-1].name in known.labels.long else ""
        elif long and tidy(line):
            forms[-1].add(long, tidy(line), long)
        elif long in forms[-1].stated:
            long = ""
    return long


def _form(item: Labelled, forms: list[Filled], known: _Known) -> Filled:
    """The form that a labelled value belongs to: a new one where a school is named after a task table."""
    if item.name == known.labels.name_fact and forms[-1].tasks:
        forms.append(Filled())
    return forms[-1]


def _read_head(rows: Sequence[Sequence[Cell]], number: int, forms: list[Filled], known: _Known, first: int = 0) -> None:
    """Take the labelled values of a table that is not the task table: in one cell, or in the cell beside or below it."""
    for index, row in enumerate(rows):
        for position, cell in enumerate(row):
            text = _own_text(cell)
            below = text.partition("\n")[2]
            for line in text.split("\n"):
                for item in labelled(line, known.labels):
                    value = item.value
                    if item.name in known.labels.long and below and not value:
                        value, below = tidy(below), ""
                    if not value and folded(text).rstrip(":") == folded(line).rstrip(":"):
                        value = _beside(rows, index, position, known)
                    location = f"T{number}R{first + index + 1}"
                    _form(item, forms, known).add(item.name, value, location)


def _beside(rows: Sequence[Sequence[Cell]], index: int, position: int, known: _Known) -> str:
    row = rows[index]
    if position + 1 < len(row):
        text = _own_text(row[position + 1])
        if not any(labelled(line, known.labels) for line in text.split("\n")):
            return tidy(text)
    if index + 1 < len(rows):
        below = cell_at(rows[index + 1], row[position].start)
        text = _own_text(below) if below is not None and not below.continues else ""
        if not any(labelled(line, known.labels) for line in text.split("\n")):
            return tidy(text)
    return ""


def _own_text(cell: Cell) -> str:
    """The text of a cell without its nested tables."""
    return "\n".join(block.text for block in cell.blocks if isinstance(block, Paragraph))


def _read_task_table(
    table: Table, number: int, columns: dict[str, tuple[int, int]], forms: list[Filled], known: _Known
) -> dict[str, tuple[int, int]]:
    """Take the rows of the task table. Rows above its heading row are the head, labelled rows below are the form's end."""
    headings = [index for index, row in enumerate(table.rows) if columns_of(row, known.labels)]
    first = headings[0] if headings else -1
    _read_head(table.rows[: max(first, 0)], number, forms, known)
    rows: list[TaskRow] = []
    above: dict[int, tuple[int, Cell]] = {}
    for index, row in enumerate(table.rows[first + 1 :], start=first + 1):
        for cell in row:
            if not cell.continues:
                above[cell.start] = (index, cell)
        if index in headings:
            columns = columns_of(row, known.labels) or columns
        elif found := _labels_at_start(row, above, known):
            # the rows so far are given to their form before a label can begin the next one
            rows = _read_rows(rows, number, forms[-1], known)
            _read_end(row, found, (number, index), forms, known)
        elif row:
            rows.append(TaskRow.of(index, row, columns, above))
    _read_rows(rows, number, forms[-1], known)
    return columns


def _labels_at_start(
    row: Sequence[Cell], above: Mapping[int, tuple[int, Cell]], known: _Known
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
    row: Sequence[Cell], found: tuple[Labelled, str], at: tuple[int, int], forms: list[Filled], known: _Known
) -> None:
    """Take a row that begins with a label: the value is in the label's cell, and in all cells beside it."""
    item, rest = found
    number, index = at
    if item.name not in known.labels.long:
        _read_head([row], number, forms, known, first=index)
        return
    own = [] if row[0].continues else [item.value, rest]
    beside = [cell.text for cell in row[1:] if not cell.continues]
    forms[-1].add(item.name, tidy("\n".join([*own, *beside])), f"T{number}R{index + 1}")


def _read_rows(rows: list[TaskRow], number: int, form: Filled, known: _Known) -> list[TaskRow]:
    """Take the rows; gives the rows that are left, which is none."""
    for block in merged(rows):
        _read_block(block, number, form, known)
    return []


def _read_block(block: Sequence[TaskRow], number: int, form: Filled, known: _Known) -> None:
    """Give the texts of rows that share a task cell or a narrative cell to the tasks that they name."""
    named: dict[str, Task] = {}
    for row in block:
        for task in _tasks_in(row.task, known) or (() if named else _tasks_of_section(row.section, known)):
            named[task.id] = task
    tasks = [task for task in known.tasks if task.id in named]
    form.tasks |= named.keys()
    for kind, texts in (("narratives", form.narratives), ("task_notes", form.task_notes)):
        cells = {row.origins[kind]: row.cells[kind] for row in block if kind in row.cells}
        assigned = assign([list(cell.paragraphs()) for cell in cells.values()], tasks, known.words)
        for task_id, text in assigned.texts.items():
            texts.setdefault(task_id, []).append(text)
        location = f"T{number}R{block[0].index + 1}" + (f"C{next(iter(cells.values())).start + 1}" if cells else "")
        form.remarks += _told(assigned, tasks, kind, location, known.privacy)


def _tasks_in(cell: Cell | None, known: _Known) -> Sequence[Task]:
    """The tasks that a task cell names, by their words and, where words say nothing else, by their numbers."""
    if cell is None:
        return ()
    if cell not in known.named:
        known.named[cell] = _tasks_named(cell.text[:MAX_TASK_CELL], known)
    return known.named[cell]


def _tasks_named(text: str, known: _Known) -> Sequence[Task]:
    if not text:
        return ()
    by_words = known.words.named(text, known.tasks)
    bare = folded(text).rstrip(".、")
    numbers = {int(bare)} if bare.isdigit() and len(bare) < 4 else {m.number for m in find_marks(text) if not m.weak}
    by_number = [task for task in known.tasks if task.number in numbers]
    return by_number if {task.id for task in by_words} <= {task.id for task in by_number} else by_words


def _tasks_of_section(cell: Cell | None, known: _Known) -> Sequence[Task]:
    if cell is None:
        return ()
    if cell not in known.of_section:
        text = folded(cell.text[:MAX_TASK_CELL])
        known.of_section[cell] = next((tasks for title, tasks in known.sections.items() if title and title in text), ())
    return known.of_section[cell]


def _told(assigned: Assigned, tasks: Sequence[Task], kind: str, location: str, privacy: Privacy) -> Iterator[Remark]:
    column = Text("具体落实情况", "findings") if kind == "narratives" else Text("备注", "remarks")
    numbers = [str(task.number or task.id) for task in tasks]
    of_tasks = Text(f"（任务{'、'.join(numbers)}）", f" (tasks {', '.join(numbers)})") if numbers else Text("", "")
    for text in assigned.left:
        quote = quote_of(" ".join(text.split()), privacy)
        zh = f"“{column.zh}”{of_tasks.zh}中有一段文字分不清属于哪项任务，未采用：“{quote.zh}”。请在每段前写上任务序号，如“2、”"
        en = (
            f"{column.en}{of_tasks.en}: it is not clear which task this text belongs to; it is not used: '{quote.en}'. "
        )
        message = Text(zh, en + "Write the task's number before each part, such as '2、'")
        yield Remark(code="unassigned_text", message=message, location=Location(cell=location), value=text)
    if assigned.by_order:
        zh = f"“{column.zh}”{of_tasks.zh}里的序号从 1 起，已依次对应各项任务，请核对"
        en = f"{column.en}{of_tasks.en} is numbered from 1; the parts were given to the tasks in order: please check"
        yield Remark(code="assigned_by_order", message=Text(zh, en), location=Location(cell=location))
