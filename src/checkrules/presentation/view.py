"""A report document → what is shown of it. Everything comes from the document, so that a stored one gives the same pages."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal

from checkrules.model.document import (
    ChecklistData,
    PrivacyData,
    ReportData,
    ReportDocument,
    ResultData,
    present,
)
from checkrules.model.personal.kinds import KINDS
from checkrules.model.rules import SEVERITIES
from checkrules.model.text import Language
from checkrules.model.texts import change_texts
from checkrules.presentation.findings import issue_views, override_views, prose_views, rule_views, undecided_views
from checkrules.presentation.notices import NOT_FOUND, notices
from checkrules.presentation.provisional import of_prose, provisional_view, tally_of, to_confirm
from checkrules.presentation.scores import score_view, section_views
from checkrules.presentation.shapes import (
    RejectedView,
    RemarkView,
    ReportView,
    View,
)
from checkrules.presentation.values import on_one_line
from checkrules.words.changes import changed_by
from checkrules.words.codes import SEVERITY_WORDS
from checkrules.words.labels import labels
from checkrules.words.values import NOT_STATED, format_value


def view_of(document: ReportDocument) -> View:
    """What a writer shows: the document's language, every text on one line."""
    document = change_texts(document, on_one_line)
    language = document.language
    w = labels(language)
    made = (
        (w["library"], f"{document.made_by.library} {document.made_by.version}"),
        (w["made_at"], _moment(document.made_at)),
    )
    return View(
        language=language,
        reports=tuple(_report(report, made, language, document.decided) for report in document.reports),
        by_rule=tuple(_by_rule(document.reports, "issues", language)),
        provisional_by_rule=tuple(_by_rule(document.reports, "provisional_issues", language)),
        rejected=tuple(
            RejectedView(source=item.source, reason=item.reason, hint=item.hint or "") for item in document.rejected
        ),
        made=made,
        notices=tuple(notices(document)),
    )


def _privacy(privacy: PrivacyData, language: Language) -> Iterator[tuple[str, str]]:
    """What is not masked, or shown although it is flagged. Nothing where all is masked and withheld, as it is without a word."""
    w = labels(language)
    shown = [*(KINDS[kind].title[language] for kind in privacy.not_masked if kind in KINDS), *privacy.kept]
    if shown:
        yield w["not_masked"], w["list"].join(shown)
    if privacy.quotes_released:
        yield w["quotes"], w["quotes_released"]


def _moment(at: dt.datetime) -> str:
    zone = "UTC" if at.utcoffset() == dt.timedelta(0) else at.strftime("%z")
    return f"{at:%Y-%m-%d %H:%M} {zone}".rstrip()


def _by_rule(
    reports: Iterable[ReportData], key: Literal["issues", "provisional_issues"], language: Language
) -> Iterator[tuple[str, str, str, int]]:
    failed: Counter[str] = Counter()
    rules: dict[str, ResultData] = {}
    for report in reports:
        results = {result.rule: result for result in present(report.results, "results")}
        for issue in getattr(report, key) or ():
            failed[issue.rule] += 1
            rules.setdefault(issue.rule, results[issue.rule])
    order = sorted(
        rules.values(), key=lambda rule: (not rule.scored, -failed[rule.rule], SEVERITIES.index(rule.severity))
    )
    for rule in order:
        yield rule.rule, SEVERITY_WORDS[rule.severity][language], rule.title, failed[rule.rule]


def _report(report: ReportData, made: tuple[tuple[str, str], ...], language: Language, decided: bool) -> ReportView:
    w = labels(language)
    checklist, submission = present(report.checklist, "checklist"), present(report.submission, "submission")
    score, results, found = (
        present(report.score, "score"),
        present(report.results, "results"),
        present(report.issues, "issues"),
    )
    tasks = checklist.tasks
    scored = {result.rule for result in results if result.scored}
    issues = [issue for issue in found if issue.rule in scored]
    visit = [issue for issue in found if issue.rule not in scored]
    graded = score.grade is not None  # of a part of the points, a gain would promise too much
    released = checklist.privacy.quotes_released
    numbered = tuple(issue_views(issues, tasks, language, 1, with_gain=graded, released=released))
    others = issue_views(visit, tasks, language, len(issues) + 1, with_gain=graded, released=released)
    undecided = [result for result in results if result.outcome == "unknown" and not result.provisional]
    sections = tuple(section_views(present(report.sections, "sections"), language))
    date = submission.inspected_on
    return ReportView(
        subject=submission.subject or w["nameless"],
        subject_title=checklist.subject,
        date=format_value(date, None, language) if date is not None else NOT_STATED[language],
        title=checklist.title,
        document=checklist.document,
        profile=checklist.profile or "",
        changes=tuple(_changes(checklist, language)),
        score=score_view(score, checklist, language),
        sections=sections,
        issues=numbered,
        visit_issues=tuple(others),
        tally=tally_of(numbered, language),
        provisional=provisional_view(report, len(found) + 1, language),
        to_confirm=() if decided else to_confirm(submission, tasks, language, released),
        undecided=undecided_views(results, tasks, language),
        undecided_count=len(undecided),
        unknown_count=score.all_counts.unknown,
        errors=tuple(f"{result.rule} {result.message}" for result in results if result.outcome == "error"),
        prose=prose_views(submission.facts.values(), tasks, language, released),
        remarks=tuple(
            RemarkView(message=item.message, location=item.location or "")
            for item in sorted(present(report.remarks, "remarks"), key=lambda item: item.code not in NOT_FOUND)
        ),
        overrides=override_views(results, language),
        rules=rule_views(results, sections, language),
        evidence=(
            (w["source"], submission.source or w["no_source"]),
            *([(w["sha256"], submission.sha256)] if submission.sha256 else []),
            (w["version"], f"{checklist.id} {checklist.version}"),
            (w["digest"], checklist.digest),
            *_privacy(checklist.privacy, language),
            *of_prose(checklist, submission, language, decided),
            *made,
        ),
    )


def _changes(checklist: ChecklistData, language: Language) -> Iterator[str]:
    """Each change of the profile with its reason, then what was set by hand."""
    w = labels(language)
    for change in checklist.changes:
        yield f"{change.text}{w['comma']}{w['reason']}{w['colon']}{change.reason}"
    explained = {change.target for change in checklist.changes if change.what == "value"}
    for p in checklist.parameters:
        if p.changed_by and p.name not in explained:
            by = w["aside"].format(text=changed_by(p.changed_by, language))
            why = f"{w['comma']}{w['reason']}{w['colon']}{p.reason}" if p.reason else ""
            yield f"{p.title}{w['colon']}{w['changed_to'].format(new=p.text)}{by}{why}"
