"""A change of every text in a document."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from msgspec import Struct

Data = TypeVar("Data")


def change_texts(data: Data, change: Callable[[str], str]) -> Data:
    """The same structs, lists and dicts, with every text (keys too) changed."""
    return _changed(data, change)  # type: ignore[return-value]


def _changed(data: object, change: Callable[[str], str]) -> object:
    if isinstance(data, str):
        return change(data)
    if isinstance(data, Struct):
        return type(data)(**{name: _changed(getattr(data, name), change) for name in data.__struct_fields__})
    if isinstance(data, dict):
        return {_changed(key, change): _changed(item, change) for key, item in data.items()}
    return [_changed(item, change) for item in data] if isinstance(data, list) else data
