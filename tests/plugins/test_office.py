"""Documents of other word processors: converted by LibreOffice where it is there, else refused with what to do."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

import checkrules
from checkrules import Checklist, Rejection, Submission
from checkrules_office import convert

from ..content_by_hand import FORMS
from .workbooks import needs_office, save, saved_again

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


@pytest.fixture(scope="module")
def checklist() -> Checklist:
    return checkrules.load_checklist("mental-health")


def only(path: Path, checklist: Checklist) -> Submission | Rejection:
    (item,) = checkrules.read(path, checklist)
    return item


def copied(folder: Path, form: str = "C02") -> Path:
    path = folder / f"{form}.docx"
    path.write_bytes((FORMS / f"{form}.docx").read_bytes())
    return path


@needs_office
@pytest.mark.parametrize("suffix", [".doc", ".rtf", ".odt", ".wps"])
def test_a_form_in_another_format(suffix: str, tmp_path: Path, checklist: Checklist) -> None:
    path = copied(tmp_path)
    again = saved_again(path, ".doc" if suffix == ".wps" else suffix)
    again = again.rename(again.with_suffix(suffix))  # a .wps of Kingsoft is a .doc inside
    before, after = only(path, checklist), only(again, checklist)
    assert isinstance(before, Submission)
    assert isinstance(after, Submission)
    assert after.narratives == before.narratives
    assert dict(after.facts) == dict(before.facts)
    assert [note.code for note in after.remarks if note.code == "converted"] == ["converted"]
    assert str(after.location) == str(again)
    assert after.sha256 != before.sha256


@needs_office
def test_a_word_document_with_the_name_of_an_old_one_is_not_converted(tmp_path: Path, checklist: Checklist) -> None:
    path = copied(tmp_path)
    item = only(path.rename(path.with_suffix(".doc")), checklist)
    assert isinstance(item, Submission)
    assert "renamed" in [note.code for note in item.remarks]


def test_a_workbook_with_the_name_of_a_document(tmp_path: Path, checklist: Checklist) -> None:
    path = save(tmp_path / "rows.xlsx", [["学校", "在校学生数"], ["甲小学", 30]])
    item = only(path.rename(path.with_suffix(".doc")), checklist)
    assert isinstance(item, Submission)
    assert item.facts["student_count"] == 30


OTHERS = {
    "encrypted": (".doc", OLE + "EncryptedPackage".encode("utf-16-le"), "an Office file that is encrypted", "password"),
    "encrypted Word 97": (".doc", OLE + b"\xec\xa5".ljust(11, b"\0") + b"\x01" + b"\0" * 500 + "WordDocument".encode("utf-16-le"), "the file is encrypted", "password"),
    "Works": (".wps", OLE + "CONTENTS".encode("utf-16-le"), "an old Office file", ".docx"),
    "web page": (".doc", b"<html><body>x</body></html>", "a web page", ".docx"),
    "text": (".doc", "学校：甲小学".encode(), "something else", ".docx"),
    "PDF": (".wps", b"%PDF-1.7", "a PDF file", "form"),
}  # fmt: skip


@pytest.mark.parametrize(("suffix", "data", "reason", "hint"), OTHERS.values(), ids=OTHERS)
def test_what_is_not_converted(
    suffix: str, data: bytes, reason: str, hint: str, tmp_path: Path, checklist: Checklist
) -> None:
    path = tmp_path / f"form{suffix}"
    path.write_bytes(data)
    item = only(path, checklist)
    assert isinstance(item, Rejection)
    assert reason in item.reason.en
    assert item.hint is not None
    assert hint in item.hint.en
    assert str(item.location) == str(path)


RTF = b"{\\rtf1 x}"


@pytest.fixture
def rtf(tmp_path: Path) -> Path:
    path = tmp_path / "form.rtf"
    path.write_bytes(RTF)
    return path


def test_without_libreoffice(rtf: Path, checklist: Checklist, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(convert, "PLACES", ())
    item = only(rtf, checklist)
    assert isinstance(item, Rejection)
    assert item.reason.en == "this is an RTF document: it takes LibreOffice to read it, which is not installed"
    assert item.hint is not None
    assert ".docx" in item.hint.en


def stand_in(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program in place of LibreOffice."""
    program = folder / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")


def is_running(number: int) -> bool:
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(number)], capture_output=True, text=True, check=False)
    return bool(state.stdout.strip()) and not state.stdout.startswith("Z")


@pytest.mark.skipif(os.name == "nt", reason="a shell script")
def test_one_that_hangs_is_ended_with_all_that_it_started(
    rtf: Path, tmp_path: Path, checklist: Checklist, monkeypatch: pytest.MonkeyPatch
) -> None:
    pids = tmp_path / "pids"
    stand_in(tmp_path, f"sleep 300 &\necho $$ $! > {pids}\nwait", monkeypatch)
    monkeypatch.setattr(convert, "SECONDS", 1)
    item = only(rtf, checklist)
    assert isinstance(item, Rejection)
    assert item.reason.en == "LibreOffice took more than 1 seconds and was stopped"
    assert not any(is_running(int(number)) for number in pids.read_text().split())


FAILURES = {
    "nothing is made": ("exit 0", "LibreOffice cannot open the file"),
    "it fails": ("exit 77", "LibreOffice cannot open the file"),
    "no document": ('for last; do :; done; d=$(dirname "$last")/made; mkdir "$d"; echo x > "$d/document.docx"', "no Word document"),
}  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="a shell script")
@pytest.mark.parametrize(("script", "reason"), FAILURES.values(), ids=FAILURES)
def test_one_that_fails(
    script: str, reason: str, rtf: Path, tmp_path: Path, checklist: Checklist, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, script, monkeypatch)
    item = only(rtf, checklist)
    assert isinstance(item, Rejection)
    assert reason in item.reason.en


@pytest.mark.skipif(os.name == "nt", reason="a shell script")
def test_what_is_made_is_bounded(
    rtf: Path, tmp_path: Path, checklist: Checklist, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, 'for last; do :; done; d=$(dirname "$last")/made; mkdir "$d"; head -c 3000000 /dev/zero > "$d/document.docx"', monkeypatch)  # fmt: skip
    monkeypatch.setattr(convert, "MAX_OUTPUT_BYTES", 1024 * 1024)
    item = only(rtf, checklist)
    assert isinstance(item, Rejection)
    assert item.reason.en == "converted, it has more than 1 MiB; it is not read"


@needs_office
def test_macros_links_and_the_network_are_off(tmp_path: Path, checklist: Checklist) -> None:
    """A picture that is linked from elsewhere is not fetched, and a document in which it stands is read all the same."""
    import socket

    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(1)
        server.settimeout(0.2)
        link = f"http://127.0.0.1:{server.getsockname()[1]}/x.png"
        path = tmp_path / "form.rtf"
        path.write_text('{\\rtf1 {\\field{\\*\\fldinst INCLUDEPICTURE "' + link + '" \\\\d}{\\fldrslt x}} text}')
        assert isinstance(only(path, checklist), Rejection)
        with pytest.raises(TimeoutError):
            server.accept()
