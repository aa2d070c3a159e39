"""The engine `local`: parts one after another in this process, each on all cores by Polars."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from checkrules.plugin import Engine, Part, PartResult, Text, hookimpl


def run(judge: Callable[[Part], PartResult], parts: Sequence[Part]) -> Iterator[PartResult]:
    """Judge one part after another."""
    return map(judge, parts)


@hookimpl
def register_engines(register: Callable[[Engine], None]) -> None:
    """Register `local`."""
    register(Engine(name="local", title=Text("本机", "this machine"), run=run))
