"""What can be wrong with a checklist, a plugin, a file or a command.

Errors are raised. That a submission falls short is an issue, and issues are data, never raised.
Each error says what is wrong, where, and what to do.
"""

from __future__ import annotations

import difflib
import errno
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import attrs

from checkrules.model.privacy import masked, safe, safe_lines, shown
from checkrules.model.text import Language, Text, as_text, visible


@attrs.frozen(kw_only=True)
class Location:
    """A place in a file: the file and, as far as they are known, line, column, cell or record.

    As text, personal numbers in the file's name are masked, and control characters written out.
    """

    file: str | None = attrs.field(default=None, repr=lambda file: repr(file and shown(file, 300)))
    line: int | None = None
    column: int | None = None
    cell: str | None = None

    def __str__(self) -> str:
        parts = [self.file or ""]
        if self.line is not None:
            parts.append(str(self.line))
            if self.column is not None:
                parts.append(str(self.column))
        if self.cell is not None:
            parts.append(self.cell)
        return visible(masked(":".join(part for part in parts if part)))


class CheckrulesError(Exception):
    """Base of all errors that checkrules raises: `problem` and `hint` in both languages, and `location`. Personal numbers in
    them are masked, whatever was put in."""

    def __init__(
        self,
        problem: Text | str,
        *,
        location: Location | str | None = None,
        hint: Text | str | None = None,
        excerpt: str = "",
    ) -> None:
        self.problem = safe(as_text(problem))
        self.location = Location(file=location) if isinstance(location, str) else location
        self.hint = safe(as_text(hint)) if hint is not None else None
        self.excerpt = safe_lines(excerpt)
        super().__init__(self.message.en)

    @property
    def message(self) -> Text:
        """The whole error in both languages: location and problem, then the excerpt with its caret, then the hint."""
        return Text(self._message("zh"), self._message("en"))

    def _message(self, language: Language) -> str:
        where = f"{self.location}: " if self.location and str(self.location) else ""
        lines = [where + self.problem[language]]
        if self.excerpt:
            lines.append(self.excerpt)
        if self.hint is not None:
            lines.append(self.hint[language])
        return "\n".join(lines)


class ChecklistError(CheckrulesError):
    """A checklist, profile, waiver or form file is wrong."""


class ReadError(CheckrulesError):
    """An input file cannot be read."""


class PluginError(CheckrulesError):
    """A plugin is wrong, or registers a name that another plugin has registered."""


class UsageError(CheckrulesError):
    """A call or a command names something that does not exist, or that cannot be done."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The most similar known word, or None when nothing is near."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return near[0] if near else None


def did_you_mean(word: str, known: Iterable[str]) -> Text | None:
    """A hint that names the most similar known word, or None when nothing is near."""
    near = nearest(word, known)
    return Text(f"是否想写“{near}”？", f"did you mean '{near}'?") if near is not None else None


_SYSTEM = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "所在的磁盘只读",
    errno.ENOSPC: "磁盘空间不足",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EFBIG: "文件太大",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENODEV: "这是管道或设备，不是文件",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EEXIST: "已有同名的文件",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ELOOP: "链接互相指向",
    errno.EMFILE: "打开的文件太多",
    errno.EBUSY: "文件正被占用",
    errno.EIO: "磁盘读写出错",
}


def system_problem(error: Exception) -> Text:
    """Why the system refused to read or write, in words."""
    if not isinstance(error, OSError):
        return Text("系统出错", str(error))
    zh = _SYSTEM.get(error.errno or 0, f"系统错误 {error.errno}" if error.errno else "系统出错")
    return Text(zh, error.strerror or str(error))


def cannot_be_opened(error: OSError) -> Text:
    """That a file cannot be opened, and why."""
    return Text("文件打不开：{why}", "the file cannot be opened: {why}").format(why=system_problem(error))


@contextmanager
def needs_extra(requirement: str, purpose: Text) -> Iterator[None]:
    """Import what an extra brings. Raises UsageError that says what to install where a module is not there.

    with needs_extra("checkrules[docx]", Text("读取 Word 文件", "reading Word files")):
        from .read import read_docx
    """
    try:
        yield
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        problem = Text(f"{purpose.zh}需要 {package}，尚未安装", f"{purpose.en} needs {package}, which is not installed")
        install = f"pip install '{requirement}'"
        raise UsageError(problem, hint=Text(f"请运行 {install}", f"run {install}")) from error
