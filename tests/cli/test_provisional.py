"""What prose says waits to be confirmed, on the command line: exit codes, `--decided`, `--accept`, what is shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .run import run, write_facts

FORMATS = ("terminal", "markdown", "html", "json")
NARRATIVES = {"T10": "未制定心理危机应急预案。", "T09": "联系电话13800138000，专职心理教师2名。"}


@pytest.fixture
def form(tmp_path: Path) -> str:
    return write_facts(tmp_path / "a.json", school_stage="primary", student_count=1200, narratives=NARRATIVES)


def outcomes(printed: str) -> dict[str, tuple[str, str | None]]:
    results = json.loads(printed)["reports"][0]["results"]
    return {result["rule"]: (result["outcome"], result.get("provisional")) for result in results}


def test_what_prose_says_is_provisional(form: str) -> None:
    done = run("check", form, "--format", "json")
    found = outcomes(done.stdout)
    assert (found["T10-4"], found["T09-1"]) == (("unknown", "fail"), ("unknown", "pass"))
    assert json.loads(done.stdout)["reports"][0]["issues"] == []


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), 1),
        (("--fail-on", "critical"), 1),
        (("--fail-on", "never"), 0),
        (("--decided",), 0),
        (("--decided", "--accept", "all"), 1),
    ],
    ids=lambda value: " ".join(value) or "as it is" if isinstance(value, tuple) else "",
)
def test_provisional_failures_count_for_the_exit_code_unless_decided_ones_are_wanted(
    arguments: tuple[str, ...], code: int, form: str
) -> None:
    assert run("check", form, *arguments).exit_code == code


def test_a_waived_provisional_failure_does_not_count(form: str, tmp_path: Path) -> None:
    decisions = tmp_path / "decisions.yaml"
    decisions.write_text(
        "waivers:\n- {rule: T10-4, reason: 已报备, approver: 区教育局, expires: '2999-01-01'}\n", encoding="utf-8"
    )
    assert run("check", form, "--decisions", str(decisions)).exit_code == 0


@pytest.mark.parametrize("format_", FORMATS[:3])
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", ("拟判（待确认）", "拟判不达标", "待确认的情况", "checkrules review", "未制定心理危机应急预案")),
        ("en", ("Provisional (to be confirmed)", "provisional fail", "To be confirmed", "checkrules review")),
    ],
)
def test_every_view_says_what_waits_and_how_to_confirm_it(
    format_: str, language: str, words: tuple[str, ...], form: str
) -> None:
    shown = run("check", form, "--format", format_, "--lang", language).stdout
    for word in words:
        assert word in shown
    decided = run("check", form, "--format", format_, "--lang", language, "--decided").stdout
    for word in words[:2]:
        assert word not in decided


def test_decided_leaves_what_is_decided_as_it_is(form: str) -> None:
    everything, decided = (
        json.loads(run("check", form, "--format", "json", *more).stdout) for more in ((), ("--decided",))
    )
    assert (everything["decided"], decided["decided"]) == (False, True)

    def stripped(report: dict[str, Any]) -> dict[str, Any]:
        report.pop("provisional_issues", None)
        for item in (report["score"], *report["sections"], *report["results"]):
            item.pop("provisional", None)
        return report

    assert stripped(decided["reports"][0]) == stripped(everything["reports"][0])


@pytest.mark.parametrize(("accept", "outcome"), [("none", ("unknown", "fail")), ("all", ("fail", None))])
def test_what_is_accepted_decides_and_is_recorded(accept: str, outcome: tuple[str, str | None], form: str) -> None:
    done = run("check", form, "--accept", accept, "--format", "json")
    assert outcomes(done.stdout)["T10-4"] == outcome
    assert json.loads(done.stdout)["reports"][0]["checklist"]["accept"] == accept
    assert ("不经确认即作为判定依据" in run("check", form, "--accept", accept).stdout) == (accept == "all")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", ("拟判  不达标", "从叙述中读出", "“未制定心理危机应急预案”")),
        ("en", ("Provisional  fail", "Read out of the")),
    ],
)
def test_explain_shows_what_was_read(language: str, words: tuple[str, ...], form: str) -> None:
    shown = run("explain", form, "T10-4", "--lang", language).stdout
    for word in words:
        assert word in shown


@pytest.mark.parametrize("format_", FORMATS)
def test_no_number_leaves_beside_a_reading(format_: str, form: str) -> None:
    done = run("check", form, "--format", format_)
    assert "专职心理教师2名" in done.stdout
    for printed in (done.stdout, run("explain", form, "T09-1").stdout):
        assert "13800138000" not in printed
        assert "00138000" not in printed
