"""One narrative with its parts and subjects, and what a part belongs to: a norm, an exception, a list."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import attrs

from checkrules.reading.narrative.model import FactWording, Vocabulary
from checkrules.reading.narrative.plain import Part, Plain

MAX_TAIL = 12
MAX_OTHERS = 300
"""How far what holds for the others is looked for after 除…外."""
_EXCEPTED = re.compile(r"除[^。;]{1,30}?外")
_EXCEPTION = re.compile(rf"除([^。;]{{1,30}}?)外([^。;]{{0,{MAX_OTHERS}}})")
_JOINTS = re.compile(r"[和与及、跟等均都以也已经了的]+|以及|情况|工作|方面|本校|学校")


@attrs.frozen(kw_only=True)
class Found:
    value: object
    start: int
    end: int
    about: bool = False


@attrs.frozen(kw_only=True)
class Excepted:
    """A 除…外 with its span in the text: `of` is what it takes out, `others` what is said of the others."""

    start: int
    end: int
    of: str
    others: str


@attrs.frozen(kw_only=True)
class Narrative:
    """One text with its parts, and the spans of all subjects in each part. What holds of each part by the parts around it is
    found once for all, so that the work grows with the text and not with its square."""

    plain: Plain
    parts: tuple[Part, ...]
    facts: tuple[FactWording, ...]
    owned: tuple[tuple[tuple[int, int, str], ...], ...]
    words: Vocabulary
    lenient: bool = False

    @cached_property
    def spans(self) -> Mapping[int, tuple[int, int]]:
        """Where each sentence begins and ends, by its number."""
        found: dict[int, tuple[int, int]] = {}
        for part in self.parts:
            start, _ = found.get(part.sentence, (part.start, 0))
            found[part.sentence] = (start, part.start + len(part.text))
        return found

    def sentences(self) -> Iterator[tuple[int, str, int]]:
        """Each sentence: its number, its text, and where it begins."""
        for number, (start, end) in self.spans.items():
            yield number, self.plain.text[start:end], start

    def tail(self, index: int) -> list[Part]:
        """The parts after one, in its sentence, that name no subject of their own."""
        found = []
        for number in range(index + 1, min(len(self.parts), index + 1 + MAX_TAIL)):
            if self.parts[number].sentence != self.parts[index].sentence or self.owned[number]:
                break
            found.append(self.parts[number])
        return found

    @cached_property
    def residues(self) -> tuple[str, ...]:
        """The text of each part without its subjects."""
        return tuple(_residue(part.text, owned) for part, owned in zip(self.parts, self.owned, strict=True))

    @cached_property
    def said_besides(self) -> tuple[str, ...]:
        """What each part says besides its subjects and the words that join them."""
        return tuple(_JOINTS.sub("", residue) for residue in self.residues)

    @cached_property
    def set_aside(self) -> tuple[bool, ...]:
        """Whether a part says what is required, or speaks of others or of earlier times. A norm holds to the end of its
        sentence, or until the text comes to what is the case."""
        found = []
        sentence, required = -1, False
        for part in self.parts:
            required = required and part.sentence == sentence
            sentence = part.sentence
            if self.words.norm.search(part.text):
                required = True
            elif self.words.actual.search(part.text):
                required = False
            found.append(required or self.words.elsewhere.search(part.text) is not None)
        return tuple(found)

    @cached_property
    def exceptions(self) -> Mapping[int, Excepted]:
        """The first 除…外 of each sentence that has one."""
        return {
            number: Excepted(start=start + m.start(), end=start + m.end(), of=m[1], others=m[2])
            for number, text, start in self.sentences()
            if (m := _EXCEPTION.search(text))
        }

    @cached_property
    def excepted(self) -> tuple[bool, ...]:
        """Whether a part is inside 除…外."""
        spans = [
            (start + m.start(), start + m.end())
            for _, text, start in self.sentences()
            for m in _EXCEPTED.finditer(text)
        ]
        return tuple(overlapped(spans, part.start, part.start + len(part.text)) for part in self.parts)

    @cached_property
    def followers(self) -> tuple[int | None, ...]:
        """The part whose predicate a bare subject shares: the next one of the sentence that says something."""
        found: list[int | None] = []
        following: int | None = None
        for index in range(len(self.parts) - 1, -1, -1):
            if following is not None and self.parts[following].sentence != self.parts[index].sentence:
                following = None
            shared = following is not None and (self.parts[following].before == "、" or not self.owned[following])
            found.append(following if shared else None)
            if self.said_besides[index]:
                following = index
        return tuple(reversed(found))


def subjects(text: str, facts: Iterable[FactWording]) -> Iterator[tuple[int, int, str]]:
    for fact in facts:
        for start, end in locations(text, fact):
            yield start, end, fact.fact


def locations(text: str, fact: FactWording) -> Iterator[tuple[int, int]]:
    refused = [m.span() for m in fact.not_subject.finditer(text)] if fact.not_subjects else []
    for m in fact.subject.finditer(text):
        if not overlapped(refused, m.start(), m.end()):
            yield m.span()


def overlapped(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a span overlaps one of others, which are in order and apart from each other."""
    index = bisect_left(spans, (end, 0)) - 1
    return index >= 0 and start < spans[index][1]


def _residue(text: str, owned: Iterable[tuple[int, int, str]]) -> str:
    kept = [*text]
    for start, end, _ in owned:
        kept[start:end] = [" "] * (end - start)
    return "".join(kept).replace(" ", "")
