"""The work of reading prose grows with its length, whatever the text."""

from __future__ import annotations

import pytest

from checkrules.reading.narrative import propose
from tests.reading.narrative.reader import known_names

from ...work import calls_during

WORDS = known_names()
TASKS = [f"T{number:02d}" for number in range(1, 14)]
REPEATED = [
    "每周1节，", "专职教师，", "专职教师2名，", "专职教师、", "专职", "除返校必谈外，", "除个别外都谈了，", "要求，", "周一、三，开放，",
    "周一、三开放", "心理课每周1节每周2节", "心理课", "每学期，", "班会每月1次，高一每月2次，", "专兼职", "没有", "消防预案，", "1,024处隐患，",
    "隐患1，", "隐患12处", "1 ", "1,", "1", "一", "（", "除", "①", "但", "约", "重点场所20处，3处无监控，", "每", "未知词", "领导小组、",
    "☑", "□有", "均已整改，", "疑似5人。均已干预。",
]  # fmt: skip


def read(text: str) -> None:
    propose(WORDS, dict.fromkeys(TASKS, text))


@pytest.mark.parametrize("unit", REPEATED)
@pytest.mark.parametrize("end", ["", "。"], ids=["one sentence", "sentences"])
def test_twice_the_text_is_twice_the_work(unit: str, end: str) -> None:
    repeated = (unit + end) * 60
    read(repeated)  # patterns are compiled once
    once = calls_during(lambda: read(repeated * 2))
    assert calls_during(lambda: read(repeated * 4)) < 2.2 * once


@pytest.mark.parametrize("unit", REPEATED)
def test_a_hostile_text_is_read_to_its_end(unit: str) -> None:
    text = (unit * 3_000)[:3_000]  # quadratic work inside a pattern, which no call shows, would take minutes
    readings = propose(WORDS, dict.fromkeys(TASKS, text))
    assert all(reading.quote == text[reading.start : reading.end] for reading in readings)
