"""The Python reference: every public name, described by its docstring (mkdocstrings renders it)."""

from __future__ import annotations

from importlib import import_module

from docs.pages.markdown import page

MODULES = {
    "checkrules": "What a program that uses the library calls, and what it gets back.",
}


def pages() -> dict[str, str]:
    """One page per public module."""
    return {path_of(module): module_page(module, what) for module, what in MODULES.items()}


def path_of(module: str) -> str:
    return f"reference/python/{module}.md"


def public_names(module: str) -> tuple[str, ...]:
    """The names of a module's `__all__`."""
    return tuple(import_module(module).__all__)


def module_page(module: str, what: str) -> str:
    """All names of a module."""
    names = [name for name in public_names(module) if name != "__version__"]
    return page(f"# `{module}`", what, *(f"::: {module}.{name}" for name in names))
