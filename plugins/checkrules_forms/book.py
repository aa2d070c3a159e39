"""What the workbooks of forms share: their looks, their lists to choose from, the properties that say whose form it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import attrs
import xlsxwriter

from checkrules.plugin import Content, Fact, Language

from .fields import YES_NO, Field

MAX_LIST = 255
"""Characters of all entries of a drop-down list together: Excel takes no more. A longer list has none, and is typed."""
MAX_ROWS = 2_000
"""Rows below the heading that have drop-down lists."""
LOOKS: Mapping[str, Mapping[str, object]] = {
    "title": {"bold": True, "font_size": 14, "valign": "vcenter"},
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
    language: Language

    def offer(self, sheet: Any, cells: tuple[int, int, int, int], field: Field) -> None:
        """Offer the entries of a fact in cells. Anything else may be typed: the reader says what does not fit."""
        entries = _entries(field.fact, self.language)
        if entries and len(",".join(entries)) <= MAX_LIST:
            sheet.data_validation(*cells, {"validate": "list", "source": entries, "error_type": "information"})


@contextmanager
def new_book(content: Content, language: Language) -> Iterator[tuple[Book, BytesIO]]:
    """A workbook in memory, written when the block ends."""
    written = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    file = xlsxwriter.Workbook(written, options)
    file.set_custom_property("checkrules-checklist", content.id)
    file.set_custom_property("checkrules-version", content.version)
    book = Book(
        file=file, formats={name: file.add_format(dict(look)) for name, look in LOOKS.items()}, language=language
    )
    yield book, written
    file.close()


def _entries(fact: Fact, language: Language) -> list[str]:
    if fact.type == "boolean":
        return [words[language] for words in YES_NO.values()]
    return [choice.title[language] for choice in fact.choices] if fact.type == "choice" else []
