"""The digest of a checklist is that of its files, wherever they are installed; so is all of its content."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import checkrules

from ..kitchen import plugin

ROOT = Path(__file__).parents[2]
KITCHEN = ROOT / "examples" / "checkrules-kitchen" / "checkrules_kitchen"
SOURCES = {
    "kitchen": (KITCHEN / "rules", KITCHEN / "kitchen.schema.json"),
    "mental-health": (ROOT / "rules" / "mental-health", ROOT / "schemas" / "mental-health.schema.json"),
}


def copied(name: str, folder: Path) -> Path:
    """A copy of a checklist with its form in a folder."""
    rules, form = SOURCES[name]
    shutil.copytree(rules, folder)
    shutil.copy(form, folder)
    return folder


@pytest.mark.parametrize("profile", [None, "shaanxi-2024"])
def test_the_bundled_checklist_and_a_copy_of_it_are_the_same(tmp_path: Path, profile: str | None) -> None:
    bundled = checkrules.load_checklist("mental-health", profile=profile, plugins=[plugin()]).content
    copy = checkrules.load_checklist(
        copied("mental-health", tmp_path / "copy"), profile=profile, plugins=[plugin()]
    ).content
    assert copy.digest == bundled.digest
    assert copy == bundled


@pytest.mark.parametrize("cache", ["one", "two"])
def test_two_copies_are_the_same_with_or_without_a_common_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache: str
) -> None:
    monkeypatch.setenv("CHECKRULES_CACHE", str(tmp_path / "one"))
    first = checkrules.load_checklist(copied("kitchen", tmp_path / "here"), plugins=[plugin()]).content
    monkeypatch.setenv("CHECKRULES_CACHE", str(tmp_path / cache))
    second = checkrules.load_checklist(copied("kitchen", tmp_path / "there" / "deeper"), plugins=[plugin()]).content
    assert second == first
    assert str(tmp_path) not in repr(second)


def test_line_ends_and_a_byte_order_mark_are_not_part_of_the_digest(tmp_path: Path) -> None:
    folder = copied("kitchen", tmp_path / "rules")
    digest = checkrules.load_checklist(folder, plugins=[plugin()]).content.digest
    for file in folder.rglob("*.*"):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert checkrules.load_checklist(folder, plugins=[plugin()]).content.digest == digest


def test_a_form_of_another_name_is_refused_though_the_same_files_are_in_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHECKRULES_CACHE", str(tmp_path / "cache"))
    folder = copied("kitchen", tmp_path / "rules")
    checkrules.load_checklist(folder, plugins=[plugin()])
    (folder / "kitchen.schema.json").rename(folder / "canteen.schema.json")
    with pytest.raises(checkrules.ChecklistError, match=r"the form's file is 'canteen\.schema\.json'"):
        checkrules.load_checklist(folder, plugins=[plugin()])


@pytest.mark.parametrize("file", ["checklist.yaml", "kitchen.yaml", "parameters.yaml", "kitchen.schema.json"])
def test_any_change_of_a_file_changes_the_digest(tmp_path: Path, file: str) -> None:
    folder = copied("kitchen", tmp_path / "rules")
    digest = checkrules.load_checklist(folder, plugins=[plugin()]).content.digest
    path = folder / file
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert checkrules.load_checklist(folder, plugins=[plugin()]).content.digest != digest


def test_digests_and_reports_are_the_same_with_any_hash_seed_and_locale(tmp_path: Path) -> None:
    code = (
        "import checkrules, datetime, re\n"
        "checklist = checkrules.load_checklist('mental-health', profile='shaanxi-2024')\n"
        "print(checklist.content.digest)\n"
        "for rule in checklist.content.rules[:12]:\n"
        "    report = checklist.evaluate(rule.examples.failing[0], today=datetime.date(2024, 1, 1))\n"
        "    print(ascii(re.sub('\"made_at\": *\"[^\"]*\"', '', report.to_json('zh'))))\n"
    )
    surroundings = [
        {"PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8", "TZ": "Asia/Shanghai"},
        {"PYTHONHASHSEED": "2", "LC_ALL": "C", "PYTHONUTF8": "0", "TZ": "America/New_York"},
    ]
    said = []
    for number, own in enumerate(surroundings):
        environment = {**os.environ, **own, "CHECKRULES_CACHE": str(tmp_path / f"cache-{number}")}
        command = [sys.executable, "-c", code]
        said.append(subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout)
    assert said[0] == said[1]
    assert said[0].count("made_at") == 0
    assert len(said[0].splitlines()) == 13
