"""What a comparison of two reports gives, as plain immutable data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal

import attrs

from checkrules.model.frozen import count_of
from checkrules.model.readings import Accept
from checkrules.model.rules import Outcome, Severity

Development = Literal[
    "new", "regressed", "still_open", "repaired", "unknown_now", "not_applicable_now", "not_judged_now", "no_issue"
]  # fmt: skip

DEVELOPMENTS: tuple[Development, ...] = (
    "new", "regressed", "still_open", "repaired", "unknown_now", "not_applicable_now", "not_judged_now", "no_issue",
)  # fmt: skip
"""What became of a rule between two reports; every rule of either has exactly one.

It fails now: `regressed` (it passed before), `still_open` (it failed before), `new` (all else). It failed before and does
not now: `repaired` (it passes), `unknown_now` (undecided, or it could not run: nobody knows), `not_applicable_now`,
`not_judged_now` (the newer checklist does not have it). It fails in neither: `no_issue`.
"""


@attrs.frozen(kw_only=True)
class RuleState:
    """One rule in one of the two reports. Overrides count in `outcome`; `computed` is what the rule itself gives."""

    outcome: Outcome
    computed: Outcome
    severity: Severity
    provisional: Outcome | None = None
    """For `unknown`: the outcome that holds if the readings of the narratives are right, where they would decide it."""
    overridden: bool = False
    waived: bool = False
    due: dt.date | None = None
    """The day by which it was to be repaired, where it fails and the inspection date is stated."""


@attrs.frozen(kw_only=True)
class RuleComparison:
    """One rule in both reports. `old` or `new` is None where that checklist does not have the rule."""

    rule: str
    development: Development
    old: RuleState | None
    new: RuleState | None
    due: dt.date | None = None
    """Of a rule that fails now: the due date of its first failure of the two."""
    overdue: bool = False
    """It fails now, no waiver accepts it, and its due date is past."""

    @property
    def is_open(self) -> bool:
        """Whether something is to be done: it fails now, and no waiver accepts it."""
        return self.new is not None and self.new.outcome == "fail" and not self.new.waived


@attrs.frozen(kw_only=True)
class ComparedReport:
    """What judged one of the two reports, and its totals. `score` is None where nothing was decided."""

    checklist: str
    version: str
    digest: str
    profile: str | None
    parameters: Mapping[str, object] = attrs.field(repr=count_of)
    scoring: str
    subject: str
    inspected_on: dt.date | None
    score: float | None
    maximum: float
    completeness: float
    grade: str | None
    accept: Accept = "none"
    """Which readings of prose counted as facts."""


@attrs.frozen(kw_only=True)
class Difference:
    """What differs in the configuration of two reports: `checklist`, `version`, `digest`, `profile`, `scoring`, `accept`, or the
    `parameter` of a name. A parameter that one side does not have is None there."""

    what: Literal["checklist", "version", "digest", "profile", "scoring", "accept", "parameter"]
    name: str = ""
    old: object
    new: object


@attrs.frozen(kw_only=True)
class Comparison:
    """Two reports of one subject, rule by rule: those of the newer report in its order, then those that only the older has."""

    old: ComparedReport
    new: ComparedReport
    rules: tuple[RuleComparison, ...] = attrs.field(repr=count_of)
    differences: tuple[Difference, ...] = attrs.field(default=(), repr=count_of)
    """How the checklists that judged them differ. Where there are some, a score may change for their sake alone."""

    def of(self, *developments: Development) -> tuple[RuleComparison, ...]:
        """The rules with one of these developments."""
        return tuple(rule for rule in self.rules if rule.development in developments)

    @property
    def open(self) -> tuple[RuleComparison, ...]:
        """The rules that fail now and that no waiver accepts."""
        return tuple(rule for rule in self.rules if rule.is_open)

    @property
    def waived(self) -> tuple[RuleComparison, ...]:
        """The rules that fail now, and that a waiver accepts."""
        return tuple(rule for rule in self.rules if rule.new is not None and rule.new.waived)

    @property
    def overdue(self) -> tuple[RuleComparison, ...]:
        """The open rules whose due date is past."""
        return tuple(rule for rule in self.rules if rule.overdue)

    @property
    def only_old(self) -> tuple[str, ...]:
        """The ids of the rules that only the older report has."""
        return tuple(rule.rule for rule in self.rules if rule.new is None)

    @property
    def only_new(self) -> tuple[str, ...]:
        """The ids of the rules that only the newer report has."""
        return tuple(rule.rule for rule in self.rules if rule.old is None)
