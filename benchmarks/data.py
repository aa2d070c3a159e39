"""The made-up data of a run: made once when asked for, kept in a folder that goes when the run ends."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import polars as pl

import checkrules
from submissions import submissions

GROUP = 262_144
"""Rows of a row group: one part, as `check_table` cuts files."""
MOST = 1_000_000
"""Rows that are made up; greater files say the same again."""


class Data:
    """A checklist, and `rows` submissions of it, in memory and in files in `folder`."""

    def __init__(self, folder: Path, rows: int, *, quick: bool) -> None:
        self.folder = folder
        self.rows = rows
        self.quick = quick
        self.checklist = checkrules.load_checklist("mental-health")

    @cached_property
    def frame(self) -> pl.DataFrame:
        """The submissions as a data frame."""
        return submissions(self.checklist, self.rows).rechunk()

    def parquet(self, rows: int) -> Path:
        """A Parquet file of so many submissions, in row groups of `GROUP`; written part by part."""
        file = self.folder / f"{rows}.parquet"
        if not file.exists():
            whole, rest = divmod(rows, MOST)
            if whole:
                once = self._once(MOST)
                frames = [pl.scan_parquet(once)] * whole + ([pl.scan_parquet(once).head(rest)] if rest else [])
                pl.concat(frames).sink_parquet(file, row_group_size=GROUP)
            else:
                self._once(rows).rename(file)
        return file

    def _once(self, rows: int) -> Path:
        file = self.folder / f"once-{rows}.parquet"
        if not file.exists():
            frame = self.frame.head(rows) if rows <= self.rows else submissions(self.checklist, rows)
            frame.write_parquet(file, row_group_size=GROUP)
        return file
