"""Every message of the library and its plugins is in one language, but for names."""

from __future__ import annotations

import ast
import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import checkrules
from checkrules.cli.main import cli
from checkrules.hooks.registry import load_plugins

ROOT = Path(__file__).parents[2]
LATIN = re.compile(r"(?<![\w.])(?:--)?[A-Za-z][\w./*-]*\w")
HAN = re.compile(r"[\u3000-\u9fff\uff00-\uffef]+")
FILLED = re.compile(r"\{[^{}]*\}")


def in_order(node: ast.expr) -> str:
    """A text as it is written, without what it is filled with."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    written = [part.value if isinstance(part, ast.Constant) else " " for part in parts]
    return FILLED.sub(" ", "".join(part for part in written if isinstance(part, str)))


def texts() -> Iterator[tuple[str, str, str]]:
    """Where each `Text(…, …)` is, and its two texts."""
    for path in (*(ROOT / "src").rglob("*.py"), *(ROOT / "plugins").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="Text"), args=[zh, en]):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", in_order(zh), in_order(en)


def keys_of(schema: object) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        yield from (word for word in schema.get("enum", ()) if isinstance(word, str))
        for part in schema.values():
            yield from keys_of(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from keys_of(part)


def names_in(module: ModuleType) -> Iterator[str]:
    """What a program types: public names, their methods, and the arguments of both."""
    yield from module.__all__
    public = [getattr(module, name) for name in module.__all__]
    methods = [method for kind in public if inspect.isclass(kind) for _, method in inspect.getmembers(kind, callable)]
    for function in (*filter(inspect.isroutine, public), *filter(inspect.isfunction, methods)):
        yield from (function.__name__, *inspect.signature(function).parameters)


@pytest.fixture(scope="module")
def names() -> set[str]:
    """What is called the same in every language: keys of files, registered names, commands and options, words of rules."""
    registry = load_plugins()
    found = {"checkrules", "pip", "install", "pyarrow", "true", "false", "null", "for", "in", "if", "sentence", "a-z"}
    for path in (ROOT / "schemas").glob("*.json"):
        found |= {*keys_of(json.loads(path.read_text(encoding="utf-8")))}
    for kind in (registry.readers, registry.writers, registry.engines, registry.functions):
        found |= {*kind}
    found |= {*names_in(checkrules), "str", "bytes", "int", "float", "bool", "dict", "list", "date", "datetime"}
    for name, command in cli.commands.items():
        found |= {name, *(option for parameter in command.params for option in parameter.opts)}
    return found | {word for option in found for word in option.split("-")}


def is_name(word: str, names: set[str]) -> bool:
    """A name, a file, or what is written in capitals, such as a product."""
    return word != word.lower() or word in names or word.lstrip("-") in names or bool(re.search(r"[./*_]", word))


def test_messages_are_in_one_language(names: set[str]) -> None:
    found = list(texts())
    assert len(found) > 200
    english = {
        where: words for where, zh, _ in found if (words := [w for w in LATIN.findall(zh) if not is_name(w, names)])
    }
    assert english == {}
    titles_of_the_form = {"考核要点", "主要工作任务", "督导方式", "具体落实情况", "备注"}
    chinese = {where: words for where, _, en in found if (words := set(HAN.findall(en)) - titles_of_the_form)}
    assert chinese == {}
