"""The blank form as a table: a column for each fact and for the narrative of each task, a row for each subject."""

from __future__ import annotations

from collections.abc import Sequence

from checkrules.plugin import Content, Language, RosterEntry

from .book import MAX_ROWS, new_book
from .fields import WORDS, Field, fields_of, hint_of

WIDTH, WIDE = 14, 40
HEADING, FIRST = 0, 1
"""The rows of the headings, and of the first subject."""


def rows_form(content: Content, entries: Sequence[RosterEntry], language: Language) -> bytes:
    """The table, with a row for each subject of a roster."""
    columns = _fields(content, None, language)
    tasks = [task for section in content.sections for task in section.tasks if task.number is not None]
    with new_book(content, language) as (book, written):
        sheet = book.file.add_worksheet(WORDS["form"][language])
        for column, field in enumerate(columns):
            sheet.set_column(column, column, WIDTH)
            sheet.write_string(HEADING, column, field.label, book.formats["heading"])
            hint = hint_of(field, language)
            if hint:
                sheet.write_comment(HEADING, column, hint)
            book.offer(sheet, (FIRST, column, FIRST + MAX_ROWS - 1, column), field)
        for column, task in enumerate(tasks, start=len(columns)):
            sheet.set_column(column, column, WIDE)
            name = WORDS["of_task"].format(number=task.number)[language]
            sheet.write_string(HEADING, column, name, book.formats["heading"])
        sheet.set_row(HEADING, 45)
        sheet.freeze_panes(FIRST, 1)
        for row, entry in enumerate(entries, start=FIRST):
            for column, field in enumerate(_fields(content, entry, language)):
                sheet.write_string(row, column, field.in_words(language), book.formats["answer"])
    return written.getvalue()


def _fields(content: Content, entry: RosterEntry | None, language: Language) -> list[Field]:
    fields = fields_of(content, entry, language)
    of_tasks = [field for task in fields.tasks.values() for field in task]
    last = [fields.highlights] if fields.highlights is not None else []
    return [*fields.head, *of_tasks, *fields.others, *last]
