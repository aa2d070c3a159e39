"""A text as numbers are looked for in it: one plain sign for each sign, and without those that cannot be seen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from checkrules.model.text import INVISIBLE

_DIGIT_RUNS = (
    *(0x0660, 0x06F0, 0xFF10, 0x2080, 0x1FBF0),
    *(0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6),
)
"""Where ten digits begin: Arabic, full-width, subscript, segmented, mathematical."""
_FROM_ONE = (0x2460, 0x2474, 0x2488, 0x24F5, 0x2776, 0x2780, 0x278A)
"""Where the digits 1 to 9 begin: circled, in brackets, with a full stop, and their variants."""
_OTHERS = {0x24EA: "0", 0x24FF: "0", 0x2070: "0", 0xB9: "1", 0xB2: "2", 0xB3: "3"}
_OTHERS |= {0x2074 + n: str(4 + n) for n in range(6)}
_BLANKS = "\t\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2e3a\ufe58\ufe63\u30fc"
_DOTS = "\u00b7\u2022\u2219\u22c5\u30fb"
_LINES = "\r\v\f\x1c\x1d\x1e\x85"


def _pairs() -> Iterator[tuple[int, str]]:
    yield from ((0xFF01 + n, chr(0x21 + n)) for n in range(94))  # full-width ASCII
    for run in _DIGIT_RUNS:
        yield from ((run + n, str(n)) for n in range(10))
    for run in _FROM_ONE:
        yield from ((run + n, str(n + 1)) for n in range(9))
    yield from _OTHERS.items()
    for signs, plain in ((_BLANKS, " "), (_DASHES, "-"), (_DOTS, "."), (_LINES, "\n"), ("\u2169\u2179", "X")):
        yield from ((ord(sign), plain) for sign in signs)
    yield from ((ord(sign), plain) for sign, plain in zip("【】〔〕［］[]", "()()()()", strict=True))


def _class(signs: Iterable[str]) -> str:
    """The inside of a character class, as both Python and Polars read it."""
    return "".join(f"\\{sign}" if sign in "[]()-." else sign for sign in signs)


NARROW = dict(_pairs())
_ALSO = "\ufe00-\ufe0f\u20e3"
"""What makes a digit a key (1️⃣), or only chooses how a sign is drawn."""
HIDDEN = re.compile(INVISIBLE.pattern[:-1] + _ALSO + "]")
DIGITS = "0-9" + _class(chr(sign) for sign, plain in NARROW.items() if plain.isdigit())
"""All signs that are read as digits, for a character class."""
SEPARATORS = (
    _class(" \n-.()")
    + _class(chr(sign) for sign, plain in NARROW.items() if plain in set(" \n-.()"))
    + HIDDEN.pattern[1:-1]
)
"""All signs that may stand between the digits of one number, for a character class."""


def narrowed(text: str) -> tuple[str, list[int] | None]:
    """The text in plain signs; where signs were left out, with the offset of each in the text."""
    narrow = text.translate(NARROW)
    if HIDDEN.search(narrow) is None:
        return narrow, None
    offsets = [offset for offset, sign in enumerate(narrow) if not HIDDEN.match(sign)]
    return "".join(narrow[offset] for offset in offsets), offsets
