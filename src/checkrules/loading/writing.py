"""Write a file whole or not at all. In this room because the cache needs it: results and reports are written from above."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from checkrules.model.errors import UsageError, system_problem
from checkrules.model.text import Text


@contextmanager
def whole(file: Path, folder: Path | None = None) -> Iterator[Path]:
    """The path under which a file is to be written, hidden beside it or in another folder of the same disk. At the end it
    is on the disk and gets its name, if nothing was raised; else it is gone. Raises OSError."""
    temporary = (folder or file.parent) / f".{file.name}.{os.urandom(8).hex()}"
    try:
        yield temporary
        with temporary.open("rb+") as written:
            os.fsync(written.fileno())
        temporary.replace(file)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def cannot_write(path: Path, error: Exception) -> UsageError:
    """The error for a person, of one that was raised while a file was written."""
    return UsageError(
        Text("写不了文件：{why}", "the file cannot be written: {why}").format(why=system_problem(error)),
        location=str(path),
        hint=Text("请检查磁盘空间和权限，再运行一次", "check the disk's space and permissions, and run it again"),
    )
