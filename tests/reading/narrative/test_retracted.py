"""What takes a statement back makes it uncertain, wherever in the cell it stands: nothing that was certain stays so."""

from __future__ import annotations

import pytest

from checkrules.model.readings import Reading
from checkrules.reading.narrative import propose
from tests.reading.narrative.reader import known_names
from tests.reading.narrative.texts import forms_of

NAMES = known_names()
AFTER = (
    "以上系学校自述，未经核实。", "但经现场核查，情况不属实。", "（以上为去年数据）", "（仅七年级）", "（不含高三）",
    "现场未能核实。", "督学认为不能认定。", "以上内容与实际不符。", "学生反映并非如此。", "【不属实】", "（存疑）",
    "以上均为计划内容。", "以上为兄弟学校情况。", "经查，上述材料系后补。", "有待进一步核实。", "材料不足以证明。",
    "以上是上级的要求。", "据说如此。", "（抄自往年材料）", "另一校区没有。", "西校区除外。", "实际数字少一半。", "其实没有。",
    "学校无法提供佐证。",
)  # fmt: skip
BEFORE = (
    "除个别班级外，", "据学校介绍，", "兄弟学校", "建议", "如果", "计划", "全区", "邻校", "部分班级", "教育局", "争取", "希望",
    "尚不清楚是否", "没有证据表明", "并非", "不再", "号称", "名义上", "所谓", "传闻", "承诺", "力争", "个别年级",
)  # fmt: skip


def certain(task: str, text: str) -> dict[str, Reading]:
    return {reading.fact: reading for reading in propose(NAMES, {task: text}) if reading.status == "certain"}


CELLS = [
    (task, text)
    for form in (*forms_of("forms"), *forms_of("cases"))
    for task, text in form.narratives.items()
    if certain(task, text)
]


@pytest.mark.parametrize("added", AFTER)
def test_a_sentence_that_takes_a_cell_back_leaves_nothing_certain(added: str) -> None:
    for task, text in CELLS:
        left = certain(task, text.rstrip("。；;. ") + "。" + added)
        assert not left, f"{text}{added}"


@pytest.mark.parametrize("added", BEFORE)
def test_words_before_a_statement_that_change_it_leave_it_uncertain(added: str) -> None:
    for task, text in CELLS:
        for fact, reading in certain(task, text).items():
            changed = text[: reading.start] + added + text[reading.start :]
            left = certain(task, changed).get(fact)
            assert left is None or left.value != reading.value, changed


@pytest.mark.parametrize(
    "text", ["计划召开专题会议3次。", "计划上学年召开专题会议3次。", "2.传闻专题会议3次。", "1.某某专题会议3次。"]
)
def test_neither_a_plan_nor_an_unknown_word_in_front_is_taken_for_a_name_or_left_out(text: str) -> None:
    assert not certain("T01", text)


def test_a_plan_by_name_is_one() -> None:
    assert certain("T01", "工作计划已印发。")["work_plan_exists"].value is True
