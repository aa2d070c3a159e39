"""Registers the writer `terminal`."""

from __future__ import annotations

from collections.abc import Callable

from checkrules import Language, Reports, Text, UsageError, Writer, hookimpl


@hookimpl
def register_writers(register: Callable[[Writer], None]) -> None:
    """Register `terminal`."""
    title = Text("终端显示", "for a terminal")
    register(Writer(name="terminal", suffixes=(), title=title, write=_write))


def _write(reports: Reports, language: Language) -> str:
    from checkrules import document_of, view_of

    try:
        import rich  # noqa: F401
    except ImportError as error:
        problem = Text("终端显示需要 rich", "the terminal format needs rich")
        raise UsageError(problem, hint="pip install 'checkrules[terminal]'") from error
    from .screen import screen, screen_of_stdout

    return screen(view_of(document_of(reports, language)), screen_of_stdout())
