"""Kept columns of files: the values of each part, and the one type that a column has in all outputs.

In Parquet a column has a type; in CSV all cells are texts; in NDJSON each value has its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any

import msgspec
import polars as pl
from msgspec import UNSET, Raw, UnsetType

from checkrules.model.errors import ReadError, UsageError
from checkrules.model.form import INT_MAX, INT_MIN
from checkrules.model.parts import Part
from checkrules.model.privacy import shown
from checkrules.model.text import Text
from checkrules.reading.bytes import decode
from checkrules.reading.json import parse_json
from checkrules.reading.sheets import Heading
from checkrules.tables.columns.kept import lacking
from checkrules.tables.files.part_data import bytes_of

Kept = Mapping[str, pl.DataType]
"""The kept columns by name, with their types."""
_TEXTS = (pl.String, pl.Categorical, pl.Enum)
_FAILURES = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
_encode = msgspec.json.Encoder().encode
_astuple = msgspec.structs.astuple


def kept_types(parts: Sequence[Part], keep: Sequence[str]) -> Kept:
    """The type of each kept column in the outputs: that which it has in all files, else text. Categories become texts.

    Raises UsageError where a file lacks a column, and for one of lists, objects or bytes.
    """
    found: dict[str, list[pl.DataType]] = {name: [] for name in keep}
    by_file: dict[str, list[Part]] = {}
    for part in parts if keep else ():
        by_file.setdefault(part.file, []).append(part)
    for of_file in by_file.values():
        match of_file[0].kind:
            case "parquet":
                types = _of_parquet(of_file[0], keep)
            case "ndjson":
                types = _of_lines(of_file, keep)
            case _:
                types = {name: [pl.String()] for name in keep}
        for name, kinds in types.items():
            found[name] += kinds
    return {name: _one(kinds) for name, kinds in found.items()}


def _one(kinds: Iterable[pl.DataType]) -> pl.DataType:
    different = {*kinds} - {pl.Null()}
    return different.pop() if len(different) == 1 else pl.String()


def _of_parquet(part: Part, keep: Sequence[str]) -> dict[str, list[pl.DataType]]:
    schema = pl.read_parquet_schema(part.file)
    types: dict[str, list[pl.DataType]] = {}
    for name in keep:
        if name not in schema:
            raise lacking(name, schema, part.name or part.file)
        kind = schema[name]
        plain = kind.is_numeric() or (kind.is_temporal() and kind != pl.Duration)
        if isinstance(kind, _TEXTS):
            kind = pl.String()
        elif not plain and kind not in (pl.Boolean, pl.Null):
            raise UsageError(
                Text(f"列“{shown(name)}”不是单个的值，不能保留", f"the column '{shown(name)}' holds no single values"),
                location=part.name or part.file,
                hint=Text(
                    "只能保留文字、数字、是否、日期和时间", "texts, numbers, yes/no, dates and times can be kept"
                ),
            )
        types[name] = [kind]
    return types


def _of_lines(parts: Iterable[Part], keep: Sequence[str]) -> dict[str, list[pl.DataType]]:
    """The types of the values of all lines: a pass of its own, for all parts must have the same types."""
    values_of = line_values(keep)
    types: dict[str, set[pl.DataType]] = {name: set() for name in keep}
    known: dict[str, object] = {}
    stated: set[str] = set()
    lines = 0
    file = ""
    for part in parts:
        file = part.name or part.file
        try:
            data = bytes_of(part)
        except ReadError:  # the part is rejected when it is judged
            continue
        for line in BytesIO(data):
            try:
                values = values_of(line)
            except ReadError:
                continue
            lines += 1
            for name, value in zip(keep, values, strict=True):
                if value is not UNSET:
                    stated.add(name)
                    types[name].add(_type_of(value))
            if lines == 1:
                known = _record(line)
    for name in keep:
        if lines and name not in stated:
            raise lacking(name, known, file)
    return {name: [*kinds] for name, kinds in types.items()}


def _type_of(value: object) -> pl.DataType:
    match value:
        case None:
            return pl.Null()
        case bool():
            return pl.Boolean()
        case int() if INT_MIN <= value <= INT_MAX:
            return pl.Int64()
        case float():
            return pl.Float64()
        case _:
            return pl.String()


def line_values(keep: Sequence[str]) -> Callable[[bytes], tuple[object, ...]]:
    """A function: a line of NDJSON → its values of the kept names, at its top or under `facts`; UNSET where there is none.
    It raises ReadError for what is no record."""
    quick = _quick(keep) if not any(map(_has_escapes, keep)) else None

    def values(line: bytes) -> tuple[object, ...]:
        if quick is not None:
            try:
                return quick(line)
            except _FAILURES:
                pass
        record = _record(line)
        return tuple(record.get(name, UNSET) for name in keep)

    return values


def _has_escapes(name: str) -> bool:
    """Whether msgspec cannot have a field of this name."""
    return not name.isprintable() or bool({'"', "\\"} & set(name)) or name == "facts"


def _quick(keep: Sequence[str]) -> Callable[[bytes], tuple[object, ...]]:
    fields: list[tuple[str, Any, Any]] = [(f"f{number}", Any, UNSET) for number in range(len(keep))]
    rename = {f"f{number}": name for number, name in enumerate(keep)}
    inner = msgspec.json.Decoder(msgspec.defstruct("Facts", fields, rename=rename)).decode
    wrapped = [*fields, ("facts", Raw | UnsetType, UNSET)]
    outer = msgspec.json.Decoder(msgspec.defstruct("Line", wrapped, rename=rename)).decode

    def values(line: bytes) -> tuple[object, ...]:
        *found, facts = _astuple(outer(line))
        if facts is not UNSET and bytes(facts).startswith(b"{"):
            within = _astuple(inner(facts))
            return tuple(own if other is UNSET else other for own, other in zip(found, within, strict=True))
        return tuple(found)

    return values


def _record(line: bytes) -> dict[str, object]:
    """All values of a line, as they are read where msgspec cannot be sure. Raises ReadError."""
    record = parse_json(decode(line.rstrip(b"\r\n"), ""), "")
    if not isinstance(record, dict):
        raise ReadError(Text("应为一个对象", "expected an object"))
    facts = record.get("facts")
    return {**{k: v for k, v in record.items() if k != "facts"}, **facts} if isinstance(facts, dict) else record


def columns_of_lines(values: Sequence[Sequence[object]], kept: Kept) -> pl.DataFrame:
    """The columns of the values of lines; numbers and others in a column of texts are written as JSON."""
    columns = list(zip(*values, strict=True)) or [()] * len(kept)
    return pl.DataFrame(
        [
            pl.Series(name, [_stored(value, kind) for value in column], dtype=kind)
            for (name, kind), column in zip(kept.items(), columns, strict=True)
        ]
    )


def _stored(value: object, kind: pl.DataType) -> object:
    if value is None or value is UNSET:
        return None
    return _encode(value).decode() if kind == pl.String and not isinstance(value, str) else value


def kept_of_heading(heading: Heading, keep: Sequence[str], name: str) -> tuple[int, ...]:
    """The columns of a CSV file that are kept: each by its heading, or by the name of the fact that its heading means.
    `name` is that of the file. Raises UsageError."""
    headings = [cell.strip() for cell in heading.row.cells]
    facts = {fact.name: column for column, fact in heading.facts.items()}
    found = []
    for wanted in keep:
        columns = [column for column, cell in enumerate(headings) if cell == wanted]
        columns = columns or ([facts[wanted]] if wanted in facts else [])
        if len(columns) > 1:
            problem = Text(
                f"有 {len(columns)} 列叫“{shown(wanted)}”，不知保留哪一列",
                f"{len(columns)} columns are named '{shown(wanted)}': which one is to be kept?",
            )
            raise UsageError(problem, location=name, hint=Text("请给其余的列改名", "rename the others"))
        if not columns:
            raise lacking(wanted, dict.fromkeys((*headings, *facts)), name)
        found.append(columns[0])
    return tuple(found)
