"""Texts by many hands, reviewed: answered by the first values they give what was provisional, answered truthfully the truth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

import checkrules
from checkrules import Report, Reports, ReviewDocument, Reviews, Submission
from checkrules.model.readings import PROVISIONAL
from checkrules.reading.confirmations import confirmations_of, with_answers

FORMS = sorted((Path(__file__).parents[1] / "data" / "prose" / "dev").glob("*.yaml"))
DAY = dt.date(2023, 10, 1)
OPEN = object()


@pytest.fixture(scope="module")
def checklist() -> checkrules.Checklist:
    return checkrules.load_checklist("mental-health")


@pytest.fixture(params=FORMS, ids=lambda path: path.stem)
def form(request: pytest.FixtureRequest) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(request.param.read_text(encoding="utf-8"))
    return loaded


def facts_of(form: dict[str, Any]) -> dict[str, object]:
    """What is true of the school, as JSON has it."""
    stated = dict(form["school"])
    for row in form["rows"].values():
        stated |= row.get("states") or {}
    return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in stated.items()}


def submission_of(form: dict[str, Any]) -> Submission:
    narratives = {task: row["text"] for task, row in form["rows"].items()}
    school = {
        name: value.isoformat() if isinstance(value, dt.date) else value for name, value in form["school"].items()
    }
    return Submission(facts=school, narratives=narratives)


def answered(checklist: checkrules.Checklist, report: Report, answer: Callable[[Any], object]) -> Report:
    """The report of the same submission after somebody answered what is asked."""
    document = Reviews(reports=Reports(reports=(report,))).to_dict()
    for review in document["reviews"]:
        review |= {"confirmed_by": "督学甲", "confirmed_on": "2023-09-20"}
        for reading in review["readings"]:
            given = answer(reading)
            if given is not OPEN:
                reading["answer"] = given
    confirmed = confirmations_of(msgspec.convert(document, ReviewDocument), report.content, "review.json")
    assert confirmed.remarks == ()
    return checklist.evaluate(with_answers(report.submission, report.content, confirmed), today=DAY)


def test_the_first_values_give_the_provisional_outcomes(checklist: checkrules.Checklist, form: dict[str, Any]) -> None:
    report = checklist.evaluate(submission_of(form), today=DAY)
    provisional = {r.rule.id: r.provisional for r in report.results if r.provisional is not None}
    after = answered(checklist, report, lambda reading: reading["value"] if reading["status"] in PROVISIONAL else OPEN)
    assert {rule: after.outcomes[rule] for rule in provisional} == provisional
    left_open = {reading.fact for reading in report.readings if reading.status not in PROVISIONAL}
    for index, (rule, outcome) in enumerate(report.outcomes.items()):
        if outcome == "unknown" and rule not in provisional and after.outcomes[rule] != "unknown":
            assert left_open & {*report.compiled.reached(index)}, rule  # a default stands in for what is left open


def test_the_truth_gives_the_outcomes_of_the_truth(checklist: checkrules.Checklist, form: dict[str, Any]) -> None:
    report = checklist.evaluate(submission_of(form), today=DAY)
    facts = facts_of(form)
    after = answered(checklist, report, lambda reading: facts.get(reading["fact"]))
    truth = checklist.evaluate(facts, today=DAY)
    assert dict(after.outcomes) == dict(truth.outcomes)
