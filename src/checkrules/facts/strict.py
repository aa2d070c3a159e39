"""What does not fit a form, as one error: for callers that want no submission of which a part is not used."""

from __future__ import annotations

from collections.abc import Iterable

from checkrules.model.errors import Location, ReadError
from checkrules.model.submission import Remark
from checkrules.model.text import Text

UNFIT = frozenset(("invalid_value", "unknown_fact", "unknown_column", "unknown_task", "required_missing"))
"""Codes of remarks on what does not fit."""


def refuse_unfit(remarks: Iterable[Remark]) -> None:
    """Raise ReadError where a remark is on what does not fit: with the first of them, and how many more there are."""
    unfit = [remark for remark in remarks if remark.code in UNFIT]
    if unfit:
        raise unfit_error(unfit[0].message, sum(map(number_of, unfit)) - 1, unfit[0].location)


def number_of(remark: Remark) -> int:
    """How many values or names a remark is on: one, but for the remark that counts unknown names."""
    return int(remark.value) if remark.code == "unknown_fact" and remark.fact is None and remark.value else 1


def unfit_error(first: Text, more: int, location: Location | None = None) -> ReadError:
    """The error that says what does not fit first, and how many more there are."""
    rest = Text(f"；另有 {more:,} 处", f"; and {more:,} more") if more > 0 else Text("", "")
    hint = Text(
        "strict=False 时不采用这些内容，其余照常判定", "with strict=False these are not used, and the rest is judged"
    )
    return ReadError(Text(first.zh + rest.zh, first.en + rest.en), location=location, hint=hint)
