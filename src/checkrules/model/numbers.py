"""Numbers as they are written in JSON and YAML."""

from __future__ import annotations

import math
from decimal import Decimal, InvalidOperation

MAX_DIGITS = 400
"""Of a whole number that is kept as one: beyond these it is greater than all doubles, and slow to make."""


def whole_number(digits: str) -> int | Decimal:
    """The number that decimal digits are, exactly."""
    return int(digits) if len(digits) <= MAX_DIGITS else Decimal(digits)


def real_number(digits: str) -> float | Decimal:
    """The number that digits with a fraction or an exponent are: a double, or where none holds it the number as it is written."""
    value = float(digits)
    if math.isfinite(value):
        return value
    try:
        return Decimal(digits)
    except InvalidOperation:  # the exponent alone is out of range
        return Decimal(value)
