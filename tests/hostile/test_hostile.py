"""Every hostile input is refused or judged within its limits, says what is wrong, and leaves the rest to be judged."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from functools import cache
from typing import Any

import pytest

from .case import GOOD_NAME, MAX_CPU_SECONDS, MAX_MEMORY_BYTES, Case
from .corpus import CASES

TOGETHER = 16
"""Cases that one process runs, one after the other."""
NAMES = tuple(case.name for case in CASES)


@cache
def _together(number: int) -> dict[str, dict[str, Any]]:
    """What came of the cases of one process, by name. One that ends the process is run by itself no more."""
    left = list(NAMES[number * TOGETHER : (number + 1) * TOGETHER])
    found: dict[str, dict[str, Any]] = {}
    while left:
        with tempfile.TemporaryDirectory(prefix="checkrules-hostile-") as folder:
            arguments = [sys.executable, "-m", "tests.hostile.child", folder, *left]
            done = subprocess.run(arguments, capture_output=True, text=True, check=False, timeout=600)
        told = [json.loads(line) for line in done.stdout.splitlines()]
        found |= {one["name"]: one for one in told}
        left = left[len(told) :]
        if left:
            found[left.pop(0)] = {
                "exit_code": f"the process ends with {done.returncode}",
                "stdout": "",
                "stderr": done.stderr,
            }
    return found


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, marks=pytest.mark.xfail(strict=True, reason=case.open) if case.open else (), id=case.name)
        for case in CASES
    ],
)
def test_hostile(case: Case) -> None:
    found = _together(NAMES.index(case.name) // TOGETHER)[case.name]
    shown = found["stdout"] + found["stderr"]
    allowed = case.exit_code if isinstance(case.exit_code, tuple) else (case.exit_code,)
    assert found["exit_code"] in allowed, found["stderr"][-3000:]
    assert "Traceback" not in shown
    for part in case.says:
        assert part in shown
    for part in case.hides:
        assert part not in shown
    if case.good == "submission":
        reports = json.loads(found["stdout"])["reports"]
        assert [r for r in reports if r["submission"]["subject"] == GOOD_NAME], "the good submission is not judged"
    if case.good == "row":
        assert json.loads(found["stdout"])["submissions"] >= 1, "the good row is not judged"
    assert found["seconds"] < MAX_CPU_SECONDS
    assert found["memory"] <= MAX_MEMORY_BYTES


def test_the_corpus_is_large_and_its_names_are_different() -> None:
    assert len(set(NAMES)) == len(NAMES) >= 150
