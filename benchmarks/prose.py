"""How well prose is read: certain readings, proposals, false ones, what they do to the verdicts, and what it costs.

python benchmarks/prose.py [-v] [--lexicon] [--forms FOLDER] [--phrasings FILE]

Without a folder or a file the texts of the repository are read. -v lists what was wrong, false and not proposed.
--lexicon reads with a part of the words only: the curve over the open words, and 30 % fewer of those that turn a clause round.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.reading.narrative.measures import (
    Measure,
    Told,
    Verdict,
    answered_verdicts,
    certain_verdicts,
    measure,
    provisional_verdicts,
    told_of_forms,
    told_of_phrasings,
)
from tests.reading.narrative.reader import SETS, known_names, thinned, told_of
from tests.reading.narrative.texts import TextForm, forms_of, load_forms, load_phrasings

import checkrules
from checkrules.model.readings import Reading
from checkrules.reading.narrative import propose, propose_text

MEGABYTE = 1_000_000
PATIENCE = 1.0
"""In seconds: where one size of narrative takes longer, the next is not tried."""
NAMES = known_names()


def main(arguments: Sequence[str]) -> None:
    """Print one line a set of texts, then verdicts, times and the curve over the lexicon."""
    options = _options(arguments)
    print(f"{'':<24}{'stated':>7}{'certain':>9}{'wrong':>6}{'share':>7}{'first':>7}{'wrong':>6}{'right':>7}"
          f"{'proposed':>10}{'false':>6}{'asked':>6}")  # fmt: skip
    forms = load_forms(options.forms) if options.forms else forms_of("forms")
    for name, told in _sets(options, forms):
        _print(name, measure(told), verbose=options.verbose)
    judged = forms if options.forms else (*forms, *forms_of("cases"))
    _print_verdicts(judged, verbose=options.verbose)
    _print_times(forms)
    if options.lexicon:
        _print_curve()


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("-v", dest="verbose", action="store_true")
    parser.add_argument("--lexicon", action="store_true")
    parser.add_argument("--forms", type=Path)
    parser.add_argument("--phrasings", type=Path)
    return parser.parse_args(arguments)


def _sets(options: argparse.Namespace, forms: Sequence[TextForm]) -> Iterable[tuple[str, tuple[Told, ...]]]:
    if options.forms or options.phrasings:
        for form in forms:
            yield form.name, told_of_forms([form], lambda narratives: propose(NAMES, narratives))
        if options.phrasings:
            phrasings = load_phrasings(options.phrasings)
            yield "phrasings", told_of_phrasings(phrasings, lambda text, fact: propose_text(NAMES, text, [fact]))
        yield "forms", told_of_forms(forms, lambda narratives: propose(NAMES, narratives))
        return
    for name in SETS:
        yield name, told_of(NAMES, [name])


def _print(name: str, found: Measure, *, verbose: bool = False) -> None:
    print(
        f"{name:<24}{found.stated:>7}{found.certain_right:>9}{len(found.certain_wrong):>6}{found.certain_share:>7.2f}"
        f"{found.candidate_right:>7}{len(found.candidate_wrong):>6}{found.first_precision:>7.3f}"
        f"{found.proposed_share:>10.3f}{len(found.false):>6}{found.to_confirm:>6}"
    )
    if verbose:
        _list("certain and wrong", found.certain_wrong)
        _list("candidate and wrong", found.candidate_wrong)
        _list("false", found.false)
        _list("not proposed", found.not_proposed)


def _list(title: str, found: Iterable[object]) -> None:
    for each in found:
        print(f"    {title}: {each}")


def _print_verdicts(forms: Sequence[TextForm], *, verbose: bool) -> None:
    checklist = checkrules.load_checklist("mental-health")
    read: dict[str, tuple[Reading, ...]] = {form.name: propose(NAMES, form.narratives) for form in forms}
    ways = {"certain": certain_verdicts, "provisional": provisional_verdicts, "answered": answered_verdicts}
    print(f"\n{'verdicts':<24}{'decided':>9}{'against the truth':>19}{'unknown though stated':>23}")
    for way, verdicts_of in ways.items():
        verdicts = [verdict for form in forms for verdict in verdicts_of(checklist, form, read[form.name])]
        against: list[Verdict] = [verdict for verdict in verdicts if verdict.contradicted]
        decided, unread = sum(verdict.decided for verdict in verdicts), sum(verdict.unread for verdict in verdicts)
        print(f"{way:<24}{decided:>9}{len(against):>19}{unread:>23}")
        if verbose:
            _list(way, against)


def _print_times(forms: Sequence[TextForm]) -> None:
    best = min(_seconds(form.narratives for form in forms) for _ in range(5)) / len(forms)
    print(f"\n{best * 1000:.1f} ms a form")
    size = sum(len(text.encode()) for form in forms for text in form.narratives.values())
    many = [form.narratives for form in forms] * (MEGABYTE // size + 1)
    print(f"{_seconds(many) * MEGABYTE * len(forms) / (size * len(many)):.2f} s 1 MB of forms")
    row = "".join(form.narratives["T13"] for form in forms)
    for kilobytes in (10, 100, 1000):
        seconds = _seconds([{"T13": row * (kilobytes * 1000 // len(row.encode()) + 1)}])
        print(f"{seconds:.2f} s one narrative of {kilobytes} kB")
        if seconds > PATIENCE:
            return


def _seconds(narratives: Iterable[Mapping[str, str]]) -> float:
    start = time.perf_counter()
    for each in narratives:
        propose(NAMES, each)
    return time.perf_counter() - start


def _print_curve() -> None:
    print()
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        _print(f"-{share:.0%} of open words", measure(told_of(NAMES, words=thinned(share, 1, opened=True))))
    for seed in (1, 2, 3):
        _print(f"-30% of closed, seed {seed}", measure(told_of(NAMES, words=thinned(0.3, seed, opened=False))))


if __name__ == "__main__":
    main(sys.argv[1:])
