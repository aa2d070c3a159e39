"""Whether a part of a sentence says that something is in place, is not, or says nothing."""

from __future__ import annotations

import re
from typing import Literal

from checkrules.reading.narrative.model import FactWording, Vocabulary

Polarity = Literal["yes", "no", "nothing", "silent"]
"""`silent`: no word of it; `nothing`: it is said that nothing is known, or nothing clear."""


def polarity(text: str, wording: FactWording, words: Vocabulary) -> Polarity:
    """What a part, its subjects left out, says of a flag."""
    if words.unknown.search(text) or words.norm.search(text) or text.endswith("?"):
        return "nothing"
    if _any(wording.negative, text):
        return "no"
    if words.not_yet.search(text):
        return "no"
    bare = words.not_negation.sub("", text)
    negations = words.negation.findall(bare)
    if len(negations) > 1:
        return "nothing"
    if negations:
        return "no"
    if words.partial.search(text):
        return "nothing" if wording.partial is None else "yes" if wording.partial else "no"
    if bare != text and not _any(wording.positive, text) and not words.positive.search(bare):
        return "nothing"
    if _any(wording.positive, text) or words.positive.search(bare):
        return "yes"
    return "silent"


def _any(patterns: tuple[str, ...], text: str) -> bool:
    return any(re.search(pattern, text) for pattern in patterns)
