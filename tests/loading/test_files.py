"""One function reads the text of a checklist's file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import checkrules
from checkrules.loading.files import MAX_BYTES, read_text
from checkrules.plugin import BundledChecklist, hookimpl

GOOD = Path(__file__).parent / "refused" / "_good"


@pytest.mark.parametrize(
    ("data", "text"),
    [(b"\xef\xbb\xbfa: 1\r\n", "a: 1\n"), ("a: 食堂\rb".encode(), "a: 食堂\nb"), (b"", "")],
    ids=["byte-order mark", "line ends of old Macs", "empty"],
)
def test_text_is_the_same_however_it_was_saved(tmp_path: Path, data: bytes, text: str) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(data)
    assert read_text(file) == text


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(b"#" * (MAX_BYTES + 1))
    with pytest.raises(checkrules.ChecklistError, match=r"a\.yaml: the file is larger than 8 MiB") as caught:
        read_text(file)
    assert "文件超过 8 MiB" in caught.value.message.zh


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.yaml"
    file.touch()

    def refuse(*arguments: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(checkrules.ChecklistError, match=r"the file cannot be opened: Permission denied") as caught:
        read_text(file)
    assert "文件打不开：没有权限" in caught.value.message.zh


def test_a_registered_checklist_whose_folder_is_gone_is_refused(tmp_path: Path) -> None:
    from types import ModuleType

    @hookimpl
    def register_checklists(register) -> None:
        register(BundledChecklist(name="gone", folder=tmp_path / "gone", form=tmp_path / "form.json"))

    plugin = ModuleType("gone_plugin")
    plugin.register_checklists = register_checklists  # type: ignore[attr-defined]
    with pytest.raises(checkrules.ChecklistError, match=r"gone: the folder has no checklist\.yaml") as caught:
        checkrules.load_checklist("gone", plugins=[plugin])
    assert "文件夹里没有 checklist.yaml" in caught.value.message.zh


def test_a_file_with_a_byte_order_mark_is_part_of_a_checklist(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(GOOD, folder)
    for file in folder.rglob("*.*"):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    decisions = [folder / "decisions" / "one.yaml"]
    assert checkrules.load_checklist(folder, profile="strict", decisions=decisions).content.id == "canteens"
