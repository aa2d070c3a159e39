"""Made-up submissions of the mental-health checklist for the benchmarks: a Polars table, the same in every run.

About one check in seven fails and one fact in fifty is not stated, as in the inspection's own cases.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl

import checkrules
from checkrules.plugin import Fact

NOT_STATED = 0.02
YES = 0.86
SMALL = {"minimum": 0, "maximum": 40}
GREAT = {
    "student_count": 2400,
    "boarding_student_count": 400,
    "class_count": 60,
    "assessment_eligible_student_count": 900,
    "assessment_done_student_count": 900,
    "key_place_count": 60,
    "key_place_covered_count": 60,
    "special_group_student_count": 40,
    "routine_funding_yuan": 50_000,
    "counselling_room_area_sqm": 60,
    "video_coverage_percent": 100,
    "lowest_grade": 7,
    "highest_grade": 12,
    "form_rows_filled_count": 13,
}
"""Upper ends of the facts that are not counts of a few."""
ALL_OF_IT = {
    "assessment_done_student_count": "assessment_eligible_student_count",
    "key_place_covered_count": "key_place_count",
    "suspected_case_intervened_count": "suspected_case_count",
    "incident_handled_properly_count": "incident_count_past_year",
    "hazards_closed_count": "hazards_found_count",
}
"""Counts that are mostly as great as another one."""
USUAL = {
    "form_rows_filled_count": 13,
    "safety_facility_defect_count": 0,
    "counselling_room_open_days_per_week": 5,
    "counselling_room_area_sqm": 50,
}
"""Values that most schools have, with the odds of `YES`."""
FIRST_DAY, DAYS = dt.date(2023, 9, 1), 22


def submissions(checklist: checkrules.Checklist, rows: int, seed: int = 1) -> pl.DataFrame:
    """A table of `rows` submissions: one column a fact, typed as the form has it, null where it is not stated."""
    random = np.random.default_rng(seed)
    columns: dict[str, pl.Series] = {}
    for fact in checklist.content.form.facts:
        columns[fact.name] = _column(fact, rows, random, columns)
    table = pl.DataFrame(columns)
    return table.with_columns(
        pl.when(pl.Series(random.random(rows) >= NOT_STATED)).then(name).alias(name)
        for name in table.columns
        if name != "school_name"
    )


def _column(fact: Fact, rows: int, random: np.random.Generator, done: dict[str, pl.Series]) -> pl.Series:
    choices = [choice.value for choice in fact.choices]
    match fact.type:
        case "boolean":
            return pl.Series(random.random(rows) < YES)
        case "integer" if fact.name in ALL_OF_IT:
            whole = done[ALL_OF_IT[fact.name]].to_numpy()
            short = (random.random(rows) < 1 - YES) * random.integers(0, 4, rows)
            return pl.Series(np.maximum(whole - short, 0))
        case "integer" | "number" if fact.name in USUAL:
            top = int(min(60, fact.maximum if fact.maximum is not None else 60))
            drawn = np.where(random.random(rows) < YES, USUAL[fact.name], random.integers(0, top, rows, endpoint=True))
            return pl.Series(drawn if fact.type == "integer" else drawn.astype(float))
        case "integer" | "number":
            top = min(GREAT.get(fact.name, 6), fact.maximum if fact.maximum is not None else 6)
            drawn = random.integers(0, int(top), rows, endpoint=True)
            return pl.Series(drawn if fact.type == "integer" else drawn / 2 if top < 20 else drawn.astype(float))
        case "choice":
            return pl.Series(choices).gather(pl.Series(random.integers(0, len(choices), rows)))
        case "date":
            first = (FIRST_DAY - dt.date(1970, 1, 1)).days
            drawn = first + random.integers(0, DAYS, rows)
            if fact.name == "notice_issued_date":
                on_the_spot = done["inspection_date"].to_physical().to_numpy()
                drawn = np.where(random.random(rows) < YES, on_the_spot, drawn)
            return pl.Series(drawn).cast(pl.Int32).cast(pl.Date)
        case "choices":
            return _lists(choices, rows, random, most=len(choices))
        case "strings":
            return _lists(["甲", "乙", "丙"], rows, random, most=2)
        case "string" if fact.role == "name":
            return pl.Series(np.arange(rows)).cast(pl.String).str.zfill(8) + "号学校"
        case _:
            return pl.Series(["甲县", "乙县", "丙区"]).gather(pl.Series(random.integers(0, 3, rows)))


def _lists(items: list[str], rows: int, random: np.random.Generator, most: int) -> pl.Series:
    """Lists of different items in their order; each item is in with the odds of `YES`, or less where few may be."""
    odds = YES if most == len(items) else most / len(items) * YES
    flags = pl.DataFrame({item: random.random(rows) < odds for item in items})
    picked = flags.select(
        pl.concat_list([pl.when(pl.col(item)).then(pl.lit(item)) for item in items]).list.drop_nulls().list.head(most)
    )
    return picked.to_series()
