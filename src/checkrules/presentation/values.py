"""Numbers and texts as pages show them."""

from __future__ import annotations

import math

from checkrules.model.text import visible

_BREAKS = str.maketrans(dict.fromkeys("\t\n\r\v\f\x85\u2028\u2029", " "))


def on_one_line(text: str) -> str:
    """The text without line breaks; other control, direction and invisible characters are written out."""
    return text if text.isprintable() else visible(text.translate(_BREAKS))


def points(value: float) -> str:
    """A score with one decimal, cut and not rounded: 79.96 must not look like the 80 that it misses."""
    return f"{math.floor(value * 10 + 1e-6) / 10:g}"


def gained(value: float) -> str:
    """What a repair adds, with one decimal; below that with two."""
    return f"{value:.1f}" if value >= 0.05 else f"{value:.2f}"


def percent(share: float) -> str:
    """A share of 1 as a whole percentage, cut and not rounded."""
    return f"{math.floor(share * 100 + 1e-6)}%"
