"""A part of a file → a table of facts, what in it does not fit, and what is broken.

The quick way takes a part as a whole; where anything in it is odd, it is read line by line as single files are, so that
the same cells fit and the same lines are set aside.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import attrs
import msgspec
import polars as pl

from checkrules.batch.parts import Part, Told
from checkrules.checklist import Checklist
from checkrules.errors import Place
from checkrules.frames.facts import MISFITS, ROW
from checkrules.frames.fit import TYPES
from checkrules.model import Fact
from checkrules.records import submission_of
from checkrules.submission import Rejection
from checkrules.tables import Heading, Row, decode, rows_of, stated, unguarded
from checkrules.text import Text
from checkrules.typed import RecordType, is_typed
from checkrules.validate import fit, misfit
from checkrules.values import DoesNotFit, parse_value

BROKEN_JSON = Text("这一行不是 JSON 对象", "the line is not a JSON object")
_Bad = tuple[int, str, str, str, str]


@attrs.frozen(kw_only=True, eq=False)
class Read:
    """The facts of a part. `rows`: their numbers for people; `misfits`: the cells that were left out of `frame`, as
    `JudgedTable.misfits` has them; `rejected`: the lines that are broken."""

    frame: pl.DataFrame
    rows: pl.Series
    misfits: pl.DataFrame
    rejected: tuple[Told, ...] = ()


def read_part(part: Part, checklist: Checklist, *, whole: bool) -> Read:
    """Read a part; of Parquet all facts (`whole`) or only those that rules and messages use. Raises ReadError, or an error of
    Polars where a Parquet file is damaged."""
    if part.kind == "parquet":
        known = set(checklist.facts if whole else checklist.record_type.names)
        table = pl.scan_parquet(part.file)
        names = [name for name in table.collect_schema().names() if name in known]
        frame = table.slice(part.start, part.stop - part.start).select(names).collect()
        rows = pl.int_range(part.first, part.first + part.stop - part.start, dtype=pl.Int64, eager=True)
        return Read(frame=frame, rows=rows, misfits=pl.DataFrame(schema=MISFITS))
    with Path(part.file).open("rb") as stream:
        stream.seek(part.start)
        data = stream.read(part.stop - part.start)
    return _ndjson(part, data, checklist) if part.kind == "ndjson" else _csv(part, data, checklist)


def _series(fact: Fact, values: Sequence[object]) -> pl.Series:
    return pl.Series(fact.name, values, dtype=TYPES[fact.type](fact), strict=False)


def _frame(facts: Iterable[Fact], columns: Iterable[Sequence[object]], height: int) -> pl.DataFrame:
    return pl.DataFrame([_series(fact, list(c)) for fact, c in zip(facts, columns, strict=True)], height=height)


def _misfits(found: list[_Bad]) -> pl.DataFrame:
    return pl.DataFrame(found, schema=MISFITS, orient="row").sort(ROW, maintain_order=True)


def _bad(row: int, fact: Fact, value: object, expected: Text) -> _Bad:
    told = misfit(fact, value, expected, None)
    return row, fact.name, str(told.value), told.message.zh, told.message.en


# NDJSON


def _ndjson(part: Part, data: bytes, checklist: Checklist) -> Read:
    facts = checklist.content.form.facts
    record_type = RecordType(facts)
    if all(is_typed(fact) for fact in facts) and b'"facts"' not in data:
        try:
            records = record_type.decoder.decode_lines(data)
        except (msgspec.DecodeError, UnicodeDecodeError):
            pass
        else:
            if len(records) == data.count(b"\n") + (not data.endswith(b"\n")):
                columns: Iterable[Sequence[object]] = list(zip(*map(msgspec.structs.astuple, records), strict=True))
                rows = pl.int_range(part.first, part.first + len(records), dtype=pl.Int64, eager=True)
                frame = _frame(facts, columns or [[] for _ in facts], len(records))
                return Read(frame=frame, rows=rows, misfits=pl.DataFrame(schema=MISFITS))
    return _ndjson_by_line(part, data, checklist)


def _ndjson_by_line(part: Part, data: bytes, checklist: Checklist) -> Read:
    facts = checklist.content.form.facts
    rows: list[int] = []
    values: list[tuple[object, ...]] = []
    bad: list[_Bad] = []
    rejected: list[Told] = []
    for number, line in enumerate(data.split(b"\n"), start=part.first):
        if not line.strip():
            continue
        try:
            record = msgspec.json.decode(line.removeprefix(b"\xef\xbb\xbf"))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            rejected.append(Told(row=number, message=BROKEN_JSON))
            continue
        item = submission_of(record, checklist.content, place=Place(file=part.file, line=number))
        if isinstance(item, Rejection):
            rejected.append(Told(row=number, message=item.reason))
            continue
        rows.append(number)
        values.append(tuple(_fitting(fact, item.facts.get(fact.name), number, bad) for fact in facts))
    columns = list(zip(*values, strict=True)) or [() for _ in facts]
    return Read(
        frame=_frame(facts, columns, len(rows)),
        rows=pl.Series(rows, dtype=pl.Int64),
        misfits=_misfits(bad),
        rejected=tuple(rejected),
    )


def _fitting(fact: Fact, value: object, row: int, bad: list[_Bad]) -> Any:
    if value is None:
        return None
    try:
        fitted = fit(fact, value)
    except DoesNotFit as error:
        bad.append(_bad(row, fact, value, error.expected))
        return None
    return list(fitted) if isinstance(fitted, tuple) else fitted


# CSV


def _csv(part: Part, data: bytes, checklist: Checklist) -> Read:
    text = decode(data, part.file, ("utf-8", "gb18030"))
    lines = text.count("\n") + (not text.endswith("\n"))
    try:
        cells = pl.read_csv(
            BytesIO(text.encode()),
            has_header=False,
            infer_schema=False,
            separator=part.delimiter,
        ).with_columns(pl.all().fill_null(""))
    except pl.exceptions.PolarsError:
        return _csv_by_line(part, text, checklist)
    blank = cells.select(pl.all_horizontal(pl.all().str.strip_chars() == "")).to_series().any() if cells.width else True
    if cells.height != lines or cells.width != len(part.columns) or blank:
        return _csv_by_line(part, text, checklist)
    rows = pl.int_range(part.first, part.first + cells.height, dtype=pl.Int64, eager=True).alias(ROW)
    columns: list[pl.Series] = []
    bad: list[_Bad] = []
    for name, cell in zip(part.columns, cells.get_columns(), strict=True):
        if name is not None:
            column, wrong = _parsed(checklist.facts[name], cell, rows)
            columns.append(column)
            bad += wrong
    return Read(frame=pl.DataFrame(columns), rows=rows, misfits=_misfits(bad))


def _parsed(fact: Fact, cells: pl.Series, rows: pl.Series) -> tuple[pl.Series, list[_Bad]]:
    """A column of texts as values; each different text is parsed once."""
    different = cells.unique()
    values: list[object] = []
    wrong: dict[str, Text] = {}
    for text in different:
        try:
            value = parse_value(fact, unguarded(text))
        except DoesNotFit as error:
            value, wrong[text] = None, error.expected
        values.append(list(value) if isinstance(value, tuple) else value)
    words = pl.DataFrame({"text": different, "value": _series(fact, values)})
    column = pl.DataFrame({"text": cells}).join(words, on="text", how="left", maintain_order="left")["value"]
    bad: list[_Bad] = []
    if wrong:
        there = pl.DataFrame({ROW: rows, "text": cells}).filter(pl.col("text").is_in(list(wrong)))
        bad = [_bad(row, fact, unguarded(text), wrong[text]) for row, text in there.rows()]
    return column.alias(fact.name), bad


def _csv_by_line(part: Part, text: str, checklist: Checklist) -> Read:
    facts = [checklist.facts[name] for name in part.columns if name is not None]
    named = {column: checklist.facts[name] for column, name in enumerate(part.columns) if name is not None}
    header = Row(number=1, line=1, cells=part.columns)  # type: ignore[arg-type]
    heading = Heading(file=part.file, row=header, facts=named, others={})
    rows: list[int] = []
    values: list[Mapping[str, object]] = []
    bad: list[_Bad] = []
    rejected: list[Told] = []
    for row in rows_of(text, part.file, delimiter=part.delimiter, first_line=part.first):
        item = row if isinstance(row, Rejection) else stated(heading, row)
        if isinstance(item, Rejection):
            rejected.append(Told(row=item.place.line or part.first, message=item.reason))
            continue
        assert isinstance(row, Row)  # noqa: S101 - for the type checker
        rows.append(row.line)
        values.append(item.facts)
        for note in item.notes:
            if note.fact is not None:
                bad.append((row.line, note.fact, str(note.value), note.message.zh, note.message.en))
    columns = [[_plain(value.get(fact.name)) for value in values] for fact in facts]
    return Read(
        frame=_frame(facts, columns, len(rows)),
        rows=pl.Series(rows, dtype=pl.Int64),
        misfits=_misfits(bad),
        rejected=tuple(rejected),
    )


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
