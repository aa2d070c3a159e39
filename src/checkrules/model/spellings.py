"""Spellings of a name: what is in `[…]` may be left out, of `(a|b)` one stands."""

from __future__ import annotations

MAX_SPELLINGS = 3_000
"""Of one pattern."""


class BadName(ValueError):
    """A pattern whose brackets do not match, or that has too many spellings."""


def spellings(pattern: str) -> tuple[str, ...]:
    """Every spelling of a pattern, the shortest choices last: `[专职]教师` → 专职教师, 教师."""
    found, rest = _alternatives(pattern, 0, "")
    if rest != len(pattern):
        raise BadName(pattern)
    return tuple(dict.fromkeys(found))


def _alternatives(pattern: str, start: int, closing: str) -> tuple[list[str], int]:
    """What stands from an offset up to a closing bracket, and where that is."""
    whole: list[str] = []
    current = [""]
    index = start
    while index < len(pattern) and pattern[index] != closing:
        letter = pattern[index]
        if letter in "[(":
            end = "]" if letter == "[" else ")"
            inner, index = _alternatives(pattern, index + 1, end)
            if index >= len(pattern):
                raise BadName(pattern)
            if letter == "[":
                inner = [*inner, ""]
            current = [before + piece for before in current for piece in inner]
        elif letter == "|" and closing:
            whole += current
            current = [""]
        elif letter in "])|":
            raise BadName(pattern)
        else:
            current = [before + letter for before in current]
        index += 1
        if len(current) + len(whole) > MAX_SPELLINGS:
            raise BadName(pattern)
    return whole + current, index
