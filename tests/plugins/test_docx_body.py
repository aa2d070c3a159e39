"""What a reader sees on paper, for each construct that Word and WPS put into a paragraph or a table."""

from __future__ import annotations

import pytest

from checkrules_docx.blocks import Paragraph, Table
from checkrules_docx.body import read_body
from checkrules_docx.package import parse_xml
from checkrules_docx.styles import Style, Styles

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


def styled(properties: str, text: str) -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def mark(kind: str, inside: str = "") -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}">{inside}</w:fldChar></w:r>'


def code(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


def field(instruction: str, result: str) -> str:
    return mark("begin") + code(instruction) + mark("separate") + result + mark("end")


def drop_down(chosen: str, result: str = "") -> str:
    entries = "".join(f'<w:listEntry w:val="{entry}"/>' for entry in ("请选择", "0", "2"))
    data = f"<w:ffData><w:ddList>{chosen}{entries}</w:ddList></w:ffData>"
    return mark("begin", data) + code(" FORMDROPDOWN ") + mark("separate") + result + mark("end")


RAISED = '<w:vertAlign w:val="superscript"/>'
LOWERED = '<w:vertAlign w:val="subscript"/>'
OWN_MARK = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>1</w:t></w:r>'

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
    "struck through": (run("教师") + styled("<w:strike/>", "1") + run("2名"), "教师2名"),
    "struck through twice": (styled("<w:dstrike/>", "1") + run("2名"), "2名"),
    "not struck through": (styled('<w:strike w:val="0"/>', "12名"), "12名"),
    "struck through and tracked": ("<w:ins>" + styled("<w:strike/>", "1") + run("2") + "</w:ins>", "2"),
    "square metres": (run("面积60m") + styled(RAISED, "2") + run("，"), "面积60m²，"),
    "raised letters": (run("第2") + styled(RAISED, "nd"), "第2nd"),
    "lowered after a letter": (run("CO") + styled(LOWERED, "2"), "CO2"),
    "field": (run("共") + field(" =SUM(ABOVE) ", run("12")) + run("人"), "共12人"),
    "field without a result": (run("共") + mark("begin") + code(" PAGE ") + mark("end") + run("人"), "共人"),
    "field in the code of a field": (
        mark("begin")
        + code(" IF ")
        + field(" MERGEFIELD a ", run("1"))
        + code(' = "1" "有" "无" ')
        + mark("separate")
        + run("有")
        + mark("end")
        + run("预案"),
        "有预案",
    ),
    "field in the result of a field": (field(" HYPERLINK x ", run("见") + field(" REF y ", run("附件1"))), "见附件1"),
    "field without its end": (run("甲") + mark("begin") + code(" PAGE ") + run("乙"), "甲乙"),
    "end of a field without its beginning": (mark("separate") + run("甲") + mark("end") + run("乙"), "甲乙"),
    "drop-down": (run("教师") + drop_down('<w:result w:val="2"/>') + run("名"), "教师2名"),
    "drop-down with its entry as text too": (drop_down('<w:result w:val="1"/>', run("0")) + run("名"), "0名"),
    "drop-down by default": (drop_down('<w:default w:val="2"/>') + run("名"), "2名"),
    "drop-down that nobody touched": (run("甲") + drop_down(""), "甲"),
    "drop-down with an odd number": (run("甲") + drop_down('<w:result w:val="99"/>'), "甲"),
    "drop-down as a control": (
        "<w:sdt><w:sdtPr><w:dropDownList/></w:sdtPr><w:sdtContent>" + run("已建立") + "</w:sdtContent></w:sdt>",
        "已建立",
    ),
    "control with a prompt typed into it": (
        run("甲")
        + "<w:sdt><w:sdtPr><w:comboBox/></w:sdtPr><w:sdtContent>"
        + run("选择一项。")
        + "</w:sdtContent></w:sdt>",
        "甲",
    ),
    "tick in a box drawn by a field": (mark("begin") + code(r" eq \o\ac(□,√)") + mark("end") + run("有"), "☑有"),
    "tick drawn by a field in parts": (
        mark("begin") + code(r" eq \o\a") + code("c(□") + code(",√)") + mark("separate") + mark("end") + run("有"),
        "☑有",
    ),
    "number in a ring drawn by a field": (field(r" eq \o\ac(○,2)", ""), "②"),
    "symbol by a field": (mark("begin") + code(r' SYMBOL 254 \f "Wingdings" \s 12') + mark("end"), "☑"),
    "tick drawn by a simple field": ('<w:fldSimple w:instr=" eq \\o\\ac(□,√) "/>' + run("有"), "☑有"),
    "Chinese text in a symbol font": (
        '<w:r><w:rPr><w:rFonts w:ascii="Wingdings" w:eastAsia="SimSun"/></w:rPr><w:t>\u00fe没有咨询</w:t></w:r>',
        "☑没有咨询",
    ),
    "tick by the other font": (
        '<w:r><w:rPr><w:rFonts w:ascii="Wingdings 2"/></w:rPr><w:t>R</w:t></w:r>' + run("有"),
        "☑有",
    ),
    "letter of ASCII beside a symbol font": (
        '<w:r><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Wingdings 2"/></w:rPr><w:t>R\uf052</w:t></w:r>',
        "R☑",
    ),
}


def blocks(body: str, styles: Styles | None = None) -> tuple[Paragraph | Table, ...]:
    return read_body(parse_xml(document(body).encode(), "a.docx"), styles)


def cells(table: Paragraph | Table) -> list[list[str]]:
    assert isinstance(table, Table)
    return [["\n".join(paragraph.text for paragraph in cell.paragraphs()) for cell in row] for row in table.rows]


@pytest.mark.parametrize("name", PARAGRAPHS)
def test_paragraph(name: str) -> None:
    xml, text = PARAGRAPHS[name]
    assert blocks(f"<w:p>{xml}</w:p>") == (Paragraph(text=text),)


UNREAD = {
    "number of a note": (run("教师2") + styled(RAISED, "1") + run("名"), "教师2名", ("raised",)),
    "number of a note in brackets": (run("教师2名") + styled(RAISED, "[1]"), "教师2名", ("raised",)),
    "lowered number": (run("教师2") + styled(LOWERED, "1") + run("名"), "教师2名", ("raised",)),
    "reference to a note": (run("2") + '<w:r><w:footnoteReference w:id="2"/></w:r>', "2", ("note",)),
    "reference with its own mark": (run("2") + OWN_MARK + run("名"), "2名", ("note",)),
    "comment": (run("2") + '<w:r><w:commentReference w:id="0"/></w:r>', "2", ("comment",)),
    "drawing": ("<w:r><w:drawing/></w:r>", "", ("picture",)),
    "picture of old": ("<w:r><w:pict><v:shape><v:imagedata/></v:shape></w:pict></w:r>", "", ("picture",)),
    "embedded object": ("<w:r><w:object><v:shape><v:imagedata/></v:shape></w:object></w:r>", "", ("object",)),
    "drawn shape": ("<w:r><w:drawing><wps:wsp/></w:drawing></w:r>", "", ("shape",)),
    "picture deleted": ("<w:del><w:r><w:drawing/></w:r></w:del>" + run("甲"), "甲", ()),
    "picture hidden": ("<w:r><w:rPr><w:vanish/></w:rPr><w:drawing/></w:r>" + run("甲"), "甲", ()),
}


@pytest.mark.parametrize("name", UNREAD)
def test_what_is_not_read_is_noted(name: str) -> None:
    xml, text, unread = UNREAD[name]
    assert blocks(f"<w:p>{xml}</w:p>") == (Paragraph(text=text, unread=unread),)


def test_an_embedded_document_is_noted() -> None:
    assert blocks(p("甲") + "<w:altChunk/>") == (Paragraph(text="甲"), Paragraph(text="", unread=("document",)))


def gone(kind: str, text: str) -> str:
    return f"<w:p><w:pPr><w:rPr><w:{kind}/></w:rPr></w:pPr>{text}</w:p>"


JOINED = {
    "a deleted mark joins": (gone("del", run("专职心理教师")) + p("2名"), ["专职心理教师2名"]),
    "several deleted marks": (
        gone("del", run("甲")) + gone("moveFrom", run("乙")) + p("丙") + p("丁"),
        ["甲乙丙", "丁"],
    ),
    "a deleted paragraph": (gone("del", "<w:del><w:r><w:delText>甲</w:delText></w:r></w:del>") + p("乙"), ["乙"]),
    "an inserted mark parts": (gone("ins", run("甲")) + p("乙"), ["甲", "乙"]),
    "a hidden mark joins": (gone("vanish", run("甲")) + p("乙"), ["甲乙"]),
    "no next paragraph": (p("甲") + gone("del", run("乙")), ["甲", "乙"]),
}


@pytest.mark.parametrize("name", JOINED)
def test_marks_of_paragraphs(name: str) -> None:
    xml, texts = JOINED[name]
    assert [block.text for block in blocks(xml) if isinstance(block, Paragraph)] == texts


def test_a_deleted_mark_before_a_table_ends_its_paragraph() -> None:
    first, table = blocks(gone("del", run("甲")) + tbl(tr("乙")))
    assert first == Paragraph(text="甲")
    assert cells(table) == [["乙"]]


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
    assert cells(table) == [["甲\n乙：丙"]]


@pytest.mark.parametrize("kind", ["del", "hidden"])
def test_deleted_and_hidden_rows_are_left_out(kind: str) -> None:
    deleted = f"<w:tr><w:trPr><w:{kind}/></w:trPr>" + tc("乙") + "</w:tr>"
    (table,) = blocks(tbl(tr("甲"), deleted))
    assert cells(table) == [["甲"]]


def test_numbering_by_itself_and_by_style() -> None:
    body = p("甲", level=1) + p("乙", style="List") + p("丙", style="Body")
    assert [
        block.level for block in blocks(body, Styles(own={"List": Style(list_id="4")})) if isinstance(block, Paragraph)
    ] == [1, 0, None]


def test_odd_numbers_in_attributes_are_survived() -> None:
    (table,) = blocks(tbl(tr("<w:tc><w:tcPr><w:gridSpan w:val='99999999999'/></w:tcPr>" + p("甲") + "</w:tc>")))
    assert cells(table) == [["甲"]]
