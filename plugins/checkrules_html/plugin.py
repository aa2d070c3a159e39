"""Registers the writer `html`."""

from __future__ import annotations

from collections.abc import Callable

from checkrules.plugin import Language, Reports, Text, Writer, hookimpl


@hookimpl
def register_writers(register: Callable[[Writer], None]) -> None:
    """Register `html`."""
    title = Text("HTML 网页报告", "HTML page")
    register(Writer(name="html", suffixes=(".html", ".htm"), title=title, write=_write))


def _write(reports: Reports, language: Language) -> str:
    from checkrules.plugin import document_of, view_of

    from .page import page

    return page(view_of(document_of(reports, language)))
