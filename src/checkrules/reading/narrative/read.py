"""Narratives → readings: for each fact its subject, and what is said of it in the same part or the parts that follow."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

import attrs

from checkrules.reading.narrative.amounts import period_in
from checkrules.reading.narrative.counts import after_the_norm, derived_from, other_classes, ratio_of, read_number
from checkrules.reading.narrative.flags import read_flag
from checkrules.reading.narrative.model import FactWording, Wording
from checkrules.reading.narrative.parts import Found, Narrative, subjects
from checkrules.reading.narrative.plain import Plain, parts_of, plain_text
from checkrules.reading.narrative.polarity import polarity


@attrs.frozen(kw_only=True)
class Reading:
    """One fact read out of prose. `start` and `end` are offsets into the narrative as it was given, of `quote`."""

    fact: str
    value: bool | int | float | str | tuple[str, ...]
    task: str
    start: int
    end: int
    quote: str
    approximate: bool


def read_prose(wording: Wording, narratives: Mapping[str, str]) -> tuple[Reading, ...]:
    """What the narratives state, keyed by task id: at most one reading per fact, in the order of the wording."""
    readings = []
    for task, text in narratives.items():
        facts = tuple(fact for fact in wording.facts if task in fact.tasks)
        readings += _read(wording, text, facts, task, lenient=False)
    return tuple(readings)


def read_text(wording: Wording, text: str, facts: Collection[str]) -> tuple[Reading, ...]:
    """What one text states of certain facts. Of a single fact the text may leave the subject out."""
    chosen = {fact.fact for fact in wording.facts if fact.fact in facts}
    tasks = {task for fact in wording.facts if fact.fact in chosen for task in fact.tasks}
    beside = tuple(fact for fact in wording.facts if tasks & {*fact.tasks})
    found = _read(wording, text, beside, "", lenient=len(chosen) == 1, only=chosen)
    return tuple(found)


def _read(
    wording: Wording,
    text: str,
    facts: tuple[FactWording, ...],
    task: str,
    *,
    lenient: bool,
    only: Collection[str] | None = None,
) -> list[Reading]:
    plain = plain_text(text)
    parts = tuple(parts_of(plain.text))
    owned = tuple(tuple(subjects(part.text, facts)) for part in parts)
    narrative = Narrative(plain=plain, parts=parts, facts=facts, owned=owned, words=wording.vocabulary, lenient=lenient)
    found: dict[str, Found] = {}
    for fact in facts:
        if only is None or fact.fact in only or any(fact.fact in (f.part, *f.ratio) for f in facts):
            reading = _combined(fact, [*_of_fact(wording, narrative, fact)])
            if reading is not None:
                found[fact.fact] = reading
    for fact in facts:
        if fact.fact not in found and all(name in found for name in fact.ratio) and fact.ratio:
            share = ratio_of(fact, [found[name] for name in fact.ratio])
            if share is not None:
                found[fact.fact] = share
        if fact.fact not in found and fact.part in found:
            derived = derived_from(fact, narrative, found[fact.part])
            if derived is not None:
                found[fact.fact] = derived
    return [_reading(name, item, plain, text, task) for name, item in found.items() if only is None or name in only]


def _reading(fact: str, found: Found, plain: Plain, text: str, task: str) -> Reading:
    start, end = plain.span(found.start, found.end)
    return Reading(
        fact=fact,
        value=found.value,  # type: ignore[arg-type]
        task=task,
        start=start,
        end=end,
        quote=text[start:end],
        approximate=found.about,
    )


def _combined(fact: FactWording, found: list[Found]) -> Found | None:
    stated = [item for item in found if item.value is not None]
    if not stated:
        return None
    if fact.minimum_of_all:
        return min(stated, key=lambda item: float(item.value))  # type: ignore[arg-type]
    values = {item.value for item in stated}
    return stated[0] if len(values) == 1 and len(stated) == len(found) else None


def _of_fact(wording: Wording, narrative: Narrative, fact: FactWording) -> Iterator[Found]:
    said = list(_said(wording, narrative, fact))
    if said:
        yield from said
        return
    if fact.kind == "choices":
        yield from _choices(wording, narrative, fact)
        return
    matched = False
    inherited: str | None = None
    for index, part in enumerate(narrative.parts):
        spans = [(a, b) for a, b, name in narrative.owned[index] if name == fact.fact]
        if spans:
            matched = True
            if not narrative.set_aside[index]:
                item = _of_part(wording, narrative, fact, index, spans[-1], inherited)
                if item is not None:
                    yield item
                if fact.minimum_of_all:
                    yield from other_classes(wording, narrative, fact, index)
            elif fact.kind != "flag":
                yield from after_the_norm(wording, narrative, fact, index)
        inherited = period_in(part.text) or inherited
    if not matched and narrative.lenient and not fact.total and not fact.missing:
        for index in range(len(narrative.parts)):
            if not narrative.owned[index] and not narrative.set_aside[index]:
                item = _of_part(wording, narrative, fact, index, (0, 0), None)
                if item is not None:
                    yield item


def _said(wording: Wording, narrative: Narrative, fact: FactWording) -> Iterator[Found]:
    for _, text, start in narrative.sentences():
        for pattern, value in fact.said:
            m = pattern.search(text)
            if m and not wording.vocabulary.norm.search(text) and not wording.vocabulary.unknown.search(text):
                stated = tuple(value) if isinstance(value, list) else value
                yield Found(value=stated, start=start + m.start(), end=start + m.end())
                return


def _of_part(
    wording: Wording, narrative: Narrative, fact: FactWording, index: int, span: tuple[int, int], inherited: str | None
) -> Found | None:
    if fact.kind == "flag":
        return read_flag(wording, narrative, fact, index)
    return read_number(wording, narrative, fact, index, span, inherited)


def _choices(wording: Wording, narrative: Narrative, fact: FactWording) -> Iterator[Found]:
    words = wording.vocabulary
    chosen: dict[str, None] = {}
    first = last = None
    for index, part in enumerate(narrative.parts):
        for choice, names in fact.choices:
            if not any(re.search(name, part.text) for name in names) or narrative.set_aside[index]:
                continue
            if narrative.excepted[index]:
                continue
            rest = part.text
            for _, others in fact.choices:
                for name in others:
                    rest = re.sub(name, "", rest)
            if polarity(rest, fact, words) in ("no", "nothing"):
                continue
            first = part if first is None else first
            last = part
            chosen[choice] = None
    if first is not None and last is not None:
        yield Found(
            value=tuple(sorted(chosen, key=[c for c, _ in fact.choices].index)),
            start=first.start,
            end=last.start + len(last.text),
        )
