"""What all rows of a table add up to: how many had each outcome and each grade, and the exact sum of the scores."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import attrs
import polars as pl

from checkrules.evaluation.compiled import Compiled
from checkrules.model.results import NO_GRADE
from checkrules.tables.columns.outcome_columns import Verdicts
from checkrules.tables.columns.scores import scored

_UNIT = 2**60


@attrs.frozen(kw_only=True)
class Totals:
    """`counts`: by rule, how many rows had each outcome, in the order of OUTCOMES. `grades`: how many rows have each grade, or
    none because of what. `score_sum`: the sum of the scores, each to 2^-60; `scored`: how many scores there are."""

    counts: Mapping[str, tuple[int, ...]]
    grades: Mapping[str, int]
    score_sum: Fraction
    scored: int


def totals(compiled: Compiled, verdicts: Verdicts) -> Totals:
    """The totals of all rows, in one pass."""
    bands = [band.id for band in compiled.content.scoring.bands]
    sums = [(pl.col("grade") == band).sum().alias(f"grade {band}") for band in bands]
    sums += [(pl.col("no_grade_because") == why).sum().alias(f"grade {why}") for why in NO_GRADE]
    # doubles do not add up to the same in any order, whole numbers do
    whole = (pl.col("score") * float(_UNIT)).cast(pl.Int128, strict=False)
    sums += [whole.sum().alias("sum"), pl.col("score").count().alias("scored")]
    row = scored(compiled, verdicts, [*verdicts.counts(), *sums]).row(0, named=True)
    return Totals(
        counts=verdicts.counted(row),
        grades={name: row[f"grade {name}"] for name in (*bands, *NO_GRADE) if row[f"grade {name}"]},
        score_sum=Fraction(row["sum"], _UNIT),
        scored=row["scored"],
    )
