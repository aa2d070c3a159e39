"""What loading any of a checklist's files needs: open it against its schema, parse its expressions, check its names."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import attrs

from checkrules.expressions.scope import ExpressionError, Scope
from checkrules.loading.schemas import validate_against
from checkrules.loading.yaml import YamlDocument, load_yaml
from checkrules.model import tree as t
from checkrules.model.errors import ChecklistError, Location, did_you_mean
from checkrules.model.form import Form
from checkrules.model.privacy import shown
from checkrules.model.text import Text, visible

LIMITS_CROSSED = Text("最小值大于最大值", "the minimum is more than the maximum")
LANGUAGE_WORDS = frozenset(("and", "false", "for", "if", "in", "inf", "nan", "not", "null", "or", "today", "true"))
"""Words of the rule language, which can be no names."""
_BRACED = re.compile(r"\{([^{}]*)\}")


def name_taken(name: str) -> Text:
    """A fact, function, parameter or definition has the name already."""
    return Text(f"名称“{name}”已被占用", f"the name '{name}' is taken")


def refuse_language_word(name: str, location: Location) -> None:
    """Raise ChecklistError where the name of a fact, parameter or definition is a word of the rule language."""
    if name in LANGUAGE_WORDS:
        problem = Text(f"“{name}”是规则语言的词，不能作名称", f"'{name}' is a word of the rule language, and no name")
        raise ChecklistError(problem, location=location)


def refuse_duplicates(document: YamlDocument, path: tuple[str | int, ...], key: str, what: Text) -> None:
    """Raise ChecklistError where two items of a list have the same value under a key."""
    part: Any = document.data
    for step in path:
        part = part.get(step, ()) if isinstance(part, dict) else part[step]
    seen = set()
    for index, item in enumerate(part):
        if item[key] in seen:
            problem = Text("{what}“{name}”重复", "duplicate {what} '{name}'").format(what=what, name=shown(item[key]))
            raise ChecklistError(problem, location=document.location((*path, index, key)))
        seen.add(item[key])


def read_day(document: YamlDocument, path: tuple[str | int, ...], text: str) -> dt.date:
    """The day that a text of a file gives. Raises ChecklistError where there is no such day."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        problem = Text(f"没有“{text}”这一天", f"there is no day '{text}'")
        raise ChecklistError(problem, location=document.location(path)) from error


@attrs.frozen(kw_only=True)
class ChecklistSource:
    """The files of one checklist while they are loaded: texts by name, the form, and what expressions can reach."""

    folder: Path
    files: Mapping[str, str]
    unreadable: Mapping[str, ChecklistError]
    """Why a file of the folder cannot be read."""
    form: Form
    scope: Scope

    def open(self, name: str, schema: str, location: Location | None = None) -> YamlDocument:
        """A file of the checklist, validated. `location` is where it is named."""
        if name in self.unreadable:
            raise self.unreadable[name]
        if name not in self.files:
            raise ChecklistError(
                Text(
                    f"检查清单的文件夹里没有文件“{shown(name)}”", f"the checklist's folder has no file '{shown(name)}'"
                ),
                location=location,
                hint=did_you_mean(name, self.files),
            )
        document = load_yaml(self.files[name], str(self.folder / name))
        validate_against(schema, document)
        return document


def read_expression(
    document: YamlDocument,
    path: tuple[str | int, ...],
    text: str,
    scope: Scope,
    read: Callable[[str, Scope], t.Node],
) -> t.Node:
    """The tree of an expression in a file. Raises ChecklistError with its location and a caret under it."""
    try:
        return read(text, scope)
    except ExpressionError as error:
        location = document.location(path)
        excerpt = ""
        if "\n" not in text:
            offset = error.offset or 0
            before = visible(text[:offset])
            caret = "^" * max(1, min(error.length, len(text) - offset))
            excerpt = f"  {before}{visible(text[offset:])}\n  {' ' * len(before)}{caret}"
            if error.offset is not None and location.column is not None:
                location = attrs.evolve(location, column=location.column + offset)
        raise ChecklistError(error.problem, location=location, hint=error.hint, excerpt=excerpt) from error


def refuse_unknown_braces(
    document: YamlDocument, path: tuple[str | int, ...], text: Mapping[str, str], scope: Scope
) -> None:
    """Raise ChecklistError where a text names, in braces, what is not there or has no words."""
    for language, words in text.items():
        for name in _BRACED.findall(words):
            if name not in scope.names:
                said = "{" + shown(name) + "}"
                raise ChecklistError(
                    Text(f"“{said}”不是事实、参数或定义", f"{said} is no fact, parameter or definition"),
                    location=document.location((*path, language)),
                    hint=did_you_mean(name, scope.names),
                )
            if scope.names[name].type in ("object", "objects"):
                raise ChecklistError(
                    Text(
                        f"“{{{name}}}”是一组记录，不能写进文字", f"{{{name}}} is a list of records, which has no words"
                    ),
                    location=document.location((*path, language)),
                    hint=Text("请改用统计它们的定义", "name a definition that counts them"),
                )
