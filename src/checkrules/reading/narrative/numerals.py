"""Numbers as people write them in Chinese prose."""

from __future__ import annotations

import re

from checkrules.facts.numerals import chinese_number, digits_of

UNREAD = "\ue000"
"""A digit of a number that is written so that it may be several numbers: what holds it has no value."""
_HAN = "零〇一二两三四五六七八九十百千廿壹贰叁肆伍陆柒捌玖拾佰仟"
_DIGITS = rf"[\d{UNREAD}]++(?:\.[\d{UNREAD}]++)*+"
_SCALES = "十百千万亿零〇"
NUMBER = (
    rf"(?<![\d.{UNREAD}])(?:{_DIGITS}|(?<![{_HAN}])[{_HAN}]++(?:点[{_HAN}]++)?+)[{_SCALES}]*+"
    rf"(?:(?<=[{_SCALES}])(?:{_DIGITS}|[{_HAN}]++)[{_SCALES}]*+)*+"
)
"""A whole number, never the end of a longer one, without what says that it is a bound or a range."""
_SCALED = re.compile(r"(\d{1,9}(?:\.\d{1,4})?)([十百千]?)(万?)(亿?)")


def number_of(text: str) -> float | None:
    """The number that a text is, or None where it is not certain: `两百零五` 205, `1.2万` 12000, `廿三` 23; `1万2`, `024` None."""
    scaled = _SCALED.fullmatch(text)
    if scaled is not None:
        if re.match(r"0\d", text):
            return None
        scale = {"": 1, "十": 10, "百": 100, "千": 1000}[scaled[2]]
        return float(scaled[1]) * scale * (10_000 if scaled[3] else 1) * (100_000_000 if scaled[4] else 1)
    scale = 10_000 if len(text) > 1 and text[-1] == "万" else 1
    whole, point, rest = text.removesuffix("万" if scale > 1 else "").partition("点")
    value = chinese_number(whole.replace("廿", "二十"))
    if value is None:
        return None
    if point:
        digits = digits_of(rest)
        return (value + float(f"0.{digits}")) * scale if digits else None
    return float(value * scale)
