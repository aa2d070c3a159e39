"""Greater and greater Parquet files → the summary, each in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import attrs

from data import Data

TITLE = "Growth, from Parquet to the summary"
SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
QUICK = (2_000, 20_000)
MOST_GROWTH = 1.5
ALONE = Path(__file__).parents[1] / "judge_file.py"


@attrs.frozen(kw_only=True)
class Grown:
    """A file of so many rows: seconds, and the most memory that the process held, in MB."""

    rows: int
    seconds: float
    megabytes: float


def grown(data: Data) -> list[Grown]:
    """Every size, judged once."""
    return [_judged(data.parquet(rows), rows) for rows in (QUICK if data.quick else SIZES)]


def _judged(file: Path, rows: int) -> Grown:
    command = [sys.executable, str(ALONE), str(file)]
    told = subprocess.run(command, check=True, capture_output=True, text=True)
    found = json.loads(told.stdout)
    assert found["submissions"] == rows
    return Grown(rows=rows, seconds=found["seconds"], megabytes=found["megabytes"])
