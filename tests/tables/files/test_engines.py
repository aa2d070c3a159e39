"""Engines give the same results, whatever order they keep, however often they judge a part."""

from __future__ import annotations

import datetime as dt
import pickle
import sys
from pathlib import Path

import pytest

from checkrules import Summary, UsageError, check_table
from checkrules.tables.files import split as sources

from .canteens import TODAY, checklist, leftovers, saved

DAY = dt.date.fromisoformat(TODAY)


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "ROWS", 20)


def judged(file: Path, folder: Path, engine: str) -> tuple[Summary, bytes, bytes]:
    folder.mkdir()
    outputs = {"results": folder / "r.parquet", "undecided": folder / "u.csv"}
    summary = check_table(file, checklist(), **outputs, engine=engine, today=DAY)
    assert not leftovers(folder)
    return summary, outputs["results"].read_bytes(), outputs["undecided"].read_bytes()


@pytest.mark.parametrize("engine", ["backwards", "twice", "counting"])
def test_engines_give_the_same(engine: str, tmp_path: Path) -> None:
    file = saved(tmp_path, "parquet")
    assert judged(file, tmp_path / engine, engine) == judged(file, tmp_path / "local", "local")


def test_the_local_engine_judges_one_part_after_another(tmp_path: Path) -> None:
    engine = checklist().registry.engines["local"]
    assert list(engine.run(lambda part: part, ["a", "b"])) == ["a", "b"]  # type: ignore[arg-type,return-value,list-item]


def test_a_checklist_can_be_pickled() -> None:
    again = pickle.loads(pickle.dumps(checklist()))  # noqa: S301
    assert again.content == checklist().content


def test_ray_that_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(UsageError, match="the engine ray needs ray, which is not installed") as caught:
        check_table(saved(tmp_path, "parquet"), checklist(), engine="ray")
    assert caught.value.hint is not None
    assert "checkrules[ray]" in caught.value.hint.en
