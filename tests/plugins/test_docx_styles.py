"""What a style hides is hidden, and a list's number is the one that Word shows."""

from __future__ import annotations

import pytest

from checkrules_docx.blocks import Paragraph
from checkrules_docx.body import read_body
from checkrules_docx.numbering import read_numbering
from checkrules_docx.package import parse_xml
from checkrules_docx.styles import read_styles

from .documents import document, p, run

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def style(key: str, own: str = "", *, based: str = "", kind: str = "character", default: bool = False) -> str:
    parent = f'<w:basedOn w:val="{based}"/>' if based else ""
    first = ' w:default="1"' if default else ""
    return f'<w:style w:type="{kind}" w:styleId="{key}"{first}>{parent}<w:rPr>{own}</w:rPr></w:style>'


def styled(key: str, text: str, own: str = "") -> str:
    return f'<w:r><w:rPr><w:rStyle w:val="{key}"/>{own}</w:rPr><w:t>{text}</w:t></w:r>'


def text_of(body: str, *styles: str, defaults: str = "") -> str:
    below = f"<w:docDefaults><w:rPrDefault><w:rPr>{defaults}</w:rPr></w:rPrDefault></w:docDefaults>"
    root = parse_xml(f'<w:styles xmlns:w="{NAMESPACE}">{below}{"".join(styles)}</w:styles>'.encode(), "a.docx")
    blocks = read_body(parse_xml(document(body).encode(), "a.docx"), read_styles(root))
    return "|".join(block.text for block in blocks if isinstance(block, Paragraph))


HIDDEN, SHOWN, STRUCK = "<w:vanish/>", '<w:vanish w:val="0"/>', "<w:strike/>"
TWO = p("教师", styled("H", "3"), "2名")

STYLES: dict[str, tuple[str, tuple[str, ...], str]] = {
    "hidden": (TWO, (style("H", HIDDEN),), "教师2名"),
    "struck through": (TWO, (style("H", STRUCK),), "教师2名"),
    "raised": (TWO, (style("H", '<w:vertAlign w:val="superscript"/>'),), "教师2名"),
    "through the style it builds on": (
        TWO,
        (style("A", HIDDEN), style("B", based="A"), style("H", based="B")),
        "教师2名",
    ),
    "shown again by the style": (TWO, (style("A", HIDDEN), style("H", SHOWN, based="A")), "教师32名"),
    "shown again by the run": (p(styled("H", "2", SHOWN)), (style("H", HIDDEN),), "2"),
    "hidden by the run": (p(styled("H", "3", HIDDEN), "2"), (style("H", SHOWN),), "2"),
    "styles that build on one another in a ring": (TWO, (style("A", based="H"), style("H", based="A")), "教师32名"),
    "a style that is not there": (TWO, (), "教师32名"),
    "by the paragraph": (p("甲", style="H") + p("乙"), (style("H", HIDDEN, kind="paragraph"),), "乙"),
    "struck through by the paragraph": (p("甲", style="H") + p("乙"), (style("H", STRUCK, kind="paragraph"),), "|乙"),
    "by paragraph and run together: shown": (
        p("甲", styled("H", "乙"), style="P") + p("丙"),
        (style("P", HIDDEN, kind="paragraph"), style("H", HIDDEN)),
        "乙丙",
    ),
    "by the default paragraph style": (p("甲"), (style("N", STRUCK, kind="paragraph", default=True),), ""),
    "by the default character style": (p("甲"), (style("C", STRUCK, default=True),), ""),
}


@pytest.mark.parametrize("name", STYLES)
def test_styles(name: str) -> None:
    body, styles, expected = STYLES[name]
    assert text_of(body, *styles) == expected


def test_defaults_of_the_document() -> None:
    assert text_of(p(run("甲"), styled("H", "乙")), style("H"), defaults=STRUCK) == ""
    assert text_of(p('<w:r><w:rPr><w:strike w:val="0"/></w:rPr><w:t>甲</w:t></w:r>'), defaults=STRUCK) == "甲"


def level(number: int, text: str, kind: str = "decimal", start: int = 1) -> str:
    return f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'


def item(text: str, list_id: int = 1, at: int = 0) -> str:
    return f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{list_id}"/></w:numPr></w:pPr>{run(text)}</w:p>'


def numbers(
    body: str, levels: str, lists: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
) -> list[str]:
    xml = f'<w:numbering xmlns:w="{NAMESPACE}"><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{lists}</w:numbering>'
    lists_read = read_numbering(parse_xml(xml.encode(), "a.docx"))
    blocks = read_body(parse_xml(document(body).encode(), "a.docx"), None, lists_read)
    return [block.number for block in blocks if isinstance(block, Paragraph)]


SECOND = (
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/>{}</w:num>'
)
AGAIN = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride>'
THREE = item("甲") + item("乙") + item("丙")
NUMBERS: dict[str, tuple[str, str, str, list[str]]] = {
    "decimal": (THREE, level(0, "%1、"), "", ["1、", "2、", "3、"]),
    "from two": (THREE, level(0, "%1、", start=2), "", ["2、", "3、", "4、"]),
    "Chinese": (THREE, level(0, "（%1）", "chineseCounting", 9), "", ["（九）", "（十）", "（十一）"]),
    "ringed": (item("甲"), level(0, "%1", "decimalEnclosedCircle", 3), "", ["③"]),
    "letters": (THREE, level(0, "%1.", "upperLetter"), "", ["A.", "B.", "C."]),
    "bullets": (item("甲"), level(0, "•", "bullet"), "", [""]),
    "paragraphs between": (item("甲") + p("乙") + item("丙"), level(0, "%1、"), "", ["1、", "", "2、"]),
    "levels": (
        item("甲") + item("乙", at=1) + item("丙", at=1) + item("丁") + item("戊", at=1),
        level(0, "%1、") + level(1, "%1.%2"),
        "",
        ["1、", "1.1", "1.2", "2、", "2.1"],
    ),
    "a second list of one definition goes on": (
        item("甲") + item("乙", 2),
        level(0, "%1、"),
        SECOND.format(""),
        ["1、", "2、"],
    ),
    "a list that starts anew": (
        item("甲") + item("乙", 2) + item("丙", 2),
        level(0, "%1、"),
        SECOND.format(AGAIN),
        ["1、", "4、", "5、"],
    ),
    "a list that is not there": (item("甲", 7), level(0, "%1、"), "", [""]),
    "a level that is not there": (item("甲", at=5), level(0, "%1、"), "", [""]),
    "a level beyond all": (item("甲", at=40), level(0, "%1、"), "", [""]),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_numbers_of_lists(name: str) -> None:
    body, levels, lists, expected = NUMBERS[name]
    assert (numbers(body, levels, lists) if lists else numbers(body, levels)) == expected
