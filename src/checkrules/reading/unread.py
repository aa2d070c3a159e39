"""A file that no reader reads → why not, in words: a picture, a scan, a format of other programs, a file of the system."""

from __future__ import annotations

from pathlib import Path

from checkrules.model.errors import Location
from checkrules.model.submission import Rejection
from checkrules.model.text import Text
from checkrules.reading.bytes import KINDS, beginning_of, kind_of

PICTURES = frozenset(
    (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".heif", ".webp", ".jfif", ".svg", ".raw")
)
RECORDINGS = frozenset((".mp3", ".m4a", ".wav", ".amr", ".aac", ".mp4", ".mov", ".avi", ".mkv", ".wmv", ".3gp"))
SYSTEM_FILES = frozenset(("thumbs.db", "desktop.ini", "ehthumbs.db", "icon\r", "__macosx"))
"""What Windows and macOS put into folders by themselves, folded."""
_TYPE_IN = Text("请把内容填入表格再交", "type what it says into the form")
_AS_DOCX = Text("请用 WPS 或 Word 另存为 .docx", "save it as .docx with Word or WPS")
_AS_XLSX = Text("请用 WPS 或 Excel 另存为 .xlsx", "save it as .xlsx with Excel or WPS")
_HINTS = {"pdf": _TYPE_IN, "image": _TYPE_IN, "doc": _AS_DOCX, "rtf": _AS_DOCX, "docx": _AS_DOCX, "odt": _AS_DOCX}
_HINTS |= {"xls": _AS_XLSX, "xlsx": _AS_XLSX}
_UNPACK = Text("请先解压", "unpack it first")


def unread(file: Path) -> Rejection:
    """Why a file that no reader reads is not read, and what to do."""
    code, what, hint = _what(file)
    reason = Text(f"{what.zh}，不能读取", f"{what.en}, which is not read")
    return Rejection(location=Location(file=str(file)), reason=reason, hint=hint, code=code)


def _what(file: Path) -> tuple[str, Text, Text | None]:
    suffix = file.suffix.lower()
    data = beginning_of(file)
    kind = kind_of(data)
    if kind == "image" or suffix in PICTURES:
        return "picture", Text("图片或扫描件", "a picture or scan"), _TYPE_IN
    if kind == "pdf" or suffix == ".pdf":
        return "pdf", Text("PDF 文件（多为扫描件）", "a PDF file, often a scan"), _TYPE_IN
    if suffix in RECORDINGS:
        return "recording", Text("录音或录像", "a sound or video recording"), None
    if not data.strip(b"\x00 \r\n\t"):
        return "empty", Text("空文件", "an empty file"), None
    if kind in ("zip", "archive"):
        return "archive", KINDS[kind], _UNPACK
    if kind is not None:
        return "unknown_format", KINDS[kind], _HINTS.get(kind)
    named = (
        Text(f"“{suffix}”文件", f"a '{suffix}' file") if suffix else Text("没有后缀的文件", "a file without a suffix")
    )
    return "unknown_format", named, None
