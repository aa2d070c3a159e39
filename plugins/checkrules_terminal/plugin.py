"""Registers the writer `terminal`."""

from __future__ import annotations

from collections.abc import Callable

from checkrules.plugin import Language, Reports, Text, Writer, hookimpl, needs_extra


@hookimpl
def register_writers(register: Callable[[Writer], None]) -> None:
    """Register `terminal`."""
    title = Text("终端显示", "for a terminal")
    register(Writer(name="terminal", suffixes=(), title=title, write=_write))


def _write(reports: Reports, language: Language) -> str:
    from checkrules.plugin import document_of, view_of

    with needs_extra("checkrules[terminal]", Text("终端显示", "the terminal display")):
        import rich  # noqa: F401
    from .screen import screen, screen_of_stdout

    return screen(view_of(document_of(reports, language)), screen_of_stdout())
