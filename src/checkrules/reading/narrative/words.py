"""The lexicon: words of the language in classes, units in families, periods. Loaded once, at the first reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files

import attrs

ROLES: Mapping[str, str] = {
    "negation": "X", "not_yet": "Y", "plan": "P", "bad": "B", "gone": "O", "have": "H", "act": "A", "do": "D", "of": "f", "good": "G",
    "full": "L", "double_negation": "Z", "neutral_not": "d", "unknown": "U", "norm": "m", "elsewhere": "e",
    "hedge": "h", "corrected": "C", "contrast": "c", "except": "x", "remainder": "r", "part": "p", "all": "a",
    "affirm": "F", "open_list": "o", "each": "E", "approximate": "~", "bound": "b", "looked_into": "k",
    "topic": "i", "question": "?", "other_time": "z", "some": "g", "grades": "l", "self": "S", "tail": "T",
    "mark_yes": "M", "mark_no": "W", "box": "V", "not_applicable": "J", "noun": "n", "verb": "v", "adverb": "d",
}  # fmt: skip
"""One letter for each class of words: a clause is a string of these letters."""


@attrs.frozen(kw_only=True)
class Unit:
    """A unit: the families that it belongs to, and how many of the family's own unit one is; 0 where it is none of them."""

    families: frozenset[str]
    factor: float


@attrs.frozen(kw_only=True, eq=False)
class Lexicon:
    """`roles`: the letter of a word's class. `classes`: the words of each class."""

    roles: Mapping[str, str]
    units: Mapping[str, Unit]
    periods: Mapping[str, str]
    classes: Mapping[str, tuple[str, ...]]


def _sections(name: str) -> Iterator[tuple[str, list[str]]]:
    """The headings of a file with the words under each."""
    text = (files("checkrules.reading.narrative") / "lexicon" / name).read_text(encoding="utf-8")
    for section in ("\n" + text).split("\n[")[1:]:
        heading, _, body = section.partition("]\n")
        patterns = [word for line in body.splitlines() if not line.startswith("#") for word in line.split()]
        yield heading, patterns


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon of the package."""
    classes: dict[str, tuple[str, ...]] = {}
    for name in ("closed.txt", "open.txt"):
        for heading, patterns in _sections(name):
            words = tuple(patterns)
            classes[heading] = classes.get(heading, ()) + words
    units: dict[str, Unit] = {}
    periods: dict[str, str] = {}
    for heading, patterns in _sections("measures.txt"):
        kind, _, family = heading.partition(" ")
        for pattern in patterns:
            word, _, factor = pattern.partition("=")
            if kind == "period":
                periods[word] = family
            else:
                known = units[word].families if word in units else frozenset()
                kin = word if family == "other" else family  # the units under `other` are no kin of one another
                units[word] = Unit(families=known | {kin}, factor=float(factor or 1))
    return with_classes(classes, units, periods)


def with_classes(
    classes: Mapping[str, tuple[str, ...]], units: Mapping[str, Unit], periods: Mapping[str, str]
) -> Lexicon:
    """A lexicon of these words. A word that stands in two classes belongs to the first."""
    roles: dict[str, str] = {}
    for heading, words in classes.items():
        letter = ROLES[heading]
        for word in words:
            roles.setdefault(word, letter)
    return Lexicon(roles=roles, units=units, periods=periods, classes=classes)
