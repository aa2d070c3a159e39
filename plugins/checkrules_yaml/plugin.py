"""Registers the reader `yaml`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from checkrules.plugin import Content, Reader, Rejection, Submission, Text, hookimpl


@hookimpl
def register_readers(register: Callable[[Reader], None]) -> None:
    register(Reader(name="yaml", suffixes=(".yaml", ".yml"), title=Text("YAML 文件", "YAML file"), read=_read))


def _read(path: Path, content: Content) -> Iterable[Submission | Rejection]:
    from .read import read_yaml

    return read_yaml(path, content)
