"""Decide which inputs are judged as tables and which one file at a time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from checkrules.hooks.registry import Registry
from checkrules.hooks.suffixes import readable
from checkrules.model.errors import Location
from checkrules.model.submission import Rejection
from checkrules.model.text import Text
from checkrules.reading.bytes import MAX_BYTES
from checkrules.reading.paths import files_in
from checkrules.tables.files.split import KINDS

_NO_TABLE = Text("不是表格，判定大表时不读", "not a table: it is not read together with tables")
_APART = Text("请另外运行一次，只判定这类文件", "judge such files in a separate run")


def tables_in(paths: Sequence[str], registry: Registry) -> tuple[list[Path], list[Rejection]]:
    """The files to judge as tables: those that are named, and the tables in folders. Other files in folders that a reader
    knows are rejected, not ignored."""
    found, rejected = files_in(paths, readable(registry) | KINDS.keys())
    named = set(map(Path, paths))
    tables: list[Path] = []
    for file in found:
        if file in named or file.suffix.lower() in KINDS:
            tables.append(file)
        else:
            rejected.append(Rejection(location=Location(file=str(file)), reason=_NO_TABLE, hint=_APART))
    return tables, rejected


def are_tables(files: Sequence[Path], output: str | None, registry: Registry) -> bool:
    """Whether files are judged part by part: where one is Parquet or too large to read whole, or tables are to be written."""
    if output is not None:
        written = Path(output).suffix.lower()
        claimed = {suffix for writer in registry.writers.values() for suffix in writer.suffixes}
        if not written or (written in KINDS and written not in claimed):
            return True
    return any(file.suffix.lower() == ".parquet" or _is_large(file) for file in files)


def _is_large(file: Path) -> bool:
    return file.suffix.lower() in KINDS and file.is_file() and file.stat().st_size > MAX_BYTES


def without_results(files: Sequence[Path], paths: Sequence[str], outputs: Sequence[str | None]) -> list[Path]:
    """The files without the outputs of an earlier run, which lie in the same folder and are written again."""
    named = set(map(Path, paths))
    written = {Path(output).resolve() for output in outputs if output is not None}
    return [file for file in files if file in named or file.resolve() not in written]
