"""`checkrules review` and `--confirmed`: the sheet is written, filled in and read back by commands; what is wrong is said."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

import checkrules
from checkrules.hooks.specs import hookimpl

from .run import FORMS, ROSTER, run
from .test_leaks import INPUTS, assert_no_leak

RECORD = {
    "school_name": "甲小学",
    "school_stage": "primary",
    "narratives": {"T10": "疑似学生9名，已干预7名。应急预案有。"},
}


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("甲小学.json").write_text(json.dumps(RECORD, ensure_ascii=False), encoding="utf-8")


def answered(sheet: str = "review.json", *, by: str | None = "督学甲", on: str | None = "2026-12-01") -> None:
    """Every reading of a sheet is answered by its first value."""
    made = json.loads(Path(sheet).read_text("utf-8"))
    for review in made["reviews"]:
        review |= {"confirmed_by": by, "confirmed_on": on}
        for reading in review["readings"]:
            if reading["value"] is not None:
                reading["answer"] = reading["value"]
    Path(sheet).write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")


def outcome(rule: str, *arguments: str) -> str:
    report = json.loads(run("check", *arguments, "-f", "json", "--fail-on", "never").stdout)["reports"][0]
    found: str = next(result["outcome"] for result in report["results"] if result["rule"] == rule)
    return found


def test_write_answer_and_read_back() -> None:
    done = run("review", "甲小学.json", "-o", "review.json")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "review.json：1 份，待确认 " in done.stderr
    assert "checkrules check … --confirmed review.json" in done.stderr
    answered()
    assert outcome("T10-3", "甲小学.json") == "unknown"
    assert outcome("T10-3", "甲小学.json", "--confirmed", "review.json") == "fail"
    report = json.loads(run("check", "甲小学.json", "-f", "json", "--confirmed", "review.json").stdout)["reports"][0]
    assert report["submission"]["facts"]["suspected_case_count"]["origin"] == "confirmed"
    explained = run("explain", "甲小学.json", "T10-3", "--confirmed", "review.json")
    assert "不达标" in explained.stdout


def test_what_is_confirmed_is_not_asked_again() -> None:
    run("review", "甲小学.json", "-o", "review.json")
    answered()
    run("review", "甲小学.json", "-o", "again.json", "--confirmed", "review.json")
    first, again = (
        {reading["fact"] for reading in json.loads(Path(name).read_text("utf-8"))["reviews"][0]["readings"]}
        for name in ("review.json", "again.json")
    )
    assert first - again == {"suspected_case_count", "suspected_case_intervened_count", "emergency_plan_exists"}


def test_a_folder_with_its_sheet_is_judged_again() -> None:
    run("review", ".", "-o", "review.json")
    answered()
    done = run("check", ".", "--confirmed", "review.json", "--fail-on", "never")
    assert done.exit_code == 0
    assert "未采用" not in done.stderr


@pytest.mark.parametrize("format_", ["json", "xlsx", "html"])
def test_a_sheet_that_nobody_filled_in_is_replaced(format_: str) -> None:
    for _ in range(2):
        assert run("review", ".", "-o", f"review.{format_}").exit_code == 0


@pytest.mark.parametrize("more", [(), ("--confirmed", "review.json")])
@pytest.mark.parametrize("sheet", [{}, {"by": None, "on": None}])
def test_answers_are_not_overwritten(sheet: dict[str, None], more: tuple[str, ...]) -> None:
    run("review", "甲小学.json", "-o", "review.json")
    answered(**sheet)
    made = json.loads(Path("review.json").read_text("utf-8"))
    made["reviews"][0]["readings"][0]["answer"] = 8
    Path("review.json").write_text(json.dumps(made), encoding="utf-8")
    before = Path("review.json").read_bytes()
    done = run("review", "甲小学.json", "-o", "review.json", *more)
    assert done.exit_code == 2
    assert "文件里有已填的答复，没有覆盖" in done.stderr
    assert Path("review.json").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("review", "甲小学.json"), "--output"),
        (("review", "甲小学.json", "-o", "a.docx"), "“.docx”不是确认单的文件类型；可用："),
        (("review", "甲小学.json", "-o", "a.json", "-f", "pdf"), "没有名为“pdf”的确认单格式"),
        (("review", "甲小学.json", "-o", "甲小学.json"), "甲小学.json"),
        (("review", "absent.json", "-o", "a.json"), "absent.json"),
        (("review", "甲小学.json", "-o", "absent/a.json"), "absent"),
        (("check", "甲小学.json", "--confirmed", "absent.json"), "没有这个文件"),
        (("check", "甲小学.json", "--confirmed", "甲小学.json"), "不是确认单"),
        (("check", "甲小学.json", "--confirmed", "a.txt"), "a.txt"),
        (("check", "甲小学.json", "-o", "a.csv", "--confirmed", "甲小学.json"), "判定大表时不能用 --confirmed"),
        (("review", "甲小学.json", "-o", "a.json", "--confirmed", "absent.json"), "没有这个文件"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: tuple[str, ...], words: str) -> None:
    before = Path("甲小学.json").read_bytes()
    done = run(*arguments)
    assert done.exit_code == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert Path("甲小学.json").read_bytes() == before
    assert not Path("a.json").exists()


def test_a_broken_file_costs_no_other() -> None:
    Path("坏.json").write_text("{", encoding="utf-8")
    done = run("review", "坏.json", "甲小学.json", "-o", "review.json")
    assert done.exit_code == 2
    assert "坏.json" in done.stderr
    assert [review["subject"] for review in json.loads(Path("review.json").read_text("utf-8"))["reviews"]] == ["甲小学"]


@pytest.mark.parametrize(
    ("sheet", "words"),
    [
        ({"by": None}, "“甲小学”的 3 项答复未采用：没有填确认人"),
        ({"on": "昨天"}, "“甲小学”的 3 项答复未采用：“确认日期”填的是“昨天”"),
    ],
)
def test_a_sheet_without_who_and_when_is_said(sheet: dict[str, str], words: str) -> None:
    run("review", "甲小学.json", "-o", "review.json")
    answered(**sheet)
    done = run("check", "甲小学.json", "--confirmed", "review.json", "--fail-on", "never")
    assert done.exit_code == 0
    assert words in done.stderr


def test_a_form_in_word_with_the_roster() -> None:
    form = str(FORMS / "C02.docx")
    assert run("review", form, "--roster", ROSTER, "-o", "review.json").exit_code == 0
    answered()
    assert outcome("T10-4", form, "--roster", ROSTER) == "unknown"
    assert outcome("T10-4", form, "--roster", ROSTER, "--confirmed", "review.json") == "pass"


@pytest.mark.parametrize("format_", ["json", "html", "xlsx"])
@pytest.mark.parametrize("name", [name for name in INPUTS if "broken" not in name])
def test_no_number_of_a_person_leaves_with_a_sheet(name: str, format_: str, tmp_path: Path) -> None:
    Path("甲小学.json").unlink()
    done = run("review", INPUTS[name](tmp_path), "-o", f"review.{format_}")
    assert done.exit_code in (0, 2)
    written = Path(f"review.{format_}")
    texts = []
    if written.exists() and format_ == "xlsx":
        with zipfile.ZipFile(written) as archive:
            texts = [archive.read(part).decode() for part in archive.namelist()]
    elif written.exists():
        texts = [written.read_text("utf-8")]
    assert_no_leak(done.stdout, done.stderr, *texts)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_words_are_in_the_language_of_the_run(language: str) -> None:
    run("review", "甲小学.json", "-o", "review.json", "--lang", language)
    (review,) = json.loads(Path("review.json").read_text("utf-8"))["reviews"]
    titles = {reading["fact"]: reading["title"] for reading in review["readings"]}
    assert titles["emergency_plan_exists"].isascii() == (language == "en")


def test_a_review_tells_no_plugin_of_a_report() -> None:
    told: list[str] = []
    module = ModuleType("ledger_of_a_test")
    module.after_report = hookimpl(lambda report: told.append(report.subject))  # type: ignore[attr-defined]
    module.after_report.__name__ = "after_report"  # type: ignore[attr-defined]
    checklist = checkrules.load_checklist("mental-health", plugins=[module])
    checkrules.review("甲小学.json", checklist)
    assert told == []
    checkrules.check("甲小学.json", checklist)
    assert told == ["甲小学"]
