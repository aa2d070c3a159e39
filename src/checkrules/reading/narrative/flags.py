"""What a narrative says of a flag."""

from __future__ import annotations

import re

from checkrules.reading.narrative.model import FactWording, Wording
from checkrules.reading.narrative.parts import Found, Narrative, excepted, follower_of, residue, set_aside
from checkrules.reading.narrative.polarity import polarity

_UNCLEAR_TAIL = re.compile(r"^(?:但|不过|只是|然而|却|尚|还|有待|待)")


def exception(wording: Wording, narrative: Narrative, fact: FactWording, index: int) -> Found | None:
    """What 除…外 says of a flag: the opposite of what holds for the others."""
    text, start = narrative.sentence(narrative.parts[index])
    for m in re.finditer(r"除([^。;]{1,30}?)外([^。;]*)", text):
        if fact.subject.search(m[1]):
            if polarity(m[2], fact, wording.vocabulary) == "yes":
                return Found(value=False, start=start + m.start(), end=start + m.end())
            return Found(value=None, start=start + m.start(), end=start + m.end())
    return None


def read_flag(wording: Wording, narrative: Narrative, fact: FactWording, index: int) -> Found | None:
    part = narrative.parts[index]
    words = wording.vocabulary
    end = part.start + len(part.text)
    said = polarity(residue(narrative, index), fact, words)
    tail = narrative.tail(index)
    if excepted(narrative, index):
        return exception(wording, narrative, fact, index)
    if said == "silent":
        follower = follower_of(narrative, index)
        if follower is not None and not set_aside(wording, narrative, follower):
            said = polarity(residue(narrative, follower), fact, words)
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
