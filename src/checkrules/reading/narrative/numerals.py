"""Numbers as people write them in Chinese prose."""

from __future__ import annotations

import re

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "壹": 1,
    "贰": 2,
    "叁": 3,
    "肆": 4,
    "伍": 5,
}
_DIGITS |= {"陆": 6, "柒": 7, "捌": 8, "玖": 9}
_UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
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
    value = _han(whole.replace("廿", "二十"))
    if value is None:
        return None
    if point:
        digits = [_DIGITS.get(c) for c in rest]
        if None in digits or not digits:
            return None
        return (value + float("0." + "".join(map(str, digits)))) * scale
    return float(value * scale)


def _han(text: str) -> int | None:
    if not text:
        return None
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text)) if len(text) in (1, 4) else None
    total = current = 0
    last = 10_000
    for c in text:
        if c in _DIGITS:
            current = _DIGITS[c]
        elif c in _UNITS:
            unit = _UNITS[c]
            if unit >= last:
                return None
            total += (current or 1) * unit
            current, last = 0, unit
        else:
            return None
    if current and last > 10 and "零" not in text and "〇" not in text:
        current *= last // 10
    return total + current
