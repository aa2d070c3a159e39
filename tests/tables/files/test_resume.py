"""Interrupted runs: what they leave, and how the next run resumes."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from checkrules import Summary, UsageError, check_table
from checkrules.tables.files import split as sources

from . import engines
from .canteens import TODAY, checklist, leftovers, read, saved

ROOT = Path(__file__).parents[3]
DAY = dt.date.fromisoformat(TODAY)


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "ROWS", 20)
    engines.JUDGED.clear()


ELSEWHERE = {"PYTHONHASHSEED": "7", "LC_ALL": "C", "TZ": "Asia/Shanghai"}
"""Of another process: what a run is known by does not depend on it."""


def process(folder: Path, results: str, issues: str, engine: str) -> int:
    """Judge in a process of its own; its exit code."""
    command = [sys.executable, "-m", "tests.tables.files.canteens", str(folder / "canteens.parquet"), *(str(folder / o) for o in (results, issues)), engine]  # fmt: skip
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **ELSEWHERE}, check=False, timeout=60).returncode


def resumed(folder: Path, results: str, issues: str) -> Summary:
    return check_table(
        folder / "canteens.parquet",
        checklist(),
        results=folder / results,
        issues=folder / issues,
        engine="counting",
        today=DAY,
    )


def assert_as_if_never_cut_off(folder: Path, summary: Summary, results: str, issues: str) -> None:
    whole = folder / "whole"
    whole.mkdir()
    assert summary == check_table(
        folder / "canteens.parquet", checklist(), results=whole / results, issues=whole / issues, today=DAY
    )
    for name in (results, issues):
        if Path(name).suffix:
            assert (folder / name).read_bytes() == (whole / name).read_bytes()
        else:
            assert sorted(p.name for p in (folder / name).iterdir()) == sorted(p.name for p in (whole / name).iterdir())
            assert read(folder / name).equals(read(whole / name))
    assert not leftovers(folder)


OUTPUTS = [("r.parquet", "i.csv"), ("r", "i.ndjson")]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL on Windows")
@pytest.mark.parametrize(("results", "issues"), OUTPUTS)
@pytest.mark.parametrize("engine", ["killed", "killed-while-writing"])
def test_a_killed_run_goes_on_where_it_stopped(engine: str, results: str, issues: str, tmp_path: Path) -> None:
    saved(tmp_path, "parquet")
    assert process(tmp_path, results, issues, engine) == -signal.SIGKILL
    assert not (tmp_path / issues).exists()
    assert leftovers(tmp_path)
    summary = resumed(tmp_path, results, issues)
    assert engines.JUDGED == [2, 3, 4]
    assert_as_if_never_cut_off(tmp_path, summary, results, issues)


@pytest.mark.parametrize(("results", "issues"), OUTPUTS)
def test_ctrl_c(results: str, issues: str, tmp_path: Path) -> None:
    file = saved(tmp_path, "parquet")
    with pytest.raises(KeyboardInterrupt):
        check_table(
            file, checklist(), results=tmp_path / results, issues=tmp_path / issues, engine="interrupted", today=DAY
        )
    assert not (tmp_path / issues).exists()
    summary = resumed(tmp_path, results, issues)
    assert engines.JUDGED == [2, 3, 4]
    assert_as_if_never_cut_off(tmp_path, summary, results, issues)


@pytest.mark.parametrize(("results", "issues"), OUTPUTS)
def test_ctrl_c_before_anything_is_done_leaves_nothing(results: str, issues: str, tmp_path: Path) -> None:
    file = saved(tmp_path, "parquet")
    with pytest.raises(KeyboardInterrupt):
        check_table(file, checklist(), results=tmp_path / results, issues=tmp_path / issues, engine="interrupted-at-once", today=DAY)  # fmt: skip
    assert not leftovers(tmp_path)
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and path != file]


def cut_off(folder: Path, results: str = "r.parquet", issues: str = "i.csv") -> Path:
    """A run of which two parts are done."""
    file = saved(folder, "parquet")
    with pytest.raises(KeyboardInterrupt):
        check_table(
            file, checklist(), results=folder / results, issues=folder / issues, engine="interrupted", today=DAY
        )
    return file


def test_a_file_that_was_replaced_is_judged_anew(tmp_path: Path) -> None:
    file = cut_off(tmp_path)
    stat = file.stat()
    other = saved(tmp_path, "parquet", name="other")
    os.utime(other, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    other.replace(file)
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (stat.st_size, stat.st_mtime_ns)
    summary = resumed(tmp_path, "r.parquet", "i.csv")
    assert engines.JUDGED == [0, 1, 2, 3, 4]
    assert_as_if_never_cut_off(tmp_path, summary, "r.parquet", "i.csv")


def test_work_of_another_kind_is_not_taken_up(tmp_path: Path) -> None:
    file = cut_off(tmp_path)
    before = leftovers(tmp_path)
    later = check_table(
        file, checklist(), results=tmp_path / "r.parquet", engine="counting", today=DAY + dt.timedelta(1)
    )
    assert engines.JUDGED == [0, 1, 2, 3, 4]
    assert later.submissions == 100
    assert leftovers(tmp_path) == [name for name in before if "i.csv" in name]
    engines.JUDGED.clear()
    check_table(file, checklist(), issues=tmp_path / "i.csv", language="en", engine="counting", today=DAY)
    assert engines.JUDGED == [0, 1, 2, 3, 4]
    assert not leftovers(tmp_path)


def test_a_folder_with_the_parts_of_other_work_is_refused(tmp_path: Path) -> None:
    file = cut_off(tmp_path, results="r")
    with pytest.raises(UsageError, match="already holds other results"):
        check_table(file, checklist(), results=tmp_path / "r", today=DAY + dt.timedelta(1))
    summary = resumed(tmp_path, "r", "i.csv")
    assert engines.JUDGED == [2, 3, 4]
    assert summary.submissions == 100
    with pytest.raises(UsageError, match="already holds other results"):
        resumed(tmp_path, "r", "i.csv")


def parts_folder(folder: Path, output: str) -> Path:
    return next(path for path in folder.iterdir() if path.name.startswith(f".{output}."))


def test_parts_or_notes_that_are_gone_are_judged_again(tmp_path: Path) -> None:
    cut_off(tmp_path)
    parts = parts_folder(tmp_path, "r.parquet")
    (parts / "part-000001.parquet").unlink()
    next(iter(parts.glob(".judged-*/000000.json"))).write_bytes(b"")
    summary = resumed(tmp_path, "r.parquet", "i.csv")
    assert engines.JUDGED == [0, 1, 2, 3, 4]
    assert_as_if_never_cut_off(tmp_path, summary, "r.parquet", "i.csv")


def test_the_parts_of_one_output_are_gone(tmp_path: Path) -> None:
    cut_off(tmp_path)
    import shutil

    shutil.rmtree(parts_folder(tmp_path, "i.csv"))
    summary = resumed(tmp_path, "r.parquet", "i.csv")
    assert engines.JUDGED == [0, 1, 2, 3, 4]
    assert_as_if_never_cut_off(tmp_path, summary, "r.parquet", "i.csv")


def test_ctrl_c_when_all_but_the_cleaning_up_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from checkrules.tables.files.outputs import Output

    def stop(self: Output) -> None:
        raise KeyboardInterrupt

    file = saved(tmp_path, "parquet")
    with monkeypatch.context() as patch:
        patch.setattr(Output, "clean", stop)
        with pytest.raises(KeyboardInterrupt):
            check_table(file, checklist(), results=tmp_path / "r.parquet", issues=tmp_path / "i.csv", today=DAY)
    summary = resumed(tmp_path, "r.parquet", "i.csv")
    assert engines.JUDGED == []
    assert_as_if_never_cut_off(tmp_path, summary, "r.parquet", "i.csv")


def test_a_part_that_could_not_be_read_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from checkrules.tables.files import job

    file, real = saved(tmp_path, "parquet"), job.read_part

    def away(part: object, *given: object, **options: object) -> object:
        if getattr(part, "number", None) == 1:
            raise OSError(5, "Input/output error")
        return real(part, *given, **options)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(job, "read_part", away)
        with pytest.raises(KeyboardInterrupt):
            check_table(file, checklist(), results=tmp_path / "r.parquet", issues=tmp_path / "i.csv", engine="interrupted", today=DAY)  # fmt: skip
        aside = check_table(file, checklist(), results=tmp_path / "aside.parquet", today=DAY)
    assert [rejection.reason.en for rejection in aside.rejected_files] == [
        "rows 21 to 40 cannot be read and are not judged: the file cannot be opened: Input/output error"
    ]
    assert read(tmp_path / "aside.parquet").height == 80
    summary = resumed(tmp_path, "r.parquet", "i.csv")
    assert engines.JUDGED == [1, 2, 3, 4]
    (tmp_path / "aside.parquet").unlink()
    assert_as_if_never_cut_off(tmp_path, summary, "r.parquet", "i.csv")


LIMITED = """
import datetime as dt, resource, sys
import checkrules
from checkrules.tables.files import split as sources
from tests.tables.files.canteens import checklist
sources.ROWS = 20
checklist()
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)
try:
    checkrules.check_table(sys.argv[1], checklist(), results=sys.argv[2], today=dt.date(2024, 5, 1))
except checkrules.UsageError as error:
    print(error.message.zh)
    sys.exit(2)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no limits on Windows")
@pytest.mark.parametrize("output", ["r.parquet", "r.csv", "r.ndjson"])
def test_the_system_lets_no_more_be_written(output: str, tmp_path: Path) -> None:
    file = saved(tmp_path, "parquet")
    command = [sys.executable, "-c", LIMITED, str(file), str(tmp_path / output), "100"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert (run.returncode, run.stderr) == (2, "")
    assert run.stdout.startswith(f"{tmp_path / output}: 写不了文件")
    assert not (tmp_path / output).exists()
    assert not leftovers(tmp_path)
