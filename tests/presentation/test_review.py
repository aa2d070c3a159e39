"""What a person is asked: every reading and what undecided rules lack, the gravest first, in words that can be judged."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import attrs
import jsonschema
import pytest

import checkrules
from checkrules import Location, Report, Reports, Reviews, Submission, row_digest
from checkrules.model.readings import Alternative, Doubt, Reading

ROOT = Path(__file__).parents[2]
CASES = sorted((ROOT / "tests" / "data" / "cases").glob("*.json"))
DAY = dt.date(2026, 12, 1)


@pytest.fixture(scope="module")
def checklist() -> checkrules.Checklist:
    return checkrules.load_checklist("mental-health")


def judged(checklist: checkrules.Checklist, narratives: dict[str, str], **facts: object) -> Report:
    stated = {"school_name": "甲小学", "school_stage": "primary", **facts}
    submission = Submission(facts=stated, narratives=narratives, location=Location(file="甲小学.docx"))
    return checklist.evaluate(submission, today=DAY)


def asked(report: Report, language: Any = "zh") -> dict[str, dict[str, Any]]:
    (review,) = Reviews(reports=Reports(reports=(report,))).to_dict(language)["reviews"]
    return {reading["fact"]: reading for reading in review["readings"]}


def with_readings(report: Report, *readings: Reading) -> Report:
    """The report, as if its prose had been read so."""
    report.__dict__["readings"] = readings
    return report


def reading(fact: str, text: str, quote: str, value: Any, status: Any = "candidate", **more: Any) -> Reading:
    start = text.index(quote)
    return Reading(
        fact=fact, task="T10", status=status, value=value, quote=quote, start=start, end=start + len(quote), **more
    )


def test_a_reading_is_asked_with_its_sentence_doubts_and_alternatives(checklist: checkrules.Checklist) -> None:
    text = "校医在岗。疑似学生9名，校医已干预7名。应急预案有。"
    report = judged(checklist, {"T10": text})
    start = text.rindex("校医")
    doubt = Doubt(code="unknown_word", start=start, end=start + 2)
    others = (Alternative(value=9, how="all", start=5, end=11), Alternative(value=7, how="read", start=5, end=11))
    read = reading("suspected_case_intervened_count", text, "已干预7名", 7, doubts=(doubt,), alternatives=others)
    item = asked(with_readings(report, read))["suspected_case_intervened_count"]
    assert (item["before"], item["quote"], item["after"]) == ("疑似学生9名，校医", "已干预7名", "。")
    assert (item["value"], item["text"], item["status"]) == (7, "7人", "candidate")
    assert item["doubts"] == [{"code": "unknown_word", "text": "有不认识的词：校医"}]
    assert item["alternatives"] == [{"value": 9, "how": "all", "text": "9人", "how_text": "全部"}]
    assert item["choices"] == [{"value": 7, "text": "7人"}, {"value": 9, "text": "9人"}]
    assert item["row_digest"] == row_digest(text)
    assert not item["ticked"]
    assert "answer" not in item


@pytest.mark.parametrize(
    ("value", "choices"), [(True, [(True, "是"), (False, "否")]), (False, [(False, "否"), (True, "是")])]
)
def test_the_first_choice_is_what_was_read(checklist: checkrules.Checklist, value: bool, choices: object) -> None:
    text = "应急预案如上。"
    read = reading("emergency_plan_exists", text, "应急预案", value)
    item = asked(with_readings(judged(checklist, {"T10": text}), read))["emergency_plan_exists"]
    assert [(choice["value"], choice["text"]) for choice in item["choices"]] == choices
    assert item["ticked"]


def test_a_sheet_offers_a_few_values_and_the_document_has_all(checklist: checkrules.Checklist) -> None:
    text = "疑似学生如上。"
    others = tuple(Alternative(value=value, how="sum", start=0, end=2) for value in range(1, 30))
    read = reading("suspected_case_count", text, "疑似学生", 0, alternatives=others)
    item = asked(with_readings(judged(checklist, {"T10": text}), read))["suspected_case_count"]
    assert [choice["value"] for choice in item["choices"]] == [*range(8)]
    assert len(item["alternatives"]) == 29


STATUSES = {
    "certain": ([("certain", True, ())], "certain", True),
    "without a doubt": ([("candidate", True, ())], "candidate", True),
    "with a doubt": ([("candidate", True, ("hedge",))], "candidate", False),
    "read twice alike": ([("certain", True, ()), ("candidate", True, ())], "certain", True),
    "read twice alike, once with a doubt": ([("certain", True, ()), ("candidate", True, ("hedge",))], "certain", False),
    "read twice differently": ([("certain", True, ()), ("candidate", False, ())], "conflict", False),
    "a conflict": ([("conflict", True, ())], "conflict", False),
    "a guess": ([("guess", True, ())], "guess", False),
    "named only": ([("mention", None, ())], "mention", False),
    "said to be unknown": ([("unsaid", None, ())], "unsaid", False),
    "named, then read": ([("mention", None, ()), ("certain", False, ())], "certain", True),
}


@pytest.mark.parametrize("case", STATUSES)
def test_only_what_is_clear_is_ticked_beforehand(checklist: checkrules.Checklist, case: str) -> None:
    given, status, ticked = STATUSES[case]
    text = "应急预案如上。"
    readings = [
        reading(
            "emergency_plan_exists",
            text,
            "应急预案",
            value,
            its,
            doubts=tuple(Doubt(code=code, start=0, end=2) for code in doubts),  # type: ignore[arg-type]
        )
        for its, value, doubts in given
    ]
    item = asked(with_readings(judged(checklist, {"T10": text}), *readings))["emergency_plan_exists"]
    assert (item["status"], item["ticked"]) == (status, ticked)
    assert item["value"] == next(
        (value for _, value, _ in sorted(given, key=lambda g: g[0] != status) if value is not None), None
    )


def test_what_may_decide_a_veto_stands_first_then_row_by_row(checklist: checkrules.Checklist) -> None:
    items = [*asked(judged(checklist, {"T10": "疑似学生9名，已干预7名。", "T01": "有领导小组。"})).values()]
    graves = [item["grave"] for item in items]
    assert graves == sorted(graves, reverse=True)
    assert {rule["severity"] for item in items if item["grave"] for rule in item["rules"]} >= {"critical"}
    tasks = [item["task"] for item in items if item["rules"] and not item["grave"] and item["task"].startswith("T")]
    assert tasks == sorted(tasks)
    nothing = [bool(item["rules"]) for item in items]
    assert nothing == sorted(nothing, reverse=True)


def test_what_is_stated_is_not_asked(checklist: checkrules.Checklist) -> None:
    report = judged(checklist, {"T10": "应急预案无。"}, emergency_plan_exists=True, special_meetings_past_year=2)
    assert not {"emergency_plan_exists", "special_meetings_past_year", "school_name"} & {*asked(report)}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_everything_that_decides_an_undecided_rule_is_asked(checklist: checkrules.Checklist, path: Path) -> None:
    """Answered by the truth, a form without a stated fact gives the outcomes of the truth."""
    facts = json.loads(path.read_text(encoding="utf-8"))["facts"]
    truth = checklist.evaluate(facts, today=DAY)
    stated = {"school_name": facts["school_name"]}
    blank = checklist.evaluate(Submission(facts=stated), today=DAY)
    found = {**stated, **{fact: facts.get(fact) for fact in asked(blank)}}
    answered = checklist.evaluate({name: value for name, value in found.items() if value is not None}, today=DAY)
    assert len([code for code in blank.outcomes.values() if code == "unknown"]) > 50
    assert dict(answered.outcomes) == dict(truth.outcomes)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_document_is_as_its_schema_says(checklist: checkrules.Checklist, language: Any) -> None:
    report = judged(checklist, {"T10": "疑似学生9名，已干预7名。应急预案有。"})
    document = Reviews(reports=Reports(reports=(report,))).to_dict(language)
    schema = json.loads((ROOT / "schemas" / "review-1.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(document)
    assert document["checklist"]["id"] == "mental-health"
    for item in document["reviews"][0]["readings"]:
        assert item["title"]
        assert item["expected"]
        assert item["value"] is None or item["choices"][0]["value"] == item["value"]


def test_numbers_of_persons_are_masked_and_names_flagged(checklist: checkrules.Checklist) -> None:
    text = "心理老师王芳（13812345678）对学生王小明的自伤行为开展干预，疑似学生9名。"
    report = judged(checklist, {"T10": text}, school_name="甲小学13812345678")
    read = reading("suspected_case_count", text, "疑似学生9名", 9)
    document = Reviews(reports=Reports(reports=(with_readings(report, read),))).to_json()
    assert "13812345678" not in document
    item = asked(report)["suspected_case_count"]
    assert "138******78" in item["before"]
    assert item["before"] + item["quote"] + item["after"] == text.replace("13812345678", "138******78")
    assert item["flagged"] == ["personal_name"]
    assert item["flagged_text"] == "疑似人名"


def test_a_long_sentence_is_shown_around_the_quote(checklist: checkrules.Checklist) -> None:
    text = "，".join(["开展活动"] * 100) + "，应急预案有，" + "，".join(["开展活动"] * 100)
    read = reading("emergency_plan_exists", text, "应急预案有", True)
    item = asked(with_readings(judged(checklist, {"T10": text}), read))["emergency_plan_exists"]
    assert item["before"].startswith("…")
    assert item["after"].endswith("…")
    assert len(item["before"]) < 130
    assert text[item["start"] : item["end"]] == item["quote"]


def test_no_reading_counts_whatever_the_checklist_accepts(checklist: checkrules.Checklist, tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    record = {"school_name": "甲小学", "narratives": {"T10": "应急预案有。"}}
    file.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    loose = attrs.evolve(checklist, content=attrs.evolve(checklist.content, accept="all"))
    reviews = checkrules.review(file, loose)
    assert "emergency_plan_exists" in {item["fact"] for item in reviews.to_dict()["reviews"][0]["readings"]}
