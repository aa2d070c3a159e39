"""Numbers and words as writers show them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

import checkrules
from checkrules.plugin import document_of, labels, view_of
from checkrules.presentation.values import gained, on_one_line, percent, points
from checkrules_markdown.escape import escaped

from .. import sample_reports as sample
from ..kitchen import CANTEEN, kitchen

FORMS = Path(__file__).parents[1] / "data" / "filled_forms.json"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(79.96, "79.9"), (80.0, "80"), (79.99999999999, "80"), (100.0, "100"), (0.0, "0"), (54.1667, "54.1")],
)
def test_a_score_is_cut_and_not_rounded_up(value: float, shown: str) -> None:
    assert points(value) == shown


@pytest.mark.parametrize(("share", "shown"), [(0.7999, "79%"), (0.8, "80%"), (0.29, "29%"), (1.0, "100%"), (0.0, "0%")])
def test_a_share_too(share: float, shown: str) -> None:
    assert percent(share) == shown


def test_a_small_gain_is_not_nothing() -> None:
    assert (gained(2.3529), gained(0.04)) == ("2.4", "0.04")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a|b", r"a\|b"),
        ("1. x", r"1\. x"),
        ("0.5节", "0.5节"),
        ("- x", r"\- x"),
        ("-5", "-5"),
        ("---", r"\---"),
        ("<b>", "&lt;b&gt;"),
        ("http://x", r"http\://x"),
    ],
)
def test_markdown_is_escaped(text: str, shown: str) -> None:
    assert escaped(text) == shown


def test_texts_are_on_one_line() -> None:
    cases = {"x\ny\x1b[0m": r"x y\x1b[0m", "\u202ez": r"\u202ez", "plain": "plain"}
    assert {text: on_one_line(text) for text in cases} == cases


def test_what_the_report_says_of_scores_and_issues() -> None:
    view = view_of(document_of(sample.troubled(), "zh")).reports[0]
    assert [change.split("：")[0] for change in view.changes] == [
        "辅导室最小面积",
        "T01-3 每年开展班主任培训 严重程度",
        "T01-3 每年开展班主任培训 分值",
        "大规模学校最少在校生数",
    ]
    assert [(issue.number, issue.rule, issue.severity) for issue in view.issues] == [
        (1, "T01-1", "critical"),
        (2, "T01-3", "minor"),
        (3, "T02-2", "minor"),
    ]
    assert view.issues[1].waiver == "培训延至四月，已有计划（区督导办批准，至2024年6月30日）"
    assert view.issues[2].gaps == ("缺个体咨询区、办公接待区",)
    assert [issue.rule for issue in view.visit_issues] == ["N01"]
    assert [(o.rule, o.computed, o.outcome) for o in view.overrides] == [("T02-3", "不达标", "达标")]
    assert [(group.task, group.rules, group.reasons) for group in view.undecided] == [
        ("配齐心理健康教师", ("T01-2",), ("除数为零",))
    ]
    assert [(fact.title, fact.value) for fact in view.prose] == [("在校学生数", "约1200人"), ("近一年培训次数", "1次")]


def test_what_is_inspected_is_called_as_the_form_calls_it() -> None:
    report = kitchen().evaluate({**CANTEEN, "canteen_name": ""})
    for language, title, nameless in (("zh", "食堂", "（未填写名称）"), ("en", "Canteen", "(name not stated)")):
        view = view_of(document_of(checkrules.Reports(reports=(report,)), language)).reports[0]  # type: ignore[arg-type]
        assert (view.subject_title, view.subject) == (title, nameless)


def test_a_veto_and_an_incomplete_report_say_why() -> None:
    reports = view_of(document_of(sample.several(), "zh")).reports
    assert [(report.score.grade, report.score.tone) for report in reports] == [
        ("不合格", "poor"),
        ("优秀", "good"),
        ("资料不全", "none"),
    ]
    assert reports[2].score.notes[0].startswith("按分值已判定")
    assert reports[2].issues[0].due == "120日内"
    facts = {
        **sample.TROUBLED,
        "teacher_count": 0,
        "training_count": 9,
        "room_areas_present": ["individual", "group", "office"],
    }
    report = sample.checklist().evaluate(facts)
    vetoed = view_of(document_of(checkrules.Reports(reports=(report,), made_at=sample.MADE_AT), "zh")).reports[0]
    assert vetoed.score.grade in ("合格", "不合格")


def test_the_words_are_complete_in_both_languages() -> None:
    zh, en = labels("zh"), labels("en")
    assert {name for name in zh if not zh[name] or not en[name]} == set()


@pytest.mark.parametrize("writer", sample.WRITERS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_real_checklist_is_written(writer: str, language: str) -> None:
    checklist = checkrules.load_checklist("mental-health")
    cases = sorted((FORMS.parent / "cases").glob("*.json"))
    assert cases
    facts = [json.loads(case.read_text(encoding="utf-8"))["facts"] for case in cases]
    reports = checkrules.Reports(reports=tuple(checklist.evaluate(one) for one in facts), made_at=sample.MADE_AT)
    text = sample.written(reports, writer, language)
    assert all(report.subject in text for report in reports.reports)


def test_a_library_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(checkrules.UsageError, match=r"(?i)jinja2[\s\S]*pip install 'checkrules\[html\]'"):
        sample.written(sample.clean(), "html")
