"""What a terminal shows: its width, its colours, its signs."""

from __future__ import annotations

import sys

import pytest

from checkrules.plugin import cut, document_of, padded, view_of, width_of, wrapped
from checkrules_terminal.screen import Screen, screen, screen_of_stdout

from .. import sample_reports as sample


@pytest.mark.parametrize("width", [56, 80, 100])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("case", ["troubled", "several", "many"])
def test_no_line_is_wider_than_the_screen(case: str, language: str, width: int) -> None:
    view = view_of(document_of(getattr(sample, case)(), language))  # type: ignore[arg-type]
    for line in screen(view, Screen(width=width)).splitlines():
        assert width_of(line) <= width, line


def test_a_gbk_console_has_every_sign() -> None:
    for case in (sample.troubled(), sample.several(), sample.many()):
        sample.written(case, "terminal").encode("gbk")
        sample.written(case, "terminal", "en").encode("gbk", errors="strict")


def test_colour_only_adds_sequences() -> None:
    import re

    view = view_of(document_of(sample.troubled(), "zh"))
    coloured = screen(view, Screen(colour=True))
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == screen(view, Screen())


class Terminal:
    def __init__(self, is_terminal: bool) -> None:
        self.isatty = lambda: is_terminal


@pytest.mark.parametrize(
    ("is_terminal", "environment", "expected"),
    [
        (False, {}, Screen(width=80, colour=False)),
        (True, {"COLUMNS": "72"}, Screen(width=72, colour=True)),
        (True, {"COLUMNS": "300"}, Screen(width=100, colour=True)),
        (True, {"COLUMNS": "10"}, Screen(width=56, colour=True)),
        (True, {"COLUMNS": "72", "NO_COLOR": "1"}, Screen(width=72, colour=False)),
        (True, {"COLUMNS": "72", "TERM": "dumb"}, Screen(width=72, colour=False)),
    ],
)
def test_the_screen(
    is_terminal: bool, environment: dict[str, str], expected: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_COLOR", "TERM", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdout", Terminal(is_terminal))
    monkeypatch.setattr(sys, "platform", "linux")
    assert screen_of_stdout() == expected


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("心理健康教育", 6, ["心理健", "康教育"]),
        ("心理健康，教育", 8, ["心理健", "康，教育"]),
        ("见（附件）", 4, ["见", "（附", "件）"]),
        ("a plain word", 7, ["a plain", "word"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("见 checkrules。", 12, ["见", "checkrules。"]),
        ("", 4, [""]),
    ],
)
def test_lines_break_between_characters_but_not_before_a_comma(text: str, width: int, lines: list[str]) -> None:
    assert wrapped(text, width) == lines


def test_columns_count_what_a_character_takes() -> None:
    assert padded("学校", 6) == "学校  "
    assert padded("12", 6, right=True) == "    12"
    assert cut("心理健康教育", 7) == "心理…"
