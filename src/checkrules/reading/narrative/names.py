"""What a checklist's facts are called in prose, with every spelling: the data of `names.yaml`, made once and shared by threads.

`schemas/names-1.schema.json` says what each key means; `loading/names.py` has checked the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Literal

import attrs

from checkrules.model.spellings import spellings
from checkrules.reading.narrative.words import lexicon

Kind = Literal["flag", "count", "rate", "amount", "percent", "choices"]
Part = Literal["name", "says", "denies", "together", "not"]


@attrs.frozen(kw_only=True)
class Called:
    """What a spelling stands for: a fact, in what way, and which choice of it."""

    fact: str
    part: Part
    choice: str = ""


@attrs.frozen(kw_only=True)
class FactNames:
    """How one fact is called, and what may be said of it."""

    fact: str
    kind: Kind
    tasks: tuple[str, ...]
    families: frozenset[str] = frozenset()
    """The families of the units that count it; a unit of none stands for itself."""
    per: str = ""
    least: bool = False
    strict: bool = False
    part_of: str = ""
    beside: tuple[str, ...] = ()
    """Words of which one must stand in the clause."""
    less: str = ""
    """The fact that is taken from what several are together."""
    ratio: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    lowest: float = 0
    highest: float = 1_000_000_000
    whole: bool = False


@attrs.frozen(kw_only=True, eq=False)
class ProseNames:
    """The names of all facts of a checklist."""

    facts: tuple[FactNames, ...]
    called: Mapping[str, tuple[Called, ...]]
    """What each spelling stands for."""

    @cached_property
    def by_fact(self) -> Mapping[str, FactNames]:
        return {fact.fact: fact for fact in self.facts}

    @cached_property
    def by_task(self) -> Mapping[str, frozenset[str]]:
        """The facts of each task."""
        tasks = {task for fact in self.facts for task in fact.tasks}
        return {task: frozenset(fact.fact for fact in self.facts if task in fact.tasks) for task in tasks}


def load_names(data: Mapping[str, Any]) -> ProseNames:
    """The names that a checklist's file declares."""
    called: dict[str, list[Called]] = {}
    for fact, part in data["facts"].items():
        for spelling, what in _spelt(fact, part):
            called.setdefault(spelling, []).append(what)
    return ProseNames(
        facts=tuple(_fact(fact, part) for fact, part in data["facts"].items()),
        called={spelling: tuple(dict.fromkeys(found)) for spelling, found in called.items()},
    )


def spelt(patterns: Any) -> Iterator[str]:
    """The spellings of patterns, as they stand in plain text."""
    for pattern in patterns:
        yield from filter(None, spellings(pattern))


def _spelt(fact: str, part: Mapping[str, Any]) -> Iterator[tuple[str, Called]]:
    keys: tuple[Part, ...] = ("says", "denies", "together", "not")
    for spelling in spelt(part.get("names", ())):
        yield spelling, Called(fact=fact, part="name")
    for key in keys:
        for spelling in spelt(part.get(key, ())):
            yield spelling, Called(fact=fact, part=key)
    for choice, patterns in part.get("choices", {}).items():
        for spelling in spelt(patterns):
            yield spelling, Called(fact=fact, part="name", choice=choice)


def _fact(name: str, part: Mapping[str, Any]) -> FactNames:
    units = lexicon().units
    known = [units[unit].families if unit in units else frozenset({unit}) for unit in part.get("unit", ())]
    return FactNames(
        fact=name,
        kind=part["kind"],
        tasks=tuple(part["tasks"]),
        families=frozenset().union(*known) if part["kind"] != "percent" else frozenset({"percent"}),
        per=part.get("per", ""),
        least=part.get("least", False),
        strict=part.get("strict", False),
        part_of=part.get("part_of", ""),
        beside=tuple(part.get("beside", ())),
        less=part.get("less", ""),
        ratio=tuple(part.get("ratio", ())),
        choices=tuple(part.get("choices", ())),
        lowest=part.get("minimum", 0),
        highest=part.get("maximum", 1_000_000_000),
        whole=part.get("whole", False),
    )
