"""Commands, options and arguments whose help is in both languages; it is shown in the language of the run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from checkrules.cli.click_messages import click_message
from checkrules.cli.language import language
from checkrules.cli.layout import HelpFormatter
from checkrules.model.text import Text

Decorator = Callable[[Callable[..., None]], Callable[..., None]]


def _in_language(name: str) -> Any:
    """An attribute that is set to a Text and read in the language of the run."""

    def read(self: Any) -> Any:
        value = self.__dict__[name]
        return value[language()] if isinstance(value, Text) else value

    def put(self: Any, value: object) -> None:
        self.__dict__[name] = value

    return property(read, put)


class Context(click.Context):
    """A context that lays out help for Chinese too."""

    formatter_class = HelpFormatter


class Command(click.Command):
    """A command whose help is a Text."""

    context_class = Context
    help = _in_language("help")
    options_metavar = _in_language("options_metavar")

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.options_metavar = Text("[选项]", "[OPTIONS]")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`. click makes it once, in the language of that moment."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = click_message("Show this message and exit.")
        return option


class Group(Command, click.Group):
    """A group of commands whose help is a Text."""

    command_class = Command
    subcommand_metavar = _in_language("subcommand_metavar")

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.subcommand_metavar = Text("命令 [参数]...", "COMMAND [ARGS]...")


class Option(click.Option):
    """An option whose help, and the name of whose value, is a Text."""

    help = _in_language("help")
    metavar = _in_language("metavar")

    def __init__(self, *arguments: Any, help: Text, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.help = help


class Argument(click.Argument):
    """An argument whose name in help and messages is a Text."""

    metavar = _in_language("metavar")


def command(help: Text, name: str | None = None) -> Callable[[Callable[..., None]], Command]:
    """Make a command of a function, with help in both languages."""
    return click.command(name, cls=Command, help=help)


def option(*names: str, help: Text, **settings: Any) -> Decorator:
    """Add an option, with help in both languages."""
    return click.option(*names, cls=Option, help=help, **settings)


def argument(name: str, metavar: Text, **settings: Any) -> Decorator:
    """Add an argument, with its name in both languages."""
    return click.argument(name, cls=Argument, metavar=metavar, **settings)
