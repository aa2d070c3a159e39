"""A gap as people read it."""

from __future__ import annotations

import datetime as dt

import pytest

from checkrules.model.form import Choice, Fact
from checkrules.model.results import Gap
from checkrules.model.text import Text
from checkrules.words.gaps import gap_in_words

COUNT = Fact(name="n", type="integer", title=Text("人数", "People"), task="", unit=Text("人", "people"))
AREA = Fact(name="x", type="number", title=Text("面积", "Area"), task="", unit=Text("平方米", "square metres"))
AREAS = Fact(
    name="xs",
    type="choices",
    title=Text("功能区", "Areas"),
    task="",
    choices=(Choice(value="a", title=Text("个体区", "individual")), Choice(value="b", title=Text("团体区", "group"))),
)
DAY = Fact(name="d", type="date", title=Text("日期", "Day"), task="")
SEPTEMBER, OCTOBER = dt.date(2023, 9, 1), dt.date(2023, 10, 1)


def gap(fact: Fact, operator: str, actual: object, required: object, shortfall: float | None = None) -> Gap:
    return Gap(
        fact=fact.name,
        title=fact.title,
        operator=operator,
        actual=actual,  # type: ignore[arg-type]
        required=required,  # type: ignore[arg-type]
        shortfall=shortfall,
        unit=fact.unit,
    )


GAPS = [
    (COUNT, gap(COUNT, ">=", 1, 3, 2.0), "应不少于3人，实1人，差2人", "required at least 3 people, found 1 person, short by 2 people"),
    (COUNT, gap(COUNT, ">=", 1650, 1909.5, 259.5), "应不少于1910人，实1650人，差260人", "required at least 1910 people, found 1650 people, short by 260 people"),
    (COUNT, gap(COUNT, "<=", 9, 2.5, 6.5), "应不超过2人，实9人，超7人", "required at most 2 people, found 9 people, over by 7 people"),
    (AREA, gap(AREA, ">=", 1.25, 2.5, 1.25), "应不少于2.5平方米，实1.25平方米，差1.25平方米", "required at least 2.5 square metres, found 1.25 square metres, short by 1.25 square metres"),
    (DAY, gap(DAY, "<=", OCTOBER, SEPTEMBER), "应不晚于2023年9月1日，实2023年10月1日", "required not after 2023-09-01, found 2023-10-01"),
    (AREAS, gap(AREAS, "includes", ("a",), ("a", "b"), 1.0), "缺团体区", "lacking group"),
    (AREAS, gap(AREAS, "contains", ("a",), "b"), "应包含团体区，实个体区", "required to include group, found individual"),
    (COUNT, gap(COUNT, "==", False, True), "", ""),
    (COUNT, gap(COUNT, "own_function", 1, 2), "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("fact", "found", "zh", "en"), GAPS, ids=[zh or "nothing" for _, _, zh, _ in GAPS])
def test_a_gap_is_one_line(fact: Fact, found: Gap, zh: str, en: str) -> None:
    assert gap_in_words(found, fact, "", False, "zh") == zh
    assert gap_in_words(found, fact, "", False, "en") == en


def test_what_the_message_says_is_left_out() -> None:
    found = gap(COUNT, ">=", 1, 3, 2.0)
    assert gap_in_words(found, COUNT, "人数1人，应不少于3人", False, "zh") == "差2人"
    assert gap_in_words(found, COUNT, "", True, "zh") == "人数：应不少于3人，实1人，差2人"
