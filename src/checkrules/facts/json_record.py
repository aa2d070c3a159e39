"""One submission in JSON → a typed record, at C speed, where nothing in it needs a closer look.

msgspec takes the last of duplicate keys and does not look at the values of keys it does not know. So the keys that the
record accounts for are counted, and compared with the colons of the text: as many colons as keys leave no room for another.
"""

from __future__ import annotations

import re
from typing import Any, Union

import msgspec
from msgspec import UNSET, UnsetType

from checkrules.facts.kinds import json_type
from checkrules.facts.record import PREFIX
from checkrules.model.form import Fact

MAX_DEPTH = 8
"""Lists and objects inside one another in the value of one key."""
FAILURES = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
_KEY = re.compile(rb'"[ \t\r\n]*:')
_decode_object = msgspec.json.Decoder(dict[str, object]).decode


class JsonRecords:
    """Decodes submissions of a form. `beside` are the keys of a record that are no facts. Shared by threads."""

    def __init__(self, facts: tuple[Fact, ...], beside: frozenset[str]) -> None:
        types = {fact.name: json_type(fact) for fact in facts}
        fields = [(PREFIX + name, Union[kind, None, UnsetType], UNSET) for name, kind in types.items()]  # noqa: UP007
        rename = {PREFIX + name: name for name in types}
        self._decode = msgspec.json.Decoder(msgspec.defstruct("Stated", fields, rename=rename, gc=False)).decode
        self._open = tuple(PREFIX + name for name, kind in types.items() if kind is Any)
        self._beside = beside

    def decode(self, data: bytes) -> Any | None:
        """The record, UNSET for a key that is not there; None for broken JSON and for an invalid value."""
        try:
            if not data.isascii():
                data.decode()  # the values of unknown keys are not decoded
            return self._decode(data)
        except FAILURES:
            return None

    def is_whole(self, data: bytes, record: Any, keys: int) -> bool:
        """Whether the text has no more than the record, of which so many keys are there, and unknown names: no duplicate key, no
        text beside the facts, no deep nesting."""
        try:
            for name in self._open:
                keys += _keys_in(getattr(record, name), MAX_DEPTH)
        except RecursionError:
            return False
        return keys == _colons(data) or self.whole_object(data) is not None

    def whole_object(self, data: bytes) -> dict[str, object] | None:
        """The values by key, valid or not; None where only the exact reader can say what the data is: for a duplicate key, broken
        JSON, a number beyond 64 bits, texts beside the facts, deep nesting."""
        try:
            if not data.isascii():
                data.decode()
            values = _decode_object(data)
            if not values.keys().isdisjoint(self._beside):
                return None
            keys = len(values)
            for value in values.values():
                if value.__class__ is list or value.__class__ is dict:
                    keys += _keys_in(value, MAX_DEPTH)
        except FAILURES:
            return None
        return values if keys == _colons(data) or keys == len(_KEY.findall(data)) else None

    def stated(self, data: bytes) -> dict[str, object]:
        """The values by key, of data that is whole."""
        return _decode_object(data)


def _colons(data: bytes) -> int:
    return len(data) - len(data.replace(b":", b""))  # one and a half times as fast as to count them


def _keys_in(value: object, depth: int) -> int:
    """How many keys the objects in a value have. Raises RecursionError where it is nested too deeply."""
    if not isinstance(value, list | dict):
        return 0
    if not depth:
        raise RecursionError
    if isinstance(value, dict):
        return len(value) + sum(_keys_in(part, depth - 1) for part in value.values())
    return sum(_keys_in(part, depth - 1) for part in value)
