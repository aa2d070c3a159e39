"""Made-up canteens in files, and the checklist that judges them, with engines that misbehave."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

import polars as pl

import checkrules

from ...kitchen import plugin
from . import engines

TODAY = "2024-05-01"


@cache
def checklist() -> checkrules.Checklist:
    return checkrules.load_checklist("kitchen", plugins=[plugin(), engines])


def canteens(rows: int) -> pl.DataFrame:
    """Canteens of which some fail, some state too little, and every tenth has an invalid temperature."""
    number = pl.int_range(rows, dtype=pl.Int64)
    return pl.select(
        canteen_name=number.cast(pl.String) + "号食堂",
        inspection_date=pl.date(2024, 3, 1) + pl.duration(days=number % 20),
        meal_count=pl.when(number % 7 != 3).then(number % 1000),
        cook_count=number % 11,
        certified_cook_count=number % 5,
        fridge_temperature=pl.when(number % 10 == 9).then(1000.0).otherwise((number % 9).cast(pl.Float64)),
    )


def saved(folder: Path, kind: str, rows: int = 100, name: str = "canteens", group: int = 20) -> Path:
    """A file of canteens; a Parquet file has row groups of `group` rows."""
    file, frame = folder / f"{name}.{kind}", canteens(rows)
    if kind == "parquet":
        frame.write_parquet(file, row_group_size=group)
    elif kind == "csv":
        frame.write_csv(file)
    else:
        frame.with_columns(pl.col("inspection_date").cast(pl.String)).write_ndjson(file)
    return file


def leftovers(folder: Path) -> list[str]:
    """The hidden files and folders in a folder."""
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


def read(file: Path) -> pl.DataFrame:
    match file.suffix:
        case ".parquet":
            return pl.read_parquet(file, glob=False)
        case ".csv":
            return pl.read_csv(file)
        case ".ndjson":
            return pl.read_ndjson(file)
    return pl.concat([pl.read_parquet(part, glob=False) for part in sorted(file.glob("part-*.parquet"))])


if __name__ == "__main__":  # as a process of its own, which tests kill
    import datetime as dt

    from checkrules.tables.files import split as sources

    sources.ROWS = 20
    source, results, issues, engine = sys.argv[1:5]
    checkrules.check_table(
        source, checklist(), results=results, issues=issues, engine=engine, today=dt.date.fromisoformat(TODAY)
    )
