"""Signs that Word shows and the text does not hold as such: symbol fonts, form fields, signs that a field draws."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .styles import W, on, whole

SYMBOLS = {
    "wingdings": {
        0xFE: "☑", 0xFD: "☒", 0xA8: "☐", 0x6F: "☐", 0x71: "☐", 0x72: "☐", 0x78: "☒", 0xFC: "✓", 0xFB: "✗",
        0x6E: "■", 0xA7: "■", 0x6C: "●", 0xA1: "○",
    },
    "wingdings 2": {0x52: "☑", 0x50: "✓", 0x51: "☒", 0x54: "☒", 0xA3: "☐", 0x2A: "☐", 0x30: "☐", 0x4F: "✗", 0xA2: "■"},
    "webdings": {0x61: "✓", 0x63: "☐", 0x67: "■", 0x72: "✗"},
    "zapfdingbats": {0x33: "✓", 0x34: "✓", 0x37: "✗", 0x38: "✗", 0x6E: "■", 0x6F: "☐", 0x71: "☐"},
}  # fmt: skip
"""Check marks of the fonts in which Word's symbol dialogue offers them."""
ENCLOSED = re.compile(r"\s*eq\s*\\o\s*\\ac\s*[(（]\s*(\S?)\s*[,，;；]\s*(.*?)\s*[)）]\s*", re.IGNORECASE | re.DOTALL)
"""The field by which Word draws one sign around another (带圈字符)."""
SYMBOL = re.compile(r"\s*symbol\s+(\d{1,5}|0x[0-9a-f]{1,4})\s.*?\\f\s*[\"“]?([\w ]+)", re.IGNORECASE | re.DOTALL)
MAX_CODE = 200
SQUARES, CIRCLES = frozenset("□▢☐◻⬜囗口"), frozenset("○〇◯")
TICKS, CROSSES = frozenset("√✓✔∨V"), frozenset("×✗✘xX")


def symbol(font: str, code: str) -> str:
    """The sign of a symbol that is given by font and code."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    mapped = SYMBOLS.get(font.lower(), {}).get(number & 0xFF)
    if mapped is not None:
        return mapped
    return chr(number) if 0x20 <= number < 0xD800 else ""


def symbols_in(fonts: Any) -> bool:
    """Whether one of the fonts of a run (`w:rFonts`) is a symbol font."""
    return any(_signs(fonts.get(W + kind)) for kind in ("ascii", "hAnsi"))


def in_symbol_font(text: str, fonts: Any) -> str:
    """The text of a run with the signs of its symbol font. Letters of ASCII take one font, the others of one byte and their
    private copies another; Chinese text takes none of the two."""
    plain, other = (_signs(fonts.get(W + kind)) for kind in ("ascii", "hAnsi"))
    return "".join(_sign(letter, plain, other or plain) for letter in text)


def _signs(font: str | None) -> Mapping[int, str]:
    return SYMBOLS.get(font.lower(), {}) if font else {}


def _sign(letter: str, plain: Mapping[int, str], other: Mapping[int, str]) -> str:
    code = ord(letter)
    if code < 0x80:
        return plain.get(code, letter)
    return other.get(code & 0xFF, letter) if code < 0x100 or 0xF000 <= code <= 0xF0FF else letter


def form_field(field: Any) -> str | None:
    """What a form field of the old kind shows: its box, or the entry that is chosen; None for any other field."""
    box = field.find(f"{W}ffData/{W}checkBox")
    if box is not None:
        state = box.find(W + "checked")
        return "☑" if on(state if state is not None else box.find(W + "default")) else "☐"
    choices = field.find(f"{W}ffData/{W}ddList")
    if choices is None:
        return None
    entries = [entry.get(W + "val", "") for entry in choices.iterfind(W + "listEntry")]
    chosen = choices.find(W + "result")
    index = whole(chosen if chosen is not None else choices.find(W + "default"), 0)
    return entries[index] if index < len(entries) else ""


def drawn(code: str) -> str | None:
    """The sign that a field draws by its code alone; None for any other field."""
    if len(code) > MAX_CODE:
        return None
    if (found := SYMBOL.match(code)) is not None:
        number = int(found[1], 16 if found[1].lower().startswith("0x") else 10)
        return symbol(found[2].strip(), f"{number:x}")
    if (found := ENCLOSED.fullmatch(code)) is None:
        return None
    around, inside = found[1], found[2]
    if around in SQUARES:
        return "☑" if inside in TICKS else "☒" if inside in CROSSES else inside
    if around in CIRCLES and inside.isascii() and inside.isdigit() and 1 <= int(inside) <= 20:
        return chr(0x2460 + int(inside) - 1)
    return inside
