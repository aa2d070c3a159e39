"""What `evaluate_frame` takes, for mypy: tables, and nothing else. mypy reports an ignore that is not needed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

import checkrules

if TYPE_CHECKING:
    from collections.abc import Iterator

    class ArrowTable:
        """As pyarrow.Table, which has no types of its own here."""

        def __arrow_c_stream__(self, requested_schema: object = None) -> object: ...

    class LooseTable:
        """As a table whose stub says nothing of types."""

        def __arrow_c_stream__(self, requested_schema=None): ...  # type: ignore[no-untyped-def]


def accepted(checklist: checkrules.Checklist, arrow: ArrowTable, loose: LooseTable) -> Iterator[checkrules.JudgedTable]:
    yield checklist.evaluate_frame(pl.DataFrame())
    yield checklist.evaluate_frame(pl.LazyFrame())
    yield checklist.evaluate_frame(arrow, keep=["code", "name"])
    yield checklist.evaluate_frame(loose, keep=("code",))
    frame: checkrules.Frame = pl.DataFrame()
    yield checklist.evaluate_frame(frame)


def refused(checklist: checkrules.Checklist) -> None:
    checklist.evaluate_frame({"cook_count": [1]})  # type: ignore[arg-type]
    checklist.evaluate_frame(Path("canteens.parquet"))  # type: ignore[arg-type]
    checklist.evaluate_frame("canteens.parquet")  # type: ignore[arg-type]
    checklist.evaluate_frame([{"cook_count": 1}])  # type: ignore[arg-type]
    checklist.evaluate_frame(None)  # type: ignore[arg-type]
    checklist.evaluate_frame(pl.DataFrame(), keep=[1])  # type: ignore[list-item]
