"""What a form states besides its fields: read out of its narratives, and seen from what is filled in."""

from __future__ import annotations

import attrs
import pytest

import checkrules
from checkrules.model.submission import Submission
from checkrules.reading.prose_facts import MAX_NARRATIVE, MAX_NARRATIVES, state_from_form, state_from_prose


@pytest.fixture(scope="module")
def checklist() -> checkrules.Checklist:
    return checkrules.load_checklist("mental-health")


def test_prose_states_what_no_field_does(checklist: checkrules.Checklist) -> None:
    submission = Submission(facts={}, narratives={"T01": "学校没有单独的工作方案。"})
    read = state_from_prose(submission, checklist.content, checklist.wording)
    assert read.facts["work_plan_exists"] is False
    assert read.origins["work_plan_exists"].kind == "prose"
    assert read.origins["work_plan_exists"].quote == "没有单独的工作方案"


def test_a_stated_field_is_kept_and_the_disagreement_told_in_words(checklist: checkrules.Checklist) -> None:
    submission = Submission(facts={"work_plan_exists": True}, narratives={"T01": "学校没有单独的工作方案。"})
    read = state_from_prose(submission, checklist.content, checklist.wording)
    assert read.facts["work_plan_exists"] is True
    (remark,) = read.remarks
    assert remark.code == "sources_disagree"
    assert "填的是“是”，叙述中（“没有单独的工作方案”）读出的是“否”；采用所填的" in remark.message.zh
    assert "is stated as 'yes', the narrative ('没有单独的工作方案') says 'no'" in remark.message.en


def test_a_filled_form_shows_how_much_of_it_is_filled(checklist: checkrules.Checklist) -> None:
    counted = next(fact for fact in checklist.content.form.facts if fact.counts == "narratives")
    filled = next(fact for fact in checklist.content.form.facts if fact.filled == "problems")
    form = Submission(facts={}, narratives={"T01": "有", "T02": " "}, problems="无", is_form=True)
    read = state_from_form(form, checklist.content)
    assert (read.facts[counted.name], read.facts[filled.name]) == (1, True)
    assert read.origins[counted.name].kind == "form"
    assert state_from_form(Submission(facts={}), checklist.content).facts == {}


def test_a_narrative_that_is_too_long_is_kept_told_and_not_read(checklist: checkrules.Checklist) -> None:
    sentence = "学校没有单独的工作方案。"
    text = sentence + "长" * MAX_NARRATIVE
    submission = Submission(facts={}, narratives={"T01": text, "T09": "专职心理教师2名。"})
    read = state_from_prose(submission, checklist.content, checklist.wording)
    assert dict(read.facts) == {"fulltime_mh_teacher_count": 2}
    assert read.narratives["T01"] == text
    (remark,) = read.remarks
    assert (remark.code, remark.value) == ("narrative_too_long", "T01")
    assert str(len(text)) in remark.message.zh
    assert str(MAX_NARRATIVE) in remark.message.en
    within = attrs.evolve(submission, narratives={"T01": sentence + "长" * (MAX_NARRATIVE - len(sentence))})
    assert state_from_prose(within, checklist.content, checklist.wording).facts["work_plan_exists"] is False


def test_all_narratives_together_have_a_limit(checklist: checkrules.Checklist) -> None:
    long = "（" * MAX_NARRATIVE
    narratives = {f"T{number:02d}": long for number in range(1, 14)}
    read = state_from_prose(Submission(facts={}, narratives=narratives), checklist.content, checklist.wording)
    assert len(read.remarks) == 13 - MAX_NARRATIVES // MAX_NARRATIVE
    assert {remark.code for remark in read.remarks} == {"narrative_too_long"}
    assert read.narratives == narratives
