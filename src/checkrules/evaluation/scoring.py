"""Outcomes → scores and grades. Pure functions; the models themselves are registered by plugins.

Points are counted in whole numbers (`ScoringPlan.weights`, in units of 1 / `ScoringPlan.scale`), so a sum is the same in any order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from math import lcm
from operator import getitem
from typing import NamedTuple

import attrs

from checkrules.model.results import Grade, Score
from checkrules.model.rules import ERROR, FAIL, NOT_APPLICABLE, PASS, UNKNOWN, Band, Rule, Scoring
from checkrules.model.scoring import ScoringModel


@attrs.frozen(kw_only=True, slots=False)
class ScoringPlan:
    """What scoring needs of a checklist's rules. Made once, used for every submission."""

    model: ScoringModel
    rules: tuple[Rule, ...]

    @cached_property
    def scored(self) -> tuple[int, ...]:
        """The indexes of the rules that count for the score."""
        return tuple(index for index, rule in enumerate(self.rules) if rule.scored)

    @cached_property
    def sections(self) -> Mapping[str, tuple[int, ...]]:
        """The same by section."""
        ids = dict.fromkeys(rule.section for rule in self.rules)
        return {name: tuple(i for i in self.scored if self.rules[i].section == name) for name in ids}

    @cached_property
    def scale(self) -> int:
        """The least factor that makes all points whole numbers."""
        return lcm(*(_exact(self.rules[i].points).as_integer_ratio()[1] for i in self.scored)) if self.by_points else 1

    @property
    def by_points(self) -> bool:
        """Whether a rule's weight is its points; else it is 1."""
        return self.model.linear is None or self.model.linear.by_points

    @cached_property
    def weights(self) -> tuple[int, ...]:
        """Each rule's weight in units of 1 / `scale`; 0 for a rule that is not scored."""
        return tuple(
            0 if not rule.scored else int(_exact(rule.points) * self.scale) if self.by_points else 1
            for rule in self.rules
        )

    @cached_property
    def graded(self) -> tuple[int, ...]:
        """The indexes of the scored rules with partial credit."""
        return tuple(index for index in self.scored if self.rules[index].degree_tree is not None)

    @cached_property
    def whole(self) -> int:
        """The sum of all weights."""
        return sum(self.weights)

    @cached_property
    def width(self) -> int:
        """Bits of one field of a packed tally: points passed, failed, undecided."""
        return self.whole.bit_length()

    @cached_property
    def _packed(self) -> tuple[tuple[int, ...], ...]:
        """What each rule (up to the last scored one) adds to a packed tally, by outcome code."""
        n = self.width
        weights = self.weights[: max(self.scored, default=-1) + 1]
        return tuple((w, w << n, 0, w << 2 * n, w << 2 * n) for w in weights)

    def tally(self, codes: bytes, indexes: Sequence[int] | None = None) -> Tally:
        """The tally of the codes of all scored rules, or of those in `indexes`."""
        if indexes is None:
            total = sum(map(getitem, self._packed, codes))
        else:
            total = sum(self._packed[i][codes[i]] for i in indexes)
        width, field = self.width, (1 << self.width) - 1
        return Tally(total & field, total >> width & field, total >> 2 * width)


class Tally(NamedTuple):
    """The points of some rules by outcome, in units of 1 / scale. `undecided`: unknown, or could not run."""

    passed: int
    failed: int
    undecided: int


def _exact(points: float) -> Decimal:
    return Decimal(repr(points))


def score(
    plan: ScoringPlan, codes: bytes, degrees: Mapping[int, float], indexes: tuple[int, ...] | None = None
) -> Score:
    """The score over the decided, scored rules (all, or those in `indexes`), with its bounds: every undecided rule fails, or
    passes. `degrees` gives the partial credit of failures (0 to 1), by the rule's index.

    The bounds are on the scale of the score itself, whose `maximum` is that of the decided rules.
    """
    tally = plan.tally(codes, indexes)
    decided, undecided = tally.passed + tally.failed, tally.undecided
    completeness = decided / (decided + undecided) if decided + undecided else 1.0
    linear = plan.model.linear
    if linear is None:
        indexes = plan.scored if indexes is None else indexes
        value, low, high, maximum = _by_model(plan, codes, degrees, indexes, bool(decided))
    elif not decided:
        value = low = high = None
        maximum = linear.full if linear.full is not None else 0.0
    else:
        earned = tally.passed + _earned(plan, degrees, indexes)
        total = decided + undecided
        if linear.full is not None:
            maximum = linear.full
            value, low, high = (
                linear.full * earned / decided,
                linear.full * earned / total,
                linear.full * (earned + undecided) / total,
            )
        else:
            maximum, value = decided / plan.scale, earned / plan.scale
            low, high = (part * decided / (total * plan.scale) for part in (earned, earned + undecided))
    return Score(
        value=value,
        low=low,
        high=high,
        maximum=maximum,
        completeness=completeness,
        codes=codes,
        indexes=plan.scored if indexes is None else indexes,
    )


def _earned(plan: ScoringPlan, degrees: Mapping[int, float], indexes: Sequence[int] | None) -> float:
    """The partial credit of failures, in weights, added in the order of the rules."""
    if not degrees:
        return 0
    return sum(plan.weights[i] * degrees[i] for i in plan.graded if i in degrees and (indexes is None or i in indexes))


def _by_model(
    plan: ScoringPlan, codes: bytes, degrees: Mapping[int, float], indexes: Sequence[int], decided: bool
) -> tuple[float | None, float | None, float | None, float]:
    """Value, low, high and maximum by the model's own functions."""
    model = plan.model
    points, groups = layout(plan, indexes)
    known = _credits(codes, degrees, indexes, None)
    maximum = model.maximum(points, known, groups)

    def bound(credit: float) -> float | None:
        assumed = _credits(codes, degrees, indexes, credit)
        full = model.maximum(points, assumed, groups)
        return model.score(points, assumed, groups) / full * maximum if decided and full else None

    return model.score(points, known, groups) if decided else None, bound(0.0), bound(1.0), maximum


def layout(plan: ScoringPlan, indexes: Iterable[int]) -> tuple[list[float], list[tuple[str, str]]]:
    """Points and groups of some rules, as scoring models take them."""
    rules = [plan.rules[i] for i in indexes]
    return [rule.points for rule in rules], [(rule.section, rule.task) for rule in rules]


def _credits(
    codes: bytes, degrees: Mapping[int, float], indexes: Iterable[int], undecided: float | None
) -> list[float | None]:
    by_code = {PASS: 1.0, NOT_APPLICABLE: None, UNKNOWN: undecided, ERROR: undecided}
    return [degrees.get(i, 0.0) if codes[i] == FAIL else by_code[codes[i]] for i in indexes]


def gain(plan: ScoringPlan, codes: bytes, degrees: Mapping[int, float], index: int) -> float | None:
    """How much the score would rise if one failed rule alone were repaired; None for a rule that is not scored."""
    if not plan.rules[index].scored:
        return None
    linear = plan.model.linear
    if linear is not None:
        added = plan.weights[index] * (1 - degrees.get(index, 0.0))
        if linear.full is None:
            return added / plan.scale
        tally = plan.tally(codes)
        return linear.full * added / (tally.passed + tally.failed)
    points, groups = layout(plan, plan.scored)
    credits = _credits(codes, degrees, plan.scored, None)
    now = plan.model.score(points, credits, groups)
    repaired = [1.0 if i == index else credit for i, credit in zip(plan.scored, credits, strict=True)]
    return max(0.0, plan.model.score(points, repaired, groups) - now)


def grade(scoring: Scoring, plan: ScoringPlan, codes: bytes, score: Score) -> Grade:
    """The band of the unrounded score, lowered by a veto; none where too little was decided."""
    if score.value is None or not score.maximum:
        return Grade(band=None, reason="nothing_decided")
    if score.completeness < scoring.least_completeness:
        return Grade(band=None, reason="incomplete")
    reached = _band(scoring, 100 * score.value / score.maximum)
    lowest = scoring.bands.index(reached)
    for veto in scoring.vetoes:
        failures = sum(1 for i in plan.scored if codes[i] == FAIL and plan.rules[i].severity == veto.severity)
        if failures >= veto.failures:
            lowest = max(lowest, next(i for i, band in enumerate(scoring.bands) if band.id == veto.cap))
    band = scoring.bands[lowest]
    return Grade(band=band, capped_from=reached if band is not reached else None)


def _band(scoring: Scoring, percent: float) -> Band:
    return next((band for band in scoring.bands if percent >= band.minimum), scoring.bands[-1])
