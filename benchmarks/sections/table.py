"""A table in memory → the summary."""

from __future__ import annotations

from collections.abc import Mapping

from data import Data
from tables import numpy_blocks
from tables.check import WAYS, check, ours
from timing import Line, compared, rounds_of

TITLE = "A table in memory, to the summary"
NUMPY = "numpy in blocks, arrays made of the table each time"
TARGETS: Mapping[str, tuple[float | None, bool]] = {
    "Polars by hand": (1.05, False),
    "Polars by hand, cells checked": (None, False),
    "DuckDB": (4, True),
    "numpy in blocks": (3, True),
    NUMPY: (None, True),
}
"""By way the figure, and whether it says how much faster we are; only ours and `checked` hold cells against the form."""


def lines(data: Data, rounds: int) -> list[Line]:
    """Against all other ways, which are held against the checklist first."""
    check(data.checklist, min(20_000, data.rows))
    work = f"{data.rows:,} rows"
    ways = {name: way.prepared(data.checklist, data.frame) for name, way in WAYS.items()}

    def numpy_from_the_table() -> object:
        return numpy_blocks.prepared(data.checklist, data.frame)()

    ways[NUMPY] = numpy_from_the_table
    times = rounds_of({"checkrules": lambda: ours(data.checklist, data.frame), **ways}, rounds)
    return [
        compared(work, times, "checkrules", name, faster=faster, figure=figure)
        for name, (figure, faster) in TARGETS.items()
    ]
