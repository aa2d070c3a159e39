"""A change of every text in a document, but for those that are computed of texts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from msgspec import Struct

Data = TypeVar("Data")
COMPUTED = frozenset(("digest", "fingerprint", "sha256"))
"""Fields whose texts are hashes: no words, and nobody's number."""


def change_texts(data: Data, change: Callable[[str], str]) -> Data:
    """The same structs, lists and dicts, with every text (keys too) changed; hashes stay."""
    return _changed(data, change)  # type: ignore[return-value]


def _changed(data: object, change: Callable[[str], str]) -> object:
    if isinstance(data, str):
        return change(data)
    if isinstance(data, Struct):
        values = {name: getattr(data, name) for name in data.__struct_fields__}
        return type(data)(
            **{name: value if name in COMPUTED else _changed(value, change) for name, value in values.items()}
        )
    if isinstance(data, dict):
        return {_changed(key, change): _changed(item, change) for key, item in data.items()}
    return [_changed(item, change) for item in data] if isinstance(data, list) else data
