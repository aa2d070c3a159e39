"""Functions for expressions that the rule language itself lacks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from checkrules.plugin import Function, Text, hookimpl

if TYPE_CHECKING:
    import polars as pl


def contains_all(container: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Whether a list holds every item of another one."""
    return all(item in container for item in wanted)


def missing_items(container: tuple[str, ...], wanted: tuple[str, ...]) -> int:
    """How many items of another list a list lacks."""
    return len([item for item in wanted if item not in container])


def contains_all_columns(container: pl.Expr, wanted: pl.Expr | tuple[str, ...]) -> pl.Expr:
    """`contains_all` in Polars."""
    import polars as pl

    if isinstance(wanted, tuple):
        there = [container.list.eval(pl.element() == item).list.sum() > 0 for item in wanted]
        return pl.all_horizontal(there) if there else container.is_not_null()
    return wanted.list.set_difference(container).list.len() == 0


def contains_all_bits(container: pl.Expr, wanted: pl.Expr | int) -> pl.Expr:
    """`contains_all` of choices as bits."""
    return (container & wanted) == wanted


@hookimpl
def register_functions(register: Callable[[Function], None]) -> None:
    """Register `contains_all`."""
    register(
        Function(
            name="contains_all",
            takes=("strings", "strings"),
            gives="boolean",
            call=contains_all,
            columns=contains_all_columns,
            bits=contains_all_bits,
            shortfall=missing_items,
            sentence=Text("{0}包含全部{1}", "{0} includes all of {1}"),
        )
    )
