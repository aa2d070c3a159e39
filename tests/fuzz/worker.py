"""One round of fuzzing in a process of its own: inputs go to targets, and what goes wrong is written to a file.

The parent reads `round.json` when the round has ended, or when the process has died; then the input that killed it is in
the working folder.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import resource
import shutil
import signal
import sys
import time
import traceback
import warnings
from collections.abc import Iterator
from pathlib import Path
from random import Random
from types import FrameType

import attrs
import rule_engine
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from . import evaluators
from .mutate import mutated, smaller
from .summary import Failure
from .targets import Target, targets

MAX_CPU_SECONDS = 5.0
MAX_GROWTH_BYTES = 300 * 1024 * 1024
SMALLER_IN_SECONDS = 5.0
SOURCES = ("checkrules", "tests/fuzz")


class TooSlow(BaseException):
    """An input took more CPU than any may."""


class Enough(BaseException):
    """The time for making inputs is over."""


@attrs.define
class Tally:
    """What became of the inputs of one target."""

    inputs: int = 0
    judged: int = 0
    rejected: int = 0
    failed: int = 0
    slowest: float = 0.0


class Round:
    """Runs targets until the time is over. `folder` gets `round.json`, `failures/`, and the files being worked on."""

    def __init__(self, folder: Path, number: int, cpu_seconds: float = MAX_CPU_SECONDS) -> None:
        self.folder = folder
        self.cpu_seconds = cpu_seconds
        self.random = Random(number)
        self.tallies: dict[str, Tally] = {}
        self.failures: dict[str, Failure] = {}

    def run(self, chosen: list[Target], seconds: float) -> None:
        """Give each target its share of the time."""
        signal.signal(signal.SIGPROF, _too_slow)
        shares = sum(target.share for target in chosen)
        self.random.shuffle(chosen)
        for target in chosen:
            end = time.monotonic() + seconds * target.share / shares
            (self.folder / "target").write_text(target.name)
            for data in self._inputs(target, end):
                (self.folder / "input").write_bytes(data)
                self._one(target, data)
                (self.folder / "input").unlink()
                if time.monotonic() > end:
                    break
            self._save()

    def _inputs(self, target: Target, end: float) -> Iterator[bytes]:
        """Inputs without end: made ones and changed ones in turn, by batches."""
        kept = list(target.seeds())
        while True:
            if target.made is not None:
                yield from examples(target.made, 20, self.random.getrandbits(32), end)
            if kept:
                yield from (mutated(self.random.choice(kept), self.random, kept) for _ in range(20))

    def _one(self, target: Target, data: bytes) -> None:
        tally = self.tallies.setdefault(target.name, Tally())
        tally.inputs += 1
        before, started = _peak_bytes(), time.process_time()
        found = self._failure(target, data)
        took = time.process_time() - started
        tally.slowest = max(tally.slowest, took)
        if found is None and _peak_bytes() - before > MAX_GROWTH_BYTES:
            found = f"more than {MAX_GROWTH_BYTES // 2**20} MiB of memory", ""
        if found is None:
            return
        tally.failed += 1
        what, detail = found
        key = f"{target.name} {what}"
        if key in self.failures:
            self.failures[key].count += 1
            return
        if what != "too slow":
            data = self._smaller(target, data, what)
        name = f"{target.name}-{hashlib.sha256(data).hexdigest()[:8]}{target.suffix}"
        kept = self.folder / "failures"
        kept.mkdir(exist_ok=True)
        (kept / name).write_bytes(data)
        self.failures[key] = Failure(target=target.name, what=what, detail=detail, file=name)
        self._save()

    def _smaller(self, target: Target, data: bytes, what: str) -> bytes:
        end = time.monotonic() + SMALLER_IN_SECONDS

        def fails(candidate: bytes) -> bool:
            found = self._failure(target, candidate, counted=False) if time.monotonic() < end else None
            return found is not None and found[0] == what

        return smaller(data, fails)

    def _failure(self, target: Target, data: bytes, *, counted: bool = True) -> tuple[str, str] | None:
        """What goes wrong with an input, and the traceback; None where it is judged or rejected as it should be."""
        work = self.folder / "work"
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        signal.setitimer(signal.ITIMER_PROF, self.cpu_seconds)
        try:
            verdict = target.run(data, work)
        except KeyboardInterrupt:
            raise
        except TooSlow:
            return "too slow", traceback.format_exc(limit=-12)
        except BaseException as error:  # noqa: BLE001 - a panic of Polars is no Exception
            return f"{type(error).__name__} at {_place(error)}", traceback.format_exc(limit=-12)[-6000:]
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        if counted:
            tally = self.tallies[target.name]
            setattr(tally, verdict, getattr(tally, verdict) + 1)
        return None

    def _save(self) -> None:
        told = {
            "tallies": {name: attrs.asdict(tally) for name, tally in self.tallies.items()},
            "failures": [attrs.asdict(failure) for failure in self.failures.values()],
            "compared": dict(evaluators.COMPARED),
        }
        draft = self.folder / "round.json.part"
        draft.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8", errors="backslashreplace")
        draft.replace(self.folder / "round.json")


def _too_slow(_: int, frame: FrameType | None) -> None:
    raise TooSlow


def _peak_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _place(error: BaseException) -> str:
    """The last line of the project's own code in a traceback."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if any(part in frame.filename for part in SOURCES)] or frames
    path = own[-1].filename
    start = max(path.rfind(f"/{part}") for part in ("src", "plugins", "tests"))
    return f"{path[start + 1 :]}:{own[-1].lineno}"


def examples(strategy: st.SearchStrategy[bytes], number: int, start: int, end: float) -> list[bytes]:
    """Examples of a strategy, the same for the same `start`, as many as can be made in time."""
    found: list[bytes] = []

    @seed(start)
    @settings(max_examples=number, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(strategy)
    def collect(data: bytes) -> None:
        found.append(data)
        if time.monotonic() > end:
            raise Enough

    with contextlib.suppress(Enough):
        collect()
    return found


def main() -> None:
    """`python -m tests.fuzz.worker FOLDER NUMBER SECONDS [TARGET...]`."""
    folder = Path(sys.argv[1]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["CHECKRULES_CACHE"] = str(folder / "cache")
    os.environ["POLARS_MAX_THREADS"] = "1"
    warnings.simplefilter("error")
    warnings.simplefilter("ignore", rule_engine.errors.MappingAttributeLookupDeprecation)  # how records are given to it
    number, seconds, *names = sys.argv[2:]
    known = {target.name: target for target in targets()}
    Round(folder, int(number)).run([known[name] for name in names or known], float(seconds))


if __name__ == "__main__":
    main()
