"""What a checklist gives can be pickled, copied and compared, and its repr is short."""

from __future__ import annotations

import copy
import datetime as dt
import json
import pickle
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path

import pytest

import checkrules
from checkrules import Checklist, Report

from ..kitchen import CANTEEN, kitchen

ROOT = Path(__file__).parents[2]
FORMS = ROOT / "examples" / "forms"
DAY = dt.date(2024, 3, 6)
DECISIONS = """
waivers: [{rule: C1-2, reason: 已报备, approver: 张, expires: 2030-01-01}]
overrides: [{rule: C1-1, outcome: pass, reason: 现场核实, by: 李}]
"""


@lru_cache(maxsize=1)
def checklist() -> Checklist:
    return checkrules.load_checklist("mental-health")


@lru_cache(maxsize=1)
def forms() -> checkrules.Reports:
    return checkrules.check(FORMS, checklist(), roster=FORMS / "roster.csv", today=DAY)


@pytest.fixture
def decided(tmp_path: Path) -> Checklist:
    """A checklist with a waiver, an override and another parameter."""
    file = tmp_path / "decisions.yaml"
    file.write_text(DECISIONS, encoding="utf-8")
    return kitchen(decisions=[file], parameters={"fridge_max_temperature": 3})


def of_form() -> Report:
    return forms().reports[0]


THINGS: dict[str, Callable[[], object]] = {
    "checklist": checklist,
    "content": lambda: checklist().content,
    "reports": forms,
    "report of a form": of_form,
    "report of facts": lambda: checklist().evaluate({"school_name": "甲校", "no_fact": 1}, today=DAY),
    "report of JSON": lambda: checklist().evaluate_json(b'{"school_name": "\xe7\x94\xb2"}', today=DAY),
    "issue": lambda: of_form().issues[0],
    "outcomes": lambda: of_form().outcomes,
    "facts": lambda: of_form().facts,
    "result": lambda: of_form().results[0],
    "score": lambda: of_form().score,
    "grade": lambda: of_form().grade,
    "submission": lambda: of_form().submission,
    "rejection": lambda: next(iter(checkrules.read("absent.json", checklist()))),
    "roster": lambda: checkrules.load_roster(FORMS / "roster.csv", checklist().content.form),
}
SHORT = ("checklist", "content", "reports", "report of a form", "issue", "score", "submission", "roster")
COPIES: dict[str, Callable[[object], object]] = {
    "pickled": lambda thing: pickle.loads(pickle.dumps(thing)),  # noqa: S301
    "deeply copied": copy.deepcopy,
    "copied": copy.copy,
}


@pytest.mark.parametrize("copied", COPIES.values(), ids=COPIES)
@pytest.mark.parametrize("thing", THINGS.values(), ids=THINGS)
def test_a_copy_is_equal(thing: Callable[[], object], copied: Callable[[object], object]) -> None:
    original = thing()
    again = copied(original)
    assert type(again) is type(original)
    assert again == original
    assert repr(again) == repr(original)


@pytest.mark.parametrize("thing", [THINGS[name] for name in SHORT], ids=SHORT)
def test_a_repr_is_short(thing: Callable[[], object]) -> None:
    assert len(repr(thing())) < 300


def test_a_repr_says_what_it_is() -> None:
    made = checklist()
    count = len(made.content.rules)
    for text in ("mental-health", made.content.version, f"rules=<{count}>"):
        assert text in repr(made)
    report = of_form()
    assert (
        repr(report) == f"Report(subject={report.subject!r}, score={report.score.value}, issues={len(report.issues)})"
    )


def test_a_copied_report_says_all_that_the_report_says() -> None:
    again = pickle.loads(pickle.dumps(forms()))  # noqa: S301
    writers = checklist().registry
    for language in ("zh", "en"):
        one, other = (checkrules.render(r, "json", registry=writers, language=language) for r in (forms(), again))
        assert one == other


def test_a_copy_keeps_decisions_and_parameters(decided: Checklist) -> None:
    report = decided.evaluate({**CANTEEN, "cook_count": 1}, today=DAY)
    again = pickle.loads(pickle.dumps(report))  # noqa: S301
    assert again == report
    assert again.outcomes == report.outcomes
    assert (again.outcomes["C1-1"], again.outcomes["C2-1"]) == ("pass", "fail")
    assert [issue.waiver for issue in again.issues] == [issue.waiver for issue in report.issues]
    assert pickle.loads(pickle.dumps(decided)) == decided  # noqa: S301


def test_what_differs_is_not_equal(decided: Checklist) -> None:
    report = kitchen().evaluate(CANTEEN, today=DAY)
    others = [
        kitchen().evaluate({**CANTEEN, "cook_count": 7}, today=DAY),
        kitchen().evaluate(CANTEEN, today=dt.date(2024, 3, 7)),
        decided.evaluate(CANTEEN, today=DAY),
        CANTEEN,
    ]
    assert all(report != other for other in others)
    assert kitchen() != decided
    assert kitchen() == kitchen()
    assert {report, kitchen().evaluate(CANTEEN, today=DAY)} == {report}


def test_a_report_of_today_keeps_its_day() -> None:
    report = kitchen().evaluate(CANTEEN)
    assert pickle.loads(pickle.dumps(report)).today == report.today  # noqa: S301


def test_reports_that_are_sent_one_by_one_share_one_checklist() -> None:
    """A pool sends each report alone: none of them may cost what a checklist costs."""
    sent = [pickle.dumps(report) for report in forms().reports[:3]]
    assert max(map(len, sent)) < len(pickle.dumps(checklist().content)) / 2
    again = [pickle.loads(data) for data in sent]  # noqa: S301
    assert len({id(report.compiled) for report in again}) == 1


def test_a_process_pool_gives_reports() -> None:
    cases = sorted((ROOT / "tests" / "data" / "cases").glob("*.json"))[:3]
    facts = [json.loads(case.read_text(encoding="utf-8"))["facts"] for case in cases]
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        reports = list(pool.map(checklist().evaluate, facts))
    assert reports == [checklist().evaluate(one) for one in facts]


def test_a_judged_table_can_be_pickled() -> None:
    import polars as pl

    table = kitchen().evaluate_frame(pl.DataFrame([{"canteen_name": "甲", "cook_count": 5, "meal_count": 650}]))
    again = pickle.loads(pickle.dumps(table))  # noqa: S301
    assert again.results.equals(table.results)
    assert again.issues().equals(table.issues())
