"""Polars as an expert writes it for this one checklist, rule by rule: the ceiling for what is lowered by a program.

It trusts the cells: types, bounds, choices, and that nothing stands twice in a list. Thresholds stand as figures; what they
make superfluous is left out.

What makes it fast: a rule is one column of bits, true, false, or null where it does not apply or is unknown; both counts of a
rule are then counts of bits. Points are added in one byte. Grades are compared in whole numbers, never as quotients.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import add
from typing import Any

import polars as pl

import checkrules
from tables import Summarise, Summed
from tables.tally import BANDS, GRAVE, LEAST_COMPLETE, SPARED, Tally

Named = Mapping[str, tuple[str | None, pl.Expr]]
c, item = pl.col, pl.element()
TAUGHT, ASSESSED, UPPER, GROUPS, HELPED = "w taught", "w assessed", "w upper", "w groups", "w helped"
ROOM, LARGE, SMALL, CASES, INCIDENTS = "w room", "w large", "w small", "w cases", "w incidents"
HAZARDS, CITY, COUNTY, PROBLEMS = "w hazards", "w city", "w county", "w problems"


def conditions() -> dict[str, pl.Expr]:
    """What several rules ask first, over facts and the columns of `shared`."""
    return {
        TAUGHT: c("taught"),
        ASSESSED: c("has_grades") & c("not_special"),
        UPPER: c("has_grades"),
        GROUPS: c("special_group_student_count").fill_null(1) != 0,
        HELPED: c("taught") & c("many_help_one_established").fill_null(True),
        ROOM: c("taught") & c("counselling_room_exists").fill_null(True),
        LARGE: c("taught") & c("is_large"),
        SMALL: ~(c("taught") & c("is_large")),
        CASES: c("suspected_case_count") > 0,
        INCIDENTS: c("incident_count_past_year") > 0,
        HAZARDS: c("hazards_found_count") > 0,
        CITY: c("by_city"),
        COUNTY: ~c("by_city"),
        PROBLEMS: c("problems_found_count") > 0,
    }


def shared() -> dict[str, pl.Expr]:
    """What conditions and rules have in common."""
    taught = c("school_stage") != "kindergarten"
    methods, areas = c("inspection_methods"), c("counselling_room_functional_areas")
    # the names of the areas that are not needed are the shorter ones, which Polars compares in one step
    needed = (item != "measurement") & (item != "relaxation") & (item != "self_help")
    return {
        "taught": taught,
        "has_grades": taught & (c("highest_grade") >= 5),
        "not_special": c("school_stage") != "special_education",
        "is_large": c("student_count") >= 1000,
        "by_city": (c("administrative_level") == "municipal")
        | ((c("ownership") == "private") & (c("school_stage") == "senior") & (c("location") == "urban")),
        "has_fulltime": c("fulltime_mh_teacher_count") >= 1,
        "city_inspector": c("inspector_level") == "municipal",
        "city_office": c("materials_sent_to") == "municipal_supervision_office",
        "all_areas": areas.list.eval(needed).list.sum() == 3,
        "visited": methods.list.eval(item == "site_visit").list.sum() == 1,
    }


def rules() -> dict[str, tuple[str | None, pl.Expr]]:
    """By rule its condition and its requirement."""
    first, last, deadline = dt.date(2023, 8, 28), dt.date(2023, 9, 20), dt.date(2023, 9, 22)
    covered = pl.when(c("key_place_count") != 0).then(c("key_place_covered_count") >= c("key_place_count"))
    return {
        "T01-1": (None, c("leading_group_established")),
        "T01-2": (None, c("work_plan_exists")),
        "T01-3": (None, c("special_meetings_past_year") >= 1),
        "T01-4": (None, c("routine_funding_guaranteed")),
        "T02-1": (TAUGHT, c("courses_offered_all_grades")),
        "T02-2": (TAUGHT, c("life_safety_lessons_per_week") >= 1),
        "T02-3": (TAUGHT, c("mental_health_lessons_per_two_weeks") >= 1),
        "T02-4": (TAUGHT, c("theme_class_meetings_per_month") >= 1),
        "T02-5": (TAUGHT, c("sunshine_five_minutes_done")),
        "T02-6": (TAUGHT, c("lesson_plans_available") & c("timetable_followed")),
        "T03-1": (None, c("theme_activity_count_past_year") >= 1),
        "T03-2": (None, c("theme_activity_occasions").list.len() >= 2),
        "T03-3": (None, c("five_educations_measures")),
        "T04-1": (TAUGHT, c("talk_mechanism_established")),
        "T04-2": (TAUGHT, c("talk_each_semester")),
        "T04-3": (TAUGHT, c("talk_each_month")),
        "T04-4": (TAUGHT, c("talk_after_major_holidays")),
        "T05-1": (ASSESSED, c("assessments_per_school_year") >= 1),
        "T05-2": (ASSESSED, c("assessment_done_student_count") >= 0.95 * c("assessment_eligible_student_count")),
        "T05-3": (UPPER, c("growth_archives_established")),
        "T06-1": (TAUGHT, c("student_group_counselling_past_year") >= 1),
        "T06-2": (TAUGHT, c("parent_group_counselling_past_year") >= 1),
        "T06-3": (GROUPS, c("special_group_roster_exists") & c("key_care_records_available")),
        "T06-4": (TAUGHT, c("many_help_one_established")),
        "T06-5": (HELPED, c("many_help_one_all_staff")),
        "T07-1": (TAUGHT, c("counselling_room_exists")),
        "T07-2": (ROOM, c("all_areas")),
        "T07-3": (ROOM, c("counselling_room_area_sqm") >= 45),
        "T07-4": (ROOM, c("counselling_room_equipment_complete")),
        "T07-5": (ROOM, c("counselling_room_rules_complete")),
        "T07-6": (TAUGHT, c("counselling_records_available")),
        "T07-7": (ROOM, c("counselling_room_open_days_per_week") >= 5),
        "T08-1": (None, c("external_expert_support")),
        "T08-2": (None, c("homeroom_teacher_trainings_past_year") >= 1),
        "T08-3": (None, c("three_all_education_mechanism")),
        "T08-4": (TAUGHT, c("master_teacher_studio")),
        "T09-1": (LARGE, c("has_fulltime")),
        "T09-2": (SMALL, (c("parttime_mh_teacher_count") >= 1) | c("has_fulltime")),
        "T09-3": (TAUGHT, c("mh_teacher_certified_count") >= 1),
        "T10-1": (None, c("teacher_detection_mechanism")),
        "T10-2": (TAUGHT, c("peer_alert_mechanism")),
        "T10-3": (CASES, c("suspected_case_intervened_count") >= c("suspected_case_count")),
        "T10-4": (None, c("emergency_plan_exists")),
        "T10-5": (INCIDENTS, c("incident_handled_properly_count") >= c("incident_count_past_year")),
        "T11-1": (None, c("parent_school_established")),
        "T11-2": (None, c("family_guidance_per_semester") >= 1),
        "T11-3": (None, c("family_practice_per_semester") >= 1),
        "T11-4": (None, c("parent_mh_trainings_past_year") >= 1),
        "T11-5": (None, c("home_visits_done")),
        "T11-6": (None, c("parent_meetings_per_semester") >= 1),
        "T11-7": (None, c("parent_open_days_past_year") >= 1),
        "T12-1": (None, pl.coalesce(covered, c("video_coverage_percent") >= 100)),
        "T12-2": (None, c("safety_facility_defect_count") == 0),
        "T13-1": (None, c("daily_patrols_per_day") >= 1),
        "T13-2": (None, c("night_patrols_per_night") >= 1),
        "T13-3": (None, c("duty_leader_assigned") & c("duty_records_complete")),
        "T13-4": (HAZARDS, c("hazards_closed_count") >= c("hazards_found_count")),
        "N01": (None, c("inspection_date").is_between(first, last)),
        "N02": (None, c("visited") & (c("inspection_methods").list.len() >= 3)),
        "N03": (None, c("form_rows_filled_count") == 13),
        "N04": (CITY, c("city_inspector")),
        "N05": (COUNTY, ~c("city_inspector")),
        "N06": (CITY, c("city_office")),
        "N07": (COUNTY, ~c("city_office")),
        "N26": (None, c("form_submitted_date") <= deadline),
        "N28": (None, c("form_signed")),
        "N11": (None, c("responsible_inspectors").list.len() >= 1),
        "N12": (None, c("lessons_observed_count") >= 1),
        "N14": (None, c("basic_data_complete")),
        "N15": (None, c("highlights").list.len() >= 1),
        "N16": (None, c("problems_section_filled")),
        "N17": (None, c("feedback_given")),
        "N18": (PROBLEMS, c("notice_issued_date") == c("inspection_date")),
        "N19": (PROBLEMS, c("issue_list_exists")),
        "N20": (PROBLEMS, c("issue_list_all_have_measures")),
        "N21": (PROBLEMS, c("issue_list_all_have_deadlines")),
        "N22": (PROBLEMS, c("followup_visit_count") >= 1),
    }


def prepared(checklist: checkrules.Checklist, frame: pl.DataFrame, doubts: Sequence[pl.Expr] = ()) -> Summarise:
    """A function that judges the table and sums up. `doubts`, each one value for the whole table, must not be true."""
    named, plan = rules(), checklist.compiled.plan
    assert [*named] == [rule.id for rule in plan.rules]
    weights = {rule: weight for rule, weight in zip(named, plan.weights, strict=True) if weight}
    grave = [rule.id for rule in plan.rules if rule.severity == GRAVE]
    asked = [column.alias(name) for name, column in conditions().items()]
    decided = [(pl.when(when).then(needed) if when else needed).alias(rule) for rule, (when, needed) in named.items()]
    points, grades, sums = _points(named, weights, grave), _grades(sum(weights.values())), _sums(named)

    def summary() -> Summed:
        table = frame.lazy().with_columns(**shared()).with_columns(asked).select(*decided, *conditions())
        table = table.with_columns(points).with_columns(grades).select(sums)
        plans = [table, frame.lazy().select(doubts)] if doubts else [table]
        found, *doubtful = pl.collect_all(plans, engine="streaming")
        assert not any(any(row) for part in doubtful for row in part.rows()), "a cell does not fit the form"
        return _tally(found.row(0, named=True), named).summed()

    return summary


def _points(named: Named, weights: Mapping[str, int], grave: Sequence[str]) -> list[pl.Expr]:
    """Points passed, decided and not applicable, and the number of grave failures, each in one byte."""
    apart = {when: sum(n for rule, n in weights.items() if named[rule][0] == when) for when in conditions()}
    return [
        _added((c(rule), weight) for rule, weight in weights.items()).alias("passed"),
        _added((c(rule).is_not_null(), weight) for rule, weight in weights.items()).alias("decided"),
        _added((~c(when), weight) for when, weight in apart.items() if weight).alias("apart"),
        _added((~c(rule), 1) for rule in grave).alias("grave"),
    ]


def _added(terms: Iterable[tuple[pl.Expr, int]]) -> pl.Expr:
    byte = pl.UInt8
    return reduce(add, (pl.when(met).then(pl.lit(n, byte)).otherwise(pl.lit(0, byte)) for met, n in terms))


def _grades(total: int) -> list[pl.Expr]:
    """Whether any points are decided, enough of them, and enough passed for each grade."""
    passed, decided, apart = (c(name).cast(pl.UInt16) for name in ("passed", "decided", "apart"))
    part, whole = LEAST_COMPLETE
    best, good, enough = BANDS.values()
    return [
        (c("decided") == 0).alias("nothing"),
        ((c("decided") != 0) & (whole * decided >= part * (total - apart))).alias("valid"),
        ((c("grave") == 0) & (100 * passed >= best * decided)).alias("excellent"),
        ((c("grave") == 0) & (100 * passed >= good * decided)).alias("good"),
        ((c("grave") < SPARED) & (100 * passed >= enough * decided)).alias("pass"),
    ]


def _sums(named: Named) -> list[pl.Expr]:
    share = c("passed").cast(pl.Float64) / c("decided").cast(pl.Float64)
    return [
        *(c(rule).sum().alias(f"{rule} passed") for rule in named),
        *(c(rule).count().alias(f"{rule} known") for rule in named),
        *((~c(when)).sum().alias(f"{when} outside") for when in conditions()),
        *((c("valid") & c(band)).sum().alias(f"at least {band}") for band in BANDS),
        c("nothing").sum(),
        (~c("nothing") & ~c("valid")).sum().alias("incomplete"),
        c("valid").sum().alias("graded"),
        (100 * pl.when(~c("nothing")).then(share).sum()).alias("score_sum"),
    ]


def _tally(row: Mapping[str, Any], named: Named) -> Tally:
    return Tally(
        passed={rule: row[f"{rule} passed"] for rule in named},
        known={rule: row[f"{rule} known"] for rule in named},
        outside={rule: row[f"{when} outside"] if when else 0 for rule, (when, _) in named.items()},
        nothing=row["nothing"],
        incomplete=row["incomplete"],
        graded=row["graded"],
        at_least={band: row[f"at least {band}"] for band in BANDS},
        score_sum=row["score_sum"],
    )
