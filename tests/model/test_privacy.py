"""Personal numbers are masked, and what cannot be seen is made visible, before a text is cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkrules.plugin import shown

HIDDEN = {
    "escape": ("\x1b[31m红", r"\x1b[31m红"),
    "line feed": ("甲\n乙", r"甲\n乙"),
    "carriage return and tab": ("\r\t", r"\r\t"),
    "bell and null": ("\x07\x00", r"\x07\x00"),
    "delete": ("\x7f", r"\x7f"),
    "C1": ("\x9b31m", r"\x9b31m"),
    "override": ("a\u202eb\u202c", r"a\u202eb\u202c"),
    "isolates": ("\u2066\u2067\u2068\u2069", r"\u2066\u2067\u2068\u2069"),
    "marks": ("\u061c\u200e\u200f", r"\u061c\u200e\u200f"),
    "separators": ("\u2028\u2029", r"\u2028\u2029"),
    "zero width": ("\u200b\u200d\ufeff\u00ad", r"\u200b\u200d\ufeff\xad"),
    "tags": ("\U000e0041", r"\U000e0041"),
    "half a character": ("\ud83d", r"\ud83d"),
    "plain": ("第一小学 A-1\u3000b", "第一小学 A-1\u3000b"),
}


@pytest.mark.parametrize("case", HIDDEN)
def test_hidden_characters_are_shown_as_text(case: str) -> None:
    text, expected = HIDDEN[case]
    assert shown(text) == expected


@given(st.text())
def test_what_is_shown_is_one_line_that_can_be_encoded(text: str) -> None:
    found = shown(text, 1000)
    assert len(found.splitlines()) == bool(text)
    found.encode("utf-8")


def test_masked_before_it_is_cut() -> None:
    text = "长" * 50 + "420704201001011234"
    assert shown(text) == "长" * 50 + "420*******…"
    assert shown(text, 100) == "长" * 50 + "420*************34"
