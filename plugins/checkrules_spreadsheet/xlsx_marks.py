"""The parts of an .xlsx → the marks of each of its sheets, by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import attrs

from checkrules.plugin import Archive, ReadError, Text, shown

from .marks import AGAIN, Cell, Marks, parse

_REFERENCE = re.compile(r"([A-Z]{1,4})([0-9]{1,8})")
_RANGE = re.compile(rf"{_REFERENCE.pattern}(?::{_REFERENCE.pattern})?")
_PERCENTS = frozenset(("9", "10"))
"""The built-in formats of percentages."""


@attrs.frozen(kw_only=True)
class _Styles:
    """Which cell formats are percentages, and which strike through."""

    percents: frozenset[str]
    struck: frozenset[str]


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
    styles = _styles(part("xl/styles.xml"), archive.file)
    struck = _struck_strings(part("xl/sharedStrings.xml"), archive.file)
    return {
        name: _marks(data, styles, struck, archive.file)
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

    parse(root, archive.file, refuse_other, _nothing, _nothing)
    parse(relations, archive.file, target, _nothing, _nothing)
    parse(workbook, archive.file, sheet, _nothing, _nothing)
    return sheets


def _nothing(_: str) -> None: ...


def _styles(data: bytes | None, file: str) -> _Styles:
    if data is None:
        return _Styles(percents=frozenset(), struck=frozenset())
    percents = set(_PERCENTS)
    fonts: list[bool] = []
    formats: list[tuple[str, int]] = []
    inside: list[str] = []

    def begin(tag: str, attributes: Mapping[str, str]) -> None:
        parent = inside[-1] if inside else ""
        inside.append(tag)
        if tag == "numFmt" and "%" in attributes.get("formatCode", ""):
            percents.add(attributes.get("numFmtId", ""))
        elif tag == "font" and parent == "fonts":
            fonts.append(False)
        elif tag == "strike" and parent == "font" and "fonts" in inside[:-2] and fonts:
            fonts[-1] = _on(attributes)
        elif tag == "xf" and parent == "cellXfs":
            font = attributes.get("fontId", "0")
            formats.append((attributes.get("numFmtId", "0"), int(font) if font.isdigit() and len(font) < 6 else 0))

    def end(_: str) -> None:
        inside.pop()

    parse(data, file, begin, end, _nothing)
    return _Styles(
        percents=frozenset(str(index) for index, (number, _) in enumerate(formats) if number in percents),
        struck=frozenset(str(index) for index, (_, font) in enumerate(formats) if font < len(fonts) and fonts[font]),
    )


def _on(attributes: Mapping[str, str]) -> bool:
    return attributes.get("val", "1") not in ("0", "false")


@attrs.define
class _RichText:
    """Collects the text of an entry, without runs that are struck through and phonetic guides."""

    file: str
    texts: list[str] = attrs.field(factory=list)
    any_struck: bool = False
    _struck: bool = False
    _inside: list[str] = attrs.field(factory=list)

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._inside.append(tag)
        if tag in ("si", "is"):
            self.texts, self.any_struck, self._struck = [], False, False
        elif tag == "r":
            self._struck = False
        elif tag == "strike" and _on(attributes):
            self._struck = self.any_struck = True

    def end(self, _: str) -> None:
        self._inside.pop()

    def text(self, text: str) -> None:
        if self._inside and self._inside[-1] == "t" and not self._struck and "rPh" not in self._inside:
            self.texts.append(text)


def _struck_strings(data: bytes | None, file: str) -> Mapping[str, str]:
    """The shared texts in which something is struck through, by their numbers, without it."""
    if data is None:
        return {}
    found: dict[str, str] = {}
    rich = _RichText(file)
    number = -1

    def begin(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal number
        number += tag == "si"
        rich.begin(tag, attributes)

    def end(tag: str) -> None:
        rich.end(tag)
        if tag == "si" and rich.any_struck:
            found[str(number)] = "".join(rich.texts)

    parse(data, file, begin, end, rich.text)
    return found


def _marks(data: bytes, styles: _Styles, struck: Mapping[str, str], file: str) -> Marks:
    marks = Marks()
    row, column = -1, -1
    cell: Cell = (0, 0)
    style, kind, formula, stated = "", "", False, False
    value: list[str] = []
    inside_value = False
    rich = _RichText(file)

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
                if rich.any_struck:
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
                marks.texts[cell] = ""
            elif kind == "s" and text in struck:
                marks.texts[cell] = struck[text]
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
