"""Fill in blank forms as people do: type into controls, tick boxes, choose entries, write into cells."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from checkrules.plugin import Fact, Form, format_value

TAG = "checkrules:"
SOFFICE = shutil.which("soffice")
needs_libreoffice = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"


def words(fact: Fact, value: object) -> list[str]:
    """The entries of a fact's control that state a value."""
    if fact.type == "choices":
        titles = {choice.value: choice.title.zh for choice in fact.choices}
        return [titles[item] for item in value] or ["无"]  # type: ignore[attr-defined]
    return [format_value(tuple(value) if isinstance(value, list) else value, fact, "zh")]


def fill_word(
    document: bytes, form: Form, facts: Mapping[str, object], narratives: Mapping[str, str] | None = None
) -> bytes:
    """A Word form with controls, filled in."""
    opened = Document(BytesIO(document))
    known = {fact.name: fact for fact in form.facts}
    for control in list(opened.element.iter(qn("w:sdt"))):
        properties = control.find(qn("w:sdtPr"))
        name = properties.find(qn("w:tag")).get(qn("w:val")).removeprefix(TAG)
        box = properties.find(f"{W14}checkbox")
        if name.startswith("narrative:"):
            text = (narratives or {}).get(name.removeprefix("narrative:"))
            if text is not None:
                _type(control, text)
        elif name in facts and facts[name] is not None:
            entries = words(known[name], facts[name])
            if box is None:
                _type(control, entries[0])
            else:
                alias = properties.find(qn("w:alias")).get(qn("w:val"))
                if alias.rpartition("：")[2] in entries:
                    box.find(f"{W14}checked").set(f"{W14}val", "1")
                    next(control.iter(qn("w:t"))).text = "☑"
    written = BytesIO()
    opened.save(written)
    return written.getvalue()


def _type(control: object, text: str) -> None:
    placeholder = control.find(qn("w:sdtPr")).find(qn("w:showingPlcHdr"))  # type: ignore[attr-defined]
    if placeholder is not None:
        placeholder.getparent().remove(placeholder)
    next(control.iter(qn("w:t"))).text = text  # type: ignore[attr-defined]


MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def fill_cells(workbook: bytes, texts: Mapping[str, str]) -> bytes:
    """The first sheet of a workbook with texts written into cells that are there, such as `B4`."""
    written = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook)) as given, zipfile.ZipFile(written, "w") as made:
        for name in given.namelist():
            data = given.read(name)
            if name == "xl/worksheets/sheet1.xml":
                sheet = etree.fromstring(data)
                cells = {cell.get("r"): cell for cell in sheet.iter(f"{MAIN}c")}
                for address, text in texts.items():
                    cell = cells[address]
                    for child in list(cell):
                        cell.remove(child)
                    cell.set("t", "inlineStr")
                    inline = etree.SubElement(etree.SubElement(cell, f"{MAIN}is"), f"{MAIN}t")
                    inline.text = text
                data = etree.tostring(sheet)
            made.writestr(name, data)
    return written.getvalue()


def cells_of(workbook: bytes) -> dict[str, str]:
    """The texts of the first sheet by address."""
    import python_calamine
    import xlsxwriter.utility

    rows = (
        python_calamine.CalamineWorkbook.from_filelike(BytesIO(workbook))
        .get_sheet_by_index(0)
        .to_python(skip_empty_area=False)
    )
    return {
        xlsxwriter.utility.xl_rowcol_to_cell(row, column): str(text)
        for row, cells in enumerate(rows)
        for column, text in enumerate(cells)
        if text != ""
    }


def joined_words(fact: Fact, value: object) -> str:
    """A value as it is typed into a cell."""
    return "、".join(words(fact, value))


def saved_by_libreoffice(file: Path, suffix: str, folder: Path) -> Path:
    """The file as LibreOffice saves it in another format, or in its own again."""
    folder.mkdir(exist_ok=True)
    profile = (folder / "profile").as_uri()
    command = [SOFFICE or "", f"-env:UserInstallation={profile}", "--headless", "--convert-to", suffix]
    subprocess.run([*command, "--outdir", str(folder), str(file)], check=True, capture_output=True, timeout=120)
    return folder / f"{file.stem}.{suffix}"
