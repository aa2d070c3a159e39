"""What a command shows: documents on standard output, everything else on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import click

from checkrules.cli.language import language
from checkrules.model.text import Text

if TYPE_CHECKING:
    from checkrules.model.submission import Rejection, Remark

JUDGING = Text("正在判定", "judging")


def show(document: str | bytes) -> None:
    """Write a document to standard output."""
    if isinstance(document, bytes):
        sys.stdout.buffer.write(document)
    else:
        sys.stdout.write(document)
    sys.stdout.flush()


def show_problems(remarks: Iterable[Remark], rejections: Iterable[Rejection]) -> None:
    """Say on standard error what was noticed, and what was not read, with the reason."""
    for remark in remarks:
        note(remark.message)
    for rejection in rejections:
        click.echo(f"{rejection.location}: {rejection.reason[language()]}", err=True)
        if rejection.hint:
            click.echo(f"  {rejection.hint[language()]}", err=True)


def note(text: Text) -> None:
    """One line on standard error."""
    click.echo(text[language()], err=True)


@contextmanager
def progress() -> Iterator[Callable[[int, int], None] | None]:
    """A callback `(done, total)` that draws a bar on standard error; None where that is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    with ExitStack() as stack:
        bars: list[Any] = []

        def draw(done: int, total: int) -> None:
            if total > 1:
                if not bars:
                    bar = click.progressbar(length=total, label=JUDGING[language()], file=sys.stderr)
                    bars.append(stack.enter_context(bar))
                bars[0].update(done - bars[0].pos)

        yield draw
