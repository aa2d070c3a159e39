"""Files in JSON and YAML, described from their JSON Schemas: one table per object."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from checkrules.loading.bundled import bundled
from docs.pages.markdown import code, page, table

Schema = Mapping[str, Any]
FILES = {
    "checklist-1": "`checklist.yaml`",
    "parameters-1": "Parameters",
    "section-1": "Sections",
    "profile-1": "Profiles",
    "decisions-1": "Decisions: waivers and overrides",
    "names-1": "Names of facts in prose",
    "form-1": "The form",
}


def schema(name: str) -> Schema:
    """A schema that the package brings, by its file's name."""
    found: Schema = json.loads((bundled("schemas") / f"{name}.schema.json").read_text(encoding="utf-8"))
    return found


def link(name: str) -> str:
    """A link to a schema, which the site has too."""
    return f"[`{name}.schema.json`](../schemas/{name}.schema.json)"


def checklist_files() -> str:
    """The page of a checklist's files."""
    parts = [
        "# Checklist files",
        "A checklist is a folder of YAML files and a form. Every key of every file is below, made from the JSON Schemas in "
        "`schemas/`. `zh, en` means a text in both languages: `{zh: …, en: …}`. Files are read strictly: an unknown key, a duplicate key or a wrong "
        "type is an error with file, line and column. [Write a checklist](../tutorials/checklist-author.md) shows them in "
        "use; [Expressions](expressions.md) describes the language of `when`, `require` and `degree`.",
        "An editor completes and checks a file that begins with "
        "`# yaml-language-server: $schema=<path to schemas>/section-1.schema.json`.",
    ]
    for name, heading in FILES.items():
        parts += [f"## {heading}", f"Schema: {link(name)}", *objects(schema(name))]
    return page(*parts)


def report() -> str:
    """The page of the report document."""
    return page(
        "# The report document",
        '`checkrules check … --format json` and `checkrules.write(reports, "report.json")` write this document, for any number '
        "of submissions. Its schema is " + link("report-2") + ".",
        '!!! warning "Ignore keys that you do not know"\n\n    Later versions of `report-2` add keys and never remove or rename one. '
        "A consumer must ignore a key that it does not know, and must not reject the document because of it.",
        "Codes (`outcome`, `reason`, `code`, `origin` …) are listed in [Codes](codes.md). Numbers are unrounded. `null` means "
        "that there is none. Personal numbers in texts are masked ([Privacy](../how-to/privacy.md)).",
        *objects(schema("report-2")),
        "## The summary of tables",
        "`checkrules check schools.parquet --format json` writes this document; its schema is "
        + link("table-summary-2")
        + ". The "
        "same promise holds: keys are only added.",
        *objects(schema("table-summary-2")),
        "## The review document",
        "`checkrules review … --output review.json` writes this document, and `--confirmed` reads it back with its answers "
        "([Confirm what was read](../how-to/confirm.md)); its schema is "
        + link("review-1")
        + ". The same promise holds.",
        *objects(schema("review-1")),
    )


def objects(root: Schema) -> list[str]:
    """A table for the document itself and for each object in it, in the order in which they are met."""
    parts: list[str] = []
    waiting: list[tuple[str, Schema]] = [("", root)]
    seen: set[str] = set()
    while waiting:
        name, part = waiting.pop(0)
        if name in seen:
            continue
        seen.add(name)
        rows, below = [], []
        required = part.get("required", ())
        for key, value in part.get("properties", {}).items():
            rows.append((code(key), kind(value, root), "yes" if key in required else "", described(value, root)))
            below += list(inner(key, value, root))
        if rows:
            description = part.get("description", "") if name else ""
            parts += [
                f"### {code(name)}" if name else "",
                description,
                table(("Key", "Type", "Required", "Meaning"), rows),
            ]
        waiting[:0] = below
    return parts


def inner(key: str, part: Schema, root: Schema) -> Iterator[tuple[str, Schema]]:
    """The objects that a key's value is or holds, by the name that the page gives them."""
    name, part = resolved(key, part, root)
    if is_text(part):
        return
    for option in (*part.get("anyOf", ()), *part.get("oneOf", ())):
        _, target = resolved("", option, root)
        which = target.get("description", "").partition(".")[0]
        yield from inner(f"{name}: {which[:1].lower()}{which[1:]}" if which else name, target, root)
    if "items" in part:
        yield from inner(name, part["items"], root)
    if isinstance(part.get("additionalProperties"), dict):
        yield from inner(name, part["additionalProperties"], root)
    if "properties" in part:
        yield name, part


def is_text(part: Schema) -> bool:
    """Whether it is a text in both languages: `{zh: …, en: …}`."""
    return {*part.get("properties", ())} == {"zh", "en"}


def resolved(name: str, part: Schema, root: Schema) -> tuple[str, Schema]:
    """What a `$ref` names, under that name."""
    while "$ref" in part:
        name = part["$ref"].rsplit("/", 1)[-1]
        part = root["$defs"][name]
    return name, part


def described(part: Schema, root: Schema) -> str:
    """The description, and the values or bounds that the schema sets."""
    _, target = resolved("", part, root)
    words = [part.get("description") or ("" if is_text(target) else target.get("description", ""))]
    if "enum" in target:
        words.append("One of " + ", ".join(code(json.dumps(value)) for value in target["enum"]) + ".")
    if "const" in target:
        words.append(f"Always {code(json.dumps(target['const']))}.")
    if "default" in part:
        words.append(f"Default: {code(json.dumps(part['default']))}.")
    return " ".join(word for word in words if word)


def kind(part: Schema, root: Schema) -> str:
    """The type of a value in words."""
    name, target = resolved("", part, root)
    if is_text(target):
        return "zh, en"
    if "properties" not in target and ("anyOf" in target or "oneOf" in target):
        options = [kind(option, root) for option in (*target.get("anyOf", ()), *target.get("oneOf", ()))]
        return " or ".join(dict.fromkeys(options))
    types = target.get("type", "object" if "properties" in target else ())
    types = [types] if isinstance(types, str) else [*types]
    if "object" in types:
        values = target.get("additionalProperties")
        mapping = f"object of {kind(values, root)}" if isinstance(values, dict) and values else "object"
        types[types.index("object")] = code(name) if name and "properties" in target else mapping
    if "array" in types and "items" in target:
        types[types.index("array")] = f"list of {kind(target['items'], root)}"
    if not types and ("enum" in target or "const" in target):
        types = ["constant" if "const" in target else "string"]
    return " or ".join("text" if item == "string" else item for item in types) or "any"
