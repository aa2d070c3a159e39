"""Numbers of persons, wherever a file can hold one, leave by no way out: documents, tables, messages, errors."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from ..plugins.documents import form, save, task_row
from .run import run

IDENTITY = "420704201001011234"
SPACED = "420704 20100101 1234"
PHONE = "13812345678"
NUMBERS = f"{IDENTITY}、{SPACED}、+86 138-1234-5678、{PHONE}"
LEAK = re.compile(r"42070[\d\s]{8,}|0100101\s?1234|138\D?1234\D?5678|1381234")
RECORD = {
    "school_name": f"甲小学{IDENTITY}",
    "school_stage": f"小学{PHONE}",
    "student_count": "甲" * 45 + IDENTITY,
    "inspectors": [f"张{PHONE}"],
    "highlights": [NUMBERS],
    "narratives": {"T05": f"测评每学年1次，联系{PHONE}", "T10": f"疑似案例1名，学生李小明{NUMBERS}", IDENTITY: "文字"},
    "task_notes": {"T10": NUMBERS, PHONE: 1},
    "problems": NUMBERS,
    IDENTITY: 1,
    f"{'某' * 50}{IDENTITY}": 1,
}
NDJSON = f'{json.dumps(RECORD, ensure_ascii=False)}\n{{"{IDENTITY}": 1, "{IDENTITY}": 2}}\n{{{IDENTITY}\n'


def write(name: str, text: str) -> Callable[[Path], str]:
    def make(folder: Path) -> str:
        (folder / name).write_text(text, encoding="utf-8")
        return name

    return make


def word(folder: Path) -> str:
    save(folder / f"表{PHONE}.docx", form(task_row((10,), f"疑似案例1名，学生李小明{NUMBERS}", NUMBERS)))
    return f"表{PHONE}.docx"


INPUTS: dict[str, Callable[[Path], str]] = {
    "json": write("a.json", json.dumps(RECORD, ensure_ascii=False)),
    "json, duplicate keys": write("a.json", f'{{"{IDENTITY}": 1, "{IDENTITY}": 2}}'),
    "json, broken": write("a.json", f'{{"school_name": "{IDENTITY}", {IDENTITY}'),
    "json, the name of the file": write(f"{IDENTITY}-{PHONE}.json", '{"school_name": "乙"}'),
    "json, the name of a broken file": write(f"{IDENTITY}.json", "{"),
    "a file that cannot be read": write(f"{PHONE}.xyz", ""),
    "ndjson": write("a.ndjson", NDJSON),
    "csv": write("a.csv", f"学校,{IDENTITY},{PHONE},在校（园）学生数\n甲{IDENTITY},1,2,x{IDENTITY}\n"),
    "csv, a quote not closed": write("a.csv", f'学校,在校（园）学生数\n甲,1\n"{IDENTITY}\n'),
    "yaml": write("a.yaml", f"school_name: 甲{IDENTITY}\nstudent_count: 约{IDENTITY}\nk{IDENTITY}: 1\n"),
    "yaml, broken": write("a.yaml", f"school_name: 甲{IDENTITY}\n{PHONE}: [\n"),
    "docx": word,
}
ROSTER = f"学校,{PHONE},在校（园）学生数\n甲小学{IDENTITY},1,约{IDENTITY}\n甲小学{IDENTITY},1,3\n"
DECISIONS = f"""waivers:
  - {{rule: T09-1, subject: 甲小学{IDENTITY}, reason: 电话{PHONE}, approved_by: 王{IDENTITY}, expires: 2030-01-01}}
"""


def assert_no_leak(*texts: str) -> None:
    for text in texts:
        assert [text[max(0, found.start() - 40) : found.end()] for found in LEAK.finditer(text)] == []


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("format_", ["json", "html", "markdown", "terminal"])
@pytest.mark.parametrize("name", INPUTS)
def test_no_number_leaves_with_a_report(name: str, format_: str, language: str, tmp_path: Path) -> None:
    file = INPUTS[name](tmp_path)
    done = run("check", file, "--format", format_, "--fail-on", "never", "--lang", language)
    assert done.exit_code in (0, 2)
    assert done.stdout + done.stderr
    assert_no_leak(done.stdout, done.stderr)


@pytest.mark.parametrize("name", ["ndjson", "csv", "csv, a quote not closed"])
@pytest.mark.parametrize("suffix", ["csv", "ndjson"])
def test_no_number_leaves_with_a_table(name: str, suffix: str, tmp_path: Path) -> None:
    file = INPUTS[name](tmp_path)
    outputs = [part for table in ("issues", "undecided", "misfits") for part in (f"--{table}", f"{table}.{suffix}")]
    done = run("check", file, "-o", f"results.{suffix}", *outputs, "--fail-on", "never")
    assert done.exit_code in (0, 2)
    written = [path.read_text("utf-8") for path in tmp_path.iterdir() if path.name != file]
    assert written
    assert_no_leak(done.stdout, done.stderr, *written)


def test_no_number_leaves_with_the_names_of_files(tmp_path: Path) -> None:
    for name in (f"{IDENTITY}.csv", "b.csv"):
        write(name, "学校,在校（园）学生数\n甲,一百二\n")(tmp_path)
    done = run("check", f"{IDENTITY}.csv", "b.csv", "-o", "results.csv", "--issues", "issues.ndjson")
    written = [(tmp_path / name).read_text("utf-8") for name in ("results.csv", "issues.ndjson")]
    assert "b.csv" in written[0]
    assert_no_leak(done.stdout, done.stderr, *written)


QUOTED = "学生李小明系疑似学生1名，已干预1名"


@pytest.mark.parametrize("format_", ["json", "html", "markdown", "terminal"])
def test_flagged_words_are_quoted_only_when_they_are_released(format_: str, tmp_path: Path) -> None:
    file = str(save(tmp_path / "a.docx", form(task_row((10,), QUOTED))))
    for accept in ("none", "all"):
        withheld, released = (
            run("check", file, "--format", format_, "--accept", accept, *more).stdout
            for more in ((), ("--release-quotes",))
        )
        if format_ == "json":  # programs get all words, and what is flagged in them
            submission = json.loads(withheld)["reports"][0]["submission"]
            read = {reading["fact"]: reading for reading in submission["readings"]}
            found = read if accept == "none" else submission["facts"]
            assert found["suspected_case_count"]["flagged"] == ["personal_name"]
        else:
            assert "李小明" not in withheld
            assert "李小明" in released
    for options in ((), ("--accept", "all")):
        assert "李小明" not in run("explain", file, "T10-3", *options).stdout


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_number_leaves_with_an_explanation(language: str, tmp_path: Path) -> None:
    done = run("explain", INPUTS["json"](tmp_path), "T10-1", "--lang", language)
    assert done.exit_code == 0
    assert_no_leak(done.stdout, done.stderr)


@pytest.mark.parametrize(
    ("option", "text"), [("--roster", ROSTER), ("--decisions", DECISIONS), ("--decisions", DECISIONS + NUMBERS)]
)
def test_no_number_leaves_with_what_is_beside_the_form(option: str, text: str, tmp_path: Path) -> None:
    beside = write(f"{PHONE}{'.csv' if option == '--roster' else '.yaml'}", text)(tmp_path)
    for format_ in ("json", "html"):
        done = run("check", INPUTS["json"](tmp_path), option, beside, "--format", format_)
        assert_no_leak(done.stdout, done.stderr)


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", f"{IDENTITY}.json"),
        ("check", "a.json", "-o", f"{IDENTITY}.xyz"),
        ("check", "a.json", f"--{IDENTITY}"),
        ("check", "a.json", "--set", f"{IDENTITY}={PHONE}"),
        ("check", "a.json", "--profile", PHONE),
        ("check", "a.json", "--checklist", PHONE),
        ("explain", "a.json", IDENTITY),
        (PHONE,),
    ],
    ids=lambda arguments: " ".join(arguments).replace(IDENTITY, "ID").replace(PHONE, "PHONE"),
)
def test_no_number_leaves_with_a_wrong_command(arguments: tuple[str, ...], tmp_path: Path) -> None:
    INPUTS["json"](tmp_path)
    done = run(*arguments)
    assert done.exit_code == 2
    assert_no_leak(done.stdout, done.stderr)


def test_the_numbers_would_be_seen() -> None:
    assert all(LEAK.search(number) for number in NUMBERS.split("、"))


@pytest.mark.parametrize(
    ("language", "said"), [("zh", "“T10 具体落实情况”中有"), ("en", "'what was done on T10' holds")]
)
def test_where_a_number_stands_is_said_in_words(language: str, said: str, tmp_path: Path) -> None:
    done = run("check", INPUTS["json"](tmp_path), "--format", "markdown", "--lang", language)
    assert said in done.stdout
    assert "narratives T10" not in done.stdout
