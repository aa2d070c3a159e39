"""The bar on a terminal: drawn on standard error, in the language of the run, only where there is something to wait for."""

from __future__ import annotations

import io
import sys

import pytest

from checkrules.cli.language import in_language_of
from checkrules.cli.output import progress


class Terminal(io.StringIO):
    """Standard error of a person who watches."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("lang", "label"), [("zh", "正在判定"), ("en", "judging")])
def test_a_bar_is_drawn(lang: str, label: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    with in_language_of(["--lang", lang]), progress() as advance:
        assert advance is not None
        for done in (1, 2, 4):
            advance(done, 4)
    drawn = sys.stderr.getvalue()  # type: ignore[attr-defined]
    assert label in drawn
    assert "50%" in drawn
    assert "100%" in drawn
    assert drawn.endswith("\n")


def test_no_bar_for_one_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    with progress() as advance:
        assert advance is not None
        advance(1, 1)
    assert sys.stderr.getvalue() == ""  # type: ignore[attr-defined]


def test_no_bar_where_nobody_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with progress() as advance:
        assert advance is None
