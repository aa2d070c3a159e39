"""The summary of a table of submissions, made by others: the same rules on the same data.

One module a way. Each has `prepared(checklist, frame)`, which prepares everything that can be prepared, the form in which it
takes the data included, and gives a function that makes the summary. `check.py` holds them all against the checklist.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import attrs


@attrs.frozen(kw_only=True)
class Summed:
    """A summary, as `JudgedTable` has it in `counts`, `grades` and `score_sum`."""

    counts: Mapping[str, tuple[int, ...]]
    grades: Mapping[str, int]
    score_sum: tuple[float, int]


Summarise = Callable[[], Summed]
