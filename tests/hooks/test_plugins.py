"""Plugins: what they register is found, what is wrong with one is said and costs no other."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Generator
from pathlib import Path
from types import ModuleType

import pytest

import checkrules
from checkrules.hooks import specs as hookspecs
from checkrules.hooks.registry import load_plugins
from checkrules.hooks.specs import hookimpl
from checkrules.plugin import Function, ScoringModel, Text

from ..kitchen import CANTEEN, EXAMPLE, kitchen, plugin

ROOT = Path(__file__).parents[2]
Install = Callable[[str, str], None]


def module(name: str, **hooks: object) -> ModuleType:
    made = ModuleType(name)
    for hook, implementation in hooks.items():
        setattr(made, hook, implementation if hasattr(implementation, "checkrules_impl") else hookimpl(implementation))
    return made


def test_every_hook_is_implemented_by_the_example() -> None:
    for hook in hookspecs.HOOKS:
        assert hasattr(plugin(), hook), hook


def test_a_plugin_that_cannot_be_imported_is_left_out_and_named(install: Install) -> None:
    install("broken", "import absent")
    registry = load_plugins()
    (info,) = [info for info in registry.plugins if info.problem]
    assert (info.name, info.distribution) == ("broken", "checkrules-broken")
    assert info.problem == "ModuleNotFoundError: No module named 'absent'"
    assert "json" in registry.readers


def function(name: str) -> Callable[[Callable[[object], None]], None]:
    """An implementation that registers a function of a name."""
    made = Function(name=name, takes=("strings",), gives="boolean", call=bool)
    return lambda register: register(made)


WRONG = {
    "a name that is taken": (
        [module("twin", register_functions=function("contains_all"))],
        r"function 'contains_all' is registered by two plugins: twin and functions \(checkrules\)",
    ),
    "two plugins of one name": ([module("same"), module("same")], "there are two plugins named 'same'"),
    "a hook that does not exist": (
        [module("typo", register_reader=lambda register: None)],
        r"plugin typo implements the hook 'register_reader', which does not exist(.|\n)*did you mean 'register_readers'",
    ),
    "an argument that the hook does not have": (
        [module("typo", register_readers=lambda registry: None)],
        r"plugin typo implements a hook wrongly(.|\n)*registry",
    ),
    "a wrapper that does not yield": (
        [module("typo", register_readers=hookimpl(wrapper=True)(lambda register: None))],
        r"plugin typo implements a hook wrongly(.|\n)*generator",
    ),
    "another kind of thing": (
        [module("clumsy", register_readers=function("f"))],
        "plugin clumsy failed: TypeError: it registers Function, not Reader",
    ),
    "an exception": (
        [module("clumsy", register_readers=lambda register: 1 / 0)],
        "plugin clumsy failed: ZeroDivisionError: division by zero",
    ),
}


@pytest.mark.parametrize(("modules", "message"), WRONG.values(), ids=WRONG)
def test_a_plugin_that_is_wrong_is_refused_by_name(modules: list[ModuleType], message: str) -> None:
    with pytest.raises(checkrules.PluginError, match=message):
        load_plugins(modules)


def test_a_hook_of_another_version_may_be_optional() -> None:
    later = module("later", register_papers=hookimpl(optionalhook=True)(lambda register: None))
    assert load_plugins([later]).plugins[-1].hooks == ()


def test_what_is_not_registered_is_refused_with_what_there_is() -> None:
    registry = load_plugins()
    with pytest.raises(
        checkrules.UsageError, match=r"no format 'jsn'; there are: html, json(.|\n)*did you mean 'json'"
    ):
        registry.writers.find("jsn")
    assert registry.writers.find("json") is registry.writers["json"]
    assert registry.writers.plugin_of("json").name == "json"


def test_hooks_are_called_in_the_order_of_pluggy() -> None:
    called: list[str] = []

    def noting(name: str, **options: bool) -> ModuleType:
        return module(name, normalise_facts=hookimpl(**options)(lambda facts, form: called.append(name)))

    def around(facts: object, form: object) -> Generator[None, object, object]:
        called.append("before all")
        result = yield
        called.append("after all")
        return result

    plugins = [
        noting("early"),
        noting("last", trylast=True),
        noting("first", tryfirst=True),
        module("around", normalise_facts=hookimpl(wrapper=True)(around)),
        noting("late"),
    ]
    registry = load_plugins(plugins)
    registry.normalise({}, kitchen().content.form)
    assert called == ["before all", "first", "late", "early", "last", "after all"]


def test_what_registers_first_stands_first_and_wrappers_may_register() -> None:
    def around(register: Callable[[object], None]) -> Generator[None, object, object]:
        function("before")(register)
        result = yield
        function("after")(register)
        return result

    plugins = [
        module("early", register_functions=function("early")),
        module("around", register_functions=hookimpl(wrapper=True)(around)),
        module("late", register_functions=function("late")),
    ]
    functions = load_plugins(plugins).functions
    assert [name for name in functions if functions.plugin_of(name).distribution == ""] == [
        "before",
        "late",
        "early",
        "after",
    ]
    assert functions.plugin_of("after").name == "around"


def fails_before(report: object) -> Generator[None, object, object]:
    raise ValueError("oops")
    yield


def fails_after(report: object) -> Generator[None, object, object]:
    yield
    raise ValueError("oops")


def fails(report: object) -> None:
    raise ValueError("oops")


@pytest.mark.parametrize(
    "failing",
    [
        fails,
        hookimpl(tryfirst=True)(fails),
        hookimpl(wrapper=True)(fails_before),
        hookimpl(wrapper=True)(fails_after),
        hookimpl(hookwrapper=True)(fails_after),
    ],
    ids=["an implementation", "the first", "a wrapper, before", "a wrapper, after", "a wrapper of the older kind"],
)
def test_every_plugin_is_called_after_a_report_and_each_that_fails_is_named(failing: Callable[..., object]) -> None:
    seen = []
    plugins = [
        module("early", after_report=lambda report: seen.append("early")),
        module("broken", after_report=failing),
        module("also", after_report=lambda report: 1 / 0),
        module("late", after_report=lambda report: seen.append("late")),
    ]
    errors = load_plugins(plugins).notify(kitchen().evaluate(CANTEEN))
    assert seen == ["late", "early"]
    assert sorted(error.problem.en for error in errors) == [
        "plugin also failed: ZeroDivisionError: division by zero",
        "plugin broken failed: ValueError: oops",
    ]


def test_normalise_and_notify_are_called(tmp_path: Path) -> None:
    seen = []
    spy = module("spy", after_report=lambda report: seen.append(report.subject))
    checklist = checkrules.load_checklist("kitchen", plugins=[plugin(), spy])
    file = tmp_path / "canteen.ini"
    file.write_text("[a]\ncanteen_name = 食堂\n[b]\ncanteen_name = 乙食堂\ncook_count = six\n", encoding="utf-8")
    reports = checkrules.check([file], checklist)
    assert seen == ["", "乙食堂"]
    assert [remark.code for remark in reports.reports[1].remarks] == ["invalid_value"]


def test_a_model_that_fails_only_for_gains_costs_only_the_figure(tmp_path: Path) -> None:
    def score(points: list[float], credits: list[float | None], groups: object) -> float:
        if all(credit == 1 for credit in credits):
            raise ValueError("all repaired")
        return 1.0

    model = ScoringModel(name="fragile", title=Text("脆弱", "fragile"), score=score, maximum=lambda *_: 1.0)
    fragile = module("fragile", register_scoring_models=lambda register: register(model))
    folder = kitchen_folder(tmp_path, "model: points", "model: fragile")
    checklist = checkrules.load_checklist(folder, plugins=[plugin(), fragile])
    report = checklist.evaluate(CANTEEN)
    with pytest.raises(checkrules.PluginError, match="plugin fragile failed: ValueError: all repaired"):
        report.issues[0].gain  # noqa: B018
    (made,) = report.to_dict("en")["reports"]
    assert [(issue["rule"], issue["gain"]) for issue in made["issues"]] == [("C1-2", None)]
    assert [(remark["code"], remark["message"]) for remark in made["remarks"]] == [
        (
            "plugin_failed",
            "what a repair would add is not known: plugin fragile failed: ValueError: all repaired",
        )
    ]
    page = checkrules.render(report, "markdown", registry=checklist.registry, language="en")
    assert "all repaired" in str(page)
    with pytest.raises(checkrules.PluginError, match="'fragile' cannot be imported again"):
        checkrules.render(report, "markdown")


def kitchen_folder(tmp_path: Path, old: str, new: str) -> Path:
    """A copy of the example's checklist with another text in `checklist.yaml`."""
    folder = tmp_path / "rules"
    shutil.copytree(EXAMPLE / "checkrules_kitchen" / "rules", folder)
    shutil.copy(EXAMPLE / "checkrules_kitchen" / "kitchen.schema.json", folder)
    file = folder / "checklist.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return folder


def test_another_scoring_model_is_used(tmp_path: Path) -> None:
    folder = kitchen_folder(tmp_path, "model: points", "model: weakest")
    file = folder / "checklist.yaml"
    report = checkrules.load_checklist(folder, plugins=[plugin()]).evaluate(CANTEEN)
    assert report.score.value == pytest.approx(5 / 6)
    assert report.score.maximum == 1.0
    file.write_text(file.read_text(encoding="utf-8").replace("model: weakest", "model: waekest"), encoding="utf-8")
    with pytest.raises(
        checkrules.UsageError,
        match=r"checklist\.yaml: there is no scoring model 'waekest'(.|\n)*did you mean 'weakest'",
    ):
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
    path = os.pathsep.join(filter(None, (str(target), os.environ.get("PYTHONPATH"))))
    environment = {**os.environ, "PYTHONPATH": path, "CHECKRULES_LANG": "zh"}

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
