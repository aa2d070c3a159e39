"""Profiles: a checklist tailored, each change with its reason. What a profile names must exist."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import attrs

from checkrules.loading.files import read_text
from checkrules.loading.parameters import ParameterError, set_parameter
from checkrules.loading.yaml import YamlDocument, load_yaml
from checkrules.model.errors import ChecklistError, Location, UsageError, did_you_mean
from checkrules.model.privacy import shown
from checkrules.model.rules import Change, Content, Rule, unknown_rule
from checkrules.model.text import Text, as_text

MAX_PROFILES = 8
_TAILORED = ("severity", "points", "due_days")


def profile_files(folder: Path, profile: str | None) -> dict[str, str]:
    """The texts of a profile and of those that it builds on, the farthest first, by their names in the checklist's folder.

    Raises UsageError for a profile that is not there, ChecklistError for one that builds on what is not there.
    """
    found: dict[str, str] = {}
    waiting: list[tuple[str, Location | None]] = [(profile, None)] if profile else []
    while waiting:
        name, named_at = waiting.pop(0)
        path = folder / "profiles" / f"{name}.yaml"
        if "/" in name or "\\" in name or not path.is_file():
            known = sorted(file.stem for file in (folder / "profiles").glob("*.yaml"))
            listed = Text("、".join(known) or "无", ", ".join(known) or "none")
            problem = Text("没有名为“{name}”的方案；已有：{known}", "there is no profile '{name}'; there are: {known}")
            wrong = UsageError if named_at is None else ChecklistError
            raise wrong(
                problem.format(name=shown(name), known=listed), location=named_at, hint=did_you_mean(name, known)
            )
        key = f"profiles/{name}.yaml"
        if key in found or len(found) >= MAX_PROFILES:
            problem = Text(
                "方案“{name}”重复引用，或引用过多", "profile '{name}' builds on itself, or on too many others"
            )
            raise ChecklistError(problem.format(name=shown(name)), location=named_at)
        found = {key: read_text(path), **found}
        document = load_yaml(found[key], str(path))
        extends = document.data.get("extends", []) if isinstance(document.data, dict) else []
        if isinstance(extends, list):
            waiting += [(str(other), document.location(("extends", index))) for index, other in enumerate(extends)]
    return found


def apply_profiles(content: Content, documents: Iterable[YamlDocument], profile: str | None) -> Content:
    """The content with the changes of each profile in turn."""
    for document in documents:
        if document.data["checklist"] != content.id:
            other = shown(document.data["checklist"])
            raise ChecklistError(
                Text(
                    f"这个方案属于检查清单“{other}”，不是“{content.id}”",
                    f"this profile is for checklist '{other}', not '{content.id}'",
                ),
                location=document.location(("checklist",)),
            )
        content = _apply(content, document)
    return attrs.evolve(content, profile=profile)


def _apply(content: Content, document: YamlDocument) -> Content:
    name = document.data["profile"]
    changes: list[Change] = []
    parameters = {parameter.name: parameter for parameter in content.parameters}
    for key, part in document.data.get("parameters", {}).items():
        if key not in parameters:
            location = document.key_location(("parameters", key))
            problem = Text(f"没有名为“{shown(key)}”的参数", f"unknown parameter '{shown(key)}'")
            raise ChecklistError(problem, location=location, hint=did_you_mean(key, parameters))
        try:
            changed = set_parameter(parameters[key], part["value"], name, as_text(part["reason"]))
        except ParameterError as error:
            location = document.location(("parameters", key, "value"))
            raise ChecklistError(error.problem, location=location) from error
        changes.append(
            Change(
                profile=name,
                target=key,
                what="value",
                old=str(parameters[key].values[-1].value),
                new=str(part["value"]),
                reason=as_text(part["reason"]),
            )
        )
        parameters[key] = changed
    rules = {rule.id: rule for rule in content.rules}
    for key, part in document.data.get("rules", {}).items():
        if key not in rules:
            raise unknown_rule(key, rules, location=document.key_location(("rules", key)))
        changes += _rule_changes(name, rules[key], part)
        if part.get("off"):
            del rules[key]
        else:
            rules[key] = attrs.evolve(rules[key], **{what: part[what] for what in _TAILORED if what in part})
    return attrs.evolve(
        content,
        parameters=tuple(parameters.values()),
        rules=tuple(rules.values()),
        changes=(*content.changes, *changes),
    )


def _rule_changes(profile: str, rule: Rule, part: Mapping[str, Any]) -> list[Change]:
    reason = as_text(part["reason"])
    if part.get("off"):
        return [Change(profile=profile, target=rule.id, what="rule", old="on", new="off", reason=reason)]
    return [
        Change(
            profile=profile,
            target=rule.id,
            what=what,
            old=str(getattr(rule, what)),
            new=str(part[what]),
            reason=reason,
        )
        for what in _TAILORED
        if what in part
    ]
