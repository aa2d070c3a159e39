"""Kept columns: columns of the input, such as a code, that every table of results carries after the number of the row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from checkrules.evaluation.compiled import Compiled
from checkrules.model.errors import UsageError, did_you_mean
from checkrules.model.privacy import shown
from checkrules.model.text import Text
from checkrules.tables.columns.fact_columns import MISFITS, ROW
from checkrules.tables.columns.scores import score_columns

ISSUES = ("rule", "severity", "message", "remedy", "due", "waived")
UNDECIDED = ("rule", "outcome", "reason", "missing", "message")
LONGEST, MOST = 100, 2_000
"""Characters and number of the columns' names with which a misspelt one is compared."""


def kept_names(keep: Iterable[str], compiled: Compiled, also: Iterable[str] = ()) -> tuple[str, ...]:
    """The names of columns to keep. `also` are names of columns of the outputs besides those that all have. Raises UsageError
    for what is no list of names, for a name that is given twice, and for one that the results have themselves."""
    names = () if isinstance(keep, str) else tuple(keep)
    if isinstance(keep, str) or not all(isinstance(name, str) and name for name in names):
        raise UsageError(
            Text("keep 应为列名的列表", "keep is a list of names of columns"),
            hint=Text("如 keep=['code', 'name']", "such as keep=['code', 'name']"),
        )
    own = {*own_columns(compiled), *also}
    for number, name in enumerate(names):
        if name in names[:number]:
            raise UsageError(Text(f"列“{shown(name)}”写了两次", f"the column '{shown(name)}' is kept twice"))
        if name in own:
            problem = Text(
                f"不能保留列“{shown(name)}”：结果中已有同名的列",
                f"the column '{shown(name)}' cannot be kept: the results have a column of that name",
            )
            raise UsageError(
                problem, hint=Text("请先给这一列改名，或不写它", "rename the column first, or leave it out")
            )
    return names


def own_columns(compiled: Compiled) -> frozenset[str]:
    """The names of the columns that the tables of results have themselves."""
    rules = (rule.id for rule in compiled.content.rules)
    return frozenset((*MISFITS, *ISSUES, *UNDECIDED, *score_columns(compiled, bounds=True), *rules))


def lacking(name: str, known: Iterable[str], file: str | None = None) -> UsageError:
    """The error for a column that is to be kept and that the table does not have."""
    short = [column for column in known if column and len(column) <= LONGEST][:MOST]
    near = did_you_mean(name, short) if len(name) <= LONGEST else None
    first = [shown(column) for column in short[:8]]
    usual = Text(f"表中的列如：{'、'.join(first)}", f"its columns are such as: {', '.join(first)}")
    zh, en = f"没有要保留的列“{shown(name)}”", f"there is no column '{shown(name)}' to keep"
    return UsageError(Text(zh, en), location=file, hint=near or (usual if first else None))


def kept_columns(frame: pl.DataFrame, names: Sequence[str], known: Iterable[str]) -> pl.DataFrame:
    """The columns of a table that are kept. `known` are the names of all its columns. Raises UsageError where it lacks one."""
    for name in names:
        if name not in frame.columns:
            raise lacking(name, known)
    return frame.select(names)


def with_kept(table: pl.DataFrame, kept: pl.DataFrame, rows: pl.Series) -> pl.DataFrame:
    """A table of results with the kept columns of each of its rows after `row`. `rows` are the numbers of the rows of `kept`,
    in ascending order."""
    if not kept.width:
        return table
    if table.height != rows.len() or not table[ROW].equals(rows):
        kept = kept[rows.search_sorted(table[ROW])]
    return pl.DataFrame([table[ROW], *kept.get_columns(), *table.drop(ROW).get_columns()])
