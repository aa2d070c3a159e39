"""Narratives → readings: for each fact its subject, and what is said of it in the same part or the parts that follow."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

import attrs

from checkrules.wording.amounts import Amount, amounts_in, converted, period_in
from checkrules.wording.model import FactWording, Wording
from checkrules.wording.polarity import polarity
from checkrules.wording.text import Part, Plain, parts_of, plain_text

_JOINTS = re.compile(r"[和与及、跟等均都以也已经了的]+|以及|情况|工作|方面|本校|学校")
_WEEKDAYS = re.compile(r"(?:每)?周([一二三四五六日](?:[、和及,]?(?:周)?[一二三四五六日])+)(?!节|次|天)")
_TAIL_NUMBER = re.compile(r"^(?:现?共计?|合计|总计|计|有|为|约|已|只有?|仅有?|分别)*")
_UNCLEAR_TAIL = re.compile(r"^(?:但|不过|只是|然而|却|尚|还|有待|待)")


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


@attrs.frozen(kw_only=True)
class _Found:
    value: object
    start: int
    end: int
    about: bool = False


@attrs.frozen(kw_only=True)
class _Narrative:
    """One text with its parts, and the places of all subjects in each part."""

    plain: Plain
    parts: tuple[Part, ...]
    facts: tuple[FactWording, ...]
    owned: tuple[tuple[tuple[int, int, str], ...], ...]
    lenient: bool = False

    def sentence(self, part: Part) -> tuple[str, int]:
        """The text of a part's sentence, and where it begins."""
        inside = [p for p in self.parts if p.sentence == part.sentence]
        start, end = inside[0].start, inside[-1].start + len(inside[-1].text)
        return self.plain.text[start:end], start

    def tail(self, index: int) -> list[Part]:
        """The parts after one, in its sentence, that name no subject of their own."""
        found = []
        for number in range(index + 1, len(self.parts)):
            if self.parts[number].sentence != self.parts[index].sentence or self.owned[number]:
                break
            found.append(self.parts[number])
        return found


def read_prose(wording: Wording, narratives: Mapping[str, str]) -> tuple[Reading, ...]:
    """What the narratives state, keyed by task id: at most one reading a fact, in the order of the wording."""
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
    owned = tuple(tuple(_subjects(part.text, facts)) for part in parts)
    narrative = _Narrative(plain=plain, parts=parts, facts=facts, owned=owned, lenient=lenient)
    found: dict[str, _Found] = {}
    for fact in facts:
        if only is None or fact.fact in only or any(fact.fact in (f.part, *f.ratio) for f in facts):
            reading = _combined(fact, [*_of_fact(wording, narrative, fact)])
            if reading is not None:
                found[fact.fact] = reading
    for fact in facts:
        if fact.fact not in found and all(name in found for name in fact.ratio) and fact.ratio:
            share = _ratio(fact, [found[name] for name in fact.ratio])
            if share is not None:
                found[fact.fact] = share
        if fact.fact not in found and fact.part in found:
            derived = _derived(fact, narrative, found[fact.part])
            if derived is not None:
                found[fact.fact] = derived
    return [_reading(name, item, plain, text, task) for name, item in found.items() if only is None or name in only]


def _reading(fact: str, found: _Found, plain: Plain, text: str, task: str) -> Reading:
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


def _subjects(text: str, facts: Iterable[FactWording]) -> Iterator[tuple[int, int, str]]:
    for fact in facts:
        for start, end in _places(text, fact):
            yield start, end, fact.fact


def _places(text: str, fact: FactWording) -> Iterator[tuple[int, int]]:
    refused = [m.span() for m in fact.not_subject.finditer(text)] if fact.not_subjects else []
    for m in fact.subject.finditer(text):
        if not any(a < m.end() and m.start() < b for a, b in refused):
            yield m.span()


def _combined(fact: FactWording, found: list[_Found]) -> _Found | None:
    stated = [item for item in found if item.value is not None]
    if not stated:
        return None
    if fact.minimum_of_all:
        return min(stated, key=lambda item: float(item.value))  # type: ignore[arg-type]
    values = {item.value for item in stated}
    return stated[0] if len(values) == 1 and len(stated) == len(found) else None


def _of_fact(wording: Wording, narrative: _Narrative, fact: FactWording) -> Iterator[_Found]:
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
            if not _set_aside(wording, narrative, index):
                item = _of_part(wording, narrative, fact, index, spans[-1], inherited)
                if item is not None:
                    yield item
                if fact.minimum_of_all:
                    yield from _other_classes(wording, narrative, fact, index)
            elif fact.kind != "flag":
                yield from _after_the_norm(wording, narrative, fact, index)
        inherited = period_in(part.text) or inherited
    if not matched and narrative.lenient and not fact.total and not fact.missing:
        for index in range(len(narrative.parts)):
            if not narrative.owned[index] and not _set_aside(wording, narrative, index):
                item = _of_part(wording, narrative, fact, index, (0, 0), None)
                if item is not None:
                    yield item


def _set_aside(wording: Wording, narrative: _Narrative, index: int) -> bool:
    """Whether a part tells what is required, or of others or of before. A norm holds to the end of its sentence, or until
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


def _after_the_norm(wording: Wording, narrative: _Narrative, fact: FactWording, index: int) -> Iterator[_Found]:
    """The number that follows what is required: 要求每周1节，实际隔周1节."""
    for part in narrative.tail(index):
        if wording.vocabulary.actual.search(part.text) and not wording.vocabulary.unknown.search(part.text):
            for amount in amounts_in(part.text, fact.unit):
                value = amount.value
                if fact.kind == "rate" and value is not None:
                    value = converted(value, period_in(part.text, amount.start), fact.per, None, bare=fact.bare)
                yield _Found(value=_whole(fact, value), start=part.start, end=part.start + len(part.text))
                return


def _other_classes(wording: Wording, narrative: _Narrative, fact: FactWording, index: int) -> Iterator[_Found]:
    """What the parts that follow say of other classes or grades: a number of their own, or that there is none."""
    for part in narrative.tail(index):
        end = part.start + len(part.text)
        if re.search(r"(?:年级|部|班|高[一二三]|初[一二三])[^,。]{0,4}(?:未|没)", part.text):
            yield _Found(value=0, start=part.start, end=end)
            continue
        for amount in amounts_in(part.text, fact.unit):
            period = period_in(part.text, amount.start)
            if period is not None and amount.value is not None and not wording.vocabulary.norm.search(part.text):
                value = converted(amount.value, period, fact.per, None, bare=False)
                yield _Found(value=_whole(fact, value), start=part.start, end=end)


def _excepted(narrative: _Narrative, index: int) -> bool:
    """Whether a part stands within 除…外."""
    text, start = narrative.sentence(narrative.parts[index])
    begin = narrative.parts[index].start - start
    end = begin + len(narrative.parts[index].text)
    return any(m.start() < end and begin < m.end() for m in re.finditer(r"除[^。;]{1,30}?外", text))


def _said(wording: Wording, narrative: _Narrative, fact: FactWording) -> Iterator[_Found]:
    seen = set()
    for part in narrative.parts:
        if part.sentence in seen:
            continue
        seen.add(part.sentence)
        text, start = narrative.sentence(part)
        for pattern, value in fact.said:
            m = pattern.search(text)
            if m and not wording.vocabulary.norm.search(text) and not wording.vocabulary.unknown.search(text):
                stated = tuple(value) if isinstance(value, list) else value
                yield _Found(value=stated, start=start + m.start(), end=start + m.end())
                return


def _of_part(
    wording: Wording, narrative: _Narrative, fact: FactWording, index: int, span: tuple[int, int], inherited: str | None
) -> _Found | None:
    if fact.kind == "flag":
        return _flag(wording, narrative, fact, index)
    return _number(wording, narrative, fact, index, span, inherited)


def _flag(wording: Wording, narrative: _Narrative, fact: FactWording, index: int) -> _Found | None:
    part = narrative.parts[index]
    words = wording.vocabulary
    end = part.start + len(part.text)
    said = polarity(_residue(narrative, index), fact, words)
    tail = narrative.tail(index)
    if _excepted(narrative, index):
        return _exception(wording, narrative, fact, index)
    if said == "silent":
        follower = _follower(narrative, index)
        if follower is not None and not _set_aside(wording, narrative, follower):
            said = polarity(_residue(narrative, follower), fact, words)
            end = narrative.parts[follower].start + len(narrative.parts[follower].text)
    if said in ("silent", "nothing"):
        return _Found(value=None, start=part.start, end=end) if said == "nothing" else None
    for after in tail:
        if words.unknown.search(after.text):
            return None
        if said == "yes" and (_UNCLEAR_TAIL.search(after.text) or polarity(after.text, fact, words) == "no"):
            return None
        if said == "yes" and (words.not_yet.search(after.text) or words.gone.search(after.text)):
            return None
    return _Found(value=said == "yes", start=part.start, end=end)


def _exception(wording: Wording, narrative: _Narrative, fact: FactWording, index: int) -> _Found | None:
    """What 除…外 says of a flag: the opposite of what holds for the others."""
    text, start = narrative.sentence(narrative.parts[index])
    for m in re.finditer(r"除([^。;]{1,30}?)外([^。;]*)", text):
        if fact.subject.search(m[1]):
            if polarity(m[2], fact, wording.vocabulary) == "yes":
                return _Found(value=False, start=start + m.start(), end=start + m.end())
            return _Found(value=None, start=start + m.start(), end=start + m.end())
    return None


def _follower(narrative: _Narrative, index: int) -> int | None:
    """The part whose predicate a bare subject shares: the next one of the sentence."""
    number = index + 1
    while number < len(narrative.parts) and narrative.parts[number].sentence == narrative.parts[index].sentence:
        if _said_besides(narrative, number):
            listed = narrative.parts[number].before == "、"
            return number if listed or not narrative.owned[number] else None
        number += 1
    return None


def _residue(narrative: _Narrative, index: int) -> str:
    text = narrative.parts[index].text
    kept = [*text]
    for start, end, _ in narrative.owned[index]:
        kept[start:end] = [" "] * (end - start)
    return "".join(kept).replace(" ", "")


def _said_besides(narrative: _Narrative, index: int) -> str:
    """What a part says besides its subjects and the words that join them."""
    return _JOINTS.sub("", _residue(narrative, index))


def _number(
    wording: Wording, narrative: _Narrative, fact: FactWording, index: int, span: tuple[int, int], inherited: str | None
) -> _Found | None:
    part = narrative.parts[index]
    words = wording.vocabulary
    if fact.per == "week" and "天" in fact.units:
        days = _weekdays(narrative, part)
        if days is not None:
            return days
    if _excepted(narrative, index) or any(re.search(pattern, part.text) for pattern in fact.refused):
        return None
    planned_more = bool(words.not_yet.search(part.text) and words.increase.search(part.text))
    amount = None if planned_more else _nearest(narrative, fact, index, span)
    text = part.text
    where = part
    total = _total(narrative, fact, index) if amount is not None else None
    if total is not None:
        amount, where = total
        text = where.text
    elif amount is not None and _listed_on(narrative, fact, index):
        return None
    denied = (
        amount is None
        and not planned_more
        and fact.kind != "amount"
        and polarity(_residue(narrative, index), fact, words) == "no"
    )
    if amount is None and not denied:
        for after in narrative.tail(index)[:2]:
            if (
                words.elsewhere.search(after.text)
                or words.norm.search(after.text)
                or any(re.search(pattern, after.text) for pattern in fact.refused)
            ):
                continue
            found = next(iter(amounts_in(after.text, fact.unit)), None)
            if found is not None and (
                found.start <= 4 or _TAIL_NUMBER.sub("", after.text)[:1].isdigit() or period_in(after.text)
            ):
                amount, text, where = found, after.text, after
                break
    end = where.start + len(where.text)
    if planned_more and amount is None:
        return None
    if words.not_yet.search(part.text) and fact.kind != "amount" and not planned_more:
        return _Found(value=_whole(fact, 0.0), start=part.start, end=part.start + len(part.text))
    if amount is not None:
        if words.unknown.search(text) or amount.value is None:
            return _Found(value=None, start=part.start, end=end)
        if any(words.gone.search(after.text) for after in narrative.tail(index)):
            return _Found(value=_whole(fact, 0.0), start=part.start, end=end)
        value: float | None = amount.value
        if fact.kind == "rate" and value is not None:
            value = converted(
                value,
                period_in(text, amount.start) or (period_in(part.text) if where is not part else None),
                fact.per,
                inherited,
                bare=fact.bare,
            )
        elif words.partial.search(part.text) and fact.kind == "amount" and "%" in fact.units:
            value = None
        return _Found(value=_whole(fact, value), start=part.start, end=end, about=amount.about)
    said = polarity(_residue(narrative, index), fact, words)
    if said == "silent" and not _said_besides(narrative, index):
        follower = _follower(narrative, index)
        if follower is not None and not any(True for _ in amounts_in(narrative.parts[follower].text, fact.unit)):
            said = polarity(_residue(narrative, follower), fact, words)
            end = narrative.parts[follower].start + len(narrative.parts[follower].text)
    if said == "no":
        others = any(name != fact.fact for _, _, name in narrative.owned[index])
        alone = not others or part.before == "、" or fact.kind == "rate"
        return _Found(value=_whole(fact, 0.0), start=part.start, end=end) if fact.kind != "amount" and alone else None
    return _Found(value=None, start=part.start, end=end) if words.unknown.search(part.text) else None


def _total(narrative: _Narrative, fact: FactWording, index: int) -> tuple[Amount, Part] | None:
    """A total that the sentence names after a part (共36名), when no other subject owns it."""
    for part in narrative.tail(index):
        if re.match(r"(?:现|总)?(?:一?共计?|合计|总计)", part.text):
            found = next(iter(amounts_in(part.text, fact.unit)), None)
            if found is not None:
                return found, part
    return None


def _listed_on(narrative: _Narrative, fact: FactWording, index: int) -> bool:
    """Whether the part is one of several that are counted in a list without a total."""
    following = narrative.parts[index + 1 : index + 2]
    return bool(
        fact.kind == "count"
        and following
        and following[0].before == "、"
        and following[0].sentence == narrative.parts[index].sentence
        and not narrative.owned[index + 1]
        and any(True for _ in amounts_in(following[0].text, fact.unit))
    )


def _nearest(narrative: _Narrative, fact: FactWording, index: int, span: tuple[int, int]) -> Amount | None:
    """The number that belongs to a subject: the first one after it, before another subject; else the last one before it."""
    text = narrative.parts[index].text
    others = [
        (a, b) for a, b, name in narrative.owned[index] if name != fact.fact and not (a < span[1] and span[0] < b)
    ]
    limit = min((a for a, _ in others if a >= span[1]), default=len(text))
    floor = max((b for _, b in others if b <= span[0]), default=0)
    found = list(amounts_in(text, fact.unit))
    after = [a for a in found if span[1] <= a.start < limit]
    before = [a for a in found if floor <= a.start and a.end <= span[0]]
    inside = [a for a in found if span[0] <= a.start and a.end <= span[1]]
    adjacent = [a for a in before if a.end == span[0]]
    if adjacent and not (after and after[0].start - span[1] <= 1):
        return adjacent[-1]
    return next(iter([*after, *inside, *reversed(before)]), None)


def _weekdays(narrative: _Narrative, part: Part) -> _Found | None:
    text, start = narrative.sentence(part)
    offset = max(0, part.start - start - 12)
    m = _WEEKDAYS.search(text, offset)
    if m is None or re.match(r"[至到-]", text[m.end() :]):
        return None
    return _Found(value=len(re.findall(r"[一二三四五六日]", m[1])), start=start + m.start(), end=start + m.end())


def _whole(fact: FactWording, value: float | None) -> object:
    if value is None or not fact.lowest <= value <= fact.highest:
        return None
    if value == int(value):
        return int(value)
    return None if fact.whole else value


def _choices(wording: Wording, narrative: _Narrative, fact: FactWording) -> Iterator[_Found]:
    words = wording.vocabulary
    chosen: dict[str, None] = {}
    first = last = None
    for index, part in enumerate(narrative.parts):
        for choice, names in fact.choices:
            if not any(re.search(name, part.text) for name in names) or _set_aside(wording, narrative, index):
                continue
            if _excepted(narrative, index):
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
        yield _Found(
            value=tuple(sorted(chosen, key=[c for c, _ in fact.choices].index)),
            start=first.start,
            end=last.start + len(last.text),
        )


def _ratio(fact: FactWording, counts: list[_Found]) -> _Found | None:
    part, whole = (item.value for item in counts)
    if not isinstance(part, int) or not isinstance(whole, int) or not whole or part > whole:
        return None
    return _Found(
        value=_whole(fact, round(100 * part / whole, 2)),
        start=min(item.start for item in counts),
        end=max(item.end for item in counts),
    )


def _derived(fact: FactWording, narrative: _Narrative, part_reading: _Found) -> _Found | None:
    """A total less a part of it (`total`), or the part less what is missing in it (`missing`)."""
    for pattern, minus in [*((p, False) for p in fact.total), *((p, True) for p in fact.missing)]:
        for part in narrative.parts:
            m = re.search(pattern, part.text)
            amount = next(iter(amounts_in(part.text[m.start() :], fact.unit)), None) if m else None
            if m and amount is not None and amount.value is not None and isinstance(part_reading.value, int):
                value = part_reading.value - amount.value if minus else amount.value - part_reading.value
                start, end = min(part.start, part_reading.start), max(part.start + len(part.text), part_reading.end)
                return _Found(value=_whole(fact, value), start=start, end=end) if value >= 0 else None
    return None
