"""The blank form as a table: a column for each fact and for the narrative of each task, a row for each subject."""

from __future__ import annotations

from collections.abc import Sequence

from checkrules.plugin import Content, Language, RosterEntry

from .book import MAX_ROWS, lists_of, new_book
from .fields import WORDS, Field, fields_of, hint_of

WIDTH, WIDE = 14, 40
HEADING, IDS, FIRST = 0, 1, 2
"""The rows: headings in words, the names of the facts (hidden), the first subject."""


def rows_form(content: Content, entries: Sequence[RosterEntry], language: Language) -> bytes:
    """The table, with a row for each subject of a roster."""
    columns = _fields(content, None, language)
    facts = [field.fact for field in columns]
    tasks = [task for section in content.sections for task in section.tasks if task.number is not None]
    with new_book(content, facts, language) as (book, written):
        book.lists.update(lists_of(facts))
        sheet = book.file.add_worksheet(WORDS["form"][language])
        for column, field in enumerate(columns):
            sheet.set_column(column, column, WIDTH)
            sheet.write_string(HEADING, column, field.label, book.formats["heading"])
            sheet.write_string(IDS, column, field.fact.name, book.formats["plain"])
            hint = hint_of(field, language)
            if hint:
                sheet.write_comment(HEADING, column, hint)
            book.offer(sheet, (FIRST, column, FIRST + MAX_ROWS - 1, column), field)
        for column, task in enumerate(tasks, start=len(columns)):
            sheet.set_column(column, column, WIDE)
            name = WORDS["of_task"].format(number=task.number)[language]
            sheet.write_string(HEADING, column, name, book.formats["heading"])
            sheet.write_string(IDS, column, task.id, book.formats["plain"])
        sheet.set_row(IDS, None, None, {"hidden": True})
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
