"""Judge one part of a large table: read, evaluate, write, summarise. Engines call it for each part."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache

import attrs
import polars as pl

from checkrules.evaluation.compiled import Compiled
from checkrules.facts.check import dates_taken, times_cut, unknown_facts
from checkrules.model.errors import CheckrulesError, Location, ReadError
from checkrules.model.form import fact_of
from checkrules.model.parts import MAX_SHOWN, Part, PartResult, RowProblem, Summary
from checkrules.model.privacy import masked
from checkrules.model.rules import OUTCOMES
from checkrules.model.submission import Rejection, Remark
from checkrules.model.text import Language, Text
from checkrules.reading.bytes import cannot_open
from checkrules.tables.columns.fact_columns import ROW
from checkrules.tables.columns.kept import own_columns
from checkrules.tables.files.csv_for_people import csv_for_people
from checkrules.tables.files.kept import Kept
from checkrules.tables.files.outputs import Output
from checkrules.tables.files.parquet import EXPORT_AGAIN
from checkrules.tables.files.part_data import PartData
from checkrules.tables.files.read_part import read_part
from checkrules.tables.files.resume import FinishedParts
from checkrules.tables.judged_table import JudgedTable

FILE = "file"
WORDS = pl.Enum(OUTCOMES)


@attrs.frozen(kw_only=True)
class Job:
    """Judges a part and writes its results. Can be pickled. `files`: the names of all inputs where there are several; the
    first column of each output then names the file of a row. `in_words`: CSV is written for people. `keep`: the columns that
    all outputs carry, with their types."""

    compiled: Compiled
    outputs: tuple[Output, ...]
    finished: FinishedParts | None
    today: dt.date
    language: Language
    files: tuple[str, ...] = ()
    in_words: bool = False
    keep: Kept = attrs.field(factory=dict)

    def __call__(self, part: Part) -> PartResult:
        """Judge a part; judging it again does no harm. Where it cannot be read, its summary has the rejection and no
        submissions; it is not recorded as finished, so that a resumed run tries it again. Raises UsageError where results
        cannot be written."""
        try:
            read = _checked(read_part(part, self.compiled, self.keep), part)
            names = self._names(read)
        except (CheckrulesError, OSError, pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
            rejection = _rejection(part, error)
            nothing = pl.DataFrame(schema=dict(self.keep))
            read = PartData(frame=pl.DataFrame(), rows=pl.Series([], dtype=pl.Int64), kept=nothing)
            summary = self._judge(part, read, pl.Series(self._name, [], dtype=pl.String))
            return PartResult(part=part.number, summary=summary + Summary(rejected_files=(rejection,)))
        done = PartResult(part=part.number, summary=self._judge(part, read, names))
        if self.finished is not None:
            self.finished.add(done)
        return done

    @property
    def _name(self) -> str:
        """The fact that names a submission."""
        named = fact_of(self.compiled.content.form, "name")
        return named.name if named is not None else ""

    def _names(self, read: PartData) -> pl.Series:
        """The name of each submission, as it was written; null where there is none."""
        name, frame = self._name, read.frame
        if name not in frame.columns or frame.schema[name].is_nested() or frame.schema[name] == pl.Binary:
            return pl.repeat(None, len(read.rows), dtype=pl.String, eager=True).alias(name)
        return frame[name].cast(pl.String, strict=False).str.strip_chars()

    def _judge(self, part: Part, read: PartData, names: pl.Series) -> Summary:
        kept = self._kept(read.kept, names)
        table = JudgedTable(
            self.compiled, read.frame, today=self.today, rows=read.rows, left_out=read.misfits, kept=kept
        )
        for output in self.outputs:
            match output.table:
                case "results":
                    rules = [rule.id for rule in self.compiled.content.rules]
                    found = table.results.with_columns(pl.col(rules).cat.to(WORDS))
                case "issues":
                    found = table.issues(self.language)
                case "undecided":
                    found = table.undecided(self.language)
                case _:
                    found = table.misfits
            if self.files:
                file = pl.repeat(part.name, found.height, dtype=_type_of_names(self.files), eager=True)
                found = found.insert_column(0, file.alias(FILE))
            if self.in_words and output.suffix == ".csv":
                found = csv_for_people(found, self.compiled.content, self.language, self.keep)
            output.write(part.number, found, self.compiled.content.privacy)
        return Summary(
            submissions=read.frame.height,
            outcomes=table.counts,
            grades=table.grades,
            exact_score_sum=table.exact_score_sum,
            scored=table.score_sum[1],
            waived=table.waived,
            misfits=table.misfits.height,
            rejected=len(read.rejected),
            remarks=tuple(
                dict.fromkeys(
                    (
                        *unknown_facts(self._unknown(part, read), self.compiled.facts),
                        *(times_cut(self.compiled.facts[name]) for name in read.timed),
                        *table.times_cut,
                        *(dates_taken(self.compiled.facts[name]) for name in read.taken),
                        *_skipped(part, read),
                    )
                )
            ),
            row_problems=_row_problems(part, read, table.misfits),
        )

    def _unknown(self, part: Part, read: PartData) -> list[str]:
        """Columns that the form does not know. Its texts (narratives, notes) are known, but not used in tables."""
        content = self.compiled.content
        texts = {name for label in content.form.texts.values() for name in (label.zh, label.en)}
        texts |= {*content.form.texts, *(task.id for section in content.sections for task in section.tasks)}
        return [name for name in (*part.unknown, *read.unknown) if name not in texts]

    def _kept(self, kept: pl.DataFrame, names: pl.Series) -> pl.DataFrame:
        """The columns after `row` in all outputs: the name of each submission, unless it is kept where it was asked for, and
        the kept columns."""
        if not names.name or names.name in {*self.keep, *own_columns(self.compiled), FILE}:
            return kept
        return pl.DataFrame([names, *kept.get_columns()])


def _checked(read: PartData, part: Part) -> PartData:
    if part.kind == "parquet" and not read.frame.width:
        return attrs.evolve(read, frame=pl.DataFrame(height=len(read.rows)))
    if read.frame.height != len(read.rows):
        raise CheckrulesError(Text("行数与文件所称不符", "there are not as many rows as the file says"))
    return read


def _rejection(part: Part, error: BaseException) -> Rejection:
    """Why a part cannot be read."""
    file = part.name or part.file
    if isinstance(error, OSError):
        error = cannot_open(file, error)
    elif not isinstance(error, CheckrulesError):
        error = ReadError(Text("数据已损坏", "the data is damaged"), hint=EXPORT_AGAIN)
    line = error.location.line if error.location else None
    if part.kind == "parquet":
        last = part.first + part.stop - part.start - 1
        zh, en = f"第 {part.first} 至 {last} 行", f"rows {part.first} to {last}"
    else:
        zh, en = f"第 {part.first} 行起的一部分", f"the part from line {part.first} on"
        line = line if line is not None else part.first
    reason = Text(
        f"{zh}读不出，未判定：{error.problem.zh}", f"{en} cannot be read and are not judged: {error.problem.en}"
    )
    return Rejection(location=Location(file=file, line=line), reason=reason, hint=error.hint)


def _skipped(part: Part, read: PartData) -> Iterator[Remark]:
    """A remark on each of the first rows that are no record, and on how many more there are."""
    for row in read.skipped[:MAX_SHOWN]:
        message = Text(f"第 {row.row} 行：{row.message.zh}", f"line {row.row}: {row.message.en}")
        yield Remark(code="skipped_row", message=message, location=Location(file=part.file, line=row.row))
    more = len(read.skipped) - MAX_SHOWN
    if more > 0:
        message = Text(
            f"另有 {more:,} 行合计或重复的表头，已跳过", f"{more:,} more rows of totals or headings are skipped"
        )
        yield Remark(code="skipped_row", message=message, location=Location(file=part.file))


def _row_problems(part: Part, read: PartData, misfits: pl.DataFrame) -> tuple[RowProblem, ...]:
    """The first invalid cells and unreadable rows of a part."""
    file = part.name or part.file
    cells = misfits.head(MAX_SHOWN).select(ROW, "message_zh", "message_en").rows()
    problems = [RowProblem(row=row, message=Text(zh, en), file=file) for row, zh, en in cells]
    problems += [attrs.evolve(item, file=file) for item in read.rejected[:MAX_SHOWN]]
    return (Summary(row_problems=tuple(problems)) + Summary()).row_problems


@lru_cache(maxsize=1)  # the same for every part of a run
def _type_of_names(files: tuple[str, ...]) -> pl.DataType:
    """The type of the column with the names of files: a text where one of them is to be masked, as only texts are."""
    return pl.String() if any(masked(name) != name for name in files) else pl.Enum(files)
