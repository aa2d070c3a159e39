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


@attrs.frozen(kw_only=True)
class IssueView:
    """One issue. Empty texts are left out of the page."""

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
    undecided: tuple[UndecidedView, ...]
    undecided_count: int
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
    """The whole document. `notices` stand first. `by_rule`: id and title of each failed rule, gravest first, with the number of failures."""

    language: Language
    reports: tuple[ReportView, ...]
    by_rule: tuple[tuple[str, str, str, int], ...]
    rejected: tuple[RejectedView, ...]
    made: tuple[tuple[str, str], ...]
    notices: tuple[str, ...] = ()
