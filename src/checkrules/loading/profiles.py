"""Profiles: a checklist tailored, each change with its reason. What a profile names must exist."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import attrs

from checkrules.loading.files import read_text
from checkrules.loading.parameters import set_parameter
from checkrules.loading.yaml import YamlDocument, load_yaml
from checkrules.model.errors import ChecklistError, UsageError, did_you_mean
from checkrules.model.rules import Change, Content, Rule
from checkrules.model.text import Text, as_text

MAX_CHAIN = 8
_TAILORED = ("severity", "points", "due_days")


def profile_chain(folder: Path, profile: str | None) -> list[tuple[str, Path]]:
    """The files of a profile and of those that it builds on, the farthest first: name in the folder, and path."""
    chain: list[tuple[str, Path]] = []
    wanted = [profile] if profile else []
    while wanted:
        name = wanted.pop(0)
        path = folder / "profiles" / f"{name}.yaml"
        if len(chain) >= MAX_CHAIN or any(known == path for _, known in chain):
            raise ChecklistError(f"profile '{name}' builds on itself, or on too many others", location=str(path))
        if "/" in name or "\\" in name or not path.is_file():
            known = sorted(file.stem for file in (folder / "profiles").glob("*.yaml"))
            listed = ", ".join(known) or "-"
            raise UsageError(
                Text(f"没有名为“{name}”的方案；已有：{listed}", f"there is no profile '{name}'; there are: {listed}"),
                hint=did_you_mean(name, known),
            )
        chain.insert(0, (f"profiles/{name}.yaml", path))
        data = load_yaml(read_text(path), str(path)).data
        extends = data.get("extends", []) if isinstance(data, dict) else []
        wanted += [str(item) for item in extends] if isinstance(extends, list) else [str(extends)]
    return chain


def apply_profiles(content: Content, documents: Iterable[YamlDocument], profile: str | None) -> Content:
    """The content with the changes of each profile in turn."""
    for document in documents:
        if document.data["checklist"] != content.id:
            raise ChecklistError(
                f"this profile is for checklist '{document.data['checklist']}', not '{content.id}'",
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
            location = document.location(("parameters", key))
            raise ChecklistError(f"unknown parameter '{key}'", location=location, hint=did_you_mean(key, parameters))
        try:
            changed = set_parameter(parameters[key], part["value"], name, as_text(part["reason"]))
        except ValueError as error:
            raise ChecklistError(
                f"parameter '{key}': {error}", location=document.location(("parameters", key, "value"))
            ) from error
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
            location = document.location(("rules", key))
            raise ChecklistError(f"unknown rule '{key}'", location=location, hint=did_you_mean(key, rules))
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
