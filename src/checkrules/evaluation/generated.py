"""Generate one Python function per checklist: it takes a typed record and returns one outcome code per rule.

Each fact is fetched once; definitions and conditions that rules share are decided once; the rest is the conditions that
the Python back end gives. The names in the source come from the checklist, never from a submission; each is checked to be a
plain identifier where it is written into the source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import attrs

from checkrules.expressions.to_python import Lowering
from checkrules.facts.record import PREFIX, RecordType, doubt
from checkrules.model import tree as t
from checkrules.model.form import Fact
from checkrules.model.names import plain_name
from checkrules.model.rules import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, Content, Rule
from checkrules.words.templates import named

Judge = Callable[[Any], bytes]


@attrs.frozen(kw_only=True)
class Generated:
    """`judge(record)` gives the codes of all rules, in their order; `define(record)` the values of all definitions."""

    judge: Judge
    define: Callable[[Any], tuple[object, ...]]
    source: str


def generate(
    content: Content,
    parameters: Mapping[str, object],
    functions: Mapping[str, Callable[..., object]],
    record_type: RecordType,
) -> Generated:
    """Generate and compile the functions for one set of parameter values."""
    lowering = Lowering(parameters=parameters, functions=functions, limits=limits_of(content.form.facts))
    known = {fact.name: fact for fact in content.form.facts}
    rules = _rules(content, lowering)
    codes = "".join(f"o_{number}, " for number in range(len(content.rules)))
    trees = [definition.tree for definition in content.definitions]
    source = "\n".join(
        (
            "def judge(record):",
            *_fetched(known, [*trees, *trees_of(content.rules)], lowering, record_type),
            *_defined(content, lowering),
            *rules,
            f" return bytes(({codes}))",
            "def define(record):",
            *_fetched(known, trees, lowering, record_type),
            *_defined(content, lowering),
            f" return ({''.join(f'd_{d.name}, ' for d in content.definitions)})",
        )
    )
    namespace = dict(lowering.namespace)
    namespace["__builtins__"] = {**lowering.namespace["__builtins__"], "bytes": bytes}  # type: ignore[dict-item]
    exec(compile(source, f"<checklist {content.id}>", "exec"), namespace)
    return Generated(judge=namespace["judge"], define=namespace["define"], source=source)  # type: ignore[arg-type]


def limits_of(facts: Iterable[Fact]) -> dict[str, tuple[float, float]]:
    """The least and the greatest value of each fact that has both."""
    return {f.name: (f.minimum, f.maximum) for f in facts if f.minimum is not None and f.maximum is not None}


def trees_of(rules: Iterable[Rule]) -> list[t.Node]:
    """The conditions and requirements of rules."""
    return [tree for rule in rules for tree in (rule.when_tree, rule.require_tree) if tree is not None]


def facts_used(content: Content) -> tuple[Fact, ...]:
    """The facts that rules, definitions and messages use, and those that date and name the submission."""
    trees = [definition.tree for definition in content.definitions] + trees_of(content.rules)
    trees += [rule.degree_tree for rule in content.rules if rule.degree_tree is not None]
    used = {name for node in trees for name in t.names(node, "fact")}
    used |= {name for rule in content.rules for text in (rule.message, rule.remedy) for name in named(text)}
    return tuple(fact for fact in content.form.facts if fact.name in used or fact.role is not None)


def _fetched(
    known: Mapping[str, Fact], trees: Iterable[t.Node], lowering: Lowering, record_type: RecordType
) -> Iterator[str]:
    """The statements that read the facts of some trees into local variables."""
    for name in dict.fromkeys(name for tree in trees for name in t.names(tree, "fact")):
        local = f"{PREFIX}{plain_name(name)}"
        yield f" {local} = record.{local}"
        condition = doubt(known[name])
        if condition is not None:
            stated = f"{local} is not None and {condition.format(local)}"
            yield f" if {stated}: {local} = {lowering.constant(record_type.fit)}({name!r}, {local})"


def _defined(content: Content, lowering: Lowering) -> Iterator[str]:
    for definition in content.definitions:
        yield f" d_{plain_name(definition.name)} = {lowering.value(definition.tree)}"


def _rules(content: Content, lowering: Lowering) -> list[str]:
    """The statements that decide the rules, grouped by condition."""
    lines: list[str] = []
    by_condition: dict[t.Node | None, list[int]] = {}
    for number, rule in enumerate(content.rules):
        by_condition.setdefault(rule.when_tree, []).append(number)
    for count, (when, numbers) in enumerate(by_condition.items()):
        decided = [f"o_{n} = {lowering.decide(content.rules[n].require_tree, PASS, FAIL, UNKNOWN)}" for n in numbers]
        if when is None:
            lines += [f" {line}" for line in decided]
            continue
        lines += [
            f" w_{count} = {lowering.value(when)}",
            f" if w_{count}:",
            *(f"  {line}" for line in decided),
            f" else: {' = '.join(f'o_{n}' for n in numbers)} = {NOT_APPLICABLE} if w_{count} is False else {UNKNOWN}",
        ]
    return lines
