"""The form of a submission: its facts, with the values that each can take."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import attrs

from checkrules.model.text import Text

INT_MIN, INT_MAX = -(2**63), 2**63 - 1
"""The whole numbers of 64 bits."""


EXACT = 2**53
"""Up to here every whole number is a double."""


MAX_LENGTH = 10_000
"""Characters of a text that is a fact, at most."""


FactType = Literal["boolean", "integer", "number", "string", "choice", "date", "strings", "choices", "objects"]


Scalar = bool | int | float | str | dt.date


Value = Scalar | tuple[str, ...]


@attrs.frozen(kw_only=True)
class Choice:
    """One allowed value of a fact, with its labels and the other ways in which people write it."""

    value: str
    title: Text
    aliases: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Fact:
    """One named value that a form can state. `minimum` and `maximum` are inclusive, in the fact's unit."""

    name: str
    type: FactType
    title: Text
    task: str
    unit: Text | None = None
    minimum: float | None = None
    maximum: float | None = None
    max_length: int | None = None
    max_items: int | None = None
    pattern: str | None = None
    choices: tuple[Choice, ...] = ()
    unique: bool = False
    fields: tuple[Fact, ...] = ()
    aliases: tuple[str, ...] = ()
    note: str = ""
    role: Literal["name", "code", "date", "highlights", "inspectors"] | None = None
    other_names: tuple[str, ...] = ()
    """Of the name: headings of a roster's columns with former and short names."""
    windows: tuple[tuple[dt.date, dt.date], ...] = ()
    """Of the date of a submission: the days between which inspections are held, which give a day its year."""
    counts: str | None = None
    filled: str | None = None


@attrs.frozen(kw_only=True)
class Form:
    """The form of a submission: its facts, and the texts that it holds besides them."""

    id: str
    title: str
    facts: tuple[Fact, ...]
    required: tuple[str, ...]
    texts: dict[str, Text]
    """The parts that are prose and not facts (`narratives`, `task_notes`, `problems`), with their labels."""


def fact_of(form: Form, role: str) -> Fact | None:
    """The fact that names (`name`, `code`) or dates (`date`) a submission, or holds its `highlights` or `inspectors`."""
    return next((fact for fact in form.facts if fact.role == role), None)
