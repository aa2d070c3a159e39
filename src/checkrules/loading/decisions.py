"""Files of waivers and overrides: accepted failures, and inspectors' own outcomes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from checkrules.loading.files import read_text
from checkrules.loading.schemas import validate_against
from checkrules.loading.yaml import load_yaml
from checkrules.model.errors import ChecklistError, Location
from checkrules.model.rules import Override, Waiver
from checkrules.model.text import plain

MAX_FILES = 16


def load_decisions(files: Iterable[Path]) -> tuple[tuple[Waiver, ...], tuple[Override, ...]]:
    """All waivers and overrides of the files and of those that they extend. Raises ChecklistError for what is wrong."""
    waivers: list[Waiver] = []
    overrides: list[Override] = []
    waiting = [file.resolve() for file in files]
    seen: set[Path] = set()
    while waiting:
        file = waiting.pop(0)
        if file in seen or len(seen) >= MAX_FILES:
            raise ChecklistError("this file of waivers builds on itself, or on too many others", location=str(file))
        seen.add(file)
        document = load_yaml(read_text(file), str(file))
        validate_against("decisions-1", document.data, document.location)
        for index, part in enumerate(document.data.get("waivers", ())):
            day = _day(part["expires"], document.location(("waivers", index, "expires")))
            waivers.append(Waiver(**{**part, "expires": day, "subject": _subject(part)}))
        for part in document.data.get("overrides", ()):
            overrides.append(Override(**{**part, "subject": _subject(part)}))
        waiting += [(file.parent / other).resolve() for other in document.data.get("extends", ())]
    _refuse_double(overrides)
    return tuple(waivers), tuple(overrides)


def _subject(part: dict[str, str]) -> str | None:
    return plain(part["subject"]).strip() if "subject" in part else None


def _day(text: str, location: Location) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise ChecklistError(f"'{text}' is not a date as 2023-09-05", location=location) from error


def _refuse_double(overrides: Iterable[Override]) -> None:
    seen: set[tuple[str, str | None]] = set()
    for override in overrides:
        if (override.rule, override.subject) in seen:
            raise ChecklistError(f"rule '{override.rule}' is overridden twice for {override.subject or 'all subjects'}")
        seen.add((override.rule, override.subject))
