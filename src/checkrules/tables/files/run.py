"""The whole flow for large tables: files → parts → an engine judges them → results, issues and a summary."""

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
from checkrules.tables.columns.kept import kept_names
from checkrules.tables.files.csv_for_people import headings_of
from checkrules.tables.files.job import FILE, Job
from checkrules.tables.files.kept import kept_types
from checkrules.tables.files.outputs import Output, finish, outputs_of
from checkrules.tables.files.paths import shown
from checkrules.tables.files.resume import FinishedParts, locked
from checkrules.tables.files.split import split

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
    keep: Iterable[str],
    progress: Progress | None,
) -> Summary:
    """Judge tables in files by an engine and write the outputs, as `checkrules.check_table` describes."""
    given = {"results": results, "issues": issues, "undecided": undecided, "misfits": misfits}
    outputs = outputs_of({table: Path(path) for table, path in given.items() if path is not None}, files)
    today = today if today is not None else dt.date.today()
    labels = headings_of(compiled.content, language).values() if in_words else ()
    kept = kept_names(keep, compiled, (FILE, *labels))
    parts, rejected = split(files, compiled.content.form, kept)
    if not parts:
        return Summary(rejected_files=tuple(rejected))
    names = tuple(dict.fromkeys(map(shown, files))) if len(files) > 1 else ()
    job = Job(
        compiled=compiled,
        outputs=outputs,
        finished=None,
        today=today,
        language=language,
        files=names,
        in_words=in_words,
        keep=kept_types(parts, kept),
    )
    before = _seen(parts)
    identity = _identity(job, parts, before)
    job = attrs.evolve(job, outputs=tuple(attrs.evolve(output, job=identity) for output in outputs))
    with locked(job.outputs) if outputs else nullcontext():
        summary = _work(job, parts, before, engine, progress)
    return summary + Summary(rejected_files=tuple(rejected))


def _work(
    job: Job, parts: Sequence[Part], before: Sequence[object], engine: Engine, progress: Progress | None
) -> Summary:
    total, done = Summary(), set[int]()
    try:
        finished = FinishedParts.of(job.outputs) if job.outputs else None
        job = attrs.evolve(job, finished=finished)
        for ended in _judged(job, parts, finished, engine):
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
        if finished is not None:
            finish(job.outputs, len(parts))
    except ReadError:
        _discard(job.outputs)
        raise
    except BaseException:
        if job.finished is None or job.finished.is_empty():
            _discard(job.outputs)
        raise
    return total


def _judged(job: Job, parts: Sequence[Part], finished: FinishedParts | None, engine: Engine) -> Iterator[PartResult]:
    """The results of parts that were finished before, then those that the engine returns for the rest."""
    before: set[int] = set()
    for done in finished.results(len(parts)) if finished is not None else ():
        before.add(done.part)
        yield done
    waiting = [part for part in parts if part.number not in before]
    known = {part.number for part in waiting}
    try:
        with closing(_closeable(engine.run(job, waiting))) as ended:
            for done in ended:
                if done.part not in known:
                    raise PluginError(
                        Text(
                            f"批量引擎 {engine.name} 返回了没有交给它的第 {done.part + 1} 部分",
                            f"engine '{engine.name}' returned part {done.part + 1}, which it was not given",
                        )
                    )
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
    """The identity of each input (path, size, times), to detect changes during the run."""
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
    """A digest of all that a run depends on: where it differs, parts of an earlier run are not used."""
    compiled = job.compiled
    outputs = [(output.table, str(output.path)) for output in job.outputs]
    keep = [(name, str(kind)) for name, kind in job.keep.items()]
    rules = [version("checkrules"), compiled.content, compiled.waivers, compiled.overrides, job.today, job.language]
    identity = msgspec.json.encode([rules, seen, parts, outputs, job.files, job.in_words, keep], order="deterministic")
    return hashlib.sha256(identity).hexdigest()
