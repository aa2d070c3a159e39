"""Answering truthfully what the review sheet asks decides every rule as the truth does, whatever the reader made of the text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import checkrules
from checkrules import Checklist, Report
from tests.reading.narrative.measures import rule_outcomes
from tests.reading.narrative.texts import TextForm, forms_of


@pytest.fixture(scope="module")
def checklist() -> Checklist:
    return checkrules.load_checklist("mental-health")


@pytest.mark.parametrize("form", [*forms_of("forms"), *forms_of("heldout")], ids=lambda form: form.name)
def test_truthful_answers_decide_as_the_truth_does(form: TextForm, checklist: Checklist, tmp_path: Path) -> None:
    record = tmp_path / "school.json"
    record.write_text(
        json.dumps({"facts": form.school, "narratives": form.narratives}, ensure_ascii=False, default=str),
        encoding="utf-8",
    )
    sheet = checkrules.write_reviews(checkrules.review(record, checklist), tmp_path / "review.json")
    answered = tmp_path / "answered.json"
    answered.write_text(json.dumps(_answered(json.loads(sheet.read_text(encoding="utf-8")), form)), encoding="utf-8")

    (report,) = checkrules.check(record, checklist, confirmed=answered).reports

    assert rule_outcomes(report) == rule_outcomes(checklist.evaluate({**form.school, **form.truth}))
    assert not _other_facts(report, form)


def _answered(document: dict[str, object], form: TextForm) -> dict[str, object]:
    """The sheet with the truth as the answer of every reading; null is 没说."""
    (asked,) = document["reviews"]  # type: ignore[misc]
    asked |= {"confirmed_by": "督学甲", "confirmed_on": "2023-10-08"}
    for reading in asked["readings"]:
        reading["answer"] = form.truth.get(reading["fact"])
    return document


def _other_facts(report: Report, form: TextForm) -> dict[str, object]:
    """Facts that neither the register nor the truth states."""
    known = {**form.school, **form.truth}
    return {fact: value for fact, value in report.facts.items() if fact not in known and value is not None}
