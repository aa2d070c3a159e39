"""Record finished parts so that an interrupted run can resume; lock the outputs."""

from __future__ import annotations

import errno
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import msgspec
from filelock import FileLock, Timeout

from checkrules.loading.writing import whole
from checkrules.model.errors import UsageError
from checkrules.model.parts import PartResult
from checkrules.model.text import Text
from checkrules.tables.files.outputs import Output, writing

_PART = re.compile(r"part-[0-9]{6}\.parquet")
_NO_LOCKS = (errno.ENOLCK, errno.ENOTSUP)
"""Errors of a file system without locks."""


@attrs.frozen
class FinishedParts:
    """The finished parts of a run: one file per part, written after its results, in the mark of the first output."""

    outputs: tuple[Output, ...]

    @classmethod
    def of(cls, outputs: Sequence[Output]) -> FinishedParts:
        """The finished parts of a run. Hidden folders that other runs left are removed. Raises UsageError for an output
        folder that holds other results."""
        ours = any(output.mark.is_dir() for output in outputs)
        for output in outputs:
            with writing(output.path):
                _refuse_taken(output, ours)
                for folder in output.left_behind():
                    shutil.rmtree(folder)
        if not all(output.mark.is_dir() for output in outputs):
            for output in outputs:
                with writing(output.path):
                    if output.mark.is_dir():
                        shutil.rmtree(output.mark)
            for output in outputs:
                with writing(output.path):
                    output.mark.mkdir(parents=True)
        return cls(tuple(outputs))

    def results(self, parts: int) -> Iterator[PartResult]:
        """The results of finished parts, one by one: recorded, and with all their output files."""
        for number in range(parts):
            with suppress(FileNotFoundError, msgspec.MsgspecError):
                done = msgspec.json.decode(self._file(number).read_bytes(), type=PartResult, dec_hook=fraction_hook)
                if all(output.part(number).is_file() for output in self.outputs):
                    yield done

    def add(self, done: PartResult) -> None:
        """Record that a part is finished."""
        with writing(self.outputs[0].path), whole(self._file(done.part)) as temporary:
            temporary.write_bytes(msgspec.json.encode(done, enc_hook=str))

    def is_empty(self) -> bool:
        """Whether no part is finished."""
        return not any(self.outputs[0].mark.glob("*.json"))

    def _file(self, number: int) -> Path:
        return self.outputs[0].mark / f"{number:06d}.json"


def fraction_hook(kind: type, value: Any) -> object:
    """Decode a fraction, for msgspec."""
    if kind is Fraction:
        return Fraction(value)
    raise NotImplementedError(kind)


def _refuse_taken(output: Output, ours: bool) -> None:
    """Raise UsageError for a folder that holds other results. `ours`: this run was cut off before, perhaps when it had just
    finished this folder; then it may hold parts."""
    if output.is_file:
        return
    if output.path.exists() and not output.path.is_dir():
        problem = Text("已有同名文件，不能作文件夹", "there is a file of that name, so it cannot be a folder")
        raise UsageError(problem, location=str(output.path))
    if output.path.is_dir() and not output.mark.is_dir():
        others = [path for path in output.path.iterdir() if _is_result(path)]
        if not others or (ours and all(_PART.fullmatch(path.name) for path in others)):
            return
        problem = Text("文件夹里已有别的结果", "the folder already holds other results")
        hint = Text("换一个文件夹，或先清空它", "choose another folder, or empty it first")
        raise UsageError(problem, location=str(output.path), hint=hint)


def _is_result(path: Path) -> bool:
    """Whether a file is a result: not a mark, not a temporary file."""
    return not path.name.startswith((".judged-", ".part-"))


@contextmanager
def locked(outputs: Sequence[Output]) -> Iterator[None]:
    """Keep other runs from writing the same outputs. Raises UsageError where one does."""
    with ExitStack() as stack:
        for output in sorted(outputs, key=lambda output: output.path):
            with writing(output.path):
                output.path.parent.mkdir(parents=True, exist_ok=True)
                stack.enter_context(_locked(output.path.with_name(f".{output.path.name}.lock"), output.path))
        yield


@contextmanager
def _locked(lock: Path, path: Path) -> Iterator[None]:
    with _hold(lock, path):
        try:
            yield
        finally:  # while it is held: whoever has just opened it notices that it is gone, and makes a new one
            with suppress(OSError):
                lock.unlink()


def _hold(lock: Path, path: Path) -> AbstractContextManager[object]:
    """A lock that ends with the process at the latest. Raises UsageError where another run has it."""
    try:
        return FileLock(lock, timeout=0).acquire()
    except Timeout as error:
        problem = Text("另一个判定正在写同一结果", "another run is writing the same results")
        hint = Text("请等它结束，或换一个输出路径", "wait until it ends, or choose another path")
        raise UsageError(problem, location=str(path), hint=hint) from error
    except OSError as error:
        if error.errno in _NO_LOCKS:
            return nullcontext()
        raise
