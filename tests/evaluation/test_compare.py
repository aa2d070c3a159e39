"""Two reports compared: what became of each rule, whichever form the reports have."""

from __future__ import annotations

import datetime as dt
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import checkrules
from checkrules import Checklist, Comparison, Override, Report, ReportDocument, UsageError, Waiver, compare, from_json
from checkrules.model.comparison import DEVELOPMENTS

from ..kitchen import CANTEEN, kitchen

DAY = dt.date(2024, 4, 1)
FAILS_ALL = {**CANTEEN, "cook_count": 4, "certified_cook_count": 3, "fridge_temperature": 9, "checks": []}


@cache
def checklist(profile: str | None = None) -> Checklist:
    return kitchen(profile=profile)


def judged(facts: dict[str, object], **more: object) -> Report:
    return checklist().with_(**more).evaluate(facts, today=DAY)  # type: ignore[arg-type]


def stored(report: Report) -> ReportDocument:
    return from_json(report.to_json("en"))


def developments(found: Comparison) -> dict[str, str]:
    return {rule.rule: rule.development for rule in found.rules}


CASES = {
    "fails, then passes": ({"cook_count": 4}, {"cook_count": 6}, "repaired"),
    "passes, then fails": ({"cook_count": 6}, {"cook_count": 4}, "regressed"),
    "fails in both": ({"cook_count": 4}, {"cook_count": 3}, "still_open"),
    "passes in both": ({"cook_count": 6}, {"cook_count": 7}, "no_issue"),
    "fails, then is not stated: not repaired": ({"cook_count": 4}, {"cook_count": None}, "unknown_now"),
    "fails, then is no valid value: not repaired": ({"cook_count": 4}, {"cook_count": "many"}, "unknown_now"),
    "is not stated, then fails": ({"cook_count": None}, {"cook_count": 4}, "new"),
    "is not stated, then passes": ({"cook_count": None}, {"cook_count": 6}, "no_issue"),
    "passes, then is not stated": ({"cook_count": 6}, {"cook_count": None}, "no_issue"),
}


@pytest.mark.parametrize(("old", "new", "expected"), CASES.values(), ids=CASES)
def test_what_became_of_a_rule(old: dict, new: dict, expected: str) -> None:
    found = compare(judged({**CANTEEN, **old}), judged({**CANTEEN, **new}), today=DAY)
    assert developments(found)["C1-1"] == expected
    assert [rule.rule for rule in found.of(expected)].count("C1-1") == 1


def test_a_failure_that_does_not_apply_any_more_is_not_repaired() -> None:
    found = compare(
        judged({**CANTEEN, "certified_cook_count": 0}), judged({**CANTEEN, "cook_count": 0, "meal_count": 0}), today=DAY
    )
    assert developments(found)["C1-2"] == "not_applicable_now"


def test_a_rule_that_could_not_run_is_not_repaired() -> None:
    unknown = Override(rule="C2-1", outcome="unknown", reason="仪器损坏", by="李")
    document = judged(FAILS_ALL, overrides=[unknown]).to_json("en")
    failed = from_json(
        document.replace('"outcome":"unknown"', '"outcome":"error"').replace(
            '"outcome": "unknown"', '"outcome": "error"'
        )
    )
    found = compare(judged(FAILS_ALL), failed, today=DAY)
    assert developments(found)["C2-1"] == "unknown_now"


def test_a_waiver_leaves_a_failure_a_failure_and_asks_for_nothing() -> None:
    accepted = Waiver(rule="C1-1", reason="已报备", approver="张", expires=dt.date(2030, 1, 1))
    old, new = judged(FAILS_ALL), judged(FAILS_ALL, waivers=[accepted])
    found = compare(old, new, today=dt.date(2026, 1, 1))
    assert {*developments(found).values()} == {"still_open"}
    assert [rule.rule for rule in found.waived] == ["C1-1"]
    assert "C1-1" not in [rule.rule for rule in (*found.open, *found.overdue)]
    assert len(found.overdue) == 3
    assert developments(compare(new, judged(CANTEEN), today=DAY))["C1-1"] == "repaired"


def test_an_override_counts_and_is_named() -> None:
    seen = Override(rule="C1-1", outcome="pass", reason="现场核实", by="李")
    found = compare(judged(FAILS_ALL), judged(FAILS_ALL, overrides=[seen]), today=DAY)
    (rule,) = found.of("repaired")
    assert rule.new is not None
    assert (rule.rule, rule.new.outcome, rule.new.computed, rule.new.overridden) == ("C1-1", "pass", "fail", True)


@pytest.mark.parametrize(
    ("facts", "today", "due", "overdue"),
    [
        ({"inspection_date": "2024-03-05"}, "2024-03-06", "2024-03-06", False),
        ({"inspection_date": "2024-03-05"}, "2024-03-07", "2024-03-06", True),
        ({"inspection_date": "2024-05-05"}, "2024-05-05", "2024-03-06", True),
        ({"inspection_date": None}, "2024-03-07", "2024-03-06", True),
        ({"fridge_temperature": None}, "2024-12-31", None, False),
        ({"fridge_temperature": 3}, "2024-12-31", None, False),
    ],
    ids=["on the day", "after it", "the first due date counts", "no date now", "unknown now", "repaired"],
)
def test_what_is_overdue(facts: dict, today: str, due: str | None, overdue: bool) -> None:
    found = compare(judged(FAILS_ALL), judged({**FAILS_ALL, **facts}), today=dt.date.fromisoformat(today))
    (rule,) = (rule for rule in found.rules if rule.rule == "C2-1")
    assert (rule.due and rule.due.isoformat(), rule.overdue) == (due, overdue)


def test_no_due_date_is_never_overdue() -> None:
    undated = {**FAILS_ALL, "inspection_date": None}
    assert compare(judged(undated), judged(undated), today=dt.date(2099, 1, 1)).overdue == ()


def test_another_profile_of_the_checklist_is_allowed_and_named() -> None:
    strict = checklist("strict").evaluate(FAILS_ALL, today=DAY)
    found = compare(judged(FAILS_ALL), strict, today=DAY)
    assert developments(found) == {
        "C1-2": "still_open",
        "C2-1": "still_open",
        "C2-2": "still_open",
        "C1-1": "not_judged_now",
    }
    assert (found.only_old, found.only_new) == (("C1-1",), ())
    assert compare(strict, judged(FAILS_ALL), today=DAY).only_new == ("C1-1",)
    differences = {(item.what, item.name): (item.old, item.new) for item in found.differences}
    assert differences["profile", ""] == (None, "strict")
    assert differences["parameter", "min_checks"] == (2, 3)
    assert "checklist" not in {what for what, _ in differences}


def test_scores_and_grades_before_and_after() -> None:
    old, new = judged(FAILS_ALL), judged(CANTEEN)
    found = compare(old, new, today=DAY)
    assert (found.old.score, found.old.grade) == (old.score.value, "poor")
    assert (found.new.score, found.new.maximum, found.new.completeness) == (new.score.value, 100, 1)
    assert found.new.grade == new.grade.band.id  # type: ignore[union-attr]
    assert found.differences == ()


MEALS = st.fixed_dictionaries(
    {},
    optional={
        "inspection_date": st.sampled_from(["2024-02-01", "2024-03-05", None]),
        "meal_count": st.sampled_from([0, 650, 2000, None]),
        "cook_count": st.sampled_from([0, 3, 6, "x", None]),
        "certified_cook_count": st.sampled_from([0, 3, 6, None]),
        "fridge_temperature": st.sampled_from([-30, 3, 9, None]),
        "checks": st.sampled_from([[], CANTEEN["checks"], [{"day": "2024-03-01", "done": True}]]),
    },
)
OVERRIDES = st.lists(
    st.builds(
        Override,
        rule=st.sampled_from(["C1-2", "C2-1"]),
        outcome=st.sampled_from(("pass", "fail", "not_applicable", "unknown")),
        reason=st.just("现场核实"),
        by=st.just("李"),
    ),
    max_size=1,
)
WAIVERS = st.lists(
    st.builds(
        Waiver,
        rule=st.sampled_from(["C1-2", "C2-1", "C2-2"]),
        reason=st.just("已报备"),
        approver=st.just("张"),
        expires=st.sampled_from([dt.date(2024, 3, 31), dt.date(2024, 4, 1)]),
    ),
    max_size=2,
    unique_by=lambda waiver: waiver.rule,
)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    base = checklist(draw(st.sampled_from([None, "strict"])))
    if draw(st.booleans()):
        base = base.with_(waivers=draw(WAIVERS), overrides=draw(OVERRIDES))
    return base.evaluate({"canteen_name": "示例食堂", **draw(MEALS)}, today=DAY)


@settings(max_examples=40)
@given(reports())
def test_a_report_compared_with_itself_has_no_change(report: Report) -> None:
    found = compare(report, report, today=DAY)
    assert {rule.development for rule in found.rules} <= {"still_open", "no_issue"}
    assert {rule.rule for rule in found.of("still_open")} == {issue.rule.id for issue in report.issues}
    assert all(rule.old == rule.new for rule in found.rules)
    assert found.old == found.new
    assert found.differences == ()


@settings(max_examples=40)
@given(reports(), reports())
def test_every_rule_appears_once_and_what_is_open_now_fails_now(old: Report, new: Report) -> None:
    found = compare(old, new, today=DAY)
    assert sorted(rule.rule for rule in found.rules) == sorted({*old.outcomes, *new.outcomes})
    assert sum(len(found.of(development)) for development in DEVELOPMENTS) == len(found.rules)
    failed = {rule for rule, outcome in new.outcomes.items() if outcome == "fail"}
    assert {rule.rule for rule in found.of("new", "regressed", "still_open")} == failed
    assert {rule.rule for rule in (*found.open, *found.waived)} == failed
    assert {rule.rule for rule in found.of("repaired")} <= {
        r for r, outcome in new.outcomes.items() if outcome == "pass"
    }


@settings(max_examples=40)
@given(reports(), reports())
def test_the_other_way_round_what_was_repaired_fails_anew(old: Report, new: Report) -> None:
    there, back = compare(old, new, today=DAY), compare(new, old, today=DAY)

    def rules(found: Comparison, *developments: str) -> set[str]:
        return {rule.rule for rule in found.of(*developments)}  # type: ignore[arg-type]

    for one, other in ((there, back), (back, there)):
        assert rules(one, "repaired") == rules(other, "regressed")
        assert rules(one, "new") == rules(other, "unknown_now", "not_applicable_now", "not_judged_now")
        assert rules(one, "still_open") == rules(other, "still_open")
        assert (one.old, one.new, one.only_old) == (other.new, other.old, other.only_new)


@settings(max_examples=40)
@given(reports(), reports())
def test_stored_documents_give_the_same(old: Report, new: Report) -> None:
    expected = compare(old, new, today=DAY)
    assert compare(stored(old), new, today=DAY) == expected
    assert compare(old, stored(new).reports[0], today=DAY) == expected
    assert compare(checkrules.Reports(reports=(old,)), stored(new), today=DAY) == expected


REFUSED = {
    "two subjects": (lambda: (judged(CANTEEN), judged({**CANTEEN, "canteen_name": "乙食堂"})), "of two subjects"),
    "no name before": (lambda: (judged({}), judged(CANTEEN)), "states no name"),
    "no name in either": (lambda: (judged({}), judged({})), "states no name"),
    "a name of blanks": (lambda: (judged({"canteen_name": " \u3000"}), judged(CANTEEN)), "states no name"),
    "stored, two subjects": (
        lambda: (stored(judged(CANTEEN)), stored(judged({**CANTEEN, "canteen_name": "乙"}))),
        "of two subjects",
    ),
    "names that look alike when masked": (
        lambda: (
            stored(judged({**CANTEEN, "canteen_name": "甲 13812345678"})),
            stored(judged({**CANTEEN, "canteen_name": "甲 13800000078"})),
        ),
        "of two subjects",
    ),
    "several reports": (lambda: (checkrules.Reports(reports=()), judged(CANTEEN)), "takes one report, not 0"),
    "a mapping": (lambda: (judged(CANTEEN).to_dict(), judged(CANTEEN)), "takes reports, not dict"),
    "text": (lambda: (judged(CANTEEN), judged(CANTEEN).to_json()), "takes reports, not str"),
    "without results": (
        lambda: (from_json(judged(CANTEEN).to_json(include=("score",))), judged(CANTEEN)),
        "made without 'checklist'",
    ),
}


@pytest.mark.parametrize(("pair", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_compared_is_refused(pair, message: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UsageError, match=message):
        compare(*pair(), today=DAY)


@pytest.mark.parametrize("today", [dt.datetime(2024, 4, 1), "2024-04-01", 1])
def test_today_is_a_date(today: object) -> None:
    with pytest.raises(UsageError, match="today"):
        compare(judged(CANTEEN), judged(CANTEEN), today=today)  # type: ignore[arg-type]


def test_other_subjects_and_checklists_are_compared_on_demand() -> None:
    other = judged({**CANTEEN, "canteen_name": "乙食堂"})
    assert compare(judged(CANTEEN), other, other_subject=True, today=DAY).new.subject == "乙食堂"
    assert compare(judged({}), judged({}), other_subject=True, today=DAY).old.subject == ""
    school = checkrules.load_checklist("mental-health").evaluate({"school_name": "示例食堂"}, today=DAY)
    with pytest.raises(UsageError, match="of two checklists: 'kitchen' and 'mental-health'") as caught:
        compare(judged(CANTEEN), school, today=DAY)
    assert caught.value.hint is not None
    assert "other_checklist=True" in caught.value.hint.en
    found = compare(judged(CANTEEN), school, other_checklist=True, today=DAY)
    assert len(found.rules) == 4 + 77
    assert ("checklist", "kitchen", "mental-health") in [(d.what, d.old, d.new) for d in found.differences]


def test_a_name_is_compared_in_nfkc() -> None:
    found = compare(
        judged({**CANTEEN, "canteen_name": "Ａ食堂１"}),
        stored(judged({**CANTEEN, "canteen_name": " A食堂1 "})),
        today=DAY,
    )
    assert found.new.subject == "A食堂1"
    assert {*developments(found).values()} == {"no_issue", "still_open"}


def test_fingerprints_have_a_recipe() -> None:
    """SHA-256 of UTF-8 bytes: checklist, rule and name, each on a line, the name in NFKC without blanks at its ends."""
    report = judged({**CANTEEN, "canteen_name": " Ａ食堂（１）\u3000", "cook_count": 1})
    assert report.result("C1-1").fingerprint == "eb85dd0da7d81255"
    assert report.issues[0].fingerprint == "eb85dd0da7d81255"
    assert stored(report).reports[0].submission.fingerprint == "972c7df8f24a1c8a"  # type: ignore[union-attr]


def test_a_submission_without_a_name_has_no_fingerprint() -> None:
    report = judged({**FAILS_ALL, "canteen_name": " "})
    assert {result.fingerprint for result in report.results} == {None}
    assert {issue.fingerprint for issue in report.issues} == {None}
    assert report.to_dict("en")["reports"][0]["submission"]["fingerprint"] is None
