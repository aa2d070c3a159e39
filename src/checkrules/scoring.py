"""Outcomes → scores and grades. Pure functions; the models themselves are registered by plugins."""

from __future__ import annotations

from collections import Counter

import attrs

from checkrules.extension import ScoringModel
from checkrules.model import ERROR, FAIL, NOT_APPLICABLE, PASS, UNKNOWN, Band, Rule, Scoring
from checkrules.results import Counts, Grade, Score


@attrs.frozen(kw_only=True)
class Sheet:
    """The scored rules of a checklist with their codes, and what each failure earns all the same (0 without `degree`)."""

    rules: tuple[Rule, ...]
    codes: bytes
    degrees: tuple[float, ...]

    def part(self, section: str) -> Sheet:
        """The same for the rules of one section."""
        kept = [i for i, rule in enumerate(self.rules) if rule.section == section]
        return Sheet(
            rules=tuple(self.rules[i] for i in kept),
            codes=bytes(self.codes[i] for i in kept),
            degrees=tuple(self.degrees[i] for i in kept),
        )


def _credits(sheet: Sheet, undecided: float | None) -> list[float | None]:
    return [
        1.0 if code == PASS else degree if code == FAIL else None if code == NOT_APPLICABLE else undecided
        for code, degree in zip(sheet.codes, sheet.degrees, strict=True)
    ]


def _layout(sheet: Sheet) -> tuple[list[float], list[tuple[str, str]]]:
    return [rule.points for rule in sheet.rules], [(rule.section, rule.task) for rule in sheet.rules]


def score(model: ScoringModel, sheet: Sheet) -> Score:
    """The score over the decided rules, with its bounds: every undecided rule fails, or passes.

    The bounds are on the scale of the score itself, whose `maximum` is that of the decided rules.
    """
    points, groups = _layout(sheet)
    known = _credits(sheet, None)
    maximum = model.maximum(points, known, groups)
    decided = sum(p for p, code in zip(points, sheet.codes, strict=True) if code in (PASS, FAIL))
    undecided = sum(p for p, code in zip(points, sheet.codes, strict=True) if code in (UNKNOWN, ERROR))

    def bound(credit: float) -> float | None:
        assumed = _credits(sheet, credit)
        full = model.maximum(points, assumed, groups)
        return model.score(points, assumed, groups) / full * maximum if decided and full else None

    return Score(
        value=model.score(points, known, groups) if decided else None,
        low=bound(0.0),
        high=bound(1.0),
        maximum=maximum,
        completeness=decided / (decided + undecided) if decided + undecided else 1.0,
        counts=counts(sheet.codes),
    )


def counts(codes: bytes) -> Counts:
    """How many rules had each outcome."""
    tally = Counter(codes)
    return Counts(
        passed=tally[PASS],
        failed=tally[FAIL],
        not_applicable=tally[NOT_APPLICABLE],
        unknown=tally[UNKNOWN],
        error=tally[ERROR],
    )


def gains(model: ScoringModel, sheet: Sheet) -> dict[str, float]:
    """What repairing each failed rule alone would add to the score, by rule id. Never negative."""
    credits = _credits(sheet, None)
    points, groups = _layout(sheet)
    now = model.score(points, credits, groups)
    found = {}
    for index, code in enumerate(sheet.codes):
        if code == FAIL:
            repaired = [*credits]
            repaired[index] = 1.0
            found[sheet.rules[index].id] = max(0.0, model.score(points, repaired, groups) - now)
    return found


def grade(scoring: Scoring, sheet: Sheet, score: Score) -> Grade:
    """The band of the unrounded score, lowered by a veto; none where too little was decided."""
    if score.value is None or not score.maximum:
        return Grade(band=None, reason="nothing_decided")
    if score.completeness < scoring.least_completeness:
        return Grade(band=None, reason="incomplete")
    reached = _band(scoring, 100 * score.value / score.maximum)
    lowest = scoring.bands.index(reached)
    for veto in scoring.vetoes:
        failures = sum(
            1
            for rule, code in zip(sheet.rules, sheet.codes, strict=True)
            if code == FAIL and rule.severity == veto.severity
        )
        if failures >= veto.failures:
            lowest = max(lowest, next(i for i, band in enumerate(scoring.bands) if band.id == veto.cap))
    band = scoring.bands[lowest]
    return Grade(band=band, capped_from=reached if band is not reached else None)


def _band(scoring: Scoring, percent: float) -> Band:
    return next((band for band in scoring.bands if percent >= band.minimum), scoring.bands[-1])
