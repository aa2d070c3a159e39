"""One submission: outcomes, reasons, scores, issues, remarks."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import checkrules
from checkrules import ReadError
from checkrules.checklist import Checklist
from checkrules.model.rules import Override
from checkrules.plugin import document_of

from ..kitchen import CANTEEN, kitchen


@pytest.fixture(scope="module")
def checklist() -> Checklist:
    return kitchen()


def test_a_clean_canteen(checklist: Checklist) -> None:
    report = checklist.evaluate({**CANTEEN, "certified_cook_count": 6})
    assert set(report.outcomes.values()) == {"pass"}
    assert (report.score.value, report.score.completeness, report.issues, report.remarks) == (100.0, 1.0, (), ())
    assert report.grade.band is not None
    assert report.grade.band.id == "good"


OUTCOMES = [
    (
        "nothing stated",
        {},
        {"C1-1": "unknown", "C1-2": "unknown", "C2-1": "unknown", "C2-2": "unknown"},
        "missing_facts",
    ),
    ("does not apply", {"cook_count": 0}, {"C1-2": "not_applicable"}, "condition_not_met"),
    ("too few cooks", {"cook_count": 4, "meal_count": 650}, {"C1-1": "fail"}, "requirement_not_met"),
    ("wrong type", {"cook_count": "4", "meal_count": 650}, {"C1-1": "unknown"}, "invalid_value"),
    ("true is no number", {"cook_count": True, "meal_count": 650}, {"C1-1": "unknown"}, "invalid_value"),
    ("out of range", {"fridge_temperature": 1000}, {"C2-1": "unknown"}, "invalid_value"),
    ("nan", {"fridge_temperature": float("nan")}, {"C2-1": "unknown"}, "invalid_value"),
    ("3.0 is a whole number", {"cook_count": 5.0, "meal_count": 650}, {"C1-1": "pass"}, None),
]


@pytest.mark.parametrize(("facts", "expected", "reason"), [c[1:] for c in OUTCOMES], ids=[c[0] for c in OUTCOMES])
def test_outcomes_and_reasons(
    checklist: Checklist, facts: dict[str, object], expected: dict[str, str], reason: str | None
) -> None:
    report = checklist.evaluate(facts)
    results = {result.rule.id: result for result in report.results}
    for rule, outcome in expected.items():
        assert report.outcomes[rule] == outcome
        assert results[rule].outcome == outcome
    assert results[next(iter(expected))].reason == reason


def test_the_parameter_of_the_inspection_date_counts(checklist: Checklist) -> None:
    warm = {"fridge_temperature": 6}
    assert checklist.evaluate({**warm, "inspection_date": "2024-02-29"}).outcomes["C2-1"] == "pass"
    assert checklist.evaluate({**warm, "inspection_date": dt.date(2024, 3, 1)}).outcomes["C2-1"] == "fail"
    assert checklist.evaluate(warm).outcomes["C2-1"] == "fail"


def test_a_function_that_raises_makes_an_error_and_nothing_else(checklist: Checklist) -> None:
    report = checklist.evaluate({**CANTEEN, "cook_count": 5})
    broken = kitchen(parameters={})
    assert report.outcomes["C1-2"] == "pass"
    facts = {**CANTEEN, "certified_cook_count": 0}
    share = attrs.evolve(broken.compiled.registered["share"], call=lambda part, whole: part / 0)
    registered = {**broken.compiled.registered, "share": share}
    object.__setattr__(broken, "compiled", attrs.evolve(broken.compiled, registered=registered))
    report = broken.evaluate(facts)
    assert report.outcomes == {"C1-1": "pass", "C1-2": "error", "C2-1": "pass", "C2-2": "pass"}
    assert report.results[1].reason == "failed_to_run"
    assert report.counts.error == 1


def test_a_failure_is_told_whole(checklist: Checklist) -> None:
    report = checklist.evaluate({**CANTEEN, "cook_count": 4, "certified_cook_count": 4})
    (issue,) = report.issues
    assert issue.message.zh == "厨师4人，应不少于5人"
    assert issue.message.en == "4 cooks, at least 5 required"
    assert issue.due == dt.date(2024, 4, 4)
    (gap,) = issue.gap
    assert (gap.fact, gap.operator, gap.actual, gap.required, gap.shortfall) == ("cook_count", ">=", 4, 5, 1.0)
    assert issue.gain == pytest.approx(100 - report.score.value)


def test_a_degree_earns_part_of_the_points(checklist: Checklist) -> None:
    report = checklist.evaluate(CANTEEN)
    assert report.outcomes["C1-2"] == "fail"
    assert report.score.value == pytest.approx(100 * (3 + 2 * 5 / 6 + 4 + 1) / 10)


def test_bounds_enclose_the_score_and_little_decided_gives_no_grade(checklist: Checklist) -> None:
    report = checklist.evaluate({"fridge_temperature": 3})
    score = report.score
    assert (score.value, score.low, score.high) == (100.0, 40.0, 100.0)
    assert score.completeness == pytest.approx(0.4)
    assert (report.grade.band, report.grade.reason) == (None, "incomplete")
    assert checklist.evaluate({}).grade.reason == "nothing_decided"


def test_a_veto_caps_the_grade(checklist: Checklist) -> None:
    grade = checklist.evaluate(
        {**CANTEEN, "fridge_temperature": 9, "certified_cook_count": 6, "checks": CANTEEN["checks"]}
    ).grade
    assert grade.band is not None
    assert grade.capped_from is not None
    assert (grade.band.id, grade.capped_from.id) == ("poor", "good")


def test_remarks_tell_what_is_wrong_with_the_data(checklist: Checklist) -> None:
    report = checklist.evaluate({**CANTEEN, "certified_cook_count": 9, "cook_cout": 3, "meal_count": "many"})
    told = {(remark.code, remark.fact) for remark in report.remarks}
    assert told == {
        ("unknown_fact", "cook_cout"),
        ("invalid_value", "meal_count"),
        ("inconsistent", "certified_cook_count"),
    }
    assert any("did you mean 'cook_count'" in remark.message.en for remark in report.remarks)


def test_the_same_facts_give_the_same_report(checklist: Checklist) -> None:
    made = dt.datetime(2024, 3, 6, tzinfo=dt.UTC)
    documents = [
        document_of(checkrules.Reports(reports=(checklist.evaluate(CANTEEN, today=made.date()),), made_at=made), "zh")
        for _ in range(2)
    ]
    assert documents[0] == documents[1]


def test_changing_the_facts_afterwards_changes_no_report(checklist: Checklist) -> None:
    facts: dict[str, object] = dict(CANTEEN)
    report = checklist.evaluate(facts)
    facts["cook_count"] = 0
    facts["nonsense"] = 1
    assert report.outcomes["C1-1"] == "pass"
    assert report.remarks == ()


def test_threads_share_a_checklist(checklist: Checklist) -> None:
    def judge(count: int) -> str:
        return checklist.evaluate({**CANTEEN, "cook_count": count}).outcomes["C1-1"]

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(judge, [3, 7] * 500))
    assert outcomes == ["fail", "pass"] * 500


MESSY = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 3000),
    st.sampled_from([0.5, 3.0, float("nan"), float("inf"), 10**30, "primary", "kindergarten", "municipal", "2023-09-05", "2023-13-01", "yes", "", [], ["site_visit"], ["individual", "group", "group"], [1], {}]),
)  # fmt: skip
WHOLE = checkrules.load_checklist("mental-health")
ALL_FACTS = [fact.name for fact in WHOLE.content.form.facts]


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(ALL_FACTS), MESSY, max_size=60))
def test_the_generated_function_decides_as_the_trace_does(facts: dict[str, object]) -> None:
    report = WHOLE.evaluate(facts)
    slow = WHOLE.compiled.one_by_one(report.used, report.period)
    assert report.computed_codes == slow
    assert len(report.results) == len(report.outcomes) == 77
    assert report.score.low is None or report.score.low <= report.score.value <= report.score.high
    for result in report.results:
        assert (result.reason is None) == (result.outcome == "pass")
        if result.outcome == "unknown":
            assert result.missing


def test_outcomes_are_a_mapping_in_the_order_of_the_rules() -> None:
    outcomes = kitchen().evaluate(CANTEEN).outcomes
    ids = [rule.id for rule in kitchen().content.rules]
    assert list(outcomes) == ids
    assert list(outcomes.values()) == [outcomes[rule] for rule in ids] == [outcome for _, outcome in outcomes.items()]
    assert outcomes == dict(outcomes)
    assert (len(outcomes), len(outcomes.values())) == (len(ids), len(ids))
    assert "pass" in outcomes.values()
    assert repr(outcomes).startswith(f"Outcomes({{'{ids[0]}': ")
    with pytest.raises(KeyError):
        outcomes["C9-9"]


def test_the_score_of_the_rules_alone_is_made_with_the_plan_at_hand(checklist: Checklist) -> None:
    override = Override(rule="C1-1", outcome="fail", reason="两人长期病假", by="督学甲")
    judged = attrs.evolve(checklist, overrides=(override,))
    report = judged.evaluate({**CANTEEN, "cook_count": 5})
    assert report.computed_score == checklist.evaluate({**CANTEEN, "cook_count": 5}).score
    assert report.score.value != report.computed_score.value


def test_one_path_is_one_path(tmp_path: Path, checklist: Checklist) -> None:
    file = tmp_path / "a.json"
    file.write_text('{"cook_count": 5}')
    assert len(checkrules.check(str(file), checklist).reports) == 1


def test_a_folder_stands_for_its_tables(tmp_path: Path, checklist: Checklist) -> None:
    with pytest.raises(ReadError):
        checkrules.check_table(tmp_path, checklist)
    (tmp_path / "a.csv").write_text("canteen_name,cook_count\n甲,5\n乙,4\n")
    assert checkrules.check_table(tmp_path, checklist).submissions == 2
