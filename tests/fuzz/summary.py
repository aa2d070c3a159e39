"""What the rounds of a run found, added up and put into words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs

COLUMNS = ("inputs", "judged", "rejected", "failed")


@attrs.define
class Failure:
    """Something that went wrong, the first time, and how often it did."""

    target: str
    what: str
    detail: str
    file: str
    count: int = 1


@attrs.define
class Sum:
    """The sum of rounds. `slowest` is the CPU that the slowest input of each target took, in seconds."""

    tallies: dict[str, Counter[str]] = attrs.field(factory=dict)
    slowest: dict[str, float] = attrs.field(factory=dict)
    compared: Counter[str] = attrs.field(factory=Counter)
    failures: dict[tuple[str, str], Failure] = attrs.field(factory=dict)
    rounds: int = 0

    def add_round(self, told: Mapping[str, Any]) -> None:
        """Add what a round wrote."""
        self.rounds += 1
        for target, tally in told["tallies"].items():
            self.tallies.setdefault(target, Counter()).update({name: tally[name] for name in COLUMNS})
            self.slowest[target] = max(self.slowest.get(target, 0.0), tally["slowest"])
        self.compared.update(told["compared"])
        for failure in told["failures"]:
            self.add_failure(Failure(**failure))

    def add_failure(self, failure: Failure) -> None:
        """Add a failure, or count one that is known."""
        known = self.failures.setdefault((failure.target, failure.what), failure)
        if known is not failure:
            known.count += failure.count


def summary_text(total: Sum, seed: int, seconds: float, folder: Path) -> str:
    """The summary that a run ends with."""
    lines = [f"fuzzed for {seconds:.0f} s in {total.rounds} rounds, seed {seed}", ""]
    lines.append(f"{'target':30}" + "".join(f"{name:>10}" for name in (*COLUMNS, "slowest")))
    for target, tally in sorted(total.tallies.items()):
        lines.append(
            f"{target:30}" + "".join(f"{tally[name]:>10}" for name in COLUMNS) + f"{total.slowest[target]:>9.2f}s"
        )
    every = sum(total.tallies.values(), Counter[str]())
    lines += [f"{'all':30}" + "".join(f"{every[name]:>10}" for name in COLUMNS), ""]
    lines.append(f"generated checks compared between evaluators: {total.compared['checks']}")
    lines += [f"  {what}: {count}" for what, count in sorted(total.compared.items()) if what != "checks"]
    lines += ["", f"failures: {len(total.failures)}"]
    for failure in sorted(total.failures.values(), key=lambda failure: (failure.target, failure.what)):
        lines.append(f"  {failure.target}: {failure.what} ×{failure.count}: {folder / failure.file}")
        lines += [f"      {line}" for line in failure.detail.splitlines()[-4:]]
    return "\n".join(lines)
