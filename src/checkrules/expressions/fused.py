"""One generated Python function for a whole checklist: facts in, one outcome code a rule out.

Each fact is fetched once and held against the form as it is fetched; definitions and conditions that rules share are
decided once; the rest is the conditions that the Python back end gives. The names in the source come from the checklist
(checked to be plain identifiers), never from a submission.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

import attrs

from checkrules import tree as t
from checkrules.expressions.python import Lowering
from checkrules.model import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, Content, Fact

Judge = Callable[[Mapping[str, object], Callable[[str, object], object]], tuple[bytes, tuple[object, ...]]]


@attrs.frozen(kw_only=True)
class Fused:
    """`judge(facts, misfit)` gives the codes of all rules and the values of the facts in `fetched`, in their orders.

    `misfit(fact name, value)` is called for each value that is not at once of the form's type; it gives the value to use.
    """

    judge: Judge
    fetched: tuple[str, ...]
    source: str


def fuse(
    content: Content,
    parameters: Mapping[str, object],
    functions: Mapping[str, Callable[..., object]],
) -> Fused:
    """Generate and compile the function for one set of parameter values."""
    limits = {
        fact.name: (fact.minimum, fact.maximum)
        for fact in content.form.facts
        if fact.minimum is not None and fact.maximum is not None
    }
    lowering = Lowering(parameters=parameters, functions=functions, limits=limits)
    fetched = facts_used(content)
    lines = ["def judge(facts, misfit):", " get = facts.get"]
    for fact in fetched:
        lines += _fetch(fact, lowering)
    for definition in content.definitions:
        lines.append(f" d_{definition.name} = {lowering.value(definition.tree)}")
    lines += _rules(content, lowering)
    codes = ", ".join(f"o_{number}" for number in range(len(content.rules)))
    values = "".join(f"f_{fact.name}, " for fact in fetched)
    lines.append(f" return bytes(({codes},)), ({values})")
    source = "\n".join(lines)
    namespace = dict(lowering.namespace)
    namespace["__builtins__"] = {**lowering.namespace["__builtins__"], "bytes": bytes}  # type: ignore[dict-item]
    exec(compile(source, f"<checklist {content.id}>", "exec"), namespace)
    return Fused(judge=namespace["judge"], fetched=tuple(f.name for f in fetched), source=source)  # type: ignore[arg-type]


def facts_used(content: Content) -> tuple[Fact, ...]:
    """The facts that rules and definitions reach, and the one that dates the submission."""
    trees: list[t.Node] = [definition.tree for definition in content.definitions]
    for rule in content.rules:
        trees += [node for node in (rule.when_tree, rule.require_tree) if node is not None]
    used = {name for node in trees for name in t.names(node, "fact")}
    return tuple(fact for fact in content.form.facts if fact.name in used or fact.role == "date")


def _fetch(fact: Fact, lowering: Lowering) -> list[str]:
    local = f"f_{fact.name}"
    fetch = f" {local} = get({fact.name!r})"
    mend = f"{local} = misfit({fact.name!r}, {local})"
    low = fact.minimum if fact.minimum is not None else -(2**63)
    high = fact.maximum if fact.maximum is not None else 2**63 - 1
    match fact.type:
        case "boolean":
            test = f"{local} is not True and {local} is not False and {local} is not None"
        case "integer":
            whole = lowering.constant(int)
            test = f"{local} is not None and ({local}.__class__ is not {whole} or not {low!r} <= {local} <= {high!r})"
        case "number":
            real = lowering.constant(float), lowering.constant(int)
            kind = f"{local}.__class__ is not {real[0]} and {local}.__class__ is not {real[1]}"
            test = f"{local} is not None and ({kind} or not {low!r} <= {local} <= {high!r})"
        case "choice":
            text = lowering.constant(str)
            allowed = lowering.constant(frozenset(choice.value for choice in fact.choices))
            test = f"{local} is not None and ({local}.__class__ is not {text} or {local} not in {allowed})"
        case "date":
            day = lowering.constant(dt.date)
            test = f"{local} is not None and {local}.__class__ is not {day}"
        case _:
            test = f"{local} is not None"
    return [fetch, f" if {test}: {mend}"]


def _rules(content: Content, lowering: Lowering) -> list[str]:
    lines: list[str] = []
    conditions: dict[t.Node, str] = {}
    for number, rule in enumerate(content.rules):
        met, broken = lowering.true(rule.require_tree), lowering.false(rule.require_tree)
        decide = f"o_{number} = {PASS} if {met} else {FAIL} if {broken} else {UNKNOWN}"
        if rule.when_tree is None:
            lines.append(f" {decide}")
            continue
        if rule.when_tree not in conditions:
            conditions[rule.when_tree] = f"w_{len(conditions)}"
            lines.append(f" {conditions[rule.when_tree]} = {lowering.value(rule.when_tree)}")
        when = conditions[rule.when_tree]
        lines += [
            f" if {when}: {decide}",
            f" else: o_{number} = {NOT_APPLICABLE} if {when} is False else {UNKNOWN}",
        ]
    return lines
