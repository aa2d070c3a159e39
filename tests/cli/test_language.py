"""Help, and messages about wrong usage, are wholly in the language of the run: click's own words too."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import click
import pytest

from checkrules.cli.click_messages import CHINESE
from checkrules.cli.commands import Argument, Command, Context, Group, Option
from checkrules.cli.exit_codes import EXIT_CODES, SEVERITIES
from checkrules.cli.layout import HelpFormatter
from checkrules.cli.main import Commands, cli
from checkrules.model import rules
from checkrules.model.readings import ACCEPTED
from checkrules.model.text import width_of

from .run import run

HAN = re.compile("[\u4e00-\u9fff，。；：（）“”]")
TYPED = {
    *("checkrules", "CSV", "YAML", "Parquet", "Ctrl", "SHA", "json", "text", "zh", "en"),
    *("docx", "xlsx", "csv", "ndjson", "parquet"),
    *SEVERITIES,
    *("never", *ACCEPTED),
}
"""What stands in Chinese help as it is typed or as files are named, beside commands and options."""


def english_in(text: str, *given: str) -> set[str]:
    """The English words of a text, but for what is typed: options, commands, and what the user wrote."""
    words = re.findall("[A-Za-z]{2,}", re.sub("--[a-z-]+", "", text))
    return {*words} - TYPED - {*cli.commands} - {*re.findall("[A-Za-z]+", " ".join(given))}


@pytest.mark.parametrize(
    "command", [(), *((name,) for name in cli.commands)], ids=lambda names: " ".join(names) or "all"
)
def test_help_is_in_one_language_and_in_columns(command: tuple[str, ...]) -> None:
    for options in (("--help",), ("-h",)):
        chinese = run(*command, *options, "--lang", "zh")
        english = run(*command, *options, "--lang=en")
        assert (chinese.exit_code, chinese.stderr, english.exit_code, english.stderr) == (0, "", 0, "")
        assert english_in(chinese.stdout) == set()
        assert not HAN.search(english.stdout)
        for page in (chinese.stdout, english.stdout):
            assert max(map(width_of, page.splitlines())) <= 80
    assert chinese.stdout.startswith("用法：checkrules")
    assert "\n选项：\n" in chinese.stdout
    starts = {width_of(line) - width_of(line.lstrip()) for line in options_of(chinese.stdout) if line.startswith("   ")}
    assert len(starts) <= 1


def options_of(page: str) -> list[str]:
    """The lines of the options on a help page."""
    return page.partition("选项：\n")[2].partition("\n\n")[0].splitlines()


def test_help_states_the_exit_codes() -> None:
    for language in ("zh", "en"):
        page = run("--help", "--lang", language).stdout
        for code, meaning in EXIT_CODES.items():
            assert re.search(rf"^  {code} +{re.escape(meaning[language])}$", page, re.M)  # type: ignore[index]


WRONG = {
    ("chek",): ("没有命令“chek”。 是否想写 'check'？", "No such command 'chek'. Did you mean 'check'?"),
    ("check",): ("缺少参数 '文件...'.", "Missing argument 'FILE...'."),
    ("check", "a", "--formt", "x"): (
        "没有选项“--formt”。 是否想写 '--format'？",
        "No such option '--formt'. Did you mean '--format'?",
    ),
    ("check", "a", "--output"): ("选项“--output”后面缺少值。", "Option '--output' requires an argument."),
    ("check", "a", "--fail-on", "bad"): (
        "'--fail-on' 的值不对：“bad”不在可选值之中：'critical', 'major', 'minor', 'advisory', 'never'。",
        "Invalid value for '--fail-on': 'bad' is not one of 'critical', 'major', 'minor', 'advisory', 'never'.",
    ),
    ("explain", "a", "b", "c"): ("多余的参数：c", "Got unexpected extra argument (c)"),
    ("rules", "--format=yml"): (
        "'--format' / '-f' 的值不对：“yml”不在可选值之中：'text', 'json'。",
        "Invalid value for '--format' / '-f': 'yml' is not one of 'text', 'json'.",
    ),
    ("--version=1",): ("选项“--version”不带值。", "Option '--version' does not take a value."),
}


@pytest.mark.parametrize(("arguments", "messages"), WRONG.items(), ids=map(" ".join, WRONG))
def test_wrong_usage_is_in_one_language(arguments: tuple[str, ...], messages: tuple[str, str]) -> None:
    for language, error, message in zip(("zh", "en"), ("错误：", "Error: "), messages, strict=True):
        done = run(*arguments, CHECKRULES_LANG=language)
        assert (done.exit_code, done.stdout) == (2, "")
        *usage, last = done.stderr.splitlines()
        assert all(
            line.startswith("用法：checkrules" if language == "zh" else "Usage: checkrules") for line in usage[:1]
        )
        assert last == error + message
        assert not (english_in(done.stderr, *arguments) if language == "zh" else HAN.search(done.stderr))


LANGUAGES = [
    ((), {}, "zh"),
    ((), {"CHECKRULES_LANG": "en"}, "en"),
    ((), {"LANG": "en_GB.UTF-8"}, "en"),
    ((), {"LANG": "zh_CN.UTF-8"}, "zh"),
    ((), {"LANG": "en_GB.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh"),
    ((), {"LANG": "en_GB.UTF-8", "CHECKRULES_LANG": "zh"}, "zh"),
    ((), {"LANG": "C.UTF-8"}, "zh"),
    (("--lang", "zh"), {"CHECKRULES_LANG": "en"}, "zh"),
    (("--lang=en",), {"CHECKRULES_LANG": "zh"}, "en"),
    (("--lang", "fr"), {"CHECKRULES_LANG": "en"}, "en"),
]


@pytest.mark.parametrize(("options", "environment", "language"), LANGUAGES)
def test_the_option_goes_before_the_environment(
    options: tuple[str, ...], environment: dict[str, str], language: str
) -> None:
    unset = {"LC_ALL": "", "LC_MESSAGES": "", "LANG": "", "CHECKRULES_LANG": ""}
    shown = run("rules", "--fromat", *options, **{**unset, **environment}).stderr
    assert shown.startswith("用法：" if language == "zh" else "Usage: ")


SHOWN_TO_PROGRAMMERS = {
    "%(prog)s, version %(version)s",
    "Arguments take exactly one parameter declaration, got {length}: {decls}.",
    "Boolean option {decl!r} cannot use the same flag for true/false.",
    "Choice({choices})",
    "Could not determine name for option with declarations {decls!r}",
    "Invalid start character for option ({option})",
    "Name '{name}' defined twice",
    "No options defined but a name was passed ({name}). Did you mean to declare an argument instead?"
    " Did you mean to pass '--{name}'?",
    "Value must be an iterable.",
    # the kind of a path, which the messages about paths do without
    "file",
    "directory",
    "path",
}


def messages_of_click() -> Iterator[str]:
    """The messages that click looks up with gettext where it parses a command line."""
    folder = Path(click.__file__).parent
    for name in ("core", "decorators", "exceptions", "formatting", "parser", "types"):
        for node in ast.walk(ast.parse((folder / f"{name}.py").read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
                for argument in node.args:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield argument.value


def test_every_message_of_click_has_its_chinese() -> None:
    messages = {*messages_of_click()}
    assert len(messages) > 50
    assert messages - CHINESE.keys() - SHOWN_TO_PROGRAMMERS == set()


LOOKED_UP = {"core": ("_", "ngettext"), "decorators": ("_",), "exceptions": ("_", "ngettext"), "formatting": ("_",), "parser": ("_", "ngettext"), "types": ("_", "ngettext")}  # fmt: skip
OURS = (Argument, Command, Commands, Context, Group, HelpFormatter, Option)


@pytest.mark.parametrize(("module", "names"), LOOKED_UP.items(), ids=LOOKED_UP)
def test_click_looks_its_messages_up_by_the_names_that_are_replaced(module: str, names: tuple[str, ...]) -> None:
    missing = [name for name in names if not hasattr(import_module(f"click.{module}"), name)]
    assert missing == [], f"click {version('click')}: click.{module} has no {missing}; see cli/click_messages.py"


@pytest.mark.parametrize("ours", OURS, ids=lambda ours: ours.__name__)
def test_what_is_replaced_of_click_is_there(ours: type) -> None:
    theirs = next(base for base in ours.__mro__ if base.__module__.startswith("click."))
    own = {name for name in vars(ours) if not name.startswith("_")} - {
        "help",
        "metavar",
        "options_metavar",
        "subcommand_metavar",
    }
    missing = sorted(name for name in own if not hasattr(theirs, name))
    assert missing == [], f"click {version('click')}: {theirs.__name__} has no {missing}, which checkrules.cli replaces"


@pytest.mark.parametrize(("english", "chinese"), CHINESE.items(), ids=CHINESE)
def test_a_message_fills_in_what_click_gives(english: str, chinese: str) -> None:
    given, used = ({field for _, field, _, _ in string.Formatter().parse(text) if field} for text in (english, chinese))
    assert used <= given
    assert HAN.search(chinese)


def test_severities_are_those_of_rules() -> None:
    assert SEVERITIES == rules.SEVERITIES
