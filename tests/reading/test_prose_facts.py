"""What is read out of narratives is proposed; what of it counts as a fact is what the caller accepts."""

from __future__ import annotations

import attrs
import pytest

import checkrules
from checkrules.model.readings import Accept, Doubt, Reading, ReadingStatus, ReadValue
from checkrules.model.submission import Origin, Submission
from checkrules.reading.prose_facts import (
    MAX_NARRATIVE,
    MAX_NARRATIVES,
    accepted,
    first_values,
    prose_remarks,
    readings_of,
)

NO_PLAN = "学校没有单独的工作方案。"


@pytest.fixture(scope="module")
def checklist() -> checkrules.Checklist:
    return checkrules.load_checklist("mental-health")


def reading(value: ReadValue | None, status: ReadingStatus, fact: str = "work_plan_exists", start: int = 0) -> Reading:
    return Reading(fact=fact, task="T01", status=status, value=value, quote="有方案", start=start, end=start + 3)


def of_prose(report: checkrules.Report) -> list[checkrules.Remark]:
    return [remark for remark in report.remarks if remark.code != "required_missing"]


def test_prose_proposes_and_states_nothing(checklist: checkrules.Checklist) -> None:
    submission = Submission(facts={}, narratives={"T01": NO_PLAN})
    report = checklist.evaluate(submission)
    (read,) = report.readings
    assert (read.fact, read.task, read.value) == ("work_plan_exists", "T01", False)
    assert NO_PLAN[read.start : read.end] == read.quote
    assert report.facts == {}
    assert set(report.outcomes.values()) == {"unknown"}


def test_what_is_accepted_is_a_fact_with_its_place(checklist: checkrules.Checklist) -> None:
    submission = Submission(facts={}, narratives={"T01": NO_PLAN})
    report = attrs.evolve(checklist, content=attrs.evolve(checklist.content, accept="all")).evaluate(submission)
    assert report.facts["work_plan_exists"] is False
    origin = report.submission.origins["work_plan_exists"]
    assert (origin.kind, origin.quote) == ("prose", "学校没有单独的工作方案")


def test_the_same_record_gives_the_same_in_every_path(checklist: checkrules.Checklist) -> None:
    accepting = checkrules.load_checklist("mental-health", accept="all")
    record = b'{"school_stage": "primary", "narratives": {"T01": "\xe5\xad\xa6\xe6\xa0\xa1\xe6\xb2\xa1\xe6\x9c\x89\xe5\xb7\xa5\xe4\xbd\x9c\xe6\x96\xb9\xe6\xa1\x88\xe3\x80\x82"}}'
    for judge in (checklist, accepting):
        of_json = judge.evaluate_json(record)
        of_data = judge.evaluate(of_json.submission)
        assert of_json.outcomes == of_data.outcomes
        assert of_json.readings == of_data.readings != ()
    assert accepting.evaluate_json(record).facts["work_plan_exists"] is False
    assert "work_plan_exists" not in checklist.evaluate_json(record).facts


WORD = {
    "two that agree": ([(True, "certain"), (True, "candidate")], True, True),
    "a candidate": ([(True, "candidate")], None, True),
    "read twice, differently": ([(True, "certain"), (False, "candidate")], None, None),
    "a conflict elsewhere": ([(True, "certain"), (False, "conflict")], None, None),
    "true is not 1": ([(True, "certain"), (1, "candidate")], None, None),
    "only named": ([(None, "mention"), (None, "unsaid")], None, None),
    "a guess": ([(True, "guess")], None, None),
    "a guess beside": ([(True, "certain"), (False, "guess")], True, True),
}


@pytest.mark.parametrize("name", WORD)
def test_which_readings_count(name: str) -> None:
    found, certain, everything = WORD[name]
    readings = [reading(value, status, start=10 * n) for n, (value, status) in enumerate(found)]  # type: ignore[arg-type]
    wanted: dict[Accept, object] = {"none": None, "certain": certain, "all": everything}
    for accept, value in wanted.items():
        facts = accepted(Submission(facts={}, narratives={"T01": "有方案"}), readings, accept).facts
        assert facts.get("work_plan_exists") is value


def test_what_is_stated_stays(checklist: checkrules.Checklist) -> None:
    submission = Submission(facts={"work_plan_exists": False}, narratives={"T01": "有方案"})
    assert accepted(submission, [reading(True, "certain")], "all") is submission


def test_of_what_a_person_said_is_not_stated_nothing_is_proposed(checklist: checkrules.Checklist) -> None:
    answered = {"work_plan_exists": Origin(kind="confirmed", by="督学甲")}
    submission = Submission(facts={}, narratives={"T01": NO_PLAN}, not_stated=answered)
    assert readings_of(submission, checklist.content, checklist.prose_names) == ()
    assert accepted(submission, [reading(True, "certain")], "all") is submission


def test_a_value_that_the_form_does_not_take_is_a_guess(checklist: checkrules.Checklist) -> None:
    submission = Submission(facts={}, narratives={"T09": "专职心理教师99999名。"})
    statuses = [read.status for read in readings_of(submission, checklist.content, checklist.prose_names)]
    assert "certain" not in statuses
    assert "candidate" not in statuses


def test_the_first_value_is_the_first_reading_of_the_status() -> None:
    first, second = reading(True, "candidate"), reading(True, "certain", start=9)
    assert first_values([first, second]) == {"work_plan_exists": first}
    assert first_values([first, second], {"certain"}) == {"work_plan_exists": second}


def test_an_approximate_reading_is_an_approximate_fact() -> None:
    about = attrs.evolve(reading(True, "certain"), doubts=(Doubt(code="approximate", start=0, end=1),))
    facts = accepted(Submission(facts={}, narratives={"T01": "有方案"}), [about], "certain")
    assert facts.origins["work_plan_exists"].approximate


def test_a_stated_field_is_kept_and_the_disagreement_told_in_words(checklist: checkrules.Checklist) -> None:
    submission = Submission(facts={"work_plan_exists": True}, narratives={"T01": NO_PLAN})
    report = checklist.evaluate(submission)
    assert report.facts["work_plan_exists"] is True
    (remark,) = of_prose(report)
    assert remark.code == "sources_disagree"
    assert "填的是“是”，叙述中（“学校没有单独的工作方案”）读出的是“否”；采用所填的" in remark.message.zh
    assert "is stated as 'yes', the narrative ('学校没有单独的工作方案') says 'no'" in remark.message.en


@pytest.mark.parametrize("stated", [False, "否", [{}], 5], ids=str)
def test_a_field_that_agrees_or_does_not_fit_is_no_disagreement(
    stated: object, checklist: checkrules.Checklist
) -> None:
    submission = Submission(facts={"work_plan_exists": stated}, narratives={"T01": NO_PLAN})
    assert "sources_disagree" not in {remark.code for remark in checklist.evaluate(submission).remarks}


def test_what_a_person_confirmed_is_no_disagreement(checklist: checkrules.Checklist) -> None:
    origins = {"work_plan_exists": Origin(kind="confirmed", by="督学甲")}
    submission = Submission(facts={"work_plan_exists": True}, origins=origins, narratives={"T01": NO_PLAN})
    assert of_prose(checklist.evaluate(submission)) == []


def test_a_narrative_that_is_too_long_is_kept_told_and_not_read(checklist: checkrules.Checklist) -> None:
    text = NO_PLAN + "长" * MAX_NARRATIVE
    submission = Submission(facts={}, narratives={"T01": text, "T09": "专职心理教师2名。"})
    report = checklist.evaluate(submission)
    assert [read.fact for read in report.readings] == ["fulltime_mh_teacher_count"]
    assert report.submission.narratives["T01"] == text
    (remark,) = of_prose(report)
    assert (remark.code, remark.value) == ("narrative_too_long", "T01")
    assert str(len(text)) in remark.message.zh
    assert str(MAX_NARRATIVE) in remark.message.en
    within = attrs.evolve(submission, narratives={"T01": NO_PLAN + "长" * (MAX_NARRATIVE - len(NO_PLAN))})
    assert prose_remarks(within, (), checklist.content) == ()


def test_all_narratives_together_have_a_limit(checklist: checkrules.Checklist) -> None:
    long = "（" * MAX_NARRATIVE
    narratives = {f"T{number:02d}": long for number in range(1, 14)}
    report = checklist.evaluate(Submission(facts={}, narratives=narratives))
    assert len(of_prose(report)) == 13 - MAX_NARRATIVES // MAX_NARRATIVE
    assert {remark.code for remark in of_prose(report)} == {"narrative_too_long"}


def test_what_is_no_way_to_accept_is_refused() -> None:
    with pytest.raises(checkrules.UsageError, match="none, certain, all"):
        checkrules.load_checklist("mental-health", accept="some")  # type: ignore[arg-type]
