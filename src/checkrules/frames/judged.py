"""A table of submissions, judged: outcomes, scores, issues, and what could not be decided. Each made when asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import polars as pl

from checkrules.frames.fallback import codes_by_row, values_by_row
from checkrules.frames.fit import Fitted, bits_of, fit_column
from checkrules.frames.lowering import CODE, ERA, Lowered
from checkrules.frames.messages import due_column, message
from checkrules.frames.reasons import Reason, reason_of
from checkrules.frames.scores import SCORES, add_scores, section_column
from checkrules.model import FAIL, OUTCOMES, SEVERITIES, UNKNOWN
from checkrules.report import why_undecided
from checkrules.submission import Remark
from checkrules.text import Language, plain
from checkrules.tree import Constant
from checkrules.validate import MAX_TOLD, misfit, unknown_fact
from checkrules.values import expected_of

if TYPE_CHECKING:
    from checkrules.checklist import Checklist

ROW = "row"
SEVERITY = pl.Enum(SEVERITIES)
OUTCOME = pl.Enum(OUTCOMES)
_SCHOOL = "school"


def collected(frame: Any, needed: Iterable[str]) -> pl.DataFrame:
    """What was passed, as a DataFrame; of a LazyFrame only the columns that are needed are collected."""
    if isinstance(frame, pl.DataFrame):
        return frame
    if isinstance(frame, pl.LazyFrame):
        wanted = set(needed)
        names = [name for name in frame.collect_schema().names() if name in wanted]
        return frame.select(names).collect(engine="streaming")
    if hasattr(frame, "__arrow_c_stream__"):
        return pl.DataFrame(frame)
    raise TypeError(f"a Polars DataFrame or LazyFrame, or Arrow data, is judged, not {type(frame).__name__}")


class JudgedTable:
    """All results of a table of submissions. Immutable; make one with `Checklist.evaluate_frame`.

    Rows are numbered from 1 in the column `row`. Outcomes are codes (UInt8), indexes into OUTCOMES. The same facts give the
    same outcomes, scores, messages and reasons as `Checklist.evaluate` gives for one submission.
    """

    def __init__(
        self, checklist: Checklist, frame: pl.DataFrame, *, today: dt.date | None = None, first_row: int = 1
    ) -> None:
        self.checklist = checklist
        self.frame = frame
        self.today = today if today is not None else dt.date.today()
        self._first = first_row

    # the columns, held against the form

    @property
    def _lowered(self) -> Lowered:
        return self.checklist.columns

    @cached_property
    def _fitted(self) -> Mapping[str, Fitted]:
        kinds, read = self.frame.schema, self._lowered.read
        facts = [fact for fact in self.checklist.content.form.facts if fact.name in kinds]
        return {f.name: fit_column(f, pl.col(f.name), kinds[f.name], read=f.name in read) for f in facts}

    @cached_property
    def _suspects(self) -> frozenset[str]:
        """The facts that outcomes and messages use, of whose column a cell may not fit."""
        return self._suspected(self.checklist.record_type.names)

    def _suspected(self, names: Iterable[str]) -> frozenset[str]:
        there = {name: self._fitted[name].suspect for name in names if name in self._fitted}
        checks = {name: suspect for name, suspect in there.items() if suspect is not None}
        if not checks or not self.frame.height:
            return frozenset()
        found = self.frame.lazy().select(check.alias(name) for name, check in checks.items())
        answers = found.collect(engine="streaming").row(0, named=True)
        return frozenset(name for name, answer in answers.items() if answer)

    def _fact_columns(self, names: Iterable[str]) -> list[pl.Expr]:
        """The columns `f_…` of facts, as expressions see them; null for a fact that the table does not have."""
        columns = []
        for name in names:
            fitted = self._fitted.get(name)
            if fitted is None:
                missing = fit_column(self.checklist.facts[name], pl.lit(None), pl.Null())
                columns.append(missing.value.alias(f"f_{name}"))
            elif fitted.mended is not None and name in self._suspects:
                columns.append(fitted.mended.alias(f"f_{name}"))
            else:
                columns.append(fitted.value.alias(f"f_{name}"))
        return columns

    def _bit_columns(self) -> list[pl.Expr]:
        columns = []
        for name in self._lowered.bits:
            fitted = self._fitted.get(name)
            if fitted is None:
                bits: pl.Expr = pl.lit(None, pl.UInt64)
            elif name in self._suspects or fitted.bits is None:
                bits = bits_of(fitted.mended if fitted.mended is not None else fitted.value, self.checklist.facts[name])
            else:
                bits = fitted.bits
            columns.append(bits.alias(f"b_{name}"))
        return columns

    @cached_property
    def remarks(self) -> tuple[Remark, ...]:
        """Columns that the form does not have; they are not used."""
        known = {fact.name: fact for fact in self.checklist.content.form.facts}
        texts = self.checklist.content.form.texts
        return tuple(
            unknown_fact(name, known) for name in self.frame.columns if name not in known and name not in texts
        )

    @cached_property
    def misfits(self) -> pl.DataFrame:
        """The cells that do not fit the form and count as not stated: `row`, `fact`, `value` as it stands, `expected` and
        `message` in both languages (`_zh`, `_en`)."""
        found: list[tuple[int, str, str, str, str, str, str]] = []
        suspects = self._suspected(self._fitted)
        for name, fitted in self._fitted.items():
            if fitted.misfit is None or name not in suspects:
                continue
            fact = self.checklist.facts[name]
            expected = expected_of(fact)
            cells = self.frame.with_row_index(ROW, self._first).filter(fitted.misfit).select(ROW, name)
            for row, value in cells.rows():
                remark = misfit(fact, value, expected, None)
                found.append((row, name, str(remark.value)[: MAX_TOLD + 1], expected.zh, expected.en, remark.message.zh, remark.message.en))  # fmt: skip
        names = ("value", "expected_zh", "expected_en", "message_zh", "message_en")
        schema = {ROW: pl.Int64, "fact": pl.String, **dict.fromkeys(names, pl.String)}
        return pl.DataFrame(found, schema=schema, orient="row").sort(ROW, maintain_order=True)

    # outcomes and scores

    def _base(self, extra: Iterable[str] = ()) -> pl.LazyFrame:
        """The working table: facts, bits, eras, definitions and shared conditions."""
        names = dict.fromkeys((*self._lowered.facts, *extra))
        table = self.frame.lazy().select(*self._fact_columns(names), *self._bit_columns(), *self._school_column())
        if len(self.checklist.eras) > 1:
            table = table.with_columns(self._era())
        for layer in self._lowered.layers:
            table = table.with_columns(layer)
        return table

    def _era(self) -> pl.Expr:
        last = len(self.checklist.eras) - 1
        date = next((fact.name for fact in self.checklist.content.form.facts if fact.role == "date"), None)
        if date is None:
            return pl.lit(last, CODE).alias(ERA)
        day = pl.col(f"f_{date}")
        begun = [(day >= era.since).cast(CODE) for era in self.checklist.eras[1:]]
        return pl.when(day.is_null()).then(pl.lit(last, CODE)).otherwise(pl.sum_horizontal(begun)).cast(CODE).alias(ERA)

    def _school_column(self) -> list[pl.Expr]:
        """The school's name as it is compared, where a waiver or an override names one."""
        schools = [w.school for w in self.checklist.waivers] + [o.school for o in self.checklist.overrides]
        if not any(school is not None for school in schools):
            return []
        role = next((fact.name for fact in self.checklist.content.form.facts if fact.role == "name"), None)
        if role not in self.frame.columns or not isinstance(self.frame.schema[role], pl.String):
            return [pl.lit("").alias(_SCHOOL)]
        names = self.frame[role].to_list()
        return [
            pl.lit(pl.Series([plain(name.strip()) if name else "" for name in names], dtype=pl.String)).alias(_SCHOOL)
        ]

    @cached_property
    def _by_row(self) -> pl.DataFrame:
        """The codes of rules, and the degrees, that Polars cannot say."""
        lowered = self._lowered
        rules = self.checklist.content.rules
        places = [place for place, code in enumerate(lowered.codes) if code is None]
        graded = [place for place in self.checklist.plan.graded if place not in lowered.degrees]
        if not places and not graded:
            return pl.DataFrame()
        facts = self.frame.lazy().select(self._fact_columns(self._lowered.facts)).collect(engine="streaming")
        found = codes_by_row(self.checklist, facts, places) if places else pl.DataFrame()
        for place in graded:
            values = values_by_row(self.checklist, facts, rules[place].degree_tree or Constant(value=None))
            degrees = pl.Series(f"degree_{place}", values, dtype=pl.Float64).clip(0.0, 1.0).fill_null(0.0)
            found = found.with_columns(degrees)
        return found

    def _coded(self, *, computed: bool = False) -> pl.LazyFrame:
        """One code a rule, overrides included (without them: `computed`), and the degrees."""
        lowered, rules = self._lowered, self.checklist.content.rules
        table = self._base()
        if self._by_row.width:
            table = pl.concat([table.collect().lazy(), self._by_row.lazy()], how="horizontal")
        degrees = [column.alias(f"degree_{place}") for place, column in lowered.degrees.items()]
        degrees += [pl.col(name) for name in self._by_row.columns if name.startswith("degree_")]
        codes = {
            rule.id: column if column is not None else pl.col(rule.id)
            for rule, column in zip(rules, lowered.codes, strict=True)
        }
        if not computed:
            for override in self.checklist.overrides:
                decided = pl.lit(OUTCOMES.index(override.outcome), CODE)
                here = pl.col(_SCHOOL) == override.school
                old = codes.get(override.rule)
                if old is not None:
                    codes[override.rule] = decided if override.school is None else pl.when(here).then(decided).otherwise(old)  # fmt: skip
        return table.select(*(column.alias(name) for name, column in codes.items()), *degrees)

    @cached_property
    def _degree_columns(self) -> dict[int, str]:
        return {place: f"degree_{place}" for place in self.checklist.plan.graded}

    @cached_property
    def _rule_ids(self) -> list[str]:
        return [rule.id for rule in self.checklist.content.rules]

    @cached_property
    def outcomes(self) -> pl.DataFrame:
        """The outcome code of every rule: one UInt8 column a rule, named by its id, overrides included."""
        if "results" in self.__dict__:
            return self.results.select(self._rule_ids)
        return self._numbered(self._coded().select(self._rule_ids)).select(self._rule_ids)

    @cached_property
    def results(self) -> pl.DataFrame:
        """`row`, the outcome codes, `score_<section>` for each scored section, then `score`, `score_low`, `score_high`,
        `maximum`, `completeness` (0 to 1), `grade` (a band's id) and `no_grade_because`. Scores are unrounded."""
        return self._numbered(self._scored(bounds=True, codes=True))

    @cached_property
    def scores(self) -> pl.DataFrame:
        """The same without the outcomes and the bounds."""
        return self._numbered(self._scored(bounds=False, codes=False))

    def _scored(self, *, bounds: bool, codes: bool) -> pl.LazyFrame:
        table = add_scores(self._coded(), self.checklist, self._degree_columns, bounds=bounds)
        sections = [section_column(name) for name, places in self.checklist.plan.sections.items() if places]
        scores = [name for name in SCORES if bounds or name not in ("score_low", "score_high")]
        return table.select(*(self._rule_ids if codes else ()), *sections, *scores)

    def _numbered(self, table: pl.LazyFrame) -> pl.DataFrame:
        found = table.collect(engine="streaming")
        if found.height != self.frame.height:  # nothing of the table was used: every column is a constant
            found = found.clear() if not self.frame.height else pl.concat([found] * self.frame.height)
        rows = pl.int_range(self._first, self._first + found.height, dtype=pl.Int64, eager=True).alias(ROW)
        return found.insert_column(0, rows)

    # issues and reasons

    def issues(self, language: Language = "zh") -> pl.DataFrame:
        """One line for each failed rule: `row`, `rule`, `severity`, `message`, `remedy`, `due`, `waived`. Of one submission
        the gravest stands first, then in the checklist's order."""
        checklist = self.checklist
        templates = checklist.templates
        wanted = {name for pair in templates for template in pair for name in template.names}
        table = self._values(wanted)
        kinds = dict(table.schema)
        parts = []
        for place in checklist.gravest_first:
            rule = checklist.content.rules[place]
            parts.append(
                table.lazy()
                .filter(pl.col(rule.id) == FAIL)
                .select(
                    pl.col(ROW),
                    pl.lit(rule.id, pl.Enum(self._rule_ids)).alias("rule"),
                    pl.lit(rule.severity, SEVERITY).alias("severity"),
                    message(templates[place][0], checklist, kinds, language).alias("message"),
                    message(templates[place][1], checklist, kinds, language).alias("remedy"),
                    due_column(rule.due_days).alias("due"),
                    self._waived(rule.id).alias("waived"),
                )
            )
        return pl.concat(pl.collect_all(parts))

    def _values(self, names: Iterable[str]) -> pl.DataFrame:
        """Row, codes, the inspection date, and the columns of facts and definitions of some names."""
        wanted = [*names]
        facts = [name for name in wanted if name in self.checklist.facts]
        date = next((fact.name for fact in self.checklist.content.form.facts if fact.role == "date"), None)
        inspected = pl.col(f"f_{date}") if date is not None else pl.lit(None, pl.Date)
        lazy = self._base((*facts, *([date] if date else ())))
        have = set(lazy.collect_schema().names())
        kept = [c for name in wanted for c in (f"f_{name}", f"d_{name}") if c in have]
        kept += [name for name in (ERA, _SCHOOL) if name in have]
        table = lazy.select(*kept, inspected_on=inspected).collect(engine="streaming")
        refused = [d for d in self.checklist.content.definitions if d.name in self._lowered.refused_definitions]
        for definition in refused:
            if definition.name in wanted:
                given = self.frame.lazy().select(self._fact_columns(self._lowered.facts)).collect()
                column = pl.Series(
                    f"d_{definition.name}", values_by_row(self.checklist, given, definition.tree), strict=False
                )
                table = table.with_columns(column)
        rows = pl.int_range(self._first, self._first + self.frame.height, dtype=pl.Int64, eager=True).alias(ROW)
        return pl.concat([pl.DataFrame(rows), self.outcomes, table], how="horizontal")

    def _waived(self, rule: str) -> pl.Expr:
        waived: pl.Expr = pl.lit(False)
        for waiver in self.checklist.waivers:
            if waiver.rule == rule and waiver.expires >= self.today:
                here = pl.lit(True) if waiver.school is None else pl.col(_SCHOOL) == waiver.school
                waived = waived | here
        return waived

    def undecided(self, language: Language = "zh") -> pl.DataFrame:
        """One line for each rule that is unknown or could not run: `row`, `rule`, `outcome`, `reason`, `missing` (the facts
        that would decide it) and `message`."""
        checklist = self.checklist
        codes = self._numbered(self._coded(computed=True).select(self._rule_ids)).select(self._rule_ids)
        parts = [
            self._undecided(place, codes[rule.id], language)
            for place, rule in enumerate(checklist.content.rules)
            if (codes[rule.id] >= UNKNOWN).any()
        ]
        empty = pl.DataFrame(
            schema={
                ROW: pl.Int64,
                "rule": pl.Enum(self._rule_ids),
                "outcome": OUTCOME,
                "reason": pl.String,
                "missing": pl.List(pl.String),
                "message": pl.String,
            }
        )
        return pl.concat([empty, *parts])

    def _undecided(self, place: int, codes: pl.Series, language: Language) -> pl.DataFrame:
        checklist = self.checklist
        rule = checklist.content.rules[place]
        facts = [name for name in self._facts_reached(place) if name in checklist.facts]
        date = [fact.name for fact in checklist.content.form.facts if fact.role == "date"]
        names = [*dict.fromkeys((*facts, *date))]
        broken = [f for f in names if f in self._suspects and self._fitted[f].misfit is not None]
        misfits = [self._fitted[name].misfit.fill_null(False).alias(f"x_{name}") for name in broken]  # type: ignore[union-attr]
        table = self.frame.lazy().select(*self._fact_columns(names), *misfits, code=pl.lit(codes)) if names or misfits else pl.LazyFrame({"code": codes})  # fmt: skip
        rows = table.with_row_index(ROW, self._first).filter(pl.col("code") >= UNKNOWN).collect()
        known: dict[object, Reason] = {}
        found: list[Reason] = []
        overridden = {o.rule for o in checklist.overrides}
        for values in rows.select(pl.exclude(ROW, "code")).rows():
            key = repr(values)
            if key not in known:
                stated = {name: _tupled(value) for name, value in zip(names, values, strict=False)}
                wrong = {name for name, bad in zip(broken, values[len(names) :], strict=True) if bad}
                known[key] = reason_of(checklist, place, stated, wrong, date[0] if date else None)
            found.append(known[key])
        texts = [why_undecided(rule, r.reason, r.missing, checklist.facts)[language] for r in found]
        table_of = pl.DataFrame(
            {
                ROW: rows[ROW].cast(pl.Int64),
                "rule": pl.Series([rule.id] * rows.height, dtype=pl.Enum(self._rule_ids)),
                "outcome": rows["code"].replace_strict(
                    list(range(len(OUTCOMES))), list(OUTCOMES), return_dtype=OUTCOME
                ),
                "reason": pl.Series([r.reason for r in found], dtype=pl.String),
                "missing": pl.Series([list(r.missing) for r in found], dtype=pl.List(pl.String)),
                "message": pl.Series(texts, dtype=pl.String),
            }
        )
        if rule.id not in overridden:
            return table_of
        now = self.outcomes[rule.id]
        return table_of.filter(now.gather(table_of[ROW] - self._first) == codes.gather(table_of[ROW] - self._first))

    def _facts_reached(self, place: int) -> Sequence[str]:
        return self.checklist.reached(place)


def _tupled(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value
