"""The numbers by which people mark, inside one cell, where each task's text begins: `2、` `3．` `（5）` `⑦` `任务2：` `第3项`.

A number may as well belong to a sentence (`3.5万元`) or to a list inside one task's text. Both are distinguished from a task's number
by how all the numbers of the cell hang together; where two readings are as good, none is taken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

import attrs

from checkrules.plugin import chinese_number

MAX_MARKS = 60
SENTENCE_ENDS = "。；;！!？?"
BREAKS = SENTENCE_ENDS + "，,：:、）)"

MARK = re.compile(
    r"(?P<word>(?:任务|工作任务|第|[Tt]0?)\s*(?P<w>\d{1,2}|[一二三四五六七八九十]{1,3})\s*(?P<item>项任务|项工作|项|条)?\s*(?P<after>[：:、.．,，]?))"
    r"|(?P<round>[（(〔【\[]\s*(?P<r>\d{1,2})\s*[)）〕】\]]\s*[、.．:：]?)"
    r"|(?P<ring>[①-⑳⑴-⒇⒈-⒛]\s*[、.．:：]?)"
    r"|(?<![\d.．])(?P<half>(?P<h>\d{1,2})\s*[)）])"
    r"|(?<![\d.．])(?P<plain>(?P<p>\d{1,2})\s*[、.．:：])"
    r"|(?<![\d.．])(?P<loose>(?P<l>\d{1,2})[ \t\u3000,，。])"
)
STYLES = ("word", "plain", "round", "ring", "half")


@attrs.frozen(kw_only=True)
class Mark:
    """A number that may begin a task's text. A weak one is believed only when all marks together make sense."""

    start: int
    end: int
    number: int
    style: str
    weak: bool


def find_marks(text: str) -> list[Mark]:
    """All marks at the beginning of a line or sentence."""
    marks = []
    for found in MARK.finditer(text):
        near = text[max(found.start() - 80, 0) : found.start()]
        before = near.rstrip(" \t\u3000")
        gap = len(near) - len(before)
        at_line = not before or before.endswith("\n")
        style = next(name for name in (*STYLES, "loose") if found[name] is not None)
        if not (at_line or gap > 1 or before[-1] in (BREAKS if style == "ring" else SENTENCE_ENDS)):
            continue
        number, weak = _number(found, style), _weak(found, style, text)
        if number is None or weak is None or (weak and not at_line):
            continue
        marks.append(Mark(start=found.start(), end=found.end(), number=number, style=style, weak=weak))
    return marks


def _number(found: re.Match[str], style: str) -> int | None:
    if style == "ring":
        return int(unicodedata.numeric(found["ring"][0]))
    typed = found["w"] or found["r"] or found["h"] or found["p"] or found["l"]
    return int(typed) if typed.isdigit() else chinese_number(typed)


def _weak(found: re.Match[str], style: str, text: str) -> bool | None:
    """Whether the mark is weak; None where it is none at all."""
    after = text[found.end() : found.end() + 5]
    if style == "word":
        named = found["item"] or found["after"] or after[:1].isspace() or not after
        return False if named and not (found["word"][0] == "第" and not found["item"]) else None
    if style == "loose":
        return True
    if style == "plain" and after[:1].isdigit():
        # 3.5万元 is a number; 2.2023年… and 5、五月 can be marks
        return True if found["plain"][-1] not in ".．" or re.match(r"(?:19|20)\d\d年", after) else None
    return False


def chain_of(marks: Sequence[Mark], wanted: Sequence[int]) -> list[Mark]:
    """The marks that begin the texts of the wanted tasks, in order; none where they can be read in two ways."""
    strong = [mark for mark in marks if not mark.weak]
    best: list[Mark] = []
    for style in STYLES:
        chain = _chain([mark for mark in strong if mark.style == style], wanted)
        best = chain if len(chain) > len(best) else best
    foreign = {mark.style for mark in strong if mark.number not in wanted}
    for several in (
        [mark for mark in strong if mark.style not in foreign],
        [mark for mark in marks if mark.style in ("plain", "loose")],
    ):
        chain = _chain(several, wanted)
        complete = len(chain) == len(wanted)
        if len(chain) > len(best) and (complete or not any(mark.weak for mark in several)):
            best = chain
    return best


def relative(marks: Sequence[Mark], count: int) -> list[Mark]:
    """The marks of a cell that is numbered 1 to `count` by itself, whatever the numbers of its tasks."""
    for style in STYLES:
        same = [mark for mark in marks if mark.style == style and not mark.weak]
        if [mark.number for mark in same] == list(range(1, count + 1)):
            return same
    return []


Chain = tuple[Mark, ...]
Cost = tuple[int, int, int]


def _chain(marks: Sequence[Mark], wanted: Sequence[int]) -> list[Mark]:
    """The reading of a row of marks as task numbers, with lists 1, 2, 3 … inside a task's text.

    Best is the reading that leaves the fewest numbers unexplained, then the one with the most tasks. Unless it finds every
    task, the reading with the fewest tasks must agree with it: else the numbers are not enough.
    """
    if not marks or len(marks) > MAX_MARKS or (marks[0].number == 1 and 1 not in wanted):
        return []
    most = _readings(marks, wanted, -1)
    if len(most) != 1:
        return []
    chain = next(iter(most))
    if len(chain) < len(wanted) and _readings(marks, wanted, 1) != most:
        return []
    return list(chain)


def _readings(marks: Iterable[Mark], wanted: Sequence[int], per_task: int) -> set[Chain]:
    """The best readings. A state is the last task's number and the last number of a list inside its text."""
    states: dict[tuple[int, int], tuple[Cost, set[Chain]]] = {(-1, 0): ((0, 0, 0), {()})}
    for mark in marks:
        following: dict[tuple[int, int], tuple[Cost, set[Chain]]] = {}

        def reach(
            state: tuple[int, int],
            cost: Cost,
            chains: set[Chain],
            following: dict[tuple[int, int], tuple[Cost, set[Chain]]] = following,
        ) -> None:
            known = following.get(state)
            if known is None or cost < known[0]:
                following[state] = (cost, set(chains))
            elif cost == known[0]:
                known[1].update(list(chains)[:2])

        for (task, inner), (cost, chains) in states.items():
            unexplained, tasks, restarts = cost
            reach((task, inner), (unexplained + 1, tasks, restarts), chains)
            if mark.number in wanted and mark.number > task:
                reach((mark.number, 0), (unexplained, tasks + per_task, restarts), {(*chain, mark) for chain in chains})
            if task >= 0 and mark.number == 1:
                reach((task, 1), (unexplained, tasks, restarts + (inner > 0)), chains)
            if inner and mark.number == inner + 1:
                reach((task, inner + 1), (unexplained, tasks, restarts), chains)
        states = following
    least = min(cost for cost, _ in states.values())
    return set().union(*(chains for cost, chains in states.values() if cost == least))
