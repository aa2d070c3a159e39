"""The command line as its users meet it: exit codes, streams, messages, in both languages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FORMS = ROOT / "examples" / "forms"
ROSTER = str(FORMS / "roster.csv")
CASES = ROOT / "tests" / "data" / "cases"


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "checkrules", *arguments]
    env = {**os.environ, "CHECKRULES_LANG": "zh", "PYTHONIOENCODING": "utf-8", **environment}
    return subprocess.run(command, capture_output=True, env=env, check=False, encoding="utf-8", cwd=ROOT)


def write_facts(path: Path, **facts: object) -> str:
    path.write_text(json.dumps({"school_name": "某校", **facts}, ensure_ascii=False), encoding="utf-8")
    return str(path)


def test_the_forms_are_judged_without_contradicting_what_is_known() -> None:
    forms = sorted(str(path) for path in FORMS.glob("C*.docx"))
    result = run("check", *forms, "--roster", ROSTER, "--format", "json", "--fail-on", "never")
    assert (result.returncode, result.stderr) == (0, "")
    reports = json.loads(result.stdout)["reports"]
    assert len(reports) == len(forms) == 8
    for form, report in zip(forms, reports, strict=True):
        expected = json.loads((CASES / f"{Path(form).stem}.json").read_text(encoding="utf-8"))["expected"]
        got = {result["rule"]: result["outcome"] for result in report["results"]}
        wrong = {
            rule: (got[rule], outcome) for rule, outcome in expected.items() if got[rule] not in (outcome, "unknown")
        }
        assert wrong == {}
        known = [rule for rule, outcome in expected.items() if outcome != "unknown" and rule.startswith("T")]
        assert sum(got[rule] != "unknown" for rule in known) / len(known) > 0.85, form
        prose = [fact for fact in report["submission"]["facts"].values() if fact["origin"] == "prose"]
        assert prose
        for fact in prose:
            narrative = report["submission"]["narratives"][fact["task"]]
            assert narrative[fact["start"] : fact["end"]] == fact["quote"]
        assert report["submission"]["facts"]["student_count"]["origin"] == "roster"


def test_exit_codes_follow_the_gravest_issue(tmp_path: Path) -> None:
    clean = write_facts(tmp_path / "clean.json")
    minor = write_facts(tmp_path / "minor.json", home_visits_done=False)
    critical = write_facts(tmp_path / "critical.json", emergency_plan_exists=False)
    for file, fail_on, code in [
        (clean, "advisory", 0), (minor, "minor", 1), (minor, "major", 0), (minor, "never", 0),
        (critical, "critical", 1), (critical, "never", 0), (minor, "advisory", 1),
    ]:  # fmt: skip
        assert run("check", file, "--format", "json", "--fail-on", fail_on).returncode == code, (file, fail_on)


def test_one_broken_file_costs_no_other(tmp_path: Path) -> None:
    good = write_facts(tmp_path / "a.json", emergency_plan_exists=True)
    whole = (FORMS / "C01.docx").read_bytes()
    (tmp_path / "b.docx").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "c.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    with zipfile.ZipFile(tmp_path / "d.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"0" * 200_000_000)
    with zipfile.ZipFile(tmp_path / "e.docx", "w") as archive:
        archive.writestr(
            "[Content_Types].xml", '<Types><Override PartName="/xl/workbook.xml" ContentType="x"/></Types>'
        )
        archive.writestr("xl/workbook.xml", "<workbook/>")
    (tmp_path / "f.json").write_text('{"school_name": ', encoding="utf-8")
    (tmp_path / "~$lock.docx").write_bytes(b"x")
    result = run("check", str(tmp_path), "--format", "json")
    assert result.returncode == 2
    document = json.loads(result.stdout)
    assert [report["submission"]["source"] for report in document["reports"]] == [good]
    assert sorted(Path(r["source"].partition(":")[0]).name for r in document["rejected"]) == [
        "b.docx", "c.docx", "d.docx", "e.docx", "f.json",
    ]  # fmt: skip
    for rejection in document["rejected"]:
        assert rejection["reason"]
        assert rejection["reason"] in result.stderr
    assert "Traceback" not in result.stderr


BAD = [
    ("a misspelt parameter", ["--set", "large_school_min_student=800"], "large_school_min_students"),
    ("a parameter of a wrong type", ["--set", "large_school_min_students=many"], "large_school_min_students"),
    ("a setting without a value", ["--set", "large_school_min_students"], "NAME=VALUE|名称=值"),
    ("a profile that is not there", ["--profile", "shanxi-2024"], "shaanxi-2024"),
    ("a format that is not there", ["--format", "jsn"], "json"),
    ("a checklist that is not there", ["--checklist", "mental"], "mental-health"),
    ("a roster that is not there", ["--roster", "nowhere.csv"], "nowhere.csv"),
    ("an option that is not there", ["--fail-over", "x"], "fail-over"),
]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("options", "told"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_bad_usage_is_told_in_one_message(tmp_path: Path, options: list[str], told: str, language: str) -> None:
    file = write_facts(tmp_path / "a.json")
    result = run("check", file, *options, "--lang", language)
    assert result.returncode == 2
    assert result.stdout == ""
    assert any(word in result.stderr for word in told.split("|"))
    assert "Traceback" not in result.stderr


def test_an_empty_folder_and_a_missing_file_are_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = run(
        "check", str(tmp_path / "empty"), str(tmp_path / "none.docx"), str(tmp_path / "empty"), "--format", "json"
    )
    assert result.returncode == 2
    assert "没有可读的文件" in result.stderr
    assert "没有这个文件" in result.stderr


def test_wrong_values_are_told_and_the_rest_is_judged(tmp_path: Path) -> None:
    file = write_facts(
        tmp_path / "a.json", school_stage="college", student_count="1200", emergency_plan_exists=True, inspection_date="2023-09-31",
        home_visit_done=True,
    )  # fmt: skip
    result = run("check", file, "--format", "json")
    assert result.returncode == 0
    (report,) = json.loads(result.stdout)["reports"]
    told = {remark["fact"]: remark for remark in report["remarks"]}
    assert set(told) == {"school_stage", "student_count", "inspection_date", "home_visit_done"}
    assert told["student_count"]["expected"]
    assert "home_visits_done" in told["home_visit_done"]["message"]
    outcomes = {result["rule"]: (result["outcome"], result["reason"]) for result in report["results"]}
    assert outcomes["T10-4"] == ("pass", None)
    assert outcomes["T02-1"] == ("unknown", "invalid_value")


def test_output_files_appear_whole(tmp_path: Path) -> None:
    file = write_facts(tmp_path / "a.json", home_visits_done=False)
    for name, start in (("r.json", "{"), ("r.md", "#"), ("r.html", "<!doctype html>")):
        result = run("check", file, "--output", str(tmp_path / name), "--fail-on", "never")
        assert (result.returncode, result.stdout) == (0, ""), result.stderr
        assert (tmp_path / name).read_text(encoding="utf-8").lower().startswith(start)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "r.html", "r.json", "r.md"]
    result = run("check", file, "--output", str(tmp_path / "r.xyz"))
    assert result.returncode == 2
    result = run("check", file, "--output", str(tmp_path / "none" / "r.json"))
    assert result.returncode == 2
    assert "写不了" in result.stderr


def test_a_gbk_console_is_no_trouble(tmp_path: Path) -> None:
    file = write_facts(tmp_path / "a.json", home_visits_done=False, school_name="某校😀")
    command = [sys.executable, "-m", "checkrules", "check", file, "--fail-on", "never"]
    env = {**os.environ, "PYTHONIOENCODING": "gbk", "CHECKRULES_LANG": "zh"}
    result = subprocess.run(command, capture_output=True, env=env, check=False)
    assert (result.returncode, result.stderr) == (0, b"")
    assert "未开展家访" in result.stdout.decode("gbk")


@pytest.mark.parametrize(
    ("language", "words", "step"),
    [
        ("zh", "不达标", "“在校（园）学生数”不少于“大规模学校最少在校生数”  →  是"),
        ("en", "fail", "“Students” is at least “Students from which a school is large”  →  yes"),
    ],
)
def test_explain_shows_each_step_the_clause_and_the_sources(language: str, words: str, step: str) -> None:
    result = run("explain", str(FORMS / "C02.docx"), "T09-1", "--roster", ROSTER, "--lang", language)
    assert result.returncode == 0
    for part in (
        words,
        step,
        "2780",
        "陕教〔2024〕17号",
        "至少配备1名专职心理健康教师",
        "专职心理教师0人",
    ):
        assert part in result.stdout
    result = run("explain", str(FORMS / "C02.docx"), "T9-1", "--lang", language)
    assert result.returncode == 2
    assert "T09-1" in result.stderr


def test_rules_and_plugins_are_listed() -> None:
    result = run("rules", "--profile", "shaanxi-2024", "--lang", "en")
    assert result.returncode == 0
    assert "T09-1" in result.stdout
    assert "large_boarding_school_min_students = 200" in result.stdout
    listed = json.loads(run("rules", "--format", "json").stdout)
    assert len(listed["rules"]) == 77
    result = run("plugins")
    assert result.returncode == 0
    for name in (
        "docx",
        "json",
        "yaml",
        "csv",
        "terminal",
        "markdown",
        "html",
        "points",
        "contains_all",
        "mental-health",
    ):
        assert name in result.stdout


def test_start_up_imports_nothing_heavy() -> None:
    code = (
        "import sys, checkrules, checkrules.cli.main; "
        "print(sorted(set(sys.modules) & {'lxml', 'rich', 'jinja2', 'yaml', 'jsonschema', 'rule_engine', 'pluggy', 'msgspec'}))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_a_warm_cache_keeps_rule_engine_and_yaml_out(tmp_path: Path) -> None:
    file = write_facts(tmp_path / "a.json")
    code = (
        "import sys, checkrules\n"
        "checklist = checkrules.load_checklist('mental-health')\n"
        f"list(checkrules.read({file!r}, checklist))\n"
        "print(sorted(set(sys.modules) & {'lxml', 'rich', 'jinja2', 'yaml', 'jsonschema', 'rule_engine'}))"
    )
    env = {**os.environ, "CHECKRULES_CACHE": str(tmp_path / "cache")}
    for expected in (None, "[]"):
        result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
        assert expected is None or result.stdout.strip() == expected
