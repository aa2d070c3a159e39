"""The core knows no inspection and no plugin: it names neither what is inspected, nor a fact, nor a plugin."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import checkrules
from checkrules.hooks.registry import load_plugins

ROOT = Path(__file__).parents[1]
CORE = sorted((ROOT / "src" / "checkrules").rglob("*.py"))
INSPECTED = re.compile("school|pupil|student|kindergarten|canteen|kitchen|学校|校名|学生|幼儿园|食堂", re.IGNORECASE)


def without_docstrings(path: Path) -> str:
    """The code of a module; examples in docstrings may name a checklist."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node) is not None:
            node.body[0] = ast.Pass()
    return ast.unparse(tree)


@pytest.fixture(scope="module")
def code() -> dict[Path, str]:
    assert CORE
    return {path: without_docstrings(path) for path in CORE}


def test_it_does_not_know_what_is_inspected(code: dict[Path, str]) -> None:
    found = {path.name: {*INSPECTED.findall(text)} for path, text in code.items() if INSPECTED.search(text)}
    assert found == {}


def names() -> Iterator[str]:
    """The names of plugins, of the functions that they bring, and of the bundled checklist's facts, parameters and definitions."""
    yield from (path.name for path in (ROOT / "plugins").iterdir() if path.is_dir())
    yield from load_plugins().functions
    content = checkrules.load_checklist("mental-health").content
    yield from (item.name for item in (*content.form.facts, *content.parameters, *content.definitions))


def test_it_names_no_plugin_and_no_fact(code: dict[Path, str]) -> None:
    specific = {name for name in names() if "_" in name}  # `location` may be the name of a fact, and of much else
    assert len(specific) > 100
    assert {name for text in code.values() for name in re.findall(r"\w+", text)} & specific == set()
