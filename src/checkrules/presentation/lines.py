"""Text in columns and lines: a Chinese character takes two columns of a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checkrules.model.text import width_of

_PIECE = re.compile(r"\s+|[^\s\u2e80-\uffef“”‘’…·—《》（）]+|.", re.DOTALL)
_NOT_FIRST = frozenset("，。；：、？！）》”’」』】〉〕…%％,.;:?!)]}")
_NOT_LAST = frozenset("（《“‘「『【〈〔([{")


def cut(text: str, width: int) -> str:
    """The text in at most so many columns, with an ellipsis where something is left out."""
    if width_of(text) <= width:
        return text
    kept = ""
    for character in text:
        if width_of(kept + character) > width - 2:
            break
        kept += character
    return kept + "…"


def padded(text: str, width: int, right: bool = False) -> str:
    """The text in exactly so many columns, cut where it is longer."""
    text = cut(text, width)
    space = " " * (width - width_of(text))
    return space + text if right else text + space


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most so many columns: broken at spaces and between Chinese characters, with closing marks
    kept off a line's beginning and opening marks off its end; a longer word is cut."""
    lines = [""]
    for piece in _pieces(text, width):
        if width_of(lines[-1] + piece.rstrip()) <= width:
            lines[-1] += piece
        else:
            lines.append(piece.lstrip())
    return [line.rstrip() for line in lines if line.strip()] or [""]


def _pieces(text: str, width: int) -> Iterator[str]:
    """The parts between which a line may break."""
    held = ""
    for found in _PIECE.finditer(text):
        piece = found[0]
        if held and not (piece[0] in _NOT_FIRST or held[-1] in _NOT_LAST):
            yield from _chopped(held, width)
            held = ""
        held += piece
    yield from _chopped(held, width)


def _chopped(piece: str, width: int) -> Iterator[str]:
    while width_of(piece) > width:
        end = 1
        while end < len(piece) and width_of(piece[: end + 1]) <= width:
            end += 1
        yield piece[:end]
        piece = piece[end:]
    yield piece
