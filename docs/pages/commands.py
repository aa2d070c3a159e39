"""The command line, from click's own help."""

from __future__ import annotations

import inspect

import click

from checkrules.cli.main import cli
from docs.pages.markdown import code, page, table


def commands() -> str:
    """The page of all commands."""
    parts = [
        "# Command line",
        "Results go to standard output, everything else to standard error. `--lang zh` or `--lang en` sets the language; without "
        "it `CHECKRULES_LANG` or the language of the system does, and Chinese otherwise. `-h` shows a command's help. "
        "Plugins may add commands: `checkrules plugins` lists them.",
        table(
            ("Exit code", "Meaning"),
            [
                ("0", "no issue at or above `--fail-on`"),
                ("1", "issues found"),
                ("2", "wrong usage, or an input that cannot be read (the rest is still judged)"),
                ("3", "a fault of checkrules itself"),
                ("130", "interrupted (Ctrl-C)"),
            ],
        ),
    ]
    for name, command in sorted(cli.commands.items()):
        parts += [f"## checkrules {name}", *described(name, command)]
    return page(*parts)


def described(name: str, command: click.Command) -> list[str]:
    """Usage, help and options of one command."""
    context = click.Context(command, info_name=f"checkrules {name}")
    usage = " ".join(command.collect_usage_pieces(context))
    rows = [option_row(parameter, context) for parameter in command.params if isinstance(parameter, click.Option)]
    return [
        f"```text\n$ checkrules {name} {usage}\n```".replace("$ ", ""),
        inspect.cleandoc(command.help or "").replace("\b\n", ""),
        table(("Option", "", "Meaning"), rows),
    ]


def option_row(option: click.Option, context: click.Context) -> tuple[str, str, str]:
    """The names of an option, what it takes, and its help."""
    names = ", ".join(code(name) for name in sorted(option.opts, key=len, reverse=True))
    takes = "" if option.is_flag else code(option.make_metavar(context))
    several = " May be given again." if option.multiple and "again" not in (option.help or "") else ""
    default = f" Default: `{option.default}`." if option.show_default and option.default else ""
    return names, takes, f"{option.help or ''}{several}{default}"
