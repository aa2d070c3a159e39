"""Registers the writer `markdown`."""

from __future__ import annotations

from collections.abc import Callable

from checkrules.plugin import Language, Reports, Text, Writer, hookimpl


@hookimpl
def register_writers(register: Callable[[Writer], None]) -> None:
    """Register `markdown`."""
    title = Text("Markdown 报告", "Markdown report")
    register(Writer(name="markdown", suffixes=(".md",), title=title, write=_write))


def _write(reports: Reports, language: Language) -> str:
    from checkrules.plugin import document_of, view_of

    from .page import page

    return page(view_of(document_of(reports, language)))
