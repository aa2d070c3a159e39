"""Generate one Python function per checklist: it takes a typed record and returns one outcome code per rule.

Each fact is fetched once; definitions and conditions that rules share are decided once; the rest is the conditions that
the Python back end gives. The names in the source come from the checklist, never from a submission; each is checked to be a
plain identifier where it is written into the source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import attrs
from msgspec import UNSET

from checkrules.expressions.to_python import Lowering
from checkrules.facts.record import PREFIX, RecordType, doubt
from checkrules.model import tree as t
from checkrules.model.form import Fact
from checkrules.model.names import plain_name
from checkrules.model.rules import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, Content, Rule
from checkrules.words.templates import named

Judge = Callable[[Any], bytes]
CountingJudge = Callable[[Any], tuple[bytes, int]]


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
    unset = lowering.constant(UNSET)
    definitions = [definition.tree for definition in content.definitions]
    fetched = _fetched(content, [*definitions, *trees_of(content.rules)], lowering, record_type)
    source = "\n".join(
        (
            "def judge(record):",
            *(line for _, lines in fetched for line in lines),
            *_defined(content, lowering),
            *_rules(content, lowering),
            f" return {_codes(content)}",
            "def define(record):",
            *(
                line
                for local, (read, *checked) in _fetched(content, definitions, lowering, record_type)
                for line in (read, f" if {local} is {unset}: {local} = None", *checked)
            ),
            *_defined(content, lowering),
            f" return ({''.join(f'd_{d.name}, ' for d in content.definitions)})",
        )
    )
    namespace = _run(source, content, lowering)
    return Generated(judge=namespace["judge"], define=namespace["define"], source=source)


def generate_counting(
    content: Content,
    parameters: Mapping[str, object],
    functions: Mapping[str, Callable[..., object]],
    record_type: RecordType,
) -> CountingJudge:
    """A `judge` for records in which each fact of the form that has no key is UNSET: it gives the codes, and the number of keys.

    To count where the facts are read anyway costs a tenth of what it costs beside it.
    """
    lowering = Lowering(parameters=parameters, functions=functions, limits=limits_of(content.form.facts))
    unset = lowering.constant(UNSET)
    trees = [*(definition.tree for definition in content.definitions), *trees_of(content.rules)]
    fetched = _fetched(content, trees, lowering, record_type)
    used = {local for local, _ in fetched}
    others = [local for local in (PREFIX + plain_name(f.name) for f in content.form.facts) if local not in used]
    source = "\n".join(
        (
            "def judge(record):",
            f" n = {len(content.form.facts)}",
            *(f" if record.{local} is {unset}: n -= 1" for local in others),
            *(
                line
                for local, (read, *checked) in fetched
                for line in (read, f" if {local} is {unset}: {local} = None; n -= 1", *checked)
            ),
            *_defined(content, lowering),
            *_rules(content, lowering),
            f" return {_codes(content)}, n",
        )
    )
    judge: CountingJudge = _run(source, content, lowering)["judge"]
    return judge


def _codes(content: Content) -> str:
    return f"bytes(({''.join(f'o_{number}, ' for number in range(len(content.rules)))}))"


def _run(source: str, content: Content, lowering: Lowering) -> dict[str, Any]:
    namespace: dict[str, Any] = dict(lowering.namespace)
    namespace["__builtins__"] = {**namespace["__builtins__"], "bytes": bytes}
    exec(compile(source, f"<checklist {content.id}>", "exec"), namespace)
    return namespace


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
    content: Content, trees: Iterable[t.Node], lowering: Lowering, record_type: RecordType
) -> list[tuple[str, list[str]]]:
    """The local variables of the facts of some trees, each with the statement that reads it, and one that checks it."""
    known = {fact.name: fact for fact in content.form.facts}
    found = []
    for name in dict.fromkeys(name for tree in trees for name in t.names(tree, "fact")):
        local = f"{PREFIX}{plain_name(name)}"
        lines = [f" {local} = record.{local}"]
        condition = doubt(known[name])
        if condition is not None:
            stated = f"{local} is not None and {condition.format(local)}"
            lines.append(f" if {stated}: {local} = {lowering.constant(record_type.fit)}({name!r}, {local})")
        found.append((local, lines))
    return found


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
