"""Checklist files → Content: read strictly, validated against their schemas, every expression parsed and typed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path

import attrs

from checkrules.expressions.parse import parse_condition
from checkrules.expressions.scope import Meaning, Scope
from checkrules.facts.scope import scope_of
from checkrules.loading import cache
from checkrules.loading.bundled import BundledChecklist
from checkrules.loading.definitions import read_definitions
from checkrules.loading.files import read_text
from checkrules.loading.form import load_form
from checkrules.loading.names import check_names
from checkrules.loading.parameters import read_parameters
from checkrules.loading.profiles import apply_profiles, profile_files
from checkrules.loading.recalled import wrong_with
from checkrules.loading.sections import read_sections
from checkrules.loading.source import ChecklistSource, read_expression, refuse_duplicates, refuse_unknown_braces
from checkrules.loading.window import read_window
from checkrules.loading.yaml import YamlDocument
from checkrules.model.errors import ChecklistError, cannot_be_opened, did_you_mean
from checkrules.model.functions import Function
from checkrules.model.log import LOG
from checkrules.model.privacy import Privacy, shown
from checkrules.model.rules import Band, Consistency, Content, Document, Scoring, Source, Veto
from checkrules.model.text import Text, as_text

MAX_FILES = 200
MAX_CHARACTERS = 32_000_000


def load_content(
    bundle: BundledChecklist, functions: Mapping[str, Function], profile: str | None, version: str
) -> Content:
    """All of a checklist with its profile. Unchanged files are not parsed again: `cache` has what they gave.

    The digest, and all of the content, is that of the files, wherever they lie. Raises ChecklistError for what is wrong,
    UsageError for a profile that is not there.
    """
    files, unreadable = _files(bundle, profile)
    signatures = repr(sorted((f.name, f.takes, f.gives) for f in functions.values()))
    made_of = f"{_digest(files, files)}|{sorted(unreadable)}|{profile}|{version}|{signatures}"
    key = hashlib.sha256(made_of.encode()).hexdigest()[:32]
    # a file that the main file does not name is no part of the checklist, nor of its digest
    content = cache.recall(key, lambda kept: wrong_with(kept, _digest(files, kept.files), profile, functions.values()))
    how = "from the cache"
    if content is None:
        content, how = cache.keep(key, _build(bundle, files, unreadable, functions, profile)), "from its files"
    LOG.info("checklist %s %s (%s) loaded %s", content.id, shown(content.version), content.digest[:12], how)
    unused = [shown(name) for name in (*files, *unreadable) if name not in content.files]
    if unused:
        LOG.warning("no part of checklist %s, for its main file does not name them: %s", content.id, ", ".join(unused))
    return content


def _digest(files: Mapping[str, str], names: Iterable[str]) -> str:
    """The SHA-256 of the texts of some files, with their names."""
    digest = hashlib.sha256()
    for name in names:
        text = files.get(name, "")
        digest.update(f"{name}\0{len(text)}\0{text}".encode())
    return digest.hexdigest()


def _files(bundle: BundledChecklist, profile: str | None) -> tuple[dict[str, str], dict[str, ChecklistError]]:
    """The texts of all files that the content may depend on, by their names within the checklist; and why the others cannot
    be read, which matters for those that the main file names."""
    texts: dict[str, str] = {}
    unreadable: dict[str, ChecklistError] = {}
    paths = list(islice(_yaml_files(bundle.folder), MAX_FILES + 1))
    if len(paths) > MAX_FILES:
        problem = Text(f"文件夹里的 YAML 文件超过 {MAX_FILES} 个", f"the folder has more than {MAX_FILES} YAML files")
        raise ChecklistError(problem, location=str(bundle.folder))
    for path in sorted(paths, key=lambda path: path.name):
        try:
            texts[path.name] = read_text(path)
        except ChecklistError as error:
            unreadable[path.name] = error
        if sum(map(len, texts.values())) > MAX_CHARACTERS:
            size = MAX_CHARACTERS // 1_000_000
            raise ChecklistError(
                Text(
                    f"文件夹里的 YAML 文件共超过 {size} 百万字",
                    f"the YAML files have more than {size} million characters",
                ),
                location=str(bundle.folder),
            )
    if "checklist.yaml" not in texts:
        problem = Text("文件夹里没有 checklist.yaml", "the folder has no checklist.yaml")
        raise unreadable.get("checklist.yaml", ChecklistError(problem, location=str(bundle.folder)))
    texts[bundle.form.name] = read_text(bundle.form)
    return {**texts, **profile_files(bundle.folder, profile)}, unreadable


def _yaml_files(folder: Path) -> Iterable[Path]:
    try:
        yield from folder.glob("*.yaml")
    except OSError as error:
        raise ChecklistError(cannot_be_opened(error), location=str(folder)) from error


def _build(
    bundle: BundledChecklist,
    files: Mapping[str, str],
    unreadable: Mapping[str, ChecklistError],
    functions: Mapping[str, Function],
    profile: str | None,
) -> Content:
    form = load_form(files[bundle.form.name], str(bundle.form))
    scope = scope_of(form.facts, functions.values())
    source = ChecklistSource(folder=bundle.folder, files=files, unreadable=unreadable, form=form, scope=scope)
    main = source.open("checklist.yaml", "checklist-1")
    data = main.data
    if bundle.form.name != f"{data['form']}.schema.json":
        problem = Text("表单文件是“{name}”", "the form's file is '{name}'").format(name=bundle.form.name)
        raise ChecklistError(problem, location=main.location(("form",)))
    sources = data.get("sources", {})
    parameters = read_parameters(
        source.open(data["parameters"], "parameters-1", main.location(("parameters",))), source.scope, sources
    )
    definitions, scope = read_definitions(main, scope_of(form.facts, functions.values(), parameters))
    source = attrs.evolve(source, scope=scope)
    sections, rules = read_sections(source, main)
    names = source.open(data["names"], "names-1", main.location(("names",))) if "names" in data else None
    if names is not None:
        check_names(names, form, [task.id for section in sections for task in section.tasks])
    profiles = [name for name in files if name.startswith("profiles/")]
    named = {"checklist.yaml", data["parameters"], *data["sections"], data.get("names"), bundle.form.name, *profiles}
    used = tuple(name for name in files if name in named)
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
        sources=tuple(_source(name, part) for name, part in sources.items()),
        digest=_digest(files, used),
        files=used,
        names=names.data if names is not None else None,
        privacy=Privacy(**data.get("privacy", {})),
        window=read_window(main, parameters),
    )
    return apply_profiles(content, [source.open(name, "profile-1") for name in profiles], profile)


def _consistency(document: YamlDocument, scope: Scope) -> tuple[Consistency, ...]:
    today = Meaning(kind="parameter", type="date")
    scope = attrs.evolve(scope, names={**scope.names, "today": today})
    refuse_duplicates(document, ("consistency",), "id", Text("一致性要求", "consistency check"))
    found = []
    for index, part in enumerate(document.data.get("consistency", ())):
        path = ("consistency", index)
        refuse_unknown_braces(document, (*path, "message"), part["message"], scope)
        tree = read_expression(document, (*path, "require"), part["require"], scope, parse_condition)
        found.append(Consistency(id=part["id"], require=part["require"], tree=tree, message=as_text(part["message"])))
    return tuple(found)


def _scoring(document: YamlDocument) -> Scoring:
    part = document.data["scoring"]
    refuse_duplicates(document, ("scoring", "bands"), "id", Text("等级", "band"))
    bands = sorted(
        (Band(id=b["id"], title=as_text(b["title"]), minimum=b["min"]) for b in part["bands"]), key=lambda b: -b.minimum
    )
    for index, veto in enumerate(part.get("veto", ())):
        if veto["cap"] not in (known := [band.id for band in bands]):
            raise ChecklistError(
                Text(f"没有等级“{veto['cap']}”", f"there is no band '{veto['cap']}'"),
                location=document.location(("scoring", "veto", index, "cap")),
                hint=did_you_mean(veto["cap"], known),
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
