"""The whole flow for large tables: files → parts → judged by an engine → results, issues and a summary."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Callable, Iterable
from pathlib import Path

import attrs
import msgspec

from checkrules.batch.outputs import SUFFIXES, Ledger, Output, finish
from checkrules.batch.parts import MOST_TOLD, Done, Part, Summary, Told
from checkrules.batch.reading import read_part
from checkrules.batch.sources import parts_of
from checkrules.checklist import Checklist
from checkrules.errors import ReadError, UsageError
from checkrules.extension import Engine
from checkrules.frames.judged import JudgedTable
from checkrules.text import Language, Text

Paths = str | os.PathLike[str]
TABLES = ("results", "issues", "undecided", "misfits")


@attrs.frozen(kw_only=True)
class Job:
    """Judges one part and writes its results: what an engine calls. Can be pickled."""

    checklist: Checklist
    outputs: tuple[Output, ...]
    ledger: Ledger | None
    today: dt.date
    language: Language

    def __call__(self, part: Part) -> Done:
        """Judge a part. The same part again does no harm."""
        whole = any(output.table == "misfits" for output in self.outputs)
        read = read_part(part, self.checklist, whole=whole)
        table = JudgedTable(self.checklist, read.frame, today=self.today, rows=read.rows, left_out=read.misfits)
        for output in self.outputs:
            match output.table:
                case "results":
                    output.write(part.number, table.results)
                case "issues":
                    output.write(part.number, table.issues(self.language))
                case "undecided":
                    output.write(part.number, table.undecided(self.language))
                case "misfits":
                    output.write(part.number, table.misfits)
        score_sum, scored = table.score_sum
        misfits = table.misfits
        cells = misfits.head(MOST_TOLD).select("row", "message_zh", "message_en").rows()
        told = (*read.rejected[:MOST_TOLD], *(Told(row=row, message=Text(zh, en)) for row, zh, en in cells))
        summary = Summary(
            submissions=read.frame.height,
            outcomes=table.counts,
            grades=table.grades,
            score_sum=score_sum,
            scored=scored,
            misfits=misfits.height,
            rejected=len(read.rejected),
            told=told[:MOST_TOLD],
        )
        done = Done(part=part.number, summary=summary)
        if self.ledger is not None:
            self.ledger.note(done)
        return done


def check_table(
    paths: Iterable[Paths] | Paths,
    checklist: Checklist,
    *,
    results: Paths | None = None,
    issues: Paths | None = None,
    undecided: Paths | None = None,
    misfits: Paths | None = None,
    engine: str = "local",
    today: dt.date | None = None,
    language: Language = "zh",
    progress: Callable[[int, int], None] | None = None,
) -> Summary:
    """Judge tables in Parquet, NDJSON or CSV files of any size, part by part, and write what is asked for.

    `results`, `issues`, `undecided` and `misfits` are files (.parquet, .ndjson or .csv) or, without a suffix, folders of
    Parquet parts; each has the columns of the table of that name of `JudgedTable`. A file is there whole or not at all; a
    run that was cut off goes on where it stopped when it is started again. Rows of Parquet are numbered from 1; of NDJSON
    and CSV `row` is the line. `progress(done, total)` is called after each part, in parts.

    Raises ReadError for files that cannot be read, UsageError for outputs that cannot be written.
    """
    files = [Path(paths)] if isinstance(paths, str | os.PathLike) else [Path(path) for path in paths]
    chosen: Engine = checklist.registry.find("engines", engine)
    given = {"results": results, "issues": issues, "undecided": undecided, "misfits": misfits}
    outputs = tuple(_output(table, path) for table, path in given.items() if path is not None)
    today = today if today is not None else dt.date.today()
    parts = parts_of(files, checklist.content.form)
    ledger = Ledger.of(outputs, _identity(checklist, files, parts, outputs, today, language)) if outputs else None
    job = Job(checklist=checklist, outputs=outputs, ledger=ledger, today=today, language=language)
    done = ledger.done(len(parts)) if ledger is not None else {}
    waiting = [part for part in parts if part.number not in done]
    if progress is not None and done:
        progress(len(done), len(parts))
    for ended in chosen.run(job, waiting):
        done[ended.part] = ended
        if progress is not None:
            progress(len(done), len(parts))
    missing = [part.number for part in parts if part.number not in done]
    if missing:
        raise ReadError(Text("有的部分没有判定", "some parts were not judged"), place=parts[missing[0]].file)
    if outputs:
        finish(outputs, len(parts))
    return sum((done[number].summary for number in sorted(done)), Summary())


def _output(table: str, path: Paths) -> Output:
    file = Path(path)
    if file.suffix and file.suffix.lower() not in SUFFIXES:
        problem = f"不认识的输出类型“{file.suffix}”；可用：{' '.join(SUFFIXES)}", f"no table format for '{file.suffix}'; there are: {' '.join(SUFFIXES)}"  # fmt: skip
        raise UsageError(Text(*problem))
    return Output(table, file)


def _identity(
    checklist: Checklist,
    files: list[Path],
    parts: list[Part],
    outputs: tuple[Output, ...],
    today: dt.date,
    language: Language,
) -> str:
    from checkrules import __version__

    seen = [(str(file.resolve()), file.stat().st_size, file.stat().st_mtime_ns) for file in files]
    rules = [(rule.id, rule.when, rule.require) for rule in checklist.content.rules]
    parameters = [(p.name, p.values) for p in checklist.content.parameters]
    told = msgspec.json.encode(
        [
            __version__, checklist.content.id, checklist.content.version, rules, parameters, checklist.waivers,
            checklist.overrides, seen, len(parts), [(o.table, str(o.path)) for o in outputs], today, language,
        ],
        enc_hook=repr,
    )  # fmt: skip
    return hashlib.sha256(told).hexdigest()
