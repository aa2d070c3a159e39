"""A table in memory → all issues with their messages."""

from __future__ import annotations

from data import Data
from tables.check import ours
from timing import Line, compared, rounds_of

TITLE = "Issues with messages"


def lines(data: Data, rounds: int) -> list[Line]:
    """Against the summary alone."""

    def issues() -> object:
        return data.checklist.evaluate_frame(data.frame).issues()

    times = rounds_of({"issues": issues, "the summary alone": lambda: ours(data.checklist, data.frame)}, rounds)
    count = data.checklist.evaluate_frame(data.frame).issues().height
    work = f"{data.rows:,} rows, {count:,} issues"
    return [compared(work, times, "issues", "the summary alone", faster=False, figure=2)]
