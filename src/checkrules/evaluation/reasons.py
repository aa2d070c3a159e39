"""The traces of a rule → why it is not a pass, as a code and in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import attrs

from checkrules.expressions.trace import TraceStep, code_of, missing_facts
from checkrules.model.form import Fact
from checkrules.model.results import ReasonCode
from checkrules.model.rules import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, Rule
from checkrules.model.text import Text
from checkrules.words.codes import REASON_WORDS


@attrs.frozen
class Reason:
    """The code (None for a pass) and, for an unknown outcome, the facts that would decide the rule."""

    code: ReasonCode | None = None
    missing: tuple[str, ...] = ()


def reason_of(when: TraceStep | None, require: TraceStep | None, misfits: Collection[str]) -> Reason:
    """The reason that the traces of a rule's condition and requirement give. `misfits`: the facts whose stated value does
    not fit the form."""
    outcome = code_of(when, require)
    step = when if when is not None and when.value is not True else require
    untold = step.reason if step is not None else None
    if outcome == PASS:
        return Reason()
    if outcome == FAIL:
        return Reason("requirement_not_met")
    if outcome == NOT_APPLICABLE:
        return Reason("condition_not_met")
    if outcome != UNKNOWN:
        return Reason(untold or "failed_to_run")
    missing = missing_facts(step) if step is not None else ()
    if any(name in misfits for name in missing):
        return Reason("invalid_value", missing)
    return Reason(untold or "missing_facts", missing)


def why_undecided(rule: Rule, reason: Reason, facts: Mapping[str, Fact]) -> Text:
    """What is said of a rule that was not decided: its title, the reason, and the facts that are missing."""
    why = REASON_WORDS[reason.code or "missing_facts"]
    titles = [facts[name].title for name in reason.missing if name in facts]
    zh, en = "、".join(title.zh for title in titles), ", ".join(title.en for title in titles)
    return Text(
        f"{rule.title.zh}：{why.zh}" + (f"（{zh}）" if zh else ""),
        f"{rule.title.en}: {why.en}" + (f" ({en})" if en else ""),
    )
