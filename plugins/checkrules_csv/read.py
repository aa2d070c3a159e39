"""A CSV file → one submission per row. Columns are facts by name, title or alias; `T01` and `T01 备注` hold a task's texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs

from checkrules.plugin import (
    Content,
    CsvRow,
    Heading,
    Location,
    Origin,
    Rejection,
    Remark,
    Submission,
    Text,
    did_you_mean,
    find_heading,
    folded,
    read_row,
    read_table,
    shown,
    skipped_row,
)

Column = tuple[str, str]
"""Which of the form's texts a column holds (`narratives`, `task_notes`, `problems`), and of which task."""


MAX_SUBMISSIONS = 50_000
"""Rows of a file. A report of each is held; a table of results takes any number."""
FEW = 10
"""Unknown columns that are named one by one."""


def read_csv(path: Path, content: Content) -> Iterator[Submission | Rejection]:
    """The submissions of a table. An invalid cell gets a remark and is treated as not stated; an unreadable row is a Rejection.
    A skipped row is a remark on the submission before it, or on the first one."""
    table = read_table(path, MAX_SUBMISSIONS)
    heading = find_heading(table, content.form)
    texts = _text_columns(heading, content)
    told = list(_unknown_columns(heading, texts, content))  # not said by a submission yet
    last: Submission | None = None
    rejected: list[Rejection] = []  # the rows after it
    for row in table.rows:
        item = row if isinstance(row, Rejection) else _item(heading, row, texts)
        if isinstance(item, Remark):
            told.append(item)
        elif isinstance(item, Rejection) and last is not None:
            rejected.append(item)
        elif isinstance(item, Rejection):
            yield item
        else:
            if last is not None:
                yield _with(last, told)
                yield from rejected
                told, rejected = [], []
            last = item
    if last is not None:
        yield _with(last, told)
        yield from rejected


def _with(submission: Submission, remarks: list[Remark]) -> Submission:
    return attrs.evolve(submission, remarks=(*remarks, *submission.remarks)) if remarks else submission


def _item(heading: Heading, row: CsvRow, texts: Mapping[int, Column]) -> Submission | Rejection | Remark:
    """The submission of a row; a Rejection for a broken row, a Remark on one that is no record."""
    skipped = skipped_row(heading, row)
    if skipped is not None:
        return skipped
    read = read_row(heading, row)
    if isinstance(read, Rejection):
        return read
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
        location=Location(file=heading.file, line=row.line),
        remarks=read.remarks,
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
    """Remarks on unknown columns, for the first submission only, so that they are reported once: one on each of the first few,
    one on how many more there are."""
    known = [name for fact in content.form.facts for name in (fact.name, fact.title.zh, *fact.aliases)]
    unknown = [(column, name) for column, name in heading.others.items() if column not in texts]
    remarks = []
    for column, name in unknown[:FEW]:
        quoted, hint = shown(name), did_you_mean(name[:100], known)
        zh = f"表中没有“{quoted}”这一项，整列未采用" + (f"；{hint.zh}" if hint else "")
        en = f"the form has no fact '{quoted}'; the column is not used" + (f"; {hint.en}" if hint else "")
        location = heading.location(heading.row, column)
        remarks.append(Remark(code="unknown_column", message=Text(zh, en), location=location, value=quoted))
    more = len(unknown) - FEW
    if more > 0:
        message = Text(
            f"另有 {more:,} 列不是表中的项目，未采用",
            f"and {more:,} more columns that are no fact of the form; they are not used",
        )
        location = heading.location(heading.row, unknown[FEW][0])
        remarks.append(Remark(code="unknown_column", message=message, location=location))
    return tuple(remarks)
