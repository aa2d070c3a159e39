"""One narrative with its parts and subjects, and what a part belongs to: a norm, an exception, a list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

import attrs

from checkrules.reading.narrative.model import FactWording, Wording
from checkrules.reading.narrative.plain import Part, Plain

MAX_TAIL = 12
_JOINTS = re.compile(r"[和与及、跟等均都以也已经了的]+|以及|情况|工作|方面|本校|学校")


@attrs.frozen(kw_only=True)
class Found:
    value: object
    start: int
    end: int
    about: bool = False


@attrs.frozen(kw_only=True)
class Narrative:
    """One text with its parts, and the spans of all subjects in each part."""

    plain: Plain
    parts: tuple[Part, ...]
    facts: tuple[FactWording, ...]
    owned: tuple[tuple[tuple[int, int, str], ...], ...]
    lenient: bool = False

    @cached_property
    def _sentences(self) -> dict[int, tuple[int, int]]:
        found: dict[int, tuple[int, int]] = {}
        for part in self.parts:
            start, _ = found.get(part.sentence, (part.start, 0))
            found[part.sentence] = (start, part.start + len(part.text))
        return found

    def sentence(self, part: Part) -> tuple[str, int]:
        """The text of a part's sentence, and where it begins."""
        start, end = self._sentences[part.sentence]
        return self.plain.text[start:end], start

    def tail(self, index: int) -> list[Part]:
        """The parts after one, in its sentence, that name no subject of their own."""
        found = []
        for number in range(index + 1, min(len(self.parts), index + 1 + MAX_TAIL)):
            if self.parts[number].sentence != self.parts[index].sentence or self.owned[number]:
                break
            found.append(self.parts[number])
        return found


def subjects(text: str, facts: Iterable[FactWording]) -> Iterator[tuple[int, int, str]]:
    for fact in facts:
        for start, end in locations(text, fact):
            yield start, end, fact.fact


def locations(text: str, fact: FactWording) -> Iterator[tuple[int, int]]:
    refused = [m.span() for m in fact.not_subject.finditer(text)] if fact.not_subjects else []
    for m in fact.subject.finditer(text):
        if not any(a < m.end() and m.start() < b for a, b in refused):
            yield m.span()


def set_aside(wording: Wording, narrative: Narrative, index: int) -> bool:
    """Whether a part says what is required, or speaks of others or of earlier times. A norm holds to the end of its sentence, or until
    the text comes to what is the case."""
    words = wording.vocabulary
    if words.elsewhere.search(narrative.parts[index].text):
        return True
    number = index
    while number >= 0 and narrative.parts[number].sentence == narrative.parts[index].sentence:
        text = narrative.parts[number].text
        if words.norm.search(text):
            return True
        if words.actual.search(text):
            return False
        number -= 1
    return False


def excepted(narrative: Narrative, index: int) -> bool:
    """Whether a part is inside 除…外."""
    text, start = narrative.sentence(narrative.parts[index])
    begin = narrative.parts[index].start - start
    end = begin + len(narrative.parts[index].text)
    return any(m.start() < end and begin < m.end() for m in re.finditer(r"除[^。;]{1,30}?外", text))


def residue(narrative: Narrative, index: int) -> str:
    text = narrative.parts[index].text
    kept = [*text]
    for start, end, _ in narrative.owned[index]:
        kept[start:end] = [" "] * (end - start)
    return "".join(kept).replace(" ", "")


def said_besides(narrative: Narrative, index: int) -> str:
    """What a part says besides its subjects and the words that join them."""
    return _JOINTS.sub("", residue(narrative, index))


def follower_of(narrative: Narrative, index: int) -> int | None:
    """The part whose predicate a bare subject shares: the next one of the sentence."""
    number = index + 1
    while number < len(narrative.parts) and narrative.parts[number].sentence == narrative.parts[index].sentence:
        if said_besides(narrative, number):
            listed = narrative.parts[number].before == "、"
            return number if listed or not narrative.owned[number] else None
        number += 1
    return None
