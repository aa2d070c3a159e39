"""What loading any of a checklist's files needs: open it against its schema, parse its expressions, check its names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import attrs

from checkrules.expressions.scope import ExpressionError, Scope
from checkrules.loading.schemas import validate_against
from checkrules.loading.yaml import YamlDocument, load_yaml
from checkrules.model import tree as t
from checkrules.model.errors import ChecklistError, did_you_mean
from checkrules.model.form import Form

_BRACED = re.compile(r"\{([^{}]*)\}")


@attrs.frozen(kw_only=True)
class ChecklistSource:
    """The files of one checklist while they are loaded: texts by name, the form, and what expressions can reach."""

    folder: Path
    files: Mapping[str, str]
    form: Form
    scope: Scope

    def open(self, name: str, schema: str) -> YamlDocument:
        if name not in self.files:
            raise ChecklistError(f"the checklist names {name}, which is not in its folder", location=str(self.folder))
        document = load_yaml(self.files[name], str(self.folder / name))
        validate_against(schema, document.data, document.location)
        return document


def read_expression(
    document: YamlDocument,
    path: tuple[str | int, ...],
    text: str,
    scope: Scope,
    read: Callable[[str, Scope], t.Node],
) -> t.Node:
    """The tree of an expression that stands in a file. Raises ChecklistError with its location and a caret under it."""
    try:
        return read(text, scope)
    except ExpressionError as error:
        location = document.location(path)
        excerpt = ""
        if "\n" not in text:
            offset = error.offset or 0
            excerpt = f"  {text}\n  {' ' * offset}{'^' * max(1, min(error.length, len(text) - offset))}"
            if error.offset is not None and location.column is not None:
                location = attrs.evolve(location, column=location.column + offset)
        raise ChecklistError(error.problem, location=location, hint=error.hint, excerpt=excerpt) from error


def refuse_unknown_braces(
    document: YamlDocument, path: tuple[str | int, ...], text: str | Mapping[str, str], scope: Scope
) -> None:
    for words in (text,) if isinstance(text, str) else text.values():
        for name in _BRACED.findall(words):
            if name not in scope.names:
                raise ChecklistError(
                    f"{{{name}}} is no fact, parameter or definition",
                    location=document.location(path),
                    hint=did_you_mean(name, scope.names),
                )
            if scope.names[name].type in ("object", "objects"):
                raise ChecklistError(
                    f"{{{name}}} is a list of objects, which has no words",
                    location=document.location(path),
                    hint="name a definition that counts them, or one of their fields",
                )
