"""The bytes of a .docx → its main document as an XML tree. Everything about the file is taken for hostile.

Sizes are looked at in the zip directory before anything is unpacked, and capped again while unpacking, since a directory can
lie. XML with a document type is refused; entities are never expanded and nothing is fetched.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import attrs
from lxml import etree

from checkrules.plugin import KINDS, ReadError, Text, kind_of, shown

MAX_FILE_BYTES = 32 * 1024 * 1024
MAX_PARTS = 3_000
MAX_TOTAL_BYTES = 512 * 1024 * 1024
MAX_DOCUMENT_BYTES = 16 * 1024 * 1024
MAX_PART_BYTES = 8 * 1024 * 1024
MAX_HEADERS = 20
MAX_HEADER_BYTES = 1024 * 1024
MAX_RATIO = 150
RATIO_FROM_BYTES = 1024 * 1024
MAX_TAGS = 400_000
"""Tags of one part. A filled form has some two thousand; a tree takes about 150 bytes of memory a tag."""

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_WORD = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
SAVE_AS_DOCX = Text(
    "请用 Word 或 WPS 打开，另存为“Word 文档（.docx）”后再提交",
    "open it in Word or WPS and save it as a Word document (.docx)",
)
NO_PASSWORD = Text("请打开后去掉打开密码，再另存为 .docx", "open it, remove the password, and save it as .docx")
FILL_FORM = Text("请提交填写好的 Word 任务清单", "hand in the form filled in with Word")
AGAIN = Text(
    "请重新下载或复制文件，或用 Word 打开后另存一次",
    "copy or download the file again, or open it in Word and save it once more",
)
SUSPICIOUS = Text(
    "正常的任务清单不会这样；请用 Word 打开后另存一次，或重新填写空白表",
    "no filled form is like that: save it again in Word, or fill in a blank form",
)


@attrs.frozen(kw_only=True)
class Package:
    """The parts of a document that matter for its text, each as the root of its XML; None for a part that it has not.

    `headers` are the headers and footers that the document refers to.
    """

    document: Any
    styles: Any = None
    numbering: Any = None
    headers: tuple[Any, ...] = ()


def open_package(data: bytes, file: str) -> Package:
    """The document of a .docx. Raises ReadError that says what else the file is, or what is wrong with it."""
    _refuse_other_kinds(data, file)
    if data.count(b"PK\x01\x02") > MAX_PARTS:  # before zipfile reads a directory of a million entries
        raise _suspicious(Text("文件内的部件过多", "the file has too many parts"), file)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = _directory(archive, file)
            _refuse_other_applications(archive, parts, file)
            name = _main_part(archive, parts, file)
            return _package(archive, parts, name, file)
    # the list of what zipfile and zlib raise on damaged archives is long
    except (zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, ArithmeticError) as error:
        raise _damaged(file) from error
    except (ValueError, RuntimeError, LookupError) as error:
        raise _damaged(file) from error


def _package(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo], name: str, file: str) -> Package:
    body = _unpack(archive, parts, name, file, MAX_DOCUMENT_BYTES)
    folder = posixpath.dirname(name)
    related = _related(archive, parts, name, file)
    found: dict[str, Any] = {}
    numbered = b"numPr" in body
    for kind in ("styles", "numbering"):
        part = next((target for kinds, target in related.values() if kinds == kind), f"{folder}/{kind}.xml")
        if part in parts and (kind == "styles" or numbered):
            data = _unpack(archive, parts, part, file)
            numbered = numbered or b"numPr" in data
            found[kind] = parse_xml(data, file)
    root = parse_xml(body, file)
    return Package(document=root, headers=tuple(_headers(archive, parts, related, root, file)), **found)


def _headers(
    archive: zipfile.ZipFile,
    parts: dict[str, zipfile.ZipInfo],
    related: dict[str, tuple[str, str]],
    root: Any,
    file: str,
) -> Iterator[Any]:
    """The headers and footers that the document refers to, each once."""
    references = root.iter(f"{{{WORD}}}headerReference", f"{{{WORD}}}footerReference")
    named = (value for reference in references for key, value in reference.attrib.items() if key.endswith("}id"))
    targets = dict.fromkeys(related[key][1] for key in named if key in related)
    for part in [target for target in targets if target in parts][:MAX_HEADERS]:
        yield parse_xml(_unpack(archive, parts, part, file, MAX_HEADER_BYTES), file)


def _refuse_other_kinds(data: bytes, file: str) -> None:
    kind = kind_of(data)
    if kind in ("docx", "zip", "xlsx", "pptx"):
        return
    if kind is None:
        problem = Text("不是 Word 文档（.docx）", "this is no Word document (.docx)")
        raise ReadError(problem, location=file, hint=SAVE_AS_DOCX)
    hints = {
        "doc": SAVE_AS_DOCX,
        "rtf": SAVE_AS_DOCX,
        "odt": SAVE_AS_DOCX,
        "html": SAVE_AS_DOCX,
        "encrypted": NO_PASSWORD,
    }
    what = KINDS[kind]
    problem = Text(f"这是{what.zh}，不是 .docx 文档", f"this is {what.en}, not a .docx document")
    raise ReadError(problem, location=file, hint=hints.get(kind, FILL_FORM))


def _damaged(file: str) -> ReadError:
    return ReadError(Text("文件已损坏或不完整", "the file is damaged or cut short"), location=file, hint=AGAIN)


def _suspicious(problem: Text, file: str) -> ReadError:
    return ReadError(problem, location=file, hint=SUSPICIOUS)


def _directory(archive: zipfile.ZipFile, file: str) -> dict[str, zipfile.ZipInfo]:
    """The parts by name, after the limits on their number, sizes and ratios."""
    infos = archive.infolist()
    parts = {info.filename: info for info in infos}
    if len(infos) > MAX_PARTS or len(parts) != len(infos):
        raise _suspicious(Text("文件内的部件过多或重名", "the file has too many parts, or two of one name"), file)
    if sum(info.file_size for info in infos) > MAX_TOTAL_BYTES:
        raise _suspicious(Text("文件解压后过大", "the file is too large when unpacked"), file)
    for info in infos:
        inflated = info.file_size > RATIO_FROM_BYTES and info.file_size > MAX_RATIO * max(info.compress_size, 1)
        if inflated and info.filename.endswith((".xml", ".rels")):
            raise _suspicious(
                Text(
                    f"部件 {shown(info.filename)} 压缩比异常",
                    f"the part {shown(info.filename)} unpacks to far more than it holds",
                ),
                file,
            )
    return parts


def _unpack(
    archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo], name: str, file: str, most: int = MAX_PART_BYTES
) -> bytes:
    info = parts.get(name)
    if info is None:
        raise _damaged(file)
    if info.flag_bits & 1:
        raise ReadError(Text("文件设有密码", "the file is protected by a password"), location=file, hint=NO_PASSWORD)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _damaged(file)
    with archive.open(info) as stream:
        data = stream.read(most + 1) if info.file_size <= most else b""
    if info.file_size > most or len(data) > most:
        size = most // 1024 // 1024
        raise _suspicious(Text(f"正文解压后超过 {size} MiB", f"the text unpacks to more than {size} MiB"), file)
    return data


def parse_xml(data: bytes, file: str) -> Any:
    """The root of an XML part. Raises ReadError for broken XML, document types and trees that are too large."""
    unwidened = data[:4096].replace(b"\x00", b"")
    declared = re.match(rb"[^<]{0,8}<\?xml[^>]*encoding\s*=\s*[\"']([\w-]+)", unwidened)
    if declared and declared[1].lower() not in (b"utf-8", b"utf-16", b"us-ascii", b"ascii"):
        raise _suspicious(Text("部件的编码不是 UTF-8", "a part is not encoded in UTF-8"), file)
    if b"<!DOCTYPE" in unwidened.upper():
        raise _suspicious(Text("部件含有 DOCTYPE 声明", "a part declares a document type (DOCTYPE)"), file)
    if data.count(b"<") > MAX_TAGS:
        raise _suspicious(Text("正文的段落和标记多得异常", "the text has far too many paragraphs and marks"), file)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root: Any = etree.fromstring(data.replace(STRICT_WORD, WORD.encode()), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        problem = Text(f"文件内容已损坏（{error}）", f"the content of the file is damaged ({error})")
        raise ReadError(problem, location=file, hint=AGAIN) from error
    if root.getroottree().docinfo.doctype:
        raise _suspicious(Text("部件含有 DOCTYPE 声明", "a part declares a document type (DOCTYPE)"), file)
    return root


def _refuse_other_applications(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo], file: str) -> None:
    if "[Content_Types].xml" not in parts:
        kind = "odt" if "mimetype" in parts and "content.xml" in parts else "zip"
        what = KINDS[kind]
        problem = Text(f"这是{what.zh}，不是 Word 文档", f"this is {what.en}, not a Word document")
        raise ReadError(problem, location=file, hint=SAVE_AS_DOCX if kind == "odt" else FILL_FORM)
    root = parse_xml(_unpack(archive, parts, "[Content_Types].xml", file), file)
    listed = (element.get("ContentType", "") for element in root.iter("{*}Override", "{*}Default"))
    types = " ".join(kind for kind in listed if kind.endswith("main+xml"))
    if "wordprocessingml" in types or "ms-word" in types:
        return
    marks = (("spreadsheetml", "xlsx"), ("ms-excel", "xlsx"), ("presentationml", "pptx"), ("ms-powerpoint", "pptx"))
    what = next((KINDS[kind] for mark, kind in marks if mark in types), Text("别的文件", "something else"))
    problem = Text(f"这是{what.zh}，不是 Word 文档", f"this is {what.en}, not a Word document")
    raise ReadError(problem, location=file, hint=FILL_FORM)


def _main_part(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo], file: str) -> str:
    for kind, target in _relations(archive, parts, "_rels/.rels", "", file).values():
        if kind == "officeDocument" and target in parts:
            return target
    return "word/document.xml"


def _related(
    archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo], name: str, file: str
) -> dict[str, tuple[str, str]]:
    """The parts that a part refers to, by the id of the reference, each with its kind."""
    folder, own = posixpath.split(name)
    return _relations(archive, parts, posixpath.join(folder, "_rels", f"{own}.rels"), folder, file)


def _relations(
    archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo], name: str, folder: str, file: str
) -> dict[str, tuple[str, str]]:
    if name not in parts:
        return {}
    found: dict[str, tuple[str, str]] = {}
    for relation in parse_xml(_unpack(archive, parts, name, file), file).iter("{*}Relationship"):
        if relation.get("TargetMode") != "External":
            target = relation.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            kind = relation.get("Type", "").rpartition("/")[2]
            found[relation.get("Id", "")] = (kind, posixpath.normpath(path))
    return found
