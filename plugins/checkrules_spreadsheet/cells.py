"""The value of a cell → the text that a person reads in it, and what cannot be read."""

from __future__ import annotations

import datetime as dt
import re

from checkrules.plugin import Fact, Text

from .marks import Cell, Marks

EXACT_DIGITS = 10**15
"""Spreadsheets keep 15 digits of a number."""


_SHARE = re.compile(r"\+?(?:0?\.\d+|1(?:\.0+)?)")


def doubtful_share(fact: Fact, text: str) -> Text | None:
    """What is to be told of a number up to 1 without a percent sign, for a fact in percent: 0.98 may mean 98 %. It counts as not
    stated."""
    number = text.strip()
    if fact.unit is None or fact.unit.en != "%" or not _SHARE.fullmatch(number) or float(number) == 0:
        return None
    percent = f"{float(number) * 100:.12g}%"
    return Text(
        f"“{fact.title.zh}”填的是 {number}，分不清是 {number}% 还是 {percent}，按未填处理；请写上百分号",
        f"'{fact.title.en}' is {number}: {number}% or {percent}? it is treated as not stated; write the percent sign",
    )


def text_of(value: object, cell: Cell, marks: Marks) -> tuple[str, Text | None]:
    """The text of a cell; and what is to be told where its value cannot be read, which counts as not stated."""
    if cell in marks.errors:
        error = marks.errors[cell]
        return "", Text(
            f"公式出错（{error}），按未填处理", f"the formula gives an error ({error}); treated as not stated"
        )
    if cell in marks.uncached:
        return "", Text(
            "公式的结果没有保存在文件里，按未填处理；请用 Excel 或 WPS 打开后另存一次",
            "the result of the formula is not in the file; treated as not stated: open it in a spreadsheet program and save it",
        )
    if cell in marks.texts:
        return marks.texts[cell], None
    match value:
        case bool():
            return ("true" if value else "false"), None
        case int() | float():
            return _number(value, cell in marks.percents)
        case dt.datetime():
            midnight = value.time() == dt.time()
            return (value.date().isoformat() if midnight else value.isoformat(" ", "minutes")), None
        case dt.date() | dt.time():
            return value.isoformat(), None
        case dt.timedelta():
            return str(value), None
    return str(value), None


def _number(value: float, percent: bool) -> tuple[str, Text | None]:
    if abs(value) >= EXACT_DIGITS:
        return "", Text(
            "数字超过 15 位，电子表格已丢失末几位，按未填处理；请把单元格设为文本后重填",
            "a number of more than 15 digits, of which spreadsheets lose the last; treated as not stated: "
            "format the cell as text and type it again",
        )
    if percent:
        return f"{value * 100:.12g}%", None
    whole = float(value).is_integer()
    return (str(int(value)) if whole else f"{value:.15g}"), None
