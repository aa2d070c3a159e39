"""Large tables on the command line, as their users meet them: files in, a summary and tables out."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import jsonschema
import polars as pl
import pytest

from checkrules.cli.main import main
from checkrules.presentation import summary

from .run import ROOT, run, write_facts

SCHEMA = json.loads((ROOT / "schemas" / "table-summary-2.schema.json").read_text(encoding="utf-8"))
SCHOOLS = pl.DataFrame(
    {
        "school_name": ["甲校", "乙校", "丙校"],
        "school_stage": ["primary", "junior", "college"],
        "student_count": [1200, 300, 900],
        "emergency_plan_exists": [True, False, None],
        "home_visits_done": [True, False, True],
    }
)


def write(table: pl.DataFrame, path: Path) -> str:
    if path.suffix == ".parquet":
        table.write_parquet(path)
    elif path.suffix == ".csv":
        table.write_csv(path)
    else:
        table.write_ndjson(path)
    return str(path)


def read(path: Path) -> pl.DataFrame:
    readers = {".parquet": pl.read_parquet, ".csv": pl.read_csv, ".ndjson": pl.read_ndjson}
    return readers[path.suffix](path)  # type: ignore[operator,no-any-return]


@pytest.mark.parametrize("suffix", [".parquet", ".csv", ".ndjson"])
def test_a_table_is_summed_up_and_its_results_are_written(tmp_path: Path, suffix: str) -> None:
    file = write(SCHOOLS, tmp_path / f"schools{suffix}")
    out, issues = tmp_path / "results.parquet", tmp_path / "issues.ndjson"
    result = run("check", file, "--output", str(out), "--issues", str(issues), "--format", "json")
    assert (result.exit_code, result.stderr.count("\n"), "“college”" in result.stderr) == (1, 1, True)
    summary = json.loads(result.stdout)
    jsonschema.validate(summary, SCHEMA)
    assert summary["submissions"] == 3
    counts = {item["rule"]: item for item in summary["rules"]}
    assert (counts["T10-4"]["pass"], counts["T10-4"]["fail"], counts["T10-4"]["unknown"]) == (1, 1, 1)
    assert summary["misfits"] == 1
    assert "college" in summary["row_problems"][0]["message"]
    results = read(out)
    assert results["school_name"].to_list() == ["甲校", "乙校", "丙校"]
    assert results["T10-4"].cast(pl.String).to_list() == ["pass", "fail", "unknown"]
    failed = read(issues)
    assert failed.filter(pl.col("rule") == "T10-4")["school_name"].to_list() == ["乙校"]
    assert failed.filter(pl.col("message").is_null()).height == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted({f"schools{suffix}", out.name, issues.name})


WORDED = {
    "zh": ("T10-4 制定应急预案", ["达标", "不达标", "未说明"], ["行", "学校", "条目", "程度"], ["严重", "否"]),
    "en": ("T10-4 ", ["pass", "fail", "unknown"], ["Row", "School", "Rule", "Severity"], ["critical", "no"]),
}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_csv_is_for_people(tmp_path: Path, language: str) -> None:
    file = write(SCHOOLS, tmp_path / "schools.parquet")
    names = ("results", "issues", "undecided", "misfits")
    out = {name: tmp_path / f"{name}.csv" for name in names}
    options = [part for name in names[1:] for part in (f"--{name}", str(out[name]))]
    result = run("check", file, "--output", str(out["results"]), *options, "--lang", language)
    assert (result.exit_code, result.stderr.count("\n"), "college" in result.stderr) == (1, 1, True)
    rule, outcomes, headings, values = WORDED[language]
    results, issues, undecided, misfits = (read(out[name]) for name in names)
    (column,) = [name for name in results.columns if name.startswith(rule)]
    assert results[column].to_list() == outcomes
    assert issues.columns[:4] == headings
    assert issues[headings[0]].to_list() == sorted(issues[headings[0]])
    row = issues.filter(pl.col(headings[2]) == "T10-4").row(0)
    assert all(value in row for value in values)
    assert "missing_facts" not in out["undecided"].read_text("utf-8")
    assert "emergency_plan_exists" not in out["undecided"].read_text("utf-8")
    assert "college" in misfits.row(0)
    assert not any("_" in name for table in (results, issues, undecided, misfits) for name in table.columns)


@pytest.mark.parametrize(
    ("language", "words"), [("zh", ("共3份", "不达标", "第 ", "应急预案")), ("en", ("3 submissions", "fail", "row "))]
)
def test_the_summary_is_for_people(tmp_path: Path, language: str, words: tuple[str, ...]) -> None:
    file = write(SCHOOLS, tmp_path / "schools.parquet")
    result = run("check", file, "--lang", language)
    assert result.exit_code == 1
    for word in words:
        assert word in result.stdout
    table = [line for line in result.stdout.splitlines() if line.startswith(("T", "N"))]
    assert len(table) == 77


def test_the_same_rows_have_the_same_issues_as_reports(tmp_path: Path) -> None:
    facts = {"school_name": "某校", "school_stage": "primary", "student_count": 1500, "fulltime_mh_teacher_count": 0}
    one = write_facts(tmp_path / "one.json", **facts)
    many = write(pl.DataFrame([facts]), tmp_path / "many.parquet")
    (report,) = json.loads(run("check", one, "--format", "json").stdout)["reports"]
    run("check", many, "--issues", str(tmp_path / "issues.ndjson"))
    issues = read(tmp_path / "issues.ndjson")
    expected = [(issue["rule"], issue["message"], issue["remedy"]) for issue in report["issues"]]
    assert issues.select("rule", "message", "remedy").rows() == expected


def test_exit_codes_of_tables(tmp_path: Path) -> None:
    clean = write(SCHOOLS.head(1), tmp_path / "clean.parquet")
    file = write(SCHOOLS, tmp_path / "schools.parquet")
    minor = write(SCHOOLS.head(1).with_columns(home_visits_done=False), tmp_path / "minor.parquet")
    for given, fail_on, code in [
        (clean, "advisory", 0), (file, "critical", 1), (file, "never", 0), (minor, "minor", 1), (minor, "major", 0),
    ]:  # fmt: skip
        assert run("check", given, "--fail-on", fail_on).exit_code == code, (given, fail_on)


def test_a_waiver_is_no_open_issue(tmp_path: Path) -> None:
    file = write(SCHOOLS.head(1).with_columns(home_visits_done=False), tmp_path / "schools.parquet")
    decisions = tmp_path / "decisions.yaml"
    decisions.write_text(
        "waivers:\n- {rule: T11-5, reason: 疫情, approver: 区教育局, expires: '2999-01-01', subject: 甲校}\n",
        encoding="utf-8",
    )
    result = run("check", file, "--decisions", str(decisions), "--format", "json")
    counts = {item["rule"]: item for item in json.loads(result.stdout)["rules"]}
    assert (counts["T11-5"]["fail"], counts["T11-5"]["waived"]) == (1, 1)
    assert result.exit_code == 0


def test_one_broken_table_costs_no_other(tmp_path: Path) -> None:
    good = write(SCHOOLS, tmp_path / "a.parquet")
    whole = Path(good).read_bytes()
    (tmp_path / "b.parquet").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "c.parquet").write_bytes(b"")
    result = run("check", str(tmp_path), str(tmp_path / "none.parquet"), "--format", "json")
    assert result.exit_code == 2
    summary = json.loads(result.stdout)
    jsonschema.validate(summary, SCHEMA)
    assert summary["submissions"] == 3
    assert sorted(Path(item["source"].partition(":")[0]).name for item in summary["rejected_files"]) == [
        "b.parquet", "c.parquet", "none.parquet",
    ]  # fmt: skip
    for item in summary["rejected_files"]:
        assert item["reason"] in result.stderr


def test_columns_that_are_no_facts_are_reported(tmp_path: Path) -> None:
    file = write(SCHOOLS.rename({"home_visits_done": "home_visit_done"}), tmp_path / "a.parquet")
    result = run("check", file, "--lang", "en")
    assert "home_visits_done" in result.stderr


BAD = [
    ("a roster", ["--roster", "x.csv"], "--roster"),
    ("a format for reports", ["--format", "html"], "html"),
    ("an engine that is not there", ["--engine", "loacl"], "local"),
    ("an output of another kind", ["--issues", "x.docx"], ".parquet"),
]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("options", "named"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_bad_usage_of_tables_is_one_message(tmp_path: Path, options: list[str], named: str, language: str) -> None:
    file = write(SCHOOLS, tmp_path / "a.parquet")
    result = run("check", file, *options, "--lang", language)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert named in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a.parquet"]


def test_lint_reports_a_wrong_file_with_its_place(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(ROOT / "rules" / "mental-health", folder)
    shutil.copy(ROOT / "schemas" / "mental-health.schema.json", folder)
    file = folder / "4-staff.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("fulltime_mh_teacher_count >= 1", "fulltime_mh_teacher_cuont >= 1", 1), encoding="utf-8"
    )
    result = run("lint", "--checklist", str(folder))
    assert result.exit_code == 2
    assert "4-staff.yaml:" in result.stderr
    assert "fulltime_mh_teacher_count" in result.stderr


def test_an_engine_makes_tables_of_files_that_could_be_reports(tmp_path: Path) -> None:
    file = write(SCHOOLS, tmp_path / "a.csv")
    assert "reports" in json.loads(run("check", file, "--format", "json").stdout)
    assert "rules" in json.loads(run("check", file, "--format", "json", "--engine", "local").stdout)


def test_the_json_summary_has_a_schema_that_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"] == summary.SCHEMA


def test_folders_hold_tables_and_what_is_none_is_rejected(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    write(SCHOOLS.head(2), folder / "a.parquet")
    write(SCHOOLS.head(2), folder / "b.csv")
    write_facts(folder / "c.json")
    result = run("check", str(folder), "--format", "json", "--fail-on", "never")
    assert json.loads(result.stdout)["submissions"] == 4
    assert (result.exit_code, "c.json" in result.stderr) == (2, True)
    (folder / "c.json").unlink()
    for _ in range(2):
        result = run("check", str(folder), "--output", str(folder / "out.csv"), "--fail-on", "never")
        assert (result.exit_code, result.stderr) == (0, "")
        assert "共4份" in result.stdout


def test_a_folder_of_parts_is_written_where_the_output_has_no_suffix(tmp_path: Path) -> None:
    file = write(SCHOOLS, tmp_path / "a.csv")
    assert run("check", file, "--output", str(tmp_path / "out"), "--fail-on", "never").exit_code == 0
    assert pl.read_parquet(tmp_path / "out" / "*.parquet").height == 3
    missing = run("check", file, "--output", str(tmp_path / "nowhere" / "out.csv"))
    assert (missing.exit_code, (tmp_path / "nowhere").exists()) == (2, False)
    odd = run("check", file, "--output", str(tmp_path / "out.xlsx"))
    assert (odd.exit_code, ".parquet" in odd.stderr, ".html" in odd.stderr) == (2, True, True)


def test_rows_that_cannot_be_read_are_no_success(tmp_path: Path) -> None:
    file = tmp_path / "a.ndjson"
    file.write_text('{"school_name": "甲校"}\n{"school_name": \n', encoding="utf-8")
    result = run("check", str(file), "--engine", "local", "--fail-on", "never")
    assert result.exit_code == 2
    assert "未能读取的行：1" in result.stdout


@pytest.mark.parametrize(("language", "words"), [("zh", "磁盘空间不足"), ("en", "No space left on device")])
def test_a_full_disk_is_reported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full")
    file = write(SCHOOLS, tmp_path / "a.parquet")
    monkeypatch.setenv("CHECKRULES_LANG", language)
    with open("/dev/full", "w") as full, contextlib.redirect_stdout(full), pytest.raises(SystemExit) as end:
        main(["check", file])
    assert end.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1] == words


INTERRUPTED = """
@hookimpl
def register_engines(register):
    register(Engine(name="impatient", title=Text("急", "impatient"), run=run))

def run(judge, parts):
    yield judge(parts[0])
    raise KeyboardInterrupt
"""


def test_an_interrupted_run_says_that_it_can_go_on(tmp_path: Path, install: Callable[[str, str], None]) -> None:
    install("impatient", INTERRUPTED)
    file = write(SCHOOLS, tmp_path / "a.parquet")
    command = ("check", file, "--output", str(tmp_path / "out.csv"))
    for language, words in (("zh", "再次运行同一命令会接着判定"), ("en", "the same command resumes")):
        stopped = run(*command, "--engine", "impatient", "--lang", language)
        assert (stopped.exit_code, stopped.stdout) == (130, "")
        assert words in stopped.stderr
    assert run(*command).exit_code == 1
    assert (tmp_path / "out.csv").is_file()
    summary = run("check", file, "--engine", "impatient")
    assert (summary.exit_code, summary.stdout, summary.stderr) == (130, "", "\n")
