"""One failed rule of a submission, and what only readings of its prose would decide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Protocol

import attrs
import msgspec

from checkrules.evaluation import scoring
from checkrules.evaluation.compiled import Compiled
from checkrules.evaluation.fingerprint import fingerprint
from checkrules.expressions.trace import TraceStep
from checkrules.model.frozen import count_of
from checkrules.model.privacy import shown
from checkrules.model.readings import Reading
from checkrules.model.results import Counts, Gap, Grade, Score, SectionScore
from checkrules.model.rules import Outcome, Rule, Severity, Waiver
from checkrules.model.text import Text


class Judged(Protocol):
    """What an issue needs of the submission that was judged."""

    compiled: Compiled

    @property
    def codes(self) -> bytes: ...
    @property
    def degrees(self) -> Mapping[int, float]: ...
    @property
    def subject(self) -> str: ...
    @property
    def inspected_on(self) -> dt.date | None: ...
    @property
    def waivers(self) -> Mapping[str, Waiver]: ...
    @property
    def readings(self) -> tuple[Reading, ...]: ...
    def value(self, name: str) -> object: ...
    def steps(self, rule_index: int) -> tuple[TraceStep | None, TraceStep | None]: ...


class Issue(msgspec.Struct, frozen=True):
    """One failed rule, for a person: what was found, what is required, what to do and by when.

    A part of its report. Its messages, gaps and gain are computed on each use.
    """

    _index: int
    _report: Judged

    def __repr__(self) -> str:
        return f"Issue(rule={self.rule.id!r}, message={shown(self.message.en)!r})"

    @property
    def rule(self) -> Rule:
        """The rule that failed."""
        return self._report.compiled.content.rules[self._index]

    @property
    def severity(self) -> Severity:
        """How grave the failure is."""
        return self.rule.severity

    @property
    def message(self) -> Text:
        """What was found, and what is required."""
        return self._report.compiled.templates[self._index][0].fill(self._report.value)

    @property
    def remedy(self) -> Text:
        """What to do."""
        return self._report.compiled.templates[self._index][1].fill(self._report.value)

    @property
    def due(self) -> dt.date | None:
        """Inspection date plus the rule's days; None when the inspection date is not stated, or no such day exists."""
        return due(self._report.inspected_on, self.rule.due_days)

    @property
    def gap(self) -> tuple[Gap, ...]:
        """The comparisons that failed."""
        _, require = self._report.steps(self._index)
        return self._report.compiled.gaps.of(require) if require is not None else ()

    @property
    def gain(self) -> float | None:
        """How much the score would rise if this issue alone were repaired; None for a rule that is not scored.

        Raises PluginError where a plugin's scoring model fails; a document then has no figure, and a remark says why.
        """
        report = self._report
        return scoring.gain(report.compiled.plan, report.codes, report.degrees, self._index)

    @property
    def readings(self) -> tuple[Reading, ...]:
        """What the narratives say of the facts that the rule uses: the inspector's own words. Mere guesses are left out."""
        reached = self._report.compiled.reached(self._index)
        return tuple(r for r in self._report.readings if r.fact in reached and r.status != "guess")

    @property
    def fingerprint(self) -> str | None:
        """Identifies the issue across reports; None where the subject's name is not stated."""
        return fingerprint(self._report.compiled.content.id, self.rule.id, self._report.subject)

    @property
    def waiver(self) -> Waiver | None:
        """The waiver that accepts the failure."""
        return self._report.waivers.get(self.rule.id)


def due(inspected_on: dt.date | None, days: int) -> dt.date | None:
    """The day by which an issue is to be repaired."""
    try:
        return inspected_on + dt.timedelta(days) if inspected_on is not None else None
    except OverflowError:
        return None


@attrs.frozen(kw_only=True)
class Provisional:
    """What holds if the first values of the certain readings and of the candidates are right. A rule that stated and
    confirmed facts decide has the outcome that they give; readings change only what these leave unknown."""

    outcomes: Mapping[str, Outcome] = attrs.field(repr=False)
    """The outcome of every rule by its id."""
    score: Score
    grade: Grade
    sections: tuple[SectionScore, ...] = attrs.field(repr=False)
    counts: Counts
    """How many of all rules, scored or not, have each outcome."""
    issues: tuple[Issue, ...] = attrs.field(repr=count_of)
    """The failures that only readings give, by severity, then in the checklist's order."""
