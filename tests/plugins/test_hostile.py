"""Data cannot break out of a document: no tag, no markup, no escape sequence, no link, no number of a person."""

from __future__ import annotations

import re

import lxml.html
import pytest

from checkrules import Location, Rejection, Reports, Text
from checkrules.plugin import Origin

from .. import sample_reports as sample

NAMES = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "[/red][bold]甲[/bold] [link=http://example.org]乙[/link]",
    "甲|乙|丙 `code` **bold** _under_ # head ~~gone~~ <!-- x --> $a$",
    "第一行\n# 标题\n| a | b |\n- 项\r\n---",
    "\x1b[31m红\x1b[0m\x07\x00 \u202e倒\u202c \u200b隐",
    "{{ 7*7 }}{% raw %}{0}{x}%s",
    "http://example.org/x www.example.org a@example.org",
    "W" * 1500,
    "长" * 1500,
    "身份证420704201001011234，电话13812345678",
    ":smile: 1. 甲",
)


def reports(name: str) -> Reports:
    quote = Origin(kind="prose", task="T01", start=0, end=9, quote=name, approximate=True)
    made = sample.submission({**sample.TROUBLED, "school_name": name, "notes": name}, name, origins={"notes": quote})
    rejected = Rejection(location=Location(file=name), reason=Text(name, name), hint=Text(name, name))
    both = (made, sample.submission(sample.KINDERGARTEN))
    judged = tuple(sample.checklist().evaluate(one, today=sample.MADE_AT.date()) for one in both)
    return Reports(reports=judged, rejected=(rejected,), made_at=sample.MADE_AT)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("writer", sample.WRITERS)
def test_no_control_characters_and_no_numbers_of_persons(writer: str, name: str) -> None:
    text = sample.written(reports(name), writer)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)
    assert "13812345678" not in text
    assert "420704201001011234" not in text
    text.encode("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_html_holds_it_as_text(name: str) -> None:
    page = sample.written(reports(name), "html")
    tree = lxml.html.document_fromstring(page)
    plain = tree.getroottree().getroot()
    assert {element.tag for element in plain.iter() if isinstance(element.tag, str)} <= ALLOWED_TAGS
    for element in plain.iter():
        if isinstance(element.tag, str):
            assert not [key for key in element.attrib if key.startswith("on") or key in ("src", "style", "srcdoc")]
    assert all(link.startswith("#r") for link in plain.xpath("//@href"))
    shown = " ".join(plain.xpath("//h1")[1].text_content().split())
    if name.startswith(("<", '"', "[", "{")):
        assert shown == name


ALLOWED_TAGS = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "main",
        "header",
        "footer",
        "section",
        "article",
        "div",
        "span",
    ),
    *("h1", "h2", "h3", "p", "ul", "ol", "li", "dl", "dt", "dd", "b", "em", "small", "br", "a", "details", "summary"),
    *("table", "thead", "tbody", "tr", "th", "td", "svg", "desc", "rect", "line", "text", "path"),
}


@pytest.mark.parametrize("name", NAMES)
def test_markdown_holds_it_as_text(name: str) -> None:
    lines = sample.written(reports(name), "markdown").splitlines()
    headings = [line for line in lines if re.match(r"#{1,6} ", line)]
    known = [line for line in sample.written(reports("甲"), "markdown").splitlines() if re.match(r"#{1,6} ", line)]
    assert len(headings) == len(known)
    in_table = 0
    for line in lines:
        unescaped = len(re.findall(r"(?<!\\)(?:\\\\)*\|", line))
        in_table = (unescaped if in_table == 0 else in_table) if line.startswith("|") else 0
        assert unescaped == in_table, line
        assert not re.search(r"<(?!br>)", line)
        assert not re.search(r"(?<!\\)://", line)


@pytest.mark.parametrize("name", NAMES)
def test_terminal_keeps_to_its_width(name: str) -> None:
    from rich.cells import cell_len

    text = sample.written(reports(name), "terminal")
    assert max(cell_len(line) for line in text.splitlines()) <= 80
    if name.startswith("["):
        assert "[/red][bold]" in text
