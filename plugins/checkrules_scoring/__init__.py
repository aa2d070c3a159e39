"""Scoring models: `points`, and the four of XCCDF 1.2 (NIST IR 7275 Rev. 4, section 7.3: `default`, `flat`,
`flat-unweighted`, `absolute`).

Linear models are given by their formula. The others take points, credits and groups, one item per rule; a rule whose credit
is None does not count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import reduce
from operator import add
from typing import TYPE_CHECKING

from checkrules.plugin import LinearScore, ScoringModel, Text, hookimpl

if TYPE_CHECKING:
    import polars as pl

Points = Sequence[float]
Credits = Sequence[float | None]
Groups = Sequence[tuple[str, str]]


def _share(points: Points, credits: Credits) -> float:
    total = sum(p for p, c in zip(points, credits, strict=True) if c is not None)
    return sum(p * c for p, c in zip(points, credits, strict=True) if c is not None) / total if total else 0.0


def default_score(points: Points, credits: Credits, groups: Groups) -> float:
    """XCCDF `default`: 0 to 100; a task is the mean of its rules by points, a section that of its tasks, the whole that of
    its sections, each group weighing the same (XCCDF's default weight 1.0)."""
    tasks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, (group, credit) in enumerate(zip(groups, credits, strict=True)):
        rules = tasks[group]  # every group, also one in which nothing counts: the order of sums stays the same
        if credit is not None:
            rules.append(index)
    sections: dict[str, list[float]] = defaultdict(list)
    for (section, _), rules in tasks.items():
        if rules:
            sections[section].append(_share([points[i] for i in rules], [credits[i] for i in rules]))
        else:
            sections[section] += []
    means = [sum(shares) / len(shares) for shares in sections.values() if shares]
    return 100 * sum(means) / len(means) if means else 0.0


def default_columns(points: Points, credits: Sequence[pl.Expr], groups: Groups) -> tuple[pl.Expr, pl.Expr]:
    """`default_score` in Polars."""
    import polars as pl

    from checkrules.plugin import divided

    tasks: dict[tuple[str, str], list[tuple[float, pl.Expr]]] = defaultdict(list)
    for weight, credit, group in zip(points, credits, groups, strict=True):
        tasks[group].append((weight, credit))
    sections: dict[str, list[pl.Expr]] = defaultdict(list)
    for (section, _), rules in tasks.items():
        earned = _added([weight * credit for weight, credit in rules])
        counted = _added([pl.when(credit.is_not_null()).then(pl.lit(float(weight))) for weight, credit in rules])
        sections[section].append(pl.when(counted > 0).then(divided(earned, counted)))
    means = [_mean(shares) for shares in sections.values()]
    return divided(100 * _added(means), _how_many(means)), pl.lit(100.0)


def _mean(shares: Sequence[pl.Expr]) -> pl.Expr:
    import polars as pl

    from checkrules.plugin import divided

    return pl.when(_how_many(shares) > 0).then(divided(_added(shares), _how_many(shares)))


def _how_many(columns: Sequence[pl.Expr]) -> pl.Expr:
    import polars as pl

    return pl.sum_horizontal(column.is_not_null().cast(pl.Float64) for column in columns)


def _added(columns: Sequence[pl.Expr]) -> pl.Expr:
    """The sum, in the order of the columns (`sum_horizontal` has its own, and the last digit depends on it)."""
    return reduce(add, (column.fill_null(0.0) for column in columns))


def absolute_columns(points: Points, credits: Sequence[pl.Expr], groups: Groups) -> tuple[pl.Expr, pl.Expr]:
    """`absolute_score` in Polars."""
    import polars as pl

    return pl.all_horizontal((credit == 1).fill_null(True) for credit in credits).cast(pl.Float64), pl.lit(1.0)


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
    for name, title, formula in (
        ("points", Text("百分制按分值分摊", "100 points spread over the applicable rules"), LinearScore(full=100.0)),
        ("flat", Text("XCCDF 分值累计", "XCCDF flat: the points of the rules that pass"), LinearScore(full=None)),
        (
            "flat-unweighted",
            Text("XCCDF 项数累计", "XCCDF flat unweighted: how many rules pass"),
            LinearScore(full=None, by_points=False),
        ),
    ):
        register(ScoringModel(name=name, title=title, linear=formula))
    register(
        ScoringModel(
            name="default",
            title=Text("XCCDF 逐级平均", "XCCDF default"),
            score=default_score,
            maximum=_hundred,
            columns=default_columns,
        )
    )
    register(
        ScoringModel(
            name="absolute",
            title=Text("XCCDF 全部达标", "XCCDF absolute"),
            score=absolute_score,
            maximum=_one,
            columns=absolute_columns,
        )
    )
