"""Open files that someone named, and read the text of one of a checklist's files: sections, parameters, forms, profiles,
decisions, names.
"""

from __future__ import annotations

import errno
import os
import stat
from io import BufferedReader
from pathlib import Path

from checkrules.model.errors import ChecklistError, Location, cannot_be_opened
from checkrules.model.text import Text

MAX_BYTES = 8 * 1024 * 1024
_UTF_8 = Text("请把文件另存为 UTF-8 编码", "save the file as UTF-8")


def open_file(path: Path) -> BufferedReader:
    """A file opened to read its bytes. Raises OSError, for a folder, a pipe or a device too: opening waits for nothing."""
    number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        kind = os.fstat(number).st_mode
        if stat.S_ISDIR(kind):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        if not stat.S_ISREG(kind):
            raise OSError(errno.ENODEV, "it is a pipe or a device, not a file", str(path))
    except OSError:
        os.close(number)
        raise
    return open(number, "rb")


def read_text(path: Path) -> str:
    """The text of a file in UTF-8, with or without a byte-order mark; line ends become `\\n`. Raises ChecklistError."""
    if path.is_dir():
        raise ChecklistError(Text("这是文件夹，不是文件", "this is a folder, not a file"), location=str(path))
    if not path.exists():
        raise ChecklistError(Text("没有这个文件", "there is no such file"), location=str(path))
    try:
        with open_file(path) as stream:
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
