"""Arithmetic as every back end must do it: JSON numbers, and null where there is no such number.

Whole numbers stay whole within 64 bits, everything else is a double. What has no result (a division by zero) or leaves
the range (beyond 64 bits, infinite) is None. `//` and `%` truncate towards zero, as rule-engine's do.
"""

from __future__ import annotations

import math

from checkrules.model.form import INT_MAX, INT_MIN

MAX_EXPONENT = 64

Number = int | float


def within(value: Number) -> Number | None:
    """The number itself, or None where it is no JSON number of 64 bits."""
    if isinstance(value, int):
        return value if INT_MIN <= value <= INT_MAX else None
    return value if math.isfinite(value) else None


def divide(left: Number, right: Number) -> float | None:
    """`left / right` as a double."""
    if right == 0:
        return None
    result = left / right
    return result if math.isfinite(result) else None


def floor_divide(left: Number, right: Number) -> Number | None:
    """`left // right`, truncated towards zero."""
    if right == 0:
        return None
    if isinstance(left, int) and isinstance(right, int):
        quotient = abs(left) // abs(right)
        return within(quotient if (left < 0) == (right < 0) else -quotient)
    result = left / right
    return float(math.trunc(result)) if math.isfinite(result) else None


def remainder(left: Number, right: Number) -> Number | None:
    """`left % right`, with the sign of `left`."""
    if right == 0:
        return None
    if isinstance(left, int) and isinstance(right, int):
        result = abs(left) % abs(right)
        return -result if left < 0 else result
    return math.fmod(left, right)


def power(left: Number, right: Number) -> Number | None:
    """`left ** right`; None for a complex or an infinite result."""
    if abs(right) > MAX_EXPONENT or (left == 0 and right < 0) or (left < 0 and right != int(right)):
        return None
    try:
        return within(left**right)
    except OverflowError:
        return None
