"""Narratives → readings: for each fact what the cell says of it all together, how sure that is, and what else it may mean."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache

import attrs

from checkrules.model.readings import PROVISIONAL, Alternative, Doubt, DoubtCode, Reading, ReadingStatus, ReadValue
from checkrules.reading.narrative.alternatives import other_numbers
from checkrules.reading.narrative.cell import MAX_SAID, Cell, cell_of
from checkrules.reading.narrative.clauses import Clause
from checkrules.reading.narrative.names import FactNames, ProseNames
from checkrules.reading.narrative.plain import Plain, plain_text
from checkrules.reading.narrative.says import Said, Value
from checkrules.reading.narrative.slips import without_slips
from checkrules.reading.narrative.tokens import Token, Tokens
from checkrules.reading.narrative.words import Lexicon, lexicon

MOST_ALTERNATIVES = 12
LOOKED_AHEAD = 10
"""Clauses after one in which what speaks against it is looked for; a turn or a correction counts anywhere after it."""
HEAVY: frozenset[DoubtCode] = frozenset({
    "several_negations", "norm", "elsewhere", "question", "topic", "looked_into", "hedge", "only_part", "narrowed", "other_time",
    "each", "total_of_several", "some_grades", "no_period", "part_exceeds_total", "bare_mark", "long_sentence", "second_figure",
    "open_list", "bound", "more_numbers",
})  # fmt: skip
"""With one of these doubts a reading is a guess: it does not give the provisional outcome."""


@lru_cache(maxsize=8)
def _tokens(names: ProseNames, words: Lexicon) -> Tokens:
    return Tokens(words, names)


def propose(names: ProseNames, narratives: Mapping[str, str], words: Lexicon | None = None) -> tuple[Reading, ...]:
    """What the narratives state, keyed by task id: at most one reading per fact and task, in the order of the names.
    `words` is the lexicon, that of the package where none is given."""
    cut = _tokens(names, words or lexicon()).cut
    found: list[Reading] = []
    for task, text in narratives.items():
        found += _of_text(names, cut, text, names.by_task.get(task, frozenset()), task)
    return tuple(found)


def propose_text(
    names: ProseNames, text: str, facts: Collection[str], words: Lexicon | None = None
) -> tuple[Reading, ...]:
    """What one text states of certain facts. Of a single fact the text may leave the name out."""
    cut = _tokens(names, words or lexicon()).cut
    tasks = {task for fact in names.facts if fact.fact in facts for task in fact.tasks}
    beside = frozenset(fact.fact for fact in names.facts if tasks & {*fact.tasks})
    only = next(iter(facts)) if len(facts) == 1 else ""
    return tuple(reading for reading in _of_text(names, cut, text, beside, "", only) if reading.fact in facts)


def _of_text(
    names: ProseNames, cut: Callable[[str], list[Token]], text: str, facts: frozenset[str], task: str, only: str = ""
) -> Iterator[Reading]:
    plain = plain_text(text)
    if not facts or not plain.text:
        return
    meant, slips = without_slips(plain.text)
    cell = cell_of(names, facts, cut(meant), only)
    cell.slips = slips
    made: dict[str, Reading] = {}
    for fact in names.facts:
        said = cell.said.get(fact.fact)
        if said:
            reading = _reading(cell, fact, said, plain, text, task)
            if reading is not None:
                made[fact.fact] = reading
    for fact in names.facts:
        if fact.fact in facts and fact.part_of in made:
            if fact.fact not in made:
                _unnamed_part(cell, fact, made, plain, text, task)
            _exceeds(fact, made)
    for fact in names.facts:
        if fact.fact in facts and fact.ratio:
            _share(fact, made, task, text)
    if not cell.said and not only:
        yield from _bare(cell, names, facts, plain, text, task)
    yield from made.values()


def _unnamed_part(cell: Cell, fact: FactNames, made: dict[str, Reading], plain: Plain, text: str, task: str) -> None:
    """A part that nothing names, where the clauses after its total speak of some of it (隐患4处，一处也没改): only a guess."""
    totals = [item for item in cell.said.get(fact.part_of, ()) if isinstance(item.value, float) and item.value]
    if not totals:
        return
    first = totals[0]
    sentence = cell.clauses[first.clause].sentence
    for index in range(first.clause + 1, min(first.clause + 4, len(cell.clauses))):
        clause = cell.clauses[index]
        if clause.sentence == sentence and index not in cell.named and re.search(r"[XYBaGQ]", clause.roles):
            value = 0.0 if re.search(r"[XYB]", clause.roles) and "Q" not in clause.roles else first.value
            said = Said(value, clause.start, clause.end, index)
            said.doubt("unnamed", clause.start, clause.end)
            others = _others(cell, fact, said, value, plain)
            made[fact.fact] = _made(fact, "guess", value, said, others, plain, text, task)
            return


def _exceeds(fact: FactNames, made: dict[str, Reading]) -> None:
    """A part that is more than its total: one of the two is read wrongly."""
    part, whole = made.get(fact.fact), made[fact.part_of]
    if part is None or not isinstance(part.value, int | float) or not isinstance(whole.value, int | float):
        return
    if part.value > whole.value:
        for reading in (part, whole):
            sure: ReadingStatus = "guess" if reading.status in PROVISIONAL else reading.status
            doubt = Doubt(code="part_exceeds_total", start=reading.start, end=reading.end)
            made[reading.fact] = attrs.evolve(reading, status=sure, doubts=(*reading.doubts, doubt))


def _bare(
    cell: Cell, names: ProseNames, facts: frozenset[str], plain: Plain, text: str, task: str
) -> Iterator[Reading]:
    """A cell of only a mark or a phrase (√, 已落实, 符合要求) may speak of all that the row asks for."""
    roles = "".join(clause.roles for clause in cell.clauses)
    if not re.fullmatch(r"[FdaSTtGAHDMWXYBL]{1,8}", roles) or not re.search(r"[GADMWXYBL]", roles):
        return
    start, end = plain.span(cell.clauses[0].start, cell.clauses[-1].end)
    value = not re.search(r"[WXYB]", roles)
    for fact in names.facts:
        if fact.fact in facts and fact.kind == "flag":
            yield Reading(
                fact=fact.fact, task=task, status="guess", value=value, quote=text[start:end], start=start, end=end,
                doubts=(Doubt(code="bare_mark", start=start, end=end),),
                alternatives=(Alternative(value=not value, how="opposite", start=start, end=end),),
            )  # fmt: skip


def _share(fact: FactNames, made: dict[str, Reading], task: str, text: str) -> None:
    """The percentage that two counts make, where it is not read itself."""
    part, whole = (made.get(name) for name in fact.ratio)
    own = made.get(fact.fact)
    if (
        part is None
        or whole is None
        or not isinstance(part.value, int | float)
        or not isinstance(whole.value, int | float)
    ):
        return
    if not 0 < part.value <= whole.value and not (part.value == 0 and whole.value):
        return
    start, end = min(part.start, whole.start), max(part.end, whole.end)
    value = _value(round(100 * part.value / whole.value, 6))
    if own is not None and own.value is not None:
        if own.value != value:
            other = Alternative(value=value, how="read", start=start, end=end)
            sure: ReadingStatus = "candidate" if own.status == "certain" else own.status
            made[fact.fact] = attrs.evolve(own, status=sure, alternatives=(other, *own.alternatives))
        return
    read = {part.status, whole.status} <= PROVISIONAL
    made[fact.fact] = Reading(
        fact=fact.fact, task=task, status="candidate" if read else "guess", value=value, quote=text[start:end], start=start,
        end=end, doubts=(Doubt(code="wording", start=start, end=end),),
        alternatives=own.alternatives if own is not None else (),
    )  # fmt: skip


def _reading(cell: Cell, fact: FactNames, items: list[Said], plain: Plain, text: str, task: str) -> Reading | None:
    for item in items:
        _context(cell, fact, item)
    stated = [item for item in items if item.value is not None]
    strong = [item for item in stated if not item.against and not _heavy(fact, item)]
    if len(items) > 1:
        strong = [item for item in strong if "some_grades" not in item.doubts]
    if fact.kind == "choices" and stated:
        return _chosen(fact, stated, plain, text, task)
    if not stated:
        unsaid = next((item for item in items if item.unsaid), None)
        first = unsaid or items[0]
        others = (alternative for item in items for alternative in _others(cell, fact, item, None, plain))
        status: ReadingStatus = "unsaid" if unsaid else "mention"
        return _made(fact, status, None, first, others, plain, text, task)
    best = strong or stated
    if fact.least:
        best = [item for item in stated if not _NOT_OURS & {*item.doubts}] or stated
    first = best[0]
    if fact.least and len(best) > 1:
        first = min(best, key=lambda item: float(item.value or 0))  # type: ignore[arg-type]
    elif fact.kind != "flag" and any(item.preferred for item in best[1:]):
        first = [item for item in best if item.preferred][-1]
    named = [item for item in best if "unnamed" not in item.doubts]
    if first not in named and named and not first.preferred and not fact.least:
        first = named[0]
    values = {item.value for item in stated if item in best or not _OTHER & {*item.doubts}}
    for item in items:
        if item is not first:
            first.doubt("said_again", item.start, item.end)
    if not strong or first not in strong:
        status = "conflict" if len(values) > 1 else "guess"
    elif len(values) > 1 and not fact.least:
        status = "conflict"
    elif not first.doubts and first.plain and not first.subject:
        status = "certain"
    else:
        status = "candidate"
        if not first.doubts:
            first.doubt("wording", first.start, first.end)
    alternatives = _alternatives(cell, fact, items, first, plain)
    return _made(fact, status, first.value, first, alternatives, plain, text, task)


_OTHER: frozenset[DoubtCode] = frozenset({"norm", "elsewhere", "narrowed", "looked_into", "topic"})
"""With one of these a clause is likely to speak of something else."""


def _alternatives(cell: Cell, fact: FactNames, items: list[Said], first: Said, plain: Plain) -> Iterator[Alternative]:
    """What the other clauses say, then what else the words of each may mean, those of the first value before all."""
    for item in items:
        if item is not first and item.value is not None and item.value != first.value:
            start, end = plain.span(item.start, item.end)
            yield Alternative(value=_value(item.value), how="read", start=start, end=end)
    for item in (first, *(other for other in items if other is not first)):
        yield from _others(cell, fact, item, first.value, plain)


def _heavy(fact: FactNames, item: Said) -> frozenset[DoubtCode]:
    """The doubts of an item for which it is only a guess."""
    heavy = HEAVY & ({*item.doubts} - item.minor)
    if not fact.least and not {"said_again", "second_figure", "unnamed"} & {*item.doubts}:
        heavy -= {"some_grades"}
    return heavy


_NOT_OURS: frozenset[DoubtCode] = _OTHER | {"hedge", "other_time", "question"}
_AGAINST = re.compile(r"[XYPBOUpxzr]")


def _context(cell: Cell, fact: FactNames, item: Said) -> None:
    """Doubts about what a clause says from the clauses around it."""
    clauses = cell.clauses
    own = clauses[item.clause]
    if own.sentence in cell.long or len(cell.said[fact.fact]) >= MAX_SAID:
        item.doubt("long_sentence", own.start, own.end)
    _before(cell, fact, item)
    slip = bisect_left(cell.slips, (item.start, 0))
    if slip < len(cell.slips) and cell.slips[slip][0] < item.end:
        item.doubt("unknown_word", *cell.slips[slip])
    turn = cell.turns[item.clause]
    if turn is not None:
        item.doubt("turn_follows" if turn.role == "c" else "corrected", turn.start, turn.end)
    taken_back = cell.retracted.of(item.clause) if cell.retracted is not None else None
    if taken_back is not None:
        item.doubt("said_again", *taken_back)
    near = True
    for index in range(item.clause + 1, min(item.clause + 1 + LOOKED_AHEAD, len(clauses))):
        clause = clauses[index]
        named = cell.named.get(index, ())
        same = clause.sentence == own.sentence
        near = near and not (named and fact.fact not in named)
        if clause.bracket and same:
            item.doubt("corrected", clause.start, clause.end)
        _turned(fact, item, clause, near and not named, same and index == item.clause + 1)
        figures = [t for t in clause.tokens if t.role == "Q" and t.families & fact.families]
        beside = not named and (near or (same and bool(_SUMS.search(_text(clause)))))
        if beside and figures and fact.kind not in ("flag", "choices"):
            item.doubt("second_figure", figures[0].start, figures[0].end)
        if near and not named and index <= item.clause + 4:
            _against(fact, item, clause, same, index == item.clause + 1)


def _turned(fact: FactNames, item: Said, clause: Clause, near: bool, following: bool) -> None:
    if near and re.search(r"[Cch]", clause.roles):
        item.against = True
    if following and fact.kind == "flag" and clause.roles[:1] == "c" and re.search(r"[uXYPBOpxzr]", clause.roles):
        item.against = True


def _against(fact: FactNames, item: Said, clause: Clause, same: bool, following: bool) -> None:
    affirmed = item.value is not False and item.value != 0
    if affirmed and (same or following) and _AGAINST.search(clause.roles):
        item.doubt("said_again", clause.start, clause.end)
        item.against = item.against or fact.kind in ("flag", "choices")
    elif same and re.search(r"[umJ]", clause.roles):
        item.doubt("said_again", clause.start, clause.end)
        item.against = item.against or bool(re.search(r"[mJ]", clause.roles))


_SUMS = re.compile("合计|共|总计|累计")


def _text(clause: Clause) -> str:
    return "".join(token.text for token in clause.tokens)


def _before(cell: Cell, fact: FactNames, item: Said) -> None:
    """A norm, another body or what somebody says, named earlier in the sentence, holds until the school itself is named."""
    own = cell.clauses[item.clause]
    last = cell.clauses[item.clause - 1] if item.clause else None
    if last is not None and own.before == "、" and item.clause - 1 not in cell.named and fact.kind == "count":
        figures = [t for t in last.tokens if t.role == "Q" and t.families & fact.families and t.value is not None]
        if figures and isinstance(item.value, float) and item.value:
            item.doubt("total_of_several", last.start, last.end)  # 楼梯2处、围栏1处有缺陷
            item.others.append((item.value, "number", item.start, item.end))
            item.value += figures[-1].value or 0
    if re.search(r"[SC]", own.roles):
        return
    for index in range(item.clause - 1, max(item.clause - 12, -1), -1):
        clause = cell.clauses[index]
        if clause.sentence != own.sentence:
            return
        for place, role in enumerate(clause.roles):
            if role in "meh":
                token = clause.tokens[place]
                item.doubt({"m": "norm", "e": "elsewhere", "h": "hedge"}[role], token.start, token.end)  # type: ignore[arg-type]
        if "u" in clause.roles and not cell.named.get(index):
            item.doubt("unknown_word", clause.start, clause.end)
        if re.search(r"[SC]", clause.roles):
            return


def _chosen(fact: FactNames, stated: list[Said], plain: Plain, text: str, task: str) -> Reading:
    chosen: dict[str, None] = {}
    doubts: dict[DoubtCode, tuple[int, int]] = {}
    for item in stated:
        chosen.update(dict.fromkeys(item.value))  # type: ignore[arg-type]
        doubts = {**item.doubts, **doubts}
    first, last = stated[0], stated[-1]
    value = tuple(sorted(chosen, key=fact.choices.index))
    status: ReadingStatus = "certain"
    plainly = all(item.plain and not item.subject for item in stated) and len(stated) == 1
    if ((HEAVY | {"unknown_word"}) & {*doubts}) - (
        {"several_negations", "only_part"} if len(stated) == 1 else set()
    ) or any(item.against for item in stated):
        status = "guess"
    elif doubts or not plainly:
        status = "candidate"
        doubts = doubts or {"wording": (first.start, last.end)}
    merged = Said(value, first.start, last.end, first.clause, doubts=doubts)
    start, end = plain.span(first.start, last.end)
    others = [Alternative(value=(), how="zero", start=start, end=end)] if value else []
    for item in stated:
        if item.value != value and item.value:
            others.append(Alternative(value=item.value, how="read", start=start, end=end))
    return _made(fact, status, value, merged, others, plain, text, task)


def _others(cell: Cell, fact: FactNames, item: Said, value: Value | None, plain: Plain) -> Iterator[Alternative]:
    start, end = plain.span(item.start, item.end)
    if fact.kind == "flag":
        if value is None:
            yield Alternative(value=True, how="read", start=start, end=end)
            yield Alternative(value=False, how="opposite", start=start, end=end)
        else:
            yield Alternative(value=not value, how="opposite", start=start, end=end)
        return
    if fact.kind == "choices":
        return
    for other, how, first, last in other_numbers(cell, fact, item):
        if fact.lowest <= other <= fact.highest:
            yield Alternative(
                value=_value(other), how=how, start=plain.span(first, last)[0], end=plain.span(first, last)[1]
            )
    if value != 0 and fact.kind != "amount":
        yield Alternative(value=0, how="zero", start=start, end=end)


def _made(
    fact: FactNames,
    status: ReadingStatus,
    value: Value | None,
    item: Said,
    others: Iterable[Alternative],
    plain: Plain,
    text: str,
    task: str,
) -> Reading:
    start, end = plain.span(item.start, item.end)
    doubts = tuple(
        Doubt(code=code, start=plain.span(*span)[0], end=plain.span(*span)[1]) for code, span in item.doubts.items()
    )
    given = None if value is None else _value(value)
    seen: list[ReadValue | None] = [given]
    kept: list[Alternative] = []
    for other in others:
        if len(kept) == MOST_ALTERNATIVES or status == "certain":
            break
        if other.value not in seen:
            seen.append(other.value)
            kept.append(other)
    return Reading(
        fact=fact.fact, task=task, status=status, value=given, quote=text[start:end], start=start, end=end,
        doubts=() if status == "certain" else doubts, alternatives=tuple(kept),
    )  # fmt: skip


def _value(value: Value) -> ReadValue:
    if isinstance(value, float) and not isinstance(value, bool) and value == int(value):
        return int(value)
    return value
