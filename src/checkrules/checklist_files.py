"""Checklist files → Content: read strictly, held against their schemas, every expression parsed and typed."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs

from checkrules import cache
from checkrules import tree as t
from checkrules.checklist_reading import Reading, read_expression, refuse_unknown_braces
from checkrules.errors import ChecklistError
from checkrules.expressions.parse import parse, parse_condition
from checkrules.expressions.scope import Meaning, Scope, Signature
from checkrules.extension import BundledChecklist, Function
from checkrules.forms import form_file, load_form
from checkrules.model import (
    Band,
    Consistency,
    Content,
    DatedValue,
    Definition,
    Document,
    Fact,
    FactType,
    Parameter,
    Scoring,
    Source,
    Veto,
)
from checkrules.parameters import parameter_value
from checkrules.profiles import apply_profiles, profile_chain
from checkrules.rule_files import read_sections
from checkrules.text import as_text
from checkrules.yaml_files import YamlDocument

_TYPES: Mapping[FactType, t.Type] = {
    "boolean": "boolean", "integer": "integer", "number": "number", "string": "text", "choice": "text", "date": "date",
    "strings": "texts", "choices": "texts", "objects": "objects",
}  # fmt: skip


def load_content(
    bundle: BundledChecklist, functions: Mapping[str, Function], profile: str | None, version: str
) -> Content:
    """All of a checklist with its profile. Unchanged files are not parsed again: `cache` has what they gave."""
    files = _files(bundle, profile)
    digest = hashlib.sha256()
    for name, text in files.items():
        digest.update(f"{name}\0{len(text)}\0{text}".encode())
    signatures = repr(sorted((f.name, f.takes, f.gives) for f in functions.values()))
    key = hashlib.sha256(f"{digest.hexdigest()}|{profile}|{version}|{signatures}|{bundle.folder}".encode()).hexdigest()[
        :32
    ]
    kept = cache.recall(key)
    if kept is not None:
        return kept
    content = _build(bundle, files, functions, profile, digest.hexdigest())
    return cache.keep(key, content)


def _files(bundle: BundledChecklist, profile: str | None) -> dict[str, str]:
    """The text of every file that the content depends on, by its path in the checklist's folder."""
    files = {str(path.relative_to(bundle.folder)): _text(path) for path in sorted(bundle.folder.glob("*.yaml"))}
    if "checklist.yaml" not in files:
        raise ChecklistError("this folder has no checklist.yaml", place=str(bundle.folder))
    text, name = form_file(bundle.form)
    files["form:" + name] = text
    for name, path in profile_chain(bundle.folder, profile):
        files[name] = _text(path)
    return files


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ChecklistError(f"the file cannot be read: {error}", place=str(path)) from error


def _build(
    bundle: BundledChecklist,
    files: Mapping[str, str],
    functions: Mapping[str, Function],
    profile: str | None,
    digest: str,
) -> Content:
    form_name = next(name for name in files if name.startswith("form:"))
    form = load_form(files[form_name], form_name.removeprefix("form:"))
    signatures = {
        f.name: Signature(takes=tuple(_TYPES[kind] for kind in f.takes), gives=_TYPES[f.gives])
        for f in functions.values()
    }
    names = {fact.name: _meaning(fact) for fact in form.facts}
    reading = Reading(folder=bundle.folder, files=files, form=form, scope=Scope(names=names, functions=signatures))
    main = reading.open("checklist.yaml", "checklist-1")
    data = main.data
    parameters = _parameters(reading.open(data["parameters"], "parameters-1"), reading.scope)
    scope = attrs.evolve(reading.scope, names={**names, **{p.name: _parameter_meaning(p) for p in parameters}})
    definitions, scope = _definitions(main, scope)
    reading = attrs.evolve(reading, scope=scope)
    sections, rules = read_sections(reading, main)
    wording = reading.open(data["wording"], "wording-1").data if "wording" in data else None
    content = Content(
        id=data["checklist"],
        version=str(data["version"]),
        title=as_text(data["title"]),
        document=Document(**data["document"]),
        form=form,
        sections=sections,
        rules=rules,
        parameters=parameters,
        definitions=definitions,
        consistency=_consistency(main, scope),
        scoring=_scoring(main),
        sources=tuple(_source(name, part) for name, part in data.get("sources", {}).items()),
        digest=digest,
        wording=wording,
    )
    _refuse_unknown_sources(content, main)
    chain = [name for name, _ in profile_chain(bundle.folder, profile)]
    return apply_profiles(content, [reading.open(name, "profile-1") for name in chain], profile)


def _meaning(fact: Fact) -> Meaning:
    return Meaning(
        kind="fact",
        type=_TYPES[fact.type],
        fields={field.name: _meaning(field) for field in fact.fields},
        choices=frozenset(choice.value for choice in fact.choices),
    )


def _parameter_meaning(parameter: Parameter) -> Meaning:
    if parameter.type == "list":
        value = parameter.values[0].value
        items = value if isinstance(value, tuple) else ()
        return Meaning(kind="parameter", type="texts" if all(isinstance(i, str) for i in items) else "numbers")
    return Meaning(kind="parameter", type="text" if parameter.type == "string" else parameter.type)


def _parameters(document: YamlDocument, scope: Scope) -> tuple[Parameter, ...]:
    found = []
    for name, part in document.data["parameters"].items():
        path = ("parameters", name)
        if name in scope.names or name in scope.functions:
            raise ChecklistError(f"'{name}' is the name of a fact or function already", place=document.place(path))
        bare = Parameter(
            name=name,
            title=as_text(part["title"]),
            type=part["type"],
            values=(),
            basis=part["basis"],
            unit=str(part.get("unit", "")),
            minimum=part.get("minimum"),
            maximum=part.get("maximum"),
            sources=tuple(part.get("sources", ())),
            note=as_text(part["note"]) if "note" in part else None,
        )
        dated = part["values"] if "values" in part else [{"value": part["value"]}]
        try:
            values = [
                DatedValue(
                    value=parameter_value(bare, item["value"]),
                    since=dt.date.fromisoformat(item["from"]) if "from" in item else None,
                )
                for item in dated
            ]
        except ValueError as error:
            raise ChecklistError(f"parameter '{name}': {error}", place=document.place(path)) from error
        values.sort(key=lambda value: (value.since is not None, value.since))
        found.append(attrs.evolve(bare, values=tuple(values)))
    return tuple(found)


def _definitions(document: YamlDocument, scope: Scope) -> tuple[tuple[Definition, ...], Scope]:
    found: list[Definition] = []
    for index, part in enumerate(document.data.get("definitions", ())):
        path = ("definitions", index)
        name = part["name"]
        if name in scope.names or name in scope.functions:
            raise ChecklistError(f"'{name}' is a name already", place=document.place((*path, "name")))
        tree: t.Node
        if "table" in part:
            tree, text = _table(document, (*path, "table"), scope)
        else:
            text = part["expression"]
            tree = read_expression(document, (*path, "expression"), text, scope, parse)
        found.append(Definition(name=name, title=as_text(part["title"]), expression=text, tree=tree))
        meaning = Meaning(kind="definition", type=t.type_of(tree))
        scope = attrs.evolve(scope, names={**scope.names, name: meaning})
    return tuple(found), scope


def _table(document: YamlDocument, path: tuple[str | int, ...], scope: Scope) -> tuple[t.Table, str]:
    part: Any = document.data
    for key in path:
        part = part[key]
    rows = []
    for index, row in enumerate(part["rows"]):
        at = (*path, "rows", index)
        when = read_expression(document, (*at, "when"), row["when"], scope, parse_condition) if "when" in row else None
        if when is None and (part["hit"] == "unique" or index != len(part["rows"]) - 1):
            raise ChecklistError("only the last row of a 'first' table may have no condition", place=document.place(at))
        value = read_expression(document, (*at, "value"), _written(row["value"]), scope, parse)
        rows.append(t.Row(when=when, value=value))
    tree = t.Table(hit=part["hit"], rows=tuple(rows))
    try:
        t.type_of(tree)
    except ValueError as error:
        raise ChecklistError(f"the rows give values of different types: {error}", place=document.place(path)) from error
    told = "; ".join(f"{row.get('when', '…')} → {_written(row['value'])}" for row in part["rows"])
    return tree, f"{part['hit']}: {told}"


def _written(value: object) -> str:
    """A value of a table's row as an expression: booleans and numbers may stand there plainly."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _consistency(document: YamlDocument, scope: Scope) -> tuple[Consistency, ...]:
    today = Meaning(kind="parameter", type="date")
    scope = attrs.evolve(scope, names={**scope.names, "today": today})
    found = []
    for index, part in enumerate(document.data.get("consistency", ())):
        path = ("consistency", index)
        refuse_unknown_braces(document, (*path, "message"), part["message"], scope)
        tree = read_expression(document, (*path, "require"), part["require"], scope, parse_condition)
        found.append(Consistency(id=part["id"], require=part["require"], tree=tree, message=as_text(part["message"])))
    return tuple(found)


def _scoring(document: YamlDocument) -> Scoring:
    part = document.data["scoring"]
    bands = sorted(
        (Band(id=b["id"], title=as_text(b["title"]), minimum=b["min"]) for b in part["bands"]), key=lambda b: -b.minimum
    )
    for index, veto in enumerate(part.get("veto", ())):
        if veto["cap"] not in {band.id for band in bands}:
            raise ChecklistError(
                f"there is no band '{veto['cap']}'", place=document.place(("scoring", "veto", index, "cap"))
            )
    return Scoring(
        model=part["model"],
        least_completeness=part["least_completeness"],
        bands=tuple(bands),
        vetoes=tuple(Veto(severity=v["severity"], failures=v["failures"], cap=v["cap"]) for v in part.get("veto", ())),
        status=as_text(part["status"]) if "status" in part else None,
    )


def _source(name: str, part: Mapping[str, object]) -> Source:
    return Source(id=name, **{key: str(value) for key, value in part.items() if value is not None})


def _refuse_unknown_sources(content: Content, main: YamlDocument) -> None:
    known = {source.id for source in content.sources}
    for parameter in content.parameters:
        for source in parameter.sources:
            if source not in known:
                raise ChecklistError(
                    f"parameter '{parameter.name}' cites source '{source}', which is not listed",
                    place=main.place(("sources",)),
                )
