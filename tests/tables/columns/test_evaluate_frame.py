"""Tables against the one-record path: the same outcomes, scores, messages and reasons, to the letter."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from functools import cache
from random import Random

import attrs
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import checkrules
from checkrules.checklist import Checklist
from checkrules.hooks.registry import load_plugins
from checkrules.model import tree as t
from checkrules.model.rules import Override, Waiver
from checkrules.plugin import Language
from checkrules.tables.columns.lowering import lowered

from ...kitchen import CANTEEN, kitchen
from .made_up import table

TODAY = dt.date(2024, 5, 1)


@cache
def mental_health() -> Checklist:
    return checkrules.load_checklist("mental-health")


@cache
def canteen(model: str = "points", decided: bool = False) -> Checklist:
    made = kitchen()
    content = attrs.evolve(made.content, scoring=attrs.evolve(made.content.scoring, model=model))
    waivers = Waiver(rule="C1-1", subject="ABC", approver="局", reason="改建", expires=dt.date(2024, 6, 1))
    old = attrs.evolve(waivers, rule="C2-1", subject=None, expires=dt.date(2024, 4, 30))
    overrides = (
        Override(rule="C2-1", outcome="pass", subject="实验学校", by="局", reason="复测"),
        Override(rule="C2-2", outcome="fail", subject=None, by="局", reason="无记录"),
    )
    if not decided:
        return Checklist(content=content, registry=made.registry)
    return Checklist(content=content, registry=made.registry, waivers=(waivers, old), overrides=overrides)


def assert_same(checklist: Checklist, frame: pl.DataFrame) -> None:
    """Every row of the judged table against the report of that row."""
    judged = checklist.evaluate_frame(frame, today=TODAY)
    results, outcomes, scores = judged.results, judged.outcomes, judged.scores
    issues = {language: _by_row(judged.issues(language)) for language in ("zh", "en")}
    undecided = {language: _by_row(judged.undecided(language)) for language in ("zh", "en")}
    misfits = _by_row(judged.misfits)
    assert results.height == outcomes.height == scores.height == frame.height
    assert results.select(scores.columns).equals(scores)
    for number, facts in enumerate(frame.iter_rows(named=True), start=1):
        report = checklist.evaluate({k: v for k, v in facts.items() if v is not None}, today=TODAY)
        found = results.row(number - 1, named=True)
        assert bytes(outcomes.row(number - 1)) == report.codes
        assert bytes(found[rule.id] for rule in checklist.content.rules) == report.codes
        _assert_same_scores(found, report)
        broken = [(r.fact, r.message.zh) for r in report.remarks if r.code == "invalid_value"]
        assert sorted((m["fact"], m["message_zh"]) for m in misfits[number]) == sorted(broken)
        for language in ("zh", "en"):
            assert [
                (i["rule"], i["severity"], i["message"], i["remedy"], i["due"], i["waived"])
                for i in issues[language][number]
            ] == [
                (i.rule.id, i.severity, i.message[language], i.remedy[language], i.due, i.waiver is not None)
                for i in report.issues
            ]
            assert [
                (u["rule"], u["outcome"], u["reason"], tuple(u["missing"]), u["message"])
                for u in undecided[language][number]
            ] == [
                (r.rule.id, r.outcome, r.reason, r.missing, r.message[language])
                for r in report.results
                if r.outcome in ("unknown", "error") and r.override is None
            ]


def _assert_same_scores(found: dict[str, object], report: checkrules.Report) -> None:
    score = report.score
    assert (found["score"], found["score_low"], found["score_high"]) == (score.value, score.low, score.high)
    assert (found["maximum"], found["completeness"]) == (score.maximum, score.completeness)
    assert found["grade"] == (report.grade.band.id if report.grade.band else None)
    assert found["no_grade_because"] == report.grade.reason
    for section in report.sections:
        if section.scored:
            assert found[f"score_{section.section}"] == section.score.value


def _by_row(found: pl.DataFrame) -> dict[int, list[dict[str, object]]]:
    rows = defaultdict(list)
    for line in found.iter_rows(named=True):
        rows[line["row"]].append(line)
    return rows


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 2**32))
def test_generated_submissions_of_the_first_checklist(seed: int) -> None:
    random = Random(seed)
    assert_same(mental_health(), table(mental_health(), random.choice((1, 12)), random))


MODELS = [*sorted(load_plugins().scoring_models), "weakest"]


@pytest.mark.parametrize("model", MODELS)
@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**32), decided=st.booleans())
@example(seed=306, decided=True)
def test_generated_submissions_under_every_scoring_model(model: str, seed: int, decided: bool) -> None:
    checklist = canteen(model, decided)
    assert_same(checklist, table(checklist, 12, Random(seed)))


def test_every_construct_of_the_first_checklist_is_lowered() -> None:
    assert not lowered(mental_health().compiled).refused
    assert not lowered(mental_health().compiled).refused_definitions


def test_only_the_rule_that_cannot_be_lowered_falls_back() -> None:
    refused = lowered(canteen().compiled).refused
    assert {canteen().content.rules[index].id for index in refused} == {"C1-2"}
    assert "share" in refused[1].en


def test_a_definition_that_cannot_be_lowered_takes_its_rules_along() -> None:
    made = kitchen()
    table_ = next(d for d in made.content.definitions if d.name == "required_cooks")
    assert isinstance(table_.tree, t.DecisionTable)
    unique = attrs.evolve(table_, tree=t.DecisionTable(hit="unique", rows=table_.tree.rows))
    checklist = Checklist(content=attrs.evolve(made.content, definitions=(unique,)), registry=made.registry)
    assert_same(checklist, pl.DataFrame({"meal_count": [100, 650, 5000, None], "cook_count": [1, 4, 8, 3]}))


# tables as they come

FRAME = pl.DataFrame([CANTEEN, {**CANTEEN, "cook_count": 1, "certified_cook_count": 0}])


class Stream:
    """Anything that gives an Arrow C stream."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._frame.__arrow_c_stream__(requested_schema)


@pytest.mark.parametrize("given_", [FRAME, FRAME.lazy(), Stream(FRAME)], ids=["DataFrame", "LazyFrame", "Arrow"])
def test_every_kind_of_table_is_judged(given_: object) -> None:
    judged = canteen().evaluate_frame(given_, today=TODAY)
    assert judged.results["row"].to_list() == [1, 2]
    assert judged.issues().select("row", "rule").rows() == [(2, "C1-1"), (1, "C1-2"), (2, "C1-2")]


def test_what_is_no_table_is_refused() -> None:
    with pytest.raises(TypeError, match="not list"):
        canteen().evaluate_frame([CANTEEN])


@pytest.mark.parametrize(
    "frame", [pl.DataFrame(), FRAME.clear(), pl.DataFrame(height=3), pl.DataFrame({"unknown": [1]})]
)
def test_tables_without_rows_or_facts(frame: pl.DataFrame) -> None:
    judged = canteen().evaluate_frame(frame)
    assert judged.results.height == judged.outcomes.height == frame.height
    assert judged.undecided().height == 4 * frame.height
    assert judged.issues().height == judged.misfits.height == 0


def test_columns_that_are_no_facts_are_listed() -> None:
    judged = canteen().evaluate_frame(FRAME.rename({"cook_count": "cook_cuont"}))
    assert [(r.code, r.fact) for r in judged.remarks] == [("unknown_fact", "cook_cuont")]
    assert "cook_count" in judged.remarks[0].message.en


def test_an_invalid_cell_is_listed_and_makes_its_rules_unknown() -> None:
    frame = FRAME.with_columns(fridge_temperature=pl.Series([1000.0, 3.5]))
    judged = canteen().evaluate_frame(frame, today=TODAY)
    assert judged.misfits.select("row", "fact", "value").rows() == [(1, "fridge_temperature", "1000.0")]
    assert judged.undecided().filter(pl.col("reason") == "invalid_value")["rule"].to_list() == ["C2-1"]
    assert judged.outcomes["C2-1"].to_list() == [3, 0]


def test_nothing_is_computed_that_is_not_asked_for() -> None:
    judged = mental_health().evaluate_frame(pl.DataFrame({"school_name": ["甲"]}))
    assert judged.scores.columns[0] == "row"
    assert "score_low" not in judged.scores.columns
    assert "results" not in judged.__dict__


def test_a_list_of_choices_that_no_rule_uses_is_held_against_the_form_all_the_same() -> None:
    content = mental_health().content
    rules = tuple(rule for rule in content.rules if "inspection_methods" not in rule.require)
    checklist = Checklist(content=attrs.evolve(content, rules=rules), registry=mental_health().registry)
    assert "inspection_methods" not in checklist.compiled.record_type.names
    frame = pl.DataFrame({"inspection_methods": [["site_visit"], ["by telephone"], ["site_visit", "site_visit"]]})
    judged = checklist.evaluate_frame(frame)
    assert judged.outcomes.height == 3
    assert judged.misfits.select("row", "fact").rows() == [(2, "inspection_methods")]


@pytest.mark.parametrize("points", [0.25, 40.5, 3e5, 1e12])
def test_points_of_any_size_add_up(points: float) -> None:
    content = canteen().content
    rules = tuple(attrs.evolve(rule, points=points * (1 + index % 2)) for index, rule in enumerate(content.rules))
    checklist = Checklist(content=attrs.evolve(content, rules=rules), registry=canteen().registry)
    assert_same(checklist, table(checklist, 12, Random(5)))


def test_lists_that_are_nulled_over_their_items() -> None:
    """What `when` leaves of a list is null, with the items still there: not read, and not slow."""
    names = [choice.value for choice in mental_health().compiled.facts["inspection_methods"].choices]
    frame = pl.DataFrame({"inspection_methods": [names] * 400, "stated": [True, False] * 200})
    nulled = frame.select(pl.when("stated").then("inspection_methods"))
    assert_same(mental_health(), nulled.head(8))
    assert mental_health().evaluate_frame(nulled).counts["N02"] == (200, 0, 0, 200, 0)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_messages_of_many_values_and_of_few(language: Language) -> None:
    """Rows are gathered from the combinations of values where these are few, and joined one by one where they are not."""
    rows = 9000
    frame = pl.DataFrame(
        {
            "school_stage": ["primary"] * rows,
            "student_count": [1000 + n for n in range(rows)],
            "fulltime_mh_teacher_count": [0] * rows,
            "counselling_room_exists": [True] * rows,
            "counselling_room_area_sqm": [n / 7 % 44 for n in range(rows)],
            "counselling_room_functional_areas": [[], ["group"], ["group", "individual"]] * (rows // 3),
        }
    )
    issues = mental_health().evaluate_frame(frame, today=TODAY).issues(language)
    by_row = _by_row(issues.filter(pl.col("row").is_in([1, 2, 3, 5000, rows])))
    for number in (1, 2, 3, 5000, rows):
        report = mental_health().evaluate(frame.row(number - 1, named=True), today=TODAY)
        assert [i["message"] for i in by_row[number]] == [issue.message[language] for issue in report.issues]


def test_a_lazy_frame_lists_columns_that_are_no_facts_too() -> None:
    judged = canteen().evaluate_frame(FRAME.rename({"cook_count": "cook_cuont"}).lazy())
    assert [r.fact for r in judged.remarks] == ["cook_cuont"]
