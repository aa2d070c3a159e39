"""Paths → files to read: folders are searched for files with some suffixes."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from pathlib import Path

from checkrules.model.errors import Location
from checkrules.model.submission import Rejection, rejection_of
from checkrules.model.text import Text
from checkrules.reading.bytes import cannot_open

Paths = str | os.PathLike[str]


def files_in(
    paths: Iterable[Paths] | Paths, suffixes: Collection[str], without: Iterable[Path] = ()
) -> tuple[list[Path], list[Rejection]]:
    """The files at one path or many, each once. A folder means all files in it, and below, with one of the suffixes, without
    hidden files and lock files of Office. A folder without such a file is rejected. The files in `without` are left out,
    by whatever path they are found."""
    if isinstance(paths, str | os.PathLike):
        paths = (paths,)
    left_out = set(map(_identity, without))
    found: list[Path] = []
    rejected: list[Rejection] = []
    for path in map(Path, paths):
        is_folder, before = os.path.isdir(path), len(rejected)
        inside = _search(path, suffixes, rejected) if is_folder else [path]
        kept = [file for file in inside if not left_out or _identity(file) not in left_out]
        found += kept
        if is_folder and not kept and len(rejected) == before:
            rejected.append(
                Rejection(
                    location=Location(file=str(path)),
                    reason=Text("文件夹里没有可读的文件", "the folder holds no file that can be read"),
                )
            )
    return list(dict.fromkeys(found)), rejected


def _search(folder: Path, suffixes: Collection[str], rejected: list[Rejection]) -> list[Path]:
    """The files of a folder, in order. A folder in it that cannot be opened is rejected."""

    def reject(error: OSError) -> None:
        rejected.append(rejection_of(cannot_open(error.filename, error), Location(file=error.filename)))

    found: list[Path] = []
    for where, folders, names in os.walk(folder, onerror=reject):
        folders[:] = [name for name in folders if not _hidden(name)]
        found += [Path(where, name) for name in names if not _hidden(name) and Path(name).suffix.lower() in suffixes]
    return sorted(file for file in found if not file.is_dir())


def _hidden(name: str) -> bool:
    return name.startswith((".", "~$"))


def _identity(path: Path) -> object:
    """What tells one file from another, whatever the path: its number on its disk."""
    try:
        state = path.stat()
    except (OSError, ValueError):
        return path
    return (state.st_dev, state.st_ino) if state.st_ino else path.resolve()
