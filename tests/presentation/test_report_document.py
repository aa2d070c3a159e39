"""The JSON shape of reports is what its schema says, and holds the evidence."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Sequence

import jsonschema
import pytest
from msgspec import to_builtins

import checkrules
from checkrules.loading.schemas import schema
from checkrules.plugin import Language, bundled, document_of, from_json, to_json, view_of
from checkrules.presentation.json_schema import schemas, text_of

from .. import sample_reports
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


@pytest.mark.parametrize("reports", [sample_reports.waiting, sample_reports.decided], ids=lambda made: made.__name__)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_waits_to_be_confirmed_has_its_shape(
    reports: Callable[[], checkrules.Reports], language: Language
) -> None:
    made = data(reports(), language)
    validator = jsonschema.Draft202012Validator(schema("report-2"), format_checker=jsonschema.FormatChecker())
    assert [error.message for error in validator.iter_errors(made)] == []
    submission = made["reports"][0]["submission"]
    assert len(submission["readings"]) == 4
    for reading in submission["readings"]:
        assert submission["narratives"][reading["task"]][reading["start"] : reading["end"]] == reading["quote"]


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


@pytest.mark.parametrize("language", ["zh", "en"])
def test_one_report_is_a_document_with_one_report(language: str) -> None:
    report = kitchen(profile="strict").evaluate(CANTEEN, today=MADE.date())
    made = report.to_dict(language)
    assert made["reports"] == data(checkrules.Reports(reports=(report,)), language)["reports"]
    assert made["language"] == language
    for text in (report.to_json(language), report.to_json(language).encode()):
        assert "\n" not in str(text)
        assert to_builtins(checkrules.from_json(text))["reports"] == made["reports"]


def test_reports_keep_what_was_rejected() -> None:
    location = checkrules.Location(file="a.docx")
    rejected = (checkrules.Rejection(location=location, reason=checkrules.Text("打不开", "cannot be opened")),)
    reports = checkrules.Reports(reports=(), rejected=rejected, made_at=MADE)
    assert reports.to_dict("en")["rejected"] == [
        {"source": "a.docx", "reason": "cannot be opened", "hint": None, "code": "unreadable"}
    ]
    assert json.loads(reports.to_json("en")) == data(reports, "en")


@pytest.mark.parametrize(
    "include",
    [(), *((key,) for key in checkrules.REPORT_KEYS), ("issues", "score"), "score", ["remarks", "results"]],
    ids=str,
)
def test_keys_that_are_left_out_are_absent_and_the_rest_is_the_same(include: str | Sequence[str]) -> None:
    wanted = {include} if isinstance(include, str) else {*include}
    report = kitchen(profile="strict").evaluate({**CANTEEN, "cook_count": 2, "none": 1}, today=MADE.date())
    (whole,) = report.to_dict("en")["reports"]
    made = report.to_dict("en", include=include)
    assert made["reports"] == [{key: value for key, value in whole.items() if key in wanted}]
    validator = jsonschema.Draft202012Validator(schema("report-2"), format_checker=jsonschema.FormatChecker())
    assert [error.message for error in validator.iter_errors(made)] == []
    assert to_builtins(checkrules.from_json(report.to_json("en", include=include)))["reports"] == made["reports"]


def test_what_is_left_out_is_not_computed() -> None:
    report = kitchen().evaluate({**CANTEEN, "cook_count": 2}, today=MADE.date())
    kind, traced = type(report.compiled), []
    steps = kind.steps
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            kind, "steps", lambda self, index, environment: traced.append(index) or steps(self, index, environment)
        )
        report.to_dict("en", include=("checklist", "score", "sections"))
        assert traced == []
        report.to_dict("en", include=("issues",))
        assert len(traced) == len(report.issues) > 0


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        ({"include": ("isues",)}, "a report has no key 'isues'", "did you mean 'issues'?"),
        ({"include": "result"}, "a report has no key 'result'", "did you mean 'results'?"),
        ({"include": (1,)}, "a report has no key '1'", None),
        ({"include": None}, "`include` takes names of keys, not NoneType", None),
        ({"language": "de"}, "there is no language 'de'", None),
        ({"language": None}, "there is no language None", None),
        ({"language": "EN"}, "there is no language 'EN'", None),
    ],
    ids=str,
)
def test_a_wrong_argument_is_one_error(arguments: dict, message: str, hint: str | None) -> None:
    report = kitchen().evaluate(CANTEEN)
    for method in (report.to_dict, report.to_json, checkrules.Reports(reports=(report,)).to_json):
        with pytest.raises(checkrules.UsageError) as caught:
            method(**arguments)
        assert message in caught.value.problem.en
        assert (caught.value.hint.en if caught.value.hint else None) == hint


def test_a_page_needs_all_keys() -> None:
    made = kitchen().evaluate(CANTEEN).to_json("en", include=("score",))
    with pytest.raises(checkrules.UsageError, match="made without 'checklist'"):
        view_of(checkrules.from_json(made))


def test_a_result_by_the_id_of_its_rule() -> None:
    report = kitchen().evaluate(CANTEEN)
    for result in report.results:
        assert report.result(result.rule.id) == result
    for wrong, hint in (("C1-11", "did you mean 'C1-1'?"), (0, None), (None, None), ([], None)):
        with pytest.raises(checkrules.UsageError, match="there is no rule") as caught:
            report.result(wrong)
        assert (caught.value.hint.en if caught.value.hint else None) == hint


@pytest.mark.parametrize("name", sorted(schemas()))
def test_the_published_schema_is_the_generated_one(name: str) -> None:
    published = (bundled("schemas") / name).read_text(encoding="utf-8")
    assert published == text_of(schemas()[name]), "run `just schemas`, and read the difference"


def test_keys_of_later_versions_are_ignored() -> None:
    made = document()
    made["new"] = made["reports"][0]["new"] = {"a": 1}
    assert json.loads(to_json(from_json(json.dumps(made)))) == document()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_codes_of_later_versions_are_read_shown_and_compared(language: str) -> None:
    report = kitchen().evaluate({"canteen_name": "甲"}, today=MADE.date())
    made = report.to_dict(language)
    (data,) = made["reports"]
    unknown = next(result for result in data["results"] if result["outcome"] == "unknown")
    unknown["reason"] = data["score"]["no_grade_because"] = "told_later"
    data["checklist"]["parameters"][0]["basis"] = data["submission"]["facts"]["canteen_name"]["origin"] = "told_later"
    read = checkrules.from_json(json.dumps(made))
    assert to_builtins(read)["reports"] == made["reports"]
    (view,) = view_of(read).reports
    assert view.score.grade == "told_later"
    assert any("told_later" in group.reasons for group in view.undecided)
    assert not checkrules.compare(read, report, today=MADE.date()).of("new", "repaired", "regressed")


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


def test_as_many_numbers_as_a_request_can_hold_are_masked() -> None:
    report = kitchen().evaluate({**CANTEEN, "canteen_name": "13812345678 420704201001011234 " * 30_000})
    subject = data(checkrules.Reports(reports=(report,)), "zh")["reports"][0]["submission"]["subject"]
    assert "13812345678" not in subject
    assert "420704201001011234" not in subject
    assert subject.count("138******78") == 30_000


def test_half_a_character_is_no_trouble() -> None:
    report = kitchen().evaluate({**CANTEEN, "canteen_name": "食堂\ud800", "x\udc00": 1})
    made = data(checkrules.Reports(reports=(report,)), "zh")
    assert made["reports"][0]["submission"]["subject"] == "食堂?"


def test_a_whole_number_is_written_as_one_however_it_was_stated() -> None:
    for temperature in (4, 4.0):
        report = kitchen().evaluate({**CANTEEN, "fridge_temperature": temperature})
        (made,) = data(checkrules.Reports(reports=(report,)), "en")["reports"]
        assert repr(made["submission"]["facts"]["fridge_temperature"]["value"]) == "4"
