"""The first checklist: every rule's examples, the schools with known outcomes, the clauses, the parameters, the profile."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

import checkrules
from checkrules import Checklist
from checkrules.plugin import Rule

DATA = Path(__file__).parents[1] / "data"
CASES = sorted((DATA / "cases").glob("*.json"))
CHECKLIST = checkrules.load_checklist("mental-health")
OUTCOMES = {"passing": "pass", "failing": "fail", "not_applicable": "not_applicable", "unknown": "unknown"}
EXAMPLES = [
    pytest.param(rule, outcome, facts, id=f"{rule.id}-{outcome}-{number}")
    for rule in CHECKLIST.content.rules
    for field, outcome in OUTCOMES.items()
    for number, facts in enumerate(getattr(rule.examples, field))
]


@pytest.fixture(scope="module")
def checklist() -> Checklist:
    return CHECKLIST


def test_the_examples_are_collected() -> None:
    assert len(EXAMPLES) > 250
    counted = Counter(param.values[1] for param in EXAMPLES)
    assert counted["pass"] >= 77
    assert counted["fail"] >= 77
    assert counted["unknown"] >= 77
    assert counted["not_applicable"] > 30


@pytest.mark.parametrize(("rule", "outcome", "facts"), EXAMPLES)
def test_an_example_has_its_outcome(rule: Rule, outcome: str, facts: dict[str, object]) -> None:
    report = CHECKLIST.evaluate(facts)
    assert report.outcomes[rule.id] == outcome
    if outcome == "fail":
        (issue,) = [issue for issue in report.issues if issue.rule.id == rule.id]
        for words in (issue.message.zh, issue.message.en, issue.remedy.zh, issue.remedy.en):
            assert words
            assert "{" not in words
            assert "未说明" not in words
            assert "not stated" not in words
        assert issue.gap


def test_a_rule_that_may_not_apply_shows_it() -> None:
    for rule in CHECKLIST.content.rules:
        assert bool(rule.when) == bool(rule.examples.not_applicable), rule.id


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_a_known_school_is_judged_as_expected(checklist: Checklist, path: Path) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    report = checklist.evaluate(case["facts"])
    assert {rule: report.outcomes[rule] for rule in case["expected"]} == case["expected"]
    assert round(report.score.value, 1) == case["score"]
    assert report.grade.band.title.zh == case["grade"]
    assert report.remarks == ()


def test_all_requirements_are_rules(checklist: Checklist) -> None:
    content = checklist.content
    assert len([rule for rule in content.rules if rule.scored]) == 57
    assert len([rule for rule in content.rules if not rule.scored]) == 20
    assert [section.id for section in content.sections] == ["K1", "K2", "K3", "K4", "K5", "K6", "K7", "V"]
    numbered = [task for section in content.sections for task in section.tasks if task.number]
    assert [task.number for task in numbered] == list(range(1, 14))
    expected = set(json.loads(CASES[0].read_text(encoding="utf-8"))["expected"])
    assert {rule.id for rule in content.rules} == expected


def test_every_quote_stands_in_the_notice(checklist: Checklist) -> None:
    def letters(text: str) -> str:
        return re.sub(r"[\s\\_*]", "", text).replace("長", "长")

    notice = letters((DATA / "notice.md").read_text(encoding="utf-8"))
    for rule in checklist.content.rules:
        assert letters(rule.source.quote) in notice, rule.id
        assert rule.source.clause
    for section in checklist.content.sections:
        for task in section.tasks:
            assert letters(task.text) in notice, task.id


def test_every_rule_is_told_in_both_languages_and_has_evidence(checklist: Checklist) -> None:
    for rule in checklist.content.rules:
        for text in (rule.title, rule.message, rule.remedy):
            assert re.search(r"[\u4e00-\u9fff]", text.zh), rule.id
            assert not re.search(r"[\u4e00-\u9fff]", text.en), rule.id
        assert rule.evidence
        assert rule.points == {"critical": 4, "major": 3, "minor": 2, "advisory": 1}[rule.severity]


def test_figures_have_a_basis(checklist: Checklist) -> None:
    sources = {source.id for source in checklist.content.sources}
    for parameter in checklist.content.parameters:
        assert parameter.basis in ("notice", "external", "interpretation", "proposal")
        assert parameter.sources or parameter.basis == "interpretation", parameter.name
        assert set(parameter.sources) <= sources
    assert checklist.content.scoring.status is not None


BOARDING = {
    "school_stage": "nine_year",
    "student_count": 600,
    "boarding_student_count": 260,
    "fulltime_mh_teacher_count": 0,
}


def test_the_profile_treats_boarding_schools_as_large(checklist: Checklist) -> None:
    assert checklist.evaluate(BOARDING).outcomes["T09-1"] == "not_applicable"
    shaanxi = checkrules.load_checklist("mental-health", profile="shaanxi-2024")
    assert shaanxi.evaluate(BOARDING).outcomes["T09-1"] == "fail"
    (change,) = shaanxi.content.changes
    assert (change.target, change.old, change.new) == ("large_boarding_school_min_students", "0", "200")


def test_a_parameter_can_be_set(checklist: Checklist) -> None:
    small = {**BOARDING, "boarding_student_count": 0}
    assert checklist.evaluate(small).outcomes["T09-1"] == "not_applicable"
    stricter = checkrules.load_checklist("mental-health", parameters={"large_school_min_students": 500})
    assert stricter.evaluate(small).outcomes["T09-1"] == "fail"


CONTRADICTIONS = [
    {"mh_teacher_certified_count": 3, "fulltime_mh_teacher_count": 1, "parttime_mh_teacher_count": 1},
    {"inspection_date": "2999-01-01"},
    {"key_place_count": 20, "key_place_covered_count": 10, "video_coverage_percent": 100},
    {"school_stage": "kindergarten", "highest_grade": 6},
    {"boarding_student_count": 900, "student_count": 300},
]


@pytest.mark.parametrize("facts", CONTRADICTIONS, ids=lambda facts: next(iter(facts)))
def test_facts_that_contradict_each_other_are_told(checklist: Checklist, facts: dict[str, object]) -> None:
    report = checklist.evaluate({"school_name": "某校", **facts})
    assert [remark.code for remark in report.remarks] == ["inconsistent"]
    assert "{" not in report.remarks[0].message.zh


def test_a_stage_that_is_not_there_is_told_and_the_rest_is_judged(checklist: Checklist) -> None:
    report = checklist.evaluate({"school_name": "某校", "school_stage": "college", "leading_group_established": True})
    assert report.outcomes["T01-1"] == "pass"
    assert report.outcomes["T02-1"] == "unknown"
    (remark,) = report.remarks
    assert (remark.code, remark.fact, remark.value) == ("invalid_value", "school_stage", "college")
    assert "九年一贯制学校" in remark.message.zh
