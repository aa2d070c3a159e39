"""Read the text of one of a checklist's files: sections, parameters, forms, profiles, decisions, wording."""

from __future__ import annotations

from pathlib import Path

from checkrules.model.errors import ChecklistError, Location, cannot_be_opened
from checkrules.model.text import Text

MAX_BYTES = 8 * 1024 * 1024
_UTF_8 = Text("请把文件另存为 UTF-8 编码", "save the file as UTF-8")


def read_text(path: Path) -> str:
    """The text of a file in UTF-8, with or without a byte-order mark; line ends become `\\n`. Raises ChecklistError."""
    if path.is_dir():
        raise ChecklistError(Text("这是文件夹，不是文件", "this is a folder, not a file"), location=str(path))
    if not path.is_file():
        raise ChecklistError(Text("没有这个文件", "there is no such file"), location=str(path))
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise ChecklistError(cannot_be_opened(error), location=str(path)) from error
    if len(data) > MAX_BYTES:
        size = MAX_BYTES // 1024 // 1024
        problem = Text(f"文件超过 {size} MiB", f"the file is larger than {size} MiB")
        raise ChecklistError(problem, location=str(path))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", "ignore").split("\n")
        location = Location(file=str(path), line=len(before), column=len(before[-1]) + 1)
        raise ChecklistError(
            Text("文件不是 UTF-8 编码", "the file is not UTF-8"), location=location, hint=_UTF_8
        ) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")
