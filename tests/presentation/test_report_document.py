"""The JSON shape of reports is what its schema says, and holds the evidence."""

from __future__ import annotations

import datetime as dt
import json
import re

import jsonschema
import pytest

import checkrules
from checkrules.loading.schemas import schema
from checkrules.plugin import bundled, document_of, from_json, to_json
from checkrules.presentation.json_schema import schemas, text_of

from ..kitchen import CANTEEN, EXAMPLE, kitchen

MADE = dt.datetime(2024, 3, 6, 8, 0, tzinfo=dt.UTC)


def document(language: str = "zh") -> dict:
    checklist = kitchen(profile="strict")
    reports = [checklist.evaluate(facts, today=MADE.date()) for facts in (CANTEEN, {}, {**CANTEEN, "cook_count": "x"})]
    (read,) = checkrules.read(EXAMPLE / "canteen.ini", checklist)
    reports.append(checklist.evaluate(read, today=MADE.date()))
    location = checkrules.Location(file="a.docx")
    rejected = (checkrules.Rejection(location=location, reason=checkrules.Text("打不开", "cannot be opened")),)
    return data(checkrules.Reports(reports=tuple(reports), rejected=rejected, made_at=MADE), language)


def data(reports: checkrules.Reports, language: str) -> dict:
    return json.loads(to_json(document_of(reports, language)))


def test_it_is_valid_in_both_languages_and_plain_json() -> None:
    for language in ("zh", "en"):
        made = document(language)
        validator = jsonschema.Draft202012Validator(schema("report-2"), format_checker=jsonschema.FormatChecker())
        assert [error.message for error in validator.iter_errors(made)] == []
    assert not re.search(
        r"[\u4e00-\u9fff]",
        json.dumps([r["message"] for r in document("en")["reports"][0]["results"]], ensure_ascii=False),
    )


def test_it_holds_the_configuration_and_the_evidence() -> None:
    report = document()["reports"][3]
    assert report["checklist"]["profile"] == "strict"
    assert {change["target"] for change in report["checklist"]["changes"]} == {"min_checks", "C1-1", "C1-2"}
    assert {p["name"]: (p["value"], p["changed_by"]) for p in report["checklist"]["parameters"]} == {
        "fridge_max_temperature": (4, None),
        "min_checks": (3, "strict"),
    }
    submission = report["submission"]
    assert submission["sha256"]
    assert submission["reader"] == "ini"
    assert submission["facts"]["cook_count"]["location"].endswith("canteen.ini:kitchen")
    (issue,) = report["issues"]
    assert (issue["rule"], issue["due"], issue["fingerprint"]) == (
        "C1-2",
        "2024-05-04",
        report["results"][0]["fingerprint"],
    )
    for result in report["results"]:
        assert (result["reason"] is None) == (result["outcome"] == "pass")


@pytest.mark.parametrize("name", sorted(schemas()))
def test_the_published_schema_is_the_generated_one(name: str) -> None:
    published = (bundled("schemas") / name).read_text(encoding="utf-8")
    assert published == text_of(schemas()[name]), "run `just schemas`, and read the difference"


def test_keys_of_later_versions_are_ignored() -> None:
    made = document()
    made["new"] = made["reports"][0]["new"] = {"a": 1}
    assert json.loads(to_json(from_json(json.dumps(made)))) == document()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        b"\xff",
        '"\ud800"',
        "[" * 9999,
        '{"schema": "https://checkrules.dev/schemas/report-1.schema.json"}',
    ],
)
def test_what_is_no_report_document_is_refused(text: str | bytes) -> None:
    with pytest.raises(checkrules.ReadError, match="not a report document"):
        from_json(text)


def test_bundled_schemas_are_schemas() -> None:
    for path in sorted(bundled("schemas").glob("*.json")):
        loaded = json.loads(path.read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(loaded)
        assert loaded["$id"].endswith(path.name)


def test_numbers_of_persons_are_masked() -> None:
    checklist = kitchen()
    report = checklist.evaluate({**CANTEEN, "canteen_name": "食堂 13812345678 420704201001011234"})
    text = to_json(document_of(checkrules.Reports(reports=(report,)), "zh"))
    assert "13812345678" not in text
    assert "420704201001011234" not in text
    assert "138******78" in text


def test_half_a_character_is_no_trouble() -> None:
    report = kitchen().evaluate({**CANTEEN, "canteen_name": "食堂\ud800", "x\udc00": 1})
    made = data(checkrules.Reports(reports=(report,)), "zh")
    assert made["reports"][0]["submission"]["subject"] == "食堂?"


def test_a_whole_number_is_written_as_one_however_it_was_stated() -> None:
    for temperature in (4, 4.0):
        report = kitchen().evaluate({**CANTEEN, "fridge_temperature": temperature})
        (made,) = data(checkrules.Reports(reports=(report,)), "en")["reports"]
        assert repr(made["submission"]["facts"]["fridge_temperature"]["value"]) == "4"
