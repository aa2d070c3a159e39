"""Why a rule of one row was not decided: read off the trace, as the report of one submission does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from checkrules.expressions.trace import code_of, missing_facts
from checkrules.model import OUTCOMES
from checkrules.report import why

if TYPE_CHECKING:
    from checkrules.checklist import Checklist


@attrs.frozen
class Reason:
    """The reason's code, and the facts that would decide the rule."""

    reason: str
    missing: tuple[str, ...]


def reason_of(
    checklist: Checklist, place: int, facts: Mapping[str, object], misfits: set[str], date: str | None
) -> Reason:
    """The reason for facts that leave a rule undecided. `misfits`: the facts whose stated value does not fit."""
    day = facts.get(date) if date is not None else None
    era = checklist.eras[checklist.era_of(day if isinstance(day, dt.date) else None)]
    when, require = checklist.steps(place, checklist.world(facts, era, place))
    step = when if when is not None and when.value is not True else require
    outcome = OUTCOMES[code_of(when, require)]
    missing = missing_facts(step) if step is not None and outcome == "unknown" else ()
    return Reason(why(outcome, step, missing, misfits) or "missing_facts", missing)
