"""The command line: the group of commands, and the place where every error becomes a message and an exit code."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, NoReturn

import click

from checkrules.cli.authoring import lint
from checkrules.cli.catalogue import plugins, rules
from checkrules.cli.check import check
from checkrules.cli.click_messages import localise_click
from checkrules.cli.commands import Group, Option
from checkrules.cli.exit_codes import BROKEN, CLOSED, EXIT_CODES, INTERRUPTED, OK, WRONG
from checkrules.cli.explain import explain
from checkrules.cli.form import form
from checkrules.cli.language import in_language_of, language
from checkrules.cli.options import lang_option
from checkrules.cli.output import note
from checkrules.cli.review import review
from checkrules.model.privacy import safe_lines, shown
from checkrules.model.text import Text


class Commands(Group):
    """The built-in commands. Those of plugins are looked up only for a name that is not built in."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name."""
        found = super().get_command(ctx, cmd_name)
        if found is None:
            from checkrules.hooks.registry import load_plugins

            found = load_plugins().commands().get(cmd_name)
        return found

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Parse a command line, and show help."""
        with _closed_pipe():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> None:
        """Run a command. What it returns is no exit code."""
        with _closed_pipe():
            super().invoke(ctx)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The exit codes, after the commands."""
        with formatter.section(EXIT_CODES_TITLE[language()]):
            formatter.write_dl([(str(code), meaning[language()]) for code, meaning in EXIT_CODES.items()])


EXIT_CODES_TITLE = Text("退出码", "Exit codes")
HELP = Text(
    "按检查清单判定、计分、列出问题。\n\n"
    "\b\n"
    "checkrules check 表格.docx --roster 名册.csv  结论、得分、问题清单\n"
    "checkrules explain 表格.docx 条目编号         为什么是这个结论\n\n"
    "插件可以带来更多命令，见 checkrules plugins。",
    "Judge submissions by an inspection checklist.\n\n"
    "\b\n"
    "checkrules check form.docx --roster roster.csv  verdicts, score, issues\n"
    "checkrules explain form.docx RULE               why a rule has its outcome\n\n"
    "Plugins may bring more commands: see checkrules plugins.",
)


@click.group(cls=Commands, help=HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(
    package_name="checkrules",
    message="%(prog)s %(version)s",
    cls=Option,
    help=Text("显示版本号。", "Show the version and exit."),
)
@lang_option
def cli() -> None:
    """All commands."""


for command in (check, explain, form, lint, plugins, review, rules):
    cli.add_command(command)
localise_click()


@contextmanager
def _closed_pipe() -> Iterator[None]:
    """A pipe that its reader closed has an exit code of its own."""
    try:
        yield
    except BrokenPipeError:
        _drop_output()
        raise click.exceptions.Exit(CLOSED) from None


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and exit, with a code of EXIT_CODES."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")  # a GBK console has no sign for everything
    with in_language_of(sys.argv[1:] if arguments is None else arguments):
        sys.exit(_run(arguments))


def _run(arguments: list[str] | None) -> int:
    try:
        return cli.main(args=arguments, prog_name="checkrules", standalone_mode=False) or OK
    except click.ClickException as error:
        said = io.StringIO()
        error.show(said)
        with suppress(OSError):
            click.echo(safe_lines(said.getvalue()), nl=False, err=True)
        return WRONG
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except OSError as error:
        _drop_output()
        return _failed(error)
    except Exception as error:  # noqa: BLE001 - the top: nothing else may end in a traceback, or look like "issues found"
        return _failed(error)


def _failed(error: Exception) -> int:
    from checkrules.model.errors import CheckrulesError, UsageError, system_problem

    if isinstance(error, OSError):
        error = UsageError(system_problem(error), location=error.filename)
    if isinstance(error, CheckrulesError):
        note(error.message)
        return WRONG
    if os.environ.get("CHECKRULES_DEBUG"):
        raise error
    what = shown(f"{type(error).__name__}: {error}", 500)
    note(Text(f"checkrules 内部出错：{what}", f"checkrules internal error: {what}"))
    note(
        Text(
            "请附上输入文件报告；CHECKRULES_DEBUG=1 显示细节",
            "please report it with the input file; CHECKRULES_DEBUG=1 shows details",
        )
    )
    return BROKEN


def _drop_output() -> None:
    """What is still to be written at exit goes nowhere: the pipe is closed, or the disk is full."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
