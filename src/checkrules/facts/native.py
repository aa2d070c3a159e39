"""Values of NumPy, pandas, Polars and enumerations → plain Python values, without an import of any of them.

What is missing there (`NaT`, `NA`) is not stated here.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from typing import Any

_DEPTH = 4
"""Lists and objects inside one another, as far as a fact can have them."""


def native(value: object, depth: int = _DEPTH) -> object:
    """The plain value that a value of another library stands for; None where it is missing; all else as it is."""
    if isinstance(value, Enum):
        return native(value.value)
    if value is None or value.__class__ in (bool, int, float, str, Decimal):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return [native(item, depth - 1) for item in value] if depth else value
    if isinstance(value, Mapping):
        return {name: native(item, depth - 1) for name, item in value.items()} if depth else value
    try:
        return _converted(value, depth)
    except Exception:  # noqa: BLE001 - the value's own code: what it cannot say of itself stays as it is
        return value


def _converted(value: Any, depth: int) -> object:
    if _is_missing(value):
        return None
    kind = getattr(getattr(value, "dtype", None), "kind", None)
    if kind is not None and value.shape == ():
        if kind == "M":  # its item is a whole number where it counts nanoseconds
            value = value.astype("datetime64[us]")
        return float(value) if kind == "f" else value.item()
    for name in ("tolist", "to_list"):
        if hasattr(value, name):
            return native(getattr(value, name)(), depth)
    return operator.index(value) if hasattr(value, "__index__") else value


def _is_missing(value: Any) -> bool:
    """NaT differs from itself; NA compared with itself is NA."""
    different = value != value  # noqa: PLR0124
    return different is value or different is True
