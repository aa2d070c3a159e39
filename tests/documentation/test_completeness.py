"""Every public name, hook, command, option, code and rule is in the documentation."""

from __future__ import annotations

import inspect
import re

import pytest
from docs.pages import api, commands
from docs.pages.index import generated

import checkrules
from checkrules.cli.exit_codes import EXIT_CODES
from checkrules.cli.main import cli
from checkrules.hooks.specs import HOOKS
from checkrules.words import codes

from .pages import DOCS, PAGES, ROOT


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return generated()


@pytest.mark.parametrize("module", api.MODULES)
def test_every_public_name_is_described(module: str, pages: dict[str, str]) -> None:
    page = pages[api.path_of(module)]
    names = api.public_names(module)
    assert len(names) > 3
    for name in names:
        assert name == "__version__" or f"::: {module}.{name}\n" in page, name


def test_every_hook_has_a_section_with_its_arguments_and_an_example() -> None:
    page = (DOCS / "reference" / "hooks.md").read_text(encoding="utf-8")
    sections = {part.partition("\n")[0]: part for part in page.split("\n## ")[1:]}
    for name, hook in HOOKS.items():
        section = sections[name]
        for argument in inspect.signature(hook).parameters:  # type: ignore[arg-type]
            assert f"| `{argument}` |" in section, (name, argument)
        assert f"def {name}(" in section, name
        assert "@hookimpl" in (hook.__doc__ or ""), name


def test_every_command_and_option_is_described(pages: dict[str, str]) -> None:
    page = pages["reference/command-line.md"]
    assert len(cli.commands) >= 5
    for name, command in cli.commands.items():
        assert f"## checkrules {name}\n" in page
        for parameter in command.params:
            for option in parameter.opts:
                assert not option.startswith("--") or f"`{option}`" in page, (name, option)


def test_every_exit_code_and_environment_variable_is_described(pages: dict[str, str]) -> None:
    how_to = (DOCS / "how-to" / "exit-codes.md").read_text(encoding="utf-8")
    for exit_code in EXIT_CODES:
        assert f"| {exit_code} |" in pages["reference/command-line.md"]
        assert f"| {exit_code} |" in how_to
    sources = [path for folder in ("src", "plugins") for path in (ROOT / folder).rglob("*.py")]
    used = {name for path in sources for name in re.findall(r"\bCHECKRULES_[A-Z]+\b", path.read_text(encoding="utf-8"))}
    assert used == {*commands.ENVIRONMENT}
    for name in used:
        assert f"`{name}`" in pages["reference/command-line.md"]


def test_every_benchmark_that_the_documents_name_is_there() -> None:
    named = {name for path in PAGES for name in re.findall(r"benchmarks/\w+\.py", path.read_text(encoding="utf-8"))}
    assert "benchmarks/everyone.py" in named
    for name in named:
        assert (ROOT / name).is_file(), name


def test_every_code_is_on_the_page_of_codes(pages: dict[str, str]) -> None:
    page = pages["reference/codes.md"]
    tables = [table for name, table in vars(codes).items() if name.endswith("_WORDS")]
    assert len(tables) >= 7
    for table in tables:
        for code, words in table.items():
            assert f"| `{code}` | {words.zh} | {words.en} |" in page, code


def test_every_rule_has_a_page_and_every_parameter_and_fact_a_row(pages: dict[str, str]) -> None:
    content = checkrules.load_checklist("mental-health").content
    assert len(content.rules) == 77
    for rule in content.rules:
        page = pages[f"rules/{rule.id}.md"]
        for part in (rule.title.zh, rule.title.en, rule.source.quote, rule.require, rule.when or "", rule.name):
            assert part in page, (rule.id, part)
        assert f"| {rule.due_days} |" in page
        assert f"]({rule.id}.md)" in pages["rules/index.md"]
    for parameter in content.parameters:
        assert f"`{parameter.name}`" in pages["rules/parameters.md"]
    for fact in content.form.facts:
        assert f"| `{fact.name}` | {fact.title.zh}<br>" in pages["rules/facts.md"]
    assert "陕教〔2024〕17号" in pages["rules/T09-1.md"]


def test_a_condition_is_said_in_both_languages(pages: dict[str, str]) -> None:
    page = pages["rules/T09-1.md"]
    assert "| **专职心理健康教师数**不少于1名 | **Full-time mental-health teachers** is at least 1 person |" in page
    assert "**学段类型**不为幼儿园，且**大规模学校**" in page


def test_every_key_of_a_schema_is_described(pages: dict[str, str]) -> None:
    for key in ("subject", "task_notes", "score_low", "shortfall", "fingerprint", "row_problems"):
        assert f"| `{key}` |" in pages["reference/report.md"], key
    for key in ("least_completeness", "due_days", "interpretation", "extends", "overrides", "x-unit", "basis"):
        assert f"| `{key}` |" in pages["reference/checklist-files.md"], key


def test_the_explanation_lists_the_folders_in_the_order_of_their_imports() -> None:
    page = (DOCS / "explanation.md").read_text(encoding="utf-8")
    contract = (ROOT / ".importlinter").read_text(encoding="utf-8")
    layers = contract.partition("layers =\n")[2].partition("\n\n")[0].split()
    folders = [layer for layer in layers if (ROOT / "src" / "checkrules" / layer).is_dir()]
    assert re.findall(r"^\| `(\w+)/`", page, re.M) == folders


def test_every_module_that_the_explanation_names_is_there() -> None:
    page = (DOCS / "explanation.md").read_text(encoding="utf-8")
    modules = re.findall(r"`(?:src/checkrules/)?([\w/]+\.py)`", page)
    assert len(modules) > 5
    for module in modules:
        assert (ROOT / "src" / "checkrules" / module).is_file(), module
