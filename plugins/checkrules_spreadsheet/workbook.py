"""A workbook → its visible sheets as texts by row and column. Everything about the file is taken for hostile: how far a sheet
reaches is looked at before anything makes its cells."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import attrs
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from checkrules.plugin import KINDS, ArchiveLimits, Location, ReadError, Remark, Text, kind_of, open_archive, shown

from .cells import text_of
from .compound import compound_of, stream_of
from .marks import AGAIN, Cell, Marks, refuse_extent
from .ods_marks import ods_marks
from .xls_marks import xls_marks
from .xlsx_marks import xlsx_marks

MAX_FILE_BYTES = 32 * 1024 * 1024
MAX_SHEETS = 200
MAX_CHARACTERS = 20_000_000
"""Characters of the cells of a sheet."""
LIMITS = ArchiveLimits(members=3_000, member_bytes=96 * 1024 * 1024, total_bytes=256 * 1024 * 1024, ratio=200)
NO_PASSWORD = Text("请打开后去掉打开密码，再另存一次", "open it, remove the password, and save it again")
_MAX_TOLD = 5


@attrs.frozen(kw_only=True, eq=False)
class Grid:
    """The texts of a sheet, from A1 on, as a person sees them: without hidden rows and columns and what is struck through."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    hidden: Mapping[int, Mapping[int, str]]
    """The texts of hidden cells, by row and column."""
    merges: Sequence[tuple[Cell, Cell]]
    remarks: Mapping[int, tuple[Remark, ...]]
    """What is to be told of cells, by row."""
    notes: tuple[Remark, ...]
    """What is to be told of the sheet."""

    @cached_property
    def merged_from(self) -> Mapping[Cell, Cell]:
        """For each cell that is part of a merged one, the first cell of that."""
        return {
            (row, column): first
            for first, last in self.merges
            for row in range(first[0], min(last[0], len(self.rows) - 1) + 1)
            for column in range(first[1], min(last[1], len(self.rows[row]) - 1) + 1)
            if (row, column) != first
        }


@attrs.frozen(kw_only=True)
class Workbook:
    """The sheets of a workbook, one by one, each read when it is asked for; and what is not read of it."""

    file: str
    sheets: Iterator[Grid | ReadError]
    hidden: tuple[str, ...]


@contextmanager
def open_workbook(data: bytes, file: str) -> Iterator[Workbook]:
    """The workbook in some bytes. Raises ReadError that says what else the file is, or what is wrong with it."""
    kind = kind_of(data)
    if kind == "xlsx":
        with open_archive(data, file, LIMITS) as archive:
            marks = xlsx_marks(archive)
    elif kind == "odt":
        with open_archive(data, file, LIMITS) as archive:
            marks = ods_marks(archive)
    elif kind in ("xls", "ole"):
        name, stream = stream_of(data, ("Workbook", "Book"), file)
        marks, data = xls_marks(stream, file), compound_of(stream, name)
    else:
        raise _other(kind, file)
    for name, of_sheet in marks.items():
        if kind in ("xls", "ole", "odt"):  # which are read as a whole
            refuse_extent(of_sheet, name, file)
    with _errors_told(file):
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    with workbook:
        pages = [page for page in workbook.sheets_metadata if page.typ is SheetTypeEnum.WorkSheet]
        if len(pages) > MAX_SHEETS:
            problem = Text(f"工作表超过 {MAX_SHEETS} 张，未读", f"more than {MAX_SHEETS} sheets; it is not read")
            raise ReadError(problem, location=file, hint=Text("请分成几个文件", "split it into several files"))
        if kind in ("xls", "ole") and len(marks) == len(
            pages
        ):  # old files write names in a code page that they do not name
            marks = dict(zip((page.name for page in pages), marks.values(), strict=True))
        visible = [page.name for page in pages if page.visible is SheetVisibleEnum.Visible]
        yield Workbook(
            file=file,
            sheets=(_sheet(workbook, name, marks.get(name), file) for name in visible),
            hidden=tuple(page.name for page in pages if page.name not in visible),
        )


def _other(kind: str | None, file: str) -> ReadError:
    if kind == "encrypted":
        return ReadError(Text("文件设有打开密码", "the file is encrypted: a password is needed to open it"), location=file, hint=NO_PASSWORD)  # fmt: skip
    what = KINDS[kind] if kind is not None else Text("文本文件", "a text file")
    problem = Text(f"文件实际上是{what.zh}，不是电子表格", f"the file is really {what.en}, not a spreadsheet")
    hint = Text("请用 Excel 或 WPS 打开，另存为 .xlsx", "open it in a spreadsheet program and save it as .xlsx")
    return ReadError(problem, location=file, hint=hint)


@contextmanager
def _errors_told(file: str) -> Iterator[None]:
    try:
        yield
    except PasswordError as error:
        raise _other("encrypted", file) from error
    except (CalamineError, ValueError, OSError) as error:
        problem = Text("文件已损坏，或不是电子表格", "the file is damaged, or is no spreadsheet")
        raise ReadError(problem, location=file, hint=AGAIN) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what the library's own faults come as
            raise
        problem = Text("文件已损坏，读取时出错", "the file is damaged and cannot be read")
        raise ReadError(problem, location=file, hint=AGAIN) from error


def _sheet(workbook: CalamineWorkbook, name: str, marks: Marks | None, file: str) -> Grid | ReadError:
    try:
        if marks is None:
            raise ReadError(Text("文件已损坏或不完整", "the file is damaged or cut short"), location=file, hint=AGAIN)
        refuse_extent(marks, name, file)
        with _errors_told(file):
            sheet = workbook.get_sheet_by_name(name)
            merges = sheet.merged_cell_ranges or marks.merges
            if sheet.total_height > marks.rows + 1 or sheet.total_width > marks.columns + 1:
                raise ReadError(
                    Text("文件已损坏或不完整", "the file is damaged or cut short"), location=file, hint=AGAIN
                )
            values = sheet.to_python(skip_empty_area=False)
        return _grid(name, values, marks, merges, file)
    except ReadError as error:
        return error


def _grid(
    name: str, values: Sequence[Sequence[Any]], marks: Marks, merges: Sequence[tuple[Cell, Cell]], file: str
) -> Grid:
    rows: list[tuple[str, ...]] = []
    hidden: dict[int, dict[int, str]] = {}
    remarks: dict[int, list[Remark]] = {}
    characters = 0
    unseen = marks.unseen_columns()
    for row, cells in enumerate(values):
        texts: list[str] = []
        for column, value in enumerate(cells):
            text, problem = text_of(value, (row, column), marks)
            if problem is not None:
                location = Location(file=file, cell=f"{name}!{reference(row, column)}")
                remarks.setdefault(row, []).append(Remark(code="unreadable_cell", message=problem, location=location))
            if text and (row in marks.hidden_rows or column in unseen):
                hidden.setdefault(row, {})[column] = text
                text = ""
            characters += len(text)
            texts.append(text)
        rows.append(tuple(texts))
        if characters > MAX_CHARACTERS:
            million = MAX_CHARACTERS // 1_000_000
            problem = Text(
                f"工作表“{shown(name)}”超过 {million} 百万字，未读",
                f"sheet '{shown(name)}' has more than {million} million characters; it is not read",
            )
            raise ReadError(problem, location=file)
    return Grid(
        name=name,
        rows=tuple(rows),
        hidden=hidden,
        merges=_within(merges, rows, file),
        remarks={row: tuple(told) for row, told in remarks.items()},
        notes=_of_hidden(name, hidden, marks, file),
    )


def _within(merges: Sequence[tuple[Cell, Cell]], rows: Sequence[tuple[str, ...]], file: str) -> list[tuple[Cell, Cell]]:
    """The merged cells in which something can stand. Raises ReadError where they lie over one another."""
    width = max(map(len, rows), default=0)
    found = [(first, last) for first, last in merges if first[0] < len(rows) and first[1] < width]
    area = sum(
        (min(last[0], len(rows) - 1) - first[0] + 1) * (min(last[1], width - 1) - first[1] + 1) for first, last in found
    )
    if area > len(rows) * width:
        problem = Text("文件已损坏（合并的单元格互相重叠）", "the file is damaged (merged cells overlap)")
        raise ReadError(problem, location=file, hint=AGAIN)
    return found


def _of_hidden(name: str, hidden: Mapping[int, Mapping[int, str]], marks: Marks, file: str) -> tuple[Remark, ...]:
    """A remark on hidden rows and columns in which something stands."""
    rows = sorted(row for row in hidden if row in marks.hidden_rows)
    columns = sorted({column for row, cells in hidden.items() if row not in marks.hidden_rows for column in cells})
    told: list[Text] = []
    if rows:
        numbers = [str(row + 1) for row in rows[:_MAX_TOLD]]
        more = len(rows) - len(numbers)
        told.append(
            Text(
                f"第 {'、'.join(numbers)} 行{f'等 {len(rows)} 行' if more else ''}",
                f"rows {', '.join(numbers)}{f' and {more} more' if more else ''}",
            )
        )
    if columns:
        names = [reference(0, column)[:-1] for column in columns[:_MAX_TOLD]]
        more = len(columns) - len(names)
        told.append(
            Text(
                f"{'、'.join(names)} 列{f'等 {len(columns)} 列' if more else ''}",
                f"columns {', '.join(names)}{f' and {more} more' if more else ''}",
            )
        )
    if not told:
        return ()
    message = Text(
        f"隐藏的{'、'.join(part.zh for part in told)}未读；需要的话请取消隐藏（或取消筛选）",
        f"hidden {' and '.join(part.en for part in told)} are not read; unhide them (or clear the filter) if they count",
    )
    location = Location(file=file, cell=name)
    return (Remark(code="hidden_content", message=message, location=location),)


def reference(row: int, column: int) -> str:
    """The name of a cell, from 0: (6, 1) is B7."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"
