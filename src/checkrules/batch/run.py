"""The whole flow for large tables: files → parts → judged by an engine → results, issues and a summary."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, nullcontext
from pathlib import Path

import attrs
import msgspec

import checkrules.frames  # noqa: F401 - first: it says what to install where Polars is missing

# isort: split
from checkrules.batch.job import Job
from checkrules.batch.ledger import Ledger, alone
from checkrules.batch.names import shown
from checkrules.batch.outputs import Output, finish, outputs_of
from checkrules.batch.parts import Done, Part, Summary
from checkrules.batch.sources import sort_out
from checkrules.checklist import Checklist
from checkrules.errors import CheckrulesError, PluginError, ReadError
from checkrules.extension import Engine
from checkrules.text import Language, Text

Paths = str | os.PathLike[str]
Progress = Callable[[int, int], None]


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
    in_words: bool = False,
    progress: Progress | None = None,
) -> Summary:
    """Judge tables in Parquet, NDJSON or CSV files of any size, part by part, and write what is asked for.

    `results`, `issues`, `undecided` and `misfits` are files (.parquet, .ndjson or .csv) or, without a suffix, folders of
    Parquet parts; each has the columns of the table of that name of `JudgedTable`, outcomes in words, with the fact that
    names a submission after `row` and, where several files are given, `file` in front. Rows of Parquet are numbered from
    1; of NDJSON and CSV `row` is the line. Numbers of persons are masked in what is written. `in_words` writes CSV for
    people: headings, outcomes, grades and reasons in the words of the language.

    A file is there whole or not at all. A run that was cut off goes on where it stopped when it is started again on the
    same day with the same files, checklist and outputs: until then its parts lie in a hidden folder beside each output, or
    in the output where that is a folder. A run that fails before any part is done leaves nothing.

    What cannot be read, a file or a part of one, is in the summary's `rejected_files`, with the reason; the rest is judged.
    Where no file can be read nothing is written. `progress(done, total)` is called after each part, in parts.

    Raises UsageError for outputs that cannot be written, ReadError for a file that changes meanwhile, PluginError for an
    engine that is wrong.
    """
    files = [Path(paths)] if isinstance(paths, str | os.PathLike) else list(dict.fromkeys(map(Path, paths)))
    chosen: Engine = checklist.registry.find("engines", engine)
    given = {"results": results, "issues": issues, "undecided": undecided, "misfits": misfits}
    outputs = outputs_of({table: Path(path) for table, path in given.items() if path is not None}, files)
    today = today if today is not None else dt.date.today()
    parts, rejected = sort_out(files, checklist.content.form)
    if not parts:
        return Summary(rejected_files=tuple(rejected))
    names = tuple(dict.fromkeys(map(shown, files))) if len(files) > 1 else ()
    job = Job(
        checklist=checklist,
        outputs=outputs,
        ledger=None,
        today=today,
        language=language,
        files=names,
        in_words=in_words,
    )
    before = _seen(parts)
    identity = _identity(job, parts, before)
    job = attrs.evolve(job, outputs=tuple(attrs.evolve(output, job=identity) for output in outputs))
    with alone(job.outputs) if outputs else nullcontext():
        summary = _work(job, parts, before, chosen, progress)
    return summary + Summary(rejected_files=tuple(rejected))


def _work(
    job: Job, parts: Sequence[Part], before: Sequence[object], engine: Engine, progress: Progress | None
) -> Summary:
    total, done = Summary(), set[int]()
    try:
        ledger = Ledger.of(job.outputs) if job.outputs else None
        job = attrs.evolve(job, ledger=ledger)
        for ended in _judged(job, parts, ledger, engine):
            if ended.part not in done:
                done.add(ended.part)
                total += ended.summary
                if progress is not None:
                    progress(len(done), len(parts))
        if len(done) != len(parts):
            told = f"{len(parts) - len(done)}/{len(parts)}"
            problem = f"批量引擎 {engine.name} 未判定全部：缺 {told}", f"engine '{engine.name}' left out parts: {told}"
            raise PluginError(Text(*problem))
        _refuse_changed(parts, before)
        if ledger is not None:
            finish(job.outputs, len(parts))
    except ReadError:
        _discard(job.outputs)
        raise
    except BaseException:
        if job.ledger is None or job.ledger.is_empty():
            _discard(job.outputs)
        raise
    return total


def _judged(job: Job, parts: Sequence[Part], ledger: Ledger | None, engine: Engine) -> Iterator[Done]:
    """What was done before, then what an engine gives for the rest."""
    before: set[int] = set()
    for done in ledger.done(len(parts)) if ledger is not None else ():
        before.add(done.part)
        yield done
    waiting = [part for part in parts if part.number not in before]
    known = {part.number for part in waiting}
    try:
        with closing(_closeable(engine.run(job, waiting))) as ended:
            for done in ended:
                if done.part not in known:
                    raise PluginError(f"engine '{engine.name}' gives part {done.part}, which it was not given")
                yield done
    except CheckrulesError:
        raise
    except Exception as error:
        problem = f"批量引擎 {engine.name} 出错：{error!r}", f"engine '{engine.name}' failed: {error!r}"
        hint = Text("换一个引擎，如 local", "use another engine, such as local")
        raise PluginError(Text(*problem), hint=hint) from error


def _closeable(found: Iterable[Done]) -> Generator[Done]:
    yield from found


def _discard(outputs: Sequence[Output]) -> None:
    for output in outputs:
        output.discard()


def _seen(parts: Sequence[Part]) -> list[object]:
    """What tells a file from what stands in its place later."""
    found: list[object] = []
    for file in dict.fromkeys(part.file for part in parts):
        try:
            stat = os.stat(file)
            found.append((os.path.realpath(file), stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns))
        except OSError:
            found.append((file, "gone"))
    return found


def _refuse_changed(parts: Sequence[Part], before: Sequence[object]) -> None:
    for name, then, now in zip(dict.fromkeys(part.name for part in parts), before, _seen(parts), strict=True):
        if then != now:
            problem = Text("文件在判定过程中变了", "the file changed while it was being judged")
            raise ReadError(problem, place=name, hint=Text("请再运行一次", "run it again"))


def _identity(job: Job, parts: Sequence[Part], seen: Sequence[object]) -> str:
    """What identifies the work: where any of it changes, results of an earlier run are not used."""
    from checkrules import __version__

    checklist = job.checklist
    outputs = [(output.table, str(output.path)) for output in job.outputs]
    rules = [__version__, checklist.content, checklist.waivers, checklist.overrides, job.today, job.language]
    told = msgspec.json.encode(
        [rules, seen, parts, outputs, job.files, job.in_words], enc_hook=repr, order="deterministic"
    )
    return hashlib.sha256(told).hexdigest()
