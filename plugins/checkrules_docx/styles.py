"""The styles of a document → whether Word shows a run of text: hidden, struck through, raised or lowered.

A property is taken from the run, else from its styles and the document's defaults. Each style takes from the one it builds on
what it does not say itself. Source: ECMA-376 part 1, 17.7.2 and 17.7.3 (toggle properties: `vanish` and `strike` of a
paragraph style and a character style switch each other off).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from .package import WORD

W = f"{{{WORD}}}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
MAX_CHAIN = 20


@attrs.frozen(kw_only=True)
class Look:
    """How a run looks, as far as it matters for what is read."""

    hidden: bool = False
    struck: bool = False
    raised: bool = False


PLAIN = Look()


@attrs.frozen(kw_only=True)
class Style:
    """What a style, or a run, says itself; None for what it does not say."""

    vanish: bool | None = None
    strike: bool | None = None
    dstrike: bool | None = None
    vertical: str | None = None
    list_id: str | None = None
    list_level: int | None = None

    def over(self, below: Style) -> Style:
        """This style on top of another."""
        own = {name: value for name, value in attrs.asdict(self).items() if value is not None}
        return attrs.evolve(below, **own)


NOTHING = Style()


@attrs.define(kw_only=True)
class Styles:
    """The styles by id, with those that count where none is named. `elements`: those that nobody has asked for yet."""

    own: dict[str, Style] = attrs.field(factory=dict)
    elements: Mapping[str, Any] = attrs.field(factory=dict)
    based: Mapping[str, str] = attrs.field(factory=dict)
    defaults: Style = NOTHING
    default_paragraph: str = ""
    default_character: str = ""
    _whole: dict[str, Style] = attrs.field(factory=dict)
    _looks: dict[tuple[str, str], Style] = attrs.field(factory=dict)

    def look(self, properties: Any, paragraph_style: str) -> Look:
        """How a run with these properties (`w:rPr` or None) looks in a paragraph of this style."""
        named = properties.find(W + "rStyle") if properties is not None else None
        character_style = named.get(W + "val", "") if named is not None else self.default_character
        style = self._inherited(paragraph_style, character_style)
        if properties is not None and len(properties):
            style = style_of(properties).over(style)
        return PLAIN if style is NOTHING else _look(style)

    def list_of(self, paragraph_style: str) -> tuple[str | None, int]:
        """The list that paragraphs of this style belong to, and their level in it."""
        style = self._resolved(paragraph_style or self.default_paragraph)
        return style.list_id, style.list_level or 0

    def _inherited(self, paragraph_style: str, character_style: str) -> Style:
        key = (paragraph_style, character_style)
        if key not in self._looks:
            below, above = self._resolved(paragraph_style or self.default_paragraph), self._resolved(character_style)
            style = above.over(below).over(self.defaults)
            style = attrs.evolve(
                style,
                vanish=_toggled(self.defaults.vanish, below.vanish, above.vanish),
                strike=_toggled(self.defaults.strike, below.strike, above.strike),
                list_id=None,
                list_level=None,
            )
            self._looks[key] = NOTHING if _look(style) == PLAIN else style
        return self._looks[key]

    def _resolved(self, key: str) -> Style:
        """A style with what it takes from those it builds on."""
        if key not in self._whole:
            chain = [key]
            while len(chain) < MAX_CHAIN and chain[-1] in self.based:
                chain.append(self.based[chain[-1]])
            style = NOTHING
            for name in reversed(chain):
                style = self._own(name).over(style)
            self._whole[key] = style
        return self._whole[key]

    def _own(self, key: str) -> Style:
        """What a style says itself."""
        if key not in self.own:
            element = self.elements.get(key)
            self.own[key] = NOTHING if element is None else style_of(element.find(W + "rPr"), element.find(W + "pPr"))
        return self.own[key]


def _toggled(default: bool | None, below: bool | None, above: bool | None) -> bool:
    """A property that a paragraph style and a character style switch each other off."""
    return bool(default) or bool(below) != bool(above)


def _look(style: Style) -> Look:
    return Look(
        hidden=bool(style.vanish),
        struck=bool(style.strike or style.dstrike),
        raised=style.vertical in ("superscript", "subscript"),
    )


def style_of(properties: Any, paragraph: Any = None) -> Style:
    """What the properties of a run, and of a paragraph, say themselves."""
    numbering = paragraph.find(W + "numPr") if paragraph is not None else None
    list_id = numbering.find(W + "numId") if numbering is not None else None
    level = numbering.find(W + "ilvl") if numbering is not None else None
    vertical = properties.find(W + "vertAlign") if properties is not None else None
    return Style(
        vanish=_switch(properties, "vanish"),
        strike=_switch(properties, "strike"),
        dstrike=_switch(properties, "dstrike"),
        vertical=vertical.get(W + "val") if vertical is not None else None,
        list_id=list_id.get(W + "val") if list_id is not None else None,
        list_level=whole(level, 0) if level is not None else None,
    )


def read_styles(root: Any) -> Styles:
    """The styles of `styles.xml`."""
    elements: dict[str, Any] = {}
    based: dict[str, str] = {}
    default = {"paragraph": "", "character": ""}
    for style in root.iter(W + "style"):
        key, kind = style.get(W + "styleId", ""), style.get(W + "type", "paragraph")
        elements[key] = style
        parent = style.find(W + "basedOn")
        if parent is not None:
            based[key] = parent.get(W + "val", "")
        if kind in default and style.get(W + "default") in ("1", "true", "on"):
            default[kind] = key
    defaults = style_of(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
    return Styles(
        elements=elements,
        based=based,
        defaults=defaults,
        default_paragraph=default["paragraph"],
        default_character=default["character"],
    )


def _switch(properties: Any, name: str) -> bool | None:
    switch = properties.find(W + name) if properties is not None else None
    return None if switch is None else on(switch)


def on(switch: Any) -> bool:
    """Whether a property that is on by being there is on."""
    return switch is not None and switch.get(W + "val", switch.get(W14 + "val", "1")) not in (
        "0",
        "false",
        "off",
        "none",
    )


def whole(element: Any, default: int) -> int:
    """The whole number of an element, the default where it has none or an odd one."""
    value = element.get(W + "val", "") if element is not None else ""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else default
