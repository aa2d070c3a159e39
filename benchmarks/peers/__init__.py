"""The rules of a checklist decided by other rule engines, so that speed can be compared on the same work.

One module a peer. Each has `judge(checklist)`, which prepares everything that can be prepared and gives a function from
the facts of one fully stated record (JSON values, dates as ISO texts) to the outcomes of all rules in their order.
`check.py` holds them all against the checklist itself.
"""

from __future__ import annotations

from collections.abc import Callable

Judge = Callable[[dict[str, object]], list[str]]
JudgeText = Callable[[bytes | str], list[str]]
