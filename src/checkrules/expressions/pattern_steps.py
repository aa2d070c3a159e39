"""How many steps matching a pattern can take: an upper bound, computed from the pattern's structure alone.

Python tries one alternative after another. A part that can end at one place only costs what it looks at; a part that can
end at many places costs that, and multiplies what follows by the number of places. A repetition can end at one place only
where what follows begins with another character than it repeats (`\\d+-`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeAlias, Union

import attrs

from checkrules.expressions.characters import characters_of, overlap

ANY = None
"""Stands for any character, and for a condition that may fail before a character is looked at."""
Start: TypeAlias = frozenset[Union[str, None]]  # noqa: UP007 - evaluated
"""What a part can begin with: characters and classes as they are written, or ANY."""

_EMPTY: Start = frozenset(("",))
_TOKEN = re.compile(
    r"(?P<open>\((?:\?(?::|=|!|<=|<!))?)|(?P<close>\))|(?P<bar>\|)|(?P<anchor>[\^$])"
    r"|(?P<unit>\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.)",
    re.DOTALL,
)
_REPEAT = re.compile(r"[?*+]|\{(?=\d|,\d)(\d*)(,?)(\d*)\}")


@attrs.frozen
class _Unit:
    """One character as it is, or a class as it is written."""

    text: str


@attrs.frozen
class _Look:
    """A look-around: it takes no character, and may fail."""

    inside: _Choice


@attrs.frozen
class _Repeat:
    """A part from `low` to `high` times; None: any number."""

    part: _Unit | _Look | _Choice
    low: int
    high: int | None


@attrs.frozen
class _Choice:
    """Alternatives, each a sequence of parts."""

    branches: tuple[tuple[_Part, ...], ...]


_Part: TypeAlias = Union[_Unit, _Look, _Repeat, _Choice]  # noqa: UP007 - evaluated


@attrs.frozen
class _Cost:
    """Steps inside a part, and the number of places at which it can end."""

    steps: int
    ends: int


def most_steps(pattern: str, length: int, *, anywhere: bool) -> int:
    """The most steps for a text of so many characters, up to a factor that is the pattern's own length. `anywhere`: the
    pattern is searched for, and not only tried at the beginning. `pattern` is one that Python accepts."""
    parsed = _parsed(pattern)
    at_one_place = not anywhere or (pattern.startswith("^") and len(parsed.branches) == 1)
    return _Costs(length).of_choice(parsed, frozenset()).steps * (1 if at_one_place else length + 1)


def _parsed(pattern: str) -> _Choice:
    """The structure of a pattern."""
    stack: list[tuple[str, list[list[_Part]]]] = [("", [[]])]
    position = 0
    while (token := _TOKEN.match(pattern, position)) is not None:
        position = token.end()
        part: _Unit | _Look | _Choice
        if token["open"]:
            stack.append((token["open"], [[]]))
            continue
        if token["bar"]:
            stack[-1][1].append([])
            continue
        if token["anchor"]:
            continue
        if token["close"]:
            opened, branches = stack.pop()
            choice = _Choice(tuple(map(tuple, branches)))
            part = choice if opened in ("(", "(?:") else _Look(choice)
        else:
            escaped = re.fullmatch(r"\\([^0-9A-Za-z])", token["unit"])
            part = _Unit("[^\n]" if token["unit"] == "." else escaped[1] if escaped else token["unit"])
        repeat = _REPEAT.match(pattern, position)
        if repeat is not None:
            position = repeat.end()
        low, high = _times(repeat) if repeat is not None else (1, 1)
        stack[-1][1][-1].append(part if low == high == 1 else _Repeat(part, low, high))
    return _Choice(tuple(map(tuple, stack[0][1])))


def _times(repeat: re.Match[str]) -> tuple[int, int | None]:
    if repeat[0] in "?*+":
        return int(repeat[0] == "+"), 1 if repeat[0] == "?" else None
    low = int(repeat[1] or 0)
    high = repeat[3] if repeat[2] else repeat[1]
    return low, int(high) if high else None


@attrs.frozen
class _Costs:
    """Costs for texts of up to `length` characters. `after`: what can follow a part; empty: only the end of the text, or
    nothing that can fail."""

    length: int

    def of_choice(self, choice: _Choice, after: Start) -> _Cost:
        costs = [self._of_sequence(branch, after) for branch in choice.branches]
        steps = sum(cost.steps for cost in costs)
        starts = [_start_of(branch, after) for branch in choice.branches]
        if all(_apart(a, b) for i, a in enumerate(starts) for b in starts[:i]):
            return _Cost(steps, max(cost.ends for cost in costs))
        return _Cost(steps, sum(cost.ends for cost in costs))

    def _of_sequence(self, parts: tuple[_Part, ...], after: Start) -> _Cost:
        total = _Cost(1, 1)
        for part in reversed(parts):
            cost = self._of_part(part, after)
            total = _Cost(cost.steps + cost.ends * total.steps, cost.ends * total.ends)
            after = _start_of((part,), after)
        return total

    def _of_part(self, part: _Part, after: Start) -> _Cost:
        match part:
            case _Unit():
                return _Cost(1, 1)
            case _Look(inside=inside):
                return _Cost(1 + self.of_choice(inside, frozenset((ANY,))).steps, 1)
            case _Choice():
                return self.of_choice(part, after)
            case _Repeat(part=inner, low=low, high=high):
                most = self.length if high is None else min(high, self.length)
                if isinstance(inner, _Unit):
                    one_end = low == high or _apart(frozenset((inner.text,)), after)
                    return _Cost(most + 1, 1 if one_end else max(1, most - low + 1))
                once = self._of_part(inner, frozenset((ANY,)))
                reached = [once.ends**times for times in range(most + 1)]
                return _Cost(once.steps * sum(reached), sum(reached[min(low, most) :]))


def _start_of(parts: Iterable[_Part], after: Start) -> Start:
    """What a sequence of parts, and what follows it, can begin with."""
    found: Start = frozenset()
    for part in parts:
        begins, empty = _begin(part)
        found |= begins
        if not empty:
            return found
    return found | after


def _begin(part: _Part) -> tuple[Start, bool]:
    """What a part can begin with, and whether it can be empty."""
    match part:
        case _Unit(text=text):
            return frozenset((text,)), False
        case _Look():
            return frozenset((ANY,)), False
        case _Repeat(part=inner, low=low):
            begins, empty = _begin(inner)
            return begins, empty or low == 0
        case _Choice(branches=branches):
            starts = [_start_of(branch, _EMPTY) for branch in branches]
            together = frozenset(start for begins in starts for start in begins)
            return together - _EMPTY, bool(together & _EMPTY)


def _apart(one: Start, other: Start) -> bool:
    """Whether no character can begin both."""
    return all(
        a is not None and b is not None and not (a == b or (len(a + b) > 2 and _overlap(*sorted((a, b)))))
        for a in one
        for b in other
    )


def _overlap(one: str, other: str) -> bool:
    """Whether a character fits both of two characters or classes; true as well where that is not known."""
    first, second = characters_of(one), characters_of(other)
    return first is None or second is None or overlap(first, second)
