"""The work of reading a Word file grows with the file, whatever it holds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from checkrules.plugin import Content
from checkrules_docx.read import read_docx

from ..work import calls_during
from .documents import HEADINGS, form, head, p, run, save, stored, task_row, task_texts, tbl, tc, tr

ROW = task_row((1,), "甲")
LONG = "任务的文字。" * 300
MERGED = "<w:tc><w:tcPr><w:vMerge/></w:tcPr></w:tc>"
BEGIN, END = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
RAISED = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r>'
BOX = (
    "<w:sdt><w:sdtPr><w14:checkbox xmlns:w14='http://schemas.microsoft.com/office/word/2010/wordml'/></w:sdtPr></w:sdt>"
)

DOCUMENTS: dict[str, Callable[[int], str]] = {
    "a task cell merged over rows": lambda n: form(
        ROW, tr("一", tc(LONG, merge="restart"), "", "甲"), f"<w:tr><w:tc/>{MERGED}<w:tc/><w:tc/></w:tr>" * n
    ),
    "a section cell merged over rows": lambda n: form(
        ROW, tr(tc(LONG, merge="restart"), "检查", "", "甲"), f"<w:tr>{MERGED}{tc('甲')}<w:tc/><w:tc/></w:tr>" * n
    ),
    "a labelled cell merged over rows": lambda n: form(
        ROW, tr(tc(f"工作成绩亮点\n{LONG}", merge="restart"), "甲"), f"<w:tr>{MERGED}<w:tc/></w:tr>" * n
    ),
    "a narrative cell merged over rows": lambda n: form(
        tr("一", task_texts()[1][1], "", tc(LONG, merge="restart")), f"<w:tr><w:tc/><w:tc/><w:tc/>{MERGED}</w:tr>" * n
    ),
    "rows of one task": lambda n: form(ROW * n),
    "rows of two tasks": lambda n: form(task_row((1, 2), "甲") * n),
    "heading rows": lambda n: form(tr(*HEADINGS) * n, ROW),
    "labels side by side": lambda n: tbl(tr(*["学校"] * n), tr(*["学校"] * n)) + form(ROW),
    "labels in one cell": lambda n: tbl(tr(tc("存在的主要问题：\n" * n))) + form(ROW),
    "labelled paragraphs": lambda n: p("学校：甲") * n + p("存在的主要问题：") + "<w:p/>" * n + form(ROW),
    "tables": lambda n: tbl(tr("甲", "乙")) * n + form(ROW) + tbl(tr("甲", "乙", "丙", "丁")) * n,
    "tables in a table": lambda n: tbl(tr(tc(tbl(tr("甲")) * n + p("")))) + form(ROW),
    "tables in tables": lambda n: form(ROW) + "<w:tbl><w:tr><w:tc>" * 20 + p("甲") * n + "</w:tc></w:tr></w:tbl>" * 20,
    "runs": lambda n: p(*[run("甲")] * n) + form(ROW),
    "links": lambda n: p(f"<w:hyperlink>{run('甲')}</w:hyperlink>" * n) + form(ROW),
    "comments": lambda n: p("<w:commentRangeStart w:id='0'/><w:commentRangeEnd w:id='0'/>" * n) + form(ROW),
    "paragraphs in a cell": lambda n: form(task_row((1, 2), "甲乙\n" * n)),
    "cells as wide as can be": lambda n: form(ROW) + f"<w:tbl><w:tr>{tc('甲', span=1_000_000) * n}</w:tr></w:tbl>",
    "cells in a control": lambda n: form(
        ROW, f"<w:tr><w:sdt>{'<w:x/>' * n}<w:sdtContent>{tc('甲') * n}</w:sdtContent></w:sdt></w:tr>"
    ),
    "check boxes": lambda n: p(BOX * n) + form(ROW),
    "blanks in a value": lambda n: head(school=f"甲{' ' * 20 * n}乙") + form(ROW),
    "numbers in a cell": lambda n: form(task_row((1, 2, 3), "1、甲。" * n)),
    "forms": lambda n: form(ROW) * n,
    "fields in fields": lambda n: p(*[BEGIN] * 200, *[run("甲")] * n, *[END] * 200) + form(ROW),
    "fields without an end": lambda n: p(*[BEGIN + run("甲")] * n) + form(ROW),
    "deleted marks of paragraphs": lambda n: (
        f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('甲')}</w:p>" * n + form(ROW)
    ),
    "styles": lambda n: "".join(p("甲", style=f"S{i}") for i in range(n)) + form(ROW),
    "lists": lambda n: p("甲", level=1) * n + form(ROW),
    "rows of a table in a cell": lambda n: form(
        task_row((2, 3), tbl(tr("项目", "数量", "说明"), tr("甲", "1", "") * n) + p(""))
    ),
    "sentences about two tasks": lambda n: form(task_row((2, 4), "课表齐全，主题班会每月2次。谈心谈话机制健全。" * n)),
    "lines of boxes": lambda n: form(task_row((1,), "已制定工作方案：☑有 □无；" * n)),
    "text in the task cell": lambda n: form(tr("四", task_texts()[9][1] + "甲。" * 5 * n, "", "")),
    "columns that the form has not": lambda n: form(
        tr(*HEADINGS, *["整改"] * n), tr("一", task_texts()[1][1], "", "甲", "", *["乙"] * n)
    ),
    "pictures": lambda n: form(task_row((1,), "<w:p><w:r><w:drawing/></w:r></w:p>" * n)),
    "raised numbers": lambda n: form(task_row((1,), p(*[RAISED] * n))),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_twice_the_document_is_twice_the_work(name: str, content: Content, tmp_path: Path) -> None:
    few, many = (save(tmp_path / f"{n}.docx", DOCUMENTS[name](n)) for n in (60, 120))
    assert list(read_docx(few, content))
    once = calls_during(lambda: list(read_docx(few, content)))
    assert calls_during(lambda: list(read_docx(many, content))) < 2.2 * once


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_long_document_is_read_to_its_end(name: str, content: Content, tmp_path: Path) -> None:
    # work that no call shows: quadratic work would take minutes
    assert list(read_docx(stored(tmp_path / "a.docx", DOCUMENTS[name](1_500)), content))


def test_a_merged_cell_is_read_once(content: Content, tmp_path: Path) -> None:
    with_text, without = (
        save(tmp_path / f"{len(text)}.docx", DOCUMENTS["a task cell merged over rows"](200).replace(LONG, text))
        for text in (LONG, "甲")
    )
    list(read_docx(without, content))
    more = calls_during(lambda: list(read_docx(with_text, content)))
    assert more < 1.5 * calls_during(lambda: list(read_docx(without, content)))
