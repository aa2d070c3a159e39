"""A table of submissions, judged: outcomes, scores, issues, and what could not be decided. Each made when asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from checkrules.frames.facts import DOUBT, ROW, SCHOOL, FactColumns
from checkrules.frames.fallback import codes_by_row, values_by_row
from checkrules.frames.issues import issues, undecided, waived
from checkrules.frames.lowering import CODE
from checkrules.frames.scores import BOUNDS, NO_GRADE, SCORES, add_scores, section_column
from checkrules.model import OUTCOMES
from checkrules.submission import Remark
from checkrules.text import Language
from checkrules.tree import Constant

if TYPE_CHECKING:
    from checkrules.checklist import Checklist


class JudgedTable:
    """All results of a table of submissions. Immutable; make one with `Checklist.evaluate_frame`.

    Rows are numbered from 1 in the column `row`. Outcomes are codes (UInt8), indexes into OUTCOMES. The same facts give the
    same outcomes, scores, messages and reasons as `Checklist.evaluate` gives for one submission.
    """

    def __init__(
        self,
        checklist: Checklist,
        frame: pl.DataFrame,
        *,
        today: dt.date | None = None,
        rows: pl.Series | None = None,
        left_out: pl.DataFrame | None = None,
    ) -> None:
        self.checklist = checklist
        self.today = today if today is not None else dt.date.today()
        self._facts = FactColumns(checklist, frame, rows, left_out)

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """Columns that the form does not have; they are not used."""
        return self._facts.remarks

    @property
    def misfits(self) -> pl.DataFrame:
        """The cells that do not fit the form and count as not stated: `row`, `fact`, `value` as it stands, `message_zh` and
        `message_en`, which say what was expected."""
        return self._facts.misfits

    @cached_property
    def outcomes(self) -> pl.DataFrame:
        """The outcome code of every rule: one UInt8 column a rule, named by its id, overrides included."""
        if "results" in self.__dict__:
            return self.results.select(self._rule_ids)
        return self._collect(self._rule_ids).drop(ROW)

    @cached_property
    def results(self) -> pl.DataFrame:
        """`row`, the outcome codes, `score_<section>` for each scored section, then `score`, `score_low`, `score_high`,
        `maximum`, `completeness` (0 to 1), `grade` (a band's id) and `no_grade_because`. Scores are unrounded."""
        return self._collect([*self._rule_ids, *self._sections, *SCORES], scored=True, bounds=True)

    @cached_property
    def scores(self) -> pl.DataFrame:
        """The same without the outcomes and the bounds."""
        return self._collect([*self._sections, *(name for name in SCORES if name not in BOUNDS)], scored=True)

    @cached_property
    def counts(self) -> Mapping[str, tuple[int, ...]]:
        """By rule, how many submissions had each outcome, in the order of OUTCOMES."""
        return self._totals[0]

    @cached_property
    def grades(self) -> Mapping[str, int]:
        """How many submissions have each grade (a band's id), or none because of what."""
        return self._totals[1]

    @cached_property
    def score_sum(self) -> tuple[float, int]:
        """The sum of the scores there are, and how many there are."""
        return self._totals[2]

    @cached_property
    def waived(self) -> Mapping[str, int]:
        """By rule, how many failures a waiver accepts; rules without a waiver are left out."""
        return waived(self._facts, self.outcomes, self.today) if self.checklist.waivers else {}

    @cached_property
    def _totals(self) -> tuple[Mapping[str, tuple[int, ...]], Mapping[str, int], tuple[float, int]]:
        bands = [band.id for band in self.checklist.content.scoring.bands]
        no_grade = list(NO_GRADE.categories)
        codes = range(len(OUTCOMES))
        sums = [(pl.col(rule) == code).sum().alias(f"{rule} {code}") for rule in self._rule_ids for code in codes]
        sums += [(pl.col("grade") == band).sum().alias(f"grade {band}") for band in bands]
        sums += [(pl.col("no_grade_because") == why).sum().alias(f"grade {why}") for why in no_grade]
        sums += [pl.col("score").sum().alias("sum"), pl.col("score").count().alias("scored")]
        if "results" in self.__dict__:
            found = self.results.lazy().select(sums).collect(engine="streaming")
        else:
            found = self._collect(sums, scored=True, summed=True)
        row = found.row(0, named=True)
        return (
            {rule: tuple(row[f"{rule} {code}"] for code in codes) for rule in self._rule_ids},
            {name: row[f"grade {name}"] for name in (*bands, *no_grade) if row[f"grade {name}"]},
            (row["sum"], row["scored"]),
        )

    def issues(self, language: Language = "zh") -> pl.DataFrame:
        """One line for each failed rule: `row`, `rule`, `severity`, `message`, `remedy`, `due`, `waived`. Of one submission
        the gravest stands first, then in the checklist's order."""
        return issues(self._facts, self.outcomes, self.today, language)

    def undecided(self, language: Language = "zh") -> pl.DataFrame:
        """One line for each rule that is unknown or could not run: `row`, `rule`, `outcome`, `reason`, `missing` (the facts
        that would decide it) and `message`."""
        computed = self._collect(self._rule_ids, overridden=False) if self.checklist.overrides else self.outcomes
        return undecided(self._facts, computed, self.outcomes, language)

    @cached_property
    def _rule_ids(self) -> list[str]:
        return [rule.id for rule in self.checklist.content.rules]

    @cached_property
    def _sections(self) -> list[str]:
        return [section_column(name) for name, places in self.checklist.plan.sections.items() if places]

    def _collect(
        self,
        kept: Sequence[str | pl.Expr],
        *,
        scored: bool = False,
        bounds: bool = False,
        overridden: bool = True,
        summed: bool = False,
    ) -> pl.DataFrame:
        """Some columns of the judged table, the row in front; or, `summed`, what they sum up to. First in good faith; where a
        cell turns out to be doubtful, again with the column mended."""
        facts = self._facts

        def run(suspects: frozenset[str]) -> pl.DataFrame:
            table = self._coded(suspects, overridden)
            if scored:
                degrees = {place: _degree(place) for place in self.checklist.plan.graded}
                table = add_scores(table, self.checklist, degrees, bounds=bounds)
            columns = [*kept, pl.col(DOUBT).any()] if summed else [ROW, *kept, DOUBT]
            return table.select(columns).collect(engine="streaming")

        if facts.unknown:
            found = run(frozenset())
            if not found[DOUBT].any():
                facts.trust()
                return found.drop(DOUBT)
        return run(facts.suspects).drop(DOUBT)

    def _coded(self, suspects: frozenset[str], overridden: bool) -> pl.LazyFrame:
        """Row, doubt, one code a rule, and the degrees."""
        lowered, rules = self.checklist.columns, self.checklist.content.rules
        table = self._facts.table((), suspects)
        by_row = self._by_row
        if by_row.width:
            table = pl.concat([table.collect().lazy(), by_row.lazy()], how="horizontal")
        degrees = [column.alias(_degree(place)) for place, column in lowered.degrees.items()]
        degrees += [pl.col(name) for name in by_row.columns if name not in self._rule_ids]
        codes = {
            rule.id: column if column is not None else pl.col(rule.id)
            for rule, column in zip(rules, lowered.codes, strict=True)
        }
        for override in self.checklist.overrides if overridden else ():
            old = codes.get(override.rule)
            if old is not None:
                decided = pl.lit(OUTCOMES.index(override.outcome), CODE)
                here = pl.lit(True) if override.school is None else pl.col(SCHOOL) == override.school
                codes[override.rule] = pl.when(here).then(decided).otherwise(old)
        return table.select(ROW, DOUBT, *(column.alias(name) for name, column in codes.items()), *degrees)

    @cached_property
    def _by_row(self) -> pl.DataFrame:
        """The codes of rules, and the degrees, that Polars cannot say."""
        lowered = self.checklist.columns
        places = [place for place, code in enumerate(lowered.codes) if code is None]
        graded = [place for place in self.checklist.plan.graded if place not in lowered.degrees]
        if not places and not graded:
            return pl.DataFrame()
        facts = self._facts.table((), self._facts.suspects).collect(engine="streaming")
        found = codes_by_row(self.checklist, facts, places) if places else pl.DataFrame()
        for place in graded:
            tree = self.checklist.content.rules[place].degree_tree or Constant(value=None)
            values = values_by_row(self.checklist, facts, tree)
            degrees = pl.Series(_degree(place), values, dtype=pl.Float64).clip(0.0, 1.0).fill_null(0.0)
            found = found.with_columns(degrees)
        return found


def _degree(place: int) -> str:
    return f"degree_{place}"
