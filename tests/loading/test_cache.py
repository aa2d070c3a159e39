"""The cache: unchanged files are not parsed again, and what it holds is never trusted."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from checkrules.loading import cache
from checkrules.loading import content as loading_content
from checkrules.loading.recalled import wrong_with
from checkrules.model.rules import Content

from ..kitchen import CANTEEN, kitchen
from ..kitchen import plugin as kitchen_plugin


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("CHECKRULES_CACHE", str(folder))
    return folder


def entry(folder: Path) -> Path:
    (found,) = folder.glob("*.json")
    return found


def recalled(folder: Path) -> Content | None:
    return cache.recall(entry(folder).stem, lambda content: None)


def test_unchanged_files_are_not_parsed_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = kitchen().content

    def fail(*args: object) -> None:
        raise AssertionError("parsed again")

    monkeypatch.setattr(loading_content, "_build", fail)
    again = kitchen().content
    assert again == first
    assert repr(again) == repr(first)  # 5 and 5.0 are equal, and not the same
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize("name", ["kitchen", "mental-health"])
def test_what_goes_in_is_sound_when_it_comes_out(name: str) -> None:
    import checkrules

    checklist = checkrules.load_checklist(name, plugins=[kitchen_plugin()])
    content = checklist.content
    assert wrong_with(content, content.digest, None, checklist.registry.functions.values()) is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-20],
        lambda data: b"",
        lambda data: data.replace(b'"minor"', b'"worst"'),
        lambda data: data.replace(b"checkrules-content-", b"checkrules-content-0"),
        lambda data: b"\x80\x04" + data,
        lambda data: pickle.dumps(Bomb()),
        lambda data: data.replace(b'"meal_count"', b'"__import__"'),
    ],
    ids=["cut", "empty", "changed", "of another format", "a pickle in front", "a pickle", "another name"],
)
def test_a_damaged_cache_is_noticed_and_made_anew(folder: Path, damage: Callable[[bytes], bytes]) -> None:
    content = kitchen().content
    file = entry(folder)
    whole = file.read_bytes()
    file.write_bytes(damage(whole))
    assert file.read_bytes() != whole
    assert recalled(folder) is None
    assert kitchen().content == content
    assert file.read_bytes() == whole


class Bomb:
    """A pickle that does harm when it is loaded."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, ("/nowhere/at/all",)


def forge(file: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change an entry's content, with the checksum that belongs to it."""
    head, key, _, payload = file.read_bytes().split(b"\n", 3)
    content = json.loads(payload)
    change(content)
    payload = json.dumps(content).encode()
    digest = hashlib.sha256(payload).hexdigest().encode()
    file.write_bytes(b"\n".join((head, key, digest, payload)))


INJECTED = "x = __import__('os').mkdir('/tmp/harm')\n d"
ANY_NAME = {"node": "name", "kind": "fact", "name": INJECTED, "type": "boolean"}
LONG_SUM = {"node": "constant", "value": 10**30}


def rule(content: dict[str, Any], **changes: object) -> None:
    content["rules"][0].update(changes)


FORGED: dict[str, Callable[[dict[str, Any]], object]] = {
    "code as the name of a definition": lambda c: c["definitions"][0].update(name=INJECTED),
    "code as the name of a fact": lambda c: c["form"]["facts"][2].update(name=INJECTED),
    "code as the name of a field": lambda c: c["form"]["facts"][-1]["fields"][0].update(name=INJECTED),
    "code as the name of a parameter": lambda c: c["parameters"][0].update(name=INJECTED),
    "code as a name in a condition": lambda c: rule(c, require_tree=ANY_NAME),
    "code as a variable": lambda c: rule(
        c,
        require_tree={
            "node": "fold", "how": "any", "operand": {
                "node": "each", "variable": INJECTED, "type": "booleans",
                "iterable": {"node": "name", "kind": "fact", "name": "checks", "type": "objects"},
                "result": {"node": "constant", "value": True},
            },
        },
    ),
    "code as a part of a date": lambda c: rule(
        c,
        require_tree={
            "node": "compare", "operator": "==", "right": {"node": "constant", "value": 1},
            "left": {
                "node": "part", "name": INJECTED, "type": "integer",
                "operand": {"node": "name", "kind": "fact", "name": "inspection_date", "type": "date"},
            },
        },
    ),
    "code as an operator": lambda c: rule(
        c,
        require_tree={"node": "compare", "operator": INJECTED, "left": LONG_SUM, "right": LONG_SUM},
    ),
    "a fact of another type": lambda c: rule(
        c, require_tree={"node": "name", "kind": "fact", "name": "meal_count", "type": "boolean"}
    ),
    "a function that is not there": lambda c: rule(
        c, require_tree={"node": "call", "function": "system", "arguments": [], "type": "boolean"}
    ),
    "another outcome": lambda c: rule(c, severity="harmless"),
    "a condition that is no condition": lambda c: rule(c, require_tree={"node": "constant", "value": 1}),
    "a huge number": lambda c: rule(
        c, require_tree={"node": "compare", "operator": "==", "left": LONG_SUM, "right": LONG_SUM}
    ),
    "a huge power": lambda c: rule(
        c,
        require_tree={
            "node": "compare", "operator": "==", "right": {"node": "constant", "value": 1},
            "left": {
                "node": "arithmetic", "operator": "**", "type": "integer", "left": {"node": "constant", "value": 9},
                "right": {"node": "constant", "value": 10**9},
            },
        },
    ),
    "a huge span": lambda c: rule(c, due_days=10**12),
    "huge points": lambda c: rule(c, points=1e300),
    "a slow pattern": lambda c: rule(
        c,
        require_tree={
            "node": "match", "pattern": "(a+)+$", "anywhere": True,
            "operand": {"node": "name", "kind": "fact", "name": "canteen_name", "type": "text"},
        },
    ),
    "a slow pattern of a fact": lambda c: c["form"]["facts"][0].update(pattern="a*a*a*b"),
    "a rule twice": lambda c: c["rules"].append(c["rules"][0]),
    "a rule of no task": lambda c: rule(c, task="none"),
    "an id with a direction mark": lambda c: rule(c, id="C1\u202e-1"),
    "a value beyond its bounds": lambda c: c["parameters"][0]["values"][0].update(value=10**18),
    "another digest": lambda c: c.update(digest="0" * 64),
    "other files": lambda c: c.update(files=c["files"][:1]),
    "a profile": lambda c: c.update(profile="strict"),
    "a band that is not there": lambda c: c["scoring"]["vetoes"].append(
        {"severity": "minor", "failures": 1, "cap": "none"}
    ),
    "very deep": lambda c: rule(c, require_tree=deep(3000)),
}  # fmt: skip


def deep(levels: int) -> dict[str, Any]:
    node: dict[str, Any] = {"node": "constant", "value": True}
    for _ in range(min(levels, 400)):
        node = {"node": "not", "operand": node}
    node["operand"] = {"node": "name", "kind": "fact", "name": INJECTED, "type": "boolean"}
    return node


@pytest.mark.parametrize("change", FORGED.values(), ids=FORGED)
def test_a_forged_entry_changes_nothing_and_is_made_anew(
    folder: Path, change: Callable[[dict[str, Any]], None], caplog: pytest.LogCaptureFixture
) -> None:
    checklist = kitchen()
    file = entry(folder)
    whole = file.read_bytes()
    forge(file, change)
    assert file.read_bytes() != whole
    again = kitchen()
    assert again.content == checklist.content
    assert again.evaluate(CANTEEN).outcomes == checklist.evaluate(CANTEEN).outcomes
    assert file.read_bytes() == whole
    assert f"cache entry {file.stem} is left out and made anew" in caplog.text


def test_an_entry_under_the_key_of_another_is_left_out(folder: Path) -> None:
    content = kitchen().content
    strict = kitchen(profile="strict").content
    one, other = folder.glob("*.json")
    one_bytes, other_bytes = one.read_bytes(), other.read_bytes()
    one.write_bytes(other_bytes)
    other.write_bytes(one_bytes)
    assert kitchen().content == content
    assert kitchen(profile="strict").content == strict


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("CHECKRULES_CACHE", str(blocked / "cache"))
    assert kitchen().content.id == "kitchen"


def test_the_folder_and_its_files_are_private(folder: Path) -> None:
    kitchen()
    assert folder.stat().st_mode & 0o777 == 0o700
    assert entry(folder).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("mode", [0o777, 0o1777, 0o770])
def test_a_folder_that_others_can_write_to_is_not_used(
    folder: Path, mode: int, caplog: pytest.LogCaptureFixture
) -> None:
    content = kitchen().content
    forge(entry(folder), lambda c: c.update(version="9.9.9"))
    folder.chmod(mode)
    assert kitchen().content == content
    assert "is not used: it belongs to someone else, or others can write to it" in caplog.text
    assert len(list(folder.iterdir())) == 1


def test_a_folder_that_is_a_link_is_not_used(folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    folder.symlink_to(tmp_path / "elsewhere")
    assert kitchen().content.id == "kitchen"
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert "it is no folder, or a link" in caplog.text


def test_an_entry_that_is_a_link_is_neither_read_nor_written_through(folder: Path, tmp_path: Path) -> None:
    content = kitchen().content
    file = entry(folder)
    target = tmp_path / "target"
    target.write_bytes(file.read_bytes())
    forge(target, lambda c: c.update(version="9.9.9"))
    forged = target.read_bytes()
    file.unlink()
    file.symlink_to(target)
    assert kitchen().content == content
    assert target.read_bytes() == forged
    assert not file.is_symlink()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
def test_an_entry_that_is_a_pipe_is_not_waited_for(folder: Path) -> None:
    content = kitchen().content
    file = entry(folder)
    file.unlink()
    os.mkfifo(file)
    assert kitchen().content == content


def test_an_entry_that_others_can_write_to_is_left_out(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    content = kitchen().content
    entry(folder).chmod(0o666)
    assert kitchen().content == content
    assert "it is no file of ours" in caplog.text
    assert entry(folder).stat().st_mode & 0o777 == 0o600


def test_many_old_entries_are_removed_and_nothing_else(folder: Path) -> None:
    folder.mkdir(mode=0o700)
    (folder / "notes.json").write_text("{}")
    for number in range(cache.MAX_ENTRIES + 10):
        (folder / f"{number:032x}.json").write_text("{}")
        os.utime(folder / f"{number:032x}.json", (number, number))
    kitchen()
    os.utime(folder / "notes.json", (0, 0))
    kitchen(profile="strict")
    names = {file.name for file in folder.iterdir()}
    assert "notes.json" in names
    assert f"{0:032x}.json" not in names
    assert f"{cache.MAX_ENTRIES + 9:032x}.json" in names
    assert len(names) <= cache.MAX_ENTRIES + 1


def test_what_is_loaded_from_the_cache_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="checkrules"):
        digest = kitchen().content.digest
        kitchen()
    assert [record.getMessage() for record in caplog.records if record.name == "checkrules"] == [
        f"checklist kitchen 0.1.0 ({digest[:12]}) loaded from its files",
        f"checklist kitchen 0.1.0 ({digest[:12]}) loaded from the cache",
    ]
