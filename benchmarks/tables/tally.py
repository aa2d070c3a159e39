"""What every other way counts → the summary."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from tables import Summed

GRAVE = "critical"
BANDS = {"excellent": 90, "good": 80, "pass": 60}
"""The least percentage of each grade; the rest fail."""
SPARED = 3
"""So many failures of grave rules fail whoever they befall; one of them leaves no better grade than `pass`."""
LEAST_COMPLETE = (8, 10)
"""The least share of the points that apply which must be decided for a grade: a fraction."""


@attrs.frozen(kw_only=True)
class Tally:
    """Numbers of submissions. By rule: `passed`, `known` (passed or failed), `outside` (not applicable). Then: no points
    decided (`nothing`), too few (`incomplete`), `graded`, and of these at least `pass`, `good`, `excellent`."""

    passed: Mapping[str, int]
    known: Mapping[str, int]
    outside: Mapping[str, int]
    nothing: int
    incomplete: int
    graded: int
    at_least: Mapping[str, int]
    score_sum: float

    def summed(self) -> Summed:
        """The summary."""
        height = self.nothing + self.incomplete + self.graded
        counts = {}
        for rule, passed in self.passed.items():
            known, outside = self.known[rule], self.outside[rule]
            counts[rule] = (passed, known - passed, outside, height - known - outside, 0)
        best, good, enough = (self.at_least[band] for band in BANDS)
        grades = {
            "excellent": best, "good": good - best, "pass": enough - good, "fail": self.graded - enough,
            "incomplete": self.incomplete, "nothing_decided": self.nothing,
        }  # fmt: skip
        return Summed(
            counts=counts,
            grades={grade: count for grade, count in grades.items() if count},
            score_sum=(self.score_sum, height - self.nothing),
        )
