"""`checkrules check` and `explain` as their users meet them: exit codes, streams, messages, in both languages."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pytest

from .run import FORMS, ROSTER, run, write_facts


def test_exit_codes_follow_the_gravest_issue(tmp_path: Path) -> None:
    clean = write_facts(tmp_path / "clean.json")
    minor = write_facts(tmp_path / "minor.json", home_visits_done=False)
    critical = write_facts(tmp_path / "critical.json", emergency_plan_exists=False)
    for file, fail_on, code in [
        (clean, "advisory", 0), (minor, "minor", 1), (minor, "major", 0), (minor, "never", 0),
        (critical, "critical", 1), (critical, "never", 0), (minor, "advisory", 1),
    ]:  # fmt: skip
        assert run("check", file, "--format", "json", "--fail-on", fail_on).exit_code == code, (file, fail_on)


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
    assert result.exit_code == 2
    document = json.loads(result.stdout)
    assert [report["submission"]["source"] for report in document["reports"]] == [good]
    assert sorted(Path(r["source"].partition(":")[0]).name for r in document["rejected"]) == [
        "b.docx", "c.docx", "d.docx", "e.docx", "f.json",
    ]  # fmt: skip
    for rejection in document["rejected"]:
        assert rejection["reason"]
        assert rejection["reason"] in result.stderr


BAD = {
    "a misspelt parameter": (["--set", "large_school_min_student=800"], "large_school_min_students"),
    "a parameter of a wrong type": (["--set", "large_school_min_students=many"], "large_school_min_students"),
    "a setting without a value": (["--set", "large_school_min_students"], "NAME=VALUE|名称=值"),
    "a profile that is not there": (["--profile", "shanxi-2024"], "shaanxi-2024"),
    "a format that is not there": (["--format", "jsn"], "json"),
    "a checklist that is not there": (["--checklist", "mental"], "mental-health"),
    "a roster that is not there": (["--roster", "nowhere.csv"], "nowhere.csv"),
    "an option that is not there": (["--fail-over", "x"], "fail-over"),
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("options", "named"), BAD.values(), ids=BAD)
def test_wrong_usage_is_one_message(tmp_path: Path, options: list[str], named: str, language: str) -> None:
    file = write_facts(tmp_path / "a.json")
    result = run("check", file, *options, "--lang", language)
    assert (result.exit_code, result.stdout) == (2, "")
    assert any(word in result.stderr for word in named.split("|"))
    if language == "en":
        assert not re.search("[\u4e00-\u9fff]", result.stderr)


def test_an_empty_folder_and_a_missing_file_are_rejected(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = run(
        "check", str(tmp_path / "empty"), str(tmp_path / "none.docx"), str(tmp_path / "empty"), "--format", "json"
    )
    assert result.exit_code == 2
    assert "没有可读的文件" in result.stderr
    assert "没有这个文件" in result.stderr


def test_wrong_values_are_reported_and_the_rest_is_judged(tmp_path: Path) -> None:
    file = write_facts(
        tmp_path / "a.json", school_stage="college", student_count="1200", emergency_plan_exists=True, inspection_date="2023-09-31",
        home_visit_done=True,
    )  # fmt: skip
    result = run("check", file, "--format", "json")
    assert result.exit_code == 0
    (report,) = json.loads(result.stdout)["reports"]
    remarks = {remark["fact"]: remark for remark in report["remarks"]}
    assert set(remarks) == {"school_stage", "student_count", "inspection_date", "home_visit_done"}
    assert remarks["student_count"]["expected"]
    assert "home_visits_done" in remarks["home_visit_done"]["message"]
    outcomes = {result["rule"]: (result["outcome"], result["reason"]) for result in report["results"]}
    assert outcomes["T10-4"] == ("pass", None)
    assert outcomes["T02-1"] == ("unknown", "invalid_value")


def test_output_files_appear_whole(tmp_path: Path) -> None:
    file = write_facts(tmp_path / "a.json", home_visits_done=False)
    for name, start in (("r.json", "{"), ("r.md", "#"), ("r.html", "<!doctype html>")):
        result = run("check", file, "--output", str(tmp_path / name), "--fail-on", "never")
        assert (result.exit_code, result.stdout) == (0, ""), result.stderr
        assert (tmp_path / name).read_text(encoding="utf-8").lower().startswith(start)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "r.html", "r.json", "r.md"]
    result = run("check", file, "--output", str(tmp_path / "r.xyz"))
    assert (result.exit_code, ".parquet" in result.stderr, ".html" in result.stderr) == (2, True, True)
    result = run("check", file, "--output", str(tmp_path / "none" / "r.json"))
    assert result.exit_code == 2
    assert "写不了" in result.stderr


def test_a_dash_is_standard_output_and_without_a_format_it_is_for_a_terminal(tmp_path: Path) -> None:
    file = write_facts(tmp_path / "a.json", home_visits_done=False)
    shown = run("check", file)
    assert (shown.exit_code, shown.stderr) == (1, "")
    assert "未开展家访" in shown.stdout
    assert run("check", file, "--output", "-").stdout.splitlines()[:5] == shown.stdout.splitlines()[:5]


def test_decisions_change_what_counts(tmp_path: Path) -> None:
    file = write_facts(tmp_path / "a.json", home_visits_done=False)
    decisions = tmp_path / "decisions.yaml"
    decisions.write_text(
        "waivers:\n- {rule: T11-5, reason: 疫情, approver: 区教育局, expires: '2999-01-01', subject: 某校}\n",
        encoding="utf-8",
    )
    assert run("check", file).exit_code == 1
    assert run("check", file, "--decisions", str(decisions)).exit_code == 0


@pytest.mark.parametrize(
    ("language", "words", "step"),
    [
        ("zh", "不达标", "“在校（园）学生数”不少于“大规模学校最少在校生数”  →  是"),
        ("en", "fail", "“Students” is at least “Students from which a school is large”  →  yes"),
    ],
)
def test_explain_shows_each_step_the_clause_and_the_sources(language: str, words: str, step: str) -> None:
    result = run("explain", str(FORMS / "C02.docx"), "T09-1", "--roster", ROSTER, "--accept", "all", "--lang", language)
    assert (result.exit_code, result.stderr) == (0, "")
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
    assert result.exit_code == 2
    assert "T09-1" in result.stderr
