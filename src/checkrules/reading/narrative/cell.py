"""One narrative → what it says of each fact, clause by clause."""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

from checkrules.reading.narrative.clauses import MAX_CLAUSES, Clause, clauses_of, roles_of
from checkrules.reading.narrative.names import FactNames, ProseNames
from checkrules.reading.narrative.retracted import Retractions, retractions
from checkrules.reading.narrative.says import DOUBT_OF_ROLE, Said, flag, number
from checkrules.reading.narrative.segments import JOINING, SAYS, Segment, letters, segments_of
from checkrules.reading.narrative.tokens import Token

MAX_SAID = 40
"""What the clauses of a cell say of one fact; beyond it nothing is certain."""
MAX_LIST = 12
"""Names in a list that share what is said of the last."""
_UNSAFE = re.compile(r"[uxXYPBOUzmehpkC?cJgiorEbt]")
"""What makes nothing certain in a clause about several facts."""
_BARE = re.compile(r"[FfdaHADGXYBPOMWVZtlLSRg]*")


@attrs.define(slots=True)
class Cell:
    """A narrative cut into clauses, and what each says of the facts."""

    names: ProseNames
    facts: frozenset[str]
    clauses: list[Clause]
    said: dict[str, list[Said]] = attrs.field(factory=dict)
    named: dict[int, tuple[str, ...]] = attrs.field(factory=dict)
    long: frozenset[int] = frozenset()
    """The sentences that have too many clauses."""
    retracted: Retractions | None = None
    slips: list[tuple[int, int]] = attrs.field(factory=list)
    """Where words were mistyped, in order."""
    turns: list[Token | None] = attrs.field(factory=list)
    """For each clause the next word, in a later one, that corrects or turns what was said."""

    def add(self, fact: str, said: Said) -> None:
        items = self.said.setdefault(fact, [])
        if len(items) < MAX_SAID:
            items.append(said)


def cell_of(names: ProseNames, facts: frozenset[str], tokens: Sequence[Token], only: str = "") -> Cell:
    """What a narrative says of the facts. `only`: the one fact that clauses without a name are about."""
    clauses = clauses_of(tokens, facts)
    counts: dict[int, int] = {}
    for clause in clauses:
        counts[clause.sentence] = counts.get(clause.sentence, 0) + 1
    cell = Cell(names, facts, clauses, long=frozenset(s for s, n in counts.items() if n > MAX_CLAUSES))
    _read(cell, only)
    cell.retracted = retractions(clauses, cell.named)
    following: Token | None = None
    for clause in reversed(clauses):
        cell.turns.append(following)
        at = re.search(r"[Cch]", clause.roles)
        following = clause.tokens[at.start()] if at else following
    cell.turns.reverse()
    return cell


def _read(cell: Cell, only: str) -> None:
    current: tuple[str, ...] = (only,) if only else ()
    waiting: list[Segment] = []
    sentence, period = -1, ""
    for index, clause in enumerate(cell.clauses):
        if clause.sentence != sentence:
            sentence, period = clause.sentence, ""
            if not only and not waiting:
                current = ()  # a heading of its own, 主题班会。, names what the next sentence is about
            waiting = []
        segments = segments_of(cell.names, cell.facts, clause, index)
        before = period
        for token in clause.tokens:
            if token.period and token.role in "RN":
                period = token.period
        if not segments:
            waiting = []
            _nameless(cell, index, current, before or period if only else before)
            continue
        for segment in segments:
            shared = [item for item in waiting if clause.before == "、" and item.clause < index]
            facts = _read_segment(cell, segment, before, shared)
            if facts is None:
                waiting = [*waiting[-MAX_LIST:], segment]
                current = segment.facts
            else:
                waiting = []
                current = facts
        cell.named[index] = tuple(dict.fromkeys(f for s in segments for f in s.facts))


def _read_segment(cell: Cell, segment: Segment, period: str, shared: list[Segment]) -> tuple[str, ...] | None:
    """Read what a segment says, also of the bare names before it in its list; None where it says nothing."""
    roles = roles_of(segment.tokens, cell.facts)
    clause = cell.clauses[segment.clause]
    says = SAYS.search(
        "".join(
            "y"
            if token.role == "N" and any(c.part in ("says", "denies") for c in token.called if c.fact in cell.facts)
            else role
            for token, role in zip(segment.tokens, roles, strict=True)
        )
    )
    for fact in segment.facts:
        _add(cell, fact, segment.tokens, segment, period)
    if says is None:
        return None
    for before in shared:
        for fact in before.facts:
            items = cell.said.get(fact, [])
            if items and items[-1].clause == before.clause and items[-1].value is None and not items[-1].unsaid:
                own = letters(cell.facts, before.tokens, fact)
                rest = [token for token, role in zip(segment.tokens, roles, strict=True) if role != "N"]
                name = [token for token, role in zip(before.tokens, own, strict=True) if role == "N"]
                if not name:
                    continue
                others = [
                    t for t, role in zip(before.tokens, own, strict=True) if role != "N" and t.text not in JOINING
                ]
                cell.said[fact].pop()
                joined = Segment([*others, *name, *rest], before.facts, before.clause, whole=segment.whole, shared=True)
                _add(cell, fact, joined.tokens, joined, period)
    if clause.asked:
        for fact in segment.facts:
            for said in cell.said.get(fact, ())[-1:]:
                said.value = None
                said.doubt("question", said.start, said.end)
    return (*(f for before in shared for f in before.facts), *segment.facts) if shared else segment.facts


def _add(cell: Cell, fact: str, tokens: Sequence[Token], segment: Segment, period: str) -> None:
    names = cell.names.by_fact[fact]
    roles = letters(cell.facts, tokens, fact)
    if names.kind == "choices":
        said = _choices(cell, names, tokens, segment)
    elif names.kind == "flag":
        said = flag(names, tokens, roles, segment.clause)
    else:
        if "j" in roles:
            return _together(cell, names, tokens, roles, segment, period)
        said = number(names, tokens, roles, segment.clause, period)
        if segment.shared and said.value:
            said.doubt("total_of_several", said.start, said.end)
            said.plain = False
        _of_total(cell, names, said, tokens, roles)
    if not segment.whole:
        clause = cell.clauses[segment.clause]
        mine = {token.start for token in tokens}
        rest = [role for token, role in zip(clause.tokens, clause.roles, strict=True) if token.start not in mine]
        if _UNSAFE.search("".join(rest)):
            said.plain = False
        for token, role in zip(cell.clauses[segment.clause].tokens, cell.clauses[segment.clause].roles, strict=True):
            if role in "mehPz?ck":
                said.doubt(DOUBT_OF_ROLE[role], token.start, token.end)
    if names.beside and not any(word in token.text for token in tokens for word in names.beside):
        said.doubt("narrowed", said.start, said.end)
    said.start = min(token.start for token in tokens)
    said.end = max(token.end for token in tokens)
    cell.add(fact, said)
    return None


def _of_total(cell: Cell, names: FactNames, said: Said, tokens: Sequence[Token], roles: str) -> None:
    """All of the total (均已整改), the rest of it (其余均已整改), or the total less those that are not (3处未整改)."""
    if re.search(r"[PU?#O]", roles) or not re.search(r"[rxaGyXYB]", roles):
        return
    clause = cell.clauses[said.clause]
    figures = [
        token
        for other in cell.clauses[max(said.clause - 8, 0) : said.clause + 1]
        if other.sentence == clause.sentence
        for token in other.tokens
        if token.role == "Q" and token.families & names.families and token.value is not None
    ]
    total = _total(cell, names, figures, tokens)
    if total is None:
        return
    mine = [token for token in tokens if token in figures]
    negated = re.search(r"[XYB]", roles) is not None
    if re.search(r"[rx]", roles) or (negated and mine and names.part_of):
        parts = sum(token.value or 0 for token in figures if token.value != total)
        if 0 <= total - parts <= total:
            said.value = total - parts
            said.doubt("only_part", said.start, said.end)
    elif not mine and not negated and said.value is None and re.search(r"[aGy]" if names.part_of else r"a", roles):
        said.value = total
        said.plain = False
        said.doubt("wording", said.start, said.end)


def _total(cell: Cell, names: FactNames, figures: Sequence[Token], tokens: Sequence[Token]) -> float | None:
    """The whole that a fact is a part of; of a fact that is a part of none, the only number that the sentence named before."""
    stated = [item for item in cell.said.get(names.part_of, ()) if isinstance(item.value, float)]
    named = [item for item in stated if item.preferred] or [item for item in stated if "unnamed" not in item.doubts]
    totals = [item.value for item in named or stated if isinstance(item.value, float)]
    if len(stated) > 1 and all("some_grades" in item.doubts for item in stated):
        return sum(item.value for item in stated if isinstance(item.value, float))
    if names.part_of and totals:
        return totals[-1]
    before = [token.value for token in figures if token not in tokens]
    if names.kind == "count" and before and (names.part_of or len(before) == 1):
        return before[0]
    return None


def _together(cell: Cell, names: FactNames, tokens: Sequence[Token], roles: str, segment: Segment, period: str) -> None:
    """The number of several things together: less the other one where that is stated."""
    said = number(names, tokens, roles.replace("j", "N"), segment.clause, period)
    total = said.value
    said.plain = False
    if total:
        said.value = None
        said.doubt("total_of_several", said.start, said.end)
        said.others.append((float(total), "number", said.start, said.end))  # type: ignore[arg-type]
    cell.add(names.fact, said)
    other = cell.names.by_fact.get(names.less)
    if total == 0 and other is not None:
        cell.add(other.fact, attrs.evolve(said, doubts=dict(said.doubts), others=[]))


def _choices(cell: Cell, names: FactNames, tokens: Sequence[Token], segment: Segment) -> Said:
    """The choices that a clause names, where it does not say that they are missing."""
    roles = letters(cell.facts, tokens, names.fact)
    said = Said(None, tokens[0].start, tokens[-1].end, segment.clause)
    chosen: list[str] = []
    refused: list[str] = []
    negative = re.search(r"[XYPBOU?]", roles) is not None
    first = re.search(r"[NMWV]", roles)
    in_front = first is not None and first[0] != "N"
    mark = ""
    for index, token in enumerate(tokens):
        if in_front and roles[index] in "MWV":
            mark = roles[index]
        mine = [called.choice for called in token.called if called.fact == names.fact and called.choice]
        if not mine or roles[index] != "N":
            continue
        own = mark if in_front else roles[index + 1 : index + 2]
        (refused if own in ("W", "V") or (negative and own != "M") else chosen).extend(mine)
    if chosen:
        said.value = tuple(sorted(dict.fromkeys(chosen), key=names.choices.index))
    if refused and not chosen:
        said.value = ()
    for index, role in enumerate(roles):
        token = tokens[index]
        if role == "o":
            said.doubt("open_list", token.start, token.end)
        elif role in "mkeihzPg?xpCcrBOXY":
            code = {
                "m": "norm",
                "k": "looked_into",
                "e": "elsewhere",
                "i": "topic",
                "h": "hedge",
                "z": "other_time",
                "P": "other_time",
                "g": "some_grades",
                "?": "question",
                "x": "only_part",
                "p": "only_part",
                "C": "corrected",
                "c": "turn_follows",
                "r": "only_part",
                "B": "only_part",
                "O": "other_time",
                "X": "several_negations",
                "Y": "several_negations",
            }[role]
            said.doubt(code, token.start, token.end)  # type: ignore[arg-type]
        elif role == "u":
            said.doubt("unknown_word", token.start, token.end)
    said.plain = bool(chosen) and not said.doubts
    return said


def _nameless(cell: Cell, index: int, current: tuple[str, ...], period: str) -> None:
    """A clause without a name goes on about the facts named before it in the sentence, or about the one that its unit names."""
    clause = cell.clauses[index]
    tokens, roles = clause.tokens, clause.roles
    amounts = [token for token in tokens if token.role == "Q"]
    near = [fact for fact in current if fact in cell.names.by_fact]
    done = False
    for fact in near:
        names = cell.names.by_fact[fact]
        if names.kind == "choices":
            continue
        items = cell.said.setdefault(fact, [])
        last = items[-1] if items else None
        stated = last is not None and (last.value is not None or last.unsaid)
        if names.kind == "flag":
            if not _BARE.fullmatch(roles) and not (last is None and not stated):
                continue
            said = flag(names, tokens, roles, index)
            if said.value is None and not said.unsaid:
                continue
        else:
            fits = any(token.families & names.families for token in amounts)
            none = not amounts and _BARE.fullmatch(roles) and re.search(r"[XY]", roles) and (names.least or not stated)
            only_number = "#" in roles and not amounts and not stated
            if not fits and not none and not only_number and "U" not in roles:
                continue
            said = number(names, tokens, roles, index, period)
            done = done or fits
        _unnamed(said, roles)
        for code in ("narrowed", "elsewhere", "norm", "looked_into"):
            if last is not None and code in last.doubts:
                said.doubt(code, *last.doubts[code])
        cell.add(fact, said)
    if done or not amounts:
        return
    for token in amounts:
        fitting = [f for f in cell.facts if token.families & cell.names.by_fact[f].families]
        if len(fitting) == 1 and fitting[0] not in near:
            said = number(cell.names.by_fact[fitting[0]], tokens, roles, index, period)
            _unnamed(said, roles)
            cell.add(fitting[0], said)


def _unnamed(said: Said, roles: str) -> None:
    """What a clause without a name says: a word for something else in it may be what it is about."""
    said.plain = False
    said.doubt("unnamed", said.start, said.end)
    if re.search(r"[nuNK]", roles):
        said.doubt("narrowed", said.start, said.end)
