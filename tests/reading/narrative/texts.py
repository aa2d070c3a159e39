"""Texts with their truth: forms as schools and inspectors write them, and one-line phrasings.

A form states facts row by row; a fact that no row states is absent. Facts of which careful readers may disagree are
`unsure`: they count neither for nor against a reader.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
import yaml

import checkrules

HERE = Path(__file__).parent / "data"
SHARED = Path(__file__).parents[2] / "data"
PROSE = SHARED / "prose"
DEV = PROSE / "dev"
HELDOUT = PROSE / "heldout"
"""Not shown to the author of the reader before it was finished."""
TASKS = tuple(f"T{number:02}" for number in range(1, 14))
FORM_SETS = ("forms", "heldout", "cases", "rows")
PHRASING_SETS = ("phrasings", "phrasings-2", "phrasings-dev", "phrasings-heldout")


@attrs.frozen(kw_only=True)
class TextForm:
    """A school, what is known of it beforehand, its narratives, what they state, and what is left open."""

    name: str
    voice: str
    school: Mapping[str, object]
    narratives: Mapping[str, str]
    truth: Mapping[str, object]
    unsure: frozenset[str]


@attrs.frozen(kw_only=True)
class Phrasing:
    """One text about one fact; `expected` is None where the text does not state the fact."""

    id: str
    fact: str
    text: str
    expected: object
    kind: str


def load_forms(folder: Path = DEV) -> tuple[TextForm, ...]:
    return tuple(_form(path) for path in sorted(folder.glob("*.yaml")))


def _form(path: Path) -> TextForm:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    rows = data["rows"]
    return TextForm(
        name=path.stem,
        voice=data["voice"],
        school=data["school"],
        narratives={task: row["text"].strip() for task, row in rows.items()},
        truth={fact: value for row in rows.values() for fact, value in row["states"].items()},
        unsure=frozenset(fact for row in rows.values() for fact in row.get("unsure", ())),
    )


def load_phrasings(path: Path = PROSE / "phrasings-dev.json") -> tuple[Phrasing, ...]:
    items = json.loads(path.read_text(encoding="utf-8"))
    return tuple(
        Phrasing(
            id=item["id"],
            fact=item.get("fact") or item["field"],
            text=item["text"],
            expected=item["expected"],
            kind=item["kind"],
        )
        for item in (items["tests"] if isinstance(items, dict) else items)
    )


def forms_of(name: str) -> tuple[TextForm, ...]:
    """One of the sets of texts that are judged fact by fact: whole forms, the cases, single rows."""
    if name in ("forms", "heldout"):
        return load_forms(DEV if name == "forms" else HELDOUT)
    if name == "cases":
        return tuple(_case(path) for path in sorted((SHARED / "cases").glob("*.json")))
    return tuple(_row(item) for item in json.loads((HERE / "varied.json").read_text(encoding="utf-8")))


def phrasings_of(name: str) -> tuple[Phrasing, ...]:
    """One of the sets of one-line texts about one fact each."""
    own = PROSE / f"{name}.json"
    return load_phrasings(own if own.exists() else HERE / f"{name}.json")


def _case(path: Path) -> TextForm:
    case = json.loads(path.read_text(encoding="utf-8"))
    facts = case["facts"]
    told = {fact.name for fact in checkrules.load_checklist("mental-health").content.form.facts if fact.task in TASKS}
    return TextForm(
        name=path.stem,
        voice="an inspector",
        school={fact: value for fact, value in facts.items() if fact not in told and value is not None},
        narratives=case["inspector_text"],
        truth={fact: facts[fact] for fact in told if facts[fact] is not None},
        unsure=frozenset(fact for fact in told if facts[fact] is None),
    )


def _row(item: Mapping[str, Any]) -> TextForm:
    return TextForm(
        name=item["id"],
        voice="an inspector",
        school={},
        narratives={item["task"]: item["text"]},
        truth={fact: value for fact, value in item["expected"].items() if value is not None},
        unsure=frozenset(item["skip"]),
    )
