"""The columns of a table, checked against a checklist's form: what expressions see, and the invalid cells."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from os import PathLike

import polars as pl

from checkrules.evaluation.compiled import Compiled
from checkrules.facts.check import misfit, times_cut, unknown_facts
from checkrules.facts.kind import InvalidValue
from checkrules.facts.kinds import expected_of, fit
from checkrules.model.errors import UsageError
from checkrules.model.form import Fact, fact_of
from checkrules.model.privacy import shown
from checkrules.model.rules import Override, Waiver
from checkrules.model.submission import Remark
from checkrules.model.text import Text, plain
from checkrules.tables.columns.check import Fitted, bits_column, bits_of, fit_column, times_in
from checkrules.tables.columns.lowering import PERIOD, lowered
from checkrules.tables.columns.outcome_columns import CODE
from checkrules.tables.frame import Frame

ROW = "row"
SUBJECT = "subject"
DOUBT = "doubt"
MISFITS = {ROW: pl.Int64, **dict.fromkeys(("fact", "value", "message_zh", "message_en"), pl.String)}
"""The columns of a table of invalid cells."""


Misfit = tuple[int, str, str, str, str]
"""A line of such a table."""


def misfit_line(row: int, fact: Fact, value: object, expected: Text) -> Misfit:
    """The line of one invalid cell."""
    remark = misfit(fact, value, expected, None)
    return row, fact.name, str(remark.value), remark.message.zh, remark.message.en


def collected(frame: Frame | pl.LazyFrame, needed: Collection[str]) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """A table as a DataFrame, and the names of all its columns. A LazyFrame is collected once, and only the needed columns.
    Raises TypeError for anything else than a table, UsageError for one that Polars cannot take over."""
    if isinstance(frame, pl.LazyFrame):
        names = frame.collect_schema().names()
        return frame.select(name for name in names if name in needed).collect(engine="streaming"), tuple(names)
    if not isinstance(frame, pl.DataFrame):
        if not hasattr(frame, "__arrow_c_stream__") or isinstance(frame, pl.Series):
            raise TypeError(
                f"a Polars DataFrame or LazyFrame, or Arrow data, is evaluated, not {type(frame).__name__}{_taken_by(frame)}"
            )
        try:
            frame = pl.DataFrame(frame)
        except ImportError as error:  # of pandas' tables most need it
            problem = Text("读取这种表格需要 {package}，尚未安装", "this table needs {package}, which is not installed")
            hint = Text("请运行 {command}", "run {command}").format(command="pip install pyarrow")
            raise UsageError(problem.format(package="pyarrow"), hint=hint) from error
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
            problem = Text("表格无法转为 Polars 的列", "Polars cannot take over the columns of the table")
            raise UsageError(problem, excerpt=shown(str(error), 500)) from error
    return frame, tuple(frame.columns)


def _taken_by(given: object) -> str:
    """Who takes what is no table."""
    match given:
        case str() | PathLike():
            return "; check_table takes files"
        case Mapping():
            return "; evaluate takes one record, polars.DataFrame makes a table of columns"
        case list() | tuple():
            return "; polars.DataFrame makes a table of records"
        case _:
            return ""


class FactColumns:
    """The facts of a table of submissions. `names` are those of all columns that were given, also of those that are not in
    `frame`. `rows` are the numbers of the rows, from 1 when left out; `left_out` are invalid cells that the reader already
    replaced by null (columns as MISFITS).

    `suspects` are the facts with a doubtful cell: their columns are cleaned (`mended`), the others are used as they are.
    """

    def __init__(
        self,
        compiled: Compiled,
        frame: pl.DataFrame,
        names: Iterable[str],
        rows: pl.Series | None,
        left_out: pl.DataFrame | None,
    ) -> None:
        self.compiled = compiled
        self._names = tuple(names)
        self.numbers = rows if rows is not None else pl.int_range(1, frame.height + 1, dtype=pl.Int64, eager=True)
        self.frame = frame.with_columns(self.numbers.alias(f"{ROW}#"))
        self.left_out = left_out if left_out is not None else pl.DataFrame(schema=MISFITS)
        self.rows = pl.col(f"{ROW}#").alias(ROW)
        self._suspects: frozenset[str] | None = None

    @cached_property
    def fitted(self) -> Mapping[str, Fitted]:
        """Each fact's column, checked against the form."""
        kinds, read = self.frame.schema, lowered(self.compiled).read
        facts = [fact for fact in self.compiled.content.form.facts if fact.name in kinds]
        return {f.name: fit_column(f, pl.col(f.name), kinds[f.name], read=f.name in read) for f in facts}

    @cached_property
    def date(self) -> str | None:
        """The fact that is the inspection date."""
        return self._of_role("date")

    def _of_role(self, role: str) -> str | None:
        fact = fact_of(self.compiled.content.form, role)
        return fact.name if fact is not None else None

    def doubt(self) -> pl.Expr:
        """True where a cell that outcomes or messages use is doubtful."""
        names = self.compiled.record_type.names
        doubts = [self.fitted[n].doubt for n in names if n in self.fitted and self.fitted[n].doubt is not None]
        return pl.any_horizontal(doubts) if doubts else pl.lit(False)

    @property
    def unchecked(self) -> bool:
        """True until the columns have been checked."""
        return self._suspects is None

    def trust(self) -> None:
        """Mark all columns as valid."""
        self._suspects = frozenset()

    @property
    def suspects(self) -> frozenset[str]:
        """The facts with a doubtful cell, of those that outcomes and messages use."""
        if self._suspects is None:
            self._suspects = self._suspected(self.compiled.record_type.names)
        return self._suspects

    def _suspected(self, names: Iterable[str]) -> frozenset[str]:
        there = {name: self.fitted[name].doubt for name in names if name in self.fitted}
        checks = [doubt.any().alias(name) for name, doubt in there.items() if doubt is not None]
        if not checks or not self.frame.height:
            return frozenset()
        table = self.frame.lazy().with_columns(self._bits(frozenset()))
        answers = table.select(checks).collect(engine="streaming").row(0, named=True)
        return frozenset(name for name, answer in answers.items() if answer)

    def columns(self, names: Iterable[str], suspects: frozenset[str]) -> list[pl.Expr]:
        """The columns `f_…` of facts, as expressions see them; null for a fact that the table does not have."""
        found = []
        for name in names:
            fitted = self.fitted.get(name)
            if fitted is None:
                value = fit_column(self.compiled.facts[name], pl.lit(None), pl.Null()).value
            elif fitted.mended is not None and name in suspects:
                value = fitted.mended
            else:
                value = fitted.value
            found.append(value.alias(f"f_{name}"))
        return found

    def table(self, names: Iterable[str], suspects: frozenset[str]) -> pl.LazyFrame:
        """Row, facts (those that rules use, and those in `names`), bits, subject, doubt, period, definitions, conditions."""
        expressions = lowered(self.compiled)
        facts = self.columns(dict.fromkeys((*expressions.facts, *names)), suspects)
        doubt = (self.doubt() if not suspects else pl.lit(False)).alias(DOUBT)
        bits = [pl.col(bits_column(name)).alias(f"b_{name}") for name in expressions.bits]
        table = self.frame.lazy().with_columns(self._bits(suspects))
        table = table.select(self.rows, *facts, *bits, *self._subject(), doubt)
        if len(self.compiled.periods) > 1:
            table = table.with_columns(self._period())
        for layer in expressions.layers:
            table = table.with_columns(layer)
        return table

    def _bits(self, suspects: frozenset[str]) -> list[pl.Expr]:
        """Lists of choices as bits: those that rules use, and those in whose bits a doubtful cell shows."""
        columns = []
        used = lowered(self.compiled).bits
        for name in dict.fromkeys((*used, *(n for n, fitted in self.fitted.items() if fitted.bits is not None))):
            fitted = self.fitted.get(name)
            if fitted is None:
                bits: pl.Expr = pl.lit(None, pl.UInt64)
            elif name in suspects or fitted.bits is None:
                bits = bits_of(fitted.mended if fitted.mended is not None else fitted.value, self.compiled.facts[name])
            else:
                bits = fitted.bits
            columns.append(bits.alias(bits_column(name)))
        return columns

    def _period(self) -> pl.Expr:
        last = len(self.compiled.periods) - 1
        if self.date is None:
            return pl.lit(last, CODE).alias(PERIOD)
        day = pl.col(f"f_{self.date}")
        begun = [(day >= period.since).cast(CODE) for period in self.compiled.periods[1:]]
        return (
            pl.when(day.is_null()).then(pl.lit(last, CODE)).otherwise(pl.sum_horizontal(begun)).cast(CODE).alias(PERIOD)
        )

    @property
    def names_subjects(self) -> bool:
        """Whether a waiver or an override names a subject."""
        decisions: tuple[Waiver | Override, ...] = (*self.compiled.waivers, *self.compiled.overrides)
        return any(decision.subject is not None for decision in decisions)

    def _subject(self) -> list[pl.Expr]:
        """The subject's name as it is compared, where a waiver or an override names one."""
        if not self.names_subjects:
            return []
        name = self._of_role("name")
        if name is None or not isinstance(self.frame.schema.get(name), pl.String | pl.Categorical | pl.Enum):
            return [pl.lit("").alias(SUBJECT)]
        names = [plain(text.strip()) if text else "" for text in self.frame[name].cast(pl.String).to_list()]
        return [pl.lit(pl.Series(names, dtype=pl.String)).alias(SUBJECT)]

    # what a person should know

    @cached_property
    def remarks(self) -> tuple[Remark, ...]:
        """Columns that the form does not have, which are not used; columns with times, of which the dates count."""
        known, texts = self.compiled.facts, self.compiled.content.form.texts
        unknown = [name for name in self._names if name not in known and name not in texts]
        return (*unknown_facts(unknown, known), *self.times_cut)

    @cached_property
    def times_cut(self) -> tuple[Remark, ...]:
        """A remark for each date's column that states a time of day in a valid cell."""
        checks = {}
        for name, fitted in self.fitted.items():
            times = times_in(self.compiled.facts[name], pl.col(name), self.frame.schema[name])
            if times is not None:
                valid = True if fitted.misfit is None else ~fitted.misfit.fill_null(False)
                checks[name] = (times & valid).any()
        if not checks:
            return ()
        found = self.frame.select(**checks).row(0, named=True)
        return tuple(times_cut(self.compiled.facts[name]) for name, stated in found.items() if stated)

    def rows_without(self, name: str) -> pl.Series:
        """The numbers of the rows in which a fact is not stated; an invalid value is."""
        if name not in self.frame.columns:
            return self.numbers
        stated = self.left_out.filter(pl.col("fact") == name)[ROW]
        missing = self.numbers.filter(self.frame[name].is_null())
        return missing.filter(~missing.is_in(stated.to_list()))

    @cached_property
    def misfits(self) -> pl.DataFrame:
        """The invalid cells, one per line."""
        found = [self.left_out]
        unused = self.fitted.keys() - set(self.compiled.record_type.names)
        suspects = self.suspects | self._suspected(unused)
        for name, fitted in self.fitted.items():
            if fitted.misfit is None or name not in suspects:
                continue
            fact = self.compiled.facts[name]
            found.append(_lines(fact, self.frame.filter(fitted.misfit).select(self.rows, name)))
        return pl.concat(found).sort(ROW, maintain_order=True)


def _lines(fact: Fact, cells: pl.DataFrame) -> pl.DataFrame:
    """The lines of a fact's invalid cells; each different value is put in words once."""
    numbers: dict[str, int] = {}
    lines: list[tuple[str, str, str, str]] = []
    which: list[int] = []
    for value in cells[fact.name].to_list():
        number = numbers.setdefault(repr(value), len(lines))
        if number == len(lines):
            lines.append(misfit_line(0, fact, value, expected_for(fact, value))[1:])
        which.append(number)
    words = pl.DataFrame(lines, schema={name: kind for name, kind in MISFITS.items() if name != ROW}, orient="row")
    return words[which].insert_column(0, cells[ROW])


def expected_for(fact: Fact, value: object) -> Text:
    """What was expected in place of an invalid value."""
    try:
        fit(fact, value)
    except InvalidValue as error:
        return error.expected
    return expected_of(fact)
