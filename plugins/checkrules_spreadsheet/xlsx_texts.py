"""The styles and shared texts of an .xlsx → what of them a person sees: percentages, what is struck through, marks of notes."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from .marks import parse, without_note

_PERCENTS = frozenset(("9", "10"))
"""The built-in formats of percentages."""


def nothing(_: str) -> None:
    """Takes no notice of the end of an element, or of a text."""


@attrs.frozen(kw_only=True)
class Styles:
    """Which cell formats are percentages, and which strike through."""

    percents: frozenset[str]
    struck: frozenset[str]


def styles_of(data: bytes | None, file: str) -> Styles:
    if data is None:
        return Styles(percents=frozenset(), struck=frozenset())
    percents = set(_PERCENTS)
    fonts: list[bool] = []
    formats: list[tuple[str, int]] = []
    inside: list[str] = []

    def begin(tag: str, attributes: Mapping[str, str]) -> None:
        parent = inside[-1] if inside else ""
        inside.append(tag)
        if tag == "numFmt" and "%" in attributes.get("formatCode", ""):
            percents.add(attributes.get("numFmtId", ""))
        elif tag == "font" and parent == "fonts":
            fonts.append(False)
        elif tag == "strike" and parent == "font" and "fonts" in inside[:-2] and fonts:
            fonts[-1] = _on(attributes)
        elif tag == "xf" and parent == "cellXfs":
            font = attributes.get("fontId", "0")
            formats.append((attributes.get("numFmtId", "0"), int(font) if font.isdigit() and len(font) < 6 else 0))

    def end(_: str) -> None:
        inside.pop()

    parse(data, file, begin, end, nothing)
    return Styles(
        percents=frozenset(str(index) for index, (number, _) in enumerate(formats) if number in percents),
        struck=frozenset(str(index) for index, (_, font) in enumerate(formats) if font < len(fonts) and fonts[font]),
    )


def _on(attributes: Mapping[str, str]) -> bool:
    return attributes.get("val", "1") not in ("0", "false")


@attrs.define
class RichText:
    """Collects the text of an entry, without runs that are struck through, marks of notes and phonetic guides."""

    texts: list[str] = attrs.field(factory=list)
    own: list[str] = attrs.field(factory=list)
    """The texts of runs with a format of their own."""
    changed: bool = False
    """Whether something may be left out."""
    _formatted: bool = False
    _struck: bool = False
    _raised: bool = False
    _inside: list[str] = attrs.field(factory=list)

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._inside.append(tag)
        if tag in ("si", "is"):
            self.texts, self.own, self.changed = [], [], False
            self._struck = self._raised = self._formatted = False
        elif tag == "r":
            self._struck = self._raised = self._formatted = False
        elif tag == "rPr":
            self._formatted = True
        elif tag == "strike" and _on(attributes):
            self._struck = self.changed = True
        elif tag == "vertAlign" and attributes.get("val") in ("superscript", "subscript"):
            self._raised = self.changed = True

    def end(self, _: str) -> None:
        self._inside.pop()

    def text(self, text: str) -> None:
        if self._inside and self._inside[-1] == "t" and not self._struck and "rPh" not in self._inside:
            text = without_note(text, "".join(self.texts)[-3:]) if self._raised else text
            self.texts.append(text)
            if self._formatted:
                self.own.append(text)


@attrs.frozen(kw_only=True)
class Strings:
    """The shared texts that are not read as they stand, by their numbers."""

    changed: Mapping[str, str]
    """Those in which something is struck through or is the mark of a note, without it."""
    own: Mapping[str, str]
    """What has a format of its own, and so is not struck through where the cell is."""


def strings_of(data: bytes | None, file: str) -> Strings:
    """The shared texts of a workbook. Raises ReadError."""
    changed: dict[str, str] = {}
    own: dict[str, str] = {}
    rich = RichText()
    number = -1

    def begin(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal number
        number += tag == "si"
        rich.begin(tag, attributes)

    def end(tag: str) -> None:
        rich.end(tag)
        if tag == "si" and rich.changed:
            changed[str(number)] = "".join(rich.texts)
        if tag == "si" and rich.own:
            own[str(number)] = "".join(rich.own)

    if data is not None:
        parse(data, file, begin, end, rich.text)
    return Strings(changed=changed, own=own)
