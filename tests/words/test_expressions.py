"""Expressions as people read them: a table of sentences, and no word of the other language in any of them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkrules.expressions.parse import parse
from checkrules.model import tree as t
from checkrules.model.form import Choice, Fact
from checkrules.model.text import Text
from checkrules.plugin import Function, PluginError
from checkrules.words.expressions import Names, in_words, value_in_words

from ..expressions.strategies import SCOPE, booleans, numbers

TITLES = {
    "n": Text("人数", "People"),
    "m": Text("班级数", "Classes"),
    "x": Text("面积", "Area"),
    "b": Text("已开展", "Held"),
    "c": Text("“阳光”已开展", "“Sunny” held"),
    "s": Text("学段", "Stage"),
    "d": Text("日期", "Day"),
    "xs": Text("功能区", "Areas"),
    "acts": Text("活动", "Activities"),
    "limit": Text("最少人数", "Least people"),
    "on": Text("须检查", "To be checked"),
    "wanted": Text("必备功能区", "Needed areas"),
}
AREAS = (
    Choice(value="a", title=Text("个体区", "individual")),
    Choice(value="b", title=Text("团体区", "group")),
    Choice(value="ab", title=Text("办公区", "office")),
)
HOURS = Fact(name="hours", type="integer", title=Text("课时", "Hours"), task="")
KIND = Fact(name="kind", type="string", title=Text("类型", "Kind"), task="")
DONE = Fact(name="done", type="boolean", title=Text("已完成", "Done"), task="")
NAMES = Names(
    titles=TITLES,
    units={"n": Text("人", "people"), "x": Text("平方米", "m²"), "limit": Text("人", "people")},
    facts={
        "xs": Fact(name="xs", type="choices", title=TITLES["xs"], task="", choices=AREAS),
        "wanted": Fact(name="xs", type="choices", title=TITLES["xs"], task="", choices=AREAS),
        "s": Fact(name="s", type="choice", title=TITLES["s"], task="", choices=AREAS),
        "acts": Fact(name="acts", type="objects", title=TITLES["acts"], task="", fields=(HOURS, KIND, DONE)),
    },
    functions={"contains_all": Text("{0}包含全部{1}", "{0} includes all of {1}")},
)
SENTENCES = [
    ("n >= limit", "“人数”不少于“最少人数”", "“People” is at least “Least people”"),
    ("n > 3 and b", "“人数”多于3人，且“已开展”", "“People” is more than 3 people and “Held”"),
    ("b and (c or on)", "“已开展”，且（“‘阳光’已开展”，或“须检查”）", "“Held” and (“‘Sunny’ held” or “To be checked”)"),
    ("not b", "“已开展”为否", "“Held” is no"),
    ("not (b and c)", "并非（“已开展”，且“‘阳光’已开展”）", "not (“Held” and “‘Sunny’ held”)"),
    ('s != "a"', "“学段”不为个体区", "“Stage” is not individual"),
    ("b == true", "“已开展”为是", "“Held” is yes"),
    ('s in ["a", "b"]', "“学段”属于个体区、团体区", "“Stage” is one of individual, group"),
    ('"a" in xs', "“功能区”包含个体区", "“Areas” includes individual"),
    ('"a" not in xs', "“功能区”不含个体区", "“Areas” does not include individual"),
    ("x == null", "“面积”未说明", "“Area” is not stated"),
    ("x != null", "“面积”已说明", "“Area” is stated"),
    ('d >= d"2023-09-05"', "“日期”不早于2023年9月5日", "“Day” is not before 2023-09-05"),
    ("(n ?? 0) < 2", "“人数”（未说明时按0人）少于2人", "“People” (if not stated: 0 people) is less than 2 people"),
    ("(n + m) * 2 / x > 1", "（“人数” + “班级数”） × 2 ÷ “面积”多于1", "(“People” + “Classes”) × 2 ÷ “Area” is more than 1"),
    ("xs.length >= 2", "“功能区”的项数不少于2", "the number of “Areas” is at least 2"),
    ("s.length >= 2", "“学段”的字数不少于2", "the number of characters of “Stage” is at least 2"),
    ("d.year == 2024", "“日期”的年份为2024", "the year of “Day” is 2024"),
    ("b ? n >= 1 : c", "如果“已开展”，则“人数”不少于1人，否则“‘阳光’已开展”", "if “Held” then “People” is at least 1 person, else “‘Sunny’ held”"),
    ("$abs(n - m) <= 1", "（“人数” - “班级数”）的绝对值不超过1", "the absolute value of (“People” - “Classes”) is at most 1"),
    ("contains_all(xs, wanted)", "“功能区”包含全部“必备功能区”", "“Areas” includes all of “Needed areas”"),
    ("$sum([a.hours for a in acts if a.done]) >= 4", "“活动”中（“已完成”的）各项的“课时”之和不少于4", "the sum of “Hours” of each of “Activities” (where “Done”) is at least 4"),
]  # fmt: skip


@pytest.mark.parametrize(("expression", "zh", "en"), SENTENCES, ids=[expression for expression, *_ in SENTENCES])
def test_an_expression_reads_as_a_sentence(expression: str, zh: str, en: str) -> None:
    tree = parse(expression, SCOPE)
    assert (in_words(tree, NAMES, "zh"), in_words(tree, NAMES, "en")) == (zh, en)


def test_a_decision_table_reads_row_by_row() -> None:
    rows = (t.DecisionRow(value=t.Constant(value=2), when=parse("b", SCOPE)), t.DecisionRow(value=t.Constant(value=1)))
    table = t.DecisionTable(hit="first", rows=rows)
    assert in_words(table, NAMES, "zh") == "“已开展”时为2；其余为1"
    assert in_words(table, NAMES, "en") == "2 where “Held”; else 1"


@settings(max_examples=200, deadline=None)
@given(st.one_of(booleans(2), numbers(2)))
def test_no_word_of_the_other_language(node: t.Node) -> None:
    assert not re.search("[A-Za-z]{3}", in_words(node, NAMES, "zh"))
    assert not re.search("[\u4e00-\u9fff（）]", in_words(node, NAMES, "en").replace("组", ""))


@pytest.mark.parametrize(
    ("expression", "value", "zh"),
    [
        ("n", 3, "3人"),
        ("n ?? 0", 0, "0人"),
        ("s", "a", "个体区"),
        ("xs", ("a", "b"), "个体区、团体区"),
        ("b", True, "是"),
    ],
)
def test_a_value_has_its_label_and_its_unit(expression: str, value: object, zh: str) -> None:
    assert value_in_words(value, parse(expression, SCOPE), NAMES, "zh") == zh


@pytest.mark.parametrize("sentence", ["{2}", "{name}", "{"])
def test_a_sentence_that_no_call_can_fill_is_refused(sentence: str) -> None:
    with pytest.raises(PluginError, match="stand for the arguments"):
        Function(name="f", takes=("number", "number"), gives="number", call=max, sentence=Text("{0}", sentence))
