"""A workbook of review sheets that people filled in → its review document. What was typed is given as text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import UNSET

from checkrules.plugin import (
    ReadError,
    ReviewData,
    ReviewDocument,
    ReviewReading,
    Text,
    read_bytes,
    review_from_json,
    review_labels,
)

from .review_layout import BEGINNING
from .workbook import MAX_FILE_BYTES, Grid, open_workbook

_HEAD = 12
"""Rows in which the head of a sheet is looked for; people may insert some."""
_LANGUAGES = (review_labels("zh"), review_labels("en"))


def read_review(path: Path) -> ReviewDocument:
    """The document of a file. Raises ReadError."""
    file = str(path)
    with open_workbook(read_bytes(path, MAX_FILE_BYTES), file) as workbook:
        found = [document for grid in workbook.sheets if (document := _document(grid, file)) is not None]
    if not found:
        raise ReadError(
            Text("文件里没有确认单", "the file holds no review sheet"),
            location=file,
            hint=Text(
                "请用 checkrules review 生成的文件；隐藏的第一列不能删",
                "give a file of `checkrules review`; its hidden first column must stay",
            ),
        )
    first, reviews = found[0], [review for document in found for review in document.reviews]
    if len({document.checklist.id if document.checklist else None for document in found}) > 1:
        problem = Text("文件里有不同检查清单的确认单", "the file holds review sheets of different checklists")
        raise ReadError(problem, location=file)
    return msgspec.structs.replace(first, reviews=reviews)


def is_review(grid: Grid) -> bool:
    """Whether a sheet is a review sheet."""
    return _header(grid) is not None


def _text(grid: Grid, row: int, column: int) -> str:
    """The text of a cell, whether it is hidden or not."""
    hidden = grid.hidden.get(row, {}).get(column)
    if hidden is not None:
        return hidden
    return grid.rows[row][column] if row < len(grid.rows) and column < len(grid.rows[row]) else ""


def _cells(grid: Grid, row: int) -> list[str]:
    return [_text(grid, row, column) for column in range(max((len(cells) for cells in grid.rows), default=0))]


def _header(grid: Grid) -> str | None:
    """The hidden cell that says whose sheet it is."""
    for row in range(min(_HEAD, len(grid.rows))):
        for text in _cells(grid, row)[:3]:
            if text.startswith(BEGINNING):
                return text
    return None


def _document(grid: Grid | ReadError, file: str) -> ReviewDocument | None:
    """The document of one sheet; None for another sheet."""
    if isinstance(grid, ReadError):
        raise grid
    header = _header(grid)
    if header is None:
        return None
    document = review_from_json(header, f"{file}:{grid.name}")
    head, answer, other = _columns(grid, file)
    readings: list[ReviewReading] = []
    for row in range(head + 1, len(grid.rows)):
        readings += _readings(grid, row, answer, other)
    if len(document.reviews) > 1:
        raise ReadError(
            Text("一张表里有几所单位的确认单", "one sheet asks about several subjects"), location=f"{file}:{grid.name}"
        )
    review = document.reviews[0] if document.reviews else ReviewData(subject=grid.name, readings=[])
    signed = msgspec.structs.replace(
        review,
        confirmed_by=_labelled(grid, "confirmed_by", head),
        confirmed_on=_labelled(grid, "confirmed_on", head),
        readings=readings,
    )
    return msgspec.structs.replace(document, reviews=[signed])


def _columns(grid: Grid, file: str) -> tuple[int, int, int]:
    """The row of the headings, and the columns of the answers. Raises ReadError where they are gone."""
    for row in range(min(2 * _HEAD, len(grid.rows))):
        cells = [cell.strip() for cell in _cells(grid, row)]
        for words in _LANGUAGES:
            if words["answer"] in cells and words["other"] in cells:
                return row, cells.index(words["answer"]), cells.index(words["other"])
    answer, other = (Text(*(words[key] for words in _LANGUAGES)) for key in ("answer", "other"))
    problem = Text(
        f"找不到表头“{answer.zh}”和“{other.zh}”", f"the headings '{answer.en}' and '{other.en}' are not there"
    )
    raise ReadError(
        problem, location=f"{file}:{grid.name}", hint=Text("请不要改动表头", "leave the headings as they are")
    )


def _labelled(grid: Grid, key: str, head: int) -> str | None:
    """What stands right of a label."""
    for row in range(head):
        cells = [cell.strip() for cell in _cells(grid, row)]
        for words in _LANGUAGES:
            if words[key] in cells:
                column = cells.index(words[key])
                return next((cell for cell in cells[column + 1 : column + 2] if cell), None)
    return None


def _readings(grid: Grid, row: int, answer: int, other: int) -> Iterator[ReviewReading]:
    """The item of a row with its answer. An answer in a row that has lost its item is told by the words of the row."""
    cells = [cell.strip() for cell in _cells(grid, row)]
    item = next((cell for cell in cells if cell.startswith('{"fact":')), None)
    chosen, written = (cells[column] if column < len(cells) else "" for column in (answer, other))
    for remark in grid.remarks.get(row, ()):  # a cell that cannot be read is no open answer
        written = written or remark.message.zh
    try:
        reading = msgspec.json.decode(item or "", type=ReviewReading)
    except (msgspec.DecodeError, UnicodeEncodeError):
        if chosen or written:
            words = next((cell for cell in cells if cell), "")[:60]
            yield ReviewReading(fact=words, task="", row_digest="", answer=written or chosen)
        return
    values = {choice.text: choice.value for choice in reading.choices}
    proposed = reading.choices[0].text if reading.ticked and reading.choices else ""
    answers = [written, *([chosen] if chosen != proposed else [])] if written else [chosen]
    given = [text for text in answers if text]
    if given and reading.title and reading.title not in cells:  # only a part of the columns was sorted or pasted
        yield ReviewReading(
            fact=next((cell for cell in cells if cell), "")[:60], task="", row_digest="", answer=given[0]
        )
        return
    if not given:
        yield reading
    for text in given:  # two that differ are told by who reads the document
        yield msgspec.structs.replace(reading, answer=values.get(text, text) if text else UNSET)
