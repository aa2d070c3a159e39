"""Word documents made of hand-written XML, so that a test shows the very construct that it is about."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from ..content_by_hand import TASKS

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
OFFICE_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
HEADINGS = ("考核要点", "主要工作任务", "督导方式", "具体落实情况", "备注")


def content_types(main: str = MAIN_TYPE) -> str:
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    )


RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE_DOCUMENT}" Target="word/document.xml"/></Relationships>'
)


def document(body: str) -> str:
    return f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"


def save(path: Path, body: str, **parts: str | bytes) -> Path:
    """A .docx with this body; `parts` adds or replaces parts (`styles=…` is word/styles.xml)."""
    names = {
        "types": "[Content_Types].xml",
        "relations": "_rels/.rels",
        "document": "word/document.xml",
        "related": "word/_rels/document.xml.rels",
    }
    held: dict[str, str | bytes] = {"types": content_types(), "relations": RELATIONS, "document": document(body)}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (held | parts).items():
            archive.writestr(names.get(name, f"word/{name}.xml"), data)
    return path


def save_with_header(path: Path, body: str, header: str, footer: str = "") -> Path:
    """A .docx with a header and a footer on its pages."""
    kinds = OFFICE_DOCUMENT.removesuffix("officeDocument")
    references = "".join(
        f'<w:{kind}Reference xmlns:r="{kinds.rstrip("/")}" w:type="default" r:id="{kind}1"/>'
        for kind in ("header", "footer")
    )
    related = "".join(
        f'<Relationship Id="{kind}1" Type="{kinds}{kind}" Target="{kind}1.xml"/>' for kind in ("header", "footer")
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return save(
        path,
        f"{body}<w:sectPr>{references}</w:sectPr>",
        related=f'<Relationships xmlns="{package}">{related}</Relationships>',
        header1=f"<w:hdr {NAMESPACES}>{header}</w:hdr>",
        footer1=f"<w:ftr {NAMESPACES}>{footer}</w:ftr>",
    )


def stored(path: Path, body: str) -> Path:
    """A .docx that is not compressed, so that no ratio gives it away."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", content_types())
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr("word/document.xml", document(body))
    return path


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(*content: str, level: int | None = None, style: str | None = None) -> str:
    """A paragraph; what does not begin with `<` is text."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if level is not None:
        properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
    inner = "".join(part if part.startswith("<") else run(part) for part in content)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def paragraphs(text: str) -> str:
    return "".join(p(line) for line in text.split("\n"))


def tc(content: str = "", *, span: int = 1, merge: str | None = None) -> str:
    """A cell of paragraphs (text becomes paragraphs, one a line). `merge`: restart or continue."""
    properties = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    properties += f'<w:vMerge w:val="{merge}"/>' if merge else ""
    inner = content if content.startswith("<") else paragraphs(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def tr(*cells: str) -> str:
    return f"<w:tr>{''.join(cell if cell.startswith('<w:tc>') or cell.startswith('<w:sdt>') else tc(cell) for cell in cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def task_texts() -> dict[int, tuple[str, str]]:
    """Key point and own words of each task, by number."""
    numbered, number = {}, 0
    for index, (title, texts) in enumerate(TASKS.items()):
        for text in texts:
            number += 1
            numbered[number] = (f"{'一二三四五六七'[index]}、{title}", text)
    return numbered


def task_row(numbers: tuple[int, ...], narrative: str, remarks: str = "") -> str:
    """A row of the official form that holds these tasks."""
    texts = task_texts()
    tasks = "".join(p(f"{number}. {texts[number][1]}") for number in numbers)
    return tr(texts[numbers[0]][0], tc(tasks), "查看资料", tc(narrative), tc(remarks))


def head(school: str = "甲小学", date: str = "2023年9月5日", inspectors: str = "督学甲") -> str:
    return p(f"学校：{school}") + p(f"督导时间：{date}") + p(f"责任督学（签字）：{inspectors}")


def form(*rows: str, heading: tuple[str, ...] = HEADINGS) -> str:
    return head() + tbl(tr(*heading), *rows)
