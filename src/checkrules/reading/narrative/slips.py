"""Slips of the keyboard in plain text → the words that are meant, and where they stood."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

import attrs

Span = tuple[int, int]


@attrs.frozen(kw_only=True)
class Slips:
    """`meant`: for each mistyped word the one that is meant, of the same length, and the letters it must not follow."""

    found: re.Pattern[str]
    meant: dict[str, tuple[str, str]]


@lru_cache(maxsize=1)
def slips() -> Slips:
    """The table of the package."""
    path = files("checkrules.reading.narrative") / "lexicon" / "typos.txt"
    meant: dict[str, tuple[str, str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        for entry in () if line.startswith("#") else line.split():
            wrong, _, rest = entry.partition("=")
            right, _, after = rest.partition("!")
            meant[wrong] = (right, after)
    longest_first = sorted(meant, key=len, reverse=True)
    return Slips(found=re.compile("|".join(map(re.escape, longest_first))), meant=meant)


def without_slips(text: str) -> tuple[str, list[Span]]:
    """The text with what is meant in place of slips, as long as before, and where they stood."""
    table = slips()
    spans: list[Span] = []

    def replaced(found: re.Match[str]) -> str:
        right, after = table.meant[found[0]]
        if found.start() and text[found.start() - 1] in after:
            return found[0]
        spans.append(found.span())
        return right

    return table.found.sub(replaced, text), spans
