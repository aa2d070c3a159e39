"""Section files → sections, tasks and rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from checkrules.expressions.parse import parse, parse_condition
from checkrules.expressions.scope import Scope
from checkrules.loading.source import ChecklistSource, read_expression, refuse_unknown_braces
from checkrules.loading.yaml import YamlDocument
from checkrules.model import tree as t
from checkrules.model.errors import ChecklistError, Location, did_you_mean
from checkrules.model.form import Form
from checkrules.model.privacy import shown
from checkrules.model.rules import Examples, Quote, Rule, Section, Task
from checkrules.model.text import Text, as_text

MAX_RULES = 5000


def read_sections(source: ChecklistSource, main: YamlDocument) -> tuple[tuple[Section, ...], tuple[Rule, ...]]:
    """The sections that a checklist's main file names, and all their rules in order. Raises ChecklistError."""
    sections: list[Section] = []
    rules: list[Rule] = []
    seen: dict[Text, Location] = {}
    for place, name in enumerate(main.data["sections"]):
        document = source.open(name, "section-1", main.location(("sections", place)))
        head = document.data["section"]
        tasks = []
        for number, part in enumerate(document.data["tasks"]):
            tasks.append(
                Task(
                    id=part["id"],
                    title=as_text(part["title"]),
                    text=part.get("text", ""),
                    number=part.get("number"),
                    evidence=tuple(part.get("evidence", ())),
                )
            )
            _once(seen, Text(f"任务“{part['id']}”", f"task '{part['id']}'"), document.location(("tasks", number, "id")))
            for index in range(len(part["rules"])):
                rule = _rule(source, document, ("tasks", number, "rules", index), head["id"], part)
                _once(
                    seen,
                    Text(f"规则“{rule.id}”", f"rule '{rule.id}'"),
                    document.location(("tasks", number, "rules", index, "id")),
                )
                _once(
                    seen,
                    Text(f"规则名称“{rule.name}”", f"rule name '{rule.name}'"),
                    document.location(("tasks", number, "rules", index, "name")),
                )
                rules.append(rule)
                if len(rules) > MAX_RULES:
                    problem = Text(f"检查清单最多 {MAX_RULES} 条规则", f"a checklist has at most {MAX_RULES} rules")
                    raise ChecklistError(problem, location=document.location(("tasks", number, "rules", index)))
        _once(seen, Text(f"考核要点“{head['id']}”", f"section '{head['id']}'"), document.location(("section", "id")))
        sections.append(
            Section(id=head["id"], number=str(head["number"]), title=as_text(head["title"]), tasks=tuple(tasks))
        )
    return tuple(sections), tuple(rules)


def _once(seen: dict[Text, Location], what: Text, location: Location) -> None:
    if what in seen:
        first = Text(f"首次出现在 {seen[what]}", f"first at {seen[what]}")
        raise ChecklistError(Text(f"{what.zh}重复", f"duplicate {what.en}"), location=location, hint=first)
    seen[what] = location


def _rule(
    source: ChecklistSource, document: YamlDocument, path: tuple[str | int, ...], section: str, task: Mapping[str, Any]
) -> Rule:
    part: Any = document.data
    for key in path:
        part = part[key]

    def tree(key: str, read: Callable[[str, Scope], t.Node]) -> t.Node | None:
        return read_expression(document, (*path, key), part[key], source.scope, read) if key in part else None

    for key in ("message", "remedy"):
        refuse_unknown_braces(document, (*path, key), part[key], source.scope)
    examples = part["examples"]
    _refuse_unknown_facts(document, (*path, "examples"), examples, source.form)
    degree = tree("degree", parse)
    if degree is not None and t.type_of(degree) not in ("integer", "number"):
        problem = Text("degree 应为 0 至 1 的数", "a degree is a number from 0 to 1")
        raise ChecklistError(problem, location=document.location((*path, "degree")))
    return Rule(
        id=part["id"],
        name=part["name"],
        title=as_text(part["title"]),
        task=task["id"],
        section=section,
        when=part.get("when"),
        when_tree=tree("when", parse_condition),
        require=part["require"],
        require_tree=read_expression(document, (*path, "require"), part["require"], source.scope, parse_condition),
        degree=part.get("degree"),
        degree_tree=degree,
        severity=part["severity"],
        points=float(part["points"]),
        message=as_text(part["message"]),
        remedy=as_text(part["remedy"]),
        due_days=part["due_days"],
        source=Quote(**{key: str(value) for key, value in part["source"].items()}),
        examples=Examples(
            passing=tuple(examples["pass"]),
            failing=tuple(examples["fail"]),
            not_applicable=tuple(examples.get("not_applicable", ())),
            unknown=tuple(examples.get("unknown", ())),
        ),
        scored=part.get("role") != "unscored",
        evidence=tuple(part.get("evidence", task.get("evidence", ()))),
        interpretation=as_text(part["interpretation"]) if "interpretation" in part else None,
        file=Path(document.file).name,
        line=document.location(path).line or 0,
    )


def _refuse_unknown_facts(
    document: YamlDocument,
    path: tuple[str | int, ...],
    examples: Mapping[str, Iterable[Mapping[str, object]]],
    form: Form,
) -> None:
    known = {fact.name for fact in form.facts}
    for outcome, cases in examples.items():
        for index, facts in enumerate(cases):
            for name in facts:
                if name not in known:
                    location = document.key_location((*path, outcome, index, name))
                    raise ChecklistError(
                        Text(f"没有名为“{shown(name)}”的事实", f"unknown fact '{shown(name)}'"),
                        location=location,
                        hint=did_you_mean(name, known),
                    )
