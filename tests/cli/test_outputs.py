"""Outputs on the command line: never over an input, in the format that is asked for, whole, to files, links and devices."""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from .run import FORMS, ROOT, run, write_facts

DECISIONS = "waivers:\n- {rule: T11-5, reason: 疫情, approver: 区教育局, expires: '2999-01-01', subject: 某校}\n"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with submissions, a roster, decisions and a checklist of its own."""
    (tmp_path / "in").mkdir()
    write_facts(tmp_path / "in" / "a.json", home_visits_done=False)
    shutil.copy(FORMS / "C01.docx", tmp_path / "in" / "b.docx")
    (tmp_path / "roster.csv").write_text("学校,在校（园）学生数\n某校,100\n", encoding="utf-8")
    (tmp_path / "decisions.yaml").write_text(DECISIONS, encoding="utf-8")
    shutil.copytree(ROOT / "rules" / "mental-health", tmp_path / "rules")
    shutil.copy(ROOT / "schemas" / "mental-health.schema.json", tmp_path / "rules")
    return tmp_path


READ = {
    "the submission": "in/a.json",
    "the form as it was filled in": "in/b.docx",
    "the roster": "roster.csv",
    "the decisions": "decisions.yaml",
    "the rules": "rules/4-staff.yaml",
    "the form's schema": "rules/mental-health.schema.json",
    "the profile": "rules/profiles/shaanxi-2024.yaml",
}
WAYS: dict[str, Callable[[Path, Path], str]] = {
    "path": lambda file, place: str(file),
    "relative path": lambda file, place: os.path.relpath(file, place / "in"),
    "symbolic link": lambda file, place: linked(place / "in" / "link", lambda link: link.symlink_to(file)),
    "hard link": lambda file, place: linked(place / "in" / "link", lambda link: link.hardlink_to(file)),
}


def linked(link: Path, make: Callable[[Path], None]) -> str:
    make(link)
    return str(link)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("what", READ)
def test_what_is_read_is_not_overwritten(what: str, way: str, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place / "in")
    output = WAYS[way](place / READ[what], place)
    before = {path: (path.stat().st_ino, path.read_bytes()) for path in place.rglob("*") if path.is_file()}
    options = ["--roster", "../roster.csv", "--decisions", "../decisions.yaml", "--checklist", str(place / "rules")]
    result = run("check", "a.json", ".", *options, "--profile", "shaanxi-2024", "-f", "json", "-o", output, "--lang=en")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is not overwritten" in result.stderr
    assert before == {path: (path.stat().st_ino, path.read_bytes()) for path in place.rglob("*") if path.is_file()}


@pytest.mark.parametrize("option", ["--output", "--issues", "--misfits"])
@pytest.mark.parametrize("name", ["schools.parquet", "decisions.yaml", "rules/4-staff.yaml"])
def test_what_is_read_is_not_overwritten_by_tables(name: str, option: str, place: Path) -> None:
    table = place / "schools.parquet"
    pl.DataFrame({"school_name": ["甲校"]}).write_parquet(table)
    before = (place / name).read_bytes()
    options = ["--decisions", str(place / "decisions.yaml"), "--checklist", str(place / "rules")]
    result = run("check", str(table), *options, option, str(place / name))
    assert (result.exit_code, result.stdout) == (2, "")
    assert (place / name).read_bytes() == before


def test_in_a_folder_the_report_of_an_earlier_run_is_no_submission(place: Path) -> None:
    folder, output = place / "in", place / "in" / "report.json"
    for _ in range(3):
        assert run("check", str(folder), "-o", str(output), "--fail-on", "never").exit_code == 0
        assert len(json.loads(output.read_text(encoding="utf-8"))["reports"]) == 2
    named = run("check", str(folder), str(output), "-o", str(output), "--lang", "en")
    assert (named.exit_code, "is not overwritten" in named.stderr) == (2, True)


def test_in_a_folder_a_table_that_is_no_result_is_no_output(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("学校,在校（园）学生数\n某校,100\n", encoding="utf-8")
    before = (tmp_path / "b.csv").read_bytes()
    result = run("check", str(tmp_path), "-o", str(tmp_path / "b.csv"))
    assert (result.exit_code, (tmp_path / "b.csv").read_bytes()) == (2, before)


@pytest.mark.parametrize("suffix", ["csv", "ndjson", "parquet"])
@pytest.mark.parametrize("option", ["--output", "--issues", "--undecided", "--misfits"])
def test_in_a_folder_the_tables_of_an_earlier_run_are_no_submissions(option: str, suffix: str, tmp_path: Path) -> None:
    pl.DataFrame({"school_name": ["甲", "乙"], "school_stage": ["college", "primary"]}).write_parquet(
        tmp_path / "a.parquet"
    )
    output = tmp_path / f"out.{suffix}"
    for _ in range(2):
        result = run("check", str(tmp_path), option, str(output), "-f", "json", "--fail-on", "never")
        assert (result.exit_code, json.loads(result.stdout)["submissions"], output.is_file()) == (0, 2, True)


def test_the_roster_and_decisions_in_a_folder_are_not_judged(place: Path) -> None:
    for name in ("roster.csv", "decisions.yaml"):
        shutil.move(place / name, place / "in" / name)
    options = ["--roster", str(place / "in" / "roster.csv"), "--decisions", str(place / "in" / "decisions.yaml")]
    result = run("check", str(place / "in"), *options, "-f", "json", "--fail-on", "never")
    assert result.exit_code == 0
    reports = json.loads(result.stdout)["reports"]
    assert [Path(report["submission"]["source"]).name.partition(":")[0] for report in reports] == ["a.json", "b.docx"]


FORMATS = {
    "a table's suffix": ("x.csv", "json", "{"),
    "Parquet's suffix": ("x.parquet", "json", "{"),
    "another report's suffix": ("x.html", "markdown", "#"),
    "no format's suffix": ("x.txt", "json", "{"),
    "no suffix": ("report", "json", "{"),
}


@pytest.mark.parametrize(("name", "format_", "start"), FORMATS.values(), ids=FORMATS)
def test_the_format_decides_not_the_suffix(name: str, format_: str, start: str, tmp_path: Path) -> None:
    file = write_facts(tmp_path / "a.json")
    output = tmp_path / name
    result = run("check", file, "-o", str(output), "--format", format_, "--lang", "en")
    assert (result.exit_code, output.read_text(encoding="utf-8")[:1]) == (0, start)
    said = output.suffix in (".csv", ".parquet", ".html")
    assert result.stderr == (f"{output}: written as {format_}, as --format says\n" if said else "")


def test_the_format_of_the_summary_goes_beside_a_table(tmp_path: Path) -> None:
    file, output = tmp_path / "a.parquet", tmp_path / "x.csv"
    pl.DataFrame({"school_name": ["甲校"]}).write_parquet(file)
    result = run("check", str(file), "-o", str(output), "-f", "json")
    assert (json.loads(result.stdout)["submissions"], pl.read_csv(output).height) == (1, 1)


def test_a_replaced_file_keeps_its_permissions_and_a_link_stays(tmp_path: Path) -> None:
    file = write_facts(tmp_path / "a.json")
    target, link = tmp_path / "target.html", tmp_path / "link.html"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target.name)
    assert run("check", file, "-o", str(link)).exit_code == 0
    assert (link.is_symlink(), stat.S_IMODE(target.stat().st_mode)) == (True, 0o640)
    assert target.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


UNWRITABLE = {
    "a folder": ("", "写不了文件：这是文件夹，不是文件"),
    "in no folder": ("none/r.json", "写不了文件：没有这个文件或文件夹"),
    "too long": ("x" * 300 + ".json", "写不了文件：文件名太长"),
}


@pytest.mark.parametrize(("name", "words"), UNWRITABLE.values(), ids=UNWRITABLE)
def test_an_output_that_cannot_be_written_is_refused_before_anything_is_read(
    name: str, words: str, tmp_path: Path
) -> None:
    result = run("check", str(tmp_path / "none.json"), "-o", str(tmp_path / name), "-f", "json")
    assert (result.exit_code, result.stdout, words in result.stderr) == (2, "", True)
    assert "none.json: " not in result.stderr
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("device", ["/dev/null", "/dev/stdout", "/dev/full"])
def test_devices_stay_devices(device: str, tmp_path: Path) -> None:
    if not Path(device).exists():
        pytest.skip(f"there is no {device}")
    file = write_facts(tmp_path / "a.json")
    result = run("check", file, "-o", device)
    assert result.exit_code == (2 if device == "/dev/full" else 0), result.stderr
    assert ("某校" in result.stdout) == (device == "/dev/stdout")
    assert ("磁盘空间不足" in result.stderr) == (device == "/dev/full")
    assert device == "/dev/stdout" or stat.S_ISCHR(Path(device).stat().st_mode)
