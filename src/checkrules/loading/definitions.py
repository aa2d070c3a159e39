"""Definitions and decision tables of a checklist's main file → expressions."""

from __future__ import annotations

from typing import Any

import attrs

from checkrules.expressions.parse import parse, parse_condition
from checkrules.expressions.scope import Meaning, Scope
from checkrules.loading.source import name_taken, read_expression, refuse_language_word
from checkrules.loading.yaml import YamlDocument
from checkrules.model import tree as t
from checkrules.model.errors import ChecklistError
from checkrules.model.rules import Definition
from checkrules.model.text import Text, as_text


def read_definitions(document: YamlDocument, scope: Scope) -> tuple[tuple[Definition, ...], Scope]:
    """The definitions in order, and the scope with them: each may use those before it. Raises ChecklistError."""
    found: list[Definition] = []
    for index, part in enumerate(document.data.get("definitions", ())):
        path = ("definitions", index)
        name = part["name"]
        refuse_language_word(name, document.location((*path, "name")))
        if name in scope.names or name in scope.functions:
            raise ChecklistError(name_taken(name), location=document.location((*path, "name")))
        tree: t.Node
        if "table" in part:
            tree, text = _table(document, (*path, "table"), scope)
        else:
            text = part["expression"]
            tree = read_expression(document, (*path, "expression"), text, scope, parse)
        found.append(Definition(name=name, title=as_text(part["title"]), expression=text, tree=tree))
        meaning = Meaning(kind="definition", type=t.type_of(tree))
        scope = attrs.evolve(scope, names={**scope.names, name: meaning})
    return tuple(found), scope


def _table(document: YamlDocument, path: tuple[str | int, ...], scope: Scope) -> tuple[t.DecisionTable, str]:
    part: Any = document.data
    for key in path:
        part = part[key]
    rows = []
    for index, row in enumerate(part["rows"]):
        at = (*path, "rows", index)
        when = read_expression(document, (*at, "when"), row["when"], scope, parse_condition) if "when" in row else None
        if when is None and (part["hit"] == "unique" or index != len(part["rows"]) - 1):
            raise ChecklistError(
                Text(
                    "只有“first”表的最后一行可以没有条件", "only the last row of a 'first' table may have no condition"
                ),
                location=document.location(at),
            )
        value = read_expression(document, (*at, "value"), _written(row["value"]), scope, parse)
        rows.append(t.DecisionRow(when=when, value=value))
    tree = t.DecisionTable(hit=part["hit"], rows=tuple(rows))
    try:
        t.type_of(tree)
    except ValueError as error:
        problem = Text("各行的值必须同类", "the rows give values of different types")
        raise ChecklistError(problem, location=document.location(path)) from error
    text = "; ".join(f"{row.get('when', '…')} → {_written(row['value'])}" for row in part["rows"])
    return tree, f"{part['hit']}: {text}"


def _written(value: object) -> str:
    """A value of a table's row as an expression: booleans and numbers may be written plainly."""
    return str(value).lower() if isinstance(value, bool) else str(value)
