"""What a narrative says of a flag."""

from __future__ import annotations

import re

from checkrules.reading.narrative.model import FactWording, Wording
from checkrules.reading.narrative.parts import Found, Narrative
from checkrules.reading.narrative.polarity import polarity

_UNCLEAR_TAIL = re.compile(r"^(?:但|不过|只是|然而|却|尚|还|有待|待)")


def exception(wording: Wording, narrative: Narrative, fact: FactWording, index: int) -> Found | None:
    """What 除…外 says of a flag: the opposite of what holds for the others."""
    found = narrative.exceptions.get(narrative.parts[index].sentence)
    if found is None or not fact.subject.search(found.of):
        return None
    others = polarity(found.others, fact, wording.vocabulary)
    return Found(value=False if others == "yes" else None, start=found.start, end=found.end)


def read_flag(wording: Wording, narrative: Narrative, fact: FactWording, index: int) -> Found | None:
    part = narrative.parts[index]
    words = wording.vocabulary
    end = part.start + len(part.text)
    said = polarity(narrative.residues[index], fact, words)
    tail = narrative.tail(index)
    if narrative.excepted[index]:
        return exception(wording, narrative, fact, index)
    if said == "silent":
        follower = narrative.followers[index]
        if follower is not None and not narrative.set_aside[follower]:
            said = polarity(narrative.residues[follower], fact, words)
            end = narrative.parts[follower].start + len(narrative.parts[follower].text)
    if said in ("silent", "nothing"):
        return Found(value=None, start=part.start, end=end) if said == "nothing" else None
    for after in tail:
        if words.unknown.search(after.text):
            return None
        if said == "yes" and (_UNCLEAR_TAIL.search(after.text) or polarity(after.text, fact, words) == "no"):
            return None
        if said == "yes" and (words.not_yet.search(after.text) or words.gone.search(after.text)):
            return None
    return Found(value=said == "yes", start=part.start, end=end)
