"""A table of submissions, judged: outcomes, scores, issues, and what could not be decided. Each is made when asked for.

Polars is imported only when a table is made, so that the class can be named without it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from checkrules.evaluation.compiled import Compiled
from checkrules.model.arguments import language_given
from checkrules.model.submission import Remark
from checkrules.model.text import Language

if TYPE_CHECKING:
    import polars as pl

    from checkrules.tables.columns.outcome_columns import Verdicts
    from checkrules.tables.columns.totals import Totals


class JudgedTable:
    """All results of a table of submissions. Immutable; make one with `Checklist.evaluate_frame`.

    Rows are numbered from 1 in the column `row` (Polars itself counts from 0), and the kept columns follow it, so that
    nothing is joined by position. All results come from one reading of the table. Outcomes are codes (UInt8), indexes into OUTCOMES. The same facts give the
    same outcomes, scores, messages and reasons as `Checklist.evaluate` gives for one submission. A copy in another process
    computes its results again. Raises UsageError where Polars is not installed.
    """

    def __init__(
        self,
        compiled: Compiled,
        frame: pl.DataFrame,
        *,
        today: dt.date | None = None,
        names: Iterable[str] | None = None,
        rows: pl.Series | None = None,
        left_out: pl.DataFrame | None = None,
        kept: pl.DataFrame | None = None,
        remarks: tuple[Remark, ...] = (),
    ) -> None:
        from checkrules.tables.columns.fact_columns import FactColumns

        self.compiled = compiled
        self.today = today if today is not None else dt.date.today()
        self._given = frame, tuple(frame.columns if names is None else names), rows, left_out, kept, remarks
        self._kept = kept
        self._remarks = remarks
        self._facts = FactColumns(compiled, *self._given[:-2])

    def __repr__(self) -> str:
        return f"JudgedTable(checklist={self.compiled.content.id!r}, rows={self._facts.frame.height})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _made_again, (self.compiled, self.today, *self._given)

    def __deepcopy__(self, memo: object) -> JudgedTable:
        return self

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """Columns that the form does not have, which are not used; columns with times, of which the dates count; columns with
        cells that were coerced."""
        return (*self._facts.remarks, *self._remarks)

    def refuse_unfit(self) -> None:
        """Raise ReadError for an invalid cell, a column that the form does not have and a required fact that is missing: with the
        first of them, and how many more there are."""
        from checkrules.tables.columns.unfit import refuse_unfit_table

        refuse_unfit_table(self._facts)

    @property
    def times_cut(self) -> tuple[Remark, ...]:
        """The remarks on columns with times alone."""
        return self._facts.times_cut

    @property
    def misfits(self) -> pl.DataFrame:
        """The invalid cells, which count as not stated: `row` (from 1), `fact`, `value` as it stands, `message_zh` and
        `message_en`, which say what was expected."""
        return self._with_kept(self._facts.misfits)

    @cached_property
    def outcomes(self) -> pl.DataFrame:
        """The outcome code of every rule: one UInt8 column per rule, named by its id, overrides included. No column `row`:
        the kept columns come first, and the rows are in the order of the table."""
        codes = self._verdicts.codes()
        return codes if self._kept is None else self._kept.hstack(codes)

    @cached_property
    def results(self) -> pl.DataFrame:
        """`row` (from 1), the outcome codes, `score_<section>` for each scored section, then `score`, `score_low`, `score_high`,
        `maximum`, `completeness` (0 to 1), `grade` (a band's id) and `no_grade_because`. Scores are unrounded."""
        from checkrules.tables.columns.scores import score_columns, scored

        codes = [verdict.code.alias(verdict.rule) for verdict in self._verdicts.rules]
        columns: list[str | pl.Expr] = ["row", *codes, *score_columns(self.compiled, bounds=True)]
        return self._with_kept(scored(self.compiled, self._verdicts, columns, bounds=True))

    @cached_property
    def scores(self) -> pl.DataFrame:
        """The same without the outcomes and the bounds."""
        from checkrules.tables.columns.scores import score_columns, scored

        return self._with_kept(scored(self.compiled, self._verdicts, ["row", *score_columns(self.compiled)]))

    @property
    def counts(self) -> Mapping[str, tuple[int, ...]]:
        """By rule, how many submissions had each outcome, in the order of OUTCOMES."""
        return self._totals.counts

    @property
    def grades(self) -> Mapping[str, int]:
        """How many submissions have each grade (a band's id), or none because of what."""
        return self._totals.grades

    @property
    def score_sum(self) -> tuple[float, int]:
        """The sum of the scores there are, and how many there are."""
        return float(self._totals.score_sum), self._totals.scored

    @property
    def exact_score_sum(self) -> Fraction:
        """The same sum, each score to 2^-60: however the rows are cut into tables, their sums add up to the same."""
        return self._totals.score_sum

    @cached_property
    def waived(self) -> Mapping[str, int]:
        """By rule, how many failures a waiver accepts; rules without a waiver are left out."""
        from checkrules.tables.columns.decisions import waived_counts

        return waived_counts(self.compiled, self._verdicts, self.today) if self.compiled.waivers else {}

    def issues(self, language: Language = "zh") -> pl.DataFrame:
        """One line for each failed rule: `row` (from 1), `rule`, `severity`, `message`, `remedy`, `due`, `waived`. Within a
        submission the gravest comes first, then in the checklist's order."""
        from checkrules.tables.columns.issues import issues

        return self._with_kept(issues(self._facts, self._verdicts, self.today, language_given(language)))

    def undecided(self, language: Language = "zh") -> pl.DataFrame:
        """One line for each rule that is unknown or could not run: `row` (from 1), `rule`, `outcome`, `reason`, `missing`
        (the facts that would decide it) and `message`."""
        from checkrules.tables.columns.issues import undecided

        computed = self._computed.codes() if self.compiled.overrides else self.outcomes
        return self._with_kept(undecided(self._facts, computed, self.outcomes, language_given(language)))

    def _with_kept(self, table: pl.DataFrame) -> pl.DataFrame:
        from checkrules.tables.columns.kept import with_kept

        return table if self._kept is None else with_kept(table, self._kept, self._facts.numbers)

    @cached_property
    def _totals(self) -> Totals:
        from checkrules.tables.columns.totals import totals

        return totals(self.compiled, self._verdicts)

    @cached_property
    def _verdicts(self) -> Verdicts:
        from checkrules.tables.columns.decisions import overridden

        return overridden(self.compiled, self._computed)

    @cached_property
    def _computed(self) -> Verdicts:
        from checkrules.tables.columns.decide import decide

        return decide(self._facts)


def _made_again(
    compiled: Compiled,
    today: dt.date,
    frame: pl.DataFrame,
    names: tuple[str, ...],
    rows: pl.Series | None,
    left_out: pl.DataFrame | None,
    kept: pl.DataFrame | None,
    remarks: tuple[Remark, ...],
) -> JudgedTable:
    return JudgedTable(
        compiled, frame, today=today, names=names, rows=rows, left_out=left_out, kept=kept, remarks=remarks
    )
