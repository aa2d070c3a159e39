"""Why a rule of one row was not decided: read off the trace, as the report of one submission does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import attrs

from checkrules.evaluation.compiled import Compiled
from checkrules.evaluation.report import why
from checkrules.expressions.trace import code_of, missing_facts
from checkrules.model.results import ReasonCode
from checkrules.model.rules import OUTCOMES


@attrs.frozen
class Reason:
    """The reason's code, and the facts that would decide the rule."""

    reason: ReasonCode
    missing: tuple[str, ...]


def reason_of(
    compiled: Compiled, index: int, facts: Mapping[str, object], misfits: set[str], date: str | None
) -> Reason:
    """The reason for facts that leave a rule undecided. `misfits`: the facts whose stated value does not fit."""
    day = facts.get(date) if date is not None else None
    period = compiled.periods[compiled.period_index(day if isinstance(day, dt.date) else None)]
    when, require = compiled.steps(index, compiled.environment(facts, period, index))
    step = when if when is not None and when.value is not True else require
    outcome = OUTCOMES[code_of(when, require)]
    missing = missing_facts(step) if step is not None and outcome == "unknown" else ()
    return Reason(why(outcome, step, missing, misfits) or "missing_facts", missing)
