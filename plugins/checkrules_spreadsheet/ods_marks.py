"""The content of an .ods → the marks of each of its sheets, by name. Repeated rows and cells are counted, not made."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from checkrules.plugin import Archive, ReadError, Text

from .marks import AGAIN, Marks, parse, without_note

_HIDDEN = ("collapse", "filter")
_MANY = 1_048_576
_MAX_REPEATED = 20_000
"""Repeated cells whose percentages or errors are noted one by one."""


def ods_marks(archive: Archive) -> Mapping[str, Marks]:
    """The marks of the sheets. Raises ReadError where the file is no workbook or is damaged."""
    member = archive.find("content.xml")
    if member is None:
        raise ReadError(
            Text("文件已损坏或不完整", "the file is damaged or cut short"), location=archive.file, hint=AGAIN
        )
    content = _Content()
    parse(archive.read(member), archive.file, content.begin, content.end, content.text)
    return content.sheets


@attrs.define
class _Content:
    """Goes through the content: styles that strike through, then tables with their columns, rows and cells."""

    sheets: dict[str, Marks] = attrs.field(factory=dict)
    _marks: Marks = attrs.field(factory=Marks)
    _struck: set[str] = attrs.field(factory=set)
    _raised: set[str] = attrs.field(factory=set)
    _style: str = ""
    _row: int = 0
    _rows: int = 1
    _column: int = 0
    _columns: int = 1
    _cell: Mapping[str, str] = attrs.field(factory=dict)
    _spans: list[str] = attrs.field(factory=list)
    """The styles of the open spans."""
    _paragraphs: list[str] = attrs.field(factory=list)
    _in_cell: bool = False
    _in_text: int = 0
    _changed: bool = False
    """Whether something of the cell's text may be left out."""

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        match tag:
            case "style":
                self._style = attributes.get("name", "")
            case "text-properties":
                lines = (attributes.get(f"text-line-through-{key}", "none") for key in ("style", "type"))
                if any(line != "none" for line in lines):
                    self._struck.add(self._style)
                if attributes.get("text-position", "0%").split(" ")[0] not in ("0%", ""):
                    self._raised.add(self._style)
            case "table" if "name" in attributes:
                self._marks = self.sheets[attributes["name"]] = Marks()
                self._row, self._column = 0, 0
            case "table-column":
                count = _count(attributes, "number-columns-repeated")
                if attributes.get("visibility") in _HIDDEN:
                    self._marks.hide_columns(self._column, self._column + count - 1)
                self._column += count
            case "table-row":
                self._rows, self._column = _count(attributes, "number-rows-repeated"), 0
                if attributes.get("visibility") in _HIDDEN:
                    self._marks.hidden_rows.update(range(self._row, min(self._row + self._rows, self._row + 10_000)))
            case "table-cell" | "covered-table-cell":
                self._cell, self._columns = attributes, _count(attributes, "number-columns-repeated")
                self._in_cell, self._changed, self._in_text = True, False, 0
                self._paragraphs.clear()
            case "p" if self._in_cell:
                self._in_text += 1
                if self._in_text > 0:
                    self._paragraphs.append("")
            case "span" if self._in_cell:
                self._spans.append(attributes.get("style-name", ""))
                self._changed |= self._spans[-1] in self._struck or self._spans[-1] in self._raised
            case "annotation":
                self._in_text -= _MANY
            case "s" if self._in_cell:
                self.text(" ")

    def end(self, tag: str) -> None:
        match tag:
            case "p" if self._in_cell:
                self._in_text -= 1
            case "span" if self._in_cell and self._spans:
                self._spans.pop()
            case "annotation":
                self._in_text += _MANY
            case "table-cell" | "covered-table-cell":
                self._end_cell()
                self._in_cell = False
                self._column += self._columns
            case "table-row":
                self._row += self._rows

    def text(self, found: str) -> None:
        if self._in_text < 1 or not self._paragraphs or not self._struck.isdisjoint(self._spans):
            return
        raised = not self._raised.isdisjoint(self._spans)
        self._paragraphs[-1] += without_note(found, self._paragraphs[-1][-3:]) if raised else found

    def _end_cell(self) -> None:
        cell, marks = self._cell, self._marks
        kind = cell.get("value-type", "")
        text = "\n".join(self._paragraphs)
        if not kind and not text and "formula" not in cell:
            return
        marks.reach(self._row + self._rows - 1, self._column + self._columns - 1)
        struck = cell.get("style-name", "") in self._struck
        if self._rows * self._columns > _MAX_REPEATED:
            return
        for row in range(self._row, self._row + self._rows):
            for column in range(self._column, self._column + self._columns):
                if kind == "percentage":
                    marks.percents.add((row, column))
                if struck or self._changed:
                    marks.texts[row, column] = "" if struck else text
                if "formula" in cell and text.startswith(("#", "Err:")):
                    marks.errors[row, column] = text[:20]
                elif "formula" in cell and not kind:
                    marks.uncached.add((row, column))
        down, right = (_count(cell, key) for key in ("number-rows-spanned", "number-columns-spanned"))
        if down > 1 or right > 1:
            marks.merges.append(((self._row, self._column), (self._row + down - 1, self._column + right - 1)))


def _count(attributes: Mapping[str, str], key: str) -> int:
    value = attributes.get(key, "1")
    return max(int(value), 1) if value.isdigit() and len(value) < 9 else 1
