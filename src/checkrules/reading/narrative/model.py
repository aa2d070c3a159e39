"""How facts are worded in prose: the checklist's declarations and what all facts share, as compiled patterns.

`schemas/wording-1.schema.json` says what each keyword means; `loading/wording.py` has checked the file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import attrs


@attrs.frozen(kw_only=True)
class FactWording:
    """How one fact is worded. `subject` finds what it is about; the rest says what may be said of it."""

    fact: str
    kind: str
    tasks: tuple[str, ...]
    subjects: tuple[str, ...]
    not_subjects: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    per: str = ""
    bare: bool = True
    positive: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()
    partial: bool | None = None
    minimum_of_all: bool = False
    says: tuple[tuple[str, object], ...] = ()
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()
    lowest: float = 0
    highest: float = 1_000_000_000
    whole: bool = False
    total: tuple[str, ...] = ()
    part: str = ""
    missing: tuple[str, ...] = ()
    ratio: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()

    @cached_property
    def subject(self) -> re.Pattern[str]:
        """Any of the subjects; of a choice the wordings of its choices."""
        named = self.subjects or tuple(word for _, words in self.choices for word in words)
        return re.compile("|".join(f"(?:{s})" for s in named) or r"(?!)")

    @cached_property
    def not_subject(self) -> re.Pattern[str]:
        """What looks like a subject and is none."""
        return re.compile("|".join(f"(?:{s})" for s in self.not_subjects) or r"(?!)")

    @cached_property
    def unit(self) -> str:
        """Any of the units, as a pattern."""
        return "(?:" + "|".join(self.units) + ")" if self.units else ""

    @cached_property
    def said(self) -> tuple[tuple[re.Pattern[str], object], ...]:
        """Whole wordings that state a value."""
        return tuple((re.compile(pattern), value) for pattern, value in self.says)


@attrs.frozen(kw_only=True)
class Vocabulary:
    """Words that mean the same whatever they are said of."""

    unknown: re.Pattern[str]
    not_yet: re.Pattern[str]
    negation: re.Pattern[str]
    not_negation: re.Pattern[str]
    partial: re.Pattern[str]
    norm: re.Pattern[str]
    actual: re.Pattern[str]
    increase: re.Pattern[str]
    elsewhere: re.Pattern[str]
    gone: re.Pattern[str]
    positive: re.Pattern[str]


@attrs.frozen(kw_only=True)
class Wording:
    """All of a checklist's wording. Immutable; made once, shared by threads."""

    vocabulary: Vocabulary
    facts: tuple[FactWording, ...]


def load_wording(data: Mapping[str, Any]) -> Wording:
    """The wording that a checklist's file declares."""
    names = [field.name for field in attrs.fields(Vocabulary)]
    words = {name: re.compile("|".join(f"(?:{w})" for w in data["vocabulary"][name]) or r"(?!)") for name in names}
    facts = tuple(_fact(name, part) for name, part in data["facts"].items())
    return Wording(vocabulary=Vocabulary(**words), facts=facts)


def _fact(name: str, part: Mapping[str, Any]) -> FactWording:
    return FactWording(
        fact=name,
        kind=part["kind"],
        tasks=tuple(part["tasks"]),
        subjects=tuple(part.get("subject", ())),
        not_subjects=tuple(part.get("not_subject", ())),
        units=tuple(part.get("unit", ())),
        per=part.get("per", ""),
        bare=part.get("bare", True),
        positive=tuple(part.get("positive", ())),
        negative=tuple(part.get("negative", ())),
        partial=part.get("partial"),
        minimum_of_all=part.get("minimum_of_all", False),
        says=tuple((item["text"], item["value"]) for item in part.get("says", ())),
        choices=tuple((choice, tuple(words)) for choice, words in part.get("choices", {}).items()),
        lowest=part.get("minimum", 0),
        highest=part.get("maximum", 1_000_000_000),
        whole=part.get("whole", False),
        total=tuple(part.get("total", ())),
        part=part.get("part", ""),
        missing=tuple(part.get("missing", ())),
        ratio=tuple(part.get("ratio", ())),
        refused=tuple(part.get("refuse", ())),
    )
