"""Plugins: what they register is found, what is wrong with one is said and costs no other."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import checkrules
from checkrules.hooks import registry as plugins
from checkrules.hooks import specs as hookspecs
from checkrules.hooks.specs import hookimpl

from ..kitchen import CANTEEN, EXAMPLE, kitchen, plugin

ROOT = Path(__file__).parents[2]


def module(name: str, **hooks: object) -> ModuleType:
    made = ModuleType(name)
    for hook, implementation in hooks.items():
        setattr(made, hook, hookimpl(implementation))
    return made


def test_every_hook_is_implemented_by_the_example_and_documented() -> None:
    documented = (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")
    for hook in hookspecs.HOOKS:
        assert hasattr(plugin(), hook), hook
        assert f"`{hook}`" in documented, hook
        assert "@hookimpl" in (hookspecs.HOOKS[hook].__doc__ or ""), hook


def test_a_plugin_that_cannot_be_imported_is_left_out_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> ModuleType:
        raise ModuleNotFoundError("No module named 'absent'")

    found = plugins._found(())
    monkeypatch.setattr(plugins, "_found", lambda extra: [*found, ("broken", "broken-dist", missing)])
    registry = checkrules.load_plugins()
    (info,) = [info for info in registry.plugins if info.problem]
    assert (info.name, info.problem) == ("broken", "ModuleNotFoundError: No module named 'absent'")
    assert "json" in registry.readers


def test_two_plugins_of_one_name_are_refused_and_both_named() -> None:
    def register_functions(register) -> None:
        register(checkrules.Function(name="contains_all", takes=("strings",), gives="boolean", call=bool))

    with pytest.raises(
        checkrules.PluginError,
        match=r"'contains_all' is registered by two plugins: .*(functions.*twin|twin.*functions)",
    ):
        checkrules.load_plugins([module("twin", register_functions=register_functions)])


def test_a_misspelt_hook_is_an_error() -> None:
    with pytest.raises(checkrules.PluginError, match="register_reader"):
        checkrules.load_plugins([module("typo", register_reader=lambda register: None)])


def test_a_plugin_that_fails_while_it_registers_is_named() -> None:
    def register_readers(register) -> None:
        raise ZeroDivisionError("oops")

    with pytest.raises(checkrules.PluginError, match=r"plugin clumsy failed: ZeroDivisionError\('oops'\)"):
        checkrules.load_plugins([module("clumsy", register_readers=register_readers)])


def test_normalise_and_notify_are_called(tmp_path: Path) -> None:
    seen = []
    spy = module("spy", after_report=lambda report: seen.append(report.subject))
    checklist = checkrules.load_checklist("kitchen", plugins=[plugin(), spy])
    file = tmp_path / "canteen.ini"
    file.write_text("[a]\ncanteen_name = 食堂\n[b]\ncanteen_name = 乙食堂\ncook_count = six\n", encoding="utf-8")
    reports = checkrules.check([file], checklist)
    assert seen == ["", "乙食堂"]
    assert [remark.code for remark in reports.reports[1].remarks] == ["invalid_value"]


def test_another_scoring_model_is_used(tmp_path: Path) -> None:
    import shutil

    folder = tmp_path / "rules"
    shutil.copytree(EXAMPLE / "checkrules_kitchen" / "rules", folder)
    shutil.copy(EXAMPLE / "checkrules_kitchen" / "kitchen.schema.json", folder)
    file = folder / "checklist.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("model: points", "model: weakest"), encoding="utf-8")
    report = checkrules.load_checklist(folder, plugins=[plugin()]).evaluate(CANTEEN)
    assert report.score.value == pytest.approx(5 / 6)
    assert report.score.maximum == 1.0
    file.write_text(file.read_text(encoding="utf-8").replace("model: weakest", "model: waekest"), encoding="utf-8")
    with pytest.raises(checkrules.UsageError, match=r"no scoring model 'waekest'(.|\n)*did you mean 'weakest'"):
        checkrules.load_checklist(folder, plugins=[plugin()])


def test_the_example_is_installed_and_used_as_a_third_party_would(tmp_path: Path) -> None:
    target = tmp_path / "site"
    install = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "--target",
        str(target),
    ]
    subprocess.run([*install, str(EXAMPLE)], check=True, capture_output=True)
    environment = {**__import__("os").environ, "PYTHONPATH": str(target), "CHECKRULES_LANG": "zh"}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "checkrules", *arguments]
        return subprocess.run(command, capture_output=True, text=True, env=environment, encoding="utf-8", check=False)

    checked = run("check", "--checklist", "kitchen", str(EXAMPLE / "canteen.ini"), "--format", "counts")
    assert (checked.stdout, checked.stderr, checked.returncode) == ("示例食堂: 达标 2, 不达标 1\n", "示例食堂: 1\n", 1)
    listed = run("plugins")
    assert re.search(r"^kitchen  checkrules-kitchen$", listed.stdout, re.M)
    assert "kitchen-form" in listed.stdout
    form = run("kitchen-form")
    assert form.returncode == 0
    assert "cook_count  厨师数" in form.stdout


def test_the_kitchen_has_all_outcomes_in_its_examples() -> None:
    checklist = kitchen()
    judged = 0
    for rule in checklist.content.rules:
        for outcome in ("passing", "failing", "not_applicable", "unknown"):
            for facts in getattr(rule.examples, outcome):
                expected = {"passing": "pass", "failing": "fail"}.get(outcome, outcome)
                assert checklist.evaluate(facts).outcomes[rule.id] == expected, (rule.id, facts)
                judged += 1
    assert judged >= 12
