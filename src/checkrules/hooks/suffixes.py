"""Which reader and which format the suffix of a file means. Of several, the one that was registered first."""

from __future__ import annotations

import os
from pathlib import Path

from checkrules.hooks.registrations import Reader, ReviewFormat
from checkrules.hooks.registry import Registry
from checkrules.model.errors import ReadError, UsageError
from checkrules.model.text import Text


def readable(registry: Registry) -> set[str]:
    """The suffixes of the files that readers can read."""
    return {suffix for reader in registry.readers.values() for suffix in reader.suffixes}


def reader_of(file: Path, registry: Registry) -> Reader:
    """The reader of a file. Raises ReadError for a file that is not there, and for an unknown suffix."""
    if not file.exists() or file.is_dir():
        raise ReadError(Text("没有这个文件", "there is no such file"), location=str(file))
    suffix = file.suffix.lower()
    for reader in registry.readers.values():
        if suffix in reader.suffixes:
            return reader
    known = " ".join(sorted(readable(registry)))
    raise ReadError(
        Text(f"不认识的文件类型“{suffix}”；能读：{known}", f"no reader for '{suffix}' files; there are: {known}"),
        location=str(file),
    )


def format_of(path: str | os.PathLike[str], registry: Registry) -> str:
    """The format that a file's suffix means. Raises UsageError for an unknown suffix."""
    file = Path(path)
    for name, writer in registry.writers.items():
        if file.suffix.lower() in writer.suffixes:
            return name
    known = " ".join(sorted(s for writer in registry.writers.values() for s in writer.suffixes))
    raise UsageError(
        Text(
            f"不认识的输出类型“{file.suffix}”；可用：{known}",
            f"no format for '{file.suffix}' files; there are: {known}",
        )
    )


def review_format_of(path: str | os.PathLike[str], registry: Registry, *, to_read: bool = False) -> ReviewFormat:
    """The review format that a file's suffix means. Raises UsageError for an unknown suffix."""
    suffix, formats = Path(path).suffix.lower(), registry.review_formats.values()
    known: dict[str, ReviewFormat] = {}
    for format_ in formats:
        for its in (*format_.suffixes, *(format_.reads if to_read else ())):
            known.setdefault(its, format_)
    if suffix in known:
        return known[suffix]
    listed = " ".join(known) or "-"
    problem = Text(
        f"“{suffix}”不是确认单的文件类型；可用：{listed}", f"no review sheet is a '{suffix}' file; there are: {listed}"
    )
    raise UsageError(problem, location=str(path))
