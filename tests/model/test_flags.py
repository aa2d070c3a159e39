"""Names that a text ties to somebody under care, and home addresses, are flagged. All names are made up."""

from __future__ import annotations

import pytest

from checkrules import load_checklist
from checkrules.plugin import Privacy, flagged, masked, quote_of

PRIVACY = load_checklist("mental-health").content.privacy
FLAGGED = {
    "a class in brackets": ("学生李小明（五1班）有自伤行为", ("李小明",)),
    "two signs": ("学生李明有自伤行为", ("李明",)),
    "before the word": ("李小明同学疑似抑郁", ("李小明",)),
    "a number after it": ("疑似案例1名，学生李小明12岁", ("李小明",)),
    "the word for a number after it": ("疑似案例1名，学生李小明身份证已登记", ("李小明",)),
    "a class before it": ("五（1）班李小明同学割腕", ("李小明",)),
    "the word in brackets": ("李小明（学生）有自伤行为", ("李小明",)),
    "a list": ("学生：王芳、张小丽，重度抑郁", ("王芳", "张小丽")),
    "a double surname": ("孩子欧阳小雨出现自杀倾向", ("欧阳小雨",)),
    "without a mark after it": ("五年级学生陈思远自伤", ("陈思远",)),
    "this pupil": ("该生王小红，疑似抑郁", ("王小红",)),
    "a surname that is a word too": ("学生于洋，有自伤", ("于洋",)),
    "risk before the name": ("疑似抑郁的学生赵一鸣已转介", ("赵一鸣",)),
    "the home to the door": ("鄂州市鄂城区文星路12号3单元501", ("鄂州市鄂城区文星路12号3单元501",)),
    "a housing estate": ("幸福小区3栋2单元501室", ("幸福小区3栋2单元501室",)),
    "said to be the home": ("家住凤凰街道文星社区12号", ("凤凰街道文星社区12号",)),
    "a village": ("家庭住址：鄂城区泽林镇楼下村3组", ("鄂城区泽林镇楼下村3组",)),
}
NOT_FLAGGED = {
    "no name": "疑似学生12人，均已干预",
    "already hidden": "学生李某某有自伤行为，学生王某疑似抑郁，学生李××自伤",
    "a usual stand-in": "学生小明疑似抑郁",
    "an office": "学生会主席张贴海报，危机干预",
    "a teacher": "学生李老师说有自杀案例，学生王主任疑似",
    "classmates": "同学们关注抑郁，同学之间",
    "no risk": "学生王小明在运动会上获奖",
    "a teacher's name alone": "李小明老师负责危机干预",
    **{
        f"the word {word}": f"学生{word}存在自杀危机"
        for word in (
            "安全",
            "方面",
            "成长",
            "高度",
            "应对",
            "时常",
            "平时",
            "家长",
            "心理",
            "于近期",
            "常有",
            "马上",
            "许多人",
        )
    },
    **{
        f"{word} before": f"{word}学生自伤，危机干预"
        for word in ("周围", "关注", "高中", "单亲", "全体", "和", "贫困", "应届")
    },
    "where the school is": "学校位于文星路12号综合楼3栋",
    "a room": "教学楼3栋201室，心理辅导室设在3号楼201室",
    "a street": "文星路12号",
}


@pytest.mark.parametrize("case", FLAGGED)
def test_what_is_flagged(case: str) -> None:
    text, expected = FLAGGED[case]
    assert tuple(text[flag.start : flag.end] for flag in flagged(text, PRIVACY)) == expected
    assert masked(text, PRIVACY) == text, "flagged, never rewritten"


@pytest.mark.parametrize("case", NOT_FLAGGED)
def test_what_is_not_flagged(case: str) -> None:
    assert flagged(NOT_FLAGGED[case], PRIVACY) == ()


def test_without_the_checklists_words_no_name_is_flagged() -> None:
    assert flagged("学生李小明有自伤行为，家住文星路12号3单元501") == (
        *(flag for flag in flagged("学生李小明有自伤行为，家住文星路12号3单元501", PRIVACY) if flag.kind == "address"),
    )


def test_a_flagged_quote_is_withheld_until_it_is_released() -> None:
    text = "学生李小明有自伤行为，电话13812345678"
    assert "李小明" not in quote_of(text, PRIVACY).zh
    released = Privacy(persons=PRIVACY.persons, risks=PRIVACY.risks, release_quotes=True)
    assert quote_of(text, released).en == "学生李小明有自伤行为，电话138******78"
    assert quote_of("专职教师2名", PRIVACY).en == "专职教师2名"


@pytest.mark.parametrize("piece", ["学生", "学生李明", "路", "家住", "路1号", "单元", "同学李", "村1-1-"])
def test_a_long_text_ends(piece: str) -> None:
    assert flagged(piece * 20_000 + "。", PRIVACY) is not None
