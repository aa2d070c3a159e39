"""Blank forms: a checklist's form as a document that people fill in, one for each subject of a roster or one for all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from checkrules.checklist import Checklist
from checkrules.hooks.plugins import blamed
from checkrules.hooks.registrations import BlankForm
from checkrules.hooks.registry import Registry
from checkrules.loading.writing import cannot_write, whole
from checkrules.model.arguments import instance_given, items_given, language_given, path_given
from checkrules.model.errors import UsageError
from checkrules.model.privacy import shown
from checkrules.model.text import Language, Text
from checkrules.reading.paths import Paths
from checkrules.reading.roster import RosterEntry

MAX_NAME = 80
"""Characters of a file's name, without its suffix. Windows takes 255 of the whole name, and 260 of the whole path."""
FORBIDDEN = str.maketrans(dict.fromkeys('<>:"/\\|?*', "_"))
DEVICES = frozenset(("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))))
"""Names that Windows keeps for devices, whatever the suffix: "Naming Files, Paths, and Namespaces", Microsoft Learn."""
_LOAD = Text("请先用 load_checklist 载入", "load it with `load_checklist`")


def blank_form(
    checklist: Checklist, layout: str, *, entries: Iterable[RosterEntry] = (), language: Language = "zh"
) -> bytes:
    """The blank form of a checklist in a registered layout, with what a roster knows filled in.

    `entries` are rows of a roster (`load_roster(…).entries.values()`): at most one, any number for a layout that holds many
    subjects. Raises UsageError for an unknown layout and too many entries, PluginError where the plugin fails.
    """
    registry = instance_given("checklist", checklist, Checklist, _LOAD).registry
    form = registry.blank_forms.find(layout)
    chosen = items_given("entries", entries, RosterEntry)
    if len(chosen) > 1 and not form.many:
        problem = Text(f"“{layout}”每份只填一个检查对象", f"'{layout}' takes one subject, not {len(chosen)}")
        raise UsageError(problem)
    with blamed(registry.blank_forms.plugin_of(layout)):
        document = form.write(checklist.content, chosen, language_given(language))
        if not isinstance(document, bytes):
            raise TypeError(f"blank form '{layout}' gives {type(document).__name__}, not bytes")
        return document


def write_blank_forms(
    output: Paths,
    checklist: Checklist,
    *,
    layout: str | None = None,
    entries: Sequence[RosterEntry] = (),
    language: Language = "zh",
) -> tuple[Path, ...]:
    """Write blank forms, each whole or not at all, and give their files: one file, or with a roster one for each subject in
    the folder `output`, named after it. A layout that holds many subjects is one file.

    Without `layout` the suffix of `output` says it; a folder takes the first that is registered. Raises UsageError for an
    unknown layout or suffix and for a file that is there already: it may be filled in.
    """
    target = path_given("output", output)
    registry = instance_given("checklist", checklist, Checklist, _LOAD).registry
    form = registry.blank_forms.find(layout) if layout is not None else _of_suffix(target, registry, bool(entries))
    if form.many or not entries:
        if target.suffix.lower() not in form.suffixes:
            problem = Text(
                f"“{form.name}”的文件后缀应为 {form.suffixes[0]}", f"a file of '{form.name}' ends in {form.suffixes[0]}"
            )
            raise UsageError(problem, location=str(target))
        files = {target: tuple(entries)}
    else:
        if target.suffix.lower() in form.suffixes:
            raise UsageError(
                Text("名册中每个检查对象各写一份，应写明文件夹", "one file is written for each subject: name a folder"),
                location=str(target),
                hint=Text(f"如 --output {target.stem}", f"such as --output {target.stem}"),
            )
        names = file_names([entry.subject for entry in entries])
        files = {target / f"{name}{form.suffixes[0]}": (entry,) for name, entry in zip(names, entries, strict=True)}
    for file in files:
        if file.exists():
            raise UsageError(
                Text(
                    "文件已存在，可能已填写，不覆盖",
                    "the file is there already and may be filled in: it is not replaced",
                ),
                location=str(file),
                hint=Text("请换一个名称或文件夹", "choose another name or folder"),
            )
    for file, chosen in files.items():
        _put(file, blank_form(checklist, form.name, entries=chosen, language=language))
    return tuple(files)


def _put(file: Path, document: bytes) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with whole(file) as temporary:
            temporary.write_bytes(document)
    except OSError as error:
        raise cannot_write(file, error) from error


def _of_suffix(target: Path, registry: Registry, to_folder: bool) -> BlankForm:
    for form in registry.blank_forms.values():
        if target.suffix.lower() in form.suffixes or (to_folder and not target.suffix):
            return form
    known = " ".join(dict.fromkeys(suffix for form in registry.blank_forms.values() for suffix in form.suffixes)) or "-"
    raise UsageError(
        Text(
            f"没有后缀为“{shown(target.suffix)}”的空白表单；可用：{known}",
            f"there is no blank form for '{shown(target.suffix)}' files; there are: {known}",
        ),
        location=str(target),
    )


def file_names(subjects: Iterable[str]) -> list[str]:
    """A name of a file for each subject, all different, that Windows takes too."""
    taken: set[str] = set()
    names: list[str] = []
    for subject in subjects:
        plain = "".join(letter for letter in subject.translate(FORBIDDEN) if letter.isprintable())
        name = plain[:MAX_NAME].strip(" .") or "_"
        if name.partition(".")[0].casefold() in DEVICES:
            name = f"_{name}"
        number, unique = 1, name
        while unique.casefold() in taken:
            number += 1
            unique = f"{name}({number})"
        taken.add(unique.casefold())
        names.append(unique)
    return names
