"""Check a checklist's file of names: the facts, tasks and spellings that reading prose relies on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from checkrules.loading.source import LIMITS_CROSSED
from checkrules.loading.yaml import Path, YamlDocument
from checkrules.model.errors import ChecklistError, did_you_mean
from checkrules.model.form import Fact, FactType, Form
from checkrules.model.privacy import shown
from checkrules.model.spellings import MAX_SPELLINGS, BadName, spellings
from checkrules.model.text import Text

MAX_ALL = 100_000
"""Spellings of all names together."""
_NUMBER: tuple[frozenset[FactType], Text] = (frozenset({"integer", "number"}), Text("数值", "a number"))
_KINDS: Mapping[str, tuple[frozenset[FactType], Text]] = {
    "flag": (frozenset({"boolean"}), Text("“是或否”的事实", "a yes-or-no fact")),
    "count": _NUMBER,
    "rate": _NUMBER,
    "amount": _NUMBER,
    "percent": _NUMBER,
    "choices": (frozenset({"choices"}), Text("多选的事实", "a list of choices")),
}
"""The types of facts that each kind of names can state."""
_PATTERNS = ("names", "not", "says", "denies", "together")
_COUNTED = ("count", "rate", "amount")


def check_names(document: YamlDocument, form: Form, tasks: Collection[str]) -> None:
    """Raise ChecklistError, at its location, for the first thing that reading prose could not work with."""
    facts = {fact.name: fact for fact in form.facts}
    named = document.data["facts"]
    total = 0
    for name, part in named.items():
        path = ("facts", name)
        _known(document, path, name, facts, Text("事实", "fact"))
        for index, task in enumerate(part["tasks"]):
            _known(document, (*path, "tasks", index), task, tasks, Text("任务", "task"))
        _check_fact(document, path, part, facts[name])
        for at, pattern in _patterns(path, part):
            total += _check_pattern(document, at, pattern)
        for at, other in _other_facts(path, part):
            _known(document, at, other, named, Text("有名称的事实", "fact with names"))
            _check_type(document, at, "count", facts[other])
    if total > MAX_ALL:
        problem = Text(f"所有名称展开后超过 {MAX_ALL} 种写法", f"all names together have more than {MAX_ALL} spellings")
        raise ChecklistError(problem, location=document.location(("facts",)))


def _check_fact(document: YamlDocument, path: Path, part: Mapping[str, Any], fact: Fact) -> None:
    kind = part["kind"]
    _check_type(document, (*path, "kind"), kind, fact)
    if ("per" in part) != (kind == "rate"):
        problem = Text("“rate”要有 per，其他种类不能有", "a 'rate' needs 'per', other kinds take none")
        raise ChecklistError(problem, location=document.location((*path, "kind")))
    if ("unit" in part) != (kind in _COUNTED):
        problem = Text(
            "count、rate、amount 要有 unit，其他种类不能有",
            "a count, rate or amount needs 'unit', other kinds take none",
        )
        raise ChecklistError(problem, location=document.location((*path, "kind")))
    if ("choices" in part) != (kind == "choices"):
        problem = Text("“choices”要有 choices，其他种类不能有", "'choices' needs 'choices', other kinds take none")
        raise ChecklistError(problem, location=document.location((*path, "kind")))
    if ("together" in part) != ("less" in part):
        problem = Text("together 和 less 要一起用", "'together' and 'less' go together")
        raise ChecklistError(problem, location=document.location(path))
    if part.get("minimum", 0) > part.get("maximum", 1_000_000_000):
        raise ChecklistError(LIMITS_CROSSED, location=document.location((*path, "minimum")))
    for choice in part.get("choices", {}):
        known = [item.value for item in fact.choices]
        _known(document, (*path, "choices", choice), choice, known, Text("选项", "choice"))


def _patterns(path: Path, part: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    for key in _PATTERNS:
        for index, pattern in enumerate(part.get(key, ())):
            yield (*path, key, index), pattern
    for choice, patterns in part.get("choices", {}).items():
        for index, pattern in enumerate(patterns):
            yield (*path, "choices", choice, index), pattern


def _other_facts(path: Path, part: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    for key in ("part_of", "less"):
        if key in part:
            yield (*path, key), part[key]
    for index, name in enumerate(part.get("ratio", ())):
        yield (*path, "ratio", index), name


def _check_pattern(document: YamlDocument, path: Path, pattern: str) -> int:
    """How many spellings a pattern has."""
    try:
        found = spellings(pattern)
    except BadName as error:
        problem = Text(
            f"这个名称不能用：方括号、圆括号要成对，“|”要在括号里，展开后最多 {MAX_SPELLINGS} 种写法",
            "this name cannot be used: brackets must match, '|' stands inside brackets, "
            f"and it has at most {MAX_SPELLINGS} spellings",
        )
        raise ChecklistError(problem, location=document.location(path)) from error
    if "" in found:
        problem = Text("这个名称可能一个字也没有", "this name may have no letter at all")
        raise ChecklistError(problem, location=document.location(path))
    return len(found)


def _known(document: YamlDocument, path: Path, name: str, known: Collection[str], what: Text) -> None:
    if name not in known:
        problem = Text("没有名为“{name}”的{what}", "unknown {what} '{name}'").format(name=shown(name), what=what)
        raise ChecklistError(problem, location=document.key_location(path), hint=did_you_mean(name, known))


def _check_type(document: YamlDocument, path: Path, kind: str, fact: Fact) -> None:
    types, words = _KINDS[kind]
    if fact.type not in types:
        problem = Text("“{name}”不是{words}", "'{name}' is not {words}").format(name=fact.name, words=words)
        raise ChecklistError(problem, location=document.location(path))
