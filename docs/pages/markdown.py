"""Pieces of Markdown: tables, cells and code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; empty where there are no rows."""
    lines = [f"| {' | '.join(cell(value) for value in row)} |" for row in rows]
    if not lines:
        return ""
    return "\n".join([f"| {' | '.join(headings)} |", "|" + " --- |" * len(headings), *lines]) + "\n"


def cell(value: object) -> str:
    """A text as a cell: on one line, its bars escaped."""
    return " ".join(str(value).split()).replace("|", "&#124;")


def code(text: object) -> str:
    """A text as code, in a cell or a sentence. Bars have no escape within backticks."""
    if "|" in str(text):
        return f"<code>{escape(str(text))}</code>"
    return f"`{text}`" if str(text) else ""


def page(*parts: str) -> str:
    """Paragraphs, one blank line between them."""
    return "\n\n".join(part.strip("\n") for part in parts if part.strip()) + "\n"
