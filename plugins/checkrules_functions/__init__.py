"""Functions for expressions that the rule language itself lacks."""

from __future__ import annotations

from collections.abc import Callable

from checkrules import Function, hookimpl


def contains_all(container: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Whether a list holds every item of another one."""
    return all(item in container for item in wanted)


@hookimpl
def register_functions(register: Callable[[Function], None]) -> None:
    """Register `contains_all`."""
    register(Function(name="contains_all", takes=("strings", "strings"), gives="boolean", call=contains_all))
