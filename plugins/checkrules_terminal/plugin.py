"""Registers the writer `terminal`."""

from __future__ import annotations

from collections.abc import Callable

from checkrules.plugin import Language, Reports, Text, UsageError, Writer, hookimpl, needs_extra, note


@hookimpl
def register_writers(register: Callable[[Writer], None]) -> None:
    """Register `terminal`."""
    title = Text("终端显示", "for a terminal")
    register(Writer(name="terminal", suffixes=(), title=title, write=_write))


def _write(reports: Reports, language: Language) -> str:
    from checkrules.plugin import document_of, view_of

    from .screen import Screen, screen, screen_of_stdout

    on = screen_of_stdout()
    if on.colour:
        try:
            with needs_extra("checkrules[terminal]", Text("彩色显示", "colour")):
                import rich  # noqa: F401
        except UsageError as error:
            note(error.message)
            on = Screen(width=on.width)
    return screen(view_of(document_of(reports, language)), on)
