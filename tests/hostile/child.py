"""Runs some hostile inputs, one after the other, in a process with limits: `python -m tests.hostile.child FOLDER NAME...`.

For each it prints a line of JSON with the exit code, what was shown, the CPU seconds and the peak of memory. An input that
takes more CPU than is allowed is stopped; one that cannot be stopped ends the process.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import time
import traceback
from pathlib import Path
from types import FrameType

from ..cli.run import run
from .case import MAX_CPU_SECONDS, Case
from .corpus import CASES


class TooSlow(BaseException):
    """An input takes more CPU than is allowed."""


def main() -> None:
    """Run the cases."""
    folder = Path(sys.argv[1])
    os.environ["CHECKRULES_CACHE"] = str(folder / "cache")
    os.environ["POLARS_MAX_THREADS"] = "1"
    signal.signal(signal.SIGPROF, _too_slow)
    known = {case.name: case for case in CASES}
    _warm_up(folder)
    for name in sys.argv[2:]:
        work = folder / name
        work.mkdir()
        print(json.dumps({"name": name, **_outcome(known[name], work)}), flush=True)


def _warm_up(folder: Path) -> None:
    """What every process imports and loads once is no input's doing."""
    (folder / "warm.json").write_text('{"school_name": "a"}', encoding="utf-8")
    (folder / "warm.ndjson").write_text('{"school_name": "a"}\n', encoding="utf-8")
    run("check", str(folder / "warm.json"))
    run("check", str(folder / "warm.ndjson"), "--issues", str(folder / "warm-issues.ndjson"))


def _outcome(case: Case, work: Path) -> dict[str, object]:
    resource.setrlimit(resource.RLIMIT_CPU, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    case.make(work)
    os.chdir(work)
    _forget_peak()
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime + MAX_CPU_SECONDS) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))
    started = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, MAX_CPU_SECONDS)
    try:
        done = run(*case.command, CHECKRULES_LANG="en")
        told: dict[str, object] = {"exit_code": done.exit_code, "stdout": done.stdout, "stderr": done.stderr}
    except TooSlow:
        told = {"exit_code": "too slow", "stdout": "", "stderr": traceback.format_exc(limit=-8)}
    except BaseException:  # noqa: BLE001 - whatever leaves the command line is to be seen
        told = {"exit_code": "raised", "stdout": "", "stderr": traceback.format_exc(limit=-8)}
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return {**told, "seconds": time.process_time() - started, "memory": _peak_bytes()}


def _forget_peak() -> None:
    """Linux measures the peak of memory anew."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return


def _peak_bytes() -> int:
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _too_slow(_: int, frame: FrameType | None) -> None:
    raise TooSlow


if __name__ == "__main__":
    main()
