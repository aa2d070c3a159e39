"""Which files paths mean."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

import checkrules
from checkrules.reading.paths import files_in

from ..kitchen import kitchen

FILES = ("a.json", "b.txt", "below/c.JSON", "below/~$d.json", "below/.e.json", ".hidden/f.json", "empty/g.txt")
CASES = {
    "one path": ("a.json", ["a.json"], []),
    "several": (["b.txt", "a.json"], ["b.txt", "a.json"], []),
    "a folder": (["below"], ["below/c.JSON"], []),
    "a folder and what is in it": (["below/c.JSON", "."], ["below/c.JSON", "a.json"], []),
    "a folder with nothing to read": (["empty", "a.json"], ["a.json"], ["empty"]),
    "a path that is not there": (["absent.json"], ["absent.json"], []),
    "a name that is too long": (["x" * 5000 + ".json"], ["x" * 5000 + ".json"], []),
}


@pytest.mark.parametrize(("paths", "found", "rejected"), CASES.values(), ids=CASES)
def test_which_files_paths_mean(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, paths: str | Sequence[str], found: list[str], rejected: list[str]
) -> None:
    for name in FILES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    files, without = files_in(paths, {".json"})
    assert [str(file) for file in files] == found
    assert [rejection.location.file for rejection in without] == rejected


def test_a_file_that_cannot_be_opened_costs_no_other(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text('{"canteen_name": "甲"}', encoding="utf-8")
    reports = checkrules.check(["x" * 5000 + ".json", "nothing.odd", file], kitchen())
    assert [report.subject for report in reports.reports] == ["甲"]
    assert [rejection.reason.en for rejection in reports.rejected] == [
        "the file cannot be opened: File name too long",
        "there is no such file",
    ]
