"""Printable file names; reject names that are not valid UTF-8."""

from __future__ import annotations

from pathlib import Path

from checkrules.model.errors import CheckrulesError
from checkrules.model.text import Text


def shown(path: Path) -> str:
    """The path as text, with question marks for bytes that are not text."""
    return str(path).encode("utf-8", "replace").decode()


def refuse_odd_name(path: Path, kind: type[CheckrulesError]) -> None:
    """Raise an error for a path that is not valid UTF-8: no output can name it."""
    if shown(path) != str(path):
        problem = Text("文件名不是有效的 UTF-8 文字", "the file name is not valid UTF-8")
        raise kind(problem, location=shown(path), hint=Text("请给文件改名", "rename the file"))
