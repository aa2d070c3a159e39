"""Hostile Word files."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import cast

from ..content_by_hand import FORMS
from ..plugins.documents import (
    NAMESPACES,
    RELATIONS,
    content_types,
    document,
    form,
    head,
    p,
    run,
    save,
    task_row,
    tbl,
    tc,
    tr,
)
from .case import EITHER, Case, submission

DAMAGED = "damaged or cut short"
DOCTYPE = "DOCTYPE"
FEW = form(task_row((1,), "已成立领导小组"))
LAUGHS = (
    '<!DOCTYPE d [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)


def packed(body: str = FEW, **parts: str | bytes) -> bytes:
    """A .docx as bytes."""
    made = io.BytesIO()
    save(cast("Path", made), body, **parts)
    return made.getvalue()


def zipped(parts: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()


def added(**parts: str | bytes) -> bytes:
    """A good form with more parts; the names are the keys."""
    made = io.BytesIO(packed())
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()


def lying(size: int) -> bytes:
    """Five million paragraphs, of which the directory says that they are `size` bytes."""
    data = bytearray(packed("<w:p/>" * 5_000_000))
    for mark, offset, name_offset in ((b"PK\x03\x04", 22, 30), (b"PK\x01\x02", 24, 46)):
        position = -1
        while (position := data.find(mark, position + 1)) >= 0:
            if data[position + name_offset : position + name_offset + 17] == b"word/document.xml":
                struct.pack_into("<I", data, position + offset, size)
    return bytes(data)


def marked(flag: int, at_local: int, at_directory: int) -> bytes:
    """A form in whose headers two bytes of every entry are changed: a flag, a method."""
    data = bytearray(packed())
    for mark, offset in ((b"PK\x03\x04", at_local), (b"PK\x01\x02", at_directory)):
        position = -1
        while (position := data.find(mark, position + 1)) >= 0:
            struct.pack_into("<H", data, position + offset, flag)
    return bytes(data)


def scattered(number: int) -> str:
    """A few characters that do not compress well."""
    return chr(0x4E00 + number * number * 7919 % 20_000) + chr(0x4E00 + number * 104_729 % 19_997)


def nested(depth: int) -> str:
    """A table in a cell of a table, and so on."""
    return "<w:tbl><w:tr><w:tc>" * depth + p("甲") + "</w:tc></w:tr></w:tbl>" * depth


def example(name: str = "C01") -> bytes:
    return (FORMS / f"{name}.docx").read_bytes()


def flipped(share: float) -> bytes:
    """A filled form with one byte changed."""
    data = bytearray(example())
    data[int(share * len(data))] ^= 0xFF
    return bytes(data)


def ole(stream: str) -> bytes:
    """The beginning of an old Office file."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le") + bytes(64)


def word(name: str, data: bytes | Callable[[], bytes], says: str | tuple[str, ...] = (), **more: object) -> Case:
    """A row of this corpus."""
    return submission(f"docx-{name}", ".docx", data, says, **more)  # type: ignore[arg-type]


def external(target: str) -> bytes:
    """A form whose relations point outside."""
    relations = RELATIONS.replace(
        "</Relationships>",
        f'<Relationship Id="x9" Type="http://example.org/attachedTemplate" Target="{target}" TargetMode="External"/></Relationships>',
    )
    return packed(relations=relations)


MERGED = form(
    *(
        tr(
            tc("一、组织保障", merge="restart" if n == 0 else "continue"),
            tc(f"{n}. 甲"),
            "",
            tc("乙", merge="continue"),
        )
        for n in range(3_000)
    )
)
MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"

RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
REFERENCE = f'<w:sectPr xmlns:r="{RELATIONSHIPS}"><w:headerReference w:type="default" r:id="h1"/></w:sectPr>'
HEADER_RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="h1" Type="{RELATIONSHIPS}/header" Target="header1.xml"/></Relationships>'
)
BEGIN, END = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
ODD_LIST = (
    f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="-1"><w:start w:val="99999999999"/></w:lvl>'
    '<w:lvl w:ilvl="0"><w:start w:val="x"/><w:numFmt w:val="odd"/><w:lvlText w:val="%9%1%%"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)


def headed(header: str, prolog: str = "") -> bytes:
    """A good form with this header."""
    return packed(FEW + REFERENCE, related=HEADER_RELATION, header1=f"{prolog}<w:hdr {NAMESPACES}>{header}</w:hdr>")


def styles(number: int, ring: bool = False) -> str:
    """So many styles, each built on the one before."""
    made = "".join(
        f'<w:style w:type="paragraph" w:styleId="S{n}"><w:basedOn w:val="S{(n - 1) % number if n or ring else "none"}"/></w:style>'
        for n in range(number)
    )
    return f"<w:styles {NAMESPACES}>{made}</w:styles>"


CASES = (
    word("bomb", lambda: packed("<w:p/>" * 5_000_000), "unpack"),
    word("bomb-in-another-part", lambda: added(**{"word/media/x.xml": b"0" * 60_000_000}), "unpacks to far more"),
    word("bomb-in-styles", lambda: packed(p("甲", style="a") + FEW, styles="<w:styles/>" + " " * 30_000_000), "far more"),
    word("bomb-in-content-types", lambda: packed(types=content_types() + " " * 30_000_000), "far more"),
    word("bomb-in-relations", lambda: packed(relations=RELATIONS + " " * 30_000_000), "far more"),
    word("bomb-of-spaces-stored", lambda: zipped({"[Content_Types].xml": content_types(), "_rels/.rels": RELATIONS, "word/document.xml": document(" " * 20_000_000)}, zipfile.ZIP_STORED), "unpacks to more than"),
    word("size-lies-small", lambda: lying(10)),
    word("size-lies-zero", lambda: lying(0)),
    word("size-lies-large", lambda: lying(2**32 - 2)),
    word("thousands-of-parts", lambda: added(**{f"x{n}": b"" for n in range(4_000)}), "too many parts"),
    word("directory-of-a-million", lambda: packed() + b"PK\x01\x02" * 1_000_000, "too many parts"),
    word("external-entity", lambda: packed(document='<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + document(p("&x;"))), DOCTYPE, hides=("root:",)),
    word("parameter-entity", lambda: packed(document='<!DOCTYPE d [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]>' + document("")), DOCTYPE),
    word("external-dtd", lambda: packed(document='<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd">' + document("")), DOCTYPE),
    word("billion-laughs", lambda: packed(document=LAUGHS + document(p("&j;"))), DOCTYPE),
    word("doctype-utf-16", lambda: packed(document=('<?xml version="1.0" encoding="UTF-16"?>' + LAUGHS + document(p("&j;"))).encode("utf-16")), DOCTYPE),
    word("doctype-in-content-types", lambda: packed(types=LAUGHS + content_types()), DOCTYPE),
    word("doctype-in-relations", lambda: packed(relations=LAUGHS + RELATIONS), DOCTYPE),
    word("doctype-after-a-long-comment", lambda: packed(document=f"<!-- {'x' * 100_000} --><!DOCTYPE d>" + document(FEW)), DOCTYPE),
    word("encoding-utf-7", lambda: packed(document='<?xml version="1.0" encoding="UTF-7"?>' + document("")), "UTF-8"),
    word("tables-in-tables", lambda: packed(nested(2_000)), "damaged"),
    word("tables-in-tables-as-deep-as-is-read", lambda: packed(head() + nested(70) + FEW), judged=True),
    word("smart-tags-deep", lambda: packed(f"<w:p>{'<w:smartTag>' * 240}{run('甲')}{'</w:smartTag>' * 240}</w:p>" + FEW), judged=True),
    word("grid-span-huge", lambda: packed(form(task_row((1,), "甲"), tr(tc("x", span=99_999_999), "甲"))), judged=True),
    word("grid-span-of-no-number", lambda: packed(FEW.replace("<w:tcPr>", '<w:tcPr><w:gridSpan w:val="abc"/>', 3)), judged=True),
    word("grid-span-negative", lambda: packed(FEW.replace("<w:tcPr>", '<w:tcPr><w:gridSpan w:val="-5"/>', 3)), judged=True),
    word("merged-cells-over-3000-rows", lambda: packed(MERGED), judged=True),
    word("a-row-of-20000-cells", lambda: packed(head() + tbl(tr(*[scattered(n) for n in range(20_000)])) + FEW), judged=True),
    word("100000-runs", lambda: packed(form(task_row((1,), "甲").replace("<w:t xml:space", "<w:t xml:space", 1), tr("一、", f"<w:tc><w:p>{''.join(run(scattered(n)) for n in range(100_000))}</w:p></w:tc>"))), "far too many"),

    word("60000-runs", lambda: packed(form(task_row((1,), "甲").replace("<w:t xml:space", "<w:t xml:space", 1), tr("一、", f"<w:tc><w:p>{''.join(run(scattered(n)) for n in range(60_000))}</w:p></w:tc>"))), judged=True),
    word("more-tags-than-are-read", lambda: packed(p(*[run(scattered(n)) for n in range(150_000)])), "far too many"),
    word("more-text-than-is-read", lambda: packed(p("".join(chr(0x4E00 + n * n % 9973) for n in range(1_000_001)))), "characters"),
    word("document-missing", lambda: zipped({"[Content_Types].xml": content_types(), "_rels/.rels": RELATIONS}), DAMAGED),
    word("content-types-missing", lambda: zipped({"_rels/.rels": RELATIONS, "word/document.xml": document(FEW)}), "zip archive"),
    word("relations-missing", lambda: zipped({"[Content_Types].xml": content_types(), "word/document.xml": document(FEW)}), judged=True),
    word("relation-outside-the-archive", lambda: packed(relations=RELATIONS.replace("word/document.xml", "../../../../etc/passwd")), judged=True, hides=("root:",)),
    word("relation-to-the-network", lambda: external("http://127.0.0.1:9/t.dotm"), judged=True),
    word("content-type-of-a-spreadsheet", lambda: packed(types=content_types("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml")), "spreadsheet"),
    word("content-type-of-nothing", lambda: packed(types=content_types("image/png")), "something else"),
    word("absolute-and-climbing-names", lambda: added(**{"../../evil.txt": "x", "/etc/evil": "x", "C:\\evil": "x", "a\\..\\b": "x"}), judged=True),
    word("encrypted", lambda: ole("EncryptedPackage"), "encrypted"),
    word("encrypted-entry", lambda: marked(1, 6, 8), "protected by a password"),
    word("unknown-compression", lambda: marked(12, 8, 10), DAMAGED),
    word("old-format", lambda: ole("WordDocument"), "old Word document"),
    word("macros", lambda: packed(types=content_types(MACRO), vbaProject=b"\xd0\xcf\x11\xe0"), judged=True),
    word("embedded-document", lambda: packed(form(task_row((1,), "甲")) + '<w:altChunk xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="x1"/>'),  judged=True),
    word("not-a-zip", "学校：甲小学".encode(), "no Word document"),
    word("pdf", b"%PDF-1.7\n", "PDF"),
    word("zip-of-something-else", lambda: zipped({"readme.txt": "x"}), "zip archive"),
    word("zip-in-zip", lambda: zipped({"a.zip": zipped({"b.zip": packed()})}), "archive"),
    word("zip-of-nothing", b"PK\x05\x06" + bytes(18), "archive"),
    word("open-document", lambda: zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), "OpenDocument"),
    word("cut-short", lambda: example()[: len(example()) // 2], DAMAGED),
    word("cut-by-one-byte", lambda: example()[:-1], DAMAGED),
    word("only-the-first-bytes", lambda: example()[:30], DAMAGED),
    *(word(f"a-byte-flipped-at-{n}", lambda n=n: flipped(n / 16), exit_code=EITHER) for n in range(2, 15, 3)),
    word("data-before-the-archive", lambda: b"x" * 1000 + example(), "no Word document"),
    word("xml-broken", lambda: packed(document=document(FEW)[:-20]), "damaged"),
    word("xml-with-a-null-character", lambda: packed(document=document(FEW.replace("甲小学", "甲&#0;"))), "damaged"),
    word("empty-body", lambda: packed(""), "no task table"),
    word("a-table-of-something-else", lambda: packed(tbl(tr("序号", "姓名"), tr("1", "甲"))), "no task table"),
    word("lines-made-to-be-slow", lambda: packed(p("学 " * 20_000 + "2、" * 20_000 + "（" * 20_000 + "1" * 20_000) + FEW), judged=True),
    word("prose-of-many-clauses", lambda: packed(form(task_row((13,), "，".join(f"排查隐患{n}处，整改{n}处" for n in range(4_000))))), judged=True),
    word("bomb-in-a-header", lambda: headed(p("甲") * 2_000_000), "far more"),
    word("header-larger-than-any", lambda: headed("".join(p(scattered(n)) for n in range(20_000))), "unpacks to more than"),
    word("header-with-a-document-type", lambda: headed("", LAUGHS), DOCTYPE),
    word("header-that-is-not-there", lambda: packed(FEW + REFERENCE, related=HEADER_RELATION), judged=True),
    word("header-outside-the-archive", lambda: packed(FEW + REFERENCE, related=HEADER_RELATION.replace("header1.xml", "../../../../etc/passwd")), judged=True, hides=("root:",)),
    word("styles-in-a-ring", lambda: packed(p("甲", style="S0") + FEW, styles=styles(5_000, ring=True)), judged=True),
    word("styles-on-styles", lambda: packed("".join(p("甲", style=f"S{n}") for n in range(0, 5_000, 50)) + FEW, styles=styles(5_000)), judged=True),
    word("lists-of-odd-numbers", lambda: packed(p("甲", level=0) + p("乙", level=99_999) + FEW, numbering=ODD_LIST), judged=True),
    word("fields-in-fields", lambda: packed(p(*[BEGIN + run(scattered(n)) for n in range(15_000)], *[END] * 15_000) + FEW), judged=True),
    word("code-of-a-field-made-to-be-slow", lambda: packed(p(BEGIN, f"<w:r><w:instrText>{'eq ' * 50_000}</w:instrText></w:r>", f"<w:r><w:instrText>{' symbol 1' * 20_000}</w:instrText></w:r>", END) + FEW), judged=True),
    word("boxes-made-to-be-slow", lambda: packed(form(task_row((1,), "工作方案：" + "☑有 □无 （" * 20_000))), judged=True),
    word("deleted-marks-of-30000-paragraphs", lambda: packed("".join(f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run(scattered(n))}</w:p>" for n in range(30_000)) + FEW), judged=True),
    word("names-of-escape-sequences", lambda: packed(head(school="甲\u202e\u2066校") + tbl(tr("考核要点", "主要工作任务", "督导方式", "具体落实情况", "备注"), task_row((1,), "甲"))), judged=True),
)  # fmt: skip
