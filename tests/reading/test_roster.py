"""Joining the register of schools: by the school's name alone, and every doubt is told."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from checkrules import ReadError, Rejection, Remark, Submission, load_roster
from checkrules.plugin import Content, Origin
from checkrules.reading.roster import Roster, name_key
from checkrules.reading.roster_join import join

ROWS = "学校,学段类型,学生数\n甲小学（虚构）,小学,1200\n乙幼儿园,幼儿园,95\n"


def register_of(tmp_path: Path, content: Content, text: str = ROWS) -> Roster:
    path = tmp_path / "register.csv"
    path.write_text(text, encoding="gb18030")
    return load_roster(path, content.form)


def codes(submission: Submission) -> list[str]:
    return [note.code for note in submission.remarks]


@pytest.mark.parametrize(
    "name", ["甲小学（虚构）", "甲小学(虚构)", " 甲 小学〔虚构〕", "甲小学【虚构】", "甲小学\u3000（虚构\u200b）"]
)
def test_names_are_matched_whatever_their_brackets_and_blanks(name: str, tmp_path: Path, content: Content) -> None:
    joined = join(Submission(facts={"school_name": name}), register_of(tmp_path, content))
    assert dict(joined.facts) == {"school_name": name, "school_stage": "primary", "student_count": 1200}
    assert joined.origins["student_count"].kind == "roster"
    assert str(joined.origins["student_count"].location).endswith("register.csv:2:C2")
    assert not joined.remarks


def test_what_the_submission_states_wins_and_is_told(tmp_path: Path, content: Content) -> None:
    own = {"school_name": "甲小学（虚构）", "student_count": 1180, "school_stage": "primary"}
    origins = {"student_count": Origin(kind="field")}
    joined = join(Submission(facts=own, origins=origins), register_of(tmp_path, content))
    assert dict(joined.facts) == own
    assert joined.origins["student_count"].kind == "field"
    (note,) = joined.remarks
    assert (note.code, note.fact) == ("sources_disagree", "student_count")
    assert "1180" in note.message.zh
    assert "1200" in note.message.zh
    assert "is stated as '1180', the roster (" in note.message.en


def test_values_that_disagree_are_in_words(tmp_path: Path, content: Content) -> None:
    joined = join(
        Submission(facts={"school_name": "甲小学（虚构）", "school_stage": "junior"}), register_of(tmp_path, content)
    )
    (note,) = joined.remarks
    assert "primary" not in note.message.zh
    assert "“小学”" in note.message.zh


@pytest.mark.parametrize(
    ("column", "cell", "own"),
    [
        ("督导时间", "2023/9/5", "2023-09-05"),
        ("督导时间", "2023/9/5", dt.date(2023, 9, 5)),
        ("责任督学", "甲甲、乙乙", ["甲甲", "乙乙"]),
        ("视频监控覆盖率", "96", 96.0),
        ("所属区（开发区）", "麦浪区（新）", "麦浪区(新)"),
    ],
)
def test_the_same_value_in_another_shape_is_no_disagreement(
    column: str, cell: str, own: object, tmp_path: Path, content: Content
) -> None:
    register = register_of(tmp_path, content, f"学校,{column}\n甲小学,{cell}\n")
    (name,) = register.entries["甲小学"].facts
    assert not join(Submission(facts={"school_name": "甲小学", name: own}), register).remarks


def test_a_null_is_not_stated(tmp_path: Path, content: Content) -> None:
    joined = join(Submission(facts={"school_name": "乙幼儿园", "student_count": None}), register_of(tmp_path, content))
    assert joined.facts["student_count"] == 95


def test_a_similar_name_is_a_hint_and_no_more(tmp_path: Path, content: Content) -> None:
    joined = join(Submission(facts={"school_name": "甲小学"}), register_of(tmp_path, content))
    assert "student_count" not in joined.facts
    assert codes(joined) == ["not_in_roster"]
    assert "甲小学（虚构）" in joined.remarks[0].message.zh
    assert codes(join(Submission(facts={"school_name": "毫不相干"}), register_of(tmp_path, content))) == [
        "not_in_roster"
    ]


@pytest.mark.parametrize("facts", [{}, {"school_name": None}, {"school_name": " "}, {"school_name": 7}])
def test_a_submission_without_a_name_stays_as_it_is(facts: dict[str, object], tmp_path: Path, content: Content) -> None:
    submission = Submission(facts=facts)
    assert join(submission, register_of(tmp_path, content)) is submission


def test_a_name_that_stands_twice(tmp_path: Path, content: Content) -> None:
    register = register_of(tmp_path, content, ROWS + "甲小学(虚构),小学,900\n乙幼儿园,幼儿园,95\n")
    assert [note.code for note in register.remarks if isinstance(note, Remark)] == ["duplicate_name"]
    assert "A2、A4" in register.remarks[0].message.zh if isinstance(register.remarks[0], Remark) else False
    doubtful = join(Submission(facts={"school_name": "甲小学（虚构）"}), register)
    assert "student_count" not in doubtful.facts
    assert codes(doubtful) == ["roster_doubtful"]
    assert join(Submission(facts={"school_name": "乙幼儿园"}), register).facts["student_count"] == 95


def test_what_is_wrong_in_the_register_is_told(tmp_path: Path, content: Content) -> None:
    register = register_of(tmp_path, content, ROWS + "丙小学,学院,约50\n,小学,5\n丁小学,小学,1,2\n")
    kinds = [note.code if isinstance(note, Remark) else "rejected" for note in register.remarks]
    assert kinds == ["invalid_value", "invalid_value", "rejected", "rejected"]
    assert [note.location.line for note in register.remarks if isinstance(note, Rejection)] == [5, 6]
    assert dict(register.entries["丙小学"].facts) == {}


def test_a_register_without_names(tmp_path: Path, content: Content) -> None:
    with pytest.raises(ReadError, match="no column 'School'"):
        register_of(tmp_path, content, "学段类型,学生数\n小学,5\n")


def test_school_key() -> None:
    assert name_key("Ａ校（一）") == name_key("a 校〔一〕") == "a校(一)"


def test_columns_that_are_not_used_are_told_with_what_is(tmp_path: Path, content: Content) -> None:
    (note,) = register_of(tmp_path, content, "学校,简称,学段类\n甲小学,甲,小学\n").remarks
    assert isinstance(note, Remark)
    assert note.code == "unknown_column"
    assert "简称、学段类" in note.message.zh
    assert "学段类 → 学段类型" in note.message.zh
    assert "班级数" in note.message.zh
    assert "class count" in note.message.en


def test_a_roster_without_names_says_how_they_may_be_headed(tmp_path: Path, content: Content) -> None:
    with pytest.raises(ReadError) as caught:
        register_of(tmp_path, content, "单位,学段类型,学生数\n甲小学,小学,1200\n")
    assert caught.value.hint is not None
    assert "学校" in caught.value.hint.zh
    assert "school_name" in caught.value.hint.en


def test_many_columns_are_not_all_named(tmp_path: Path, content: Content) -> None:
    columns = ",".join(f"列{number}" for number in range(300))
    (note,) = register_of(tmp_path, content, f"学校,{columns}\n甲小学\n").remarks[:1]
    assert "300" in note.message.zh
    assert len(note.message.zh) < 600


def test_a_roster_is_a_table(tmp_path: Path, content: Content) -> None:
    path = tmp_path / "roster.json"
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(ReadError, match="a roster is a table"):
        load_roster(path, content.form)
