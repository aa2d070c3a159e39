"""Judges tables in a process that kills itself (SIGKILL) at a given moment: the n-th time that it touches the folder.

`python -m tests.tables.files.killed 100` tries 100 kills, each followed by a run that must give the same outputs, byte for
byte, as one that was never killed, and leave nothing else.
"""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random

from checkrules import Summary, UsageError, check_table
from checkrules.tables.files import split as sources

from .canteens import TODAY, checklist, saved

ROOT = Path(__file__).parents[3]
ROWS = 25
OUTPUTS: Sequence[dict[str, str]] = (
    {"results": "r.parquet", "issues": "i.csv", "undecided": "u.ndjson", "misfits": "m"},
    {"results": "r.csv", "issues": "i", "undecided": "u.parquet", "misfits": "m.ndjson"},
    {"results": "r", "issues": "i.ndjson", "undecided": "u.csv", "misfits": "m.parquet"},
    {"results": "r.parquet", "issues": "i", "undecided": "u.csv", "misfits": "m"},
)


def judge(folder: Path, outputs: dict[str, str]) -> Summary:
    """Judge the canteens of a folder, in parts of 25 rows, with all outputs."""
    rows, sources.ROWS = sources.ROWS, ROWS
    try:
        return check_table(
            folder / "canteens.parquet",
            checklist(),
            results=folder / outputs["results"],
            issues=folder / outputs["issues"],
            undecided=folder / outputs["undecided"],
            misfits=folder / outputs["misfits"],
            keep=["meal_count"],
            today=dt.date.fromisoformat(TODAY),
        )
    finally:
        sources.ROWS = rows


def judge_again(folder: Path, outputs: dict[str, str]) -> Summary | None:
    """Judge after a kill; None where the killed run had just finished, so that its folder holds results."""
    try:
        return judge(folder, outputs)
    except UsageError as error:
        if "already holds other results" not in str(error):
            raise
        return None


def outputs_in(folder: Path) -> dict[str, bytes]:
    """All files in a folder but the input, by their paths."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != "canteens.parquet")
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def moments(folder: Path, outputs: dict[str, str]) -> int:
    """How often a run touches its folder."""
    run = _process(folder, outputs, 10**9)
    assert run.returncode == 0, run.stderr
    return int(run.stdout)


def kill(folder: Path, outputs: dict[str, str], moment: int) -> None:
    """Judge in a process that kills itself at a moment."""
    assert _process(folder, outputs, moment).returncode == -signal.SIGKILL


def _process(folder: Path, outputs: dict[str, str], moment: int) -> subprocess.CompletedProcess[str]:
    number = str(OUTPUTS.index(outputs))
    command = [sys.executable, "-m", "tests.tables.files.killed", "judge", str(folder), number, str(moment)]
    return subprocess.run(command, cwd=ROOT, env={**os.environ}, capture_output=True, text=True, check=False)


def _kill_at(folder: str, moment: int) -> list[int]:
    """Kill this process at the `moment`-th event that names a path in the folder, or comes with a file of it."""
    count = [0]

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event.startswith(("open", "os.", "shutil.")) and any(folder in str(argument) for argument in arguments):
            count[0] += 1
            if count[0] == moment:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    return count


def main(arguments: Sequence[str]) -> None:
    if arguments[0] == "judge":
        folder, number, moment = arguments[1:]
        checklist()
        count = _kill_at(folder, int(moment))
        judge(Path(folder), OUTPUTS[int(number)])
        print(count[0])
        return
    random = Random(0)
    for number in range(int(arguments[0])):
        outputs = OUTPUTS[number % len(OUTPUTS)]
        with tempfile.TemporaryDirectory() as name:
            whole, folder = Path(name, "whole"), Path(name, "killed")
            for place in (whole, folder):
                place.mkdir()
                saved(place, "parquet")
            most = moments(whole, outputs)
            moment = random.randint(1, most)
            kill(folder, outputs, moment)
            judge_again(folder, outputs)
            assert outputs_in(folder) == outputs_in(whole), (number, moment)
            print(f"{number + 1}: killed at {moment} of {most}")


if __name__ == "__main__":
    main(sys.argv[1:])
