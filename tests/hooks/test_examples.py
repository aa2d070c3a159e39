"""The example in each hook's docstring is a plugin that works."""

from __future__ import annotations

import inspect
from pathlib import Path
from types import ModuleType

import pytest

import checkrules
from checkrules.hooks.registry import Registry, load_plugins
from checkrules.hooks.specs import HOOKS

REGISTERED = {
    "register_checklists": "checklist canteen",
    "register_readers": "reader names",
    "register_writers": "format failures",
    "register_functions": "function squared",
    "register_scoring_models": "scoring model worst",
    "register_engines": "engine one-by-one",
    "register_review_formats": "review format questions",
    "register_blank_forms": "blank form headings",
}


def example(hook: str) -> ModuleType:
    """A module of the code that ends the docstring of a hook."""
    text = inspect.getdoc(HOOKS[hook]) or ""
    code = text[min(text.index(start) for start in ("\nfrom ", "\nimport ") if start in text) :]
    module = ModuleType(f"example_of_{hook}")
    module.__file__ = __file__
    exec(compile(code, hook, "exec"), module.__dict__)
    return module


def loaded(hook: str) -> Registry:
    return load_plugins([example(hook)])


@pytest.mark.parametrize("hook", HOOKS)
def test_the_example_implements_its_hook(hook: str) -> None:
    registry = loaded(hook)
    info = registry.plugins[-1]
    assert (info.name, info.hooks, info.problem) == (f"example_of_{hook}", (hook,), None)
    assert tuple(item.en for item in info.registered) == ((REGISTERED[hook],) if hook in REGISTERED else ())


def test_the_examples_do_what_they_say(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    hooks = ("register_readers", "register_writers", "normalise_facts", "after_report")
    checklist = checkrules.load_checklist("mental-health", plugins=[example(hook) for hook in hooks])
    file = tmp_path / "a.names"
    file.write_text("甲校\n乙校\n", encoding="utf-8")
    with caplog.at_level("INFO", logger="canteens"):
        reports = checkrules.check(file, checklist)
    assert [report.subject for report in reports.reports] == ["甲校", "乙校"]
    assert [record.args[0] for record in caplog.records] == ["甲校", "乙校"]  # type: ignore[index]
    counts = checkrules.render(reports, "failures", registry=checklist.registry)
    assert counts == "".join(f"{report.subject}: {report.counts.failed}\n" for report in reports.reports)
    facts: dict[str, object] = {"internal_number": 1, "student_count": 2}
    assert checklist.registry.normalise(facts, checklist.content.form) == {"student_count": 2}
    assert "hello" in loaded("register_commands").commands()
