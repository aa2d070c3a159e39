"""What people answer about prose counts while the text is the same; what is wrong with an answer is told and costs no other."""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import checkrules
from checkrules import Reports, ReviewDocument, row_digest
from checkrules.reading.confirmations import confirmations_of, with_answers

TEXT = "疑似学生9名，已干预7名。应急预案有。"
DAY = dt.date(2026, 12, 1)


@pytest.fixture(scope="module")
def checklist() -> checkrules.Checklist:
    return checkrules.load_checklist("mental-health")


@pytest.fixture
def school(tmp_path: Path) -> Path:
    return written(tmp_path / "甲小学.json")


def written(file: Path, text: str = TEXT, name: str = "甲小学", **facts: object) -> Path:
    record = {"school_name": name, "school_stage": "primary", **facts, "narratives": {"T10": text}}
    file.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    return file


def answer(fact: str, value: object, text: str = TEXT, task: str = "T10") -> dict[str, object]:
    return {"fact": fact, "task": task, "row_digest": row_digest(text), "answer": value}


def sheet(folder: Path, *answers: dict[str, object], name: str = "answers.json", **review: object) -> Path:
    made = {"subject": "甲小学", "confirmed_by": "督学甲", "confirmed_on": "2026-12-01", **review, "readings": answers}
    file = folder / name
    file.write_text(json.dumps({"reviews": [made]}, ensure_ascii=False), encoding="utf-8")
    return file


def checked(checklist: checkrules.Checklist, school: Path, *sheets: Path) -> Reports:
    return checkrules.check(school, checklist, confirmed=sheets, today=DAY)


def codes(reports: Reports) -> list[str]:
    return [remark.code for remark in (*reports.remarks, *reports.reports[0].remarks)]


def test_an_answer_decides_with_who_and_when(checklist: checkrules.Checklist, school: Path, tmp_path: Path) -> None:
    before = checked(checklist, school).reports[0]
    assert before.outcomes["T10-3"] == before.outcomes["T10-4"] == "unknown"
    answers = sheet(
        tmp_path,
        answer("suspected_case_count", 9),
        answer("suspected_case_intervened_count", 7),
        answer("emergency_plan_exists", True),
    )
    (report,) = checked(checklist, school, answers).reports
    assert (report.outcomes["T10-3"], report.outcomes["T10-4"]) == ("fail", "pass")
    origin = report.submission.origins["suspected_case_count"]
    assert (origin.kind, origin.by, origin.on, origin.task) == ("confirmed", "督学甲", DAY, "T10")
    assert str(origin.location).startswith(str(answers))


@pytest.mark.parametrize(
    ("fact", "said", "value"),
    [
        ("suspected_case_count", "九名", 9),
        ("suspected_case_count", "９人", 9),
        ("suspected_case_count", "无", 0),
        ("emergency_plan_exists", "有", True),
        ("emergency_plan_exists", "否", False),
        ("school_room_areas", None, None),
        ("emergency_plan_exists", "没说", None),
        ("emergency_plan_exists", " Not said ", None),
        ("suspected_case_count", None, None),
    ],
)
def test_answers_are_typed_as_everywhere(
    checklist: checkrules.Checklist, school: Path, tmp_path: Path, fact: str, said: object, value: object
) -> None:
    if fact == "school_room_areas":
        fact = next(fact.name for fact in checklist.content.form.facts if fact.type == "choices")
    (report,) = checked(checklist, school, sheet(tmp_path, answer(fact, said))).reports
    assert report.submission.facts.get(fact) == value
    assert (fact in report.submission.not_stated) == (value is None)
    assert fact not in {reading.fact for reading in report.readings} or value is not None


Mistake = Callable[[Path], Path]
MISTAKES: dict[str, tuple[Mistake, str, str]] = {
    "no name": (
        lambda folder: sheet(folder, answer("emergency_plan_exists", True), confirmed_by=" "),
        "confirmation_unsigned",
        "“甲小学”的 1 项答复未采用：没有填确认人",
    ),
    "no date": (
        lambda folder: sheet(folder, answer("emergency_plan_exists", True), confirmed_on=None),
        "confirmation_unsigned",
        "没有填确认日期",
    ),
    "neither": (
        lambda folder: sheet(folder, answer("emergency_plan_exists", True), confirmed_by=None, confirmed_on=None),
        "confirmation_unsigned",
        "没有填确认人、确认日期",
    ),
    "no year": (
        lambda folder: sheet(folder, answer("emergency_plan_exists", True), confirmed_on="12月1日"),
        "confirmation_unsigned",
        "“确认日期”填的是“12月1日”",
    ),
    "changed row": (
        lambda folder: sheet(folder, answer("emergency_plan_exists", True, text="没有预案。")),
        "answer_outdated",
        "“T10 危机干预处置”一行的文字在确认之后改过：对“心理危机/突发事件应急预案”的答复不再采用",
    ),
    "unknown fact": (
        lambda folder: sheet(folder, answer("emergency_plan_exist", True)),
        "unknown_fact",
        "是否想写“emergency_plan_exists”",
    ),
    "a value that does not fit": (
        lambda folder: sheet(folder, answer("emergency_plan_exists", "三个")),
        "invalid_value",
        "“心理危机/突发事件应急预案”填的是“三个”，应为是或否",
    ),
    "a number for yes or no": (
        lambda folder: sheet(folder, answer("emergency_plan_exists", 3)),
        "invalid_value",
        "应为是或否",
    ),
    "an object": (
        lambda folder: sheet(folder, answer("emergency_plan_exists", {"a": [{}]})),
        "invalid_value",
        "应为是或否",
    ),
    "another subject": (
        lambda folder: sheet(folder, answer("emergency_plan_exists", True), subject="甲小学校"),
        "confirmation_unmatched",
        "这次的文件里没有答复所指的“甲小学校”，对它的 1 项答复未采用；最相近的是“甲小学”",
    ),
    "answered twice": (
        lambda folder: sheet(folder, answer("emergency_plan_exists", True), answer("emergency_plan_exists", "没说")),
        "answers_differ",
        "对“心理危机/突发事件应急预案”有不同的答复（是、没说），都未采用",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_what_is_wrong_is_told_and_decides_nothing(
    checklist: checkrules.Checklist, school: Path, tmp_path: Path, mistake: str
) -> None:
    make, code, words = MISTAKES[mistake]
    reports = checked(checklist, school, make(tmp_path))
    assert reports.reports[0].outcomes == checked(checklist, school).reports[0].outcomes
    told = [remark for remark in (*reports.remarks, *reports.reports[0].remarks) if remark.code == code]
    assert len(told) == 1
    assert words in told[0].message.zh
    assert str(told[0].location).startswith(str(tmp_path / "answers.json"))


def test_a_changed_row_costs_no_other_answer(checklist: checkrules.Checklist, school: Path, tmp_path: Path) -> None:
    answers = sheet(
        tmp_path, answer("emergency_plan_exists", True, text="改过"), answer("suspected_case_count", 0), answer("x", 1)
    )
    reports = checked(checklist, school, answers)
    assert reports.reports[0].facts["suspected_case_count"] == 0
    assert "emergency_plan_exists" not in reports.reports[0].facts
    assert {"answer_outdated", "unknown_fact"} <= {*codes(reports)}


def test_blanks_do_not_change_a_row(checklist: checkrules.Checklist, tmp_path: Path) -> None:
    school = written(tmp_path / "a.json", "疑似学生9名， 已干预7名。\n应急预案有。 ")
    reports = checked(checklist, school, sheet(tmp_path, answer("emergency_plan_exists", True)))
    assert reports.reports[0].outcomes["T10-4"] == "pass"


def test_two_sheets_that_differ_decide_nothing(checklist: checkrules.Checklist, school: Path, tmp_path: Path) -> None:
    one = sheet(tmp_path, answer("emergency_plan_exists", True))
    other = sheet(tmp_path, answer("emergency_plan_exists", False), name="b.json", confirmed_by="督学乙")
    same = sheet(tmp_path, answer("emergency_plan_exists", "有"), name="c.json", confirmed_on="2026年12月2日")
    differing = checked(checklist, school, one, other)
    assert differing.reports[0].outcomes["T10-4"] == "unknown"
    assert "answers_differ" in codes(differing)
    agreeing = checked(checklist, school, one, same)
    assert agreeing.reports[0].outcomes["T10-4"] == "pass"
    assert agreeing.reports[0].submission.origins["emergency_plan_exists"].on == dt.date(2026, 12, 2)


def test_what_is_filled_in_is_kept(checklist: checkrules.Checklist, tmp_path: Path) -> None:
    school = written(tmp_path / "a.json", emergency_plan_exists=False)
    reports = checked(checklist, school, sheet(tmp_path, answer("emergency_plan_exists", True)))
    assert reports.reports[0].outcomes["T10-4"] == "fail"
    assert "sources_disagree" in codes(reports)


def test_an_answer_stands_in_for_a_field_that_does_not_fit(checklist: checkrules.Checklist, tmp_path: Path) -> None:
    school = written(tmp_path / "a.json", emergency_plan_exists="大概")
    reports = checked(checklist, school, sheet(tmp_path, answer("emergency_plan_exists", True)))
    assert reports.reports[0].outcomes["T10-4"] == "pass"
    told = [remark for remark in reports.reports[0].remarks if remark.code == "sources_disagree"]
    assert "大概" in told[0].message.zh


@pytest.mark.parametrize("accept", ["certain", "all"])
def test_an_answer_wins_over_a_reading_that_would_be_accepted(school: Path, tmp_path: Path, accept: Any) -> None:
    loose = checkrules.load_checklist("mental-health", accept=accept)
    answers = sheet(tmp_path, answer("emergency_plan_exists", False), answer("suspected_case_count", None))
    (report,) = checked(loose, school, answers).reports
    assert report.outcomes["T10-4"] == "fail"
    assert report.facts.get("suspected_case_count") is None


def test_two_schools_of_one_name_get_the_answers_about_their_files(
    checklist: checkrules.Checklist, tmp_path: Path
) -> None:
    folder = tmp_path / "forms"
    folder.mkdir()
    written(folder / "1.json", "应急预案有。")
    written(folder / "2.json", "应急预案无。")
    made = checkrules.review(folder, checklist).to_dict()
    said = {"1.json": (True, 5), "2.json": (False, 0)}
    for review in made["reviews"]:
        plan, lessons = said[Path(review["source"]).name]
        review |= {"confirmed_by": "督学甲", "confirmed_on": "2026-12-01"}
        for reading in review["readings"]:
            if reading["fact"] == "emergency_plan_exists":
                reading["answer"] = plan
            if reading["fact"] == "special_meetings_past_year":
                assert (reading["status"], reading["quote"], reading["value"]) == ("unread", "", None)
                reading["answer"] = lessons
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
    reports = checked(checklist, folder, answers)
    found = [(r.facts["emergency_plan_exists"], r.facts["special_meetings_past_year"]) for r in reports.reports]
    assert found == [(True, 5), (False, 0)]
    assert not {"answers_differ", "confirmation_unmatched"} & {*codes(reports)}
    moved = tmp_path / "moved"
    folder.rename(moved)
    assert [r.outcomes for r in checked(checklist, moved, answers).reports] == [r.outcomes for r in reports.reports]


def reviewed_twice(folder: Path, checklist: checkrules.Checklist) -> Path:
    """Two schools of one name in a folder, and a sheet in which a fact of an empty row is answered for the first one."""
    folder.mkdir()
    written(folder / "1.json", "应急预案有。")
    written(folder / "2.json", "应急预案无。")
    made = checkrules.review(folder, checklist).to_dict()
    for number, review in enumerate(made["reviews"]):
        review |= {"confirmed_by": "督学甲", "confirmed_on": "2026-12-01"}
        for reading in review["readings"]:
            if reading["fact"] == "emergency_plan_exists":
                reading["answer"] = reading["value"]
            if reading["fact"] == "special_meetings_past_year" and not number:
                reading["answer"] = 3
    answers = folder.parent / "answers.json"
    answers.write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
    return answers


def test_an_answer_about_an_empty_row_of_one_of_two_is_about_no_other(
    checklist: checkrules.Checklist, tmp_path: Path
) -> None:
    answers = reviewed_twice(tmp_path / "forms", checklist)
    packed = tmp_path / "forms.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for file in sorted((tmp_path / "forms").iterdir()):
            archive.write(file, file.name)
    for place in (tmp_path / "forms", packed):
        reports = checked(checklist, place, answers)
        assert [r.facts.get("special_meetings_past_year") for r in reports.reports] == [3, None]
        assert [r.outcomes["T10-4"] for r in reports.reports] == ["pass", "fail"]
        assert "confirmation_unmatched" not in codes(reports)
    for number in "12":
        (tmp_path / "forms" / f"{number}.json").rename(tmp_path / "forms" / f"new-{number}.json")
    reports = checked(checklist, tmp_path / "forms", answers)  # the same bytes
    assert [r.facts.get("special_meetings_past_year") for r in reports.reports] == [3, None]
    for number in "12":
        file = tmp_path / "forms" / f"new-{number}.json"
        file.write_bytes(file.read_bytes() + b"\n")
    reports = checked(checklist, tmp_path / "forms", answers)  # which is which nobody knows
    assert [r.facts.get("special_meetings_past_year") for r in reports.reports] == [None, None]
    assert [r.outcomes["T10-4"] for r in reports.reports] == ["pass", "fail"]
    (told,) = [remark for remark in reports.remarks if remark.code == "confirmation_unmatched"]
    assert "1 项答复未采用" in told.message.zh


def test_an_answer_about_one_file_is_about_no_namesake_that_nobody_answered_for(
    checklist: checkrules.Checklist, tmp_path: Path
) -> None:
    for area in "甲乙":
        (tmp_path / "forms" / area).mkdir(parents=True)
        written(tmp_path / "forms" / area / "1.json", "应急预案有。", district=area)
    made = checkrules.review(tmp_path / "forms", checklist).to_dict()
    made["reviews"][0] |= {"confirmed_by": "督学甲", "confirmed_on": "2026-12-01"}
    for reading in made["reviews"][0]["readings"]:
        if reading["fact"] in ("emergency_plan_exists", "special_meetings_past_year"):
            reading["answer"] = True if reading["fact"] == "emergency_plan_exists" else 3
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
    reports = checked(checklist, tmp_path / "forms", answers)
    names = ("emergency_plan_exists", "special_meetings_past_year")
    assert [[r.facts.get(name) for name in names] for r in reports.reports] == [[True, 3], [None, None]]


@pytest.mark.parametrize(("day", "outcome"), [("2023-09-12", "pass"), ("2024-09-12", "unknown"), (None, "pass")])
def test_an_answer_is_about_one_inspection(
    checklist: checkrules.Checklist, tmp_path: Path, day: str | None, outcome: str
) -> None:
    school = written(tmp_path / "a.json", inspection_date=day)
    answers = sheet(tmp_path, answer("emergency_plan_exists", True), inspected_on="2023-09-12")
    reports = checked(checklist, school, answers)
    assert reports.reports[0].outcomes["T10-4"] == outcome
    assert ("confirmation_unmatched" in codes(reports)) == (outcome == "unknown")


@pytest.mark.parametrize(("changed", "value"), [("T09", None), ("T08", 2)])
def test_an_answer_about_several_rows_holds_while_all_are_the_same(
    checklist: checkrules.Checklist, tmp_path: Path, changed: str, value: int | None
) -> None:
    narratives = {"T08": "培训照常。", "T09": "专职教师2名。", "T10": "另有专职教师3名。"}
    digest = row_digest(narratives["T09"] + narratives["T10"])
    said = {
        "fact": "fulltime_mh_teacher_count",
        "task": "T09",
        "rows": ["T09", "T10"],
        "row_digest": digest,
        "answer": 2,
    }
    school = tmp_path / "a.json"
    record = {"school_name": "甲小学", "narratives": narratives | {changed: "改过。"}}
    school.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    reports = checked(checklist, school, sheet(tmp_path, said))
    assert reports.reports[0].facts.get("fulltime_mh_teacher_count") == value
    assert ("answer_outdated" in codes(reports)) == (value is None)


def test_an_answer_about_a_task_that_is_not_there_is_told(
    checklist: checkrules.Checklist, school: Path, tmp_path: Path
) -> None:
    reports = checked(checklist, school, sheet(tmp_path, answer("emergency_plan_exists", True, "", "T99")))
    assert reports.reports[0].outcomes["T10-4"] == "unknown"
    assert "unknown_task" in codes(reports)


def test_an_answer_about_another_file_is_told(checklist: checkrules.Checklist, tmp_path: Path) -> None:
    answers = sheet(tmp_path, answer("emergency_plan_exists", True), source="old/1.json")
    folder = tmp_path / "forms"
    folder.mkdir()
    written(folder / "1.json", name="乙小学")
    written(folder / "2.json")
    reports = checked(checklist, folder, answers)
    assert [r.outcomes["T10-4"] for r in reports.reports] == ["unknown", "unknown"]
    assert "confirmation_unmatched" in codes(reports)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "空"),
        ("{", ""),
        ("[]", "不是确认单"),
        ('{"reviews": 1}', "不是确认单：$.reviews 处不符"),
        ('{"reviews": [{"subject": "a"}]}', "不是确认单"),
        ('{"reviews": [{"subject": "a", "subject": "b", "readings": []}]}', "subject"),
        ('{"schema": "x", "reviews": []}', "不是这一版本的确认单"),
        ('{"checklist": {"id": "kitchen"}, "reviews": []}', "这是另一份检查清单（kitchen）的确认单"),
        ('{"schema": "https://checkrules.dev/schemas/report-2.schema.json", "reports": []}', "不是确认单"),
    ],
)
def test_what_is_no_sheet_is_refused(
    checklist: checkrules.Checklist, school: Path, tmp_path: Path, text: str, problem: str
) -> None:
    file = tmp_path / "answers.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(checkrules.ReadError) as caught:
        checked(checklist, school, file)
    assert problem in caught.value.problem.zh
    assert caught.value.location is not None
    assert caught.value.location.file == str(file)


def test_a_sheet_among_the_files_is_not_judged(checklist: checkrules.Checklist, school: Path, tmp_path: Path) -> None:
    answers = sheet(tmp_path, answer("emergency_plan_exists", True))
    reports = checked(checklist, tmp_path, answers)
    assert [report.subject for report in reports.reports] == ["甲小学"]
    assert not reports.rejected


def test_confirmations_are_loaded_for_a_pipeline_of_ones_own(
    checklist: checkrules.Checklist, school: Path, tmp_path: Path
) -> None:
    loaded = checkrules.load_confirmations(sheet(tmp_path, answer("emergency_plan_exists", True)), checklist)
    (submission,) = checkrules.read(school, checklist, confirmed=loaded)
    assert checkrules.check(school, checklist, confirmed=loaded).reports[0].outcomes["T10-4"] == "pass"
    assert isinstance(submission, checkrules.Submission)
    assert submission.facts["emergency_plan_exists"] is True
    with pytest.raises(checkrules.UsageError, match="load_confirmations"):
        list(checkrules.read(school, checklist, confirmed="answers.json"))  # type: ignore[arg-type]


CHECKLIST = checkrules.load_checklist("mental-health")
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["没说", "无", "1e999"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(
    answers=st.lists(
        st.tuples(st.sampled_from([*(fact.name for fact in CHECKLIST.content.form.facts), "", "x"]), VALUES), max_size=6
    ),
    by=st.none() | st.text(max_size=5),
    on=st.none() | st.text(max_size=12) | st.just("2026-12-01"),
    subject=st.sampled_from(["甲小学", "", "乙", "甲 小学"]),
)
def test_no_answer_is_lost_and_none_is_a_crash(
    answers: list[tuple[str, object]], by: str | None, on: str | None, subject: str
) -> None:
    """Whatever is answered is a fact, not stated, or told."""
    readings = [
        {"fact": fact, "task": "T10", "row_digest": row_digest(TEXT), "answer": value} for fact, value in answers
    ]
    review = {"subject": subject, "confirmed_by": by, "confirmed_on": on, "readings": readings}
    document = msgspec.convert({"reviews": [review]}, ReviewDocument)
    confirmations = confirmations_of(document, CHECKLIST.content, "answers.json")
    submission = checkrules.Submission(facts={"school_name": "甲小学"}, narratives={"T10": TEXT})
    after = with_answers(submission, CHECKLIST.content, confirmations)
    CHECKLIST.evaluate(after, today=DAY).to_json()
    typed = [(fact, value) for fact, value in answers if not (isinstance(value, str) and not value.strip())]
    told = (*confirmations.remarks, *after.remarks)
    if typed and not told:
        kept = {answer.fact for one in confirmations.confirmations for answer in one.answers.values()}
        assert kept == {fact for fact, _ in typed}
