"""What was stated and is not used is named on standard error; `--strict` and a run that judged nothing end with 2."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from .run import run, write_facts

WORDS = {
    "zh": ("a.json: ", "“在校（园）学生数”填的是", "应为", "表中没有“home_visit_done”这一项", "……另有 "),
    "en": ("a.json: ", "(student_count) is stated as", "expected", "no fact 'home_visit_done'", "… and "),
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("options", [(), ("-f", "json"), ("-o", "r.json")], ids=["terminal", "json", "file"])
def test_what_is_not_used_is_named(
    language: str, options: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_facts(Path("a.json"), student_count="many", home_visit_done=True)
    result = run("check", "a.json", *options, "--lang", language)
    assert result.exit_code == 0
    *words, more = WORDS[language]
    assert all(word in result.stderr for word in words)
    assert more not in result.stderr
    strict = run("check", "a.json", *options, "--lang", language, "--strict", "--fail-on", "never")
    assert (strict.exit_code, strict.stderr) == (2, result.stderr)
    assert not options or options[0] != "-f" or len(strict.stdout) == len(result.stdout)
    assert Path("r.json").exists() == (options[:1] == ("-o",))
    explained = run("explain", "a.json", "T09-1", "--lang", language)
    assert (explained.exit_code, all(word in explained.stderr for word in words)) == (0, True)


def test_of_many_the_first_are_named_and_the_others_are_counted(tmp_path: Path) -> None:
    file = write_facts(tmp_path / "a.json", **{f"fact_{number}": 1 for number in range(25)})
    lines = run("check", file, "--lang", "en").stderr.splitlines()
    assert (len(lines), lines[-1]) == (11, f"{file}: and 15 more that the form does not have; they are not used")


def test_a_column_that_is_not_used_is_named(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("学校,在册生\n甲校,100\n", encoding="utf-8")
    result = run("check", str(file))
    assert "a.csv:1:" in result.stderr
    assert "“在册生”" in result.stderr
    assert (result.exit_code, run("check", str(file), "--strict").exit_code) == (0, 2)


def test_what_fits_is_no_trouble_under_strict(tmp_path: Path) -> None:
    file = write_facts(tmp_path / "a.json", student_count=100)
    result = run("check", file, "--strict")
    assert (result.exit_code, result.stderr) == (0, "")


def test_a_roster_with_a_wrong_value_is_no_success_under_strict(tmp_path: Path) -> None:
    file = write_facts(tmp_path / "a.json")
    roster = tmp_path / "roster.csv"
    roster.write_text("学校,在校（园）学生数\n某校,许多\n", encoding="utf-8")
    for options, code in (((), 0), (("--strict",), 2)):
        result = run("check", file, "--roster", str(roster), *options)
        assert (result.exit_code, "许多" in result.stderr) == (code, True)


@pytest.mark.parametrize("suffix", ["parquet", "csv", "ndjson"])
def test_invalid_cells_of_tables_are_named(suffix: str, tmp_path: Path) -> None:
    table = pl.DataFrame({"school_name": [f"{i}校" for i in range(30)], "school_stage": ["college"] * 30})
    file = tmp_path / f"a.{suffix}"
    {"parquet": table.write_parquet, "csv": table.write_csv, "ndjson": table.write_ndjson}[suffix](file)
    result = run("check", str(file), "--engine", "local", "-f", "json", "--lang", "en")
    first = 2 if suffix == "csv" else 1
    lines = result.stderr.splitlines()
    assert lines[0].startswith(f"{file}:{first}: 'Kind of school' (school_stage) is stated as 'college', expected")
    assert (len(lines), lines[-1]) == (21, "… and 10 more; --misfits writes them all")
    assert (result.exit_code, json.loads(result.stdout)["misfits"]) == (0, 30)
    assert run("check", str(file), "--engine", "local", "--strict", "--fail-on", "never").exit_code == 2


def test_a_column_of_a_table_that_is_not_used_is_no_success_under_strict(tmp_path: Path) -> None:
    file = tmp_path / "a.parquet"
    pl.DataFrame({"school_name": ["甲"], "odd": [1]}).write_parquet(file)
    assert run("check", str(file)).exit_code == 0
    result = run("check", str(file), "--strict")
    assert (result.exit_code, "odd" in result.stderr) == (2, True)


NOTHING = {
    "an empty list": ("a.json", "[]", ()),
    "an empty list of submissions": ("a.json", '{"submissions": []}', ()),
    "only a heading": ("a.csv", "学校,在校（园）学生数\n", ()),
    "only a heading, as a table": ("a.csv", "学校,在校（园）学生数\n", ("--engine", "local")),
    "no line": ("a.ndjson", "\n\n", ()),
    "no line, as a table": ("a.ndjson", "\n\n", ("--engine", "local")),
    "an empty file": ("a.json", "", ()),
    "an empty file, as a table": ("a.csv", "", ("--engine", "local")),
    "an empty folder": (None, "", ()),
    "an empty folder, as tables": (None, "", ("--engine", "local")),
    "an empty Parquet file": ("a.parquet", "", ()),
    "a file that is not there": ("none.json", None, ()),
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("name", "text", "options"), NOTHING.values(), ids=NOTHING)
def test_a_run_that_judged_nothing_is_no_success(
    name: str | None, text: str | None, options: tuple[str, ...], language: str, tmp_path: Path
) -> None:
    file = tmp_path / (name or "")
    if file.suffix == ".parquet":
        pl.DataFrame(schema={"school_name": pl.String}).write_parquet(file)
    elif name is not None and text is not None:
        file.write_text(text, encoding="utf-8")
    for extra in ((), ("--strict",)):
        result = run("check", str(file), "--fail-on", "never", *options, *extra, "--lang", language)
        assert result.exit_code == 2
        assert {"zh": "什么也没有判定", "en": "nothing was judged"}[language] in result.stderr
    if not options:
        assert run("explain", str(file), "T09-1").exit_code == 2


def test_an_empty_file_among_others_is_named(tmp_path: Path) -> None:
    write_facts(tmp_path / "a.json")
    (tmp_path / "b.json").write_text("[]")
    result = run("check", str(tmp_path), "-f", "json", "--lang", "en")
    assert (result.exit_code, len(json.loads(result.stdout)["reports"])) == (2, 1)
    assert result.stderr.startswith(f"{tmp_path}/b.json: the file holds no submission\n")
