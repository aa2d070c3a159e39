"""A part of an NDJSON file → facts in columns, invalid values and unreadable lines.

Fast path: msgspec decodes most lines and checks their values. A line of which it cannot be sure is read as the reader of
single files reads it, so that the same values are valid and the same lines are rejected.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Annotated, Any, Optional, Union

import msgspec
import polars as pl
from msgspec import UNSET, UnsetType

from checkrules.evaluation.compiled import Compiled
from checkrules.facts.check import time_cut
from checkrules.facts.kinds import json_type, wide_json_type
from checkrules.model.errors import Location
from checkrules.model.form import INT_MAX, INT_MIN, Fact
from checkrules.model.parts import Part, RowProblem
from checkrules.model.submission import Rejection
from checkrules.reading.json import MAX_LINE_BYTES, submission_of_line
from checkrules.tables.columns.fact_columns import Misfit
from checkrules.tables.files.kept import Kept, columns_of_lines, line_values
from checkrules.tables.files.part_data import PartData, column_of, fitting, misfits, storer

ROWS_AT_ONCE = 16_384
"""Rows that are kept as Python objects before they become columns."""
MAX_LEARNT = 50
RESERVED: dict[str, Any] = {
    "$schema": Optional[str],  # noqa: UP045 - made at run time
    "narratives": Optional[dict[str, Optional[str]]],  # noqa: UP045
    "task_notes": Optional[dict[str, Optional[str]]],  # noqa: UP045
    "remarks": Optional[dict[str, Optional[str]]],  # noqa: UP045 - its name in report-1
    "problems": Optional[str],  # noqa: UP045
}
"""Keys of a record besides facts; tables do not use them."""
_WHOLE = Annotated[int, msgspec.Meta(ge=INT_MIN, le=INT_MAX)]
_SCALAR = Optional[Union[bool, _WHOLE, float, str]]  # noqa: UP007, UP045
_KEY = re.compile(rb'"[ \t\r\n]*:')
_FAILURES = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
_astuple = msgspec.structs.astuple


def read_lines(part: Part, data: bytes, compiled: Compiled, keep: Kept) -> PartData:
    """Read the lines of a part, and the values to keep; blank lines are left out."""
    lines = _Lines(part.file, compiled, keep)
    for number, line in enumerate(BytesIO(data), start=part.first):
        lines.take(number, line)
    return lines.done()


class _Lines:
    def __init__(self, file: str, compiled: Compiled, keep: Kept) -> None:
        self._file = file
        self._content = compiled.content
        self._facts = compiled.content.form.facts
        self._stores = [storer(fact) for fact in self._facts]
        self._keep = keep
        self._kept: list[tuple[object, ...]] = []
        self._kept_values = line_values(tuple(keep))
        self._beside = tuple(name for name in keep if name not in compiled.facts)
        self._unknown: dict[str, None] = {}
        self._timed: dict[str, None] = {}
        self._record = _Record(self._facts, tuple(filter(_can_be_field, self._beside)))
        self._rows: list[int] = []
        self._values: list[tuple[object, ...]] = []
        self._frames: list[pl.DataFrame] = []
        self._numbers: list[pl.Series] = []
        self._bad: list[Misfit] = []
        self._rejected: list[RowProblem] = []

    def take(self, number: int, line: bytes) -> None:
        values = self._record.read(line) if len(line) <= MAX_LINE_BYTES else None
        if values is None:
            values = self._slowly(number, line)
        if values is not None:
            self._rows.append(number)
            self._values.append(values)
            if self._keep:
                self._kept.append(self._kept_values(line))
            if len(self._rows) == ROWS_AT_ONCE:
                self._flush()

    def done(self) -> PartData:
        self._flush()
        return PartData(
            frame=pl.concat(self._frames, rechunk=True),
            rows=pl.concat(self._numbers, rechunk=True),
            misfits=misfits(self._bad),
            rejected=tuple(self._rejected),
            unknown=tuple(self._unknown),
            timed=tuple(self._timed),
            kept=columns_of_lines(self._kept, self._keep),
        )

    def _slowly(self, number: int, line: bytes) -> tuple[object, ...] | None:
        if len(line) <= MAX_LINE_BYTES and not line.strip():
            return None
        item = submission_of_line(line, self._content, Location(file=self._file, line=number))
        if isinstance(item, Rejection):
            self._rejected.append(RowProblem(row=number, message=item.reason))
            return None
        stated = dict(item.facts)
        values = tuple(
            fitting(fact, store, stated.pop(fact.name, None), number, self._bad)
            for fact, store in zip(self._facts, self._stores, strict=True)
        )
        self._learn(stated)
        for fact, value in zip(self._facts, values, strict=True):
            if value is not None and time_cut(fact, item.facts[fact.name], None) is not None:
                self._timed[fact.name] = None
        return values

    def _learn(self, unknown: dict[str, object]) -> None:
        """Remember names that the form does not know, so that the next line with them takes the fast path."""
        known = {*self._unknown, *self._beside}
        new = [name for name in unknown if name not in known][: MAX_LEARNT - len(self._unknown)]
        if new:
            self._unknown.update(dict.fromkeys(new))
            self._record = _Record(self._facts, tuple(filter(_can_be_field, (*self._beside, *self._unknown))))

    def _flush(self) -> None:
        columns: Sequence[Sequence[object]] = list(zip(*self._values, strict=True)) or [()] * len(self._facts)
        series = [self._column(*given) for given in zip(self._facts, self._stores, columns, strict=True)]
        self._frames.append(pl.DataFrame(series, height=len(self._rows)))
        self._numbers.append(pl.Series(self._rows, dtype=pl.Int64))
        self._rows, self._values = [], []

    def _column(self, fact: Fact, store: Callable[[object], object], values: Sequence[object]) -> pl.Series:
        stated = [None if value is UNSET else value for value in values]
        if not _to_check(fact):
            try:
                return column_of(fact, stated)
            except TypeError:  # a whole number that is written as 3.0
                pass
        plain = map(msgspec.to_builtins, stated) if fact.type == "objects" else stated
        checked = [fitting(fact, store, value, row, self._bad) for row, value in zip(self._rows, plain, strict=True)]
        return column_of(fact, checked)


def _can_be_field(name: str) -> bool:
    """Whether msgspec can have a field of this name: one that JSON writes without escapes."""
    return name not in RESERVED and name.isprintable() and not {'"', "\\"} & set(name)


class _Record:
    """Fast path: decodes lines that need no further checks: no duplicate key, every value valid or checked later."""

    def __init__(self, facts: tuple[Fact, ...], unknown: tuple[str, ...]) -> None:
        self._count = len(facts)
        beside = {**RESERVED, **dict.fromkeys(unknown, _SCALAR)}
        self._decode: Callable[[bytes], Any] | None = None
        self._decode_wrapped: Callable[[bytes], Any] | None = None
        if not any(fact.name in RESERVED or fact.name == "facts" for fact in facts):
            types = {fact.name: Optional[_type_of(fact)] for fact in facts}  # noqa: UP045
            self._decode = msgspec.json.Decoder(_struct({**types, **beside})).decode
            inner = _struct({**types, **dict.fromkeys(unknown, _SCALAR)})
            self._decode_wrapped = msgspec.json.Decoder(_struct({"facts": inner, **RESERVED})).decode
        self._nested = [location for location, fact in enumerate(facts) if fact.type == "objects"]

    def read(self, line: bytes) -> tuple[object, ...] | None:
        """The values of a line, UNSET where a fact is not stated; None where the line must take the slow path."""
        if self._decode is None or self._decode_wrapped is None:
            return None
        try:
            found = _astuple(self._decode(line))
            names = 0
        except _FAILURES:
            try:
                wrapped = _astuple(self._decode_wrapped(line))
            except _FAILURES:
                return None
            if wrapped[0] is UNSET:
                return None
            found = _astuple(wrapped[0])
            names = _names(wrapped[1:]) + 1
        names += len(found) - found.count(UNSET)
        # as many names as colons: no duplicate key (msgspec would take the last)
        if names != line.count(b":") and names + self._deeper(found) != len(_KEY.findall(line)):
            return None
        return found[: self._count]

    def _deeper(self, found: tuple[Any, ...]) -> int:
        objects = [item for location in self._nested for item in (found[location] or ())]
        return sum(map(_names, map(_astuple, objects))) + _names(found[self._count :], 0)


def _names(values: tuple[Any, ...], each: int = 1) -> int:
    """How many keys there are, those in mappings included."""
    return sum(each + (len(v) if isinstance(v, dict) else 0) for v in values if v is not UNSET)


def _struct(fields: dict[str, Any]) -> Any:
    named = [(f"f{number}", Union[kind, UnsetType], UNSET) for number, kind in enumerate(fields.values())]  # noqa: UP007
    rename = {f"f{number}": name for number, name in enumerate(fields)}
    return msgspec.defstruct("Record", named, rename=rename, gc=False, forbid_unknown_fields=True)


def _type_of(fact: Fact) -> Any:
    """msgspec's type for a fact's value. Wider than the fact where msgspec cannot express it: see `_to_check`."""
    if fact.type != "objects":
        return wide_json_type(fact)
    item = _struct({field.name: Optional[_type_of(field)] for field in fact.fields})  # noqa: UP045
    items: Any = list[item]  # type: ignore[valid-type]
    return Annotated[items, msgspec.Meta(max_length=fact.max_items)] if fact.max_items is not None else items


def _to_check(fact: Fact) -> bool:
    """Whether a value that msgspec accepted may still be invalid."""
    if fact.type == "objects":
        return any(_to_check(field) or field.type == "integer" for field in fact.fields)
    return json_type(fact) is Any
