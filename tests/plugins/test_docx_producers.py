"""Documents that office programs wrote: what was read before LibreOffice saved it again is read after it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from checkrules import Submission
from checkrules.plugin import Content
from checkrules_docx.read import read_docx

from ..content_by_hand import FORMS
from .documents import HEADINGS, task_texts

docx = pytest.importorskip("docx")
SOFFICE = shutil.which("soffice")
SECONDS = 120


def converted(file: Path, suffix: str, folder: Path) -> Path:
    """The file as LibreOffice saves it, with a profile of its own."""
    profile = (folder / "profile").as_uri()
    subprocess.run(
        [
            SOFFICE or "",
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            suffix,
            "--outdir",
            str(folder),
            str(file),
        ],
        check=True,
        capture_output=True,
        timeout=SECONDS,
    )
    return folder / f"{file.stem}.{suffix}"


def filled(path: Path) -> Path:
    """A form as somebody types it in an office program: struck-through and hidden text, a list, a table in a cell, a header."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "学校：甲小学"
    document.add_paragraph("督导时间：2023年9月5日")
    table = document.add_table(rows=1, cols=5)
    table.style = "Table Grid"
    for cell, heading in zip(table.rows[0].cells, HEADINGS, strict=True):
        cell.text = heading
    texts = task_texts()
    cells = {}
    for numbers in ((1,), (2, 3, 4), (9,)):
        row = table.add_row().cells
        row[0].text = texts[numbers[0]][0]
        row[1].text = "\n".join(f"{number}. {texts[number][1]}" for number in numbers)
        cells[numbers[0]] = row
    line = cells[1][3].paragraphs[0]
    line.add_run("专题会议")
    line.add_run("1").font.strike = True
    line.add_run("9").font.hidden = True
    line.add_run("2次，辅导室60m")
    line.add_run("2").font.superscript = True
    for number, text in enumerate(("课表齐全", "主题活动3次", "谈话机制健全")):
        line = cells[2][3].paragraphs[0] if number == 0 else cells[2][3].add_paragraph()
        line.text = text
        line.style = document.styles["List Number"]
    inner = cells[9][3].add_table(rows=2, cols=2)
    for row, words in zip(inner.rows, (("专职", "2名"), ("兼职", "4名")), strict=True):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    document.save(str(path))
    return path


def only(path: Path, content: Content) -> Submission:
    (submission,) = read_docx(path, content)
    return submission


def test_a_form_typed_in_an_office_program(content: Content, tmp_path: Path) -> None:
    submission = only(filled(tmp_path / "typed.docx"), content)
    assert submission.facts["school_name"] == "甲小学"
    assert dict(submission.narratives) == {
        "T01": "专题会议2次，辅导室60m²",
        "T02": "课表齐全",
        "T03": "主题活动3次",
        "T04": "谈话机制健全",
        "T09": "专职：2名\n兼职：4名",
    }
    assert not submission.remarks


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("way", [("odt", "docx"), ("doc", "docx")], ids=["by .odt", "by .doc"])
@pytest.mark.parametrize("name", ["typed", "C03"])
def test_libreoffice_changes_nothing(name: str, way: tuple[str, ...], content: Content, tmp_path: Path) -> None:
    file = filled(tmp_path / "typed.docx") if name == "typed" else FORMS / f"{name}.docx"
    before = only(file, content)
    folder = tmp_path / "again"
    folder.mkdir()
    for suffix in way:
        file = converted(file, suffix, folder)
    after = only(file, content)
    assert dict(after.facts) == dict(before.facts)
    assert dict(after.narratives) == dict(before.narratives)
    assert after.problems == before.problems
    assert [note.code for note in after.remarks] == [note.code for note in before.remarks]
