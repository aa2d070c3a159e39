"""Scoring models: `points`, and the four of XCCDF 1.2 (NIST IR 7275 Rev. 4, section 7.3: `default`, `flat`,
`flat-unweighted`, `absolute`).

Each takes points, credits and groups, one item a rule; a rule whose credit is None does not count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from checkrules import ScoringModel, Text, hookimpl

Points = Sequence[float]
Credits = Sequence[float | None]
Groups = Sequence[tuple[str, str]]


def _share(points: Points, credits: Credits) -> float:
    total = sum(p for p, c in zip(points, credits, strict=True) if c is not None)
    return sum(p * c for p, c in zip(points, credits, strict=True) if c is not None) / total if total else 0.0


def points_score(points: Points, credits: Credits, groups: Groups) -> float:
    """100 points spread over the rules that count, by their points."""
    return 100 * _share(points, credits)


def default_score(points: Points, credits: Credits, groups: Groups) -> float:
    """XCCDF `default`: 0 to 100; a task is the mean of its rules by points, a section that of its tasks, the whole that of
    its sections, each group weighing the same (XCCDF's default weight 1.0)."""
    tasks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, (group, credit) in enumerate(zip(groups, credits, strict=True)):
        if credit is not None:
            tasks[group].append(index)
    sections: dict[str, list[float]] = defaultdict(list)
    for (section, _), rules in tasks.items():
        sections[section].append(_share([points[i] for i in rules], [credits[i] for i in rules]))
    means = [sum(shares) / len(shares) for shares in sections.values()]
    return 100 * sum(means) / len(means) if means else 0.0


def flat_score(points: Points, credits: Credits, groups: Groups) -> float:
    """XCCDF `flat`: the points of the rules that pass, added up."""
    return sum(p * c for p, c in zip(points, credits, strict=True) if c is not None)


def flat_maximum(points: Points, credits: Credits, groups: Groups) -> float:
    """The points of all rules that count."""
    return sum(p for p, c in zip(points, credits, strict=True) if c is not None)


def unweighted_score(points: Points, credits: Credits, groups: Groups) -> float:
    """XCCDF `flat-unweighted`: how many rules pass."""
    return sum(c for c in credits if c is not None)


def unweighted_maximum(points: Points, credits: Credits, groups: Groups) -> float:
    """How many rules count."""
    return float(sum(c is not None for c in credits))


def absolute_score(points: Points, credits: Credits, groups: Groups) -> float:
    """XCCDF `absolute`: 1 when every rule that counts passes in full, else 0."""
    return float(all(c == 1 for c in credits if c is not None))


def _hundred(points: Points, credits: Credits, groups: Groups) -> float:
    return 100.0


def _one(points: Points, credits: Credits, groups: Groups) -> float:
    return 1.0


@hookimpl
def register_scoring_models(register: Callable[[ScoringModel], None]) -> None:
    """Register the five models."""
    for name, title, score, maximum in (
        ("points", Text("百分制按分值分摊", "100 points spread over the applicable rules"), points_score, _hundred),
        ("default", Text("XCCDF 逐级平均", "XCCDF default"), default_score, _hundred),
        ("flat", Text("XCCDF 分值累计", "XCCDF flat"), flat_score, flat_maximum),
        ("flat-unweighted", Text("XCCDF 项数累计", "XCCDF flat unweighted"), unweighted_score, unweighted_maximum),
        ("absolute", Text("XCCDF 全部达标", "XCCDF absolute"), absolute_score, _one),
    ):
        register(ScoringModel(name=name, title=title, score=score, maximum=maximum))
