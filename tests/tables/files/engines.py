"""Engines for tests: one that counts, one that does parts twice at once, some that stop or misbehave."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import attrs

from checkrules import Text
from checkrules.plugin import Engine, Part, PartResult, hookimpl

JUDGED: list[int] = []
"""The parts that `counting` was given, since the list was emptied."""
FLAG = "CHECKRULES_TEST_FLAG"
Judge = Callable[[Part], PartResult]


def counting(judge: Judge, parts: Sequence[Part]) -> Iterator[PartResult]:
    JUDGED.extend(part.number for part in parts)
    return map(judge, parts)


def twice(judge: Judge, parts: Sequence[Part]) -> Iterator[PartResult]:
    """Each part twice, all at once, and all of that given back."""
    with ThreadPoolExecutor(4) as pool:
        for ended in as_completed([pool.submit(judge, part) for part in (*parts, *reversed(parts))]):
            yield ended.result()


def killed(judge: Judge, parts: Sequence[Part]) -> Iterator[PartResult]:
    """Two parts, and then the process is no more."""
    for part in parts[:2]:
        yield judge(part)
    os.kill(os.getpid(), signal.SIGKILL)


def killed_while_writing(judge: Judge, parts: Sequence[Part]) -> Iterator[PartResult]:
    """Two parts, and half of the third."""
    import polars as pl

    for part in parts[:2]:
        yield judge(part)

    def half(_: pl.DataFrame, file: Path, **options: object) -> None:
        Path(file).write_bytes(b"PAR1 and no more")
        os.kill(os.getpid(), signal.SIGKILL)

    pl.DataFrame.write_parquet = half  # type: ignore[method-assign]
    judge(parts[2])
    yield from ()


def interrupted(judge: Judge, parts: Sequence[Part]) -> Iterator[PartResult]:
    """Two parts, and then Ctrl-C."""
    for part in parts[:2]:
        yield judge(part)
    raise KeyboardInterrupt


def interrupted_at_once(judge: Judge, parts: Sequence[Part]) -> Iterator[PartResult]:
    yield from ()
    raise KeyboardInterrupt


def lazy(judge: Judge, parts: Sequence[Part]) -> Iterator[PartResult]:
    return map(judge, parts[1:])


def wrong(judge: Judge, parts: Sequence[Part]) -> Iterator[PartResult]:
    yield judge(parts[0])
    raise ZeroDivisionError("engine trouble")


def inventive(judge: Judge, parts: Sequence[Part]) -> Iterator[PartResult]:
    yield attrs.evolve(judge(parts[0]), part=999)


@attrs.frozen
class Dying:
    """Judges, but for the first time part 1 is asked for: then the process is no more. `flag` is a file."""

    judge: Judge
    flag: str

    def __call__(self, part: Part) -> PartResult:
        done = self.judge(part)
        if part.number == 1 and not Path(self.flag).exists():
            Path(self.flag).touch()
            os._exit(1)
        return done


def ray_dying(judge: Judge, parts: Sequence[Part]) -> Iterator[PartResult]:
    import checkrules_ray

    return checkrules_ray.run(Dying(judge, os.environ[FLAG]), parts)


def ray_killed(judge: Judge, parts: Sequence[Part]) -> Iterator[PartResult]:
    """Two parts by Ray, and then the driver is no more."""
    import checkrules_ray

    for count, done in enumerate(checkrules_ray.run(judge, parts), start=1):
        yield done
        if count == 2:
            os.kill(os.getpid(), signal.SIGKILL)


@hookimpl
def register_engines(register: Callable[[Engine], None]) -> None:
    for run in (
        counting, twice, killed, killed_while_writing, interrupted, interrupted_at_once, lazy, wrong, inventive, ray_dying,
        ray_killed,
    ):  # fmt: skip
        register(Engine(name=run.__name__.replace("_", "-"), title=Text(run.__name__, run.__name__), run=run))
