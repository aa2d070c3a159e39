"""A table of submissions, judged: outcomes, scores, issues, and what could not be decided. Each made when asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cached_property

import polars as pl

from checkrules.evaluation.compiled import Compiled
from checkrules.model.results import NO_GRADE
from checkrules.model.submission import Remark
from checkrules.model.text import Language
from checkrules.model.tree import Constant
from checkrules.tables.columns.decisions import overridden, waived_counts
from checkrules.tables.columns.fact_columns import DOUBT, ROW, SUBJECT, FactColumns
from checkrules.tables.columns.issues import issues, undecided
from checkrules.tables.columns.lowering import as_degree, lowered
from checkrules.tables.columns.outcome_columns import Verdicts, coded
from checkrules.tables.columns.row_by_row import codes_by_row, values_by_row
from checkrules.tables.columns.scores import BOUNDS, SCORES, add_scores, section_column

_UNIT = 2**60


class JudgedTable:
    """All results of a table of submissions. Immutable; make one with `Checklist.evaluate_frame`.

    Rows are numbered from 1 in the column `row`. Outcomes are codes (UInt8), indexes into OUTCOMES. The same facts give the
    same outcomes, scores, messages and reasons as `Checklist.evaluate` gives for one submission.
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
    ) -> None:
        self.compiled = compiled
        self.today = today if today is not None else dt.date.today()
        self._facts = FactColumns(compiled, frame, frame.columns if names is None else names, rows, left_out)

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
        return self._verdicts.codes()

    @cached_property
    def results(self) -> pl.DataFrame:
        """`row`, the outcome codes, `score_<section>` for each scored section, then `score`, `score_low`, `score_high`,
        `maximum`, `completeness` (0 to 1), `grade` (a band's id) and `no_grade_because`. Scores are unrounded."""
        codes = [verdict.code.alias(verdict.rule) for verdict in self._verdicts.rules]
        return self._scored(ROW, *codes, *self._sections, *SCORES, bounds=True)

    @cached_property
    def scores(self) -> pl.DataFrame:
        """The same without the outcomes and the bounds."""
        return self._scored(ROW, *self._sections, *(name for name in SCORES if name not in BOUNDS))

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
        exact, scored = self._totals[2]
        return float(exact), scored

    @property
    def exact_score_sum(self) -> Fraction:
        """The same sum, each score to 2^-60: however the rows are cut into tables, their sums add up to the same."""
        return self._totals[2][0]

    @cached_property
    def waived(self) -> Mapping[str, int]:
        """By rule, how many failures a waiver accepts; rules without a waiver are left out."""
        return waived_counts(self.compiled, self._verdicts, self.today) if self.compiled.waivers else {}

    @cached_property
    def _totals(self) -> tuple[Mapping[str, tuple[int, ...]], Mapping[str, int], tuple[Fraction, int]]:
        bands = [band.id for band in self.compiled.content.scoring.bands]
        sums = [(pl.col("grade") == band).sum().alias(f"grade {band}") for band in bands]
        sums += [(pl.col("no_grade_because") == why).sum().alias(f"grade {why}") for why in NO_GRADE]
        # doubles do not add up to the same in any order, whole numbers do
        whole = (pl.col("score") * float(_UNIT)).cast(pl.Int128, strict=False)
        sums += [whole.sum().alias("sum"), pl.col("score").count().alias("scored")]
        row = self._scored(*self._verdicts.counts(), *sums).row(0, named=True)
        return (
            self._verdicts.counted(row),
            {name: row[f"grade {name}"] for name in (*bands, *NO_GRADE) if row[f"grade {name}"]},
            (Fraction(row["sum"], _UNIT), row["scored"]),
        )

    def issues(self, language: Language = "zh") -> pl.DataFrame:
        """One line for each failed rule: `row`, `rule`, `severity`, `message`, `remedy`, `due`, `waived`. Of one submission
        the gravest stands first, then in the checklist's order."""
        return issues(self._facts, self._verdicts, self.today, language)

    def undecided(self, language: Language = "zh") -> pl.DataFrame:
        """One line for each rule that is unknown or could not run: `row`, `rule`, `outcome`, `reason`, `missing` (the facts
        that would decide it) and `message`."""
        computed = self._computed.codes() if self.compiled.overrides else self.outcomes
        return undecided(self._facts, computed, self.outcomes, language)

    @cached_property
    def _sections(self) -> list[str]:
        return [section_column(name) for name, indexes in self.compiled.plan.sections.items() if indexes]

    def _scored(self, *columns: str | pl.Expr, bounds: bool = False) -> pl.DataFrame:
        """Columns of the table of verdicts with scores, or what they sum up to."""
        degrees = {index: _degree(index) for index in self.compiled.plan.graded}
        verdicts = self._verdicts
        table = add_scores(verdicts.table.lazy(), self.compiled, verdicts.rules, degrees, bounds=bounds)
        return table.select(columns).collect(engine="streaming")

    @cached_property
    def _verdicts(self) -> Verdicts:
        """What the rules came to, overrides included."""
        return overridden(self.compiled, self._computed)

    @cached_property
    def _computed(self) -> Verdicts:
        """What the rules came to. First in good faith; where a cell turns out to be doubtful, again with the column mended."""
        facts = self._facts
        if facts.unknown:
            found = self._decided(frozenset())
            if not found[DOUBT].any():
                facts.trust()
                return self._all_rules(found)
        return self._all_rules(self._decided(facts.suspects))

    def _decided(self, suspects: frozenset[str]) -> pl.DataFrame:
        """Row, doubt, the subject where a decision names one, and for the rules that Polars can say conditions, verdicts and
        degrees."""
        expressions = lowered(self.compiled)
        table = self._facts.table((), suspects)
        kept = [ROW, DOUBT, *((SUBJECT,) if self._facts.names_subjects else ())]
        conditions = {v.condition for v in expressions.verdicts.values() if v.condition is not None}
        bits = [bits.alias(expressions.verdicts[index].bits) for index, bits in expressions.bits_of_rules.items()]
        degrees = [column.alias(_degree(index)) for index, column in expressions.degrees.items()]
        return table.select(*kept, *sorted(conditions), *bits, *degrees).collect(engine="streaming")

    def _all_rules(self, found: pl.DataFrame) -> Verdicts:
        """The same with the rules and degrees that Polars cannot say."""
        expressions, rules = lowered(self.compiled), self.compiled.content.rules
        indexes = [index for index in range(len(rules)) if index not in expressions.verdicts]
        graded = [index for index in self.compiled.plan.graded if index not in expressions.degrees]
        if not indexes and not graded:
            return Verdicts(table=found, rules=tuple(expressions.verdicts[index] for index in range(len(rules))))
        facts = self._facts.table((), self._facts.suspects).collect(engine="streaming")
        for index in graded:
            tree = rules[index].degree_tree or Constant(value=None)
            values = pl.Series(_degree(index), values_by_row(self.compiled, facts, tree), dtype=pl.Float64)
            found = found.with_columns(as_degree(pl.lit(values)))
        verdicts = tuple(expressions.verdicts.get(index) or coded(rule.id) for index, rule in enumerate(rules))
        codes = codes_by_row(self.compiled, facts, indexes) if indexes else pl.DataFrame()
        return Verdicts(table=found, rules=verdicts).replaced([pl.lit(column) for column in codes.get_columns()])


def _degree(index: int) -> str:
    return f"degree_{index}"
