"""A report as it is shown: every text in one language, cleaned, masked and rounded, ready to be laid out.

`view_of` makes it of a report document; all writers lay it out, so that they agree.
"""

from __future__ import annotations

import attrs

from checkrules.model.text import Language


@attrs.frozen(kw_only=True)
class Count:
    """How many rules had one outcome."""

    outcome: str
    word: str
    sign: str
    number: int


@attrs.frozen(kw_only=True)
class Bar:
    """A share of the full score, 0 to 1, with its bounds. None where nothing was decided."""

    share: float
    low: float
    high: float


@attrs.frozen(kw_only=True)
class BandMark:
    """Where a grade begins, as a share of the full score."""

    title: str
    minimum: float


@attrs.frozen(kw_only=True)
class ScoreView:
    """The score and the grade. `tone`: good, fair, poor or none, for colour beside the words."""

    value: str
    maximum: str
    low: str
    high: str
    is_range: bool
    bar: Bar | None
    completeness: str
    grade: str
    tone: str
    notes: tuple[str, ...]
    status: str
    counts: tuple[Count, ...]
    bands: tuple[BandMark, ...]


@attrs.frozen(kw_only=True)
class SectionView:
    """One key point. `share` is empty for a section that is not scored or in which nothing was decided."""

    id: str
    number: str
    title: str
    scored: bool
    share: str
    bounds: str
    bar: Bar | None
    counts: tuple[Count, ...]
    provisional: str
    """The share that holds if the readings are right; empty where they decide nothing."""


@attrs.frozen(kw_only=True)
class ReadingView:
    """What a narrative says of one fact. `doubt` and `others` (other values) are empty where there is none."""

    title: str
    value: str
    quote: str
    task: str
    doubt: str
    others: str


@attrs.frozen(kw_only=True)
class IssueView:
    """One issue. Empty texts are left out of the page. `provisional` is its word where only readings of prose give it."""

    number: int
    rule: str
    severity: str
    severity_word: str
    task: str
    message: str
    gaps: tuple[str, ...]
    remedy: str
    due: str
    gain: str
    waiver: str
    clause: str
    quote: str
    provisional: str
    readings: tuple[ReadingView, ...]
    """The inspector's own words on the facts that the rule uses."""


@attrs.frozen(kw_only=True)
class ProvisionalView:
    """What holds if the readings are right: the score and the grade, how many rules they would decide, the issues."""

    score: ScoreView
    counts: tuple[Count, ...]
    issues: tuple[IssueView, ...]
    tally: tuple[Count, ...]
    """Scored provisional issues by severity."""


@attrs.frozen(kw_only=True)
class UndecidedView:
    """The facts that would decide the undecided rules of one task; `reasons` where something else than silence is why."""

    task: str
    facts: tuple[str, ...]
    rules: tuple[str, ...]
    reasons: tuple[str, ...]


@attrs.frozen(kw_only=True)
class ProseView:
    """A fact read out of a narrative."""

    title: str
    value: str
    quote: str
    task: str


@attrs.frozen(kw_only=True)
class RemarkView:
    """Something to know about the data."""

    message: str
    location: str


@attrs.frozen(kw_only=True)
class OverrideView:
    """An inspector's outcome beside the computed one."""

    rule: str
    title: str
    computed: str
    outcome: str
    by: str
    reason: str


@attrs.frozen(kw_only=True)
class RuleView:
    """One rule with its outcome; `message` is empty where it would repeat the title."""

    id: str
    title: str
    outcome: str
    word: str
    sign: str
    message: str
    clause: str
    quote: str
    computed: str
    waived: bool
    provisional: str
    """The outcome that readings would give, in words; empty where they give none."""


@attrs.frozen(kw_only=True)
class ReportView:
    """One report."""

    subject: str
    subject_title: str
    """What is inspected, as the form calls it."""
    date: str
    title: str
    document: str
    profile: str
    changes: tuple[str, ...]
    score: ScoreView
    sections: tuple[SectionView, ...]
    issues: tuple[IssueView, ...]
    visit_issues: tuple[IssueView, ...]
    tally: tuple[Count, ...]
    """Scored issues by severity."""
    provisional: ProvisionalView | None
    to_confirm: tuple[ReadingView, ...]
    undecided: tuple[UndecidedView, ...]
    """What neither stated facts nor readings decide."""
    undecided_count: int
    """How many rules that is."""
    unknown_count: int
    """How many rules are unknown, those included that readings would decide."""
    errors: tuple[str, ...]
    prose: tuple[ProseView, ...]
    remarks: tuple[RemarkView, ...]
    overrides: tuple[OverrideView, ...]
    rules: tuple[tuple[SectionView, tuple[RuleView, ...]], ...]
    evidence: tuple[tuple[str, str], ...]


@attrs.frozen(kw_only=True)
class RejectedView:
    """A file that could not be read."""

    source: str
    reason: str
    hint: str


@attrs.frozen(kw_only=True)
class View:
    """The whole document. `notices` stand first. `by_rule`: id and title of each failed rule, gravest first, with the number of
    failures; `provisional_by_rule`: the same of failures that only readings give."""

    language: Language
    reports: tuple[ReportView, ...]
    by_rule: tuple[tuple[str, str, str, int], ...]
    provisional_by_rule: tuple[tuple[str, str, str, int], ...]
    rejected: tuple[RejectedView, ...]
    made: tuple[tuple[str, str], ...]
    notices: tuple[str, ...] = ()
