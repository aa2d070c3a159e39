"""Commands for authors of checklists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkrules.cli.commands import command
from checkrules.cli.language import language
from checkrules.cli.options import checklist_options
from checkrules.cli.output import show
from checkrules.model.text import Text

if TYPE_CHECKING:
    from checkrules.checklist import Checklist


@command(
    Text(
        "检查清单文件有无错误，并列出大表只能逐行判定的规则。",
        "Check a checklist's files, and list the rules that large tables decide row by row.",
    )
)
@checklist_options
def lint(checklist: Checklist) -> None:
    """Show what lint finds."""
    from checkrules.authoring.lint import lint_text

    show(lint_text(checklist, language()))
