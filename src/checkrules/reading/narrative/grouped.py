"""Numbers that are written in groups of three digits (1,024): which are surely one number, and which may be two.

`1,024` is one number. `3,400,25` and `每周1，200人参加` may be several: no digit of such a run is read, for the last group
alone would be a wrong number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import attrs

INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_COMMAS = ",，﹐‚٬"
_BLANKS = r"[^\S\n]"
_BETWEEN = rf"(?:{_BLANKS}|[{INVISIBLE}_“”\"‘’'＇＂])"
_RUN = re.compile(rf"(?<!\d)\d++(?:(?:{_BETWEEN}*+[{_COMMAS}](?:{_BETWEEN}|[\n{_COMMAS}])*+|{_BETWEEN}++)\d++)++")
_GROUPING = frozenset(",﹐'’＇\u00a0\u2005\u2006\u2007\u2009\u202f")
"""Signs that stand between two digits for no other reason than to group them. A full-width comma also ends a clause, a common
blank also parts two numbers."""
_SEVERAL = re.compile(r"分别|依次|各为")
_ORDERED = re.compile(r"(?:每\S?|第|周|月|星期)\Z")
_LOOKED_AT = 16


@attrs.frozen(kw_only=True)
class DigitRun:
    """Digits with signs between them, from `start` to `end`; `one_number`: they are surely a single number."""

    start: int
    end: int
    one_number: bool


def digit_runs(text: str) -> Iterator[DigitRun]:
    """The runs of digits that have commas, blanks, quotation marks or invisible characters between them, in order."""
    for found in _RUN.finditer(text):
        yield DigitRun(start=found.start(), end=found.end(), one_number=_one_number(text, found))


def _one_number(text: str, run: re.Match[str]) -> bool:
    visible = run[0].translate(dict.fromkeys(map(ord, INVISIBLE)))
    first, *groups = re.split(r"\D+", visible)
    if not groups:
        return True
    before = text[max(run.start() - _LOOKED_AT, 0) : run.start()]
    if (before[-1:].isascii() and before[-1:].isalnum()) or before.endswith((".", "．")):
        return False
    if len(first) > 3 or unicodedata.digit(first[0]) == 0 or any(len(group) != 3 for group in groups):
        return False
    signs = set(re.findall(r"\D+", visible))
    if len(signs) > 1:
        return False
    sign = signs.pop()
    if any(unicodedata.digit(group[0]) == 0 for group in groups):
        return sign.strip() in ("", *_COMMAS, *_GROUPING)  # nobody counts 024 of anything
    clause = re.split(r"[。；;！!？?\n]", before)[-1]
    if not clause.strip() or _SEVERAL.search(clause) or _ORDERED.search(clause):
        return False  # 1, at the beginning of a line may be the line's number
    return sign in _GROUPING or (sign == "，" and not any(digit.isascii() for digit in first))
