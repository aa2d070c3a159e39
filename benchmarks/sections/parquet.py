"""A Parquet file → the summary."""

from __future__ import annotations

import duckdb
import polars as pl

import checkrules
from data import GROUP, Data
from tables import duckdb_sql
from timing import Line, compared, rounds_of

TITLE = "From Parquet to the summary"
DECODING, AT_ONCE, DUCKDB = "Polars, decoding alone", "Polars, decoding alone, all at once", "DuckDB"


def lines(data: Data, rounds: int) -> list[Line]:
    """Against decoding the same columns in the same parts and doing nothing with them, and against DuckDB."""
    file = data.parquet(data.rows)
    names = [name for name in data.checklist.compiled.record_type.names if name in data.frame.columns]

    def decode() -> None:
        for start in range(0, data.rows, GROUP):
            pl.scan_parquet(file).slice(start, GROUP).select(names).collect()

    times = rounds_of(
        {
            "checkrules": lambda: checkrules.check_table([file], data.checklist),
            DECODING: decode,
            AT_ONCE: lambda: pl.read_parquet(file, columns=names),
            DUCKDB: duckdb_sql.asked(data.checklist, duckdb.connect(), duckdb_sql.read(file)),
        },
        rounds,
    )
    work = f"{data.rows:,} rows"
    return [
        compared(work, times, "checkrules", DECODING, faster=False, figure=1.3),
        compared(work, times, "checkrules", AT_ONCE, faster=False),
        compared(work, times, "checkrules", DUCKDB),
    ]
