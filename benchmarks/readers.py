"""Readers of NDJSON and CSV against one another: a part of 16 MiB of the mental-health checklist → columns of facts.

    python benchmarks/readers.py [ROUNDS]

Rounds of all run in turn in one process; the ratio is the median over the rounds, to the reader that was picked. Only the
picked one holds every value against the form and tells what does not fit with its row; what the others make of values that
do not fit is printed below. DuckDB, orjson: where they are installed.
"""

from __future__ import annotations

import importlib.util
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import polars as pl

import checkrules
from checkrules.facts.kinds import polars_type
from checkrules.facts.record import RecordType
from checkrules.model.parts import Part
from checkrules.plugin import Fact
from checkrules.tables.files import csv as csv_rows
from checkrules.tables.files import ndjson
from checkrules.tables.files.read_part import read_part
from checkrules.tables.files.split import BYTES, parts_of
from submissions import submissions

Run = Callable[[], object]
ODD = {
    "text for a whole number": b'{"student_count": "5"}',
    "3.0 for a whole number": b'{"student_count": 3.0}',
    "3.7 for a whole number": b'{"student_count": 3.7}',
    "true for a whole number": b'{"student_count": true}',
    "list for a whole number": b'{"student_count": [5]}',
    "out of bounds": b'{"student_count": -5}',
    "no such choice": b'{"school_stage": "x"}',
    "no such day": b'{"inspection_date": "2023-02-30"}',
    "number in a list": b'{"responsible_inspectors": ["a", 1]}',
    "a name twice": b'{"student_count": 1, "student_count": 2}',
    "an unknown name": b'{"student_cuont": 1}',
    "NaN": b'{"student_count": NaN}',
    "a broken line": b'{"student_count": 1',
}
DUCKDB = {"boolean": "BOOLEAN", "integer": "BIGINT", "number": "DOUBLE", "date": "DATE"}


def files(checklist: checkrules.Checklist, folder: Path) -> tuple[Path, Path]:
    """About 16 MiB of made-up submissions, as NDJSON with only the facts that are stated, and as CSV."""
    table = submissions(checklist, 40_000)
    lists = [name for name, kind in table.schema.items() if isinstance(kind, pl.List)]
    lines, size = [], 0
    for row in table.rows(named=True):
        stated = {k: str(v) if hasattr(v, "isoformat") else v for k, v in row.items() if v is not None}
        lines.append(json.dumps(stated, ensure_ascii=False).encode() + b"\n")
        size += len(lines[-1])
        if size > BYTES * 0.98:
            break
    ndjson_file, csv_file = folder / "submissions.ndjson", folder / "submissions.csv"
    ndjson_file.write_bytes(b"".join(lines))
    text = table.with_columns(pl.col(lists).list.join("、")).write_csv().encode()[: int(BYTES * 0.98)]
    csv_file.write_bytes(text[: text.rfind(b"\n") + 1])
    return ndjson_file, csv_file


def ndjson_readers(checklist: checkrules.Checklist, part: Part) -> dict[str, Run]:
    """Ways to read the part, the picked one first."""
    facts = checklist.content.form.facts
    data = Path(part.file).read_bytes()
    lines = data.splitlines()
    schema = {fact.name: polars_type(fact) for fact in facts}
    records = RecordType(facts)

    def rows_to_columns() -> object:
        rows = map(msgspec.structs.astuple, records.decoder.decode_lines(data))
        columns = zip(*rows, strict=True)
        return [
            pl.Series(f.name, list(c), dtype=schema[f.name], strict=False) for f, c in zip(facts, columns, strict=True)
        ]

    def dicts_to_columns(decode: Callable[[bytes], Any]) -> object:
        rows = [decode(line) for line in lines]
        plain = {f.name: pl.String() if f.type == "date" else schema[f.name] for f in facts}
        return [pl.Series(f.name, [row.get(f.name) for row in rows], dtype=plain[f.name]) for f in facts]

    def with_care() -> object:
        some = data[: data.index(b"\n", len(data) // 20) + 1]
        reader = ndjson._Lines(part.file, checklist)
        reader._record = ndjson._Record(facts, ())
        reader._record._decode = None
        for number, line in enumerate(BytesIO(some), start=1):
            reader.take(number, line)
        return reader.done()

    found: dict[str, Run] = {
        "msgspec, typed, by line (picked)": lambda: read_part(part, checklist.compiled),
        "the same, every line with care (× 20)": with_care,
        "msgspec decode_lines, rows to columns": rows_to_columns,
        "msgspec, untyped, no check": lambda: dicts_to_columns(msgspec.json.Decoder().decode),
        "Polars read_ndjson, declared": lambda: pl.read_ndjson(data, schema=schema),
    }
    if importlib.util.find_spec("orjson"):
        import orjson

        found["orjson, untyped, no check"] = lambda: dicts_to_columns(orjson.loads)
    if importlib.util.find_spec("duckdb"):
        found["DuckDB read_json, declared (file)"] = lambda: duckdb_json(checklist, Path(part.file)).pl()
    return found


def duckdb_json(checklist: checkrules.Checklist, file: Path) -> Any:
    import duckdb

    columns = {f.name: _duckdb(f) + "[]" * (f.type in ("strings", "choices")) for f in checklist.content.form.facts}
    return duckdb.sql(f"SELECT * FROM read_json('{file}', format='newline_delimited', columns={columns})")


def _duckdb(fact: Fact) -> str:
    return DUCKDB.get(fact.type, "VARCHAR")


def csv_readers(checklist: checkrules.Checklist, part: Part) -> dict[str, Run]:
    """Ways to read the part, the picked one first."""
    data = Path(part.file).read_bytes()[part.start : part.stop]
    names = [name for name in part.columns if name is not None]
    facts = {name: checklist.compiled.facts[name] for name in names}
    plain = ("boolean", "integer", "number")
    schema = {n: polars_type(f) if f.type in plain else pl.String() for n, f in facts.items()}

    def by_text() -> object:
        cells = csv_rows._by_line(part, data)
        assert cells is not None
        return [
            csv_rows._parsed(f, cells[str(location)], cells["row"], []) for location, f in enumerate(facts.values())
        ]

    def by_row() -> object:
        return csv_rows._by_row(part, data.decode(), [])

    found: dict[str, Run] = {
        "Polars as text, each text once (picked)": lambda: read_part(part, checklist.compiled),
        "the same, plain numbers too": by_text,
        "Python's csv, as text, nothing parsed": by_row,
        "Polars read_csv, declared": lambda: pl.read_csv(data, has_header=False, schema=schema),
    }
    if importlib.util.find_spec("duckdb"):
        import duckdb

        columns = {name: _duckdb(fact) for name, fact in facts.items()}
        query = f"SELECT * FROM read_csv('{part.file}', header=true, auto_detect=false, delim=',', quote='\"', columns={columns})"
        found["DuckDB read_csv, declared (file)"] = lambda: duckdb.sql(query).pl()
    return found


def compare(readers: dict[str, Run], rounds: int, rows: int) -> None:
    """Print how long each takes, and how long it keeps all cores busy."""
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in readers}
    for _ in range(rounds):
        for name, run in readers.items():
            started, busy = time.perf_counter(), time.process_time()
            run()
            part = 20 if "× 20" in name else 1
            times[name].append((part * (time.perf_counter() - started), part * (time.process_time() - busy)))
    picked = next(iter(times.values()))
    print(f"{'':<42}{'ms':>6}{'rows/s':>10}{'ratio':>7}{'CPU ms':>8}{'ratio':>7}")
    for name, taken in times.items():
        wall, busy = (statistics.median(pair[which] for pair in taken) for which in (0, 1))
        ratios = [
            statistics.median(t[which] / p[which] for t, p in zip(taken, picked, strict=True)) for which in (0, 1)
        ]
        print(
            f"{name:<42}{wall * 1000:>6.0f}{rows / wall:>10,.0f}{ratios[0]:>7.2f}{busy * 1000:>8.0f}{ratios[1]:>7.2f}"
        )


def misfits(checklist: checkrules.Checklist, folder: Path) -> None:
    """Print what the readers make of values that do not fit."""
    schema = {fact.name: polars_type(fact) for fact in checklist.content.form.facts}
    print(f"{'':<28}{'picked':<22}{'Polars':<22}{'DuckDB':<22}")
    for name, line in ODD.items():
        path = folder / "odd.ndjson"
        path.write_bytes(line + b"\n")
        key = line.split(b'"')[1].decode()
        (part,) = parts_of(path, checklist.content.form)
        read = read_part(part, checklist.compiled)
        told = (
            "rejected" if read.rejected else "unknown name" if read.unknown else "misfit" if read.misfits.height else ""
        )
        shown = told or f"takes {read.frame[key][0]!r}"
        polars = _shown(lambda path=path: pl.read_ndjson(path, schema=schema), key)  # type: ignore[misc]
        duck = "-"
        if importlib.util.find_spec("duckdb"):
            duck = _shown(lambda path=path: duckdb_json(checklist, path).pl(), key)  # type: ignore[misc]
        print(f"{name:<28}{shown:<22}{polars:<22}{duck:<22}")


def _shown(read: Callable[[], pl.DataFrame], key: str) -> str:
    try:
        frame = read()
    except Exception:  # noqa: BLE001 - whatever the reader raises
        return "stops the table"
    if key not in frame.columns:
        return "nothing is told"
    value = frame[key][0]
    value = value.to_list() if isinstance(value, pl.Series) else value
    return f"takes {value!r}" if value is not None else "null, nothing told"


def main(rounds: int) -> None:
    """Print the tables."""
    checklist = checkrules.load_checklist("mental-health")
    with tempfile.TemporaryDirectory() as folder:
        ndjson_file, csv_file = files(checklist, Path(folder))
        (part,) = parts_of(ndjson_file, checklist.content.form)
        rows = read_part(part, checklist.compiled).frame.height
        print(f"NDJSON, {part.stop:,} bytes, {rows:,} rows")
        compare(ndjson_readers(checklist, part), rounds, rows)
        (part,) = parts_of(csv_file, checklist.content.form)
        rows = read_part(part, checklist.compiled).frame.height
        print(f"\nCSV, {part.stop:,} bytes, {rows:,} rows")
        compare(csv_readers(checklist, part), rounds, rows)
        print("\nNDJSON that does not fit")
        misfits(checklist, Path(folder))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
