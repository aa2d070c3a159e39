"""The parts of an .xlsx → the marks of each of its sheets, by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from checkrules.plugin import Archive, ReadError, Text, shown

from .marks import AGAIN, Cell, Marks, parse
from .xlsx_texts import RichText, Strings, Styles, nothing, strings_of, styles_of

_REFERENCE = re.compile(r"([A-Z]{1,4})([0-9]{1,8})")
_RANGE = re.compile(rf"{_REFERENCE.pattern}(?::{_REFERENCE.pattern})?")


def xlsx_marks(archive: Archive) -> Mapping[str, Marks]:
    """The marks of the sheets. Raises ReadError where the file is no workbook or is damaged, or has two of what there is one of:
    this and what makes the cells must look at the same sheet."""
    parts = {member.name.casefold(): member for member in archive.members}
    if len(parts) != len(archive.members):
        raise _damaged(archive)

    def part(path: str) -> bytes | None:
        member = parts.get(path.casefold())
        return archive.read(member) if member is not None else None

    sheets = _sheets(archive, part)
    styles = styles_of(part("xl/styles.xml"), archive.file)
    strings = strings_of(part("xl/sharedStrings.xml"), archive.file)
    return {
        name: _marks(data, styles, strings, archive.file)
        for name, path in sheets.items()
        if (data := part(path)) is not None
    }


def _damaged(archive: Archive) -> ReadError:
    problem = Text("文件已损坏或不完整", "the file is damaged or cut short")
    return ReadError(problem, location=archive.file, hint=AGAIN)


def _sheets(archive: Archive, part: Callable[[str], bytes | None]) -> dict[str, str]:
    """The path of each sheet, by its name."""
    root, workbook, relations = map(part, ("_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"))
    if root is None or workbook is None or relations is None:
        raise _damaged(archive)
    targets: dict[str, str] = {}
    sheets: dict[str, str] = {}

    def refuse_other(tag: str, attributes: Mapping[str, str]) -> None:
        is_workbook = tag == "Relationship" and attributes.get("Type", "").endswith("/officeDocument")
        if is_workbook and attributes.get("Target", "").lstrip("/") != "xl/workbook.xml":
            raise _damaged(archive)

    def target(tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "Relationship":
            path, key = attributes.get("Target", ""), attributes.get("Id", "")
            if key in targets:
                raise _damaged(archive)
            targets[key] = path.lstrip("/") if path.startswith(("/", "xl/")) else f"xl/{path}"

    def sheet(tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "sheet":
            name = attributes.get("name", "")
            if name in sheets:
                raise _damaged(archive)
            sheets[name] = targets.get(attributes.get("id", ""), "")

    parse(root, archive.file, refuse_other, nothing, nothing)
    parse(relations, archive.file, target, nothing, nothing)
    parse(workbook, archive.file, sheet, nothing, nothing)
    return sheets


def _marks(data: bytes, styles: Styles, strings: Strings, file: str) -> Marks:
    marks = Marks()
    row, column = -1, -1
    cell: Cell = (0, 0)
    style, kind, formula, stated = "", "", False, False
    value: list[str] = []
    inside_value = False
    rich = RichText()

    def begin(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal row, column, cell, style, kind, formula, stated, inside_value
        if tag == "c":
            at = _REFERENCE.fullmatch(attributes.get("r", ""))
            if at is None and "r" in attributes:
                raise impossible(attributes["r"])
            row, column = (int(at[2]) - 1, _column(at[1])) if at else (row, column + 1)
            cell, style, kind = (row, column), attributes.get("s", ""), attributes.get("t", "n")
            formula = stated = False
            value.clear()
        elif tag == "v":
            inside_value = True
        elif tag == "f":
            formula = True
        elif tag == "row":
            number = attributes.get("r", "")
            if number and not (number.isascii() and number.isdigit() and len(number) < 9):
                raise impossible(number)
            row, column = (int(number) - 1 if number else row + 1), -1
            if attributes.get("hidden", "0") in ("1", "true"):
                marks.hidden_rows.add(row)
        elif tag == "col" and attributes.get("hidden", "0") in ("1", "true"):
            first, last = (attributes.get(key, "0") for key in ("min", "max"))
            if first.isdigit() and last.isdigit() and len(first + last) < 15:
                marks.hide_columns(int(first) - 1, int(last) - 1)
        elif tag in ("dimension", "mergeCell") and not _RANGE.fullmatch(attributes.get("ref", "")):
            raise impossible(attributes.get("ref", ""))
        if kind == "inlineStr":
            rich.begin(tag, attributes)

    def impossible(reference: str) -> ReadError:
        problem = Text(
            f"文件已损坏（没有“{shown(reference)}”这样的单元格）",
            f"the file is damaged (no cell is '{shown(reference)}')",
        )
        return ReadError(problem, location=file, hint=AGAIN)

    def end(tag: str) -> None:
        nonlocal inside_value, kind, stated
        if kind == "inlineStr":
            rich.end(tag)
            if tag == "is":
                stated = True
                if rich.changed:
                    marks.texts[cell] = "".join(rich.texts)
        if tag == "v":
            inside_value = False
        elif tag == "c":
            text = "".join(value)
            if text or stated:
                marks.reach(*cell)
            if kind == "e" and text:
                marks.errors[cell] = text[:20]
            elif formula and not text:
                marks.uncached.add(cell)
            if style in styles.percents and kind == "n":
                marks.percents.add(cell)
            if style in styles.struck:
                inline = "".join(rich.own) if kind == "inlineStr" else ""
                marks.texts[cell] = strings.own.get(text, "") if kind == "s" else inline
            elif kind == "s" and text in strings.changed:
                marks.texts[cell] = strings.changed[text]
            kind = ""

    def text(found: str) -> None:
        if inside_value:
            value.append(found)
        elif kind == "inlineStr":
            rich.text(found)

    parse(data, file, begin, end, text)
    return marks


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
