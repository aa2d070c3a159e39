"""No difference between evaluators: one record by generated Python, the trace, JSON, columns and table files."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any, Literal

import polars as pl
import pytest
import rule_engine

import checkrules
from checkrules import OUTCOMES
from checkrules.checklist import Checklist
from checkrules.expressions.parse import parse
from checkrules.expressions.scope import ExpressionError
from checkrules.model.rules import Rule
from checkrules.tables.columns.lowering import lowered as lowered_to_columns

from ..expressions.evaluators import by_rule_engine, lowered, traced
from ..expressions.strategies import FIELDS
from ..expressions.strategies import SCOPE as SMALL_SCOPE
from ..tables.columns.every_type import checklist, rule
from ..tables.columns.made_up import table
from ..tables.columns.test_evaluate_frame import assert_same

TODAY = dt.date(2024, 5, 1)
COMPARED: Counter[str] = Counter()
"""How many outcomes of one rule for one record were compared, by the evaluators that were compared with generated Python."""
PLAIN = {"integer": (int,), "number": (int, float), "boolean": (bool,), "text": (str,)}
"""The types that JSON gives the values of each type of expressions, without dates."""
NOT_FACTS = {"facts", "narratives", "task_notes", "remarks", "problems", "submissions", "$schema", "highlights"}


class Difference(AssertionError):
    """Two evaluators differ."""


def same_outcomes(data: bytes, folder: Path) -> Literal["judged", "rejected"]:
    """A generated checklist over a generated table. The input names the rules' conditions and the seed of the table."""
    given = json.loads(data)
    rules = list(_rules(given["rules"]))
    if not rules:
        return "rejected"
    made = checklist(rules)
    frame = table(made, given["rows"], Random(given["table"]))
    records = [{k: v for k, v in row.items() if v is not None} for row in frame.iter_rows(named=True)]
    expected = [made.evaluate(record, today=TODAY).codes for record in records]

    columns = made.evaluate_frame(frame, today=TODAY).outcomes
    _compare("columns", made, records, expected, [bytes(row) for row in columns.iter_rows()])
    _compare("trace", made, records, expected, [_by_trace(made, record) for record in records])

    stated = [(record, codes) for record, codes in zip(records, expected, strict=True) if _is_json_record(record)]
    lines = [json.dumps(record, ensure_ascii=False, default=str) for record, _ in stated]
    in_json = [made.evaluate_json(line, today=TODAY).codes for line in lines]
    _compare("JSON", made, [r for r, _ in stated], [c for _, c in stated], in_json)

    frame.write_parquet(folder / "table.parquet")
    _compare("Parquet", made, records, expected, _by_file(made, folder / "table.parquet"))
    if lines:
        (folder / "table.ndjson").write_text("\n".join(lines) + "\n", encoding="utf-8")
        found = _by_file(made, folder / "table.ndjson")
        _compare("NDJSON", made, [r for r, _ in stated], [c for _, c in stated], found)
    COMPARED["records of generated checklists"] += len(records)
    COMPARED["checks"] += len(records) * len(rules)
    COMPARED["rules decided row by row in tables"] += len(lowered_to_columns(made.compiled).refused)
    try:
        assert_same(made, frame.slice(given["table"] % frame.height, 2))
    except AssertionError as error:
        raise Difference(f"messages, scores or reasons of a table: {error}") from error
    return "judged"


def _rules(given: Iterable[Mapping[str, str | None]]) -> Iterable[Rule]:
    """The rules that can be written so; what the language refuses is left out."""
    for number, texts in enumerate(given):
        try:
            yield rule(f"R{number}", texts["require"] or "", when=texts["when"], message="{x} {cs} {moving} {d} {n}")
        except ExpressionError:
            COMPARED["conditions refused"] += 1


def _by_trace(made: Checklist, record: dict[str, object]) -> bytes:
    compiled = made.compiled
    typed = compiled.record_type.of(dict(record))
    return compiled.one_by_one(compiled.record_type.values(typed), compiled.period_of(typed))


def _by_file(made: Checklist, file: Path) -> list[bytes]:
    """The outcome codes that the table engine writes for a file."""
    output = file.with_suffix(".results.parquet")
    summary = checkrules.check_table(file, made, results=output, today=TODAY)
    if summary.rejected_files or summary.rejected:
        raise Difference(f"{file.suffix}: rejected: {summary.rejected_files or summary.row_problems}")
    results = pl.read_parquet(output).select(rule.id for rule in made.content.rules)
    output.unlink()
    codes = {outcome: code for code, outcome in enumerate(OUTCOMES)}
    return [bytes(codes[word] for word in row) for row in results.iter_rows()]


def _compare(
    what: str, made: Checklist, records: list[dict[str, object]], expected: list[bytes], found: list[bytes]
) -> None:
    COMPARED[what] += len(found) * len(made.content.rules)
    if found == expected:
        return
    if len(found) != len(expected):
        raise Difference(f"{what}: {len(found)} records instead of {len(expected)}")
    for record, wanted, got in zip(records, expected, found, strict=True):
        for number, (one, other) in enumerate(zip(wanted, got, strict=True)):
            if one != other:
                rule = made.content.rules[number]
                raise Difference(
                    f"Python says {OUTCOMES[one]}, {what} says {OUTCOMES[other]}\n"
                    f"when {rule.when}\nrequire {rule.require}\nrecord {record!r}"
                )


def _is_json_record(record: Mapping[str, object]) -> bool:
    """Whether a record can be written as JSON without a change of its meaning: dates are texts there, so none may stand for
    a fact that is a text."""
    dates = all(name in ("d", "day") for name, value in record.items() if isinstance(value, dt.date))
    return dates and all(map(_is_json, record.values()))


def _is_json(value: object) -> bool:
    """Whether JSON has the value."""
    match value:
        case dt.datetime():
            return False
        case float():
            return math.isfinite(value)
        case dict():
            return all(map(_is_json, value.values()))
        case list():
            return all(map(_is_json, value))
        case int():
            return value < 2**63
        case _:
            return True


def as_rule_engine(data: bytes, _: Path) -> Literal["judged", "rejected"]:
    """An expression over records that state everything: trace and generated Python, and rule-engine where both mean the same."""
    given = json.loads(data)
    try:
        node = parse(given["expression"], SMALL_SCOPE)
    except ExpressionError:
        return "rejected"
    for record in given["records"]:
        stated = _stated(record)
        if stated is None:
            continue
        ours = traced(node, stated)
        value = lowered(node, stated)[0]
        if value != ours.value or type(value) is not type(ours.value):
            raise Difference(f"trace {ours.value!r}, Python {value!r}: {given['expression']}\n{record}")
        COMPARED["trace of one expression"] += 1
        if ours.reason is not None:
            continue
        try:
            theirs = by_rule_engine(given["expression"], stated)
        except rule_engine.errors.ArithmeticError:  # 0 ** 0 is 1 in JSON's doubles and undefined in decimals
            continue
        same = theirs == ours.value
        if isinstance(theirs, Decimal):
            same = float(theirs) == pytest.approx(float(ours.value), rel=1e-12, abs=1e-12)  # type: ignore[arg-type]
        if not same:
            raise Difference(f"trace {ours.value!r}, rule-engine {theirs!r}: {given['expression']}\n{record}")
        COMPARED["rule-engine"] += 1
    return "judged"


def _stated(record: dict[str, Any]) -> dict[str, object] | None:
    """A record of the small scope, with its dates; None where it leaves something out, or a value is of another type."""

    def value(given: Any, kind: str) -> object:
        if kind == "date":
            return dt.date.fromisoformat(given)
        if type(given) not in PLAIN[kind]:
            raise TypeError(kind)
        return given

    try:
        facts = {name: meaning.type for name, meaning in SMALL_SCOPE.names.items() if meaning.kind == "fact"}
        stated = {name: value(record[name], kind) for name, kind in facts.items() if kind in (*PLAIN, "date")}
        stated["xs"] = tuple(value(item, "text") for item in record["xs"])
        stated["acts"] = tuple(
            {name: value(one[name], meaning.type) for name, meaning in FIELDS.items()} for one in record["acts"]
        )
    except (KeyError, TypeError, ValueError):
        return None
    return stated


def one_meaning(made: Checklist, data: bytes, folder: Path) -> Literal["judged", "rejected"]:
    """The bytes of one JSON object mean the same to `evaluate_json`, as a file, and as a line of a table."""
    try:
        report = made.evaluate_json(data, today=TODAY)
    except checkrules.ReadError:
        report = None
    else:
        _ = report.remarks, report.facts, report.issues, report.results, report.score
    keys = json.loads(data) if report is not None else {}
    if report is not None and (not isinstance(keys, dict) or NOT_FACTS & keys.keys()):
        return "judged"
    names = [".json"] if b"\n" in data or b"\r" in data else [".json", ".ndjson"]
    for suffix in names:
        file = folder / f"one{suffix}"
        file.write_bytes(data)
        reports = checkrules.check(file, made, today=TODAY).reports
        if [report is not None] * (report is not None) != [True] * len(reports):
            raise Difference(f"evaluate_json {'takes' if report else 'refuses'} what a {suffix} file does not")
        if report is not None and reports[0].codes != report.codes:
            raise Difference(
                f"evaluate_json and a {suffix} file differ: {_first(made, report.codes, reports[0].codes)}"
            )
        COMPARED[f"{suffix} files"] += len(made.content.rules)
    if ".ndjson" in names:
        output = folder / "one.results.parquet"
        summary = checkrules.check_table(folder / "one.ndjson", made, results=output, today=TODAY)
        if summary.submissions != (report is not None):
            raise Difference(f"evaluate_json {'takes' if report else 'refuses'} what a table does not")
        if report is not None:
            row = pl.read_parquet(output).select(rule.id for rule in made.content.rules).row(0)
            codes = bytes(OUTCOMES.index(word) for word in row)
            if codes != report.codes:
                raise Difference(f"evaluate_json and a table differ: {_first(made, report.codes, codes)}")
        output.unlink(missing_ok=True)
    return "judged" if report is not None else "rejected"


def _first(made: Checklist, one: bytes, other: bytes) -> str:
    number = next(index for index, (a, b) in enumerate(zip(one, other, strict=True)) if a != b)
    return f"{made.content.rules[number].id}: {OUTCOMES[one[number]]}, {OUTCOMES[other[number]]}"
