"""What a narrative says of a number: of the fact's unit, per its period, beside its subject."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checkrules.reading.narrative.amounts import Amount, amounts_in, converted, period_in, period_of, periods_in
from checkrules.reading.narrative.model import FactWording, Wording
from checkrules.reading.narrative.numerals import UNREAD
from checkrules.reading.narrative.parts import MAX_TAIL, Found, Narrative
from checkrules.reading.narrative.plain import Part
from checkrules.reading.narrative.polarity import polarity

_WEEKDAYS = re.compile(r"(?:每)?周([一二三四五六日](?:[、和及,]?(?:周)?[一二三四五六日])+)(?!节|次|天)")
MAX_AHEAD = 100
"""How far beyond a part the days of the week are looked for."""
_DIGITS = f"0123456789{UNREAD}"
_TAIL_NUMBER = re.compile(r"^(?:现?共计?|合计|总计|计|有|为|约|已|只有?|仅有?|分别)*")


def whole_number(fact: FactWording, value: float | None) -> object:
    if value is None or not fact.lowest <= value <= fact.highest:
        return None
    if value == int(value):
        return int(value)
    return None if fact.whole else value


def weekdays(narrative: Narrative, part: Part) -> Found | None:
    """The days that are named near the part: 周二、四 are two."""
    text = narrative.plain.text
    first, last = narrative.spans[part.sentence]
    end = min(part.start + len(part.text) + MAX_AHEAD, last)
    m = _WEEKDAYS.search(text, max(part.start - 12, first), end)
    if m is None or (m.end() == end < last) or text[m.end() : min(m.end() + 1, last)] in ("至", "到", "-"):
        return None
    return Found(value=len(re.findall(r"[一二三四五六日]", m[1])), start=m.start(), end=m.end())


def nearest(narrative: Narrative, fact: FactWording, index: int, span: tuple[int, int]) -> Amount | None:
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


def named_total(narrative: Narrative, fact: FactWording, index: int) -> tuple[Amount, Part] | None:
    """A total that the sentence names after a part (共36名), before another subject with a number of its own."""
    for number in range(index + 1, min(len(narrative.parts), index + 1 + MAX_TAIL)):
        part = narrative.parts[number]
        found = next(iter(amounts_in(part.text, fact.unit)), None)
        if part.sentence != narrative.parts[index].sentence or (narrative.owned[number] and found is not None):
            return None
        if found is not None and re.match(r"(?:现|总)?(?:一?共计?|合计|总计)", part.text):
            return found, part
    return None


def listed_on(narrative: Narrative, fact: FactWording, index: int) -> bool:
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


def read_number(
    wording: Wording, narrative: Narrative, fact: FactWording, index: int, span: tuple[int, int], inherited: str | None
) -> Found | None:
    part = narrative.parts[index]
    words = wording.vocabulary
    if fact.per == "week" and "天" in fact.units:
        days = weekdays(narrative, part)
        if days is not None:
            return days
    if narrative.excepted[index] or any(re.search(pattern, part.text) for pattern in fact.refused):
        return None
    planned_more = bool(words.not_yet.search(part.text) and words.increase.search(part.text))
    amount = None if planned_more else nearest(narrative, fact, index, span)
    text = part.text
    where = part
    total = named_total(narrative, fact, index) if amount is not None else None
    if total is not None:
        amount, where = total
        text = where.text
    elif amount is not None and listed_on(narrative, fact, index):
        return None
    denied = (
        amount is None
        and not planned_more
        and fact.kind != "amount"
        and polarity(narrative.residues[index], fact, words) == "no"
    )
    if amount is None and not denied:
        for after in narrative.tail(index)[:2]:
            if after.before == "、" and narrative.plain.text[after.start - 2] in _DIGITS:
                return Found(
                    value=None, start=part.start, end=after.start + len(after.text)
                )  # 25、24处 are two numbers
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
        return Found(value=whole_number(fact, 0.0), start=part.start, end=part.start + len(part.text))
    if amount is not None:
        if words.unknown.search(text) or amount.value is None:
            return Found(value=None, start=part.start, end=end)
        if any(words.gone.search(after.text) for after in narrative.tail(index)):
            return Found(value=whole_number(fact, 0.0), start=part.start, end=end)
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
        return Found(value=whole_number(fact, value), start=part.start, end=end, about=amount.about)
    said = polarity(narrative.residues[index], fact, words)
    if said == "silent" and not narrative.said_besides[index]:
        follower = narrative.followers[index]
        if follower is not None and not any(True for _ in amounts_in(narrative.parts[follower].text, fact.unit)):
            said = polarity(narrative.residues[follower], fact, words)
            end = narrative.parts[follower].start + len(narrative.parts[follower].text)
    if said == "no":
        others = any(name != fact.fact for _, _, name in narrative.owned[index])
        alone = not others or part.before == "、" or fact.kind == "rate"
        return (
            Found(value=whole_number(fact, 0.0), start=part.start, end=end) if fact.kind != "amount" and alone else None
        )
    return Found(value=None, start=part.start, end=end) if words.unknown.search(part.text) else None


def after_the_norm(wording: Wording, narrative: Narrative, fact: FactWording, index: int) -> Iterator[Found]:
    """The number that follows what is required: 要求每周1节，实际隔周1节."""
    for part in narrative.tail(index):
        if wording.vocabulary.actual.search(part.text) and not wording.vocabulary.unknown.search(part.text):
            for amount in amounts_in(part.text, fact.unit):
                value = amount.value
                if fact.kind == "rate" and value is not None:
                    value = converted(value, period_in(part.text, amount.start), fact.per, None, bare=fact.bare)
                yield Found(value=whole_number(fact, value), start=part.start, end=part.start + len(part.text))
                return


def other_classes(wording: Wording, narrative: Narrative, fact: FactWording, index: int) -> Iterator[Found]:
    """What the parts that follow say of other classes or grades: a number of their own, or that there is none."""
    for part in narrative.tail(index):
        end = part.start + len(part.text)
        if re.search(r"(?:年级|部|班|高[一二三]|初[一二三])[^,。]{0,4}(?:未|没)", part.text):
            yield Found(value=0, start=part.start, end=end)
            continue
        periods = periods_in(part.text)
        for amount in amounts_in(part.text, fact.unit):
            period = period_of(periods, amount.start)
            if period is not None and amount.value is not None and not wording.vocabulary.norm.search(part.text):
                value = converted(amount.value, period, fact.per, None, bare=False)
                yield Found(value=whole_number(fact, value), start=part.start, end=end)


def ratio_of(fact: FactWording, counts: list[Found]) -> Found | None:
    part, whole = (item.value for item in counts)
    if not isinstance(part, int) or not isinstance(whole, int) or not whole or part > whole:
        return None
    return Found(
        value=whole_number(fact, round(100 * part / whole, 2)),
        start=min(item.start for item in counts),
        end=max(item.end for item in counts),
    )


def derived_from(fact: FactWording, narrative: Narrative, part_reading: Found) -> Found | None:
    """A total less a part of it (`total`), or the part less what is missing in it (`missing`)."""
    for pattern, minus in [*((p, False) for p in fact.total), *((p, True) for p in fact.missing)]:
        for part in narrative.parts:
            m = re.search(pattern, part.text)
            amount = next((a for a in amounts_in(part.text, fact.unit) if a.end > m.start()), None) if m else None
            if amount is not None and amount.value is None:
                return None
            if amount is not None and amount.value is not None and isinstance(part_reading.value, int):
                value = part_reading.value - amount.value if minus else amount.value - part_reading.value
                start, end = min(part.start, part_reading.start), max(part.start + len(part.text), part_reading.end)
                return Found(value=whole_number(fact, value), start=start, end=end) if value >= 0 else None
    return None
