"""Precision and recall of the facts read out of prose, with what was wrong and what was missed.

python benchmarks/prose.py [-v]
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.reading.narrative.score import cases, phrasings, score, varied, wording


def main(verbose: bool) -> None:
    """Print one line a set of texts."""
    words = wording()
    print(f"{'':<12}{'precision':>10}{'recall':>8}{'right':>7}{'wrong':>7}{'missed':>8}")
    for name, judged in (("phrasings", phrasings), ("cases", cases), ("varied", varied)):
        found = score(judged(words))
        figures = (
            f"{found.precision:>10.3f}{found.recall:>8.3f}{found.right:>7}{len(found.wrong):>7}{len(found.missed):>8}"
        )
        print(f"{name:<12}{figures}")
        for told in (*found.wrong, *(found.missed if verbose else ())):
            print(f"    {told}")


if __name__ == "__main__":
    main("-v" in sys.argv)
