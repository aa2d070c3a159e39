"""Verdicts in columns → scores in columns: the same sums, divided in the same order, as in `evaluation.scoring`.

Points are whole numbers. They are added in the smallest type that holds them all, and points of rules that do not apply are
counted once per condition: three times as fast as adding the points of every outcome rule by rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from operator import add

import polars as pl

from checkrules.evaluation.compiled import Compiled
from checkrules.evaluation.scoring import ScoringPlan, layout, score
from checkrules.expressions.divide import divided
from checkrules.model.form import EXACT
from checkrules.model.results import NO_GRADE, Score
from checkrules.model.rules import FAIL, Scoring
from checkrules.model.scoring import Groups, LinearScore, Points
from checkrules.tables.columns.outcome_columns import Verdict, Verdicts, codes_column

SCORES = ("score", "score_low", "score_high", "maximum", "completeness", "grade", "no_grade_because")
BOUNDS = ("score_low", "score_high")
NO_GRADE_KIND = pl.Enum(NO_GRADE)
_PARTS = ("passed", "failed", "undecided")
ALL = None
"""All sections, in place of a section's name."""
Tallies = Mapping[str | None, Mapping[str, pl.Expr]]
Rules = Sequence[Verdict]
_COUNTS = ((2**8 - 1, pl.UInt8), (2**16 - 1, pl.UInt16), (2**32 - 1, pl.UInt32), (2**64 - 1, pl.UInt64))
"""The whole numbers of Polars, with the greatest each can hold."""


def _part(part: str, section: str | None) -> str:
    """The name of a column of points; `section` None is for all."""
    return f"{part} in all" if section is None else f"{part} of {section}"


def section_column(section: str) -> str:
    """The name of the column that holds a section's score."""
    return f"score_{section}"


def degree_column(index: int) -> str:
    """The name of the column that says what a failure of a rule earns all the same."""
    return f"degree_{index}"


def score_columns(compiled: Compiled, *, bounds: bool = False) -> list[str]:
    """The names of the columns of scores, in the order in which people get them."""
    sections = [section_column(name) for name, indexes in compiled.plan.sections.items() if indexes]
    return sections + [name for name in SCORES if bounds or name not in BOUNDS]


def scored(
    compiled: Compiled, verdicts: Verdicts, columns: Iterable[str | pl.Expr], *, bounds: bool = False
) -> pl.DataFrame:
    """Columns of the table of verdicts and their scores, or what they add up to."""
    degrees = {index: degree_column(index) for index in compiled.plan.graded}
    table = add_scores(verdicts.table.lazy(), compiled, verdicts.rules, degrees, bounds=bounds)
    return table.select(columns).collect(engine="streaming")


def add_scores(
    table: pl.LazyFrame, compiled: Compiled, rules: Rules, degrees: Mapping[int, str], *, bounds: bool
) -> pl.LazyFrame:
    """Add section scores, the score (with its bounds if asked for), completeness and grade to a table of verdicts.

    `rules` says what the columns of each rule are; `degrees` names the columns that hold what failures earn all the same,
    by the index of the rule.
    """
    plan = compiled.plan
    sections = [name for name, indexes in plan.sections.items() if indexes]
    table = _tallied(table, plan, rules, sections)
    tallies = {
        name: {
            **{part: pl.col(_part(part, name)) for part in _PARTS},
            "earned": _earned(plan, rules, name, plan.scored if name is None else plan.sections[name], degrees),
        }
        for name in (*sections, ALL)
    }
    if plan.model.linear is not None and _is_exact(plan, plan.model.linear):
        table = _linear(table, plan, plan.model.linear, sections, tallies, bounds)
    elif plan.model.columns is not None and plan.scored:
        table = _by_model(table, plan, rules, plan.model.columns, sections, tallies, degrees, bounds)
    else:
        table = _one_by_one(table, compiled, rules, sections, degrees, bounds)
    percent = divided(100 * pl.col("score"), pl.col("maximum")).alias("percent")
    table = table.with_columns(_completeness(tallies[ALL]), percent)
    return table.with_columns(_grade(compiled.content.scoring, plan, rules))


def _is_exact(plan: ScoringPlan, formula: LinearScore) -> bool:
    """Whether all whole numbers of a score are doubles, so that columns are rounded as single submissions are."""
    return formula.full is not None or plan.whole * max(plan.whole, plan.scale) < EXACT


def _tallied(table: pl.LazyFrame, plan: ScoringPlan, rules: Rules, sections: Sequence[str]) -> pl.LazyFrame:
    """Add points passed, decided, failed and undecided of each section and of all, in units of 1 / scale."""
    kind = next(kind for most, kind in _COUNTS if plan.whole <= most)
    nothing = pl.lit(0, kind)

    def added(parts: Iterable[tuple[pl.Expr, int]]) -> pl.Expr:
        points = [pl.when(met).then(pl.lit(weight, kind)).otherwise(nothing) for met, weight in parts]
        return reduce(add, points) if points else nothing

    columns = []
    for name in sections:
        indexes = plan.sections[name]
        outside: dict[str, int] = {}
        for index in indexes:
            condition = rules[index].condition
            if condition is not None:
                outside[condition] = outside.get(condition, 0) + plan.weights[index]
        inapplicable = added((~pl.col(condition), weight) for condition, weight in outside.items())
        applicable = pl.lit(sum(plan.weights[index] for index in indexes), kind) - inapplicable
        columns += [
            added((rules[index].passed, plan.weights[index]) for index in indexes).alias(_part("passed", name)),
            added((rules[index].decided, plan.weights[index]) for index in indexes).alias(_part("decided", name)),
            applicable.alias(_part("applicable", name)),
        ]
    table = table.with_columns(columns).with_columns(
        reduce(add, (pl.col(_part(part, name)) for name in sections), nothing).alias(_part(part, ALL))
        for part in ("passed", "decided", "applicable")
    )
    return table.with_columns(
        part
        for name in (*sections, ALL)
        for part in (
            (pl.col(_part("decided", name)) - pl.col(_part("passed", name))).alias(_part("failed", name)),
            (pl.col(_part("applicable", name)) - pl.col(_part("decided", name))).alias(_part("undecided", name)),
        )
    )


def _earned(
    plan: ScoringPlan, rules: Rules, name: str | None, indexes: Sequence[int], degrees: Mapping[int, str]
) -> pl.Expr:
    """Points passed, and what failures earn all the same, added in the order of the rules."""
    partly = [
        pl.when(rules[index].failed).then(plan.weights[index] * pl.col(degrees[index])).otherwise(0.0)
        for index in indexes
        if index in degrees
    ]
    passed = pl.col(_part("passed", name)).cast(pl.Float64)
    return passed + reduce(add, partly) if partly else passed


def _linear(
    table: pl.LazyFrame,
    plan: ScoringPlan,
    formula: LinearScore,
    sections: Sequence[str],
    tallies: Tallies,
    bounds: bool,
) -> pl.LazyFrame:
    def value(tally: Mapping[str, pl.Expr]) -> pl.Expr:
        decided = tally["passed"] + tally["failed"]
        share = (
            divided(formula.full * tally["earned"], decided)
            if formula.full is not None
            else divided(tally["earned"], pl.lit(plan.scale))
        )
        return pl.when(decided > 0).then(share)

    def bound(tally: Mapping[str, pl.Expr], earned: pl.Expr) -> pl.Expr:
        decided = tally["passed"] + tally["failed"]
        total = decided + tally["undecided"]
        share = (
            divided(formula.full * earned, total)
            if formula.full is not None
            else divided(earned * decided, total.cast(pl.Int64) * plan.scale)
        )
        return pl.when(decided > 0).then(share)

    whole = tallies[ALL]
    columns = [value(tallies[name]).alias(section_column(name)) for name in sections]
    columns.append(value(whole).alias("score"))
    if bounds:
        columns.append(bound(whole, whole["earned"]).alias("score_low"))
        columns.append(bound(whole, whole["earned"] + whole["undecided"]).alias("score_high"))
    full = (
        pl.lit(formula.full)
        if formula.full is not None
        else divided(whole["passed"] + whole["failed"], pl.lit(plan.scale))
    )
    return table.with_columns(*columns, full.cast(pl.Float64).alias("maximum"))


def _by_model(
    table: pl.LazyFrame,
    plan: ScoringPlan,
    rules: Rules,
    columns: Callable[[Points, Sequence[pl.Expr], Groups], tuple[pl.Expr, pl.Expr]],
    sections: Sequence[str],
    tallies: Tallies,
    degrees: Mapping[int, str],
    bounds: bool,
) -> pl.LazyFrame:
    """By the model's own form in columns."""

    def scored(indexes: Sequence[int], undecided: float | None) -> tuple[pl.Expr, pl.Expr]:
        points, groups = layout(plan, indexes)
        credits = [_credit(rules[index], degrees.get(index), undecided) for index in indexes]
        return columns(points, credits, groups)

    def known(name: str | None, indexes: Sequence[int]) -> tuple[pl.Expr, pl.Expr]:
        value, full = scored(indexes, None)
        decided = tallies[name]["passed"] + tallies[name]["failed"]
        return pl.when(decided > 0).then(value), full

    whole = [known(name, plan.sections[name])[0].alias(section_column(name)) for name in sections]
    value, full = known(ALL, plan.scored)
    table = table.with_columns(*whole, value.alias("score"), full.alias("maximum"))
    if bounds:
        decided = tallies[ALL]["passed"] + tallies[ALL]["failed"]
        for name, credit in (("score_low", 0.0), ("score_high", 1.0)):
            value, full = scored(plan.scored, credit)
            bound = pl.when((decided > 0) & (full > 0)).then(divided(value, full) * pl.col("maximum"))
            table = table.with_columns(bound.alias(name))
    return table


def _credit(verdict: Verdict, degree: str | None, undecided: float | None) -> pl.Expr:
    failed = pl.col(degree) if degree is not None else pl.lit(0.0)
    return (
        pl.when(verdict.passed)
        .then(pl.lit(1.0))
        .when(verdict.failed)
        .then(failed)
        .when(verdict.undecided)
        .then(pl.lit(undecided, pl.Float64))
    )


def _one_by_one(
    table: pl.LazyFrame,
    compiled: Compiled,
    rules: Rules,
    sections: Sequence[str],
    degrees: Mapping[int, str],
    bounds: bool,
) -> pl.LazyFrame:
    """By the model's Python functions, one row after another."""
    plan = compiled.plan
    collected = table.collect()
    codes_of = [verdict.code.alias(codes_column(verdict.rule)) for verdict in rules]
    rows = collected.select(*codes_of, *degrees.values()).rows()
    found: list[tuple[float | None, ...]] = []
    for row in rows:
        codes = bytes(row[: len(rules)])
        earned = {index: value for index, value in zip(degrees, row[len(rules) :], strict=True) if codes[index] == FAIL}
        whole = score(plan, codes, earned)
        parts = (score(plan, codes, earned, plan.sections[name]).value for name in sections)
        found.append((*parts, *_values(whole, bounds)))
    names = [section_column(name) for name in sections] + ["score", "maximum", "score_low", "score_high"]
    kept = names if bounds else names[:-2]
    return collected.hstack(pl.DataFrame(found, schema=dict.fromkeys(kept, pl.Float64), orient="row")).lazy()


def _values(found: Score, bounds: bool) -> tuple[float | None, ...]:
    return (found.value, found.maximum, found.low, found.high) if bounds else (found.value, found.maximum)


def _completeness(tally: Mapping[str, pl.Expr]) -> pl.Expr:
    decided = tally["passed"] + tally["failed"]
    total = decided + tally["undecided"]
    return pl.when(total > 0).then(divided(decided, total)).otherwise(pl.lit(1.0)).alias("completeness")


def _grade(scoring: Scoring, plan: ScoringPlan, rules: Rules) -> Iterable[pl.Expr]:
    nothing = pl.col("score").is_null() | (pl.col("maximum") == 0)
    incomplete = pl.col("completeness") < scoring.least_completeness
    percent = pl.col("percent")
    lowest: pl.Expr = pl.lit(len(scoring.bands) - 1, pl.UInt8)
    for index, band in reversed(list(enumerate(scoring.bands))):
        lowest = pl.when(percent >= band.minimum).then(pl.lit(index, pl.UInt8)).otherwise(lowest)
    for veto in scoring.vetoes:
        grave = [rules[index].failed for index in plan.scored if plan.rules[index].severity == veto.severity]
        cap = next(index for index, band in enumerate(scoring.bands) if band.id == veto.cap)
        if grave:
            counted = reduce(
                add,
                (pl.when(is_grave).then(pl.lit(1, pl.UInt16)).otherwise(pl.lit(0, pl.UInt16)) for is_grave in grave),
            )
            capped = counted >= veto.failures
            lowest = pl.when(capped).then(pl.max_horizontal(lowest, pl.lit(cap, pl.UInt8))).otherwise(lowest)
    bands = pl.Enum([band.id for band in scoring.bands])
    yield pl.when(~nothing & ~incomplete).then(lowest).cat.to(bands).alias("grade")
    yield (
        pl.when(nothing)
        .then(pl.lit("nothing_decided", NO_GRADE_KIND))
        .when(incomplete)
        .then(pl.lit("incomplete", NO_GRADE_KIND))
        .alias("no_grade_because")
    )
