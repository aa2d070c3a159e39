"""The lexicon is sound: classes that the reader knows, no word in two of them."""

from __future__ import annotations

from collections import Counter

from checkrules.reading.narrative.words import ROLES, lexicon


def test_every_class_is_known_and_none_is_empty() -> None:
    classes = lexicon().classes
    assert {*classes} == {*ROLES}
    assert all(classes.values())


def test_no_word_stands_twice() -> None:
    counts = Counter(word for found in lexicon().classes.values() for word in found)
    assert [word for word, count in counts.items() if count > 1] == []


def test_it_has_breadth() -> None:
    assert sum(map(len, lexicon().classes.values())) > 3_000
