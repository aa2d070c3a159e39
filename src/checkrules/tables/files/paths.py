"""Names of files, as they are shown, and those that cannot be."""

from __future__ import annotations

from pathlib import Path

from checkrules.model.errors import CheckrulesError
from checkrules.model.text import Text


def shown(path: Path) -> str:
    """The path as text; what in it is no text as question marks."""
    return str(path).encode("utf-8", "replace").decode()


def refuse_odd_name(path: Path, kind: type[CheckrulesError]) -> None:
    """Raises an error for a path whose bytes are no text: it can be written nowhere."""
    if shown(path) != str(path):
        problem = Text("文件名不是有效的 UTF-8 文字", "the file's name is no valid UTF-8 text")
        raise kind(problem, location=shown(path), hint=Text("请给文件改名", "rename the file"))
