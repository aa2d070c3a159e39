"""A document of another word processor → the Word document that LibreOffice makes of it, for the reader of Word forms."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from checkrules.plugin import (
    KINDS,
    ArchiveLimits,
    Enclosed,
    Location,
    ReadError,
    Remark,
    Text,
    kind_of,
    open_archive,
    read_bytes,
)

from .convert import converted

MAX_FILE_BYTES = 32 * 1024 * 1024
LIMITS = ArchiveLimits(members=3_000, member_bytes=32 * 1024 * 1024, total_bytes=256 * 1024 * 1024, ratio=200)
_CONVERTED = {"doc": ".doc", "rtf": ".rtf", "odt": ".odt"}
"""The kinds that are converted, and the suffix by which LibreOffice knows them. A .wps of Kingsoft is a .doc inside."""
_OTHERS = {"docx": ".docx", "xlsx": ".xlsx", "xls": ".xls", "zip": ".zip", "pdf": ".pdf", "image": ".png"}
"""How files of other kinds are named, for their own readers."""
_SAVE_AS = Text(
    "请用 Word 或 WPS 打开，另存为“Word 文档（.docx）”", "open it in Word or WPS and save it as a Word document (.docx)"
)
_NO_PASSWORD = Text("请打开后去掉打开密码，再另存为 .docx", "open it, remove the password, and save it as .docx")


def read_office(path: Path) -> Iterator[Enclosed]:
    """The document as .docx. Raises ReadError where it is of another kind, is encrypted, or cannot be converted."""
    file = str(path)
    data = read_bytes(path, MAX_FILE_BYTES)
    kind = kind_of(data)
    if kind in _OTHERS:
        yield Enclosed(suffix=_OTHERS[kind], data=data, remarks=(_renamed(KINDS[kind], file),))
        return
    if kind == "odt" and b"opendocument.spreadsheet" in data[:200]:
        yield Enclosed(suffix=".ods", data=data, remarks=(_renamed(Text("电子表格", "a spreadsheet"), file),))
        return
    if kind not in _CONVERTED:
        what = KINDS[kind] if kind is not None else Text("别的文件", "something else")
        problem = Text(f"这是{what.zh}，不能读取", f"this is {what.en}, which is not read")
        raise ReadError(problem, location=file, hint=_NO_PASSWORD if kind == "encrypted" else _SAVE_AS)
    if _is_encrypted(kind, data, file):
        problem = Text("文件设有打开密码", "the file is encrypted: a password is needed to open it")
        raise ReadError(problem, location=file, hint=_NO_PASSWORD)
    document = converted(data, _CONVERTED[kind], KINDS[kind], file)
    yield Enclosed(suffix=".docx", data=document, remarks=(_of_conversion(KINDS[kind], file),))


def _is_encrypted(kind: str, data: bytes, file: str) -> bool:
    if kind == "odt":
        with open_archive(data, file, LIMITS) as archive:
            manifest = archive.find("META-INF/manifest.xml")
            return manifest is not None and b"encryption-data" in archive.read(manifest)
    # the head of the text of a .doc begins a sector, and has a bit for encryption
    heads = (data[start : start + 12] for start in range(512, len(data), 512)) if kind == "doc" else ()
    return any(head[:2] == b"\xec\xa5" and len(head) == 12 and head[11] & 0x01 for head in heads)


def _renamed(what: Text, file: str) -> Remark:
    message = Text(f"文件实际上是{what.zh}，按其内容读取", f"the file is really {what.en}, and is read as such")
    return Remark(code="renamed", message=message, location=Location(file=file))


def _of_conversion(what: Text, file: str) -> Remark:
    message = Text(
        f"{what.zh}，由 LibreOffice 转换后读取；与原件有出入时以原件为准",
        f"{what.en}: it was converted by LibreOffice to be read; where they differ, the original counts",
    )
    return Remark(code="converted", message=message, location=Location(file=file))
