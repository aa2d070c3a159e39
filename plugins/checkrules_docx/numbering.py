"""The lists of a document → the number that Word shows before each of their paragraphs, which is not in the text.

Source: ECMA-376 part 1, 17.9 (numbering): lists that build on one definition go on counting together, unless an override
starts one of them anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import attrs

from .styles import W, whole

PLACE = re.compile(r"%([1-9])")
DIGITS = "零一二三四五六七八九"
MAX_LEVEL = 8
MAX_LABEL = 30


@attrs.frozen(kw_only=True)
class Level:
    """A level of a list: its first number, how numbers are written, and the text around them (`%1、`)."""

    start: int = 1
    kind: str = "decimal"
    text: str = ""


@attrs.define(kw_only=True)
class Numbering:
    """The lists of a document by id, and how far each has counted."""

    definitions: Mapping[str, str] = attrs.field(factory=dict)
    """The definition that a list builds on."""
    levels: Mapping[str, Mapping[int, Level]] = attrs.field(factory=dict)
    overrides: Mapping[str, Mapping[int, int]] = attrs.field(factory=dict)
    """The numbers with which lists start anew, by level."""
    _counts: dict[str, dict[int, int]] = attrs.field(factory=dict)
    _begun: set[tuple[str, int]] = attrs.field(factory=set)

    def next(self, list_id: str, level: int) -> str:
        """Count one more paragraph of a list; gives the number that stands before it, "" where it has none."""
        definition = self.definitions.get(list_id)
        if definition is None or not 0 <= level <= MAX_LEVEL:
            return ""
        levels, counts = self.levels.get(definition, {}), self._counts.setdefault(definition, {})
        override = self.overrides.get(list_id, {}).get(level)
        if override is not None and (list_id, level) not in self._begun:
            counts[level] = override - 1
        self._begun.add((list_id, level))
        counts[level] = counts.get(level, levels.get(level, Level()).start - 1) + 1
        for deeper in [key for key in counts if key > level]:
            del counts[deeper]
        return _label(levels, counts, level)


def _label(levels: Mapping[int, Level], counts: Mapping[int, int], level: int) -> str:
    def number(place: re.Match[str]) -> str:
        at = int(place[1]) - 1
        one = levels.get(at, Level())
        return WRITTEN.get(one.kind, str)(counts.get(at, one.start))

    own = levels.get(level)
    if own is None or own.kind in ("bullet", "none"):
        return ""
    return PLACE.sub(number, own.text[:MAX_LABEL])


def _chinese(number: int) -> str:
    if not 0 <= number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    if not tens:
        return DIGITS[ones]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


def _ringed(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) if number > 0 else str(number)


def _upper(number: int) -> str:
    return _letter(number).upper()


WRITTEN: Mapping[str, Callable[[int], str]] = {
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "ideographDigital": _chinese,
    "decimalEnclosedCircle": _ringed,
    "decimalEnclosedCircleChinese": _ringed,
    "lowerLetter": _letter,
    "upperLetter": _upper,
}


def read_numbering(root: Any) -> Numbering:
    """The lists of `numbering.xml`."""
    levels = {
        definition.get(W + "abstractNumId", ""): {
            whole_of(level): _level(level) for level in definition.iterfind(W + "lvl")
        }
        for definition in root.iterfind(W + "abstractNum")
    }
    definitions: dict[str, str] = {}
    overrides: dict[str, dict[int, int]] = {}
    for item in root.iterfind(W + "num"):
        key, definition = item.get(W + "numId", ""), item.find(W + "abstractNumId")
        if definition is not None:
            definitions[key] = definition.get(W + "val", "")
        for override in item.iterfind(W + "lvlOverride"):
            start = override.find(W + "startOverride")
            if start is not None:
                overrides.setdefault(key, {})[whole_of(override)] = whole(start, 1)
    return Numbering(definitions=definitions, levels=levels, overrides=overrides)


def whole_of(level: Any) -> int:
    """The number of a level."""
    value = level.get(W + "ilvl", "0")
    return int(value) if value in map(str, range(MAX_LEVEL + 1)) else 0


def _level(level: Any) -> Level:
    kind, text = level.find(W + "numFmt"), level.find(W + "lvlText")
    return Level(
        start=whole(level.find(W + "start"), 0 if level.find(W + "start") is None else 1),
        kind=kind.get(W + "val", "decimal") if kind is not None else "decimal",
        text=text.get(W + "val", "") if text is not None else "",
    )
