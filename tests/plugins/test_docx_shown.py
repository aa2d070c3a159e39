"""Whatever stands around a text: what Word shows is read once and in order, and what it does not show is not read."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from checkrules_docx.blocks import Cell, Paragraph, Table
from checkrules_docx.body import read_body
from checkrules_docx.package import parse_xml

from .documents import document, run, tbl, tc

Piece = tuple[str, str]
"""XML, and the letters in it that stand for what is shown (upper case) or not (lower case)."""


def field(inner: str) -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = "<w:r><w:instrText> REF a </w:instrText></w:r>"
    return f"{mark('begin')}{code}{mark('separate')}{inner}{mark('end')}"


def styled(properties: str, text: str) -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


LETTERS: dict[str, Callable[[str], str]] = {
    "run": run,
    "bold": lambda text: styled("<w:b/>", text),
    "break": lambda text: f"<w:r><w:t>{text}</w:t><w:br/></w:r>",
    "not struck": lambda text: styled('<w:strike w:val="false"/>', text),
}
UNSEEN: dict[str, Callable[[str], str]] = {
    "struck": lambda text: styled("<w:strike/>", text),
    "struck twice": lambda text: styled("<w:dstrike/>", text),
    "hidden": lambda text: styled("<w:vanish/>", text),
    "deleted": lambda text: f"<w:del><w:r><w:delText>{text}</w:delText></w:r></w:del>",
    "moved away": lambda text: f"<w:moveFrom>{run(text)}</w:moveFrom>",
    "prompt": lambda text: (
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run(text)}</w:sdtContent></w:sdt>"
    ),
    "code": lambda text: field("").replace("REF a", f"REF {text}"),
    "second time": lambda text: (
        f"<mc:AlternateContent><mc:Choice/><mc:Fallback>{run(text)}</mc:Fallback></mc:AlternateContent>"
    ),
}
AROUND: dict[str, Callable[[str], str]] = {
    "inserted": lambda xml: f"<w:ins>{xml}</w:ins>",
    "moved here": lambda xml: f"<w:moveTo>{xml}</w:moveTo>",
    "smart tag": lambda xml: f"<w:smartTag>{xml}</w:smartTag>",
    "link": lambda xml: f"<w:hyperlink>{xml}</w:hyperlink>",
    "simple field": lambda xml: f'<w:fldSimple w:instr=" REF b ">{xml}</w:fldSimple>',
    "field": field,
    "control": lambda xml: f"<w:sdt><w:sdtPr/><w:sdtContent>{xml}</w:sdtContent></w:sdt>",
    "own XML": lambda xml: f"<w:customXml>{xml}</w:customXml>",
    "alternatives": lambda xml: f"<mc:AlternateContent><mc:Choice>{xml}</mc:Choice></mc:AlternateContent>",
}


def pieces() -> st.SearchStrategy[Piece]:
    letters = st.tuples(st.sampled_from([*LETTERS.values()]), st.just("A"))
    unseen = st.tuples(st.sampled_from([*UNSEEN.values()]), st.just("b"))
    leaf = st.one_of(letters, unseen).map(lambda one: (one[0](one[1]), one[1]))
    return st.recursive(
        leaf,
        lambda inner: st.tuples(st.sampled_from([*AROUND.values()]), st.lists(inner, min_size=1, max_size=4)).map(
            lambda both: (both[0]("".join(xml for xml, _ in both[1])), "".join(letters for _, letters in both[1]))
        ),
        max_leaves=12,
    )


def numbered(paragraphs: list[list[Piece]]) -> tuple[list[str], str]:
    """The paragraphs with a sign of its own for each letter, and the signs that are shown, in order."""
    signs = count(0x4E00)
    texts, shown = [], ""
    for paragraph in paragraphs:
        xml = ""
        for piece, letters in paragraph:
            for letter in letters:
                sign = chr(next(signs))
                piece = piece.replace(f">{letter}<", f">{sign}<", 1).replace(f"REF {letter} ", f"REF {sign} ", 1)
                shown += sign if letter.isupper() else ""
            xml += piece
        texts.append(xml)
    return texts, shown


def signs_of(blocks: tuple[Paragraph | Table, ...]) -> str:
    text = Cell(start=0, end=1, continues=False, blocks=blocks).text
    return "".join(sign for sign in text if "\u4e00" <= sign <= "\u9fff")


@settings(max_examples=300, deadline=None)
@given(
    paragraphs=st.lists(st.lists(pieces(), min_size=1, max_size=4), min_size=1, max_size=4),
    joined=st.lists(st.booleans(), min_size=4, max_size=4),
    in_table=st.booleans(),
)
def test_what_is_shown_is_read_once_and_in_order(
    paragraphs: list[list[Piece]], joined: list[bool], in_table: bool
) -> None:
    texts, shown = numbered(paragraphs)
    marks = ["<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" if gone else "" for gone in joined]
    body = "".join(f"<w:p>{mark}{text}</w:p>" for mark, text in zip(marks, texts, strict=False))
    if in_table:
        body = tbl(f"<w:tr>{tc(body)}</w:tr>")
    blocks = read_body(parse_xml(document(body).encode(), "a.docx"))
    assert signs_of(blocks) == shown
