"""What is judged in columns: any table that gives an Arrow C stream."""

from __future__ import annotations

from typing import Protocol


class Frame(Protocol):
    """A table in columns, by the Arrow PyCapsule interface: a Polars DataFrame, a pyarrow Table or RecordBatchReader, a
    pandas DataFrame (2.2 and later), a DuckDB relation, and others.

    `Checklist.evaluate_frame` takes a Frame, or a Polars LazyFrame, which is no table until it is collected.
    """

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """A PyCapsule that holds an ArrowArrayStream."""
        ...
