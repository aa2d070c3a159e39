"""Numbers as people write them in Chinese prose."""

from __future__ import annotations

import re

from checkrules.facts.numerals import chinese_number, digits_of

_HAN = "零〇一二两三四五六七八九十百千廿壹贰叁肆伍陆柒捌玖拾佰仟"
NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,9}}(?:\.\d{{1,4}})?|[{_HAN}]{{1,9}}(?:点[{_HAN}]{{1,3}})?)[万千百]?"
"""A number, without what says that it is a bound or a range."""


def number_of(text: str) -> float | None:
    """The number that a text is, or None: `两百零五` 205, `1.2万` 12000, `廿三` 23."""
    scale = 1
    if len(text) > 1 and text[-1] in "万千百" and (text[0].isdigit() or text[-1] == "万"):
        scale = {"万": 10_000, "千": 1000, "百": 100}[text[-1]]
        text = text[:-1]
    if re.fullmatch(r"[\d,]+(?:\.\d+)?", text):
        return float(text.replace(",", "")) * scale
    whole, point, rest = text.partition("点")
    value = chinese_number(whole.replace("廿", "二十"))
    if value is None:
        return None
    if point:
        digits = digits_of(rest)
        return (value + float(f"0.{digits}")) * scale if digits else None
    return float(value * scale)
