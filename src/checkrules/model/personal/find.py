"""The personal numbers in a text, with their kinds and offsets."""

from __future__ import annotations

import re
from collections.abc import Iterable

from checkrules.model.personal.digits import digit_numbers
from checkrules.model.personal.kinds import Found
from checkrules.model.personal.marked import marked_numbers
from checkrules.model.personal.narrow import DIGITS, SEPARATORS, narrowed

HINT = (
    rf"(?:[{DIGITS}][{SEPARATORS}]*){{4}}[{DIGITS}]|[@＠]|微信|[VvＶｖ]信|(?:[VvWwＶｖＷｗ][XxＸｘ])|"
    r"[WwＷｗ][EeＥｅ][CcＣｃ][HhＨｈ]"
)
"""A pattern of which something is in every text that holds a personal number. Polars reads it as Python does."""
_HINT = re.compile(HINT)
_FIRST = re.compile(rf"[{DIGITS}@＠微VvＶｖWwＷｗ]")
"""Looked for first: most texts have none of these signs, and a class of signs is found fast."""


def personal_numbers(text: str) -> tuple[Found, ...]:
    """The personal numbers of a text in the order in which they stand; none overlaps another."""
    first = _FIRST.search(text)
    if first is None or _HINT.search(text, first.start()) is None:
        return ()
    narrow, offsets = narrowed(text)
    found = _apart((*marked_numbers(narrow), *digit_numbers(narrow)))
    if offsets is None:
        return found
    return tuple(Found(one.kind, offsets[one.start], offsets[one.end - 1] + 1) for one in found)


def _apart(found: Iterable[Found]) -> tuple[Found, ...]:
    """Those that overlap as one, of the kind that begins first or is longer."""
    apart: list[Found] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if apart and one.start < apart[-1].end:
            before = apart.pop()
            apart.append(Found(before.kind, before.start, max(before.end, one.end)))
        else:
            apart.append(one)
    return tuple(apart)
