"""Chinese numerals, as cells, dates and prose have them."""

from __future__ import annotations

import pytest

from checkrules.facts.numerals import chinese_number, digits_of


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("零", 0), ("〇", 0), ("两", 2), ("九", 9), ("十", 10), ("十二", 12), ("二十", 20), ("二十五", 25), ("九十九", 99),
        ("一百", 100), ("一百零五", 105), ("一百〇五", 105), ("一百○五", 105), ("三百五", 350), ("两千三百", 2300), ("一千零一十", 1010),
        ("壹仟贰佰叁拾肆", 1234), ("二〇二三", 2023),
    ],
)  # fmt: skip
def test_a_numeral_is_a_number(text: str, number: int) -> None:
    assert chinese_number(text) == number


@pytest.mark.parametrize(
    "text", ["", "甲", "五六十", "三五百", "一百五六", "十百", "十十", "一一", "一二三", "二十个", "百千", "1"]
)
def test_anything_else_is_none(text: str) -> None:
    assert chinese_number(text) is None


def test_digits() -> None:
    assert digits_of("二〇二三") == digits_of("二○二三") == "2023"
    assert digits_of("二十") is None
