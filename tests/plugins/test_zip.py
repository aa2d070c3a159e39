"""Archives of forms: each file by its reader, under its name in the archive; what cannot be read is told by name."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

import checkrules
from checkrules import Checklist, Rejection, Submission

from ..content_by_hand import FORMS
from ..kitchen import kitchen
from .workbooks import save

ONE = json.dumps({"school_name": "甲小学"})
FORM = (FORMS / "C02.docx").read_bytes()


@pytest.fixture(scope="module")
def checklist() -> Checklist:
    return checkrules.load_checklist("mental-health")


def packed(path: Path, **files: bytes | str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def names_of(path: Path, checklist: Checklist) -> dict[str, str]:
    """What became of each file in the archive: the subject, or the reason."""
    found: dict[str, str] = {}
    for item in checkrules.read(path, checklist):
        name = str(item.location).removeprefix(f"{path}/")
        found[name] = str(item.facts["school_name"]) if isinstance(item, Submission) else item.reason.en
    return found


def test_each_file_by_its_reader(tmp_path: Path, checklist: Checklist) -> None:
    table = save(tmp_path / "rows.xlsx", [["学校", "已制定工作方案"], ["丙小学", "有"], ["丁小学", "无"]]).read_bytes()
    path = packed(
        tmp_path / "forms.zip",
        **{
            "城关小学.docx": FORM,
            "a/one.json": ONE,
            "rows.xlsx": table,
            "照片.jpg": b"\xff\xd8\xff\xe0",
            "x.abc": b"x",
        },
        **{"__MACOSX/._a": b"x", "broken.docx": b"hello", "inner.zip": b"PK\x05\x06" + b"\0" * 18, "b.rar": b"Rar!"},
    )
    assert names_of(path, checklist) == {
        "a/one.json": "甲小学",
        "b.rar": "an archive in an archive; it is not read",
        "broken.docx": "this is no Word document (.docx)",
        "inner.zip": "an archive in an archive; it is not read",
        "rows.xlsx:表!2": "丙小学",
        "rows.xlsx:表!3": "丁小学",
        "x.abc": "a '.abc' file, which is not read",
        "城关小学.docx": names_of_c02(checklist),
        "照片.jpg": "a picture or scan, which is not read",
    }


def names_of_c02(checklist: Checklist) -> str:
    (item,) = checkrules.read(FORMS / "C02.docx", checklist)
    assert isinstance(item, Submission)
    return str(item.facts["school_name"])


@pytest.mark.parametrize("stored", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED], ids=["stored", "deflated"])
def test_an_archive_of_forms_is_no_form(stored: int, tmp_path: Path, checklist: Checklist) -> None:
    path = tmp_path / "forms.zip"
    with zipfile.ZipFile(path, "w", stored) as archive:
        archive.writestr("甲.docx", FORM)
        archive.writestr("乙.docx", FORM)
    assert len(names_of(path, checklist)) == 2


def test_origins_and_remarks_name_the_file_in_the_archive(tmp_path: Path, checklist: Checklist) -> None:
    path = packed(tmp_path / "forms.zip", **{"甲.csv": "学校,在校学生数,备用\n甲小学,很多,x\n"})
    (item,) = checkrules.read(path, checklist)
    assert isinstance(item, Submission)
    assert str(item.origins["school_name"].location) == f"{path}/甲.csv:2:A2"
    assert {str(note.location) for note in item.remarks} == {f"{path}/甲.csv:1:C1", f"{path}/甲.csv:2:B2"}
    reports = checkrules.check(path, checklist)
    assert [report.subject for report in reports.reports] == ["甲小学"]


def test_a_roster_in_an_archive_is_told_and_not_judged(tmp_path: Path, checklist: Checklist) -> None:
    roster = "学校名称,学段类型,在校学生数\n甲小学,小学,1200\n乙小学,小学,800\n"
    path = packed(tmp_path / "forms.zip", **{"名册.csv": roster, "甲.json": ONE})
    assert names_of(path, checklist) == {
        "名册.csv": "a roster in an archive: it is neither judged nor used",
        "甲.json": "甲小学",
    }


NAMES = {
    "GBK of Windows": ("城关小学.json".encode("gb18030"), 0),
    "UTF-8 that says so": ("城关小学.json".encode(), 0x800),
    "UTF-8 of macOS": ("城关小学.json".encode(), 0),
}


@pytest.mark.parametrize(("raw", "flags"), NAMES.values(), ids=NAMES)
def test_chinese_names(raw: bytes, flags: int, tmp_path: Path, checklist: Checklist) -> None:
    stand_in = "x" * len(raw)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(stand_in, ONE)
    data = bytearray(stream.getvalue().replace(stand_in.encode(), raw))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(mark) + place
        data[at : at + 2] = flags.to_bytes(2, "little")
    path = tmp_path / "forms.zip"
    path.write_bytes(bytes(data))
    assert names_of(path, checklist) == {"城关小学.json": "甲小学"}


def test_names_are_no_paths(tmp_path: Path, checklist: Checklist) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    names = ("../evil.json", "/evil.json", "..\\evil.json", "C:\\evil.json", "a\x1b[31m.json", f"{'n' * 300}.json")
    path = packed(inside / "forms.zip", **dict.fromkeys(names, ONE))
    items = list(checkrules.read(path, checklist))
    assert [type(item) for item in items] == [Submission] * len(names)
    assert sorted(file.name for file in tmp_path.rglob("*")) == ["forms.zip", "inside"]
    assert not any("\x1b" in str(item.location) for item in items)


def encrypted(data: bytes) -> bytes:
    """The archive with the marks of an encrypted one."""
    changed = bytearray(data)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        changed[changed.index(mark) + place] |= 1
    return bytes(changed)


def test_an_encrypted_archive(tmp_path: Path, checklist: Checklist) -> None:
    path = packed(tmp_path / "forms.zip", **{"a.json": ONE})
    path.write_bytes(encrypted(path.read_bytes()))
    (item,) = checkrules.read(path, checklist)
    assert isinstance(item, Rejection)
    assert item.reason.en == "the archive is encrypted: a password is needed to open it"


def test_one_encrypted_file(tmp_path: Path, checklist: Checklist) -> None:
    path = packed(tmp_path / "forms.zip", **{"a.json": ONE, "b.json": ONE})
    path.write_bytes(encrypted(path.read_bytes()))
    assert names_of(path, checklist) == {"a.json": "a password is needed to open it", "b.json": "甲小学"}


OTHERS = {
    "rar": (".rar", b"Rar!\x1a\x07\x00data"),
    "7z": (".7z", b"7z\xbc\xaf\x27\x1cdata"),
    "tar.gz": (".tar.gz", b"\x1f\x8b\x08data"),
}


@pytest.mark.parametrize(("suffix", "data"), OTHERS.values(), ids=OTHERS)
def test_other_archives_say_what_to_do(suffix: str, data: bytes, tmp_path: Path, checklist: Checklist) -> None:
    path = tmp_path / f"forms{suffix}"
    path.write_bytes(data)
    (item,) = checkrules.read(path, checklist)
    assert isinstance(item, Rejection)
    assert item.reason.en == "archives of this kind are not read"
    assert item.hint is not None
    assert ".zip" in item.hint.zh


def test_an_archive_with_the_wrong_name(tmp_path: Path, checklist: Checklist) -> None:
    path = packed(tmp_path / "forms.rar", **{"a.json": ONE})
    assert names_of(path, checklist) == {"a.json": "甲小学"}
    form = tmp_path / "form.zip"
    form.write_bytes(FORM)
    assert names_of(form, checklist) == {str(form): names_of_c02(checklist)}


def test_reading_keeps_its_contract(tmp_path: Path) -> None:
    from checkrules.testing import check_reader

    checklist = kitchen()
    path = packed(tmp_path / "forms.zip", **{"a.json": ONE, "b.json": ONE})
    items = check_reader(checklist.registry.readers["zip"], path, checklist.content)
    assert len(items) == 2
