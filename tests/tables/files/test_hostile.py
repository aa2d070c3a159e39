"""Tables made to break the reader: too many columns, names and rows too long, types nested too deeply, nothing but mistakes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from checkrules import check_table
from checkrules.facts import check as facts_check
from checkrules.model.parts import MAX_SHOWN
from checkrules.tables.columns import fact_columns

from ...cli.run import run
from .canteens import canteens, checklist, read

LONG = 1_000_000


def deep(levels: int) -> pl.Series:
    value = pl.Series("deep", [1])
    for _ in range(levels):
        value = pl.DataFrame([value]).to_struct("deep")
    return value


def parquet(folder: Path, *columns: pl.Series) -> Path:
    pl.DataFrame([pl.Series("canteen_name", ["甲"]), *columns]).write_parquet(folder / "a.parquet")
    return folder / "a.parquet"


def text(folder: Path, name: str, *lines: str) -> Path:
    (folder / name).write_text("\n".join(lines), "utf-8")
    return folder / name


def sparse(folder: Path, name: str, beginning: str) -> Path:
    """A file of 1 GiB, nearly all of which is one row."""
    file = text(folder, name, beginning)
    with file.open("r+b") as stream:
        stream.truncate(2**30)
    return file


REFUSED: dict[str, tuple[Callable[[Path], Path], str]] = {
    "100,000 columns of CSV": (
        lambda folder: text(folder, "a.csv", "canteen_name" + ",x" * 100_000, "甲" + ",1" * 100_000),
        "it is not read, for at most 2,000 are",
    ),
    "a heading of a megabyte": (lambda folder: text(folder, "a.csv", "canteen_name," + "x" * LONG, "甲,1"), "too long"),
    "a row of a gigabyte": (
        lambda folder: sparse(folder, "a.csv", "canteen_name,cook_count\n甲,"),
        "a line is too long",
    ),
    "a line of a gigabyte": (lambda folder: sparse(folder, "a.ndjson", '{"canteen_name": "甲'), "the line is too long"),
    "types nested 300 deep": (lambda folder: parquet(folder, deep(300)), "nested too deeply"),
}
JUDGED: dict[str, tuple[Callable[[Path], Path], int]] = {
    "20,000 columns of Parquet": (lambda folder: parquet(folder, *(pl.Series(f"x{n}", [1]) for n in range(20_000))), MAX_SHOWN),
    "20,000 names of NDJSON": (
        lambda folder: text(folder, "a.ndjson", json.dumps({"canteen_name": "甲", **{f"x{n}": 1 for n in range(20_000)}})),
        MAX_SHOWN,
    ),
    "a name of a megabyte in Parquet": (lambda folder: parquet(folder, pl.Series("x" * LONG, [1])), 1),
    "a name of a megabyte in NDJSON": (
        lambda folder: text(folder, "a.ndjson", json.dumps({"canteen_name": "甲", "x" * LONG: 1})),
        1,
    ),
    "types nested 20 deep": (lambda folder: parquet(folder, deep(20)), 1),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(name: str, tmp_path: Path) -> None:
    make, expected = REFUSED[name]
    summary = check_table(make(tmp_path), checklist())
    (rejection,) = summary.rejected_files
    assert expected in rejection.reason.en
    assert len(rejection.reason.en) < 300
    assert summary.submissions == 0


@pytest.mark.parametrize("name", JUDGED)
def test_what_is_judged_with_few_words(name: str, tmp_path: Path) -> None:
    make, most = JUDGED[name]
    summary = check_table(make(tmp_path), checklist())
    assert (summary.submissions, summary.rejected_files) == (1, ())
    assert 1 <= len(summary.remarks) <= most
    assert all(len(remark.message.en) < 300 for remark in summary.remarks)


MEMORY = """
import sys
from checkrules import check_table
from tests.tables.files.canteens import checklist
checklist()
print([rejection.reason.en for rejection in check_table(sys.argv[1], checklist()).rejected_files])
(peak,) = [line for line in open("/proc/self/status") if line.startswith("VmHWM:")]  # ru_maxrss has the parent's in it
print(int(peak.split()[1]) // 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
@pytest.mark.parametrize("name", ["a row of a gigabyte", "a line of a gigabyte"])
def test_memory_stays_bounded(name: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", MEMORY, str(REFUSED[name][0](tmp_path))]
    result = subprocess.run(command, cwd=Path(__file__).parents[3], capture_output=True, text=True, check=True)
    said, memory = result.stdout.splitlines()
    assert "too long" in said
    assert int(memory) < 300


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_a_million_invalid_cells_are_put_in_words_once(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = canteens(250_000).with_columns(
        meal_count=-1, cook_count=-1, certified_cook_count=-1, fridge_temperature=9999.0
    )
    file = tmp_path / f"a.{kind}"
    frame.write_parquet(file) if kind == "parquet" else frame.write_csv(file)
    calls: list[str] = []
    real = facts_check.misfit

    def counted(*arguments: object) -> object:
        calls.append("misfit")
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(fact_columns, "misfit", counted)
    summary = check_table(file, checklist(), misfits=tmp_path / "m.parquet")
    assert summary.misfits == read(tmp_path / "m.parquet").height == 1_000_000
    assert len(summary.row_problems) == MAX_SHOWN
    assert len(calls) <= 40  # a few different values in each part


def test_standard_error_stays_short(tmp_path: Path) -> None:
    pl.DataFrame({"school_name": ["甲"] * 10_000, "student_count": range(-10_000, 0)}).write_csv(tmp_path / "a.csv")
    result = run("check", str(tmp_path / "a.csv"), "--misfits", str(tmp_path / "m.csv"), "--lang", "en")
    assert "10,000" in result.stdout
    assert len(result.stdout.splitlines()) < 150
    assert len(result.stderr.splitlines()) < 40
    assert read(tmp_path / "m.csv").height == 10_000
