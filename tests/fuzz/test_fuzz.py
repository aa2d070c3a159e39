"""The fuzzer itself: good inputs pass, and what goes wrong is collected, made smaller and counted."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest

from .mutate import mutated, smaller
from .rounds import run_rounds
from .summary import Failure, Sum, summary_text
from .targets import Target, targets
from .worker import Round, examples

TARGETS = {target.name: target for target in targets()}


@pytest.mark.parametrize("name", TARGETS)
def test_good_inputs_are_judged(name: str, tmp_path: Path) -> None:
    target = TARGETS[name]
    good = target.seeds()
    assert good or target.made is not None
    for number, data in enumerate(good[::9] if len(good) > 9 else good):
        (tmp_path / str(number)).mkdir()
        assert target.run(data, tmp_path / str(number)) == "judged"


@pytest.mark.parametrize("name", [name for name, target in TARGETS.items() if target.made is not None])
def test_made_inputs_are_the_same_for_the_same_seed(name: str) -> None:
    made = TARGETS[name].made
    assert made is not None
    assert examples(made, 3, 1, float("inf")) == examples(made, 3, 1, float("inf")) != []


def test_changes_are_the_same_for_the_same_seed() -> None:
    seeds = TARGETS["json"].seeds()
    several = [[mutated(seeds[0], random, seeds) for _ in range(50)] for random in (Random(3), Random(3), Random(4))]
    assert several[0] == several[1] != several[2]


def test_an_input_is_made_smaller_while_it_fails() -> None:
    assert smaller(b"a" * 500 + b"xy" + b"b" * 300, lambda data: b"xy" in data) == b"xy"


def _run(run: object, tmp_path: Path, data: bytes = b"a" * 40 + b"x") -> Round:
    target = Target(name="made", suffix=".txt", run=run, seeds=lambda: (data,))  # type: ignore[arg-type]
    made = Round(tmp_path, 1, cpu_seconds=0.2)
    made.run([target], 0.3)
    return made


def test_what_raises_is_kept_once_with_its_input(tmp_path: Path) -> None:
    def fails(data: bytes, _: Path) -> str:
        if b"a" in data:
            raise KeyError("a")
        return "judged"

    _run(fails, tmp_path)
    told = json.loads((tmp_path / "round.json").read_text())
    (failure,) = told["failures"]
    assert failure["what"].startswith("KeyError at tests/fuzz/test_fuzz.py:")
    assert failure["count"] == told["tallies"]["made"]["failed"] >= 1
    assert (tmp_path / "failures" / failure["file"]).read_bytes() == b"a"


def test_what_hangs_is_stopped(tmp_path: Path) -> None:
    def hangs(_: bytes, __: Path) -> str:
        while True:
            pass

    made = _run(hangs, tmp_path)
    assert [failure.what for failure in made.failures.values()] == ["too slow"]


def test_a_process_that_ends_is_a_failure_and_the_run_goes_on(tmp_path: Path) -> None:
    total = run_rounds(tmp_path / "work", 3, 0, 1, ["no such target"], tmp_path / "kept")
    assert [failure.what for failure in total.failures.values()] == ["the process ends with 1"]


def test_the_summary_names_all_of_it() -> None:
    total = Sum()
    tally = {"inputs": 3, "judged": 1, "rejected": 1, "failed": 1, "slowest": 0.5}
    failure = {
        "target": "json",
        "what": "KeyError at a.py:1",
        "detail": "KeyError: 'x'",
        "file": "json-1.json",
        "count": 1,
    }
    for _ in range(2):
        total.add_round(
            {"tallies": {"json": tally}, "failures": [failure], "compared": {"checks": 1000, "columns": 400}}
        )
    total.add_failure(Failure(target="docx", what="hangs", detail="", file="docx-1-ended"))
    assert summary_text(total, 7, 60.0, Path("kept")).splitlines() == [
        "fuzzed for 60 s in 2 rounds, seed 7",
        "",
        "target                            inputs    judged  rejected    failed   slowest",
        "json                                   6         2         2         2     0.50s",
        "all                                    6         2         2         2",
        "",
        "generated checks compared between evaluators: 2000",
        "  columns: 800",
        "",
        "failures: 2",
        "  docx: hangs ×1: kept/docx-1-ended",
        "  json: KeyError at a.py:1 ×2: kept/json-1.json",
        "      KeyError: 'x'",
    ]
