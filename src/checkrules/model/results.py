"""What an evaluation gives, as plain immutable data: results, issues, gaps, scores."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, ValuesView
from typing import Literal, get_args

import attrs

from checkrules.model.form import Value
from checkrules.model.frozen import count_of
from checkrules.model.rules import OUTCOMES, Band, Outcome, Override, Rule, Waiver
from checkrules.model.text import Text

ReasonCode = Literal[
    "requirement_not_met", "condition_not_met", "missing_facts", "invalid_value", "division_by_zero",
    "number_out_of_range", "table_gap", "table_overlap", "overridden", "failed_to_run",
]  # fmt: skip
NoGrade = Literal["incomplete", "nothing_decided"]
ReportKey = Literal[
    "checklist", "submission", "score", "sections", "results", "issues", "provisional_issues", "remarks"
]

NO_GRADE: tuple[NoGrade, ...] = ("incomplete", "nothing_decided")
"""Why there is no grade: too little was decided, or nothing."""


REPORT_KEYS: tuple[ReportKey, ...] = get_args(ReportKey)
"""The keys of one report in the report document. A caller may leave some out (`Report.to_dict`)."""


class Outcomes(Mapping[str, Outcome]):
    """The outcome of every rule by its id, looked up in the outcome codes."""

    __slots__ = ("_codes", "_indexes")

    def __init__(self, indexes: Mapping[str, int], codes: bytes) -> None:
        self._indexes = indexes
        self._codes = codes

    def __getitem__(self, rule: str) -> Outcome:
        return OUTCOMES[self._codes[self._indexes[rule]]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._indexes)

    def __len__(self) -> int:
        return len(self._indexes)

    def __repr__(self) -> str:
        return f"Outcomes({dict(self)})"

    def values(self) -> ValuesView[Outcome]:
        """The outcomes in the order of the rules."""
        return _InOrder(self, self._codes)


class _InOrder(ValuesView[Outcome]):
    __slots__ = ("_codes",)

    def __init__(self, outcomes: Outcomes, codes: bytes) -> None:
        super().__init__(outcomes)
        self._codes = codes

    def __iter__(self) -> Iterator[Outcome]:
        return map(OUTCOMES.__getitem__, self._codes)


@attrs.frozen(kw_only=True)
class Gap:
    """One comparison that failed. `shortfall` is how much is missing (a number of the fact's unit), where that is a number."""

    fact: str
    title: Text
    operator: str
    actual: Value | None
    required: Value | None
    shortfall: float | None = None
    unit: Text | None = None


@attrs.frozen(kw_only=True)
class Result:
    """The outcome of one rule for one submission, with the reason and the values that the rule used."""

    rule: Rule = attrs.field(repr=lambda rule: rule.id)
    outcome: Outcome
    provisional: Outcome | None = None
    """For `unknown`: the outcome that holds if the readings of the narratives are right, where they would decide it."""
    reason: ReasonCode | None
    missing: tuple[str, ...] = ()
    """For `unknown`: the facts that would decide it."""
    values: Mapping[str, object] = attrs.field(factory=dict, repr=count_of)
    """Facts, parameters and definitions that the rule used, by name."""
    message: Text
    """For a failure the rule's message; else the rule's title, with what is missing where something is."""
    fingerprint: str | None
    """Identifies the rule's result for this subject across reports; None where the subject's name is not stated."""
    computed: Outcome
    """The outcome that the rule itself gives; differs from `outcome` only under an override."""
    override: Override | None = None
    waiver: Waiver | None = None


@attrs.frozen(kw_only=True)
class Counts:
    """How many rules had each outcome."""

    passed: int = 0
    failed: int = 0
    not_applicable: int = 0
    unknown: int = 0
    error: int = 0

    @classmethod
    def of(cls, codes: bytes) -> Counts:
        """The counts of outcome codes."""
        passed, failed, not_applicable, unknown, error = map(codes.count, range(5))
        return cls(passed=passed, failed=failed, not_applicable=not_applicable, unknown=unknown, error=error)


@attrs.frozen(kw_only=True)
class Score:
    """A score over the decided rules, with its bounds. All unrounded; None where nothing was decided.

    `low`: every unknown fails; `high`: every unknown passes; `maximum`: the full score; `completeness`: the share
    (0 to 1) of the applicable points that was decided.
    """

    value: float | None
    low: float | None
    high: float | None
    maximum: float
    completeness: float
    codes: bytes = attrs.field(repr=False)
    """The outcome codes of all rules of the checklist, overrides included."""
    indexes: tuple[int, ...] = attrs.field(repr=False)
    """The indexes of the rules that the score is over."""

    @property
    def counts(self) -> Counts:
        """How many of the rules that the score is over had each outcome."""
        return Counts.of(bytes(self.codes[index] for index in self.indexes))


@attrs.frozen(kw_only=True)
class Grade:
    """The grade, or why there is none. `reason`: `incomplete` (资料不全), `nothing_decided`, or None when a band is given."""

    band: Band | None
    reason: NoGrade | None = None
    capped_from: Band | None = None
    """The band that the score alone would give, where a veto lowered it."""


@attrs.frozen(kw_only=True)
class SectionScore:
    """One key point's own score."""

    section: str
    title: Text
    number: str
    score: Score
    scored: bool
    """False for a section of which no rule is scored."""
