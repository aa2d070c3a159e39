"""How the credits of rules become a score, as plugins register it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import attrs

from checkrules.model.text import Text

if TYPE_CHECKING:
    import polars as pl

Points = Sequence[float]
Credits = Sequence[float | None]
Groups = Sequence[tuple[str, str]]


@attrs.frozen(kw_only=True)
class LinearScore:
    """The formula of a score that adds up: `full` x (sum of weight x credit) / (sum of weights), or, where `full` is None, the
    sum of weight x credit alone. A rule's weight is its points, or 1."""

    full: float | None
    by_points: bool = True

    def score(self, points: Points, credits: Credits, groups: Groups) -> float:
        """The score of the rules that count."""
        weights = points if self.by_points else [1.0] * len(points)
        earned = sum(w * c for w, c in zip(weights, credits, strict=True) if c is not None)
        total = sum(w for w, c in zip(weights, credits, strict=True) if c is not None)
        return earned if self.full is None else self.full * earned / total if total else 0.0

    def maximum(self, points: Points, credits: Credits, groups: Groups) -> float:
        """The full score."""
        if self.full is not None:
            return self.full
        weights = points if self.by_points else [1.0] * len(points)
        return float(sum(w for w, c in zip(weights, credits, strict=True) if c is not None))


@attrs.frozen(kw_only=True)
class ScoringModel:
    """How the credits of rules become a score.

    Both callables take, one item per rule: points (weights, above 0), credits (0 to 1; None leaves the rule out: it does
    not apply or was not decided) and groups (section id and task id). `score` gives a number from 0 to what `maximum` gives
    for the same arguments; it must never fall when a credit rises. A model that adds up gives its formula as `linear` and
    neither callable: it is then computed in whole numbers, and in tables at full speed. For others, `columns` may say the
    same in Polars: it takes credits as expressions (null leaves the rule out) and gives the expressions of score and
    maximum; without it, tables are scored row by row.
    """

    name: str
    title: Text
    linear: LinearScore | None = None
    score: Callable[[Points, Credits, Groups], float] = attrs.field()
    maximum: Callable[[Points, Credits, Groups], float] = attrs.field()
    columns: Callable[[Points, Sequence[pl.Expr], Groups], tuple[pl.Expr, pl.Expr]] | None = None

    @score.default
    def _score(self) -> Callable[[Points, Credits, Groups], float]:
        return self._formula().score

    @maximum.default
    def _maximum(self) -> Callable[[Points, Credits, Groups], float]:
        return self._formula().maximum

    def _formula(self) -> LinearScore:
        if self.linear is None:
            raise TypeError(f"scoring model '{self.name}' has neither `linear` nor `score` and `maximum`")
        return self.linear
