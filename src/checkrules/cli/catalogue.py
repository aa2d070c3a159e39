"""Commands that list what there is: rules and parameters, plugins."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from checkrules.cli.commands import command, option
from checkrules.cli.exit_codes import OK, WRONG
from checkrules.cli.language import language
from checkrules.cli.options import checklist_options, lang_option
from checkrules.cli.output import show
from checkrules.model.text import Text

if TYPE_CHECKING:
    from checkrules.checklist import Checklist


@command(Text("列出检查清单的规则与参数。", "List a checklist's rules and parameters."))
@checklist_options
@option(
    "--format",
    "-f",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help=Text("输出格式；json 含各条规则的表达式。", "Output format; json has the expressions of the rules."),
)
def rules(checklist: Checklist, format_: str) -> None:
    """Show the rules, for a person or a program."""
    from checkrules.presentation.catalogue import rules_data, rules_text

    if format_ == "json":
        show(json.dumps(rules_data(checklist.content), ensure_ascii=False, indent=2) + "\n")
    else:
        show(rules_text(checklist, language()))


@command(
    Text(
        "列出插件及其带来的格式、清单、命令；未能载入的说明原因。",
        "List plugins and what they bring; those that cannot be loaded, with the reason.",
    )
)
@lang_option
def plugins() -> None:
    """Show the plugins."""
    from checkrules.hooks.registry import load_plugins
    from checkrules.presentation.catalogue import plugins_text

    registry = load_plugins()
    show(plugins_text(registry, language()))
    sys.exit(WRONG if any(info.problem for info in registry.plugins) else OK)
