"""Two values of a fact, compared: 1 is not yes, and the order of a list is nothing."""

from __future__ import annotations

from collections.abc import Hashable, Mapping


def comparable(value: object) -> Hashable:
    """What is equal for values that mean the same."""
    if isinstance(value, list | tuple | set | frozenset):
        return frozenset(map(comparable, value))
    if isinstance(value, Mapping):
        return frozenset((name, comparable(part)) for name, part in value.items())
    return isinstance(value, bool), value
