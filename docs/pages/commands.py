"""The command line, from click's own help."""

from __future__ import annotations

import click

from checkrules.cli.exit_codes import EXIT_CODES
from checkrules.cli.language import in_language_of
from checkrules.cli.main import cli
from checkrules.model.text import LANGUAGES
from docs.pages.markdown import code, page, table

ENVIRONMENT = {
    "CHECKRULES_LANG": "the language, where `--lang` is not given: `zh` or `en`",
    "CHECKRULES_CACHE": "the folder in which parsed checklists are kept between runs",
    "CHECKRULES_DEBUG": "`1` shows the traceback of a fault, and of a plugin that fails",
}


def commands() -> str:
    """The page of all commands."""
    parts = [
        "# Command line",
        "Results go to standard output, everything else to standard error. `--lang zh` or `--lang en` sets the language; without "
        "it `CHECKRULES_LANG` or the language of the system does, and Chinese otherwise. `-h` shows a command's help. "
        "Plugins may add commands: `checkrules plugins` lists them.",
        table(("Exit code", "含义", "Meaning"), [(str(code), text.zh, text.en) for code, text in EXIT_CODES.items()]),
        table(("Environment variable", "Meaning"), [(code(name), what) for name, what in ENVIRONMENT.items()]),
    ]
    for name, command in sorted(cli.commands.items()):
        parts += [f"## checkrules {name}", *described(name, command)]
    return page(*parts)


def described(name: str, command: click.Command) -> list[str]:
    """Usage, help and options of one command, in Chinese and in English."""
    context = click.Context(command, info_name=f"checkrules {name}")
    usages, helps, rows = [], [], []
    for language in LANGUAGES:
        with in_language_of([f"--lang={language}"]):
            usages.append(f"checkrules {name} {' '.join(command.collect_usage_pieces(context))}")
            helps.append(command.help or "")
            rows.append([option_row(item, context) for item in command.params if isinstance(item, click.Option)])
    options = [(*zh, help) for zh, (*_, help) in zip(*rows, strict=True)]
    return [
        "```text\n" + "\n".join(usages) + "\n```",
        *helps,
        table(("Option", "Value", "说明", "Meaning"), options),
    ]


def option_row(option: click.Option, context: click.Context) -> tuple[str, str, str]:
    """The names of an option, what it takes, and its help."""
    names = ", ".join(code(name) for name in sorted(option.opts, key=len, reverse=True))
    takes = "" if option.is_flag else code(option.make_metavar(context))
    default = f" `{option.default}`" if option.show_default and option.default else ""
    return names, takes, f"{option.help or ''}{default}"
