"""Rows of styled text: the pieces of which the screen is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checkrules.plugin import width_of, wrapped

Row = list[tuple[str, str]]
"""One line: texts with their styles."""

TONES = {"good": "bold green", "fair": "bold cyan", "poor": "bold red", "none": "bold yellow"}
SEVERITY_STYLES = {"critical": "bold red", "major": "yellow", "minor": "cyan", "advisory": "dim"}
SEVERITY_SIGNS = {"critical": "●", "major": "▲", "minor": "○", "advisory": "·"}
OUTCOME_STYLES = {"pass": "green", "fail": "red", "unknown": "yellow", "not_applicable": "dim", "error": "bold red"}


def line(text: str = "", style: str = "") -> Row:
    """A line of one style; empty by default."""
    return [(text, style)]


def rule(title: str, width: int, note: str = "") -> Iterator[Row]:
    """A heading: an empty line, the title and a thin line as wide as the page."""
    yield line()
    beside = width_of(title + note) + 2 <= width
    yield [(title, "bold"), (f"  {note}" if beside else "", "dim")]
    if note and not beside:
        yield from paragraph(note, width, style="dim")
    yield line("─" * width, "dim")


def paragraph(text: str, width: int, indent: int = 0, style: str = "", label: str = "") -> Iterator[Row]:
    """A paragraph; `label` precedes its first line and the others align with it."""
    lead = indent + (width_of(label) + 2 if label else 0)
    for number, part in enumerate(wrapped(text, max(20, width - lead))):
        if number == 0 and label:
            yield [(" " * indent + label + "  ", "dim"), (part, style)]
        else:
            yield [(" " * lead + part, style)]


def pairs(items: Iterable[tuple[str, str]], width: int) -> Iterator[Row]:
    """Labels with their values, as many in a row as fit; none is torn apart unless it is longer than a row."""
    row = ""
    for label, value in items:
        pair = f"{label} {value}"
        if row and width_of(row + pair) + 3 > width:
            yield from paragraph(row, width, style="dim")
            row = ""
        row += f"   {pair}" if row else pair
    yield from paragraph(row, width, style="dim")
