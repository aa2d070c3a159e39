"""Precision and recall of reading prose: over one-line phrasings, whole schools, and varied texts with traps.

Precision: of the facts that were read, the share that is right (a fact that the text does not state is wrong). Recall: of the
facts that the text states, the share that was read right.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import attrs

import checkrules
from checkrules.reading.narrative import Wording, read_prose, read_text

DATA = Path(__file__).parent / "data"
CASES = Path(__file__).parents[2] / "data" / "cases"


@attrs.frozen(kw_only=True)
class Score:
    right: int
    wrong: tuple[str, ...]
    missed: tuple[str, ...]

    @property
    def precision(self) -> float:
        return self.right / (self.right + len(self.wrong))

    @property
    def recall(self) -> float:
        return self.right / (self.right + len(self.missed))


Judged = tuple[str, str, object, object]
"""Where, which fact, what was expected (None: not stated), what was read (None: nothing)."""


def wording() -> Wording:
    found = checkrules.load_checklist("mental-health").wording
    assert found is not None
    return found


def phrasings(words: Wording) -> Iterator[Judged]:
    for item in json.loads((DATA / "phrasings.json").read_text(encoding="utf-8")):
        readings = read_text(words, item["text"], [item["fact"]])
        yield item["id"], item["fact"], item["expected"], readings[0].value if readings else None


def cases(words: Wording) -> Iterator[Judged]:
    known = {fact.fact for fact in words.facts}
    for path in sorted(CASES.glob("*.json")):
        case = json.loads(path.read_text(encoding="utf-8"))
        read = {reading.fact: reading.value for reading in read_prose(words, case["inspector_text"])}
        for fact in known:
            yield path.stem, fact, case["facts"][fact], read.get(fact)


def varied(words: Wording) -> Iterator[Judged]:
    for item in json.loads((DATA / "varied.json").read_text(encoding="utf-8")):
        read = {r.fact: r.value for r in read_prose(words, {item["task"]: item["text"]})}
        for fact in ({*read} | {*item["expected"]}) - {*item["skip"]}:
            yield item["id"], fact, item["expected"].get(fact), read.get(fact)


def score(judged: Iterator[Judged]) -> Score:
    right, wrong, missed = 0, [], []
    for where, fact, expected, read in judged:
        same = (set(read) if isinstance(read, tuple) else read) == (
            set(expected) if isinstance(expected, list) else expected
        )
        if read is not None and same:
            right += 1
            continue
        told = f"{where} {fact}: expected {expected}, read {read}"
        if read is not None:
            wrong.append(told)
        if expected is not None:
            missed.append(told)
    return Score(right=right, wrong=tuple(wrong), missed=tuple(missed))
