"""The characters that a part of a pattern stands for, as ranges: whether two parts can match the same character."""

from __future__ import annotations

import re
import sys
from functools import cache, lru_cache
from itertools import pairwise

Ranges = tuple[tuple[int, int], ...]
"""Ranges of code points, both ends included, in order and apart from one another."""

_LAST = sys.maxunicode
_ASSIGNED = 0x40000
"""Unicode has no letter, digit or blank from here on."""
_ITEM = re.compile(r"(\\?.)(?:-(\\?[^\]]))?", re.DOTALL)


@lru_cache(maxsize=4096)
def characters_of(unit: str) -> Ranges | None:
    """The characters that one character, escaped class or class in brackets matches; None where that is not known."""
    if len(unit) == 1:
        return ((ord(unit), ord(unit)),)
    if unit.startswith("["):
        negated = unit.startswith("[^")
        found = _items(unit[2 if negated else 1 : -1])
        return _others(found) if negated and found is not None else found
    return _escaped(unit)


def overlap(one: Ranges, other: Ranges) -> bool:
    """Whether two sets of characters have one in common."""
    both = sorted((*((low, high, 0) for low, high in one), *((low, high, 1) for low, high in other)))
    return any(before[1] >= after[0] for before, after in pairwise(both))


def _items(text: str) -> Ranges | None:
    """The characters of all items between brackets."""
    ranges: list[tuple[int, int]] = []
    position = 0
    while (item := _ITEM.match(text, position)) is not None:
        position = item.end()
        parts = [_escaped(part) if len(part) > 1 else ((ord(part), ord(part)),) for part in item.groups() if part]
        if any(part is None for part in parts):
            return None
        known = [part for part in parts if part is not None]
        if len(known) == 2:
            ranges.append((known[0][0][0], known[1][-1][1]))
        else:
            ranges += known[0]
    return _joined(ranges)


@cache
def _escaped(text: str) -> Ranges | None:
    """The characters of an escape such as `\\d` or `\\.`."""
    letter = text[1]
    if not letter.isascii() or not letter.isalnum():
        return ((ord(letter), ord(letter)),)
    if letter in "DWS":
        return _others(_escaped(text.lower()) or ())
    if letter in "dws":
        every = "".join(map(chr, range(_ASSIGNED)))
        return tuple((found.start(), found.end() - 1) for found in re.finditer(text + "+", every))
    return None


def _joined(ranges: list[tuple[int, int]]) -> Ranges:
    joined: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if joined and low <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        else:
            joined.append((low, high))
    return tuple(joined)


def _others(ranges: Ranges) -> Ranges:
    """All characters but these."""
    starts = (0, *(high + 1 for _, high in ranges))
    ends = (*(low - 1 for low, _ in ranges), _LAST)
    return tuple((low, high) for low, high in zip(starts, ends, strict=True) if low <= high)
