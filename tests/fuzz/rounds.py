"""Rounds, one process each, until the time is over. A process that dies or hangs is a failure with the input that it was given."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from .summary import Failure, Sum

ROUND_SECONDS = 120.0
HANGS_AFTER_SECONDS = 90.0
"""Wall time that an input may take before its process is ended. Python code is stopped long before, by its CPU time."""


def run_rounds(folder: Path, seconds: float, seed: int, jobs: int, targets: Sequence[str], kept: Path) -> Sum:
    """Run rounds; inputs that fail are copied to `kept`. The rounds of a seed are numbered from it."""
    total, end = Sum(), time.monotonic() + seconds
    number = seed * 1_000_000
    with ThreadPoolExecutor(jobs) as pool:
        while (left := end - time.monotonic()) > 1:
            length = min(ROUND_SECONDS, left)
            folders = [folder / str(number + job) for job in range(jobs)]
            for finished in pool.map(partial(_round, seconds=length, targets=targets), folders):
                _add(finished, total, kept)
            number += jobs
    return total


def _round(folder: Path, seconds: float, targets: Sequence[str]) -> tuple[Path, str]:
    """Run one round. Gives its folder, and what ended it before its time."""
    folder.mkdir(parents=True)
    arguments = [sys.executable, "-m", "tests.fuzz.worker", str(folder), folder.name, str(seconds), *targets]
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(arguments, stdout=output, stderr=output)
        ended = ""
        while process.poll() is None:
            time.sleep(0.2)
            if not ended and _seconds_at_one_input(folder) > HANGS_AFTER_SECONDS:
                process.kill()
                ended = "hangs"
    if not ended and process.returncode != 0:
        ended = f"the process ends with {process.returncode}"
    return folder, ended


def _seconds_at_one_input(folder: Path) -> float:
    """How long the worker has been at its present input; 0 between inputs, while it makes more."""
    try:
        return time.time() - (folder / "input").stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _add(finished: tuple[Path, str], total: Sum, kept: Path) -> None:
    folder, ended = finished
    report = folder / "round.json"
    if report.exists():
        total.add_round(json.loads(report.read_text(encoding="utf-8")))
    if ended:
        target = (folder / "target").read_text() if (folder / "target").exists() else "start"
        name = f"{target}-{folder.name}-ended"
        detail = (folder / "output").read_text(encoding="utf-8", errors="replace")[-4000:]
        total.add_failure(Failure(target=target, what=ended, detail=detail, file=name))
        if (folder / "input").exists():
            kept.mkdir(parents=True, exist_ok=True)
            shutil.copy(folder / "input", kept / name)
    for file in sorted((folder / "failures").glob("*")):
        kept.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, kept / file.name)
    shutil.rmtree(folder)
