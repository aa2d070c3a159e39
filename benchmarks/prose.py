"""How well prose is read: certain readings, candidates and proposals over texts whose truth is known, and what it costs.

python benchmarks/prose.py [-v] [--lexicon]
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.reading.narrative.measure import SETS, Measure, measure, names, thinned
from tests.reading.narrative.texts import load_forms

from checkrules.reading.narrative import propose


def line(name: str, found: Measure) -> str:
    """The figures of a set of texts."""
    stated = len(found.stated)
    certain, candidates = found.of("certain"), found.of("candidate")
    return (
        f"{name:<14}{stated:>7}{len(certain):>9}{len(found.certain_wrong):>7}{len(candidates):>11}"
        f"{len(found.candidates_wrong):>7}{len(found.false_candidates):>7}{found.proposed:>10.3f}"
    )


def main(verbose: bool, lexicon: bool) -> None:
    """Print one line for each set of texts, and the cost of a form."""
    known = names()
    print(f"{'':<14}{'stated':>7}{'certain':>9}{'wrong':>7}{'candidates':>11}{'wrong':>7}{'false':>7}{'proposed':>10}")
    for name in SETS:
        found = measure(known, [name])
        print(line(name, found))
        told = (*found.certain_wrong, *found.candidates_wrong, *found.false_candidates) if verbose else ()
        for item in told:
            value = item.reading.value if item.reading is not None else None
            print(f"    {item.where} {item.fact}: {item.status}, stated {item.expected}, read {value}")
    forms = [form.narratives for form in load_forms()]
    best = min(_seconds(known, forms) for _ in range(5))
    print(f"{1000 * best / len(forms):.1f} ms a form")
    if lexicon:
        for share in (0.0, 0.25, 0.5, 0.75, 1.0):
            words = thinned(share, 1, opened=True)
            print(line(f"-{100 * share:.0f} % open", measure(known, words=words)))


def _seconds(known: object, forms: list[object]) -> float:
    begun = time.perf_counter()
    for narratives in forms:
        propose(known, narratives)  # type: ignore[arg-type]
    return time.perf_counter() - begun


if __name__ == "__main__":
    main("-v" in sys.argv, "--lexicon" in sys.argv)
