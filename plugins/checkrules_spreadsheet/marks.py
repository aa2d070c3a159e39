"""What the values of a sheet do not say: its extent, what is hidden or struck through, percentages, errors, empty formulas."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from xml.parsers import expat

import attrs

from checkrules.plugin import ReadError, Text

MAX_CELLS = 2_000_000
"""Rows times columns of a sheet, as far as something stands in it. A table of 20,000 schools with 100 columns."""
MAX_COLUMNS = 2_000
_COUNT_DIGITS = 7
"""Digits of a count that a part gives of its own entries: what makes the cells reserves memory for so many."""

Cell = tuple[int, int]
"""Row and column, from 0."""


@attrs.define(kw_only=True)
class Marks:
    """The marks of one sheet, while they are collected."""

    rows: int = 0
    columns: int = 0
    hidden_rows: set[int] = attrs.field(factory=set)
    hidden_columns: list[tuple[int, int]] = attrs.field(factory=list)
    """Ranges, the ends included."""
    errors: dict[Cell, str] = attrs.field(factory=dict)
    uncached: set[Cell] = attrs.field(factory=set)
    """Formulas whose result is not in the file."""
    percents: set[Cell] = attrs.field(factory=set)
    texts: dict[Cell, str] = attrs.field(factory=dict)
    """The texts of cells in which something is struck through or is the mark of a note, without it."""
    merges: list[tuple[Cell, Cell]] = attrs.field(factory=list)

    def hide_columns(self, first: int, last: int) -> None:
        if len(self.hidden_columns) < MAX_COLUMNS:
            self.hidden_columns.append((max(first, 0), last))

    def reach(self, row: int, column: int) -> None:
        """Note that something stands in a cell."""
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1)

    def unseen_columns(self) -> set[int]:
        """The hidden columns, as far as the sheet reaches."""
        return {column for first, last in self.hidden_columns for column in range(first, min(last + 1, self.columns))}


_NOTE_MARK = re.compile(r"[\s(\[（【]*(?:\d{1,2}|[①-⑳*※])[\s)\]）】]*")
_MEASURE = re.compile(r"(?:m|米)$", re.IGNORECASE)
_POWERS = {"2": "²", "3": "³"}


def without_note(raised: str, before: str) -> str:
    """A raised or lowered text, behind another: nothing where it is the mark of a note, for `2¹` would read as 21."""
    if not _NOTE_MARK.fullmatch(raised):
        return raised
    return _POWERS.get(raised.strip(), "") if _MEASURE.search(before) else ""


Begin = Callable[[str, Mapping[str, str]], None]


def parse(data: bytes, file: str, begin: Begin, end: Callable[[str], None], text: Callable[[str], None]) -> None:
    """Go through an XML part without building a tree; names come without their namespace. Raises ReadError for XML that is
    broken, and for a document type."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    local: dict[str, str] = {}

    def name_of(name: str) -> str:
        if name not in local:
            if len(local) > 5_000:
                local.clear()
            local[name] = name.rpartition(" ")[2]
        return local[name]

    def started(name: str, attributes: dict[str, str]) -> None:
        found: dict[str, str] = {}
        for key, value in attributes.items():
            own = name_of(key)
            if own not in found or " " not in key or _is_greater(value, found[own]):
                found[own] = value
        if any(len(found[key].strip()) > _COUNT_DIGITS for key in ("count", "uniqueCount") if key in found):
            refuse_count()
        begin(name_of(name), found)

    def refuse_count() -> None:
        problem = Text("文件已损坏（数目不对）", "the file is damaged (an impossible count)")
        raise ReadError(problem, location=file, hint=AGAIN)

    def refuse(*_: object) -> None:
        problem = Text("部件含有 DOCTYPE 声明", "a part declares a document type (DOCTYPE)")
        raise ReadError(problem, location=file, hint=AGAIN)

    parser.StartElementHandler = started
    parser.EndElementHandler = lambda name: end(name_of(name))
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        problem = Text(f"文件内容已损坏（{error}）", f"the content of the file is damaged ({error})")
        raise ReadError(problem, location=file, hint=AGAIN) from error


def _is_greater(value: str, other: str) -> bool:
    """Of two counts under one name the greater one is believed: what makes the cells may read either."""
    return value.isdigit() and (not other.isdigit() or (len(value), value) > (len(other), other))


AGAIN = Text("请用 Excel 或 WPS 打开后另存一次", "open it in a spreadsheet program and save it once more")


def refuse_extent(marks: Marks, name: str, file: str) -> None:
    """Raise ReadError for a sheet that is too large to be read."""
    if marks.columns > MAX_COLUMNS or marks.rows * marks.columns > MAX_CELLS:
        problem = Text(
            f"工作表“{name}”的内容远至第 {marks.rows:,} 行、第 {marks.columns:,} 列，未读",
            f"something stands in row {marks.rows:,} or column {marks.columns:,} of sheet '{name}'; it is not read",
        )
        hint = Text("请删去远处的单元格，或分成几个文件", "delete the cells far away, or split it into several files")
        raise ReadError(problem, location=file, hint=hint)
