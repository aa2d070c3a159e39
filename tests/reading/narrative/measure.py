"""What the reader of prose proposes for texts whose truth is known, counted.

`certain_wrong`: certain readings that are wrong, of a fact that the text states otherwise or not at all. `proposed`: stated
facts whose value is the first value or an alternative, whatever the status.
"""

from __future__ import annotations

import json
import random
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

import attrs

import checkrules
from checkrules.model.readings import Reading
from checkrules.reading.narrative import ProseNames, propose, propose_text
from checkrules.reading.narrative.words import Lexicon, lexicon, with_classes
from tests.reading.narrative.texts import load_forms, load_phrasings

DATA = Path(__file__).parent / "data"
CASES = Path(__file__).parents[2] / "data" / "cases"
SETS = ("phrasings", "phrasings-2", "phrasings-dev", "varied", "cases", "forms")


@attrs.frozen(kw_only=True)
class Judged:
    """One fact of a text: what the text states (None: nothing), and what was read of it."""

    where: str
    fact: str
    expected: object
    reading: Reading | None

    @property
    def right(self) -> bool:
        return self.reading is not None and self.reading.value is not None and same(self.reading.value, self.expected)

    @property
    def proposed(self) -> bool:
        others = self.reading.alternatives if self.reading is not None else ()
        return self.right or any(same(other.value, self.expected) for other in others)

    @property
    def status(self) -> str:
        return self.reading.status if self.reading is not None else "none"


@attrs.frozen(kw_only=True)
class Measure:
    """What the readings of a set of texts come to."""

    judged: tuple[Judged, ...]

    def of(self, *statuses: str) -> tuple[Judged, ...]:
        return tuple(item for item in self.judged if item.status in statuses)

    @property
    def stated(self) -> tuple[Judged, ...]:
        return tuple(item for item in self.judged if item.expected is not None)

    @property
    def certain_wrong(self) -> tuple[Judged, ...]:
        return tuple(item for item in self.of("certain") if not item.right)

    @property
    def candidates_wrong(self) -> tuple[Judged, ...]:
        return tuple(item for item in self.of("candidate") if item.expected is not None and not item.right)

    @property
    def false_candidates(self) -> tuple[Judged, ...]:
        return tuple(item for item in self.of("candidate") if item.expected is None)

    @property
    def proposed(self) -> float:
        return sum(item.proposed for item in self.stated) / len(self.stated)


OPEN = ("noun", "verb", "adverb")
NEEDED = ("mark_yes", "mark_no", "box")


def thinned(share: float, seed: int, *, opened: bool) -> Lexicon:
    """The lexicon without a share of its open or of its closed words, drawn at random."""
    draw = random.Random(seed)
    whole = lexicon()
    classes = {
        name: found
        if (name in OPEN) != opened or name in NEEDED
        else tuple(word for word in found if draw.random() >= share)
        for name, found in whole.classes.items()
    }
    return with_classes(classes, whole.units, whole.periods)


def same(first: object, second: object) -> bool:
    if isinstance(first, tuple | list) and isinstance(second, tuple | list):
        return {*first} == {*second}
    return isinstance(first, bool) == isinstance(second, bool) and first == second


def names() -> ProseNames:
    found = checkrules.load_checklist("mental-health").prose_names
    assert found is not None
    return found


def judged(name: str, known: ProseNames, words: Lexicon | None = None) -> Iterator[Judged]:
    """The facts of one of the sets of texts."""
    if name.startswith("phrasings"):
        for where, fact, text, expected in _lines(name):
            if fact in known.by_fact:
                yield from _of(where, [fact], {fact: expected}, propose_text(known, text, [fact], words))
    elif name == "varied":
        for item in json.loads((DATA / "varied.json").read_text(encoding="utf-8")):
            facts = known.by_task[item["task"]] - {*item["skip"]}
            yield from _of(item["id"], facts, item["expected"], propose(known, {item["task"]: item["text"]}, words))
    elif name == "cases":
        for path in sorted(CASES.glob("*.json")):
            case = json.loads(path.read_text(encoding="utf-8"))
            readings = propose(known, case["inspector_text"], words)
            # what a case knows besides its texts counts neither way
            facts = {fact for fact in known.by_fact if case["facts"][fact] is not None}
            yield from _of(path.stem, facts, case["facts"], readings)
    else:
        for form in load_forms():
            facts = {*known.by_fact} - form.unsure
            yield from _of(form.name, facts, form.truth, propose(known, form.narratives, words))


def _lines(name: str) -> Iterator[tuple[str, str, str, object]]:
    if name == "phrasings-dev":
        for phrasing in load_phrasings():
            yield phrasing.id, phrasing.fact, phrasing.text, phrasing.expected
        return
    for item in json.loads((DATA / f"{name}.json").read_text(encoding="utf-8")):
        yield item["id"], item["fact"], item["text"], item["expected"]


def _of(
    where: str, facts: Iterable[str], truth: Mapping[str, object], readings: Collection[Reading]
) -> Iterator[Judged]:
    by_fact = {reading.fact: reading for reading in readings}
    for fact in sorted(facts):
        yield Judged(where=where, fact=fact, expected=truth.get(fact), reading=by_fact.get(fact))


def measure(known: ProseNames, sets: Iterable[str] = SETS, words: Lexicon | None = None) -> Measure:
    return Measure(judged=tuple(item for name in sets for item in judged(name, known, words)))
