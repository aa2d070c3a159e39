"""A workbook → submissions, sheet by sheet; and its tables, for rosters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import attrs

from checkrules.plugin import (
    KINDS,
    Content,
    Enclosed,
    Location,
    ReadError,
    Rejection,
    Remark,
    Sheet,
    Submission,
    Text,
    kind_of,
    read_bytes,
    shown,
    submissions_of,
)

from .form_document import cell_names, form_document
from .labelled import labelled_submission
from .layout import layout_of, meanings_of
from .review_read import is_review
from .table_rows import table_of
from .workbook import MAX_FILE_BYTES, Grid, Workbook, open_workbook

_SUFFIXES = {"docx": ".docx", "doc": ".doc", "rtf": ".rtf", "pdf": ".pdf", "image": ".png"}
"""How files of other kinds are named, for their own readers."""
Item = Submission | Rejection | Enclosed
_REVIEW = Text("这是确认单，不是待判定的材料", "a review sheet, not a submission")
_CONFIRMED = Text("填好后用 --confirmed 交来", "when it is filled in, give it by --confirmed")


def read_workbook(path: Path, content: Content) -> Iterator[Item]:
    """The submissions of all sheets. Raises ReadError where the file is no workbook. What is not read of it is a remark on the
    submission before or after it; without one it is a Rejection."""
    file = str(path)
    data = read_bytes(path, MAX_FILE_BYTES)
    kind = kind_of(data)
    if kind in _SUFFIXES or (kind is None and _is_text(data)):
        yield _renamed(kind, data, file)
        return
    last: Submission | Enclosed | None = None
    with open_workbook(data, file) as workbook:
        told = list(_not_read(workbook))
        for item in _items(workbook, content, told):
            if isinstance(item, Rejection):
                yield item
                continue
            if last is not None:
                yield last
            last, told[:] = attrs.evolve(item, remarks=(*told, *item.remarks)), []
    if last is not None:
        yield attrs.evolve(last, remarks=(*last.remarks, *told))
        return
    for remark in told:
        yield Rejection(location=remark.location or Location(file=file), reason=remark.message)


def _items(workbook: Workbook, content: Content, told: list[Remark]) -> Iterator[Item]:
    meaning = meanings_of(content)
    for grid in workbook.sheets:
        if isinstance(grid, ReadError):
            yield Rejection(location=grid.location or Location(file=workbook.file), reason=grid.problem, hint=grid.hint)
            continue
        if is_review(grid):
            yield Rejection(location=Location(file=workbook.file, cell=grid.name), reason=_REVIEW, hint=_CONFIRMED)
            continue
        told += grid.notes
        match layout_of(grid, content, meaning):
            case "form":
                yield _form(grid)
            case "labels":
                yield labelled_submission(grid, workbook.file, content, meaning)
            case "rows":
                try:
                    yield from submissions_of(table_of(grid, workbook.file, meaning), content)
                except ReadError as error:
                    location = error.location or Location(file=workbook.file, cell=grid.name)
                    yield Rejection(location=location, reason=error.problem, hint=error.hint)
            case "other":
                told.append(_other_sheet(grid, workbook.file))
            case "blank":
                continue


def _form(grid: Grid) -> Enclosed:
    remarks = tuple(remark for of_row in grid.remarks.values() for remark in of_row)
    return Enclosed(suffix=".docx", data=form_document(grid), cell_of=cell_names(grid), remarks=remarks)


def _other_sheet(grid: Grid, file: str) -> Remark:
    name = shown(grid.name)
    message = Text(
        f"工作表“{name}”不是任务清单，也没有表头为项目名的表格，未读",
        f"sheet '{name}' is no form and has no table headed by facts of the form; it is not read",
    )
    return Remark(code="other_sheet", message=message, location=Location(file=file, cell=grid.name))


def _not_read(workbook: Workbook) -> Iterator[Remark]:
    """A remark on hidden sheets."""
    if workbook.hidden:
        names = [shown(name) for name in workbook.hidden]
        message = Text(
            f"隐藏的工作表未读：{'、'.join(names)}；需要的话请取消隐藏",
            f"hidden sheets are not read: {', '.join(names)}; unhide them if they count",
        )
        yield Remark(code="hidden_content", message=message, location=Location(file=workbook.file))


def _is_text(data: bytes) -> bool:
    """Whether the bytes may be a table in a text file, under the name of a workbook."""
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8", "gb18030"):
        try:
            return "\x00" not in data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return False


def _renamed(kind: str | None, data: bytes, file: str) -> Enclosed:
    what = KINDS[kind] if kind is not None else Text("文本表格（CSV）", "a text table (CSV)")
    message = Text(f"文件实际上是{what.zh}，按其内容读取", f"the file is really {what.en}, and is read as such")
    suffix = _SUFFIXES[kind] if kind is not None else ".csv"
    remark = Remark(code="renamed", message=message, location=Location(file=file))
    return Enclosed(suffix=suffix, data=data, remarks=(remark,))


def workbook_sheets(path: Path) -> Iterator[Sheet]:
    """The visible sheets, each as a table. Raises ReadError where the file is no workbook, or a sheet cannot be read."""
    file = str(path)
    with open_workbook(read_bytes(path, MAX_FILE_BYTES), file) as workbook:
        for grid in workbook.sheets:
            if isinstance(grid, ReadError):
                raise grid
            if any(any(row) for row in grid.rows):
                yield table_of(grid, file, lambda _: None)
