"""A part of a large file, and the summary of what it held: what engines are given, and what they give back."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from checkrules.text import Text

MOST_TOLD = 20
"""Broken cells and records that a summary tells in words; it counts them all."""


@attrs.frozen(kw_only=True)
class Part:
    """Some rows of a file. `start` and `stop` are row numbers from 0 (Parquet) or bytes (NDJSON, CSV); `first` is the number
    that the first row, or line, has for people. For CSV, `columns` names the fact of each column and `delimiter` parts them."""

    number: int
    file: str
    kind: str
    start: int
    stop: int
    first: int
    columns: tuple[str | None, ...] = ()
    delimiter: str = ","


@attrs.frozen(kw_only=True)
class Told:
    """A cell that does not fit, or a record that is broken."""

    row: int
    message: Text


@attrs.frozen(kw_only=True)
class Summary:
    """What some submissions came to. `outcomes`: by rule, how many had each outcome, in the order of OUTCOMES; `grades`: by
    a band's id, or by why there is none; `score_sum`: of the `scored` submissions that have a score."""

    submissions: int = 0
    outcomes: Mapping[str, tuple[int, ...]] = attrs.field(factory=dict)
    grades: Mapping[str, int] = attrs.field(factory=dict)
    score_sum: float = 0.0
    scored: int = 0
    misfits: int = 0
    rejected: int = 0
    told: tuple[Told, ...] = ()

    @property
    def mean_score(self) -> float | None:
        """The mean of the scores there are."""
        return self.score_sum / self.scored if self.scored else None

    def __add__(self, other: Summary) -> Summary:
        rules = {**self.outcomes, **other.outcomes}
        nothing = (0,) * 5
        return Summary(
            submissions=self.submissions + other.submissions,
            outcomes={
                rule: tuple(
                    map(sum, zip(self.outcomes.get(rule, nothing), other.outcomes.get(rule, nothing), strict=True))
                )
                for rule in rules
            },
            grades={g: self.grades.get(g, 0) + other.grades.get(g, 0) for g in {**self.grades, **other.grades}},
            score_sum=self.score_sum + other.score_sum,
            scored=self.scored + other.scored,
            misfits=self.misfits + other.misfits,
            rejected=self.rejected + other.rejected,
            told=tuple(sorted((*self.told, *other.told), key=lambda told: told.row)[:MOST_TOLD]),
        )


@attrs.frozen(kw_only=True)
class Done:
    """A part that was judged."""

    part: int
    summary: Summary
