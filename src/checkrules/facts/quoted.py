"""A stated value → the text that quotes it in a message: short, masked, and never an error, whatever the value is."""

from __future__ import annotations

import datetime as dt
import reprlib
from decimal import Decimal

from checkrules.model.privacy import shown

_DIGITS = 60
"""Digits of a whole number that are written out."""
_UNCUT = 10_000


class _Written(reprlib.Repr):
    """Python's short form of a value. Texts in it are long enough to be masked before they are cut."""

    def __init__(self) -> None:
        super().__init__()
        self.maxstring = self.maxother = self.maxlong = _UNCUT
        self.maxlist = self.maxtuple = self.maxset = self.maxfrozenset = self.maxdict = 20

    def repr_int(self, x: int, level: int) -> str:
        digits = int(x.bit_length() * 0.30103)
        if digits > _DIGITS:  # Python refuses to write long ones
            return f"{'-' if x < 0 else ''}10^{digits}"
        return super().repr_int(x, level)


def quoted(value: object) -> str:
    """The value as messages quote it."""
    if isinstance(value, str):
        return shown(value[:_UNCUT])
    if isinstance(value, dt.date | Decimal):
        return shown(str(value)[:_UNCUT])
    return shown(_Written().repr(value))
