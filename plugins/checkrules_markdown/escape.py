"""Data as text that Markdown leaves alone, and tables made of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

_MARKS = re.compile(r"[\\`*_{}\[\]#|~$]")
_START = re.compile(r"^([-+](?=\s|$)|[-=]+$|\d+(?=[.)](?:\s|$)))")
_LINK = re.compile(r"(://|(?<=[Ww]{3})\.|@)")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def escaped(text: str) -> str:
    """One line of data that shows as it is: no markup, no tag, no link, no list, no heading."""
    text = _LINK.sub(r"\\\1", _MARKS.sub(r"\\\g<0>", text.strip())).translate(_ENTITIES)
    if found := _START.match(text):
        mark, after = found[0], text[found.end() :]
        return f"{mark}\\{after}" if mark.isdigit() else f"\\{mark}{after}"
    return text


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], right: frozenset[int] = frozenset()) -> Iterator[str]:
    """A table of cells that are escaped already; the columns in `right` are aligned to the right."""
    yield _row(heads)
    yield _row(["---:" if index in right else "---" for index in range(len(heads))])
    for row in rows:
        yield _row(row)
    yield ""


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
