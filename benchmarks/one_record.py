"""One submission of the mental-health checklist from a dict, against rule-engine evaluating the same expressions.

    python benchmarks/one_record.py [ROUNDS]

Both get the same stated facts; that they come to the same outcomes is checked first. Rounds of both run in turn in one
process. rule-engine's rules are parsed before and share one context; definitions are put in their place as text.
"""

from __future__ import annotations

import datetime as dt
import gc
import json
import re
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import rule_engine
from rule_engine.types import DataType

import checkrules

CASES = Path(__file__).parents[1] / "tests" / "data" / "cases"


def stated_facts(checklist: checkrules.Checklist) -> list[dict[str, object]]:
    """The facts of the cases, with a plain value wherever a case leaves one out (rule-engine has no Kleene logic)."""
    plain = {"boolean": False, "integer": 1, "number": 1.0, "choices": [], "strings": [], "date": "2023-09-10"}
    found = []
    for path in sorted(CASES.glob("*.json")):
        facts = json.loads(path.read_text(encoding="utf-8"))["facts"]
        for fact in checklist.content.form.facts:
            if facts.get(fact.name) is None and fact.type in plain:
                facts[fact.name] = plain[fact.type]
        found.append(facts)
    return found


def rule_engine_judge(checklist: checkrules.Checklist, *, typed: bool) -> Callable[[dict[str, object]], list[str]]:
    """A function that decides every rule with rule-engine; `typed`: which holds every value against its type, as we do."""
    content = checklist.content
    definitions = {d.name: d.expression for d in content.definitions}

    def inlined(text: str) -> str:
        for _ in definitions:
            text = re.sub(r"\b\w+\b", lambda m: f"({definitions[m[0]]})" if m[0] in definitions else m[0], text)
        return text

    resolver = rule_engine.type_resolver_from_dict(types_of(checklist)) if typed else None
    context = rule_engine.Context(default_timezone="utc", resolver=rule_engine.resolve_item, type_resolver=resolver)
    rules = [
        (
            rule_engine.Rule(inlined(rule.when), context=context) if rule.when else None,
            rule_engine.Rule(inlined(rule.require), context=context),
        )
        for rule in content.rules
    ]

    def judge(world: dict[str, object]) -> list[str]:
        return [
            "not_applicable"
            if when is not None and not when.matches(world)
            else "pass"
            if require.matches(world)
            else "fail"
            for when, require in rules
        ]

    return judge


def types_of(checklist: checkrules.Checklist) -> dict[str, object]:
    """The types of facts, parameters and functions as rule-engine has them."""
    texts = DataType.ARRAY(DataType.STRING)
    kinds = {
        "boolean": DataType.BOOLEAN, "integer": DataType.FLOAT, "number": DataType.FLOAT, "string": DataType.STRING,
        "choice": DataType.STRING, "date": DataType.DATETIME, "strings": texts, "choices": texts, "list": texts,
    }  # fmt: skip
    named = (*checklist.content.form.facts, *checklist.content.parameters)
    function = DataType.FUNCTION(
        "contains_all", return_type=DataType.BOOLEAN, argument_types=(texts, texts), minimum_arguments=2
    )
    return {**{item.name: kinds[item.type] for item in named}, "contains_all": function}


def world_of(checklist: checkrules.Checklist, facts: dict[str, object]) -> dict[str, object]:
    """Facts and parameters as rule-engine takes them."""

    def value(item: object) -> object:
        return dt.datetime(item.year, item.month, item.day, tzinfo=dt.UTC) if isinstance(item, dt.date) else item

    functions = {name: function.call for name, function in checklist.registry.functions.items()}
    report = checklist.evaluate(facts)
    world = {**report.facts, **report.parameters}
    return {**{name: value(item) for name, item in world.items()}, **functions}


def main(rounds: int) -> None:
    """Print the table."""
    checklist = checkrules.load_checklist("mental-health")
    records = stated_facts(checklist)
    worlds = [world_of(checklist, facts) for facts in records]
    typed = rule_engine_judge(checklist, typed=True)
    untyped = rule_engine_judge(checklist, typed=False)
    for facts, world in zip(records, worlds, strict=True):
        assert list(checklist.evaluate(facts).outcomes.values()) == typed(world) == untyped(world)

    def outcomes() -> None:
        for facts in records:
            checklist.evaluate(facts)

    def everything() -> None:
        for facts in records:
            report = checklist.evaluate(facts)
            report.score, report.issues  # noqa: B018 - computed when asked for

    def rule_engine_typed() -> None:
        for world in worlds:
            typed(world)

    def rule_engine_untyped() -> None:
        for world in worlds:
            untyped(world)

    contenders = {
        "outcomes": (outcomes, 40),
        "outcomes, score, issues": (everything, 4),
        "rule-engine, typed": (rule_engine_typed, 1),
        "rule-engine, untyped": (rule_engine_untyped, 1),
    }
    times: dict[str, list[float]] = {name: [] for name in contenders}
    gc.disable()
    for _ in range(rounds):
        for name, (run, repeats) in contenders.items():
            started = time.perf_counter()
            for _ in range(repeats):
                run()
            times[name].append(1e6 * (time.perf_counter() - started) / repeats / len(records))
    print(f"{'':<26}{'µs a record':>12}{'× rule-engine typed':>21}{'× untyped':>11}")
    for name, found in times.items():
        ratios = (
            statistics.median(b / f for b, f in zip(times[f"rule-engine, {kind}"], found, strict=True))
            for kind in ("typed", "untyped")
        )
        print("{:<26}{:>12.1f}{:>21.1f}{:>11.1f}".format(name, statistics.median(found), *ratios))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
