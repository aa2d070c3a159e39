"""What the command line is asked to judge: files one by one, or tables part by part, and which files these are."""

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

_NO_TABLE = Text("不是表格，判定大表时不读", "it is no table, and is not read where tables are judged")
_APART = Text("请另外运行一次，只判定这类文件", "judge such files in a run of their own")


def tables_in(paths: Sequence[str], registry: Registry) -> tuple[list[Path], list[Rejection]]:
    """The files that are judged where tables are: those that are named, and the tables in folders; what else a reader knows
    in folders is rejected, not passed over."""
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
    """Whether files are judged part by part: Parquet, files too large to read whole, and where tables are to be written."""
    if output is not None:
        written = Path(output).suffix.lower()
        claimed = {suffix for writer in registry.writers.values() for suffix in writer.suffixes}
        if not written or (written in KINDS and written not in claimed):
            return True
    return any(file.suffix.lower() == ".parquet" or _is_large(file) for file in files)


def _is_large(file: Path) -> bool:
    return file.suffix.lower() in KINDS and file.is_file() and file.stat().st_size > MAX_BYTES


def but_for_results(files: Sequence[Path], paths: Sequence[str], outputs: Sequence[str | None]) -> list[Path]:
    """The files without those in folders that an earlier run wrote, and that this one writes again."""
    named = set(map(Path, paths))
    written = {Path(output).resolve() for output in outputs if output is not None}
    return [file for file in files if file in named or file.resolve() not in written]
