"""Outputs of a large table: one file, or a folder of parts. Each part is written whole; for one file they are then joined."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import attrs
import polars as pl

from checkrules.loading.writing import cannot_write, is_special, refuse_unwritable, same_file, whole
from checkrules.model.errors import UsageError
from checkrules.model.personal.find import HINT
from checkrules.model.privacy import Privacy, masked
from checkrules.model.text import Text
from checkrules.tables.files.paths import refuse_odd_name

SUFFIXES = (".parquet", ".ndjson", ".csv")
ROWS_TOGETHER = 262_144
"""Rows of a row group of Parquet."""
_PARTS = re.compile(r"\..+\.[0-9a-f]{16}\.parts")
_FORMULA = r"^\s*[=+\-@＝＋－＠]"


@attrs.frozen(kw_only=True)
class Output:
    """One table to write. A path with a suffix is one file; without, a folder of Parquet parts. `job` identifies the run
    by what goes into it: parts of a run with other inputs are never used."""

    table: str
    path: Path
    job: str = ""

    @property
    def is_file(self) -> bool:
        """Whether the parts are joined into one file at the end."""
        return bool(self.path.suffix)

    @property
    def suffix(self) -> str:
        """The suffix of each part."""
        return self.path.suffix.lower() if self.is_file else ".parquet"

    @property
    def folder(self) -> Path:
        """Where the parts are written."""
        return self.path.with_name(f".{self.path.name}.{self.job[:16]}.parts") if self.is_file else self.path

    @property
    def mark(self) -> Path:
        """A folder among the parts that exists until the run is finished."""
        return self.folder / f".judged-{self.job[:16]}"

    def part(self, number: int) -> Path:
        """The file of a part."""
        return self.folder / f"part-{number:06d}{self.suffix}"

    def write(self, number: int, table: pl.DataFrame, privacy: Privacy) -> None:
        """Write a part, whole or not at all. Personal numbers are masked. Raises UsageError."""
        table = _masked(table, privacy)
        with writing(self.path), whole(self.part(number)) as temporary:
            if self.suffix == ".parquet":
                table.write_parquet(temporary, compression="lz4", row_group_size=ROWS_TOGETHER)
            elif self.suffix == ".ndjson":
                table.write_ndjson(temporary)
            else:
                _plain(table).write_csv(temporary, include_header=number == 0, include_bom=number == 0)

    def join(self, parts: int) -> None:
        """Join the parts into one file. A folder stays as it is. Raises UsageError."""
        if not self.is_file:
            return
        files = [self.part(number) for number in range(parts)]
        with writing(self.path), whole(self.path, self.folder) as temporary:
            if self.suffix == ".parquet":
                pl.scan_parquet(files, glob=False, hive_partitioning=False).sink_parquet(
                    temporary, compression="lz4", row_group_size=ROWS_TOGETHER, maintain_order=True
                )
            else:
                with temporary.open("wb") as joined:
                    for file in files:
                        with file.open("rb") as part:
                            shutil.copyfileobj(part, joined, 1 << 20)

    def clean(self) -> None:
        """Remove temporary files."""
        if self.is_file:
            shutil.rmtree(self.folder, ignore_errors=True)
        else:
            for file in self.folder.glob(".part-*"):
                file.unlink(missing_ok=True)
            shutil.rmtree(self.mark, ignore_errors=True)  # last: without it, nobody claims what may be left

    def discard(self) -> None:
        """Remove all parts, if they are of this run."""
        if not self.mark.is_dir():
            return
        self.clean()
        if not self.is_file:
            for file in self.folder.glob("part-*.parquet"):
                file.unlink(missing_ok=True)

    def left_behind(self) -> Iterator[Path]:
        """Hidden folders that other runs for the same file left."""
        if self.is_file and self.path.parent.is_dir():
            for folder in self.path.parent.iterdir():
                same = folder.name.startswith(f".{self.path.name}.") and len(folder.name) == len(self.folder.name)
                if same and _PARTS.fullmatch(folder.name) and folder != self.folder:
                    yield folder


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Convert errors of the system and of Polars to UsageError, which names the output."""
    try:
        yield
    except (OSError, pl.exceptions.PolarsError) as error:
        raise cannot_write(path, error) from error


def _masked(table: pl.DataFrame, privacy: Privacy) -> pl.DataFrame:
    """The table with personal numbers masked in every text, also in those of lists."""
    columns = []
    for name, kind in table.schema.items():
        if kind == pl.String:
            columns += _masked_texts(table[name], privacy)
        elif kind == pl.List(pl.String):
            texts = table[name].explode()
            if texts.str.contains(HINT).any():
                shown = [
                    None if item is None else [t and masked(t, privacy) for t in item] for item in table[name].to_list()
                ]
                columns.append(pl.Series(name, shown, dtype=kind))
    return table.with_columns(columns)


def _masked_texts(texts: pl.Series, privacy: Privacy) -> list[pl.Series]:
    """The column with its texts masked; nothing where there is nothing to mask."""
    doubtful = texts.str.contains(HINT)
    if not doubtful.any():
        return []
    rows = doubtful.arg_true()
    return [texts.clone().scatter(rows, [masked(text, privacy) for text in texts.gather(rows)])]


def _plain(table: pl.DataFrame) -> pl.DataFrame:
    """Join lists into one text; put an apostrophe before texts that a spreadsheet would take for formulas."""
    lists = [name for name, kind in table.schema.items() if isinstance(kind, pl.List)]
    table = table.with_columns(pl.col(lists).list.join("、"))
    texts = [name for name, kind in table.schema.items() if kind == pl.String or _words_a_formula(kind)]
    text = pl.col(texts).cast(pl.String)
    return table.with_columns(pl.when(text.str.contains(_FORMULA)).then("'" + text).otherwise(text).name.keep())


def _words_a_formula(kind: pl.DataType) -> bool:
    return isinstance(kind, pl.Enum) and bool(kind.categories.str.contains(_FORMULA).any())


def outputs_of(given: Mapping[str, Path], inputs: Sequence[Path]) -> tuple[Output, ...]:
    """The outputs by table. Raises UsageError for an unknown suffix, for what is no file and for a file that cannot be
    written, and where two outputs, or an output and an input, are the same file, by whatever links, or lie within each
    other."""
    outputs = tuple(Output(table=table, path=path.absolute()) for table, path in given.items())
    for output in outputs:
        refuse_odd_name(given[output.table], UsageError)
        suffix = output.path.suffix
        if not output.path.name or (suffix and suffix.lower() not in SUFFIXES):
            known = " ".join(SUFFIXES)
            raise UsageError(
                Text(
                    f"不认识的输出类型“{suffix}”；可用：{known}", f"no table format for '{suffix}'; there are: {known}"
                ),
                location=str(given[output.table]),
            )
    for output in outputs:
        if not output.path.parent.is_dir():
            raise UsageError(Text("没有这个文件夹", "there is no such folder"), location=str(output.path.parent))
        if is_special(output.path):
            problem = Text("这是设备或管道，不是文件", "it is a device or a pipe, not a file")
            hint = Text("表格只能写入文件或文件夹", "tables are written to files or folders")
            raise UsageError(problem, location=str(given[output.table]), hint=hint)
        if output.is_file:
            refuse_unwritable(output.path)
    taken: list[tuple[str, Path, Path]] = [(str(file), file, _where(file)) for file in inputs]
    for output in outputs:
        here = _where(output.path)
        for name, file, other in taken:
            within = here in other.parents or (other in here.parents and other.suffix != "")
            if here == other or within or same_file(output.path, file):
                zh = f"与“{name}”是同一个文件，或一个在另一个之中"
                en = f"it is the same file as '{name}', or one lies within the other"
                hint = Text("请换一个输出路径", "choose another path for it")
                raise UsageError(Text(zh, en), location=str(given[output.table]), hint=hint)
        taken.append((str(given[output.table]), output.path, here))
    for file in inputs:
        if any(_PARTS.fullmatch(folder.name) for folder in file.absolute().parents):
            raise UsageError(
                Text("这是未完成的判定留下的部分", "it is a part of an unfinished run"), location=str(file)
            )
    return outputs


def _where(path: Path) -> Path:
    """A path for comparison: many file systems ignore case."""
    return Path(str(path.resolve()).casefold())


def finish(outputs: Iterable[Output], parts: int) -> None:
    """Join the parts of all outputs, then remove temporary files. Folders are the last: a run that is cut off here is known
    by their marks."""
    outputs = tuple(outputs)
    for output in outputs:
        output.join(parts)
    for output in sorted(outputs, key=lambda output: not output.is_file):
        output.clean()
