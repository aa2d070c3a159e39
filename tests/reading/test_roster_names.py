"""Which entry of the roster a submission gets: by code, by name, by a former or short name; never by similarity. And who is missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import checkrules
from checkrules import Submission, load_roster
from checkrules.plugin import Content
from checkrules.reading.roster import Roster
from checkrules.reading.roster_join import join

from ..cli.run import run

ROWS = """学校,学校标识码,曾用名,简称,学生数,责任督学
甲小学,4201,"甲中心小学、甲完小",甲小,100,督学甲
乙小学,4202,,乙小/二小,200,督学乙
丙小学,4203,,二小,300,督学甲
实验小学,4204,,,400,
实验小学,4205,,,500,
丁小学,,,,600,
"""


@pytest.fixture
def content() -> Content:
    return checkrules.load_checklist("mental-health").content


def roster(tmp_path: Path, content: Content, *texts: str) -> Roster:
    files = []
    for number, text in enumerate(texts):
        files.append(tmp_path / f"r{number}.csv")
        files[-1].write_text(text, encoding="utf-8")
    return load_roster(files, content.form)


MATCHES = {
    "name": ({"school_name": "甲小学"}, 100, None),
    "former name": ({"school_name": "甲 中心小学"}, 100, "joined_by_other_name"),
    "second former name": ({"school_name": "甲完小"}, 100, "joined_by_other_name"),
    "short name": ({"school_name": "乙小"}, 200, "joined_by_other_name"),
    "a short name that two have": ({"school_name": "二小"}, None, "roster_doubtful"),
    "a name that two have": ({"school_name": "实验小学"}, None, "roster_doubtful"),
    "that name and its code": ({"school_name": "实验小学", "school_code": "4205"}, 500, None),
    "code alone": ({"school_code": "４２０２"}, 200, None),
    "code, and a name that is not there": ({"school_name": "乙校", "school_code": "4202"}, 200, "joined_by_other_name"),
    "code and name of two subjects": ({"school_name": "甲小学", "school_code": "4202"}, None, "roster_doubtful"),
    "name, and a code that is not there": ({"school_name": "甲小学", "school_code": "9999"}, None, "roster_doubtful"),
    "name without a code in the roster": ({"school_name": "丁小学", "school_code": "9999"}, 600, None),
    "similar": ({"school_name": "甲小学校"}, None, "not_in_roster"),
    "no name": ({"student_count": None}, None, None),
}


@pytest.mark.parametrize("name", MATCHES)
def test_which_entry(name: str, tmp_path: Path, content: Content) -> None:
    facts, students, code = MATCHES[name]
    joined = join(Submission(facts=facts), roster(tmp_path, content, ROWS))
    assert joined.facts.get("student_count") == students
    assert [remark.code for remark in joined.remarks] == ([code] if code else [])


def test_the_short_name_of_one_is_the_name_of_another(tmp_path: Path, content: Content) -> None:
    listed = roster(tmp_path, content, "学校,简称,学生数\n实验小学,,5\n县实验小学,实验小学,6\n")
    assert "student_count" not in join(Submission(facts={"school_name": "实验小学"}), listed).facts
    assert join(Submission(facts={"school_name": "县实验小学"}), listed).facts["student_count"] == 6
    assert [getattr(remark, "code", "") for remark in listed.remarks] == ["duplicate_name"]


def test_several_rosters(tmp_path: Path, content: Content) -> None:
    first = "学校,学生数,班级数\n甲小学,100,6\n乙小学,50,\n"
    second = "学校,学生数,寄宿生数\n甲小学,120,7\n乙小学,50,3\n丙小学,9,\n"
    listed = roster(tmp_path, content, first, second)
    assert dict(listed.entries["甲小学"].facts) == {"class_count": 6, "boarding_student_count": 7}
    assert dict(listed.entries["乙小学"].facts) == {"student_count": 50, "boarding_student_count": 3}
    assert [entry.subject for entry in listed.listed] == ["甲小学", "乙小学", "丙小学"]
    (remark,) = (item for item in listed.remarks if isinstance(item, checkrules.Remark))
    assert remark.code == "rosters_disagree"
    assert "r0.csv:2:B2、" in remark.message.zh
    assert "r1.csv:2:B2" in remark.message.en


def test_synonyms_and_what_is_not_understood(tmp_path: Path, content: Content) -> None:
    listed = roster(tmp_path, content, "学校名称,简称,学段,在校生,校长\n甲小学,甲小,小学,100,某某\n")
    assert listed.entries["甲小学"].facts["student_count"] == 100
    (remark,) = listed.remarks
    assert isinstance(remark, checkrules.Remark)
    assert "校长" in remark.message.zh
    assert "简称" in remark.message.zh.partition("可用的列名")[2]


FORMS = {"甲小学": 1, "乙小": 2, "戊小学": 3}


def folder(tmp_path: Path, table: str = ROWS, name: str = "名册.csv") -> Path:
    tmp_path.mkdir(exist_ok=True)
    for school, meetings in FORMS.items():
        data = {"school_name": school, "special_meeting_count_past_year": meetings}
        (tmp_path / f"{school}.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    (tmp_path / name).write_text(table, encoding="gb18030")
    return tmp_path


def test_the_roster_in_the_folder_is_the_roster(tmp_path: Path) -> None:
    reports = checkrules.check(folder(tmp_path), checkrules.load_checklist("mental-health"))
    assert {report.subject: report.submission.facts.get("student_count") for report in reports.reports} == {
        "甲小学": 100,
        "乙小": 200,
        "戊小学": None,
    }
    assert "roster_found" in [remark.code for remark in reports.remarks]
    assert [file.path.name for file in reports.files if file.became == "joined"] == ["名册.csv"]
    assert reports.handed_in is not None
    assert (reports.handed_in.due, reports.handed_in.judged) == (6, 2)
    assert [(one.subject, one.inspectors) for one in reports.handed_in.missing] == [
        ("丙小学", ("督学甲",)),
        ("实验小学", ()),
        ("实验小学", ()),
        ("丁小学", ()),
    ]


TABLES = {
    "a roster": ("学校,学段,学生数\n甲小学,小学,5\n", "joined", "roster_found"),
    "with inspectors": ("学校,学段,责任督学\n甲小学,小学,督学甲\n", "joined", "roster_found"),
    "with numbers and other names": ("序号,学校,简称,学段\n1,甲小学,甲小,小学\n", "joined", "roster_found"),
    "with another column": ("学校,学段,班会次数\n甲小学,小学,2\n", "judged", "roster_possible"),
    "with a date": ("学校,学段,督导时间\n甲小学,小学,\n", "judged", "roster_possible"),
    "with a fact of a task": ("学校,学段,专题会议次数\n甲小学,小学,2\n", "judged", None),
    "with narratives": ("学校,学段,任务1\n甲小学,小学,已开展\n", "judged", None),
    "without names": ("单位,学段,学生数\n甲小学,小学,5\n", "judged", "roster_possible"),
    "names alone": ("学校\n甲小学\n", "judged", None),
    "with a fact of the visit": ("学校,学段,听课节数\n甲小学,小学,2\n", "judged", None),
}


@pytest.mark.parametrize("name", TABLES)
def test_which_tables_are_rosters(name: str, tmp_path: Path) -> None:
    table, became, code = TABLES[name]
    reports = checkrules.check(folder(tmp_path, table, "表.csv"), checkrules.load_checklist("mental-health"))
    assert [file.became for file in reports.files if file.path.name == "表.csv"] == [became]
    codes = [remark.code for remark in reports.remarks if remark.code.startswith("roster")]
    assert codes == ([code] if code else [])


def test_its_name_may_say_that_a_table_is_a_roster(tmp_path: Path) -> None:
    folder(tmp_path, "学校,学段,校长电话\n甲小学,小学,\n", "2023年学校名册.csv")
    reports = checkrules.check(tmp_path, checkrules.load_checklist("mental-health"))
    assert [file.path.name for file in reports.files if file.became == "joined"] == ["2023年学校名册.csv"]
    assert {remark.code for remark in reports.remarks} == {"unknown_column", "roster_found"}


def test_a_roster_that_is_named_wins(tmp_path: Path) -> None:
    named = tmp_path / "named.csv"
    named.write_text("学校,学生数\n甲小学,7\n", encoding="utf-8")
    reports = checkrules.check(folder(tmp_path / "in"), checkrules.load_checklist("mental-health"), roster=named)
    assert reports.reports[-1].submission.facts.get("student_count") == 7
    assert {file.path.name: file.code for file in reports.files if file.code} == {
        "名册.csv": "another_roster",
        "named.csv": "roster",
    }


def test_a_roster_alone_is_judged(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text(ROWS, encoding="utf-8")
    reports = checkrules.check(tmp_path, checkrules.load_checklist("mental-health"))
    assert len(reports.reports) == 6
    assert reports.handed_in is None


@pytest.mark.parametrize(
    ("language", "first", "line"),
    [
        ("zh", "1 份与名册核对不上", "名册应交 6，已交 2，未交或读不出 4：督学甲：丙小学；实验小学、实验小学、丁小学"),
        ("en", "1 not found in the roster", "Roster: 6 due, 2 judged, 4 not handed in or not read: 督学甲: 丙小学"),
    ],
)
def test_what_stands_first(language: str, first: str, line: str, tmp_path: Path) -> None:
    given = ("check", str(folder(tmp_path)), "--fail-on", "never", "--lang", language)
    for format_ in ("terminal", "markdown", "html"):
        page = "".join(run(*given, "-f", format_).stdout.split("\n"))
        assert page.index(first) < page.index(line) < page.index("戊小学", page.index(line))
    one = run(*given[:1], str(tmp_path / "戊小学.json"), *given[2:], "--roster", str(tmp_path / "名册.csv"))
    assert one.stdout.startswith(first)


def test_rosters_on_the_command_line(tmp_path: Path) -> None:
    folder(tmp_path)
    more = tmp_path / "more.csv"
    more.write_text("学校,班级数\n戊小学,6\n", encoding="utf-8")
    form = str(tmp_path / "戊小学.json")
    done = run("check", form, "--roster", str(tmp_path / "名册.csv"), "--roster", str(more), "-f", "json")
    facts = json.loads(done.stdout)["reports"][0]["submission"]["facts"]
    assert facts["class_count"]["value"] == 6


def test_tables_of_a_folder_are_judged_without_its_roster_and_former_results(tmp_path: Path) -> None:
    (tmp_path / "名册.csv").write_text("学校,学段\n甲小学,小学\n", encoding="utf-8")
    (tmp_path / "a.csv").write_text("学校,专题会议次数\n甲小学,2\n", encoding="utf-8")
    (tmp_path / "上次.csv").write_text("row,school_name,T01-1\n1,甲,pass\n", encoding="utf-8")
    done = run("check", str(tmp_path), "-o", str(tmp_path / "r.csv"), "--fail-on", "never", "--lang", "zh")
    assert "名册.csv: 像是名册，判定大表时不用名册" in done.stderr
    assert "上次.csv：本程序先前写出的结果，未判定" in done.stderr
    assert (tmp_path / "r.csv").read_text(encoding="utf-8").count("\n") == 2
    assert done.exit_code == 2
    again = run("check", str(tmp_path), "-o", str(tmp_path / "r.csv"), "--fail-on", "never", "--lang", "zh")
    assert "r.csv：" not in again.stderr
