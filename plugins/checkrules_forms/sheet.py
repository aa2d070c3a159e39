"""The blank form as a sheet: a row for each fact, grouped by task, with what to write beside it.

Columns: the label, the answer, how to fill it in. Below the facts of a task are its narrative and its notes. Rows are read back
by their labels.
"""

from __future__ import annotations

from checkrules.plugin import Content, Language, RosterEntry, Task

from .book import Book, new_book
from .fields import WORDS, Field, fields_of, hint_of

WIDTHS = (48, 48, 40)
MAX_SHEET_NAME = 31
LABEL, ANSWER, HINT = range(3)
LINES = 45
"""The height of a row for several lines, in points."""


def sheet_form(content: Content, entry: RosterEntry | None, language: Language) -> bytes:
    """The form, with what a roster knows of one subject filled in."""
    fields = fields_of(content, entry, language)
    with new_book(content, language) as (book, written):
        page = _Page(book, WORDS["form"][language], language)
        page.title(content.title[language])
        page.heading()
        page.group(WORDS["head"][language])
        for field in fields.head:
            page.field(field)
        for section in content.sections:
            for task in section.tasks:
                if fields.tasks[task.id] or task.number is not None:
                    page.group(_words(task, language))
                    for field in fields.tasks[task.id]:
                        page.field(field)
                    page.text(WORDS["narratives"][language])
                    page.text(WORDS["task_notes"][language], tall=False)
        if fields.others or fields.highlights or "problems" in content.form.texts:
            page.group(WORDS["others"][language])
        for field in fields.others:
            page.field(field)
        if fields.highlights is not None:
            page.field(fields.highlights, tall=True)
        if "problems" in content.form.texts:
            page.text(content.form.texts["problems"][language])
        page.finish()
    return written.getvalue()


def _words(task: Task, language: Language) -> str:
    return f"{task.number}. {task.title[language]}" if task.number is not None else task.title[language]


class _Page:
    """A sheet while its rows are written, one below the other."""

    def __init__(self, book: Book, name: str, language: Language) -> None:
        self._book = book
        self._language = language
        self._sheet = book.file.add_worksheet(name[:MAX_SHEET_NAME])
        self._row = 0
        for column, width in enumerate(WIDTHS):
            self._sheet.set_column(column, column, width)

    def title(self, text: str) -> None:
        self._sheet.merge_range(self._row, LABEL, self._row, HINT, text, self._book.formats["title"])
        self._sheet.set_row(self._row, 28)
        self._row += 1

    def heading(self) -> None:
        for column, name in enumerate(("item", "answer", "hint")):
            self._sheet.write_string(self._row, column, WORDS[name][self._language], self._book.formats["heading"])
        self._row += 1
        self._sheet.freeze_panes(self._row, 0)
        self._sheet.repeat_rows(0, self._row - 1)

    def group(self, text: str) -> None:
        self._sheet.merge_range(self._row, LABEL, self._row, HINT, text, self._book.formats["group"])
        self._row += 1

    def field(self, field: Field, *, tall: bool = False) -> None:
        self._book.offer(self._sheet, (self._row, ANSWER, self._row, ANSWER), field)
        hint = hint_of(field, self._language)
        self._write(field.label, field.in_words(self._language), hint, tall=tall or 2 * len(hint) > WIDTHS[HINT])

    def text(self, label: str, *, tall: bool = True) -> None:
        self._write(label, "", "", tall=tall)

    def _write(self, label: str, answer: str, hint: str, *, tall: bool) -> None:
        looks = self._book.formats
        cells = ((label, "label"), (answer, "answer"), (hint, "hint"))
        for column, (text, look) in enumerate(cells):
            self._sheet.write_string(self._row, column, text, looks[look])
        if tall:
            self._sheet.set_row(self._row, LINES)
        self._row += 1

    def finish(self) -> None:
        self._sheet.set_landscape()
        self._sheet.set_paper(9)  # A4
        self._sheet.fit_to_pages(1, 0)
        self._sheet.print_area(0, 0, self._row - 1, HINT)
