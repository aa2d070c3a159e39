"""Chinese numerals → whole numbers."""

from __future__ import annotations

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
_DIGITS |= {"〇": 0, "○": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9}
_ZEROS = {digit for digit, value in _DIGITS.items() if value == 0}
_UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}


def digits_of(text: str) -> str | None:
    """Chinese digits as plain ones (`二〇二三` → `2023`), or None where a character is no digit."""
    digits = [_DIGITS.get(character) for character in text]
    return None if None in digits else "".join(map(str, digits))


def chinese_number(text: str) -> int | None:
    """The whole number that a Chinese numeral below ten thousand is, or None: `两百零五` 205, `十二` 12, `三百五` 350."""
    digits = digits_of(text)
    if digits is not None:
        return int(digits) if len(digits) in (1, 4) else None
    total = current = 0
    last = 10_000
    for character in text:
        if character in _DIGITS:
            if current:
                return None  # 五六十 is no number
            current = _DIGITS[character]
        elif character in _UNITS and _UNITS[character] < last:
            last = _UNITS[character]
            total += (current or 1) * last
            current = 0
        else:
            return None
    if current and last > 10 and not set(text) & _ZEROS:
        current *= last // 10
    return total + current
