"""The public modules: what they list, that it needs no extra, and that plugins, examples and documents use nothing else."""

from __future__ import annotations

import ast
import configparser
import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import click
import polars
import pytest

import checkrules
import checkrules.plugin

ROOT = Path(__file__).parents[1]
PUBLIC = {"checkrules", "checkrules.plugin", "checkrules.testing"}
EXTRAS = ("polars", "lxml", "rich", "jinja2", "ray")
SNIPPET = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)

WITHOUT_EXTRAS = f"""
import sys
sys.modules.update(dict.fromkeys({EXTRAS!r}))
import checkrules, checkrules.plugin
from checkrules.plugin import *
from checkrules.plugin import *
for module in (checkrules, checkrules.plugin):
    assert all(hasattr(module, name) for name in module.__all__)
    assert set(module.__all__) <= {{'__version__', *dir(module)}}
    help(module)
"""


def test_all_names_are_there_without_any_extra() -> None:
    run = subprocess.run([sys.executable, "-c", WITHOUT_EXTRAS], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    assert "load_checklist" in run.stdout
    assert "hookimpl" in run.stdout


@pytest.mark.parametrize("module", [checkrules, checkrules.plugin], ids=lambda module: module.__name__)
def test_a_misspelt_name_is_not_there(module: object) -> None:
    assert not hasattr(module, "load_checklists")
    with pytest.raises(AttributeError, match="hookimp"):
        module.hookimp  # type: ignore[attr-defined]  # noqa: B018


OPAQUE = {"Compiled", "ParameterPeriod", "Registry", "TraceStep", "ProseNames"}
"""What public objects pass on and nobody looks into; so are the nodes of expressions (`model/tree.py`)."""
IMPORTED_WHEN_USED = {"pl": polars, "click": click}


def annotated(thing: Any, names: dict[str, object]) -> Iterator[type]:
    """The classes of checkrules that the annotations of a class, or of a function, name."""
    hints = get_type_hints(thing, {**vars(sys.modules[thing.__module__]), **IMPORTED_WHEN_USED, **names})
    for name, hint in hints.items():
        if not name.startswith("_"):
            yield from classes_in(hint)


def classes_in(hint: object) -> Iterator[type]:
    if isinstance(hint, type) and get_origin(hint) is None and hint.__module__.startswith("checkrules."):
        yield hint
    for argument in get_args(hint) if get_origin(hint) is not Literal else ():
        for part in argument if isinstance(argument, list) else (argument,):
            yield from classes_in(part)


def functions_of(kind: type) -> Iterator[object]:
    """The public methods and properties of a class, inherited ones too."""
    for base in kind.__mro__:
        for name, member in vars(base).items() if base.__module__.startswith("checkrules.") else ():
            function = (
                getattr(member, "fget", None) or getattr(member, "func", None) or getattr(member, "__func__", member)
            )
            if not name.startswith("_") and inspect.isfunction(function):
                yield function


def test_every_type_that_public_names_lead_to_is_public() -> None:
    names = {name: getattr(checkrules, name) for name in checkrules.__all__}
    waiting = [thing for thing in names.values() if inspect.isclass(thing) or inspect.isfunction(thing)]
    seen: set[object] = set()
    hidden = set()
    while waiting:
        thing = waiting.pop()
        if thing in seen or not thing.__module__.startswith("checkrules."):
            continue
        seen.add(thing)
        if inspect.isclass(thing):
            if thing.__name__ in OPAQUE or thing.__module__ == "checkrules.model.tree":
                continue
            if thing not in names.values():
                hidden.add(f"{thing.__module__}.{thing.__name__}")
            waiting += [found for function in functions_of(thing) for found in annotated(function, names)]
        waiting += annotated(thing, names)
    assert len(seen) > 80
    assert hidden == set()


def sources() -> list[tuple[str, str]]:
    modules = [*ROOT.glob("plugins/**/*.py"), *ROOT.glob("examples/**/*.py")]
    pages = [ROOT / "README.md", *ROOT.glob("docs/**/*.md")]
    return [
        *((str(file.relative_to(ROOT)), file.read_text("utf-8")) for file in modules),
        *(
            (f"{page.relative_to(ROOT)}, snippet {number}", code)
            for page in pages
            for number, code in enumerate(SNIPPET.findall(page.read_text("utf-8")), 1)
        ),
    ]


@pytest.mark.parametrize(("place", "code"), sources(), ids=lambda value: value if "\n" not in value else "")
def test_only_public_modules_are_imported(place: str, code: str) -> None:
    for node in ast.walk(ast.parse(code)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [node.module or ""]
        internal = [name for name in names if name.startswith("checkrules.") and name not in PUBLIC]
        assert not internal, f"{place} imports {internal}"


def test_the_import_contract_lists_every_room_and_every_plugin() -> None:
    contract = configparser.ConfigParser()
    contract.read(ROOT / ".importlinter", "utf-8")
    rooms = {
        f"checkrules.{path.stem}"
        for path in (ROOT / "src" / "checkrules").iterdir()
        if (path.suffix == ".py" or (path / "__init__.py").is_file()) and not path.stem.startswith("__")
    }
    plugins = {path.name for path in (ROOT / "plugins").iterdir() if (path / "__init__.py").is_file()}
    public = contract["importlinter:contract:public"]
    assert set(public["forbidden_modules"].split()) == rooms - PUBLIC
    assert set(public["source_modules"].split()) == plugins | {"checkrules_kitchen"}
    assert set(contract["importlinter:contract:core"]["forbidden_modules"].split()) == plugins | {"checkrules_kitchen"}
