"""Write a file whole or not at all, and never over a file that is read. In this room because the cache needs it: results and
reports are written from above.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from checkrules.model.errors import UsageError, system_problem
from checkrules.model.text import Text

_NAME = 40
"""Characters of a file's name that the name of its temporary file repeats: the whole may be as long as names can be."""


@contextmanager
def whole(file: Path, folder: Path | None = None) -> Iterator[Path]:
    """The path under which a file is to be written, hidden beside it or in another folder of the same disk. At the end it
    is on the disk and gets its name, if nothing was raised; else it is gone. Raises OSError.

    A file that is replaced keeps its owner and permissions; of a link, the file that it points to is replaced. What is no
    file, such as a pipe or a device, is not replaced: its own path is given.
    """
    before = _state(file)
    if is_special(file):
        yield file
        return
    target = Path(os.path.realpath(file)) if file.is_symlink() else file
    beside = target.parent if folder is None or target is not file else folder
    temporary = beside / f".{target.name[:_NAME]}.{os.urandom(8).hex()}"
    os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600 if before is not None else 0o666))
    try:
        yield temporary
        with temporary.open("rb+") as written:
            os.fsync(written.fileno())
        if before is not None:
            _like(before, temporary)
        temporary.replace(target)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _state(file: Path) -> os.stat_result | None:
    """The state of what is there already, or of what a link points to. Raises OSError where it cannot be written."""
    try:
        state = file.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(state.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(file))
    if not os.access(file, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(file))
    return state


def _like(before: os.stat_result, file: Path) -> None:
    if hasattr(os, "chown"):
        with suppress(OSError):
            os.chown(file, before.st_uid, before.st_gid)
    file.chmod(stat.S_IMODE(before.st_mode))


def cannot_write(path: Path, error: Exception) -> UsageError:
    """The error for a person, of one that was raised while a file was written."""
    return UsageError(
        Text("写不了文件：{why}", "the file cannot be written: {why}").format(why=system_problem(error)),
        location=str(path),
        hint=Text("请检查磁盘空间和权限，再运行一次", "check the disk's space and permissions, and run it again"),
    )


def is_special(file: Path) -> bool:
    """Whether a path is a device, a pipe or a socket, such as `/dev/null`."""
    try:
        mode = file.stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def refuse_unwritable(file: Path) -> None:
    """Raise UsageError, before anything is read, for a file that clearly cannot be written."""
    try:
        if _state(file) is None and not file.parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(file))
    except OSError as error:
        raise cannot_write(file, error) from error


def same_file(one: Path, other: Path) -> bool:
    """Whether two paths are one file: by links, or where the file system takes capital and small letters as the same."""
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return False


def refuse_overwriting(output: Path, inputs: Iterable[Path]) -> None:
    """Raise UsageError where a file to write is one of those that are read."""
    if not output.is_file():
        return
    for file in inputs:
        if same_file(output, file):
            problem = Text(
                "这也是要读取的文件“{file}”，不能覆盖",
                "it is also the file '{file}', which is read: it is not overwritten",
            )
            hint = Text("请换一个输出路径", "choose another path for the output")
            raise UsageError(problem.format(file=str(file)), location=str(output), hint=hint)
