"""What the workbooks of forms share: their looks, their lists to choose from, the properties that say whose form it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import attrs
import xlsxwriter

from checkrules.plugin import Content, Fact, Language

from .fields import NONE, YES_NO, Field

LISTS = "lists"
"""The hidden sheet that holds the entries of drop-down lists."""
MAX_ROWS = 2_000
"""Rows below the heading that have drop-down lists."""
LOOKS: Mapping[str, Mapping[str, object]] = {
    "title": {"bold": True, "font_size": 14, "valign": "vcenter"},
    "plain": {"text_wrap": True, "valign": "top"},
    "group": {"bold": True, "bg_color": "#DDE6F0", "border": 1, "valign": "vcenter"},
    "label": {"text_wrap": True, "border": 1, "valign": "vcenter"},
    "answer": {"text_wrap": True, "border": 1, "valign": "vcenter", "bg_color": "#FFFBE6", "num_format": "@"},
    "hint": {"text_wrap": True, "border": 1, "valign": "vcenter", "font_color": "#666666", "font_size": 9},
    "heading": {"bold": True, "text_wrap": True, "border": 1, "bg_color": "#DDE6F0", "valign": "vcenter"},
}
"""Answers are texts, so that what is typed stays as it was typed; the reader knows the types."""


@attrs.frozen(kw_only=True)
class Book:
    """A workbook while it is written."""

    file: Any
    formats: Mapping[str, Any]
    lists: dict[str, str]
    """The name of the range of each fact's drop-down list."""

    def offer(self, sheet: Any, cells: tuple[int, int, int, int], field: Field) -> None:
        """Offer the entries of a fact in cells. Anything else may be typed: the reader says what does not fit."""
        if field.fact.name in self.lists:
            offered = {"validate": "list", "source": f"={self.lists[field.fact.name]}", "error_type": "information"}
            sheet.data_validation(*cells, offered)


@contextmanager
def new_book(content: Content, facts: list[Fact], language: Language) -> Iterator[tuple[Book, BytesIO]]:
    """A workbook in memory, written when the block ends."""
    written = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    file = xlsxwriter.Workbook(written, options)
    file.set_custom_property("checkrules-checklist", content.id)
    file.set_custom_property("checkrules-version", content.version)
    book = Book(file=file, formats={name: file.add_format(dict(look)) for name, look in LOOKS.items()}, lists={})
    yield book, written
    _write_lists(book, facts, language)
    file.close()


def lists_of(facts: list[Fact]) -> dict[str, str]:
    """The facts with a drop-down list, each with the name of its range."""
    return {fact.name: f"list_{fact.name}" for fact in facts if fact.type in ("boolean", "choice")}


def _entries(fact: Fact, language: Language) -> list[str]:
    if fact.type == "boolean":
        return [words[language] for words in YES_NO.values()]
    return [choice.title[language] for choice in fact.choices]


def _write_lists(book: Book, facts: list[Fact], language: Language) -> None:
    sheet = book.file.add_worksheet(LISTS)
    sheet.hide()
    for column, fact in enumerate(fact for fact in facts if fact.name in book.lists):
        entries = _entries(fact, language)
        for row, entry in enumerate(entries):
            sheet.write_string(row, column, entry)
        letter = xlsxwriter.utility.xl_col_to_name(column, col_abs=True)
        book.file.define_name(book.lists[fact.name], f"={LISTS}!{letter}$1:{letter}${len(entries)}")


def none_of(language: Language) -> str:
    """The word for an empty list."""
    return NONE[language]
