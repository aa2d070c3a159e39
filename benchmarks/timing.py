"""Contenders timed in turn, and what comes out as lines of a table."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping

import attrs

Times = Mapping[str, list[float]]
"""By contender the seconds of each round."""


@attrs.frozen(kw_only=True)
class Target:
    """What a ratio should be. `faster`: theirs to ours, at least `figure`; otherwise ours to theirs, at most `figure`."""

    figure: float
    faster: bool

    def met(self, ratio: float) -> bool:
        """Whether a ratio is as it should be."""
        return ratio >= self.figure if self.faster else ratio <= self.figure

    def __str__(self) -> str:
        return f"{'at least' if self.faster else 'at most'} {self.figure:g}"


@attrs.frozen(kw_only=True)
class Line:
    """A line of the table: some work, ours and another's. `ratio` is the median over rounds, taken the way of `faster`."""

    work: str
    other: str
    seconds: float
    others: float
    ratio: float
    faster: bool = True
    target: Target | None = None


def rounds_of(contenders: Mapping[str, Callable[[], object]], rounds: int) -> Times:
    """Time everyone once a round, in turn, after one run each that does not count; what is left over is collected between."""
    for run in contenders.values():
        run()
    times: dict[str, list[float]] = {name: [] for name in contenders}
    gc.disable()
    try:
        for _ in range(rounds):
            for name, run in contenders.items():
                gc.collect()
                started = time.perf_counter()
                kept = run()
                times[name].append(time.perf_counter() - started)
                del kept
    finally:
        gc.enable()
    return times


def compared(
    work: str, times: Times, ours: str, other: str, *, faster: bool = True, figure: float | None = None
) -> Line:
    """Two of the contenders as a line: the median of the rounds' ratios."""
    pairs = zip(times[ours], times[other], strict=True)
    return Line(
        work=work,
        other=other,
        seconds=statistics.median(times[ours]),
        others=statistics.median(times[other]),
        ratio=statistics.median(theirs / own if faster else own / theirs for own, theirs in pairs),
        faster=faster,
        target=Target(figure=figure, faster=faster) if figure is not None else None,
    )
