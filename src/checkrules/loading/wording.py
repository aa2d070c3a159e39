"""Check a checklist's wording file: facts, tasks and patterns that reading prose relies on."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from checkrules.expressions.pattern_steps import most_steps
from checkrules.expressions.patterns import SLOW, unusable_pattern
from checkrules.facts.kind import InvalidValue
from checkrules.facts.kinds import fit
from checkrules.loading.source import LIMITS_CROSSED
from checkrules.loading.yaml import Path, YamlDocument
from checkrules.model.errors import ChecklistError, did_you_mean
from checkrules.model.form import Fact, FactType, Form
from checkrules.model.privacy import shown
from checkrules.model.text import Text

MAX_PATTERN = 200
MAX_REPEATED = 99
MAX_STEPS = 10_000
"""Steps from each place of a text."""
_KINDS: Mapping[str, tuple[frozenset[FactType], Text]] = {
    "flag": (frozenset({"boolean"}), Text("“是或否”的事实", "a yes-or-no fact")),
    "count": (frozenset({"integer", "number"}), Text("数值", "a number")),
    "rate": (frozenset({"integer", "number"}), Text("数值", "a number")),
    "amount": (frozenset({"integer", "number"}), Text("数值", "a number")),
    "choices": (frozenset({"choices"}), Text("多选的事实", "a list of choices")),
}
"""The types of facts that each kind of wording can state."""
_PATTERNS = ("subject", "not_subject", "unit", "positive", "negative", "total", "missing", "refuse")
_TOKEN = re.compile(
    r"(?P<one>\\.|\[\^?\]?(?:\\.|[^\]\\])*\])|(?P<open>\((?:\?(?::|=|!|<=|<!))?)|(?P<close>\))"
    r"|(?P<repeat>[*+]|\{\d*,?\d*\})|.",
    re.DOTALL,
)


def check_wording(document: YamlDocument, form: Form, tasks: Collection[str]) -> None:
    """Raise ChecklistError, at its location, for the first thing that reading prose could not work with."""
    facts = {fact.name: fact for fact in form.facts}
    for word, patterns in document.data["vocabulary"].items():
        _check_patterns(document, ("vocabulary", word), patterns)
    worded = document.data["facts"]
    for name, part in worded.items():
        path = ("facts", name)
        _known(document, path, name, facts, Text("事实", "fact"))
        for index, task in enumerate(part["tasks"]):
            _known(document, (*path, "tasks", index), task, tasks, Text("任务", "task"))
        _check_fact(document, path, part, facts[name])
        for key, other in _other_facts(part):
            _known(document, (*path, *key), other, worded, Text("写法", "worded fact"))
            _check_type(document, (*path, *key), "count", facts[other])


def _check_fact(document: YamlDocument, path: Path, part: Mapping[str, Any], fact: Fact) -> None:
    _check_type(document, (*path, "kind"), part["kind"], fact)
    if ("per" in part) != (part["kind"] == "rate"):
        problem = Text("“rate”要有 per，其他种类不能有", "a 'rate' needs 'per', other kinds take none")
        raise ChecklistError(problem, location=document.location((*path, "kind")))
    if ("total" in part or "missing" in part) and "part" not in part:
        problem = Text("用 total 或 missing 时要有 part", "'total' and 'missing' need 'part'")
        raise ChecklistError(problem, location=document.location(path))
    if part.get("minimum", 0) > part.get("maximum", 1_000_000_000):
        raise ChecklistError(LIMITS_CROSSED, location=document.location((*path, "minimum")))
    for key in _PATTERNS:
        _check_patterns(document, (*path, key), part.get(key, ()))
    for index, said in enumerate(part.get("says", ())):
        at = (*path, "says", index)
        _check_pattern(document, (*at, "text"), said["text"])
        try:
            fit(fact, said["value"])
        except InvalidValue as error:
            expected = Text("“{name}”的值应为{expected}", "'{name}' takes {expected}")
            problem = expected.format(name=fact.name, expected=error.expected)
            raise ChecklistError(problem, location=document.location((*at, "value"))) from error
    for choice, patterns in part.get("choices", {}).items():
        at = (*path, "choices", choice)
        _known(document, at, choice, [known.value for known in fact.choices], Text("选项", "choice"))
        _check_patterns(document, at, patterns)


def _other_facts(part: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    if "part" in part:
        yield ("part",), part["part"]
    for index, name in enumerate(part.get("ratio", ())):
        yield ("ratio", index), name


def _known(document: YamlDocument, path: Path, name: str, known: Collection[str], what: Text) -> None:
    if name not in known:
        problem = Text("没有名为“{name}”的{what}", "unknown {what} '{name}'").format(name=shown(name), what=what)
        raise ChecklistError(problem, location=document.key_location(path), hint=did_you_mean(name, known))


def _check_type(document: YamlDocument, path: Path, kind: str, fact: Fact) -> None:
    types, words = _KINDS[kind]
    if fact.type not in types:
        problem = Text("“{name}”不是{words}", "'{name}' is not {words}").format(name=fact.name, words=words)
        raise ChecklistError(problem, location=document.location(path))


def _check_patterns(document: YamlDocument, path: Path, patterns: Collection[str]) -> None:
    for index, pattern in enumerate(patterns):
        _check_pattern(document, (*path, index), pattern)


def _check_pattern(document: YamlDocument, path: Path, pattern: str) -> None:
    reason = _refused(pattern)
    if reason is not None:
        raise ChecklistError(unusable_pattern(reason), location=document.location(path))


def _refused(pattern: str) -> Text | None:
    """Why a pattern is refused: it is none, has groups that would be counted, or could take very long."""
    if len(pattern) > MAX_PATTERN:
        return Text(f"最多 {MAX_PATTERN} 个字符", f"it may have at most {MAX_PATTERN} characters")
    try:
        re.compile(pattern)
    except (re.error, OverflowError) as error:
        return Text("不是有效的正则表达式", f"it is not a regular expression: {error}")
    repeating = [False]  # whether the text since each open bracket holds a repetition
    closed = False  # whether the bracket that was just closed holds one
    for token in _TOKEN.finditer(pattern):
        if token["open"] == "(":
            return Text("分组要写成 (?:…)", "write a group as (?:…)")
        if token["open"]:
            repeating.append(False)
        elif token["repeat"]:
            most = token["repeat"].strip("{}").rpartition(",")[2]
            if not most.isdigit() or int(most) > MAX_REPEATED:
                limit = f"{{0,{MAX_REPEATED}}}"
                return Text(f"重复要有上限，如 {limit}", f"a repetition needs a limit, such as {limit}")
            if closed:
                return Text("重复的分组里不能再有重复", "a repeated group may hold no repetition")
            repeating[-1] = True
        closed = False
        if token["close"]:
            closed = repeating.pop()
            repeating[-1] = repeating[-1] or closed
    return SLOW if most_steps(pattern, MAX_REPEATED, anywhere=False) > MAX_STEPS else None
