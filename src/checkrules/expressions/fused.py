"""One generated Python function for a whole checklist: facts in, one outcome code a rule out.

Each fact is fetched once and held against the form as it is fetched; definitions and conditions that rules share are
decided once; the rest is the conditions that the Python back end gives. The names in the source come from the checklist
(checked to be plain identifiers), never from a submission.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import attrs

from checkrules import tree as t
from checkrules.expressions.python import Lowering
from checkrules.model import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, Content, Fact

Judge = Callable[[Mapping[str, object], Callable[[str, object], object]], bytes]


@attrs.frozen(kw_only=True)
class Fused:
    """`judge(facts, fit)` gives the codes of all rules, in their order. It fetches the facts in `fetched`.

    `fit(fact name, value)` is called for each value that is not at once of the form's type; it gives the value to use.
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
    names = lowering.constant(tuple(fact.name for fact in fetched))
    lines = ["def judge(facts, fit):", f" {''.join(f'f_{fact.name}, ' for fact in fetched)}= map(facts.get, {names})"]
    compared = _compared_flags(content)
    lines += filter(None, (_fetch(fact, lowering, compared) for fact in fetched))
    for definition in content.definitions:
        lines.append(f" d_{definition.name} = {lowering.value(definition.tree)}")
    lines += _rules(content, lowering)
    codes = ", ".join(f"o_{number}" for number in range(len(content.rules)))
    lines.append(f" return bytes(({codes},))")
    source = "\n".join(lines)
    namespace = dict(lowering.namespace)
    namespace["__builtins__"] = {**lowering.namespace["__builtins__"], "bytes": bytes, "map": map}  # type: ignore[dict-item]
    exec(compile(source, f"<checklist {content.id}>", "exec"), namespace)
    return Fused(judge=namespace["judge"], fetched=tuple(f.name for f in fetched), source=source)  # type: ignore[arg-type]


def facts_used(content: Content) -> tuple[Fact, ...]:
    """The facts that rules and definitions reach, and the one that dates the submission."""
    trees: list[t.Node] = [definition.tree for definition in content.definitions]
    for rule in content.rules:
        trees += [node for node in (rule.when_tree, rule.require_tree) if node is not None]
    used = {name for node in trees for name in t.names(node, "fact")}
    return tuple(fact for fact in content.form.facts if fact.name in used or fact.role == "date")


def _fetch(fact: Fact, lowering: Lowering, compared: frozenset[str]) -> str | None:
    """The statement that holds a fetched value against the form, or None where the conditions do it by themselves: what
    is neither True nor False makes a flag unknown, as null does."""
    local = f"f_{fact.name}"
    mend = f"{local} = fit({fact.name!r}, {local})"
    low = fact.minimum if fact.minimum is not None else -(2**63)
    high = fact.maximum if fact.maximum is not None else 2**63 - 1
    match fact.type:
        case "boolean":
            if fact.name not in compared:
                return None
            test = f"{local} is not True and {local} is not False"
        case "integer":
            test = f"{local}.__class__ is not {lowering.constant(int)} or not {low!r} <= {local} <= {high!r}"
        case "number":
            real, whole = lowering.constant(float), lowering.constant(int)
            kind = f"{local}.__class__ is not {whole} and {local}.__class__ is not {real}"
            test = f"{kind} or not {low!r} <= {local} <= {high!r}"
        case "choice":
            allowed = lowering.constant(frozenset(choice.value for choice in fact.choices))
            test = f"{local}.__class__ is not {lowering.constant(str)} or {local} not in {allowed}"
        case "choices":
            within = lowering.constant(frozenset(choice.value for choice in fact.choices).issuperset)
            doubled = f" or len({{*{local}}}) != len({local})" if fact.unique else ""
            longest = fact.max_items if fact.max_items is not None else 2**31
            test = f"{local}.__class__ is not {lowering.constant(list)} or len({local}) > {longest} or not {within}({local})"
            test += doubled
        case _:
            return f" if {local} is not None: {mend}"
    return f" if ({test}) and {local} is not None: {mend}"


def _compared_flags(content: Content) -> frozenset[str]:
    """The facts that stand as values somewhere (`a == b`, `a == null`, an argument), not only as conditions."""
    trees: list[t.Node | None] = [definition.tree for definition in content.definitions]
    for rule in content.rules:
        trees += [rule.when_tree, rule.require_tree]
    logic = (t.And, t.Or, t.Not, t.Coalesce, t.Choose)
    return frozenset(
        child.name
        for tree in trees
        if tree is not None
        for node in t.walk(tree)
        if not isinstance(node, logic)
        for child in t.children(node)
        if isinstance(child, t.Name)
    )


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
