"""Readings in the report document: all that a program needs to show them and to have them confirmed, and no number of a person."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import msgspec
import pytest

import checkrules
from checkrules.model.readings import Alternative, Doubt, Reading
from checkrules.model.submission import Origin, Submission

CHECKLIST = checkrules.load_checklist("mental-health")
TEXT = "学校有专职心理教师0名，兼职3名，电话13800138000。"
READ = Reading(
    fact="fulltime_mh_teacher_count",
    task="T09",
    status="candidate",
    value=0,
    quote=TEXT[2:11],
    start=2,
    end=11,
    doubts=(Doubt(code="second_figure", start=12, end=16),),
    alternatives=(Alternative(value=3, how="sum", start=2, end=16),),
)
CUT = Reading(
    fact="parttime_mh_teacher_count", task="T09", status="guess", value=3, quote=TEXT[14:24], start=14, end=24
)


def report(facts: dict[str, object], readings: tuple[Reading, ...], **more: Any) -> checkrules.Report:
    submission = Submission(facts=facts, narratives={"T09": TEXT}, **more)
    made = CHECKLIST.evaluate(submission)
    record = made.compiled.record_type.of(dict(submission.facts))
    return checkrules.Report(made.compiled, made.period, submission, record, made.computed_codes, made.today, readings)


LARGE: dict[str, object] = {"school_stage": "primary", "student_count": 1200}


def test_a_reading_has_its_words_value_doubts_and_alternatives() -> None:
    (data,) = report(LARGE, (READ,)).to_dict()["reports"]
    (reading,) = data["submission"]["readings"]
    assert reading == {
        "fact": "fulltime_mh_teacher_count",
        "title": "专职心理健康教师数",
        "task": "T09",
        "status": "candidate",
        "value": 0,
        "text": "0名",
        "quote": "有专职心理教师0名",
        "start": 2,
        "end": 11,
        "doubts": [
            {
                "code": "second_figure",
                "text": data["submission"]["readings"][0]["doubts"][0]["text"],
                "start": 12,
                "end": 16,
            }
        ],
        "alternatives": [{"value": 3, "text": "3名", "how": "sum", "start": 2, "end": 16}],
    }
    assert reading["doubts"][0]["text"]
    assert data["submission"]["narratives"]["T09"][reading["start"] : reading["end"]] == reading["quote"]


def test_results_score_and_issues_say_what_readings_would_decide() -> None:
    (data,) = report(LARGE, (READ,)).to_dict()["reports"]
    results = {result["rule"]: result for result in data["results"]}
    assert (results["T09-1"]["outcome"], results["T09-1"]["provisional"]) == ("unknown", "fail")
    assert "provisional" not in results["T01-1"]
    assert data["issues"] == []
    (issue,) = data["provisional_issues"]
    assert (issue["rule"], issue["readings"]) == ("T09-1", data["submission"]["readings"])
    score = data["score"]
    assert (score["score"], score["counts"]["fail"]) == (None, 0)
    assert (score["provisional"]["score"], score["provisional"]["counts"]["fail"]) == (0, 1)
    sections = {section["section"]: section for section in data["sections"]}
    assert [name for name, section in sections.items() if "provisional" in section] == [results["T09-1"]["section"]]


def test_decided_leaves_out_what_readings_would_decide_and_says_so() -> None:
    made = report(LARGE, (READ,))
    everything = checkrules.Reports(reports=(made,)).to_dict()
    decided = checkrules.Reports(reports=(made,), decided=True).to_dict()
    assert (everything["decided"], decided["decided"]) == (False, True)
    (data,) = decided["reports"]
    assert "provisional_issues" not in data
    assert "provisional" not in data["score"]
    assert all("provisional" not in item for item in (*data["results"], *data["sections"]))
    for part in ("results", "issues", "score", "sections"):
        assert without(data[part]) == without(everything["reports"][0][part])
    small = checkrules.Reports(reports=(made,), decided=True).to_dict(include=("issues",))
    assert small["reports"] == [{"issues": []}]


def without(part: Any) -> Any:
    """The same without what is provisional."""
    if isinstance(part, list):
        return [without(item) for item in part]
    return {key: value for key, value in part.items() if key != "provisional"}


def test_nothing_is_provisional_without_readings() -> None:
    (data,) = report(LARGE, ()).to_dict()["reports"]
    assert (data["submission"]["readings"], data["provisional_issues"]) == ([], [])
    assert "provisional" not in data["score"]


def test_no_part_of_a_number_leaves_with_a_quote_that_cuts_it() -> None:
    made = report(LARGE, (CUT,))
    quote = made.to_dict()["reports"][0]["submission"]["readings"][0]["quote"]
    assert quote == "3名，电话138**"
    origin = Origin(kind="prose", task="T09", start=14, end=24, quote=CUT.quote)
    stated = report({**LARGE, "parttime_mh_teacher_count": 3}, (), origins={"parttime_mh_teacher_count": origin})
    assert stated.to_dict()["reports"][0]["submission"]["facts"]["parttime_mh_teacher_count"]["quote"] == quote


def test_what_a_person_confirmed_says_who_and_when() -> None:
    by = Origin(kind="confirmed", by="督学甲", on=dt.date(2023, 9, 14))
    made = report(
        {**LARGE, "fulltime_mh_teacher_count": 1},
        (),
        origins={"fulltime_mh_teacher_count": by},
        not_stated={"parttime_mh_teacher_count": by},
    )
    (data,) = made.to_dict("en")["reports"]
    fact = data["submission"]["facts"]["fulltime_mh_teacher_count"]
    assert (fact["origin"], fact["confirmed_by"], fact["confirmed_on"]) == ("confirmed", "督学甲", "2023-09-14")
    assert data["submission"]["not_stated"] == {
        "parttime_mh_teacher_count": {
            "title": "Part-time mental-health teachers",
            "confirmed_by": "督学甲",
            "confirmed_on": "2023-09-14",
        }
    }


def test_a_document_of_an_earlier_version_is_read() -> None:
    made = attrs.evolve(checkrules.Reports(reports=(report(LARGE, (READ,)),)), decided=True)
    data = made.to_dict()
    del data["decided"], data["reports"][0]["checklist"]["accept"]
    for key in ("readings", "not_stated"):
        del data["reports"][0]["submission"][key]
    taken_up = checkrules.from_json(msgspec.json.encode(data))
    assert not taken_up.decided
    checklist = taken_up.reports[0].checklist
    assert checklist
    assert checklist.accept == "none"


@pytest.mark.parametrize("accept", ["none", "certain", "all"])
def test_the_report_records_what_was_accepted(accept: Any) -> None:
    made = checkrules.load_checklist("mental-health", accept=accept).evaluate(LARGE)
    assert made.to_dict(include=("checklist",))["reports"][0]["checklist"]["accept"] == accept
