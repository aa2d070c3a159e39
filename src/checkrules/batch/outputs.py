"""Where the results of a large table go: one file, or a folder of parts. Parts are written whole, then joined."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import attrs
import msgspec
import polars as pl

from checkrules.batch.parts import Done
from checkrules.errors import UsageError
from checkrules.text import Text

SUFFIXES = (".parquet", ".ndjson", ".csv")
LEDGER = ".judged"


@attrs.frozen
class Output:
    """One table that is written. A path with a suffix is one file; without, a folder of Parquet parts."""

    table: str
    path: Path

    @property
    def suffix(self) -> str:
        """The suffix of each part."""
        return self.path.suffix.lower() if self.path.suffix else ".parquet"

    @property
    def folder(self) -> Path:
        """Where the parts are written."""
        return self.path.with_name(f".{self.path.name}.parts") if self.path.suffix else self.path

    def part(self, number: int) -> Path:
        """The file of a part."""
        return self.folder / f"part-{number:06d}{self.suffix}"

    def write(self, number: int, table: pl.DataFrame) -> None:
        """Write a part, whole or not at all."""
        if self.suffix != ".parquet":
            listed = [name for name, kind in table.schema.items() if isinstance(kind, pl.List)]
            if self.suffix == ".csv" and listed:
                table = table.with_columns(pl.col(listed).list.join("、"))
        file = self.part(number)
        temporary = file.with_name(f".{file.name}.{os.getpid()}")
        try:
            if self.suffix == ".parquet":
                table.write_parquet(temporary, compression="lz4")
            elif self.suffix == ".ndjson":
                table.write_ndjson(temporary)
            else:
                _guarded(table).write_csv(temporary, include_header=number == 0, include_bom=number == 0)
            temporary.replace(file)
        finally:
            temporary.unlink(missing_ok=True)

    def join(self, parts: int) -> None:
        """Make the one file of its parts; the parts go. A folder stays as it is."""
        if not self.path.suffix:
            return
        temporary = self.folder / f"whole{self.suffix}"
        files = [self.part(number) for number in range(parts)]
        if self.suffix == ".parquet":
            pl.scan_parquet(files).sink_parquet(temporary, compression="lz4", maintain_order=True)
        else:
            with temporary.open("wb") as whole:
                for file in files:
                    with file.open("rb") as part:
                        shutil.copyfileobj(part, whole, 1 << 20)
        temporary.replace(self.path)


def _guarded(table: pl.DataFrame) -> pl.DataFrame:
    """Texts that a spreadsheet would take for formulas, with an apostrophe in front."""
    texts = [name for name, kind in table.schema.items() if kind == pl.String]
    formula = pl.col(texts).str.contains(r"^\s*[=+\-@＝＋－＠]")
    return table.with_columns(pl.when(formula).then("'" + pl.col(texts)).otherwise(pl.col(texts)).name.keep())


@attrs.frozen
class Ledger:
    """Which parts are done, so that a run that was cut off goes on where it stopped. One file a part, written last."""

    folder: Path
    job: str
    """What identifies the work: the same checklist, files, day and outputs."""

    @classmethod
    def of(cls, outputs: Sequence[Output], job: str) -> Ledger:
        """The ledger of a run, beside the parts of its first output. What another run left there is taken away where it
        stands in a hidden folder; a folder of results is refused. Raises UsageError."""
        ledger = cls(outputs[0].folder / LEDGER, job)
        mark = ledger.folder / "job"
        try:
            for output in outputs:
                stale = not mark.is_file() or mark.read_text() != job
                if stale and output.folder.is_dir() and any(output.folder.iterdir()):
                    if not output.path.suffix:
                        raise _taken(output.path)
                    shutil.rmtree(output.folder)
                output.folder.mkdir(parents=True, exist_ok=True)
            ledger.folder.mkdir(exist_ok=True)
            mark.write_text(job)
        except OSError as error:
            told = error.strerror or str(error)
            problem = Text(f"写不了结果：{told}", f"results cannot be written: {told}")
            raise UsageError(problem, place=str(outputs[0].path)) from error
        return ledger

    def done(self, parts: int) -> dict[int, Done]:
        """The parts that are done."""
        found = {}
        for number in range(parts):
            file = self.folder / f"{number:06d}.json"
            if file.is_file():
                found[number] = msgspec.json.decode(file.read_bytes(), type=Done)
        return found

    def note(self, done: Done) -> None:
        """Note that a part is done."""
        file = self.folder / f"{done.part:06d}.json"
        temporary = file.with_name(f".{file.name}.{os.getpid()}")
        temporary.write_bytes(msgspec.json.encode(done))
        temporary.replace(file)


def _taken(folder: Path) -> UsageError:
    problem = Text("文件夹里已有别的结果", "the folder already holds other results")
    hint = Text("换一个文件夹，或先清空它", "choose another folder, or empty it first")
    return UsageError(problem, place=str(folder), hint=hint)


def finish(outputs: Sequence[Output], parts: int) -> None:
    """Join the parts of all outputs, then take away what was needed only for that."""
    for output in outputs:
        output.join(parts)
    for output in outputs:
        shutil.rmtree(output.folder if output.path.suffix else output.folder / LEDGER, ignore_errors=True)
