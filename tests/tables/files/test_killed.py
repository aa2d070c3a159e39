"""SIGKILL at any moment of a run: the next run gives what an undisturbed one gives, byte for byte, and leaves nothing else."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

import attrs
import pytest

from . import killed
from .canteens import saved

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")


@pytest.mark.parametrize("number", range(3))
def test_a_killed_run_is_as_if_it_never_was(number: int, tmp_path: Path) -> None:
    """Two kills in turn: of the first run, and of the run that resumes it. `python -m tests.tables.files.killed 100` tries
    more."""
    outputs = killed.OUTPUTS[number]
    whole, folder = tmp_path / "whole", tmp_path / "killed"
    for place in (whole, folder):
        place.mkdir()
        saved(place, "parquet")
    most = killed.moments(whole, outputs)
    assert most > 40
    random = Random(number)
    for moment in (random.randint(most // 3, most - 10), random.randint(1, 15)):
        killed.kill(folder, outputs, moment)
    summary = killed.judge(folder, outputs)
    assert killed.outputs_in(folder) == killed.outputs_in(whole)
    assert summary.submissions == 100
    undisturbed = killed.judge(whole, {name: f"again-{path}" for name, path in outputs.items()})
    assert attrs.evolve(summary, row_problems=()) == attrs.evolve(undisturbed, row_problems=())
    assert [problem.row for problem in summary.row_problems] == [problem.row for problem in undisturbed.row_problems]


@pytest.mark.parametrize("before_the_end", [0, 4, 12])
def test_the_last_moments(before_the_end: int, tmp_path: Path) -> None:
    """While temporary files are removed, and when nothing but the lock is left."""
    outputs = killed.OUTPUTS[-1]
    whole, folder = tmp_path / "whole", tmp_path / "killed"
    for place in (whole, folder):
        place.mkdir()
        saved(place, "parquet")
    most = killed.moments(whole, outputs)
    killed.kill(folder, outputs, most - before_the_end)
    killed.judge_again(folder, outputs)
    assert killed.outputs_in(folder) == killed.outputs_in(whole)
