"""What readings of prose would decide: beside what is decided, never in its place."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

import checkrules
from checkrules.model.readings import PROVISIONAL, Alternative, Reading, ReadingStatus
from checkrules.model.submission import Origin, Submission
from checkrules.reading.prose_facts import accepted

CASES = sorted((Path(__file__).parents[1] / "data" / "cases").glob("*.json"))
CHECKLIST = checkrules.load_checklist("mental-health")
FACTS = {fact.name: fact for fact in CHECKLIST.content.form.facts}
STATUSES: tuple[ReadingStatus, ...] = ("certain", "candidate", "conflict", "mention", "guess", "unsaid")
TEXT = "学校的情况如上。"


def reading(fact: str, value: object, status: ReadingStatus = "candidate") -> Reading:
    given = None if status in ("mention", "unsaid") else tuple(value) if isinstance(value, list) else value
    task = FACTS[fact].task or "T01"
    return Reading(fact=fact, task=task, status=status, value=given, quote=TEXT[:2], start=0, end=2)  # type: ignore[arg-type]


def judged(
    facts: dict[str, object], readings: tuple[Reading, ...], checklist: checkrules.Checklist = CHECKLIST, **more: object
) -> checkrules.Report:
    """A report of a submission in whose prose just that is read."""
    submission = Submission(facts=facts, narratives={"T01": TEXT}, **more)  # type: ignore[arg-type]
    report = checklist.evaluate(submission)
    record = report.compiled.record_type.of(dict(submission.facts))
    return checkrules.Report(
        report.compiled, report.period, submission, record, report.computed_codes, report.today, readings
    )


def with_defaults() -> set[str]:
    """The rules in which something counts where a fact is not stated."""
    defined = {d.name for d in CHECKLIST.content.definitions if "??" in d.expression}
    texts = {rule.id: f"{rule.when} {rule.require}" for rule in CHECKLIST.content.rules}
    return {rule for rule, text in texts.items() if "??" in text or any(name in text for name in defined)}


WITH_DEFAULTS = with_defaults()


@st.composite
def submissions(draw: st.DrawFn) -> tuple[dict[str, object], tuple[Reading, ...]]:
    """Some facts of a school that are stated, and readings of some, right or wrong."""
    case = json.loads(draw(st.sampled_from(CASES)).read_text(encoding="utf-8"))
    truth = {name: value for name, value in case["facts"].items() if value is not None and name in FACTS}
    other = json.loads(draw(st.sampled_from(CASES)).read_text(encoding="utf-8"))["facts"]
    stated = draw(st.sets(st.sampled_from(sorted(truth)), max_size=len(truth)))
    readable = [name for name in truth if FACTS[name].type not in ("objects", "string", "date")]
    read = draw(st.lists(st.tuples(st.sampled_from(readable), st.booleans(), st.sampled_from(STATUSES)), max_size=60))
    readings = (reading(n, other.get(n) if wrong else truth[n], status) for n, wrong, status in read)
    return {name: truth[name] for name in stated}, tuple(
        r for r in readings if r.value is not None or r.status in STATUSES[3:]
    )


@settings(max_examples=150)
@given(submissions())
def test_readings_change_nothing_that_is_decided(example: tuple[dict[str, object], tuple[Reading, ...]]) -> None:
    facts, readings = example
    report, without = judged(facts, readings), CHECKLIST.evaluate(facts)
    assert (report.outcomes, report.score, report.grade) == (without.outcomes, without.score, without.grade)
    assert [issue.rule.id for issue in report.issues] == [issue.rule.id for issue in without.issues]
    everything = CHECKLIST.evaluate(accepted(report.submission, readings, "all"))
    provisional = report.provisional
    for rule, outcome in report.outcomes.items():
        if outcome != "unknown":
            assert provisional.outcomes[rule] == outcome
            assert report.result(rule).provisional is None
        else:
            left_open = provisional.outcomes[rule] == "unknown" and rule in WITH_DEFAULTS
            assert left_open or provisional.outcomes[rule] == everything.outcomes[rule]
            found = provisional.outcomes[rule]
            assert report.result(rule).provisional == (None if found == "unknown" else found)
    added = {rule for rule, outcome in provisional.outcomes.items() if outcome == "fail" != report.outcomes[rule]}
    assert {issue.rule.id for issue in provisional.issues} == added
    if provisional.outcomes == everything.outcomes:
        assert (provisional.score, provisional.grade) == (everything.score, everything.grade)
        messages = {issue.rule.id: issue.message for issue in everything.issues}
        assert {issue.rule.id: issue.message for issue in provisional.issues} == {r: messages[r] for r in added}


@settings(max_examples=40)
@given(submissions())
def test_what_is_accepted_leaves_less_open(example: tuple[dict[str, object], tuple[Reading, ...]]) -> None:
    """Of `accept="certain"` and `accept="all"` the second states what the first does, and what candidates give besides."""
    facts, readings = example
    submission = Submission(facts=facts, narratives={"T01": TEXT})
    certain, everything = (accepted(submission, readings, accept).facts for accept in ("certain", "all"))
    assert facts.items() <= certain.items()
    assert {name: everything[name] for name in certain} == dict(certain)
    assert {r.fact for r in readings if r.status in PROVISIONAL} | facts.keys() >= everything.keys()


def test_a_record_without_prose_has_nothing_provisional() -> None:
    report = CHECKLIST.evaluate({"school_stage": "primary", "emergency_plan_exists": False})
    provisional = report.provisional
    assert (provisional.outcomes, provisional.score, provisional.issues) == (report.outcomes, report.score, ())
    assert (provisional.counts, provisional.sections) == (report.counts, report.sections)


FACTS_OF_T10_4 = {"school_stage": "primary"}


def test_a_provisional_issue_speaks_of_what_was_read() -> None:
    facts = {"school_stage": "primary", "student_count": 1200}
    report = judged(facts, (reading("fulltime_mh_teacher_count", 0),))
    (issue,) = (issue for issue in report.provisional.issues if issue.rule.id == "T09-1")
    assert "专职心理健康教师0名" in issue.message.zh
    assert issue.gap[0].required == 1
    assert [read.fact for read in issue.readings] == ["fulltime_mh_teacher_count"]
    assert issue.gain is not None
    assert report.result("T09-1").outcome == "unknown"
    assert report.issues == ()


def test_a_decided_issue_quotes_what_the_narrative_says_of_its_facts() -> None:
    facts = {"school_stage": "primary", "student_count": 1200, "fulltime_mh_teacher_count": 0}
    readings = (
        reading("fulltime_mh_teacher_count", 1),
        reading("student_count", 5, "guess"),
        reading("work_plan_exists", True),
    )
    (issue,) = judged(facts, readings).issues
    assert [read.value for read in issue.readings] == [1]


def test_an_override_is_decided() -> None:
    for outcome in ("pass", "unknown"):
        override = checkrules.Override(rule="T10-4", outcome=outcome, reason="现场复核", by="督学甲")  # type: ignore[arg-type]
        report = judged(
            FACTS_OF_T10_4, (reading("emergency_plan_exists", False),), CHECKLIST.with_(overrides=[override])
        )
        assert report.provisional.outcomes["T10-4"] == outcome
        assert report.result("T10-4").provisional is None


def test_of_what_a_person_said_is_not_stated_nothing_is_provisional() -> None:
    read = (reading("emergency_plan_exists", False),)
    assert judged(FACTS_OF_T10_4, read).result("T10-4").provisional == "fail"
    answered = {"emergency_plan_exists": Origin(kind="confirmed", by="督学甲")}
    assert judged(FACTS_OF_T10_4, read, not_stated=answered).result("T10-4").provisional is None


def test_what_was_accepted_is_decided() -> None:
    accepting = attrs.evolve(CHECKLIST, content=attrs.evolve(CHECKLIST.content, accept="all"))
    submission = Submission(facts={"school_stage": "primary"}, narratives={"T10": "未制定心理危机应急预案。"})
    proposing, deciding = CHECKLIST.evaluate(submission), accepting.evaluate(submission)
    assert (proposing.outcomes["T10-4"], proposing.provisional.outcomes["T10-4"]) == ("unknown", "fail")
    assert (deciding.outcomes["T10-4"], deciding.provisional.issues) == ("fail", ())
    assert proposing.readings == deciding.readings


def test_a_copy_of_a_report_proposes_the_same() -> None:
    submission = Submission(facts={"school_stage": "primary"}, narratives={"T10": "未制定心理危机应急预案。"})
    report = CHECKLIST.evaluate(submission)
    copy = pickle.loads(pickle.dumps(report))  # noqa: S301 - made here
    assert copy == report
    assert copy.provisional.outcomes == report.provisional.outcomes


def test_a_comparison_names_what_readings_would_decide_and_calls_nothing_repaired() -> None:
    failed = CHECKLIST.evaluate({"school_name": "甲小学", "school_stage": "primary", "emergency_plan_exists": False})
    again = judged({"school_name": "甲小学", "school_stage": "primary"}, (reading("emergency_plan_exists", True),))
    for new in (again, checkrules.from_json(again.to_json())):
        (found,) = (rule for rule in checkrules.compare(failed, new).rules if rule.rule == "T10-4")
        assert found.development == "unknown_now"
        assert found.new is not None
        assert (found.new.outcome, found.new.provisional) == ("unknown", "pass")


def test_a_comparison_names_another_way_to_accept_readings() -> None:
    facts = {"school_name": "甲小学"}
    accepting = checkrules.load_checklist("mental-health", accept="certain")
    (difference,) = checkrules.compare(CHECKLIST.evaluate(facts), accepting.evaluate(facts)).differences
    assert (difference.what, difference.old, difference.new) == ("accept", "none", "certain")


def test_what_is_read_without_a_first_value_leaves_open_what_a_default_would_decide() -> None:
    """Without a counselling room its areas are not asked for; where nothing is said of a room, there is one."""
    facts = {"school_stage": "primary"}
    areas = reading("counselling_room_functional_areas", ["individual"])
    assert judged(facts, (areas,)).result("T07-2").provisional == "fail"
    for status in ("conflict", "guess"):
        for value in (False, True):
            room = attrs.evolve(
                reading("counselling_room_exists", value, status),  # type: ignore[arg-type]
                alternatives=(Alternative(value=not value, how="opposite", start=0, end=2),),
            )
            assert judged(facts, (areas, room)).result("T07-2").provisional is None
    assert judged(facts, (areas, reading("counselling_room_exists", True))).result("T07-2").provisional == "fail"
    assert (
        judged(facts, (areas, reading("counselling_room_exists", False))).result("T07-2").provisional
        == "not_applicable"
    )
