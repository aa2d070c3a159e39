"""Check content that comes out of the cache as strictly as what goes in: its names, its ids, and every node of its trees.

msgspec has checked the type of each value, and that words such as operators and severities are of their closed lists. Here:
that names are plain and mean what they must, that numbers and patterns are within their bounds, that nothing refers to
what is not there. What is only shown to people (titles, messages) is not checked again.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator, Mapping

import attrs

from checkrules.expressions.numbers import MAX_EXPONENT, within
from checkrules.expressions.patterns import refuse_pattern
from checkrules.expressions.scope import Meaning, Scope
from checkrules.facts.scope import scope_of
from checkrules.loading.parameters import ParameterError, parameter_value
from checkrules.model import tree as t
from checkrules.model.form import INT_MAX, MAX_LENGTH, Fact
from checkrules.model.functions import Function
from checkrules.model.names import ID, NAME, VARIABLE
from checkrules.model.rules import Content, Parameter, Rule

MAX_TEXT = 2000
MAX_DAYS = 36_525
_PARTS: Mapping[t.Type, Collection[str]] = {"date": ("year", "month", "day"), "days": ("days",)}


def wrong_with(content: Content, digest: str, profile: str | None, functions: Iterable[Function]) -> str | None:
    """What is wrong with recalled content, None where nothing is. `digest` is that of its files."""
    return next(_problems(content, digest, profile, tuple(functions)), None)


def _problems(content: Content, digest: str, profile: str | None, functions: tuple[Function, ...]) -> Iterator[str]:
    if (content.digest, content.profile) != (digest, profile) or "checklist.yaml" not in content.files:
        yield "it is of other files, or of another profile"
    yield from _of_names(NAME, [fact.name for fact in content.form.facts])
    for fact in content.form.facts:
        yield from _of_fact(fact)
    yield from _of_names(NAME, [parameter.name for parameter in content.parameters])
    for parameter in content.parameters:
        yield from _of_parameter(parameter)
    tasks = [task.id for section in content.sections for task in section.tasks]
    sections = [section.id for section in content.sections]
    yield from _of_names(NAME, [definition.name for definition in content.definitions])
    for ids in (tasks, sections, [rule.id for rule in content.rules], [band.id for band in content.scoring.bands]):
        yield from _of_names(ID, ids)
    yield from _of_scoring(content)
    scope = scope_of(content.form.facts, functions, content.parameters)
    for definition in content.definitions:
        if definition.name in scope.names or definition.name in scope.functions:
            yield f"the name {definition.name} is taken"
        yield from _of_tree(definition.tree, scope, {})
        meaning = Meaning(kind="definition", type=t.type_of(definition.tree))
        scope = attrs.evolve(scope, names={**scope.names, definition.name: meaning})
    for rule in content.rules:
        if rule.task not in tasks or rule.section not in sections:
            yield f"rule {rule.id} is of no task"
        yield from _of_rule(rule, scope)
    today = Meaning(kind="parameter", type="date")
    for check in content.consistency:
        yield from _of_tree(check.tree, attrs.evolve(scope, names={**scope.names, "today": today}), {})


def _of_names(pattern: re.Pattern[str], names: list[str]) -> Iterator[str]:
    yield from (f"no plain name: {name[:64]!r}" for name in names if pattern.fullmatch(name) is None)
    if len(set(names)) != len(names):
        yield "a name is there twice"


def _of_fact(fact: Fact) -> Iterator[str]:
    yield from _of_names(NAME, [field.name for field in fact.fields])
    for field in fact.fields:
        yield from _of_fact(field)
    if fact.pattern is not None and refuse_pattern(fact.pattern) is not None:
        yield f"the pattern of {fact.name}"
    if fact.type in ("string", "strings") and not 0 < (fact.max_length or 0) <= MAX_LENGTH:
        yield f"the length of {fact.name}"


def _of_parameter(parameter: Parameter) -> Iterator[str]:
    try:
        if not parameter.values or any(parameter_value(parameter, v.value) != v.value for v in parameter.values):
            yield f"a value of {parameter.name}"
    except ParameterError as error:
        yield error.problem.en


def _of_scoring(content: Content) -> Iterator[str]:
    bands = {band.id: band.minimum for band in content.scoring.bands}
    if not all(0 <= least <= 100 for least in bands.values()) or 0 not in bands.values():
        yield "a band"
    if not 0 <= content.scoring.least_completeness <= 1:
        yield "the least completeness"
    if any(veto.cap not in bands or veto.failures < 1 for veto in content.scoring.vetoes):
        yield "a veto"


def _of_rule(rule: Rule, scope: Scope) -> Iterator[str]:
    if not 0 < rule.points < INT_MAX or not 0 <= rule.due_days <= MAX_DAYS:
        yield f"the points or due days of rule {rule.id}"
    conditions = [tree for tree in (rule.when_tree, rule.require_tree) if tree is not None]
    if (rule.when is None) != (rule.when_tree is None) or (rule.degree is None) != (rule.degree_tree is None):
        yield f"a tree of rule {rule.id} is missing"
    for tree in conditions:
        yield from _of_tree(tree, scope, {})
        if t.type_of(tree) not in ("boolean", "null"):
            yield f"a condition of rule {rule.id}"
    if rule.degree_tree is not None:
        yield from _of_tree(rule.degree_tree, scope, {})
        if t.type_of(rule.degree_tree) not in ("integer", "number"):
            yield f"the degree of rule {rule.id}"


def _of_tree(node: t.Node, scope: Scope, variables: Mapping[str, t.Type]) -> Iterator[str]:
    """What is wrong with a tree: names that mean something else, and what the parser would have refused."""
    match node:
        case t.Name(kind="variable", name=name, type=kind):
            if variables.get(name) != kind:
                yield f"no variable {name[:64]!r}"
        case t.Name(kind=kind, name=name, type=type_):
            meaning = scope.names.get(name)
            if meaning is None or (meaning.kind, meaning.type) != (kind, type_):
                yield f"no {kind} {name[:64]!r} of type {type_}"
        case t.Constant(value=bool() | None):
            pass
        case t.Constant(value=str(text)):
            if len(text) > MAX_TEXT:
                yield "a long text"
        case t.Constant(value=int() | float() as number):
            if within(number) is None:
                yield "a number that is too large"
        case t.Span(days=days):
            if abs(days) > dt.date.max.toordinal():
                yield "a span that is too long"
        case t.Items(items=items, type=kind):
            if any(
                not isinstance(item, t.Constant | t.Day) or t.LIST_OF.get(t.type_of(item)) != kind for item in items
            ):
                yield "an item of a list"
        case t.Match(pattern=pattern, anywhere=anywhere):
            if refuse_pattern(pattern, anywhere=anywhere) is not None:
                yield "a pattern"
        case t.Arithmetic(operator="**", right=right):
            if not isinstance(right, t.Constant) or right.value not in range(MAX_EXPONENT + 1):
                yield "an exponent"
        case t.Part(operand=operand, name=name):
            fields = (field for meaning in scope.names.values() for field in meaning.fields)
            if name not in _PARTS.get(t.type_of(operand), ()) and name not in fields:
                yield f"no part {name[:64]!r}"
        case t.Call(function=function, arguments=arguments, type=kind):
            signature = scope.functions.get(function)
            if signature is None or (len(signature.takes), signature.gives) != (len(arguments), kind):
                yield f"no function {function[:64]!r}"
    inside = variables
    if isinstance(node, t.Each):
        item = t.ITEM_OF.get(t.type_of(node.iterable))
        if VARIABLE.fullmatch(node.variable) is None or item is None:
            yield f"no variable {node.variable[:64]!r}"
        else:
            inside = {**variables, node.variable: item}
    for child in t.children(node):
        yield from _of_tree(child, scope, variables if isinstance(node, t.Each) and child is node.iterable else inside)
