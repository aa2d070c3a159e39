"""Profiles, decisions and settings: what they change, and that they say so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

import checkrules
from checkrules.loading.parameters import parse_settings

from ..kitchen import CANTEEN, kitchen, plugin


def test_a_profile_tailors_and_says_what_it_changed() -> None:
    strict = kitchen(profile="strict")
    assert [rule.id for rule in strict.content.rules] == ["C1-2", "C2-1", "C2-2"]
    assert {(c.target, c.what, c.old, c.new) for c in strict.content.changes} == {
        ("min_checks", "value", "2", "3"),
        ("C1-2", "severity", "minor", "major"),
        ("C1-2", "points", "2.0", "3"),
        ("C1-1", "rule", "on", "off"),
    }
    assert strict.evaluate(CANTEEN).outcomes["C2-2"] == "fail"


def test_a_rule_that_a_profile_switched_off_may_be_waived(tmp_path: Path) -> None:
    file = tmp_path / "decisions.yaml"
    file.write_text("waivers:\n  - {rule: C1-1, reason: 甲, approver: 乙, expires: 2024-12-31}\n", encoding="utf-8")
    strict = kitchen(profile="strict", decisions=[file])
    assert "C1-1" not in strict.evaluate(CANTEEN).outcomes
    assert [waiver.rule for waiver in strict.waivers] == ["C1-1"]


def test_a_checklist_that_is_not_there_is_refused() -> None:
    with pytest.raises(checkrules.UsageError, match=r"no checklist 'kitchn'(.|\n)*did you mean 'kitchen'"):
        checkrules.load_checklist("kitchn", plugins=[plugin()])


def test_settings_are_names_with_texts() -> None:
    assert parse_settings(["a=1", " b = x=y"]) == {"a": "1", "b": " x=y"}


@pytest.mark.parametrize(
    ("settings", "zh", "en"),
    [
        (["a"], "--set 应写成 名称=值，而不是“a”", "--set takes NAME=VALUE, not 'a'"),
        (["=1"], "--set 应写成 名称=值，而不是“=1”", "--set takes NAME=VALUE, not '=1'"),
        (["a=1", " a=2"], "参数“a”设置了两次", "parameter 'a' is set twice"),
    ],
)
def test_settings_of_another_shape_are_refused(settings: list[str], zh: str, en: str) -> None:
    with pytest.raises(checkrules.UsageError) as caught:
        parse_settings(settings)
    assert (caught.value.message.zh, caught.value.message.en) == (zh, en)


def test_waivers_and_overrides_change_what_they_name_and_nothing_behind(tmp_path: Path) -> None:
    base = tmp_path / "base.yaml"
    base.write_text(
        "waivers:\n  - {rule: C1-2, reason: 已报名培训, approver: 某人, expires: 2024-12-31}\n", encoding="utf-8"
    )
    file = tmp_path / "decisions.yaml"
    file.write_text(
        "extends: [base.yaml]\noverrides:\n  - {rule: C1-1, subject: 示例食堂, outcome: fail, reason: 两人长期病假, by: 督学甲}\n",
        encoding="utf-8",
    )
    plain_report = kitchen().evaluate(CANTEEN, today=dt.date(2024, 3, 6))
    report = kitchen(decisions=[file]).evaluate(CANTEEN, today=dt.date(2024, 3, 6))
    results = {result.rule.id: result for result in report.results}
    assert (results["C1-1"].outcome, results["C1-1"].computed, results["C1-1"].reason) == ("fail", "pass", "overridden")
    assert results["C1-2"].outcome == "fail"
    assert results["C1-2"].waiver is not None
    assert report.computed_score == plain_report.score
    assert report.score.value < plain_report.score.value
    later = kitchen(decisions=[file]).evaluate(CANTEEN, today=dt.date(2025, 1, 1))
    assert all(result.waiver is None for result in later.results)
    elsewhere = kitchen(decisions=[file]).evaluate({**CANTEEN, "canteen_name": "别处"}, today=dt.date(2024, 3, 6))
    assert elsewhere.outcomes["C1-1"] == "pass"


WAIVED = {"rule": "C1-1", "reason": "已报备", "approver": "局", "expires": dt.date(2030, 1, 1)}
OVERRIDDEN = {"rule": "C1-1", "outcome": "pass", "reason": "现场核实", "by": "督学甲"}


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: checkrules.Waiver(**{**WAIVED, "reason": " "}), "'reason' of a waiver must be a text, and must not be empty"),
        (lambda: checkrules.Waiver(**{**WAIVED, "approver": ""}), "'approver' of a waiver"),
        (lambda: checkrules.Waiver(**{**WAIVED, "rule": None}), "'rule' of a waiver"),
        (lambda: checkrules.Waiver(**WAIVED, subject=""), "'subject' of a waiver"),
        (lambda: checkrules.Waiver(**{**WAIVED, "expires": "2030-01-01"}), "'expires' of a waiver takes a datetime.date"),
        (lambda: checkrules.Waiver(**{**WAIVED, "expires": dt.datetime(2030, 1, 1)}), "'expires' of a waiver"),
        (lambda: checkrules.Override(**{**OVERRIDDEN, "reason": "\u3000"}), "'reason' of an override"),
        (lambda: checkrules.Override(**{**OVERRIDDEN, "by": 3}), "'by' of an override"),
        (lambda: checkrules.Override(**{**OVERRIDDEN, "outcome": "error"}), "'outcome' of an override is one of pass, fail"),
        (lambda: checkrules.Override(**{**OVERRIDDEN, "outcome": "passed"}), "not 'passed'"),
        (lambda: kitchen().with_(waivers=[checkrules.Waiver(**{**WAIVED, "rule": "C1-3"})]), "there is no rule 'C1-3'"),
        (lambda: kitchen().with_(overrides=[checkrules.Override(**{**OVERRIDDEN, "rule": "C9"})]), "there is no rule 'C9'"),
        (lambda: kitchen().with_(overrides=[checkrules.Override(**OVERRIDDEN)] * 2), "rule 'C1-1' is overridden twice"),
        (lambda: kitchen().with_(waivers=[checkrules.Waiver(**WAIVED)] * 2), "rule 'C1-1' is waived twice"),
        (
            lambda: kitchen().with_(
                overrides=[checkrules.Override(**OVERRIDDEN, subject=name) for name in ("甲１", " 甲1 ")]
            ),
            "overridden twice",
        ),
    ],
)  # fmt: skip
def test_decisions_made_in_python_obey_the_rules_of_files(make: Callable[[], object], said: str) -> None:
    with pytest.raises(checkrules.ChecklistError, match=said) as caught:
        make()
    assert caught.value.message.zh != caught.value.message.en


def test_a_waiver_may_be_renewed_and_decisions_of_several_subjects_may_stand_together() -> None:
    renewed = checkrules.Waiver(**{**WAIVED, "expires": dt.date(2031, 1, 1)})
    overrides = [checkrules.Override(**OVERRIDDEN, subject=name) for name in ("甲", "乙", None)]
    checklist = kitchen().with_(waivers=[checkrules.Waiver(**WAIVED), renewed], overrides=overrides)
    assert len(checklist.waivers) == 2
    assert len(checklist.overrides) == 3
