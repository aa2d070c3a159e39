"""The whole flow for large tables: files → parts → judged by an engine → results, issues and a summary."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, nullcontext
from importlib.metadata import version
from pathlib import Path

import attrs
import msgspec

from checkrules.tables.columns import polars as _polars  # noqa: F401 - first: it says what to install where Polars is missing

# isort: split
from checkrules.evaluation.compiled import Compiled
from checkrules.hooks.registrations import Engine
from checkrules.model.errors import CheckrulesError, PluginError, ReadError
from checkrules.model.parts import Part, PartResult, Summary
from checkrules.model.text import Language, Text
from checkrules.tables.files.job import Job
from checkrules.tables.files.outputs import Output, finish, outputs_of
from checkrules.tables.files.paths import shown
from checkrules.tables.files.resume import Ledger, alone
from checkrules.tables.files.split import sort_out

Paths = str | os.PathLike[str]
Progress = Callable[[int, int], None]


def run_tables(
    files: Sequence[Path],
    compiled: Compiled,
    *,
    results: Paths | None,
    issues: Paths | None,
    undecided: Paths | None,
    misfits: Paths | None,
    engine: Engine,
    today: dt.date | None,
    language: Language,
    in_words: bool,
    progress: Progress | None,
) -> Summary:
    """Judge the tables in files by an engine, and write what is asked for: `checkrules.check_table` says how."""
    given = {"results": results, "issues": issues, "undecided": undecided, "misfits": misfits}
    outputs = outputs_of({table: Path(path) for table, path in given.items() if path is not None}, files)
    today = today if today is not None else dt.date.today()
    parts, rejected = sort_out(files, compiled.content.form)
    if not parts:
        return Summary(rejected_files=tuple(rejected))
    names = tuple(dict.fromkeys(map(shown, files))) if len(files) > 1 else ()
    job = Job(
        compiled=compiled,
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
        summary = _work(job, parts, before, engine, progress)
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
            missing = f"{len(parts) - len(done)}/{len(parts)}"
            problem = (
                f"批量引擎 {engine.name} 未判定全部：缺 {missing}",
                f"engine '{engine.name}' left out parts: {missing}",
            )
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


def _judged(job: Job, parts: Sequence[Part], ledger: Ledger | None, engine: Engine) -> Iterator[PartResult]:
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


def _closeable(found: Iterable[PartResult]) -> Generator[PartResult]:
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
            raise ReadError(problem, location=name, hint=Text("请再运行一次", "run it again"))


def _identity(job: Job, parts: Sequence[Part], seen: Sequence[object]) -> str:
    """What identifies the work: where any of it changes, results of an earlier run are not used."""
    compiled = job.compiled
    outputs = [(output.table, str(output.path)) for output in job.outputs]
    rules = [version("checkrules"), compiled.content, compiled.waivers, compiled.overrides, job.today, job.language]
    identity = msgspec.json.encode(
        [rules, seen, parts, outputs, job.files, job.in_words], enc_hook=repr, order="deterministic"
    )
    return hashlib.sha256(identity).hexdigest()
