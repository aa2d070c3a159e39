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


def rule_engine_judge(checklist: checkrules.Checklist) -> Callable[[dict[str, object]], list[str]]:
    """A function that decides every rule with rule-engine."""
    content = checklist.content
    definitions = {d.name: d.expression for d in content.definitions}

    def inlined(text: str) -> str:
        for _ in definitions:
            text = re.sub(r"\b\w+\b", lambda m: f"({definitions[m[0]]})" if m[0] in definitions else m[0], text)
        return text

    context = rule_engine.Context(default_timezone="utc", resolver=rule_engine.resolve_item)
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
    peer = rule_engine_judge(checklist)
    for facts, world in zip(records, worlds, strict=True):
        assert list(checklist.evaluate(facts).outcomes.values()) == peer(world)

    def outcomes() -> None:
        for facts in records:
            checklist.evaluate(facts)

    def everything() -> None:
        for facts in records:
            report = checklist.evaluate(facts)
            report.score, report.issues  # noqa: B018 - computed when asked for

    def rule_engine_alone() -> None:
        for world in worlds:
            peer(world)

    contenders = {
        "outcomes": (outcomes, 40),
        "outcomes, score, issues": (everything, 4),
        "rule-engine": (rule_engine_alone, 1),
    }
    times: dict[str, list[float]] = {name: [] for name in contenders}
    gc.disable()
    for _ in range(rounds):
        for name, (run, repeats) in contenders.items():
            started = time.perf_counter()
            for _ in range(repeats):
                run()
            times[name].append(1e6 * (time.perf_counter() - started) / repeats / len(records))
    base = times["rule-engine"]
    for name, found in times.items():
        ratio = statistics.median(b / f for b, f in zip(base, found, strict=True))
        print(f"{name:<26}{statistics.median(found):10.1f} µs a record   {ratio:7.1f} times faster than rule-engine")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
