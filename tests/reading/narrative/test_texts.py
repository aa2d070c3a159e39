"""The texts that measure the reader of prose are themselves sound: facts of the form, with values that the form takes."""

from __future__ import annotations

import pytest

import checkrules
from checkrules import Checklist
from tests.reading.narrative.texts import TASKS, TextForm, forms_of, phrasings_of

FORMS = (*forms_of("forms"), *forms_of("heldout"))


@pytest.fixture(scope="module")
def checklist() -> Checklist:
    return checkrules.load_checklist("mental-health")


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_form_states_facts_that_the_checklist_takes(form: TextForm, checklist: Checklist) -> None:
    assert [*form.narratives] == [*TASKS]
    assert {*form.truth, *form.unsure} <= {fact.name for fact in checklist.content.form.facts}
    assert not form.unsure & {*form.truth}
    report = checklist.evaluate({**form.school, **form.truth}, strict=True)
    assert not report.remarks


def test_the_forms_state_every_fact_of_the_thirteen_tasks(checklist: Checklist) -> None:
    wanted = {fact.name for fact in checklist.content.form.facts if fact.task in TASKS}
    assert wanted <= {fact for form in FORMS for fact in form.truth}


@pytest.mark.parametrize("name", ["phrasings-dev", "phrasings-heldout"])
def test_phrasings_are_of_facts_and_values_that_the_checklist_takes(name: str, checklist: Checklist) -> None:
    phrasings = phrasings_of(name)
    assert len({phrasing.id for phrasing in phrasings}) == len({(p.fact, p.text) for p in phrasings}) == len(phrasings)
    for phrasing in phrasings:
        checklist.evaluate({"school_name": "学校", phrasing.fact: phrasing.expected}, strict=True)
    assert sum(phrasing.expected is None for phrasing in phrasings) >= len(phrasings) / 4
    assert {phrasing.fact for phrasing in phrasings} >= {fact for form in FORMS for fact in form.truth}
