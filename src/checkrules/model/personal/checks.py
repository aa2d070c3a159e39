"""What the standards say of a number's digits: check digits, dates, areas, issuers."""

from __future__ import annotations

import calendar

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PROVINCES = frozenset(
    str(area)
    for areas in (
        range(11, 16),
        range(21, 24),
        range(31, 38),
        range(41, 47),
        range(50, 55),
        range(61, 66),
        (71, 81, 82, 83),
    )
    for area in areas
)
_TAIWAN_AREAS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"


def identity_check(digits: str) -> bool:
    """Whether the last sign of an 18-digit identity number is the check digit of the others (GB 11643, ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(digits[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == digits[17]


def is_area(digits: str) -> bool:
    """Whether digits begin with the code of a province (GB/T 2260)."""
    return digits[:2] in _PROVINCES


def is_date(digits: str) -> bool:
    """Whether eight digits are a day that somebody can be born on; the century may be mistyped."""
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:8])
    return 1700 <= year < 2100 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of the others (ISO/IEC 7812-1)."""
    doubled = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
    return sum(doubled[int(d)] if i % 2 else int(d) for i, d in enumerate(reversed(digits))) % 10 == 0


def is_card(digits: str) -> bool:
    """Whether digits begin and are as many as those of a bank card. A card of UnionPay (62) is one with a wrong check digit too."""
    count, two = len(digits), digits[:2]
    if two == "62" and 16 <= count <= 19:
        return True
    lengths = {
        15: two in ("34", "37"),
        16: digits[0] == "4" or "51" <= two <= "55" or "2221" <= digits[:4] <= "2720" or two in ("35", "60", "65"),
    }
    domestic = 17 <= count <= 19 and digits.startswith(("6", "9558"))
    return (lengths.get(count, False) or domestic) and luhn(digits)


def taiwan_check(number: str) -> bool:
    """Whether the last digit of a Taiwan identity number is the check digit of the others."""
    area = _TAIWAN_AREAS.index(number[0]) + 10
    digits = [area // 10, area % 10, *map(int, number[1:])]
    return (
        sum(digit * weight for digit, weight in zip(digits, (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1), strict=True)) % 10 == 0
    )
