"""Which files paths mean."""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

import checkrules
from checkrules import Text
from checkrules.reading.paths import empty_folders, files_in, find_files

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


def test_files_that_are_left_out_are_found_by_whatever_path(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    for name in ("a.json", "below/b.json"):
        (tmp_path / name).touch()
    (tmp_path / "link.json").symlink_to("below/b.json")
    out = [tmp_path / "below" / ".." / "below" / "b.json", tmp_path / "none.json"]
    why = ("own_output", Text("结果", "a result"))
    found = find_files([tmp_path, tmp_path / "link.json"], {".json"}).without(out, *why)
    assert found.files == (tmp_path / "a.json",)
    assert {account.path.name: account.code for account in found.accounts} == {
        "b.json": "own_output",
        "link.json": "copy",
    }
    found = find_files(tmp_path / "below", {".json"}).without(out, *why)
    (rejection,) = empty_folders(found)
    assert (found.files, rejection.location.file) == ((), str(tmp_path / "below"))


def test_a_folder_that_cannot_be_opened_is_rejected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.json", "closed/b.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    opened = os.scandir

    def refuse(path: str) -> object:
        if Path(path).name == "closed":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return opened(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found, (rejection,) = files_in(tmp_path, {".json"})
    assert found == [tmp_path / "a.json"]
    assert (rejection.location.file, rejection.reason.zh) == (str(tmp_path / "closed"), "文件打不开：没有权限")
    assert len(files_in(tmp_path / "closed", {".json"})[1]) == 1


def test_the_roster_and_the_files_of_the_checklist_are_not_judged(tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("食堂,座位数\n甲,80\n", encoding="utf-8")
    (tmp_path / "a.json").write_text('{"canteen_name": "甲"}', encoding="utf-8")
    checklist = kitchen()
    for paths in (tmp_path, [tmp_path / "a.json", roster]):
        reports = checkrules.check(paths, checklist, roster=roster)
        assert [report.subject for report in reports.reports] == ["甲"]
        assert reports.rejected == ()
    assert {"kitchen.schema.json", "checklist.yaml"} <= {file.name for file in checklist.files}
    nothing = checkrules.check(checklist.files, checklist)
    assert (nothing.reports, nothing.rejected) == ((), ())


def test_reports_are_not_written_over_their_sources(tmp_path: Path) -> None:
    good, bad = tmp_path / "a.json", tmp_path / "b.json"
    good.write_text('{"canteen_name": "甲"}', encoding="utf-8")
    bad.write_text("{", encoding="utf-8")
    reports = checkrules.check(tmp_path, kitchen())
    (tmp_path / "c.json").symlink_to(good)
    for output in (good, bad, tmp_path / "c.json"):
        before = output.read_bytes()
        with pytest.raises(checkrules.UsageError, match="not overwritten"):
            checkrules.write(reports, output)
        assert output.read_bytes() == before
    checkrules.write(reports, tmp_path / "d.json")
