"""Registers the blank forms `docx`, `xlsx` and `xlsx-rows`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from checkrules.plugin import BlankForm, Content, Language, RosterEntry, Text, hookimpl, needs_extra

EXTRA = "checkrules[forms]"


@hookimpl
def register_blank_forms(register: Callable[[BlankForm], None]) -> None:
    word = Text("文字表单，每个对象一份", "a Word form, one for each subject")
    sheet = Text("电子表格，每个对象一份", "a spreadsheet, one for each subject")
    rows = Text("电子表格，每个对象一行", "a spreadsheet, one row for each subject")
    register(BlankForm(name="docx", suffixes=(".docx",), title=word, write=_word))
    register(BlankForm(name="xlsx", suffixes=(".xlsx",), title=sheet, write=_sheet))
    register(BlankForm(name="xlsx-rows", suffixes=(".xlsx",), title=rows, write=_rows, many=True))


def _word(content: Content, entries: Sequence[RosterEntry], language: Language) -> bytes:
    with needs_extra(EXTRA, Text("生成文字表单", "making Word forms")):
        from .word import word_form
    return word_form(content, entries[0] if entries else None, language)


def _sheet(content: Content, entries: Sequence[RosterEntry], language: Language) -> bytes:
    with needs_extra(EXTRA, Text("生成电子表格", "making spreadsheets")):
        from .sheet import sheet_form
    return sheet_form(content, entries[0] if entries else None, language)


def _rows(content: Content, entries: Sequence[RosterEntry], language: Language) -> bytes:
    with needs_extra(EXTRA, Text("生成电子表格", "making spreadsheets")):
        from .rows import rows_form
    return rows_form(content, entries, language)
