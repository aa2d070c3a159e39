"""Waivers and overrides: which of them hold for a submission. Of several for one rule the last one counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TypeVar

from checkrules.model.rules import Override, Waiver
from checkrules.model.text import plain

Decision = TypeVar("Decision", Waiver, Override)


def unexpired(waivers: Iterable[Waiver], today: dt.date) -> tuple[Waiver, ...]:
    """The waivers that hold on a day; one holds on the day of its expiry too."""
    return tuple(waiver for waiver in waivers if waiver.expires >= today)


def decisions_for(subject: str, decisions: Iterable[Decision]) -> dict[str, Decision]:
    """The decisions that hold for a subject, by rule: those that name it, and those that name none."""
    name = plain(subject)
    return {decision.rule: decision for decision in decisions if decision.subject is None or decision.subject == name}
