"""The public modules: what they list, that it needs no extra, and that plugins, examples and documents use nothing else."""

from __future__ import annotations

import ast
import configparser
import re
import subprocess
import sys
from pathlib import Path

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
