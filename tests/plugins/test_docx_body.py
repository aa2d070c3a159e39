"""What a reader sees on paper, for each construct that Word and WPS put into a paragraph or a table."""

from __future__ import annotations

import pytest

from checkrules_docx.body import Paragraph, Table, read_body
from checkrules_docx.package import parse_xml

from .documents import document, p, run, tbl, tc, tr

SYMBOL = '<w:r><w:sym w:font="Wingdings" w:char="F0{}"/></w:r>'
LEGACY = (
    '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="{}"/>{}</w:checkBox></w:ffData></w:fldChar></w:r>'
    '<w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
MODERN = (
    '<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{}"/></w14:checkbox></w:sdtPr><w:sdtContent>'
    + run("☒")
    + "</w:sdtContent></w:sdt>"
)
PROMPT = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + run("点击填写") + "</w:sdtContent></w:sdt>"
BOX = "<w:txbxContent>" + p("框内") + "</w:txbxContent>"
TWICE = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>'
    + BOX
    + "</wps:txbx></w:drawing></mc:Choice>"
    "<mc:Fallback><w:pict><v:textbox>" + BOX + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)

PARAGRAPHS = {
    "runs": (run("甲") + run("乙"), "甲乙"),
    "content control": ("<w:sdt><w:sdtPr/><w:sdtContent>" + run("甲") + "</w:sdtContent></w:sdt>" + run("乙"), "甲乙"),
    "control that shows its prompt": (run("甲") + PROMPT, "甲"),
    "tracked insertion": ("<w:ins>" + run("甲") + "</w:ins>", "甲"),
    "tracked deletion": (run("甲") + "<w:del><w:r><w:delText>乙</w:delText></w:r></w:del>", "甲"),
    "moved away": (run("甲") + "<w:moveFrom>" + run("乙") + "</w:moveFrom>", "甲"),
    "moved here": ("<w:moveTo>" + run("甲") + "</w:moveTo>", "甲"),
    "smart tag": ("<w:smartTag>" + run("甲") + "</w:smartTag>", "甲"),
    "simple field": ('<w:fldSimple w:instr="X">' + run("甲") + "</w:fldSimple>", "甲"),
    "hyperlink": ("<w:hyperlink>" + run("甲") + "</w:hyperlink>", "甲"),
    "hidden text": (run("甲") + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>乙</w:t></w:r>", "甲"),
    "shown text": ('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>乙</w:t></w:r>', "乙"),
    "tab and break": ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r>", "甲\t乙\n丙"),
    "soft hyphen": ("<w:r><w:t>甲</w:t><w:softHyphen/><w:t>乙</w:t></w:r>", "甲\u00ad乙"),
    "pinyin": (
        "<w:r><w:ruby><w:rt>" + run("jia") + "</w:rt><w:rubyBase>" + run("甲") + "</w:rubyBase></w:ruby></w:r>",
        "甲",
    ),
    "formula": ("<m:oMath><m:r><m:t>≥1</m:t></m:r></m:oMath>", "≥1"),
    "symbol ticked": (run("落实") + SYMBOL.format("FE"), "落实☑"),
    "symbol not ticked": (SYMBOL.format("A8"), "☐"),
    "tick by font": ('<w:r><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>\uf0fe</w:t></w:r>', "☑"),
    "legacy box ticked": (LEGACY.format(0, "<w:checked/>") + run("是"), "☑是"),
    "legacy box ticked by default": (LEGACY.format(1, ""), "☑"),
    "legacy box not ticked": (LEGACY.format(1, '<w:checked w:val="0"/>'), "☐"),
    "modern box ticked": (MODERN.format(1), "☑"),
    "modern box not ticked": (MODERN.format(0), "☐"),
}


def blocks(body: str, styles: frozenset[str] = frozenset()) -> tuple[Paragraph | Table, ...]:
    return read_body(parse_xml(document(body).encode(), "a.docx"), styles)


def cells(table: Paragraph | Table) -> list[list[str]]:
    assert isinstance(table, Table)
    return [["\n".join(paragraph.text for paragraph in cell.paragraphs()) for cell in row] for row in table.rows]


@pytest.mark.parametrize("name", PARAGRAPHS)
def test_paragraph(name: str) -> None:
    xml, text = PARAGRAPHS[name]
    assert blocks(f"<w:p>{xml}</w:p>") == (Paragraph(text=text),)


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    assert [block.text for block in blocks(p("甲", TWICE)) if isinstance(block, Paragraph)] == ["甲", "框内"]


def test_blocks_inside_a_control() -> None:
    body = "<w:sdt><w:sdtPr/><w:sdtContent>" + p("甲") + tbl(tr("乙")) + "</w:sdtContent></w:sdt>"
    first, second = blocks(body)
    assert first == Paragraph(text="甲")
    assert cells(second) == [["乙"]]


def test_a_cell_wrapped_in_a_control_keeps_its_column() -> None:
    wrapped = "<w:sdt><w:sdtPr/><w:sdtContent>" + tc("乙") + "</w:sdtContent></w:sdt>"
    (table,) = blocks(tbl(tr("甲", wrapped, "丙")))
    assert cells(table) == [["甲", "乙", "丙"]]


def test_a_row_wrapped_in_a_control() -> None:
    (table,) = blocks("<w:tbl><w:sdt><w:sdtPr/><w:sdtContent>" + tr("甲") + "</w:sdtContent></w:sdt></w:tbl>")
    assert cells(table) == [["甲"]]


def test_merged_cells_are_read_once() -> None:
    (table,) = blocks(tbl(tr(tc("甲", merge="restart"), tc("乙", span=2)), tr(tc("甲", merge="continue"), "丙", "丁")))
    assert cells(table) == [["甲", "乙"], ["", "丙", "丁"]]
    assert isinstance(table, Table)
    assert [(cell.start, cell.end, cell.continues) for row in table.rows for cell in row] == [
        (0, 1, False),
        (1, 3, False),
        (0, 1, True),
        (1, 2, False),
        (2, 3, False),
    ]


def test_nested_tables_belong_to_their_cell() -> None:
    (table,) = blocks(tbl(tr(tc(p("甲") + tbl(tr("乙", "丙"))))))
    assert cells(table) == [["甲\n乙\n丙"]]


def test_deleted_rows_are_left_out() -> None:
    deleted = "<w:tr><w:trPr><w:del/></w:trPr>" + tc("乙") + "</w:tr>"
    (table,) = blocks(tbl(tr("甲"), deleted))
    assert cells(table) == [["甲"]]


def test_numbering_by_itself_and_by_style() -> None:
    body = p("甲", level=1) + p("乙", style="List") + p("丙", style="Body")
    assert [block.level for block in blocks(body, frozenset({"List"})) if isinstance(block, Paragraph)] == [1, 0, None]


def test_odd_numbers_in_attributes_are_survived() -> None:
    (table,) = blocks(tbl(tr("<w:tc><w:tcPr><w:gridSpan w:val='99999999999'/></w:tcPr>" + p("甲") + "</w:tc>")))
    assert cells(table) == [["甲"]]
