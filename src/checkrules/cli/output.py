"""What a command shows: documents on standard output, everything else on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Any

import click

from checkrules.cli.language import language
from checkrules.model.privacy import safe_lines
from checkrules.model.text import Text, visible

if TYPE_CHECKING:
    from checkrules.evaluation.report import Reports
    from checkrules.model.parts import Summary
    from checkrules.model.submission import Rejection, Remark

JUDGING = Text("正在判定", "judging")
UNUSED = ("invalid_value", "unknown_fact", "unknown_column", "unknown_task")
"""Codes of remarks on what was stated and is not used."""
FEW = 20
"""How many of them are named."""
MORE = Text("……另有 {number} 处；报告中都有", "… and {number} more; the report has them all")
MORE_CELLS = Text("……另有 {number} 处；--misfits 写出全部", "… and {number} more; --misfits writes them all")
NOTHING = Text(
    "什么也没有判定：请检查路径是否正确、文件里是否有内容",
    "nothing was judged: check the paths, and whether the files hold submissions",
)


def show(document: str | bytes) -> None:
    """Write a document to standard output. Raises OSError where it cannot be written, UsageError where it is closed."""
    if sys.stdout is None:
        from checkrules.model.errors import UsageError

        raise UsageError(Text("标准输出已关闭", "standard output is closed"))
    if isinstance(document, bytes):
        sys.stdout.buffer.write(document)
    else:
        sys.stdout.write(document)
    sys.stdout.flush()


def show_problems(remarks: Iterable[Remark], rejections: Iterable[Rejection]) -> None:
    """Say on standard error what was noticed, and what was not read, with the reason."""
    for remark in remarks:
        where = f"{remark.location}: " if remark.location is not None else ""
        _echo(where + remark.message[language()])
    for rejection in rejections:
        _echo(f"{rejection.location}: {rejection.reason[language()]}")
        if rejection.hint:
            _echo(f"  {rejection.hint[language()]}")


def show_unused(reports: Reports) -> bool:
    """Name on standard error the first values that do not fit and the first unknown facts. Gives whether there is one."""
    found = [
        (remark.location or report.submission.location, remark.message)
        for report in reports.reports
        for remark in report.remarks
        if remark.code in UNUSED
    ]
    for location, message in found[:FEW]:
        _echo(f"{location}: {message[language()]}")
    if len(found) > FEW:
        note(MORE.format(number=len(found) - FEW))
    return bool(found or any(remark.code in UNUSED for remark in reports.remarks))


def show_unused_cells(summary: Summary) -> bool:
    """Name on standard error the first invalid cells and broken rows of tables. Gives whether a cell or a column is not used."""
    for problem in summary.row_problems[:FEW]:
        _echo(f"{visible(problem.file)}:{problem.row}: {problem.message[language()]}")
    rest = summary.misfits + summary.rejected - len(summary.row_problems[:FEW])
    if rest:
        note(MORE_CELLS.format(number=rest))
    return bool(summary.misfits or any(remark.code in UNUSED for remark in summary.remarks))


def nothing_judged(submissions: int) -> bool:
    """Whether no submission was judged; says so on standard error."""
    if not submissions:
        note(NOTHING)
    return not submissions


def note(text: Text) -> None:
    """One line on standard error."""
    _echo(text[language()])


def _echo(line: str) -> None:
    with suppress(OSError):  # where nobody can be told, the exit code says it
        click.echo(safe_lines(line), err=True)


@contextmanager
def progress() -> Iterator[Callable[[int, int], None] | None]:
    """A callback `(done, total)` that draws a bar on standard error; None where that is no terminal."""
    if sys.stderr is None or not sys.stderr.isatty():
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
