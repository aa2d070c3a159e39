"""A file that was handed in → its bytes and text. Bytes are untrusted: bounded, and their kind is looked at before anything parses them."""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from pathlib import Path

from checkrules.loading.files import open_file
from checkrules.model.errors import Location, ReadError, cannot_be_opened
from checkrules.model.text import Text

MAX_BYTES = 64 * 1024 * 1024


SAVE_AS_UTF8 = Text("请另存为 UTF-8 编码", "save it with the encoding UTF-8")


KINDS: Mapping[str, Text] = {
    "docx": Text("Word 文档（.docx）", "a Word document (.docx)"),
    "xlsx": Text("电子表格（.xlsx）", "a spreadsheet (.xlsx)"),
    "pptx": Text("演示文稿（.pptx）", "a presentation (.pptx)"),
    "odt": Text("OpenDocument 文档", "an OpenDocument file"),
    "zip": Text("压缩包", "a zip archive"),
    "encrypted": Text(
        "加密（设有打开密码）的 Office 文件", "an Office file that is encrypted (a password is needed to open it)"
    ),
    "doc": Text("旧版 Word 文档（.doc）", "an old Word document (.doc)"),
    "xls": Text("旧版电子表格（.xls）", "an old spreadsheet (.xls)"),
    "ppt": Text("旧版演示文稿（.ppt）", "an old presentation (.ppt)"),
    "ole": Text("旧版 Office 文件", "an old Office file"),
    "pdf": Text("PDF 文件", "a PDF file"),
    "rtf": Text("RTF 文档", "an RTF document"),
    "html": Text("网页（HTML）", "a web page (HTML)"),
    "image": Text("图片", "a picture"),
    "archive": Text("压缩包", "an archive"),
}
"""The kinds of file content that are recognised, whatever the file's name."""


_BEGINNINGS = (
    (b"%PDF", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"\x1f\x8b", "archive"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
)


_IN_ZIP = (
    (b"word/document", "docx"),
    (b"xl/workbook", "xlsx"),
    (b"ppt/presentation", "pptx"),
)
"""How the name of a member begins that only such files have."""
_MAX_MEMBERS = 10_000


_IN_OLE = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint", "ppt"),
)


def kind_of(data: bytes) -> str | None:
    """Which of KINDS the bytes are, or None where they may be text."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _kind_of_zip(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return next((kind for name, kind in _IN_OLE if name.encode("utf-16-le") in data), "ole")
    if re.match(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)\b", data[:200], re.IGNORECASE):
        return "html"
    return next((kind for mark, kind in _BEGINNINGS if data.startswith(mark)), None)


def _kind_of_zip(data: bytes) -> str:
    """Known by the names of its own members: an archive of forms holds the members of each form too."""
    if b"opendocument" in data[:200]:
        return "odt"
    names = _members(data)
    if names:
        return next((kind for mark, kind in _IN_ZIP if any(name.startswith(mark) for name in names)), "zip")
    return next((kind for mark, kind in _IN_ZIP if mark in data), "zip")  # cut short, or only its beginning


def _members(data: bytes) -> list[bytes]:
    """The names in the directory of a zip archive; none where it has no directory."""
    end = data.rfind(b"PK\x05\x06")
    if end < 0 or end + 20 > len(data):
        return []
    (at,) = struct.unpack_from("<I", data, end + 16)
    names: list[bytes] = []
    while len(names) < _MAX_MEMBERS and data[at : at + 4] == b"PK\x01\x02" and at + 46 <= len(data):
        name, extra, comment = struct.unpack_from("<3H", data, at + 28)
        names.append(data[at + 46 : at + 46 + name])
        at += 46 + name + extra + comment
    return names


def read_bytes(path: Path, most: int = MAX_BYTES) -> bytes:
    """The whole of a file of at most `most` bytes. Raises ReadError, also where the file is empty."""
    try:
        with open_file(path) as file:
            data = file.read(most + 1)
    except OSError as error:
        raise cannot_open(str(path), error) from error
    if len(data) > most:
        size = f"{most / 1024 / 1024:.3g} MiB"
        problem = Text(f"文件超过 {size}，不予读取", f"the file is larger than {size} and is not read")
        raise ReadError(problem, location=str(path), hint=Text("请分成几个文件", "split it into several files"))
    if not data.strip(b"\x00 \r\n\t"):
        raise ReadError(Text("文件是空的", "the file is empty"), location=str(path))
    return data


def beginning_of(path: Path, most: int = 65_536) -> bytes:
    """The first bytes of a file; none where it cannot be read."""
    try:
        with open_file(path) as file:
            return file.read(most)
    except (OSError, ValueError):
        return b""


def cannot_open(file: str, error: OSError) -> ReadError:
    """The error for a person, of one that the system raised while a file was read."""
    return ReadError(cannot_be_opened(error), location=file)


def decode(data: bytes, file: str, encodings: tuple[str, ...] = ("utf-8",), *, utf16: bool = False) -> str:
    """The text of a file in the first of the encodings that fits. Raises ReadError with the location of the first bad byte.

    `utf16` says whether UTF-16 that carries its mark is read too.
    """
    kind = kind_of(data)
    if kind is not None:
        raise _not_text(KINDS[kind], file)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        if not utf16:
            raise ReadError(
                Text("文件是 UTF-16 编码", "the file is encoded in UTF-16"), location=file, hint=SAVE_AS_UTF8
            )
        encodings = ("utf-16",)
    data = data.removeprefix(b"\xef\xbb\xbf")
    failures: list[UnicodeDecodeError] = []
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            failures.append(error)
            continue
        if "\x00" in text:
            raise _not_text(
                Text("二进制文件或不带标记的 UTF-16 文本", "a binary file, or UTF-16 without its mark"), file
            )
        return text
    first = failures[0]
    before = data[: first.start].decode(first.encoding, "replace")
    tried = "、".join(encodings), ", ".join(encodings)
    raise ReadError(
        Text(f"文字编码不是 {tried[0]}", f"the text is not encoded in {tried[1]}"),
        location=Location(file=file, line=before.count("\n") + 1, column=len(before) - before.rfind("\n")),
        hint=_probably_gbk(data) or SAVE_AS_UTF8,
    ) from first


def _probably_gbk(data: bytes) -> Text | None:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    return Text(f"文件像是 GBK 编码，{SAVE_AS_UTF8.zh}", f"it looks like GBK; {SAVE_AS_UTF8.en}")


def _not_text(what: Text, file: str) -> ReadError:
    return ReadError(
        Text(f"文件实际上是{what.zh}，不是文本", f"the file is really {what.en}, not text"),
        location=file,
        hint=Text(
            "请检查文件的后缀名，或另存为所需的格式", "check the file's suffix, or save it in the format that is wanted"
        ),
    )
