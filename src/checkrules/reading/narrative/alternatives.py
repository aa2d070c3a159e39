"""What else the numbers around a name may mean: another of them, their sum, difference or product, all, or none."""

from __future__ import annotations

from collections.abc import Iterator

from checkrules.model.readings import How
from checkrules.reading.narrative.cell import Cell
from checkrules.reading.narrative.names import FactNames
from checkrules.reading.narrative.says import Said, figure
from checkrules.reading.narrative.tokens import Token

MOST_NUMBERS = 8
"""Numbers of a sentence that are looked at."""

MOST_TOKENS = 100
"""Tokens around a name that are looked at."""

Other = tuple[float, How, int, int]


def other_numbers(cell: Cell, fact: FactNames, item: Said) -> Iterator[Other]:
    """Other values of a number, nearest first, each with the words that it comes from."""
    own = cell.clauses[item.clause]
    around = [
        clause
        for clause in cell.clauses[max(item.clause - 6, 0) : item.clause + 8]
        if abs(clause.sentence - own.sentence) <= 1
    ]
    near = sorted(around, key=lambda clause: (clause.sentence != own.sentence, abs(clause.start - own.start)))
    tokens = [token for clause in near for token in clause.tokens][:MOST_TOKENS]
    found = [(amount, token) for token in tokens if (amount := figure(fact, token)) is not None][:MOST_NUMBERS]
    yield from item.others
    for amount, token in found:
        yield amount, "number", token.start, token.end
    for whole in (other for f in (fact.part_of, fact.less) for other in cell.said.get(f, ())):
        if isinstance(whole.value, float):
            yield whole.value, "all", whole.start, whole.end
    yield from _together(found)
    for amount, token in found:
        for times in tokens:
            several = times.role == "Q" and times.value is not None and 1 < times.value <= 12
            if several and times is not token and not times.families & token.families:
                yield amount * (times.value or 1), "product", token.start, token.end
    if "each" in item.doubts or "some_grades" in item.doubts:
        for amount, token in found[:2]:
            for factor in (2, 3, 4):
                yield amount * factor, "product", token.start, token.end


def _together(found: list[tuple[float, Token]]) -> Iterator[Other]:
    for index, (first, token) in enumerate(found):
        for second, other in found[index + 1 :]:
            start, end = min(token.start, other.start), max(token.end, other.end)
            yield first + second, "sum", start, end
            if first != second:
                yield abs(first - second), "difference", start, end
    if len(found) > 2:
        start, end = min(t.start for _, t in found), max(t.end for _, t in found)
        yield sum(amount for amount, _ in found), "sum", start, end
