"""Texts with their truth: forms as schools and inspectors write them, and one-line phrasings.

A form states facts row by row; a fact that no row states is absent. Facts of which careful readers may disagree are
`unsure`: they count neither for nor against a reader.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import attrs
import yaml

PROSE = Path(__file__).parents[2] / "data" / "prose"
DEV = PROSE / "dev"
PHRASINGS = PROSE / "phrasings-dev.json"


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


def load_phrasings(path: Path = PHRASINGS) -> tuple[Phrasing, ...]:
    items = json.loads(path.read_text(encoding="utf-8"))["tests"]
    return tuple(
        Phrasing(id=item["id"], fact=item["field"], text=item["text"], expected=item["expected"], kind=item["kind"])
        for item in items
    )
