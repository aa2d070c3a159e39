"""The Python reference: every public name, described by its docstring (mkdocstrings renders it)."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

from docs.pages.markdown import page

MODULES = {
    "checkrules": "What a program that uses the library calls, and what it gets back.",
    "checkrules.plugin": "All that a plugin imports, by group. [Hooks](../hooks.md) has an example of each hook.",
    "checkrules.testing": "Test kits for authors of plugins and checklists.",
}


def pages() -> dict[str, str]:
    """One page per public module."""
    return {path_of(module): module_page(module, what) for module, what in MODULES.items()}


def path_of(module: str) -> str:
    return f"reference/python/{module}.md"


def public_names(module: str) -> tuple[str, ...]:
    """The names of a module's `__all__`."""
    return tuple(import_module(module).__all__)


def groups(module: str) -> dict[str, list[str]]:
    """The public names by the group under which the module's stub lists them; without a stub in one group."""
    names = [name for name in public_names(module) if name != "__version__"]
    stub = Path(str(import_module(module).__file__)).with_suffix(".pyi")
    if not stub.is_file():
        return {"": names}
    found: dict[str, list[str]] = {"": []}
    heading = ""
    for line in stub.read_text(encoding="utf-8").splitlines():
        if comment := re.fullmatch(r"# (.+)", line):
            heading = comment[1]
        elif (name := re.search(r"\bas (\w+)$", line)) and name[1] in names:
            found.setdefault(heading, []).append(name[1])
    return found


def module_page(module: str, what: str) -> str:
    """All names of a module, group by group."""
    parts = [f"# `{module}`", what]
    for heading, names in groups(module).items():
        parts += [f"## {heading}" if heading else "", *(entry(module, name, 3 if heading else 2) for name in names)]
    return page(*parts)


def entry(module: str, name: str, level: int) -> str:
    """What mkdocstrings replaces by a name's description."""
    return f"::: {module}.{name}\n    options:\n      heading_level: {level}"
