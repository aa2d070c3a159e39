"""Workbooks as other programs write them, made with xlsxwriter, and saved again by LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from checkrules import Rejection, Submission
from checkrules.hooks.registry import load_plugins
from checkrules.plugin import Content, Enclosed
from checkrules.reading.enclosed import placed

from .documents import HEADINGS, task_texts

OFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")


@contextmanager
def workbook(path: Path) -> Iterator[Any]:
    """A workbook that is saved at the end."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
    yield book
    book.close()


def save(path: Path, rows: Sequence[Sequence[object]], name: str = "表") -> Path:
    """A workbook of one sheet."""
    with workbook(path) as book:
        write(book.add_worksheet(name), rows)
    return path


def write(sheet: Any, rows: Sequence[Sequence[object]], first: int = 0) -> None:
    for number, row in enumerate(rows, start=first):
        for column, value in enumerate(row):
            if value not in (None, ""):
                sheet.write(number, column, value)


def form_rows(school: str = "甲小学", **narratives: str) -> list[list[object]]:
    """The official form: its head, and a row for each task."""
    rows: list[list[object]] = [
        [f"学校：{school}"],
        ["督导时间：2023年9月12日"],
        ["责任督学（签字）：督学甲"],
        list(HEADINGS),
    ]
    for number, (section, text) in task_texts().items():
        rows.append([section, f"{number}. {text}", "查看资料", narratives.get(f"T{number:02}", f"第{number}段。"), ""])
    return rows


def saved_again(path: Path, suffix: str) -> Path:
    """The file as LibreOffice saves it in another format."""
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    folder = path.parent / "again"
    command = [
        str(OFFICE),
        profile,
        "--headless",
        "--convert-to",
        suffix.lstrip("."),
        "--outdir",
        str(folder),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / f"{path.stem}{suffix}"


def read(path: Path, content: Content) -> list[Submission | Rejection]:
    """What the readers give for a file, enclosed files included."""
    registry = load_plugins()
    reader = next(reader for reader in registry.readers.values() if path.suffix in reader.suffixes)
    items: list[Submission | Rejection] = []
    for item in reader.read(path, content):
        if isinstance(item, Enclosed):
            inner = path.parent / f"enclosed{item.suffix}"
            inner.write_bytes(item.data)
            items += [placed(found, item, str(inner), str(path)) for found in read(inner, content)]
        else:
            items.append(item)
    return items


def submissions(path: Path, content: Content) -> list[Submission]:
    items = read(path, content)
    assert [item for item in items if isinstance(item, Rejection)] == []
    return [item for item in items if isinstance(item, Submission)]


def codes(item: Submission) -> list[str]:
    return [remark.code for remark in item.remarks]
