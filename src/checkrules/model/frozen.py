"""For the fields of frozen classes: a dict that cannot be changed, a check of types, and how a large field is shown."""

from __future__ import annotations

from collections.abc import Callable, Sized
from typing import Any, NoReturn, TypeVar

import attrs

Key = TypeVar("Key")
Value = TypeVar("Value")


class FrozenDict(dict[Key, Value]):
    """A dict that cannot be changed. Unlike `types.MappingProxyType` it can be pickled and copied."""

    __slots__ = ()

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("this mapping cannot be changed")

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[Any, ...]:
        return FrozenDict, (dict(self),)


def count_of(items: Sized) -> str:
    """How many there are, as the repr of a class shows a field that is too long."""
    return f"<{len(items)}>"


def of_type(*kinds: type) -> Callable[[object, attrs.Attribute[Any], object], None]:
    """A validator of a field: it raises TypeError for a value of another type."""

    def check(instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
        if not isinstance(value, kinds):
            expected = " or ".join(kind.__name__ for kind in kinds)
            got = type(value).__name__
            raise TypeError(f"{type(instance).__name__}.{attribute.name} takes {expected}, not {got}")

    return check
