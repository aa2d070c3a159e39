"""What the command line lists: rules and parameters, plugins; and which checklist is used when none is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import checkrules

from .run import Done, run, write_facts


def test_rules_are_listed() -> None:
    result = run("rules", "--profile", "shaanxi-2024", "--lang", "en")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "T09-1" in result.stdout
    assert "large_boarding_school_min_students = 200" in result.stdout
    assert len(json.loads(run("rules", "--format", "json").stdout)["rules"]) == 77


def test_plugins_are_listed() -> None:
    result = run("plugins")
    assert result.exit_code == 0
    for name in (
        *("docx", "json", "yaml", "csv", "terminal", "markdown", "html", "local"),
        *("points", "contains_all", "mental-health"),
    ):
        assert name in result.stdout


def test_a_plugin_that_is_left_out_is_listed_and_ends_with_2(install: Callable[[str, str], None]) -> None:
    install("broken", "import absent")
    for language, words in (("zh", "未载入："), ("en", "left out: ")):
        result = run("plugins", "--lang", language)
        assert result.exit_code == 2
        assert f"{words}ModuleNotFoundError: No module named 'absent'" in result.stdout


ANOTHER = """
from pathlib import Path

@hookimpl
def register_checklists(register):
    register(BundledChecklist(name="another", folder=Path("x"), form=Path("y")))
"""


def test_a_checklist_must_be_named_where_there_are_several(install: Callable[[str, str], None], tmp_path: Path) -> None:
    file = write_facts(tmp_path / "a.json")
    assert run("check", file).exit_code == 0
    assert checkrules.load_checklist().content.id == "mental-health"
    install("another", ANOTHER)
    for language, words in (("zh", "请写明用哪个检查清单；已有："), ("en", "which checklist is to be used?")):
        result = run("check", file, "--lang", language)
        assert (result.exit_code, result.stdout) == (2, "")
        assert words in result.stderr
        assert "another, mental-health" in result.stderr
    assert run("check", file, "--checklist", "mental-health").exit_code == 0


CLICK = """
import click

@hookimpl
def register_commands(register):
    @click.command()
    @click.option("--count", type=int, required=True)
    def greet(count):
        click.echo("hello " * count)
        if count > 8:
            click.get_current_context().exit(8)
        return count
    register(greet)
"""


def test_a_command_of_a_plugin_runs_and_its_wrong_usage_is_in_the_language_of_the_run(
    install: Callable[[str, str], None],
) -> None:
    install("polite", CLICK)
    assert run("greet", "--count", "2").stdout == "hello hello \n"
    assert (run("greet", "--count", "2").exit_code, run("greet", "--count", "9").exit_code) == (0, 8)
    assert "greet" in run("plugins").stdout
    result = run("greet", "--count", "two")
    assert result.exit_code == 2
    assert "'--count' 的值不对：“two”不是要求的数。" in result.stderr


LOCALISED = """
@hookimpl
def register_commands(register):
    import click
    from checkrules.plugin import argument, checklist_options, command, language, note, option, show

    @command(Text("数一数。", "Count."), name="count")
    @argument("what", Text("什么", "WHAT"), type=click.Choice(["rules", "parameters"]))
    @checklist_options
    @option("--loud", is_flag=True, help=Text("大声。", "Loud."))
    def count_what(checklist, what, loud):
        note(Text("开始", "begin"))
        show(f"{len(getattr(checklist.content, what))}{'!' if loud else ''} {language()}")

    register(count_what)
"""


def test_a_plugin_brings_a_command_in_both_languages(install: Callable[[str, str], None]) -> None:
    install("counting", LOCALISED)
    assert run("count", "rules", "--loud") == Done(0, "77! zh", "开始\n")
    assert run("count", "parameters", "--lang", "en", "--profile", "shaanxi-2024").stderr == "begin\n"
    for language, words in (
        ("zh", ("用法：checkrules count [选项] 什么", "数一数。", "大声。")),
        ("en", ("WHAT", "Loud.")),
    ):
        page = run("count", "--help", "--lang", language).stdout
        assert all(word in page for word in (*words, "--profile", "--set"))
