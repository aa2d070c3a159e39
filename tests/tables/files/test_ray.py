"""The engine `ray` on a local cluster: the same results, tasks and drivers that die, errors that arrive as they are."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import polars as pl
import pytest

import checkrules_ray
from checkrules import PluginError, UsageError, check_table
from checkrules.plugin import Part, PartResult
from checkrules.tables.files import split as sources

from . import engines
from .canteens import TODAY, checklist, leftovers, read, saved
from .test_engines import judged

ray = pytest.importorskip("ray")
ROOT = Path(__file__).parents[3]
DAY = dt.date.fromisoformat(TODAY)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    os.environ[engines.FLAG] = str(tmp_path_factory.mktemp("flag") / "died")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what Ray's own start-up warns of
        ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="error")
    yield ray
    ray.shutdown()
    del os.environ[engines.FLAG]


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "ROWS", 20)


@pytest.mark.usefixtures("cluster")
def test_ray_gives_the_same(tmp_path: Path) -> None:
    file = saved(tmp_path, "parquet")
    assert judged(file, tmp_path / "ray", "ray") == judged(file, tmp_path / "local", "local")


@pytest.mark.usefixtures("cluster")
def test_relative_paths_are_the_drivers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved(tmp_path, "csv")
    monkeypatch.chdir(tmp_path)
    assert check_table("canteens.csv", checklist(), results="r.csv", engine="ray", today=DAY).submissions == 100
    assert read(Path("r.csv")).height == 100


def test_a_task_that_dies_is_tried_again(cluster: Any, tmp_path: Path) -> None:
    file = saved(tmp_path, "parquet")
    assert not Path(os.environ[engines.FLAG]).exists()
    assert judged(file, tmp_path / "dying", "ray-dying") == judged(file, tmp_path / "local", "local")
    assert Path(os.environ[engines.FLAG]).exists()
    assert cluster.is_initialized()


@pytest.mark.usefixtures("cluster")
def test_errors_arrive_as_they_were_raised(tmp_path: Path) -> None:
    file = saved(tmp_path, "parquet")

    def remove(done: int, total: int) -> None:
        for folder in tmp_path.glob(".r.parquet.*.parts"):
            folder.rename(tmp_path / "gone")

    with pytest.raises(UsageError, match="the file cannot be written") as caught:
        check_table(file, checklist(), results=tmp_path / "r.parquet", engine="ray", today=DAY, progress=remove)
    assert type(caught.value) is UsageError
    assert caught.value.location is not None


@attrs.frozen
class AlwaysDying:
    def __call__(self, part: Part) -> PartResult:
        os._exit(1)


def test_a_task_that_always_dies_is_told(cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkrules_ray, "RETRIES", 0)
    part = Part(number=2, file="a.parquet", kind="parquet", start=0, stop=1, first=1)
    with pytest.raises(PluginError, match=r"did not finish part 3, of a\.parquet"):
        list(checkrules_ray.run(AlwaysDying(), [part]))
    assert cluster.is_initialized()


@attrs.frozen
class Asked:
    """Write how a worker's process is set up, in a file."""

    folder: str

    def __call__(self, part: Part) -> PartResult:
        (Path(self.folder) / f"{part.number}").write_text(f"{pl.thread_pool_size()} {os.getpid()}")
        return PartResult(part=part.number, summary=checklist_summary())


def checklist_summary() -> Any:
    from checkrules import Summary

    return Summary()


def test_workers_use_one_core_each_on_a_cluster_that_others_started(cluster: Any, tmp_path: Path) -> None:
    part = Part(number=0, file="a.parquet", kind="parquet", start=0, stop=1, first=1)
    parts = [attrs.evolve(part, number=number) for number in range(8)]
    assert sorted(done.part for done in checkrules_ray.run(Asked(str(tmp_path)), parts)) == list(range(8))
    processes = [file.read_text().split() for file in tmp_path.iterdir()]
    assert {threads for threads, _ in processes} == {"1"}
    assert len({process for _, process in processes}) < len(parts)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL on Windows")
def test_a_killed_run_goes_on_where_it_stopped(cluster: Any, tmp_path: Path) -> None:
    file = saved(tmp_path, "parquet")
    command = [sys.executable, "-m", "tests.tables.files.canteens", str(file), str(tmp_path / "r.parquet"), str(tmp_path / "i.csv"), "ray-killed"]  # fmt: skip
    address = cluster.get_runtime_context().gcs_address
    run = subprocess.run(command, cwd=ROOT, env={**os.environ, "RAY_ADDRESS": address}, check=False, timeout=60)
    assert run.returncode == -signal.SIGKILL
    assert not (tmp_path / "r.parquet").exists()
    engines.JUDGED.clear()
    outputs = {"results": tmp_path / "r.parquet", "issues": tmp_path / "i.csv"}
    summary = check_table(file, checklist(), **outputs, engine="counting", today=DAY)
    assert 0 < len(engines.JUDGED) <= 3
    assert not leftovers(tmp_path)
    whole = check_table(file, checklist(), results=tmp_path / "whole.parquet", today=DAY)
    assert summary == whole
    assert (tmp_path / "r.parquet").read_bytes() == (tmp_path / "whole.parquet").read_bytes()


def test_a_cluster_that_is_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def unreachable(**options: object) -> None:
        raise ConnectionError("Could not find any running Ray instance")

    monkeypatch.setattr(ray, "is_initialized", lambda: False)
    monkeypatch.setattr(ray, "shutdown", lambda: None)
    monkeypatch.setattr(ray, "init", unreachable)
    with pytest.raises(UsageError, match="cannot be reached") as caught:
        check_table(saved(tmp_path, "parquet"), checklist(), results=tmp_path / "r.csv", engine="ray", today=DAY)
    assert caught.value.hint is not None
    assert not leftovers(tmp_path)
