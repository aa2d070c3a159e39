"""Files that are copies of one another, byte for byte: a copy is not judged a second time."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from checkrules.loading.files import open_file
from checkrules.model.files import FileAccount
from checkrules.model.privacy import shown
from checkrules.model.text import Text


def copies_in(files: Iterable[Path]) -> dict[Path, Path]:
    """Each file that is a copy of another, with that one: of several, the one with the shortest name. Only files of one size are
    read."""
    by_size: dict[int, list[Path]] = defaultdict(list)
    for file in sorted(files, key=lambda file: (len(file.name), file)):
        if (size := _size(file)) > 0:
            by_size[size].append(file)
    copies: dict[Path, Path] = {}
    for alike in by_size.values():
        first: dict[str, Path] = {}
        for file in alike if len(alike) > 1 else ():
            digest = _digest(file)
            if digest and first.setdefault(digest, file) is not file:
                copies[file] = first[digest]
    return copies


def copy_account(file: Path, original: Path) -> FileAccount:
    """The account of a copy that is not judged."""
    reason = Text("与“{name}”内容完全相同", "a copy of '{name}'").format(name=shown(original.name))
    return FileAccount(path=file, became="left_out", code="copy", reason=reason)


def _size(file: Path) -> int:
    try:
        return file.stat().st_size if file.is_file() else 0
    except (OSError, ValueError):
        return 0


def _digest(file: Path) -> str:
    try:
        with open_file(file) as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""
