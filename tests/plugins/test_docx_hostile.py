"""Files that are broken, that are something else, or that attack: each is refused at once, and says what it is."""

from __future__ import annotations

import contextlib
import io
import random
import struct
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import checkrules
from checkrules import ReadError, Rejection
from checkrules.pipeline import read
from checkrules.plugin import Content
from checkrules_docx.package import MAX_FILE_BYTES
from checkrules_docx.read import read_docx

from ..content_by_hand import FORMS
from .documents import content_types, document, form, head, p, run, save, stored, task_row, tbl, tr

MENTAL_HEALTH = checkrules.load_checklist("mental-health")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
ENTITIES = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'


def refused(path: Path, content: Content) -> ReadError:
    with pytest.raises(ReadError) as caught:
        list(read_docx(path, content))
    error = caught.value
    assert error.location is not None
    assert error.location.file == str(path)
    assert error.hint is not None
    return error


@contextlib.contextmanager
def little_memory() -> Iterator[None]:
    """What a file would unpack to is not unpacked: little more memory is taken than for reading the largest file."""
    tracemalloc.start()
    try:
        yield
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < MAX_FILE_BYTES + 16 * 1024 * 1024


def ole(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + bytes(64)


OTHER_KINDS = {
    "text": ("学校：甲小学".encode(), "no Word document", "docx"),
    "old Word": (ole("WordDocument"), "old Word document", "save it as a Word document"),
    "encrypted": (ole("EncryptedPackage"), "encrypted", "remove the password"),
    "old spreadsheet": (ole("Workbook"), "old spreadsheet", "hand in the form"),
    "PDF": (b"%PDF-1.7\n", "PDF", "hand in the form"),
    "picture": (b"\x89PNG\r\n\x1a\n", "picture", "hand in the form"),
    "RTF": (b"{\\rtf1 }", "RTF", "save it as a Word document"),
    "web page": (b"<html><body>", "web page", "save it as a Word document"),
}


@pytest.mark.parametrize("name", OTHER_KINDS)
def test_other_files_are_named(name: str, content: Content, tmp_path: Path) -> None:
    data, problem, hint = OTHER_KINDS[name]
    (tmp_path / "a.docx").write_bytes(data)
    error = refused(tmp_path / "a.docx", content)
    assert problem in error.problem.en
    assert error.hint is not None
    assert hint in error.hint.en


@pytest.mark.parametrize(
    ("main", "what"), [(SHEET, "spreadsheet"), (SLIDES, "presentation"), ("image/png", "something else")]
)
def test_other_office_files_renamed(main: str, what: str, content: Content, tmp_path: Path) -> None:
    assert what in refused(save(tmp_path / "a.docx", "", types=content_types(main)), content).problem.en


def test_a_zip_of_something_else(content: Content, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("readme.txt", "x")
    assert "zip archive" in refused(tmp_path / "a.docx", content).problem.en


def test_an_empty_file(content: Content, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"")
    with pytest.raises(ReadError, match="empty"):
        list(read_docx(tmp_path / "a.docx", content))


def test_a_file_that_is_not_there(content: Content, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="cannot be opened"):
        list(read_docx(tmp_path / "a.docx", content))


@pytest.mark.parametrize("share", [0.02, 0.3, 0.9, 0.999])
def test_a_file_cut_short(share: float, content: Content, tmp_path: Path) -> None:
    data = (FORMS / "C01.docx").read_bytes()
    (tmp_path / "a.docx").write_bytes(data[: int(len(data) * share)])
    assert "damaged" in refused(tmp_path / "a.docx", content).problem.en


def test_a_document_that_is_not_the_form(content: Content, tmp_path: Path) -> None:
    error = refused(save(tmp_path / "a.docx", head() + p("总结") + tbl(tr("序号", "姓名"), tr("1", "甲"))), content)
    assert "no task table" in error.problem.en
    assert error.hint is not None
    assert "具体落实情况" in error.hint.zh


def test_a_document_with_another_table_says_how_it_is_headed(content: Content, tmp_path: Path) -> None:
    body = head() + tbl(tr("序号", "姓名", "班 级"), tr("1", "甲", "三"))
    assert "“序号、姓名、班级”" in refused(save(tmp_path / "a.docx", body), content).problem.zh


def test_a_form_of_another_checklist(content: Content, tmp_path: Path) -> None:
    body = tbl(
        tr("考核要点", "主要工作任务", "督导方式", "具体落实情况"), tr("一、食品", "检查食堂卫生许可证", "", "有")
    )
    assert "none of the tasks" in refused(save(tmp_path / "a.docx", body), content).problem.en


def test_five_million_empty_paragraphs(content: Content, tmp_path: Path) -> None:
    path = save(tmp_path / "a.docx", "<w:p/>" * 5_000_000)
    assert path.stat().st_size < 150 * 1024
    with little_memory():
        error = refused(path, content)
    assert "unpack" in error.problem.en


def test_many_paragraphs_below_the_size_limit(content: Content, tmp_path: Path) -> None:
    path = stored(tmp_path / "a.docx", "<w:p/>" * 2_000_000)
    with little_memory():
        error = refused(path, content)
    assert "too many paragraphs" in error.problem.en


def lying(data: bytes, size: int) -> bytes:
    """The archive with another size written for document.xml, in its local header and in the directory."""
    result = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        position = -1
        while (position := result.find(mark, position + 1)) >= 0:
            name_at = position + (30 if offset == 22 else 46)
            if result[name_at : name_at + 17] == b"word/document.xml":
                struct.pack_into("<I", result, position + offset, size)
    return bytes(result)


@pytest.mark.parametrize("size", [10, 1_000, 0])
def test_a_directory_that_lies_about_a_size(size: int, content: Content, tmp_path: Path) -> None:
    path = save(tmp_path / "a.docx", "<w:p/>" * 5_000_000)
    path.write_bytes(lying(path.read_bytes(), size))
    with little_memory():
        refused(path, content)


@pytest.mark.parametrize(
    "prolog", [ENTITIES, "<!doctype d>", "\n" * 3000 + "<!DOCTYPE d>", "<!-- " + "x" * 5000 + " --><!DOCTYPE d>"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_are_refused(prolog: str, encoding: str, content: Content, tmp_path: Path) -> None:
    error = refused(save(tmp_path / "a.docx", "", document=(prolog + document(form())).encode(encoding)), content)
    assert "DOCTYPE" in error.problem.en or "damaged" in error.problem.en


def test_external_entities_are_not_fetched(content: Content, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    prolog = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    error = refused(save(tmp_path / "a.docx", "", document=prolog + document(p("&x;"))), content)
    assert "secret" not in error.problem.en.replace(str(tmp_path), "")


def test_other_encodings_are_refused(content: Content, tmp_path: Path) -> None:
    data = ('<?xml version="1.0" encoding="UTF-7"?>' + document("")).encode()
    assert "UTF-8" in refused(save(tmp_path / "a.docx", "", document=data), content).problem.en


def test_deep_nesting(content: Content, tmp_path: Path) -> None:
    body = "<w:tbl><w:tr><w:tc>" * 2_000 + "</w:tc></w:tr></w:tbl>" * 2_000
    refused(save(tmp_path / "a.docx", body), content)


def test_nesting_as_deep_as_the_parser_takes(content: Content, tmp_path: Path) -> None:
    body = "<w:smartTag>" * 240 + run("甲") + "</w:smartTag>" * 240
    submissions = list(read_docx(save(tmp_path / "a.docx", f"<w:p>{body}</w:p>" + form(task_row((1,), "甲"))), content))
    assert len(submissions) == 1


def test_thousands_of_parts(content: Content, tmp_path: Path) -> None:
    path = save(tmp_path / "a.docx", form(task_row((1,), "甲")))
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(4_000):
            archive.writestr(f"x{number}", b"")
    assert "too many parts" in refused(path, content).problem.en


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name(content: Content, tmp_path: Path) -> None:
    path = save(tmp_path / "a.docx", form(task_row((1,), "甲")))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/document.xml", document(""))
    assert "one name" in refused(path, content).problem.en


def test_names_that_climb_out_of_the_archive_do_nothing(content: Content, tmp_path: Path) -> None:
    path = save(tmp_path / "a.docx", form(task_row((1,), "甲")))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../../evil.txt", b"x")
    assert len(list(read_docx(path, content))) == 1
    assert not (tmp_path.parent / "evil.txt").exists()


def test_lines_made_to_be_slow(content: Content, tmp_path: Path) -> None:
    text = "学 " * 20_000 + "2、" * 20_000 + "（" * 20_000 + "1" * 20_000 + " \t" * 20_000
    body = p(text) + form(task_row((2, 3, 4), text), tr("工作成绩亮点", text))
    (submission,) = read_docx(save(tmp_path / "a.docx", body), content)
    assert submission


@pytest.mark.parametrize("line", ["学校", "2、甲", "课表齐全主题班会", "2、学校：甲 督导时间：乙"])
def test_as_much_text_as_is_read_at_all(line: str, content: Content, tmp_path: Path) -> None:
    text = "\n".join([line] * min(330_000 // len(line), 16_000))
    body = p(text) + form(task_row((2,), text), tr(text))
    (submission,) = read_docx(stored(tmp_path / "a.docx", body.replace("\n", "</w:t><w:br/><w:t>")), content)
    assert submission


def test_more_text_than_any_form_has(content: Content, tmp_path: Path) -> None:
    assert (
        "characters"
        in refused(
            save(tmp_path / "a.docx", p("".join(chr(0x4E00 + n * n % 9973) for n in range(1_000_001)))), content
        ).problem.en
    )


FORM = (FORMS / "C01.docx").read_bytes()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=400), beginning=st.sampled_from([b"", b"PK\x03\x04", OLE[:8], b"PK\x05\x06"]))
def test_random_bytes_raise_nothing_else(data: bytes, beginning: bytes, content: Content, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(beginning + data)
    with pytest.raises(ReadError):
        list(read_docx(tmp_path / "a.docx", content))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.tuples(st.floats(0, 0.9999), st.integers(0, 255)), min_size=1, max_size=6))
def test_a_form_with_bytes_changed_raises_nothing_else(
    changes: list[tuple[float, int]], content: Content, tmp_path: Path
) -> None:
    data = bytearray(FORM)
    for share, value in changes:
        data[int(share * len(data))] = value
    (tmp_path / "a.docx").write_bytes(data)
    with contextlib.suppress(ReadError):
        list(read_docx(tmp_path / "a.docx", content))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.tuples(st.floats(0, 0.9999), st.binary(max_size=3)), min_size=1, max_size=4))
def test_a_body_with_bytes_changed_raises_nothing_else(
    changes: list[tuple[float, bytes]], content: Content, tmp_path: Path
) -> None:
    with zipfile.ZipFile(io.BytesIO(FORM)) as archive:
        data = archive.read("word/document.xml")
    for share, value in changes:
        at = int(share * len(data))
        data = data[:at] + value + data[at + 1 :]
    with contextlib.suppress(ReadError):
        list(read_docx(save(tmp_path / "a.docx", "", document=data), content))


DAMAGED = [(kind, seed) for kind in ("cut short", "bits flipped") for seed in range(24)]


@pytest.mark.parametrize(("kind", "seed"), DAMAGED)
def test_a_damaged_form_is_read_or_refused(kind: str, seed: int, tmp_path: Path) -> None:
    chance = random.Random(f"{kind} {seed}")
    data = bytearray(chance.choice(sorted(FORMS.glob("*.docx"))).read_bytes())
    if kind == "cut short":
        del data[chance.randrange(1, len(data)) :]
    else:
        for _ in range(chance.choice((1, 3, 30))):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    file = tmp_path / "a.docx"
    file.write_bytes(data)
    items = list(read(file, MENTAL_HEALTH))
    assert items
    for item in items:
        assert item.reason.zh if isinstance(item, Rejection) else item.facts
