"""A Parquet file → its number of rows and its columns; a part of it → facts in columns. Its memory is bounded, and no row is
lost to a footer that says too few."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import BinaryIO

import attrs
import polars as pl

from checkrules.evaluation.compiled import Compiled
from checkrules.loading.files import open_file
from checkrules.model.errors import ReadError
from checkrules.model.parts import Part
from checkrules.model.privacy import shown
from checkrules.model.text import Text
from checkrules.tables.files.kept import Kept
from checkrules.tables.files.parquet_footer import FooterTooLarge, Group, NestedTooDeeply, pages_of, row_groups
from checkrules.tables.files.part_data import PartData

ROWS_PER_BYTE = 65_536
"""A file that claims more rows per byte is not a real table."""
MAX_PAGE = 96 * 1024 * 1024
"""Bytes of a page once it is decompressed: it is decoded as a whole."""
TEXT_AT_ONCE = 64 * 1024 * 1024
"""Bytes of text, about, of the rows that are read at once."""
MAX_TEXT = 256 * 1024 * 1024
"""Bytes of text of the rows that were read. More can only come of a dictionary: few bytes that stand for many."""
MANY_ITEMS, ITEMS_PER_ROW = 10_000_000, 40
"""Items of lists in a row group that need much memory, where a row has more than so many on average."""
EXPORT_AGAIN = Text("请重新导出该文件", "export the file again")
SMALLER = Text("请用更小的行组和页重新导出", "export it with smaller row groups and pages")


@attrs.frozen(kw_only=True)
class Shape:
    """How many rows a file has, the names of its columns, and how many rows can be read at once."""

    rows: int
    columns: tuple[str, ...]
    at_once: int


def shape_of(file: Path, wanted: Collection[str], most: int) -> Shape:
    """The shape of a file of which the wanted columns are read, `most` rows at once. Raises ReadError where the file is
    damaged, states different numbers of rows or would need too much memory; OSError where it cannot be opened."""
    with open_file(file) as stream:
        try:
            rows, groups = row_groups(stream)
            size = stream.seek(0, 2)
            at_once = _checked(file, stream, size, rows, groups, wanted, most)
            columns = _scan(file).collect_schema().names()
        except FooterTooLarge as error:
            problem = Text(
                "文件的行组或列过多，目录太大", "the file has too many row groups or columns: its footer is too large"
            )
            hint = Text(
                "请用更大的行组重新导出，或分成几个文件", "export it with larger row groups, or as several files"
            )
            raise ReadError(problem, location=str(file), hint=hint) from error
        except NestedTooDeeply as error:
            problem = Text("列的类型嵌套过深", "the types of its columns are nested too deeply")
            raise ReadError(
                problem, location=str(file), hint=Text("请删去这些列", "leave these columns out")
            ) from error
        except (
            ValueError,
            LookupError,
            OverflowError,
            pl.exceptions.PolarsError,
            pl.exceptions.PanicException,
        ) as error:
            problem = Text("不是完整的 Parquet 文件", "not a whole Parquet file")
            raise ReadError(problem, location=str(file), hint=EXPORT_AGAIN) from error
    return Shape(rows=rows, columns=tuple(columns), at_once=at_once)


def _checked(
    file: Path, stream: BinaryIO, size: int, rows: int, groups: Sequence[Group], wanted: Collection[str], most: int
) -> int:
    """How many rows can be read at once. Raises ReadError."""
    if min((rows, *(group.rows for group in groups))) < 0 or rows > size * ROWS_PER_BYTE:
        problem = Text(f"文件称有 {rows} 行，与其大小不符", f"it claims {rows} rows, too many for its size")
        raise ReadError(problem, location=str(file), hint=EXPORT_AGAIN)
    stated = sum(group.rows for group in groups)
    if stated != rows:
        raise _disagree(file, rows, stated)
    pages_left = 10_000 + size // 100  # a hostile file could have one for every few bytes
    at_once = most
    for group in groups:
        counted, text = False, 0
        for chunk in group.chunks:
            if chunk.flat and chunk.values != group.rows:
                raise _disagree(file, group.rows, chunk.values)
            if chunk.column in wanted or (chunk.flat and not counted):
                try:
                    pages = pages_of(stream, chunk, pages_left)
                except (ValueError, LookupError):
                    continue  # only the part that holds it is lost, once it is read
                pages_left -= pages.count
                if pages.values != chunk.values:
                    raise _disagree(file, chunk.values, pages.values)
                counted = counted or chunk.flat
                items = 0 if chunk.flat else chunk.values
                if pages.largest > MAX_PAGE or items > max(MANY_ITEMS, ITEMS_PER_ROW * group.rows):
                    raise _too_large(file, chunk.column, pages.bytes, items)
                text += pages.bytes if chunk.text else 0
        if text > TEXT_AT_ONCE:
            at_once = min(at_once, max(1, group.rows * TEXT_AT_ONCE // text))
    return at_once


def _disagree(file: Path, some: int, others: int) -> ReadError:
    problem = Text(
        f"文件各处所写的行数不一致：{some} 和 {others}", f"it states different numbers of rows: {some} and {others}"
    )
    return ReadError(problem, location=str(file), hint=EXPORT_AGAIN)


def _too_large(file: Path, column: str, size: int, items: int) -> ReadError:
    """The error for a column that is small in the file and large in memory."""
    much = (f"{items} 项", f"{items} items") if items else (f"{size >> 20} MiB", f"{size >> 20} MiB")
    problem = Text(
        f"列“{shown(column)}”展开后有 {much[0]}，太大",
        f"the column '{shown(column)}' expands to {much[1]}, too much at once",
    )
    return ReadError(problem, location=str(file), hint=SMALLER)


def read_rows(part: Part, compiled: Compiled, keep: Kept) -> PartData:
    """Read the rows of a part, and the columns to keep. Raises an error of Polars where the file is damaged, ReadError where
    its texts are too large."""
    table = _scan(Path(part.file))
    there = table.collect_schema().names()
    names = [name for name in there if name in compiled.facts]
    unknown = [name for name in there if name not in compiled.facts and name not in keep]
    wanted = dict.fromkeys((*names, *keep))
    read = table.slice(part.start, part.stop - part.start).select(*wanted).collect(engine="streaming")
    for column, size in read.select(_text_bytes(read.schema)).sum().row(0, named=True).items() if read.height else ():
        if size is not None and size > MAX_TEXT:
            raise _too_large(Path(part.file), column, size, 0)
    rows = pl.int_range(part.first, part.first + part.stop - part.start, dtype=pl.Int64, eager=True)
    kept = read.select(pl.col(name).cast(kind) for name, kind in keep.items())
    return PartData(frame=read.select(names), rows=rows, unknown=tuple(unknown), kept=kept)


def _text_bytes(schema: pl.Schema) -> list[pl.Expr]:
    """The bytes of the texts of each column of texts: a row of a dictionary is counted as what it stands for."""
    found = []
    for name, kind in schema.items():
        column = pl.col(name)
        if isinstance(kind, pl.String):
            found.append(column.str.len_bytes())
        elif isinstance(kind, pl.Categorical | pl.Enum):
            found.append(column.cat.len_bytes())
        elif isinstance(kind, pl.List) and isinstance(kind.inner, pl.String):
            found.append(column.list.eval(pl.element().str.len_bytes()).list.sum())
    return [column.cast(pl.UInt64) for column in found]


def _scan(file: Path) -> pl.LazyFrame:
    return pl.scan_parquet(file, glob=False, hive_partitioning=False)
