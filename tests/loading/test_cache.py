"""The cache: unchanged files are not parsed again, and what it holds is never trusted."""

from __future__ import annotations

from pathlib import Path

import pytest

from checkrules.loading import cache
from checkrules.loading import content as loading_content

from ..kitchen import kitchen


def test_unchanged_files_are_not_parsed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHECKRULES_CACHE", str(tmp_path))
    first = kitchen().content
    assert len(list(tmp_path.glob("*.json"))) == 1

    def fail(*args: object) -> None:
        raise AssertionError("parsed again")

    monkeypatch.setattr(loading_content, "_build", fail)
    again = kitchen().content
    assert again == first
    assert repr(again) == repr(first)  # 5 and 5.0 are equal, and not the same


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-20],
        lambda data: b"",
        lambda data: data.replace(b'"minor"', b'"worst"'),
        lambda data: data.replace(b"checkrules-content-1", b"checkrules-content-0"),
        lambda data: b"\x80\x04" + data,
        lambda data: data.replace(b'"meal_count"', b'"__import__"'),
    ],
    ids=["cut", "empty", "changed", "of another format", "a pickle", "another name"],
)
def test_a_damaged_cache_is_noticed_and_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage) -> None:
    monkeypatch.setenv("CHECKRULES_CACHE", str(tmp_path))
    content = kitchen().content
    (entry,) = tmp_path.glob("*.json")
    whole = entry.read_bytes()
    entry.write_bytes(damage(whole))
    assert entry.read_bytes() != whole
    assert cache.recall(entry.stem) is None
    assert kitchen().content == content
    assert entry.read_bytes() == whole


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("CHECKRULES_CACHE", str(blocked / "cache"))
    assert kitchen().content.id == "kitchen"
