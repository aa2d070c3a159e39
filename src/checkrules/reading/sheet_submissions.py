"""Rows of a sheet → submissions, one per row: facts by name, title or alias of their column, narratives and notes of tasks.

What is wrong with a cell, a column or a skipped row is a remark; a row that cannot be read is a Rejection among the submissions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from checkrules.facts.cells import names_of
from checkrules.model.errors import did_you_mean
from checkrules.model.privacy import shown
from checkrules.model.rules import Content
from checkrules.model.submission import Origin, Rejection, Remark, Submission
from checkrules.model.text import Text
from checkrules.reading.sheets import Heading, Sheet, SheetRow, find_heading, letters, read_row
from checkrules.reading.skipped_rows import skipped_row
from checkrules.reading.text_columns import TextColumn, text_columns

FEW = 10
"""Unknown columns that are named one by one."""


def submissions_of(sheet: Sheet, content: Content) -> Iterator[Submission | Rejection]:
    """The submissions in the rows of a sheet. An invalid cell gets a remark and is treated as not stated. A skipped row is a
    remark on the submission before it, or on the first one. Raises ReadError where the sheet has no heading row."""
    heading = find_heading(sheet, content.form)
    texts = text_columns(heading.others, content)
    told = list(_unknown_columns(heading, texts, content))  # not said by a submission yet
    nameless = _Nameless(heading)
    last: Submission | None = None
    rejected: list[Rejection] = []  # the rows after it
    for row in sheet.rows:
        item = row if isinstance(row, Rejection) else _item(heading, row, texts)
        if isinstance(row, SheetRow) and not isinstance(item, Remark):
            told += nameless.remarks(row)
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


def _item(heading: Heading, row: SheetRow, texts: Mapping[int, TextColumn]) -> Submission | Rejection | Remark:
    """The submission of a row; a Rejection for a broken row, a Remark on one that is no record."""
    skipped = skipped_row(heading, row)
    if skipped is not None:
        return skipped
    read = read_row(heading, row)
    if isinstance(read, Rejection):
        return read
    by_kind: dict[str, dict[str, list[str]]] = {"narratives": {}, "task_notes": {}, "problems": {}}
    for column, (kind, task) in texts.items():
        if column < len(row.cells) and row.cells[column].strip():
            by_kind[kind].setdefault(task, []).append(row.cells[column].strip())
    joined = {kind: {task: "\n".join(parts) for task, parts in of.items()} for kind, of in by_kind.items()}
    return Submission(
        facts=read.facts,
        origins={name: Origin(kind="field", location=location) for name, location in read.locations.items()},
        narratives=joined["narratives"],
        task_notes=joined["task_notes"],
        problems=joined["problems"].get("", ""),
        location=heading.sheet.row_location(row),
        remarks=read.remarks,
    )


@attrs.define
class _Nameless:
    """Tells once of each column without a heading in which something stands."""

    heading: Heading
    seen: set[int] = attrs.field(factory=set)

    def remarks(self, row: SheetRow) -> Iterator[Remark]:
        for column, cell in enumerate(row.cells[: len(self.heading.row.cells)]):
            if self.heading.row.cells[column].strip() or column in self.seen or not cell.strip():
                continue
            self.seen.add(column)
            name = letters(column)
            message = Text(f"{name} 列没有表头，整列未采用", f"column {name} has no heading; it is not used")
            yield Remark(code="unknown_column", message=message, location=self.heading.location(row, column))


def _unknown_columns(heading: Heading, texts: Mapping[int, TextColumn], content: Content) -> tuple[Remark, ...]:
    """Remarks on unknown columns, for the first submission only, so that they are reported once: one on each of the first few,
    one on how many more there are."""
    known = [name for fact in content.form.facts for name in names_of(fact)]
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
