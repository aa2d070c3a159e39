"""A review document → a workbook with one sheet a subject. Nothing in it is computed: every cell is text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
import xlsxwriter
from msgspec import UNSET

from checkrules.plugin import (
    ReviewData,
    ReviewDocument,
    ReviewReading,
    Text,
    UsageError,
    review_labels,
    visible,
    width_of,
)

from .review_layout import (
    ANSWER,
    DECIDES,
    DOUBT,
    FACT,
    HEAD_ROW,
    HEADINGS,
    HOW_ROW,
    ID,
    MARK,
    OTHER,
    READING,
    SIGN_ROW,
    TASK,
    TITLE_ROW,
    WIDTHS,
    WORDS,
)

MAX_SUBJECTS = 150
"""Subjects of one workbook: a program opens so many sheets."""
_MAX_QUOTE = 4_000
"""Characters of a quote that a cell shows."""
_MAX_CELL = 32_000
"""Characters of a cell, nearly."""
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_FONT = "微软雅黑"
_LINE_POINTS, _MAX_LINES = 14, 25
"""How high a line is, and how many lines a row shows: a row can be 409 points high."""


def review_workbook(document: ReviewDocument) -> bytes:
    """The bytes of an .xlsx file. Raises UsageError for more subjects than it can have sheets."""
    if len(document.reviews) > MAX_SUBJECTS:
        problem = Text(
            f"一个电子表格最多 {MAX_SUBJECTS} 份确认单，这次有 {len(document.reviews)} 份",
            f"a workbook holds at most {MAX_SUBJECTS} review sheets, not {len(document.reviews)}",
        )
        raise UsageError(problem, hint=Text("请分几次生成，或用 .html", "make several files, or write .html"))
    stream = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(stream, options) as workbook:
        workbook.set_properties({"keywords": MARK})
        _Writer(workbook, document).write()
    return stream.getvalue()


class _Writer:
    """Writes the sheets of one document."""

    def __init__(self, workbook: Any, document: ReviewDocument) -> None:
        self.workbook, self.document = workbook, document
        self.words = review_labels(document.language)
        self.choices: dict[tuple[str, ...], str] = {}
        """The cells that hold the choices of a drop-down, by the choices."""
        plain = {"font_name": _FONT, "font_size": 10, "text_wrap": True, "valign": "top"}
        boxed = {**plain, "border": 1, "border_color": "#C9D1D5"}
        self.formats = {
            "title": workbook.add_format({**plain, "bold": True, "font_size": 16, "text_wrap": False}),
            "how": workbook.add_format({**plain, "font_color": "#56626E"}),
            "label": workbook.add_format({**plain, "bold": True, "align": "right"}),
            "input": workbook.add_format({**boxed, "bg_color": "#FFF8DC", "num_format": "@"}),
            "head": workbook.add_format({**boxed, "bold": True, "bg_color": "#DDE5E6"}),
            "group": workbook.add_format({**plain, "bold": True, "font_color": "#1F5F6B", "text_wrap": False}),
            "cell": workbook.add_format(boxed),
            "strong": workbook.add_format({**boxed, "bold": True}),
            "doubt": workbook.add_format({**boxed, "font_color": "#A04A00"}),
            "text": workbook.add_format({"font_name": _FONT, "font_size": 10}),
            "mark": workbook.add_format({"font_name": _FONT, "font_size": 10, "bold": True, "font_color": "#9D1C20"}),
            "marked": workbook.add_format({**boxed, "bold": True, "font_color": "#9D1C20"}),
            "link": workbook.add_format({**boxed, "font_color": "#1F5F6B", "underline": 1}),
        }

    def write(self) -> None:
        names = _sheet_names(
            [review.subject or self.words["name_missing"] for review in self.document.reviews], self.words
        )
        if len(names) > 1:
            self._contents(names)
        sheets = [self.workbook.add_worksheet(name) for name in names]
        lists = self.workbook.add_worksheet(self.words["list_sheet"])
        lists.hide()
        for sheet, review in zip(sheets, self.document.reviews, strict=True):
            self._sheet(sheet, review, lists)
        if not names:
            self.workbook.add_worksheet(self.words["review"]).write_string(0, 0, self.words["nothing"])

    def _contents(self, names: list[str]) -> None:
        sheet = self.workbook.add_worksheet(self.words["overview"])
        heads = ("subject", "to_confirm", "grave_count", "without_doubt", "source")
        for column, head in enumerate(heads):
            sheet.write_string(0, column, self.words[head], self.formats["head"])
        for row, (name, review) in enumerate(zip(names, self.document.reviews, strict=True), start=1):
            quoted = name.replace("'", "''")
            subject = visible(review.subject)[:200] or self.words["name_missing"]
            sheet.write_url(row, 0, f"internal:'{quoted}'!B1", self.formats["link"], subject)
            counts = (len(review.readings), *(sum(map(of, review.readings)) for of in (_is_grave, _is_ticked)))
            for column, count in enumerate(counts, start=1):
                sheet.write_number(row, column, count, self.formats["cell"])
            sheet.write_string(row, 4, visible(review.source or ""), self.formats["cell"])
        for column, width in enumerate((36, 10, 18, 12, 60)):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)

    def _sheet(self, sheet: Any, review: ReviewData, lists: Any) -> None:
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width, None, {"hidden": column == ID})
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEAD_ROW)
        sheet.freeze_panes(HEAD_ROW + 1, 0)
        self._head(sheet, review)
        row, group = HEAD_ROW + 1, ""
        for reading in review.readings:
            part = _part_of(reading)
            if part != group:
                group = part
                sheet.write_string(row, TASK, self.words[part], self.formats["group"])
                row += 1
            self._item(sheet, row, reading, lists)
            row += 1
        if not review.readings:
            sheet.write_string(row, TASK, self.words["nothing"], self.formats["how"])

    def _head(self, sheet: Any, review: ReviewData) -> None:
        of_subject = msgspec.structs.replace(review, readings=[])
        header = msgspec.structs.replace(self.document, reviews=[of_subject])
        sheet.write_string(TITLE_ROW, ID, msgspec.json.encode(header).decode())
        subject = visible(review.subject) or self.words["name_missing"]
        sheet.write_string(TITLE_ROW, TASK, f"{self.words['review']}  {subject}", self.formats["title"])
        sheet.set_row(TITLE_ROW, 26)
        sheet.merge_range(HOW_ROW, TASK, HOW_ROW, DECIDES, "")
        sheet.write_string(HOW_ROW, TASK, self.words["how"], self.formats["how"])
        sheet.set_row(HOW_ROW, 34)
        for column, label, value in (
            (TASK, "confirmed_by", review.confirmed_by),
            (WORDS, "confirmed_on", review.confirmed_on),
        ):
            sheet.write_string(SIGN_ROW, column, self.words[label], self.formats["label"])
            sheet.write_string(SIGN_ROW, column + 1, visible(value or ""), self.formats["input"])
        sheet.set_row(SIGN_ROW, 20)
        for column, heading in enumerate(HEADINGS, start=1):
            sheet.write_string(HEAD_ROW, column, self.words[heading], self.formats["head"])

    def _item(self, sheet: Any, row: int, reading: ReviewReading, lists: Any) -> None:
        kept = msgspec.structs.replace(reading, before="", after="", quote=reading.quote[:_MAX_QUOTE], answer=UNSET)
        item = msgspec.json.encode(kept).decode()
        if len(item) > _MAX_CELL:  # what is shown beside is not needed to read an answer
            bare = {"quote": "", "doubts": [], "alternatives": [], "rules": []}
            item = msgspec.json.encode(msgspec.structs.replace(kept, **bare)).decode()
        sheet.write_string(row, ID, item)
        task = f"{reading.task} {reading.task_title}" if reading.task_title else ""
        doubts = [doubt.text for doubt in reading.doubts]
        if reading.flagged_text:
            doubts.append(self.words["look"].format(what=reading.flagged_text))
        rules = self.words["between"].join(f"{rule.rule} {rule.title}" for rule in reading.rules)
        told = self.words["between"].join(doubts)
        sentence = reading.before + reading.quote[:_MAX_QUOTE] + reading.after
        texts = ((TASK, task), (FACT, reading.title), (WORDS, sentence), (DOUBT, told), (DECIDES, rules))
        lines = max(-(-width_of(text) // WIDTHS[column]) for column, text in texts)
        sheet.set_row(row, _LINE_POINTS * min(max(lines, 1), _MAX_LINES) + 3)
        for column, text, format_ in (
            (TASK, task, "cell"),
            (FACT, reading.title, "strong"),
            (READING, reading.text or reading.status_text, "strong"),
            (DOUBT, told, "doubt"),
            (DECIDES, rules, "cell"),
        ):
            sheet.write_string(row, column, _line(text), self.formats[format_])
        self._words_of(sheet, row, reading)
        ticked = reading.choices[0].text if reading.ticked and reading.choices else ""
        sheet.write_string(row, ANSWER, ticked, self.formats["input"])
        sheet.write_string(row, OTHER, "", self.formats["input"])
        options = (*(choice.text for choice in reading.choices), self.words["not_said"])
        sheet.data_validation(
            row, ANSWER, row, ANSWER, {"validate": "list", "source": self._listed(options, lists), "show_error": False}
        )
        expected = self.words["expected"].format(what=reading.expected)
        sheet.data_validation(
            row, OTHER, row, OTHER, {"validate": "any", "input_message": expected[:250], "show_error": False}
        )

    def _words_of(self, sheet: Any, row: int, reading: ReviewReading) -> None:
        """The sentence, with the quote marked."""
        before, quote, after = _line(reading.before), _line(reading.quote[:_MAX_QUOTE]), _line(reading.after)
        if quote and (before or after):
            parts: list[Any] = [self.formats["text"], before] if before else []
            parts += [self.formats["mark"], quote]
            parts += [self.formats["text"], after] if after else []
            sheet.write_rich_string(row, WORDS, *parts, self.formats["cell"])
        else:
            sheet.write_string(row, WORDS, quote, self.formats["marked"])

    def _listed(self, options: tuple[str, ...], lists: Any) -> str:
        """The cells of the hidden sheet that hold the choices of a drop-down."""
        if options not in self.choices:
            row = len(self.choices)
            for column, option in enumerate(options):
                lists.write_string(row, column, option)
            last = xlsxwriter.utility.xl_col_to_name(len(options) - 1)
            self.choices[options] = f"='{self.words['list_sheet']}'!$A${row + 1}:${last}${row + 1}"
        return self.choices[options]


def _line(text: str) -> str:
    """A text on one line, with control characters written out."""
    return visible(" ".join(text.splitlines()))[:_MAX_CELL]


def _is_grave(reading: ReviewReading) -> bool:
    return reading.grave


def _is_ticked(reading: ReviewReading) -> bool:
    return reading.ticked


def _part_of(reading: ReviewReading) -> str:
    """The part of the sheet in which an item stands, as the words name it."""
    if reading.grave:
        return "grave"
    return "by_row" if reading.rules else "no_effect"


def _sheet_names(subjects: Iterable[str], words: Mapping[str, str]) -> list[str]:
    """A name for each subject's sheet, as spreadsheets take them: short, without some signs, each once."""
    taken = {words["overview"].casefold(), words["list_sheet"].casefold(), "history"}
    names = []
    for subject in subjects:
        stem = _NOT_IN_NAMES.sub(" ", visible(subject)).strip(" '")[:25] or words["review"]
        name, number = stem, 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem} {number}"
        taken.add(name.casefold())
        names.append(name)
    return names
