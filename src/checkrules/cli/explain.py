"""`checkrules explain`: why a rule has its outcome."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from checkrules.cli.commands import argument, command
from checkrules.cli.exit_codes import exit_code
from checkrules.cli.language import language
from checkrules.cli.options import checklist_options, confirmed_option, file_argument, roster_option
from checkrules.cli.output import nothing_judged, show, show_problems, show_unused
from checkrules.model.text import Text

if TYPE_CHECKING:
    from checkrules.checklist import Checklist


@command(
    Text(
        "逐步说明一条规则的结论：每一步的值、依据的条款、参数的来源。",
        "Say why a rule has its outcome: each step with its value, the clause, the sources of the parameters.",
    )
)
@file_argument
@argument("rule", Text("条目", "RULE"))
@checklist_options
@roster_option
@confirmed_option
def explain(file: str, rule: str, checklist: Checklist, roster: tuple[str, ...], confirmed: tuple[str, ...]) -> None:
    """Show the explanation for each submission of a file."""
    from checkrules import pipeline
    from checkrules.presentation.explain import explanation

    reports = pipeline.check([file], checklist, roster=roster, confirmed=confirmed)
    for report in reports.reports:
        show(explanation(report, rule, language()) + "\n")
    show_unused(reports)
    show_problems(reports.remarks, reports.rejected)
    sys.exit(exit_code((), "never", wrong=nothing_judged(len(reports.reports)) or bool(reports.rejected)))
