"""What the library itself brings: the engine `local`, the default, which judges parts one after another in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from checkrules.hooks.registrations import Engine
from checkrules.hooks.specs import hookimpl
from checkrules.model.parts import Part, PartResult
from checkrules.model.text import Text


@hookimpl
def register_engines(register: Callable[[Engine], None]) -> None:
    """Register `local`."""
    register(Engine(name="local", title=Text("本机", "this machine"), run=_run))


def _run(judge: Callable[[Part], PartResult], parts: Sequence[Part]) -> Iterator[PartResult]:
    return map(judge, parts)
