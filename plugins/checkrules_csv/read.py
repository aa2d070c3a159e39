"""A CSV file → one submission a row. Columns are facts by name, title or alias; `T01` or `T01 备注` hold a task's texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from checkrules.plugin import (
    Content,
    Heading,
    Location,
    Origin,
    Rejection,
    Remark,
    Row,
    Stated,
    Submission,
    Text,
    did_you_mean,
    find_heading,
    folded,
    read_table,
    stated,
)

Column = tuple[str, str]
"""Which of the form's texts a column holds (`narratives`, `remarks`, `problems`), and of which task."""


def read_csv(path: Path, content: Content) -> Iterator[Submission | Rejection]:
    """The submissions of a table. A cell that does not fit is told and counts as not stated; a broken row is a Rejection."""
    table = read_table(path)
    heading = find_heading(table, content.form)
    texts = _text_columns(heading, content)
    unknown = _unknown_columns(heading, texts, content)
    for row in table.rows:
        if isinstance(row, Rejection):
            yield row
            continue
        read = stated(heading, row)
        if isinstance(read, Rejection):
            yield read
            continue
        yield _submission(read, row, texts, Location(file=table.file, line=row.line), unknown)
        unknown = ()


def _submission(
    read: Stated, row: Row, texts: Mapping[int, Column], location: Location, unknown: tuple[Remark, ...]
) -> Submission:
    by_kind: dict[str, dict[str, str]] = {"narratives": {}, "task_notes": {}, "problems": {}}
    for column, (kind, task) in texts.items():
        if column < len(row.cells) and row.cells[column].strip():
            by_kind[kind][task] = row.cells[column].strip()
    return Submission(
        facts=read.facts,
        origins={name: Origin(kind="field", location=location) for name, location in read.locations.items()},
        narratives=by_kind["narratives"],
        task_notes=by_kind["task_notes"],
        problems=by_kind["problems"].get("", ""),
        location=location,
        remarks=(*unknown, *read.remarks),
    )


def _text_columns(heading: Heading, content: Content) -> dict[int, Column]:
    labels = {kind: {folded(kind)} for kind in ("narratives", "task_notes", "problems")}
    for kind, label in content.form.texts.items():
        labels.setdefault(kind, set()).update((folded(label.zh), folded(label.en)))
    meanings: dict[str, Column] = dict.fromkeys(labels["problems"], ("problems", ""))
    for task in (task.id for section in content.sections for task in section.tasks):
        meanings[folded(task)] = ("narratives", task)
        for kind in ("narratives", "task_notes"):
            for word in labels[kind]:
                meanings |= {f"{folded(task)}{join}{word}": (kind, task) for join in ("", ".", "-", "_")}
                meanings |= {f"{word}{join}{folded(task)}": (kind, task) for join in ("", ".", "-", "_")}
    return {column: meanings[folded(name)] for column, name in heading.others.items() if folded(name) in meanings}


def _unknown_columns(heading: Heading, texts: Mapping[int, Column], content: Content) -> tuple[Remark, ...]:
    """A remark for each column that means nothing; it goes with the first submission, so that it is told once."""
    known = [name for fact in content.form.facts for name in (fact.name, fact.title.zh, *fact.aliases)]
    remarks = []
    for column, name in heading.others.items():
        if column in texts:
            continue
        shown, hint = name[:60], did_you_mean(name[:100], known)
        zh = f"表中没有“{shown}”这一项，整列未采用" + (f"；{hint.zh}" if hint else "")
        en = f"the form has no fact '{shown}'; the column is not used" + (f"; {hint.en}" if hint else "")
        location = heading.location(heading.row, column)
        remarks.append(Remark(code="unknown_column", message=Text(zh, en), location=location, value=shown))
    return tuple(remarks)
