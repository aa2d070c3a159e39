"""Files of waivers and overrides: accepted failures, and inspectors' own outcomes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from checkrules.loading.files import read_text
from checkrules.loading.schemas import validate_against
from checkrules.loading.source import read_day
from checkrules.loading.yaml import YamlDocument, load_yaml
from checkrules.model.errors import ChecklistError, Location
from checkrules.model.rules import Decided, Override, Waiver, refuse_unfit
from checkrules.model.text import Text

MAX_FILES = 16


def load_decisions(files: Iterable[Path], rules: Collection[str]) -> tuple[tuple[Waiver, ...], tuple[Override, ...]]:
    """All waivers and overrides of the files and of those that they extend, each file once. `rules` are the ids that they
    may name. Raises ChecklistError for what is wrong."""
    waivers: list[Waiver] = []
    overrides: list[Override] = []
    decided: set[Decided] = set()
    waiting = [(file.resolve(), Location(file=str(file))) for file in files]
    seen: set[Path] = set()
    while waiting:
        file, location = waiting.pop(0)
        if file in seen:
            continue
        if len(seen) >= MAX_FILES:
            problem = Text(f"豁免和认定文件最多 {MAX_FILES} 个", f"at most {MAX_FILES} files of waivers and overrides")
            raise ChecklistError(problem, location=location)
        if location.line is not None and not file.is_file():
            raise ChecklistError(Text(f"没有文件“{file.name}”", f"there is no file '{file.name}'"), location=location)
        seen.add(file)
        document = load_yaml(read_text(file), str(file))
        validate_against("decisions-1", document)
        for index, part in enumerate(document.data.get("waivers", ())):
            at = ("waivers", index)
            day = read_day(document, (*at, "expires"), part["expires"])
            with _located(document, (*at, "rule")):
                waiver = Waiver(**{**part, "expires": day})
                refuse_unfit(waiver, decided, rules)
            waivers.append(waiver)
        for index, part in enumerate(document.data.get("overrides", ())):
            with _located(document, ("overrides", index, "rule")):
                override = Override(**part)
                refuse_unfit(override, decided, rules)
            overrides.append(override)
        for index, other in enumerate(document.data.get("extends", ())):
            waiting.append(((file.parent / other).resolve(), document.location(("extends", index))))
    return tuple(waivers), tuple(overrides)


@contextmanager
def _located(document: YamlDocument, path: tuple[str | int, ...]) -> Iterator[None]:
    """Give the errors of a waiver or override their location."""
    try:
        yield
    except ChecklistError as error:
        raise ChecklistError(error.problem, location=document.location(path), hint=error.hint) from error
