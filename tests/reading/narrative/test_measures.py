"""Over texts whose truth is known: nothing certain is wrong, nearly everything that is stated is proposed."""

from __future__ import annotations

import pytest

from .measure import SETS, Measure, measure, names, thinned

KNOWN = names()


@pytest.fixture(scope="module")
def everything() -> Measure:
    return measure(KNOWN)


def test_no_certain_reading_is_wrong(everything: Measure) -> None:
    assert len(everything.of("certain")) > 550
    assert [(item.where, item.fact) for item in everything.certain_wrong] == []


def test_hardly_a_candidate_is_wrong(everything: Measure) -> None:
    first_values = everything.of("certain", "candidate")
    assert len(first_values) > 1_400
    assert len(everything.candidates_wrong) / len(first_values) < 1 / 50


@pytest.mark.parametrize("name", SETS)
def test_what_is_stated_is_proposed(name: str) -> None:
    assert measure(KNOWN, [name]).proposed >= 0.94


def test_there_is_hardly_a_false_candidate_in_a_form() -> None:
    found = measure(KNOWN, ["forms"])
    forms = {item.where for item in found.judged}
    assert len(found.false_candidates) <= len(forms)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_with_words_unknown_that_turn_a_clause_round_hardly_a_certain_reading_is_wrong(seed: int) -> None:
    found = measure(KNOWN, words=thinned(0.3, seed, opened=False))
    certain = found.of("certain")
    assert len(certain) > 150
    assert len(found.certain_wrong) <= len(certain) * 0.002
