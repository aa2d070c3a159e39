"""Exit codes, and which issues count as found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from checkrules.model.text import Text

if TYPE_CHECKING:
    from checkrules.evaluation.report import Reports

OK, FOUND, WRONG, BROKEN, INTERRUPTED, CLOSED = 0, 1, 2, 3, 130, 141
EXIT_CODES: Mapping[int, Text] = {
    OK: Text("没有达到 --fail-on 的问题", "no issue at or above --fail-on"),
    FOUND: Text("有问题", "issues found"),
    WRONG: Text(
        "用法不对，有输入读不了，或什么也没有判定",
        "wrong usage, an input that cannot be read, or nothing judged",
    ),
    BROKEN: Text("checkrules 自身出错", "a fault of checkrules itself"),
    INTERRUPTED: Text("被中断（Ctrl-C）", "interrupted (Ctrl-C)"),
    CLOSED: Text("输出的接收方已关闭管道", "the reader of the output closed the pipe"),
}
NEVER = "never"
SEVERITIES = ("critical", "major", "minor", "advisory")  # as in checkrules.model.rules, which is heavier to import
FAIL_ON = (*SEVERITIES, NEVER)


def exit_code(severities: Iterable[str], fail_on: str, *, wrong: bool) -> int:
    """The exit code of a run that found open issues of some severities. `wrong`: an input could not be read, nothing was
    judged, or `--strict` found what is not used."""
    if wrong:
        return WRONG
    counted = () if fail_on == NEVER else SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return FOUND if any(severity in counted for severity in severities) else OK


def open_severities(reports: Reports) -> Iterable[str]:
    """The severities of the issues that no waiver covers, those included that only readings of prose give; of decided reports
    those alone that are decided."""
    for report in reports.reports:
        provisional = () if reports.decided else report.provisional.issues
        yield from (issue.severity for issue in (*report.issues, *provisional) if issue.waiver is None)
