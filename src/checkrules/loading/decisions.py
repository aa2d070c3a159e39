"""Files of waivers and overrides: accepted failures, and inspectors' own outcomes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from checkrules.loading.files import read_text
from checkrules.loading.schemas import validate_against
from checkrules.loading.source import read_day
from checkrules.loading.yaml import YamlDocument, load_yaml
from checkrules.model.errors import ChecklistError, Location
from checkrules.model.rules import Override, Waiver, unknown_rule
from checkrules.model.text import Text, plain

MAX_FILES = 16


def load_decisions(files: Iterable[Path], rules: Collection[str]) -> tuple[tuple[Waiver, ...], tuple[Override, ...]]:
    """All waivers and overrides of the files and of those that they extend, each file once. `rules` are the ids that they
    may name. Raises ChecklistError for what is wrong."""
    waivers: list[Waiver] = []
    overrides: dict[tuple[str, str | None], Override] = {}
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
            _known(document, at, part["rule"], rules)
            day = read_day(document, (*at, "expires"), part["expires"])
            waivers.append(Waiver(**{**part, "expires": day, "subject": _subject(part)}))
        for index, part in enumerate(document.data.get("overrides", ())):
            at = ("overrides", index)
            _known(document, at, part["rule"], rules)
            override = Override(**{**part, "subject": _subject(part)})
            if (override.rule, override.subject) in overrides:
                problem = Text(f"规则“{override.rule}”认定了两次", f"rule '{override.rule}' is overridden twice")
                raise ChecklistError(problem, location=document.location(at))
            overrides[override.rule, override.subject] = override
        for index, other in enumerate(document.data.get("extends", ())):
            waiting.append(((file.parent / other).resolve(), document.location(("extends", index))))
    return tuple(waivers), tuple(overrides.values())


def _subject(part: dict[str, str]) -> str | None:
    return plain(part["subject"]).strip() if "subject" in part else None


def _known(document: YamlDocument, path: tuple[str | int, ...], rule: str, rules: Collection[str]) -> None:
    if rule not in rules:
        raise unknown_rule(rule, rules, location=document.location((*path, "rule")))
