"""What is there, as text and data: a checklist's rules and parameters, the plugins."""

from __future__ import annotations

from typing import Any

from checkrules.checklist import Checklist
from checkrules.evaluation.report_data import plain_value
from checkrules.hooks.registry import Registry
from checkrules.model.rules import Content
from checkrules.model.text import Language, visible
from checkrules.words.changes import changed_by
from checkrules.words.codes import SEVERITY_WORDS
from checkrules.words.labels import labels, section_number
from checkrules.words.values import with_unit


def rules_text(checklist: Checklist, language: Language) -> str:
    """The rules by section and task, then the parameters with their values, for a person."""
    content, w = checklist.content, labels(language)
    lines = [
        f"{content.title[language]}  {content.id} {content.version}"
        + (f"  {content.profile}" if content.profile else "")
    ]
    for section in content.sections:
        lines += ["", f"{section_number(section.number, section.id, language)} {section.title[language]}"]
        for task in section.tasks:
            lines.append(f"  {task.id} {task.title[language]}")
            for rule in (rule for rule in content.rules if rule.task == task.id):
                points = f"{rule.points:g}" if rule.scored else "-"
                lines.append(
                    f"    {rule.id:<6} {SEVERITY_WORDS[rule.severity][language]} {points:>2}  {rule.title[language]}"
                )
    lines += ["", w["parameters"]]
    for p in content.parameters:
        value = checklist.compiled.periods[-1].parameters[p.name]
        words = with_unit(value, checklist.compiled.labelled.get(p.name), p.unit, language)
        changed = w["aside"].format(text=changed_by(p.changed_by, language)) if p.changed_by else ""
        lines.append(f"  {p.name} = {words}  {p.title[language]}{changed}")
    return "\n".join(map(visible, lines)) + "\n"


def rules_data(content: Content) -> dict[str, Any]:
    """The same for a program, with the expressions."""
    return {
        "checklist": content.id,
        "version": content.version,
        "profile": content.profile,
        "rules": [
            {
                "rule": rule.id,
                "name": rule.name,
                "section": rule.section,
                "task": rule.task,
                "title": {"zh": rule.title.zh, "en": rule.title.en},
                "when": rule.when,
                "require": rule.require,
                "severity": rule.severity,
                "points": rule.points,
                "scored": rule.scored,
                "due_days": rule.due_days,
                "clause": rule.source.clause,
                "quote": rule.source.quote,
            }
            for rule in content.rules
        ],
        "parameters": [
            {
                "name": p.name,
                "type": p.type,
                "unit": {"zh": p.unit.zh, "en": p.unit.en} if p.unit else None,
                "values": [
                    {"from": v.since.isoformat() if v.since else None, "value": plain_value(v.value)} for v in p.values
                ],
                "basis": p.basis,
                "sources": list(p.sources),
            }
            for p in content.parameters
        ],
    }


def plugins_text(registry: Registry, language: Language) -> str:
    """Each plugin with its hooks and what it registered; a plugin that was left out with its problem."""
    w = labels(language)
    lines = []
    for info in registry.plugins:
        lines.append(f"{info.name}  {info.distribution}")
        if info.problem:
            lines.append(f"  {w['left_out']}{w['colon']}{info.problem}")
        lines += [f"  {item[language]}" for item in info.registered]
        lines += [f"  {hook}" for hook in info.hooks if not hook.startswith("register_") or hook == "register_commands"]
    commands = registry.commands()
    lines += [f"{w['command']}  {name}" for name in commands]
    return "\n".join(map(visible, lines)) + "\n"
