"""One function reads the text of a checklist's file."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

import checkrules
from checkrules.loading import sections
from checkrules.loading.content import MAX_FILES
from checkrules.loading.files import MAX_BYTES, read_text
from checkrules.loading.parameters import MAX_DAYS
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

    monkeypatch.setattr(os, "open", refuse)
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


def pipe(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def unix_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as opened:
        opened.bind(str(path))


SPECIAL = pytest.mark.parametrize("make", [pipe, device, unix_socket])


@SPECIAL
@pytest.mark.parametrize("name", ["checklist.yaml", "rules.yaml", "canteens.schema.json", "decisions/one.yaml"])
def test_what_is_no_file_is_refused_and_not_waited_for(tmp_path: Path, name: str, make: Callable[[Path], None]) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(GOOD, folder)
    (folder / name).unlink()
    make(folder / name)
    with pytest.raises(checkrules.CheckrulesError, match=r"not a file|no checklist|no such|cannot be opened") as caught:
        checkrules.load_checklist(folder, decisions=[folder / "decisions" / "one.yaml"])
    assert caught.value.message.zh


@SPECIAL
@pytest.mark.parametrize("name", ["a.json", "a.ndjson", "a.csv", "a.docx", "a.yaml"])
def test_a_submission_that_is_no_file_is_set_aside(tmp_path: Path, name: str, make: Callable[[Path], None]) -> None:
    checklist = checkrules.load_checklist(GOOD)
    make(tmp_path / name)
    (tmp_path / "b.json").write_text('{"canteen": "一食堂", "cook_count": 3}', encoding="utf-8")
    reports = checkrules.check([tmp_path / name, tmp_path / "b.json"], checklist)
    assert len(reports.reports) == 1
    (rejection,) = reports.rejected
    assert "cannot be opened" in rejection.reason.en


@pytest.mark.parametrize("suffix", ["csv", "ndjson", "parquet"])
def test_a_table_that_is_no_file_is_set_aside(tmp_path: Path, suffix: str) -> None:
    checklist = checkrules.load_checklist(GOOD)
    pipe(tmp_path / f"a.{suffix}")
    (tmp_path / "b.csv").write_text("canteen,cook_count\n一食堂,3\n", encoding="utf-8")
    summary = checkrules.check_table(tmp_path, checklist)
    assert [rejected.location.file for rejected in summary.rejected_files] == [str(tmp_path / f"a.{suffix}")]
    assert "pipe or a device" in summary.rejected_files[0].reason.en


def test_a_file_that_the_main_file_does_not_name_is_no_part_of_the_checklist(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(GOOD, folder)
    content = checkrules.load_checklist(folder).content
    (folder / "copy of rules.yaml").write_text("[", encoding="utf-8")
    (folder / "old.yaml").write_bytes(b"\xff")
    pipe(folder / "pipe.yaml")
    again = checkrules.load_checklist(folder).content
    assert again == content
    assert again.files == ("checklist.yaml", "names.yaml", "parameters.yaml", "rules.yaml", "canteens.schema.json")
    assert "its main file does not name them: copy of rules.yaml, old.yaml, pipe.yaml" in caplog.text
    (folder / "old.yaml").write_text("changed", encoding="utf-8")
    assert checkrules.load_checklist(folder).content.digest == content.digest


def test_a_folder_with_very_many_files_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(GOOD, folder)
    for number in range(MAX_FILES):
        (folder / f"{number}.yaml").touch()
    with pytest.raises(checkrules.ChecklistError, match=f"the folder has more than {MAX_FILES} YAML files"):
        checkrules.load_checklist(folder)


RULE = """\
      - id: C9-{n}
        name: many-{n}
        title: {{zh: 厨师配足, en: Enough cooks}}
        require: cook_count >= min_cooks
        severity: major
        points: 1
        message: {{zh: 厨师不足, en: too few cooks}}
        remedy: {{zh: 增配厨师, en: Employ more cooks}}
        due_days: 30
        source: {{document: d1, clause: "1", quote: 配足厨师}}
        examples: {{pass: [{{cook_count: 2}}], fail: [{{cook_count: 1}}]}}
"""


def test_a_checklist_has_so_many_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sections, "MAX_RULES", 20)
    folder = tmp_path / "rules"
    shutil.copytree(GOOD, folder)
    with (folder / "rules.yaml").open("a", encoding="utf-8") as file:
        file.write("".join(RULE.format(n=n) for n in range(20)))
    with pytest.raises(checkrules.ChecklistError, match=r"rules\.yaml:\d+:9: a checklist has at most \d+ rules"):
        checkrules.load_checklist(folder)


def test_parameters_change_on_so_many_days(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(GOOD, folder)
    parameter = "  p{n}: {{title: {{zh: 甲, en: p}}, type: integer, basis: proposal, values: [{{value: 1}}, {{value: 2, from: {day}}}]}}\n"
    days = [(dt.date(2020, 1, 1) + dt.timedelta(n)).isoformat() for n in range(MAX_DAYS)]
    with (folder / "parameters.yaml").open("a", encoding="utf-8") as file:
        file.write("".join(parameter.format(n=n, day=day) for n, day in enumerate(days)))
    with pytest.raises(checkrules.ChecklistError, match=f"parameters may change on at most {MAX_DAYS} days"):
        checkrules.load_checklist(folder)


def test_the_files_of_a_folder_have_so_many_characters(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(GOOD, folder)
    for number in range(5):
        (folder / f"large-{number}.yaml").write_text("#" * (MAX_BYTES - 1))
    with pytest.raises(checkrules.ChecklistError, match="the YAML files have more than 32 million characters"):
        checkrules.load_checklist(folder)


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(GOOD, folder)
    os.truncate(folder / "rules.yaml", 2 * 1024**3)
    with pytest.raises(checkrules.ChecklistError, match=r"rules\.yaml: the file is larger than 8 MiB"):
        checkrules.load_checklist(folder)
