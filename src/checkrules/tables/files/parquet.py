"""A Parquet file → its number of rows and its columns; a part of it → facts in columns."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from checkrules.evaluation.compiled import Compiled
from checkrules.loading.files import open_file
from checkrules.model.errors import ReadError
from checkrules.model.parts import Part
from checkrules.model.text import Text
from checkrules.tables.files.kept import Kept
from checkrules.tables.files.part_data import PartData

MAX_FOOTER = 64 * 1024 * 1024
ROWS_PER_BYTE = 65_536
"""A file that claims more rows per byte is not a real table."""
EXPORT_AGAIN = Text("请重新导出该文件", "export the file again")


def rows_and_columns(file: Path) -> tuple[int, list[str]]:
    """The number of rows and the names of the columns, from the footer alone. Raises ReadError where the file is damaged, or
    claims more than it can hold; OSError where it cannot be opened."""
    size = _refuse_large_footer(file)
    table = _scan(file)
    try:
        rows: int = table.select(pl.len()).collect().item()
        columns = table.collect_schema().names()
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        problem = Text("不是完整的 Parquet 文件", "not a whole Parquet file")
        raise ReadError(problem, location=str(file), hint=EXPORT_AGAIN, excerpt=str(error)[:500]) from error
    if rows > size * ROWS_PER_BYTE:
        problem = Text(f"文件称有 {rows} 行，与其大小不符", f"it claims {rows} rows, too many for its size")
        raise ReadError(problem, location=str(file), hint=EXPORT_AGAIN)
    return rows, columns


def read_rows(part: Part, compiled: Compiled, keep: Kept) -> PartData:
    """Read the rows of a part, and the columns to keep. Raises an error of Polars where the file is damaged."""
    table = _scan(Path(part.file))
    there = table.collect_schema().names()
    names = [name for name in there if name in compiled.facts]
    unknown = [name for name in there if name not in compiled.facts and name not in keep]
    wanted = dict.fromkeys((*names, *keep))
    read = table.slice(part.start, part.stop - part.start).select(*wanted).collect(engine="streaming")
    rows = pl.int_range(part.first, part.first + part.stop - part.start, dtype=pl.Int64, eager=True)
    kept = read.select(pl.col(name).cast(kind) for name, kind in keep.items())
    return PartData(frame=read.select(names), rows=rows, unknown=tuple(unknown), kept=kept)


def _scan(file: Path) -> pl.LazyFrame:
    return pl.scan_parquet(file, glob=False, hive_partitioning=False)


def _refuse_large_footer(file: Path) -> int:
    """The size of the file in bytes. Its footer would need many times its size in memory."""
    with open_file(file) as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - 8))
        length = int.from_bytes(stream.read(4), "little")
    if MAX_FOOTER < length < size:
        problem = Text("文件的行组过多，目录太大", "the file has too many row groups: its footer is too large")
        hint = Text("请用更大的行组重新导出，或分成几个文件", "export it with larger row groups, or as several files")
        raise ReadError(problem, location=str(file), hint=hint)
    return size
