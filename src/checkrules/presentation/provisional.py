"""What is read out of prose, as it is shown: what it would decide, what is to be confirmed, what a person confirmed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from checkrules.model.document import ChecklistData, ReportData, SubmissionData, present
from checkrules.model.rules import SEVERITIES
from checkrules.model.text import Language
from checkrules.presentation.findings import issue_views, reading_views
from checkrules.presentation.scores import provisional_score_view
from checkrules.presentation.shapes import Count, IssueView, ProvisionalView, ReadingView
from checkrules.words.codes import OUTCOME_SIGNS, PROVISIONAL_WORDS, SEVERITY_WORDS
from checkrules.words.labels import labels
from checkrules.words.values import format_value

_SHOWN = frozenset(("certain", "candidate", "conflict"))
"""The statuses of readings that wait to be confirmed; a mere mention or guess is for the sheet on which that is done."""


def tally_of(issues: Iterable[IssueView], language: Language) -> tuple[Count, ...]:
    """How many issues there are of each severity."""
    found = Counter(issue.severity for issue in issues)
    return tuple(
        Count(outcome=severity, word=SEVERITY_WORDS[severity][language], sign="", number=found[severity])
        for severity in SEVERITIES
    )


def provisional_view(report: ReportData, first: int, language: Language) -> ProvisionalView | None:
    """What holds if the readings are right; None where they would decide nothing. Issues are numbered from `first`."""
    score = present(report.score, "score")
    if not score.provisional:
        return None
    checklist, results = present(report.checklist, "checklist"), present(report.results, "results")
    scored = {result.rule for result in results if result.scored}
    found = report.provisional_issues or []
    issues = tuple(
        issue_views(
            [*(i for i in found if i.rule in scored), *(i for i in found if i.rule not in scored)],
            checklist.tasks,
            language,
            first,
            with_gain=False,
            released=checklist.privacy.quotes_released,
            provisional=True,
        )
    )
    numbers = Counter(result.provisional for result in results if result.provisional)
    return ProvisionalView(
        score=provisional_score_view(score.provisional, checklist, language),
        counts=tuple(
            Count(outcome=outcome, word=word[language], sign=OUTCOME_SIGNS[outcome], number=numbers[outcome])
            for outcome, word in PROVISIONAL_WORDS.items()
        ),
        issues=issues,
        tally=tally_of((issue for issue in issues if issue.rule in scored), language),
    )


def to_confirm(
    submission: SubmissionData, tasks: Mapping[str, str], language: Language, released: bool
) -> tuple[ReadingView, ...]:
    """The readings of facts that are not stated otherwise."""
    waiting = (r for r in submission.readings or () if r.fact not in submission.facts and r.status in _SHOWN)
    return tuple(reading_views(waiting, tasks, language, released))


def of_prose(
    checklist: ChecklistData, submission: SubmissionData, language: Language, decided: bool
) -> Iterator[tuple[str, str]]:
    """Who confirmed what is read, what counts unconfirmed, and whether the rest is left out. Nothing where it waits."""
    w = labels(language)
    answered = (f for f in submission.facts.values() if f.origin == "confirmed")
    stated = [(f.confirmed_by or "", f.confirmed_on or None) for f in answered]
    silent = [(item.confirmed_by, item.confirmed_on) for item in (submission.not_stated or {}).values()]
    for by, on in dict.fromkeys((*stated, *silent)):
        who = {"by": by, "on": format_value(on, None, language) if on else ""}
        answers = w["confirmed_by"].format(**who, n=stated.count((by, on)))
        none = silent.count((by, on))
        yield w["confirmed"], answers + (w["comma"] + w["said_nothing"].format(n=none) if none else "")
    if checklist.accept != "none":
        yield w["accept"], w[f"accept_{checklist.accept}"]
    if decided:
        yield w["to_confirm"], w["decided_only"]
