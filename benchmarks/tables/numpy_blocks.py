"""numpy over blocks of rows that stay in the cache, on all cores: blocks are shared out to threads.

Facts are arrays before timing: truth values, whole numbers, doubles, days; choices as small numbers, lists of choices as bits,
other lists as their lengths; each with an array that says where it is stated.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import polars as pl

import checkrules
from checkrules.model import tree as t
from checkrules.plugin import Fact
from tables import Summarise, Summed
from tables.rule_trees import RuleTrees, condition_points
from tables.tally import BANDS, GRAVE, LEAST_COMPLETE, SPARED, Tally
from tables.to_numpy import Array, Block, Column, Truth

ROWS = 32_768
"""Rows of a block: arrays of doubles fit into the second-level cache."""


def prepared(checklist: checkrules.Checklist, frame: pl.DataFrame) -> Summarise:
    """A function that judges the table, which becomes arrays here, and sums up."""
    trees = RuleTrees.of(checklist)
    used = {name for tree in _all_trees(trees) for name in t.names(tree, "fact")}
    facts = [fact for fact in checklist.content.form.facts if fact.name in used]
    codes = {fact.name: {choice.value: n for n, choice in enumerate(fact.choices)} for fact in facts if fact.choices}
    arrays = {fact.name: _arrays(fact, frame[fact.name]) for fact in facts}
    truths = {
        name: (values & there, ~values & there) for name, (values, there) in arrays.items() if values.dtype == bool
    }
    columns = {name: column for name, column in arrays.items() if name not in truths}
    counter = _Counter(checklist, trees, codes)
    cuts = [slice(start, min(start + ROWS, frame.height)) for start in range(0, frame.height, ROWS)]

    def run(cut: slice) -> Counter[str]:
        return counter.count(_cut(columns, cut), _cut(truths, cut), cut.stop - cut.start)

    def summary() -> Summed:
        total: Counter[str] = Counter()
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for found in pool.map(run, cuts):
                total.update(found)
        return counter.tally(total).summed()

    return summary


def _all_trees(trees: RuleTrees) -> Iterable[t.Node]:
    return (*trees.definitions.values(), *trees.conditions.values(), *(tree for _, tree in trees.rules.values()))


def _cut(columns: Mapping[str, Column], cut: slice) -> dict[str, Column]:
    return {name: (one[cut], other[cut]) for name, (one, other) in columns.items()}


def _arrays(fact: Fact, column: pl.Series) -> Column:
    there = column.is_not_null().to_numpy()
    choices = [choice.value for choice in fact.choices]
    match fact.type:
        case "boolean":
            values = column.fill_null(False)
        case "choice":
            values = column.cast(pl.Enum(choices)).to_physical().cast(pl.UInt8).fill_null(0)
        case "choices":
            bits = pl.element().cast(pl.Enum(choices)).to_physical()
            values = column.list.eval(pl.lit(2, pl.UInt8).pow(bits)).list.sum().cast(pl.UInt8).fill_null(0)
        case "strings":
            values = column.list.len().fill_null(0)
        case "date":
            values = column.cast(pl.Int32).fill_null(0)
        case _:
            values = column.fill_null(0)
    return values.to_numpy(), there


class _Counter:
    """Counts the outcomes and grades of blocks of rows."""

    def __init__(
        self, checklist: checkrules.Checklist, trees: RuleTrees, codes: Mapping[str, Mapping[str, int]]
    ) -> None:
        self._trees, self._codes = trees, codes
        rules = checklist.compiled.plan.rules
        self._weights = {rule.id: weight for rule, weight in zip(rules, checklist.compiled.plan.weights, strict=True)}
        self._grave = [rule.id for rule in rules if rule.severity == GRAVE]
        self._apart = condition_points(trees, self._weights)

    def count(self, columns: Mapping[str, Column], truths: dict[str, Truth], height: int) -> Counter[str]:
        """The counts of a block, under the names of `tally`."""
        trees, found = self._trees, Counter[str]()
        block = Block(columns=columns, truths=truths, definitions=trees.definitions, codes=self._codes)
        for name, tree in trees.definitions.items():
            if t.type_of(tree) == "boolean":
                truths[name] = block.truth(tree)
        for name, tree in trees.conditions.items():
            truths[name] = block.truth(tree)
            found[f"{name} outside"] = np.count_nonzero(truths[name][1])
        weights = sorted({weight for weight in self._weights.values() if weight})
        passed = {weight: np.zeros(height, np.uint8) for weight in weights}
        decided = {weight: np.zeros(height, np.uint8) for weight in weights}
        grave = np.zeros(height, np.uint8)
        for rule, (when, tree) in trees.rules.items():
            met, failed = block.truth(tree)
            if when is not None:
                applies = truths[when][0]
                met, failed = met & applies, failed & applies
            found[f"{rule} passed"] = np.count_nonzero(met)
            found[f"{rule} failed"] = np.count_nonzero(failed)
            weight = self._weights[rule]
            if weight:
                passed[weight] += met
                decided[weight] += met | failed
            if rule in self._grave:
                grave += failed
        apart = np.zeros(height, np.uint8)
        for name, points in self._apart.items():
            apart += truths[name][1] * np.uint8(points)
        found.update(self._graded(_weighed(passed), _weighed(decided), apart, grave))
        return found

    def _graded(self, passed: Array, decided: Array, apart: Array, grave: Array) -> dict[str, float]:
        part, whole = LEAST_COMPLETE
        total = np.uint16(sum(self._weights.values()))
        valid = (decided > 0) & (whole * decided >= part * (total - apart))
        some = np.count_nonzero(decided)
        counts: dict[str, float] = {
            "nothing": len(decided) - some,
            "graded": np.count_nonzero(valid),
            "incomplete": some - np.count_nonzero(valid),
            "score_sum": float((100 * passed / np.maximum(decided, 1)).sum()),
        }
        for band, limit in BANDS.items():
            spared = grave < SPARED if band == [*BANDS][-1] else grave == 0
            counts[band] = np.count_nonzero(valid & spared & (100 * passed >= limit * decided))
        return counts

    def tally(self, total: Mapping[str, float]) -> Tally:
        """All counts together."""
        rules = self._trees.rules
        return Tally(
            passed={rule: int(total[f"{rule} passed"]) for rule in rules},
            known={rule: int(total[f"{rule} passed"] + total[f"{rule} failed"]) for rule in rules},
            outside={rule: int(total[f"{when} outside"]) if when else 0 for rule, (when, _) in rules.items()},
            nothing=int(total["nothing"]),
            incomplete=int(total["incomplete"]),
            graded=int(total["graded"]),
            at_least={band: int(total[band]) for band in BANDS},
            score_sum=total["score_sum"],
        )


def _weighed(sums: Mapping[int, Array]) -> Array:
    return sum(np.uint16(weight) * added for weight, added in sums.items())
