"""How well prose is read, on texts in many voices: nothing certain is wrong, and nearly all that is stated is proposed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import checkrules
from checkrules import Checklist
from checkrules.model.readings import Reading
from checkrules.reading.narrative import propose
from tests.reading.narrative.measures import (
    Measure,
    Verdict,
    answered_verdicts,
    certain_verdicts,
    measure,
    provisional_verdicts,
)
from tests.reading.narrative.reader import SETS, known_names, thinned, told_of
from tests.reading.narrative.texts import TextForm, forms_of

NAMES = known_names()
FORMS = (*forms_of("forms"), *forms_of("heldout"), *forms_of("cases"))
READ = {form.name: propose(NAMES, form.narratives) for form in FORMS}
VerdictsOf = Callable[[Checklist, TextForm, tuple[Reading, ...]], tuple[Verdict, ...]]


@pytest.fixture(scope="module")
def everything() -> Measure:
    return measure(told_of(NAMES))


def verdicts(verdicts_of: VerdictsOf) -> list[Verdict]:
    checklist = checkrules.load_checklist("mental-health")
    return [verdict for form in FORMS for verdict in verdicts_of(checklist, form, READ[form.name])]


def test_no_certain_reading_is_wrong(everything: Measure) -> None:
    assert everything.certain_right > 550
    assert not [str(told) for told in everything.certain_wrong]


def test_hardly_a_first_value_is_wrong(everything: Measure) -> None:
    assert everything.certain_right + everything.candidate_right > 1_400
    assert len(everything.candidate_wrong) * 50 <= everything.certain_right + everything.candidate_right, [
        str(told) for told in everything.candidate_wrong
    ]


@pytest.mark.parametrize("name", SETS)
def test_what_is_stated_is_proposed(name: str) -> None:
    found = measure(told_of(NAMES, [name]))
    assert found.proposed_share >= (0.92 if name == "phrasings-heldout" else 0.94), [
        str(told) for told in found.not_proposed
    ]


@pytest.mark.parametrize("name", ["forms", "heldout"])
def test_at_most_one_fact_a_form_is_proposed_that_is_not_stated(name: str) -> None:
    found = measure(told_of(NAMES, [name]))
    assert len(found.false) <= len(forms_of(name)), [str(told) for told in found.false]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_with_words_unknown_that_turn_a_clause_round_hardly_a_certain_reading_is_wrong(seed: int) -> None:
    found = measure(told_of(NAMES, words=thinned(0.3, seed, opened=False)))
    assert found.certain_right > 200
    assert found.certain_precision >= 0.998, [str(told) for told in found.certain_wrong]


def test_certain_readings_contradict_no_verdict() -> None:
    found = verdicts(certain_verdicts)
    assert sum(verdict.decided for verdict in found) > 200
    assert not [str(verdict) for verdict in found if verdict.contradicted]


def test_at_most_one_provisional_verdict_in_fifty_is_contradicted() -> None:
    found = verdicts(provisional_verdicts)
    against = [str(verdict) for verdict in found if verdict.contradicted]
    assert sum(verdict.decided for verdict in found) > len(found) / 2
    assert len(against) * 50 <= sum(verdict.decided for verdict in found), against


def test_truthful_answers_to_what_is_read_leave_few_verdicts_open() -> None:
    found = verdicts(answered_verdicts)
    assert not [str(verdict) for verdict in found if verdict.contradicted]
    assert sum(verdict.unread for verdict in found) <= len(found) / 20
