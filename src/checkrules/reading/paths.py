"""Paths → files to read: folders are searched for files with some suffixes."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from pathlib import Path

from checkrules.model.errors import Location
from checkrules.model.submission import Rejection
from checkrules.model.text import Text

Paths = str | os.PathLike[str]


def files_in(paths: Iterable[Paths] | Paths, suffixes: Collection[str]) -> tuple[list[Path], list[Rejection]]:
    """The files at one path or many, each once. A folder means all files in it, and below, with one of the suffixes, without
    hidden files and lock files of Office. A folder without such a file is rejected."""
    if isinstance(paths, str | os.PathLike):
        paths = (paths,)
    found: list[Path] = []
    rejected: list[Rejection] = []
    for path in map(Path, paths):
        if not os.path.isdir(path):
            found.append(path)
            continue
        inside = [p for p in sorted(path.rglob("*")) if p.suffix.lower() in suffixes and not _hidden(p, path)]
        found += inside
        if not inside:
            rejected.append(
                Rejection(
                    location=Location(file=str(path)),
                    reason=Text("文件夹里没有可读的文件", "the folder holds no file that can be read"),
                )
            )
    return list(dict.fromkeys(found)), rejected


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts) or not path.is_file()
