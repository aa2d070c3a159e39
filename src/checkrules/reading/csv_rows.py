"""Where rows of CSV end: one rule for files that are read whole and for files that are read in parts.

A quote opens a cell at the beginning of a cell only; elsewhere it is a character like others. After the closing quote comes
the delimiter or a line end; where anything else follows, the row is broken, and ends with that line. A cell that is never
closed ends with its row after MAX_CELL_LINES, or with the text. Patterns are the same for texts and for their bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

MAX_CELL_LINES = 1_000
"""A quoted cell with more line ends was never closed: it must not take the rest of the file along."""
_END = r"(?:\r\n|\n|\r(?!\Z))"  # a \r at the very end may be half of \r\n: what follows is not there yet
_TEXT = r'[^"\r\n]*+(?:""[^"\r\n]*+)*+'


def rows_in(text: str, delimiter: str) -> Iterator[str]:
    """The rows of a text, each with its line end; empty lines that follow one another come together."""
    row = re.compile(rf"{_END}++|{row_pattern(delimiter)}")
    start = 0
    while found := row.match(text, start):
        yield found[0]
        start = found.end()
    if start < len(text):
        yield text[start:]


def row_pattern(delimiter: str) -> str:
    """One row with its line end. Where it does not match, the rest of the text is the last row."""
    return rf'(?:[^"\r\n]++|{_quotes(delimiter)})*+{_END}'


def outside_pattern(delimiter: str) -> str:
    """From the beginning of a row as far as every quoted cell is closed: to the end of the text, or to an opening quote."""
    return rf'(?:[^"]++|{_quotes(delimiter)})*+'


def _quotes(delimiter: str) -> str:
    begins, goes_on = rf"(?<![^{delimiter}\r\n])", rf"[^{delimiter}\r\n]"
    simple = rf'{begins}"[^"\r\n]*+"(?!{goes_on})'  # only for speed
    closed = rf'(?:{_END}{_TEXT}){{0,{MAX_CELL_LINES}}}+"(?:{goes_on}[^\r\n]*+)?+'
    never_closed = rf"(?:{_END}{_TEXT}){{{MAX_CELL_LINES}}}+"
    return rf'{simple}|{begins}"{_TEXT}(?:{closed}|{never_closed})|(?<={goes_on})"'


def line_ends(data: str | bytes) -> int:
    """How many line ends there are: CRLF, LF, or CR alone."""
    if isinstance(data, str):
        return data.count("\n") + (data.count("\r") - data.count("\r\n") if "\r" in data else 0)
    return data.count(b"\n") + (data.count(b"\r") - data.count(b"\r\n") if b"\r" in data else 0)
