"""Patterns are read alike by every back end, and none that is accepted takes long, whatever the text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkrules.expressions.characters import characters_of, overlap
from checkrules.expressions.pattern_steps import most_steps
from checkrules.expressions.patterns import MAX_STEPS, compiled, refuse_pattern
from checkrules.model.form import MAX_LENGTH

ACCEPTED = [
    "a.*b", "^[0-9]{4}$", "学校|幼儿园", "(a|b)c?", r"\d+\.\d", r"^[A-Z]{2}\d{4,6}-\d+$", r"\d+年\d+月\d+日", "^.*甲.*$",
    r"\d{4}-\d{1,2}-\d{1,2}", "[a-z]+[0-9]+[a-z]+", "a*", "(ab)", "a?b?c?d?e?f?$", "x.{0,999}y",
]  # fmt: skip
SLOW = [
    "a*a*a*a*b", "a*a*b", ".*甲.*乙", r"\d*\w*x", "a{0,999}a{0,999}b", "a?" * 40 + "a" * 40, "(a|a)" * 40, "(a|aa)" * 30,
    r".*\d+x", "(a*|b*)(a|b*)[ab]*x", "[^a]*b+[^c]*d",
]  # fmt: skip


@pytest.mark.parametrize("pattern", ACCEPTED)
def test_accepted(pattern: str) -> None:
    assert refuse_pattern(pattern) is None


@pytest.mark.parametrize("pattern", SLOW)
def test_what_can_take_long_is_refused_with_what_to_do(pattern: str) -> None:
    reason = refuse_pattern(pattern)
    assert reason is not None
    assert "must be followed by a character that it does not match" in reason.en
    assert most_steps(pattern, MAX_LENGTH, anywhere=True) > MAX_STEPS


def test_at_the_beginning_only_a_pattern_may_take_more() -> None:
    assert refuse_pattern(".*甲.*乙", anywhere=False) is None
    assert refuse_pattern("^.*甲.*乙") is None
    assert refuse_pattern("^.*甲.*乙|丙") is not None  # ^ is of the first alternative only


UNITS = ["a", "b", "[ab]", "[^a]", ".", r"\d", r"\w", r"\.", "[0-9]", "1"]
REPEATS = [("", 1, 1), ("?", 0, 1), ("*", 0, None), ("+", 1, None), ("{0,3}", 0, 3), ("{2}", 2, 2), ("{1,2}", 1, 2)]
Choice = list[list[Any]]
"""Alternatives; each a sequence of a unit with its repetition, or of a choice in brackets."""


def choices(depth: int) -> st.SearchStrategy[Choice]:
    unit = st.tuples(st.sampled_from(UNITS), st.sampled_from(REPEATS))
    part = st.one_of(unit, choices(depth - 1)) if depth else unit
    return st.lists(st.lists(part, max_size=5), min_size=1, max_size=3)


def written(choice: Choice) -> str:
    return "|".join(
        "".join(f"({written(p)})" if isinstance(p, list) else p[0] + p[1][0] for p in parts) for parts in choice
    )


class TooManySteps(Exception):
    """The bound does not hold."""


class Matcher:
    """Matches as Python does, one alternative after another, and counts the characters that it looks at."""

    def __init__(self, choice: Choice, text: str, *, to_end: bool, most: int) -> None:
        self.choice, self.text, self.to_end, self.most, self.steps = choice, text, to_end, most, 0

    def search(self, *, anywhere: bool) -> bool:
        starts = range(len(self.text) + 1) if anywhere else (0,)
        return any(self.any_of(self.choice, start, self.at_end) for start in starts)

    def at_end(self, position: int) -> bool:
        return not self.to_end or position == len(self.text)

    def any_of(self, choice: Choice, position: int, then: Callable[[int], bool]) -> bool:
        return any(self.sequence(parts, position, then) for parts in choice)

    def sequence(self, parts: list[Any], position: int, then: Callable[[int], bool]) -> bool:
        if not parts:
            return then(position)
        first, rest = parts[0], parts[1:]

        def go_on(reached: int) -> bool:
            return self.sequence(rest, reached, then)

        if isinstance(first, list):
            return self.any_of(first, position, go_on)
        unit, (_, low, high) = first
        reached = position
        while (high is None or reached - position < high) and self.fits(unit, reached):
            reached += 1
        return any(go_on(end) for end in range(reached, position + low - 1, -1))

    def fits(self, unit: str, position: int) -> bool:
        self.steps += 1
        if self.steps > self.most:
            raise TooManySteps
        return position < len(self.text) and re.fullmatch(unit, self.text[position]) is not None


@settings(max_examples=250, deadline=None)
@given(
    choice=choices(2),
    to_end=st.booleans(),
    anywhere=st.booleans(),
    text=st.lists(st.tuples(st.text("ab1.x", min_size=1, max_size=3), st.integers(1, 12)), max_size=4),
)
def test_no_text_takes_more_steps_than_the_bound(
    choice: Choice, to_end: bool, anywhere: bool, text: list[tuple[str, int]]
) -> None:
    pattern = written(choice)
    hostile = "".join(piece * times for piece, times in text)
    if to_end:
        choice = [[choice]]
        pattern = f"({pattern})$"
    most = most_steps(pattern, len(hostile), anywhere=anywhere) * (len(pattern) + 1)
    matcher = Matcher(choice, hostile, to_end=to_end, most=min(most, 300_000))
    try:
        found = matcher.search(anywhere=anywhere)
    except TooManySteps:
        assert most > 300_000  # refused long before, for a text of the greatest length
        return
    regex = compiled(pattern)
    assert found == ((regex.search if anywhere else regex.match)(hostile) is not None)


@settings(max_examples=200, deadline=None)
@given(choice=choices(2), end=st.sampled_from(["", "$", r"\\$", r"\$"]), text=st.text("ab1.\n\\$-&", max_size=8))
def test_python_and_polars_read_an_accepted_pattern_alike(choice: Choice, end: str, text: str) -> None:
    pattern = f"({written(choice)}){end}"
    if refuse_pattern(pattern) is not None or re.search(r"\\[dw]", pattern):
        return
    python = compiled(pattern).search(text) is not None
    assert pl.Series([text]).str.contains(pattern).to_list() == [python]


CLASSES = [
    *UNITS,
    r"\s",
    r"\S",
    r"\W",
    r"\D",
    r"[\w-]",
    r"[^\d.]",
    "[a-z0-9_]",
    "[-a]",
    "[a-]",
    "[^-z]",
    "[一-龥]",
    "\n",
    "龥",
    r"[\]\[]",
]
SAMPLE = [*map(chr, range(128)), *"一龥０٣²\u00e9\u3000\U00020000\U0001d7ce\U0001f600"]


@pytest.mark.parametrize("unit", CLASSES)
def test_the_characters_of_a_class_are_those_that_python_matches(unit: str) -> None:
    ranges = characters_of("[^\n]" if unit == "." else unit)
    assert ranges is not None
    found = [character for character in SAMPLE if any(low <= ord(character) <= high for low, high in ranges)]
    assert found == [character for character in SAMPLE if re.fullmatch(unit, character)]
    for other in CLASSES:
        both = [c for c in SAMPLE if re.fullmatch(unit, c) and re.fullmatch(other, c)]
        others = characters_of("[^\n]" if other == "." else other)
        assert others is not None
        assert overlap(ranges, others) or both == []
    assert overlap(ranges, ranges)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [(r"\d", r"\s", False), (r"\d", r"\w", True), ("[a-m]", "[n-z]", False), ("[^a]", "a", False), (r"[^\w]", r"\w", False),
     ("[一-龥]", r"\w", True), ("[!-/]", r"\w", False), ("[!-0]", r"\w", True)],
)  # fmt: skip
def test_whether_two_classes_have_a_character_in_common(one: str, other: str, expected: bool) -> None:
    first, second = characters_of(one), characters_of(other)
    assert first is not None
    assert second is not None
    assert overlap(first, second) is overlap(second, first) is expected
