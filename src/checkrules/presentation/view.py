"""A report document → what is shown of it. Everything comes from the document, so that a stored one gives the same pages."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from checkrules.model.document import (
    ChecklistData,
    CountsData,
    PrivacyData,
    ReportData,
    ReportDocument,
    ResultData,
    ScoreData,
    SectionData,
    present,
)
from checkrules.model.personal.kinds import KINDS
from checkrules.model.rules import SEVERITIES
from checkrules.model.text import Language
from checkrules.model.texts import change_texts
from checkrules.presentation.findings import issue_views, override_views, prose_views, rule_views, undecided_views
from checkrules.presentation.notices import NOT_FOUND, notices
from checkrules.presentation.shapes import (
    BandMark,
    Bar,
    Count,
    IssueView,
    RejectedView,
    RemarkView,
    ReportView,
    ScoreView,
    SectionView,
    View,
)
from checkrules.presentation.values import on_one_line, percent, points
from checkrules.words.changes import changed_by
from checkrules.words.codes import NO_GRADE_WORDS, OUTCOME_SIGNS, OUTCOME_WORDS, SEVERITY_WORDS, word_of
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
        reports=tuple(_report(report, made, language) for report in document.reports),
        by_rule=tuple(_by_rule(document.reports, language)),
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


def _by_rule(reports: Iterable[ReportData], language: Language) -> Iterator[tuple[str, str, str, int]]:
    failed: Counter[str] = Counter()
    rules: dict[str, ResultData] = {}
    for report in reports:
        results = {result.rule: result for result in present(report.results, "results")}
        for issue in present(report.issues, "issues"):
            failed[issue.rule] += 1
            rules.setdefault(issue.rule, results[issue.rule])
    order = sorted(
        rules.values(), key=lambda rule: (not rule.scored, -failed[rule.rule], SEVERITIES.index(rule.severity))
    )
    for rule in order:
        yield rule.rule, SEVERITY_WORDS[rule.severity][language], rule.title, failed[rule.rule]


def _report(report: ReportData, made: tuple[tuple[str, str], ...], language: Language) -> ReportView:
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
    numbered = tuple(issue_views(issues, tasks, language, 1, graded))
    sections = tuple(_sections(present(report.sections, "sections"), language))
    date = submission.inspected_on
    return ReportView(
        subject=submission.subject or w["nameless"],
        subject_title=checklist.subject,
        date=format_value(date, None, language) if date is not None else NOT_STATED[language],
        title=checklist.title,
        document=checklist.document,
        profile=checklist.profile or "",
        changes=tuple(_changes(checklist, language)),
        score=_score(score, checklist, language),
        sections=sections,
        issues=numbered,
        visit_issues=tuple(issue_views(visit, tasks, language, len(issues) + 1, graded)),
        tally=_tally(numbered, language),
        undecided=undecided_views(results, tasks, language),
        undecided_count=score.all_counts.unknown,
        errors=tuple(f"{result.rule} {result.message}" for result in results if result.outcome == "error"),
        prose=prose_views(submission.facts.values(), tasks, language, checklist.privacy.quotes_released),
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
            *made,
        ),
    )


def _tally(issues: Iterable[IssueView], language: Language) -> tuple[Count, ...]:
    found = Counter(issue.severity for issue in issues)
    return tuple(
        Count(outcome=severity, word=SEVERITY_WORDS[severity][language], sign="", number=found[severity])
        for severity in SEVERITIES
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


def _score(score: ScoreData, checklist: ChecklistData, language: Language) -> ScoreView:
    w = labels(language)
    low, high = ("" if bound is None else points(bound) for bound in (score.score_low, score.score_high))
    grade, tone, note = _grade(score, checklist, language)
    notes = [note] if note else []
    if score.computed != score.score:
        computed = points(score.computed) if score.computed is not None else w["no_score"]
        notes.append(w["computed"].format(points=computed))
    return ScoreView(
        value=points(score.score) if score.score is not None else "",
        maximum=points(score.maximum),
        low=low,
        high=high,
        is_range=low != high,
        bar=_bar(score),
        completeness=percent(score.completeness),
        grade=grade,
        tone=tone,
        notes=tuple(notes),
        status=score.status or "",
        counts=_counts(score.counts, language),
        bands=tuple(BandMark(title=band.title, minimum=band.minimum / 100) for band in reversed(checklist.bands)),
    )


def _grade(score: ScoreData, checklist: ChecklistData, language: Language) -> tuple[str, str, str]:
    """The grade in words, its tone, and why it is lowered or missing."""
    w = labels(language)
    if score.grade is None or score.grade_title is None:
        missing, least = score.no_grade_because or "nothing_decided", percent(checklist.least_completeness)
        why = w.get(f"{missing}_why", "").format(share=percent(score.completeness), least=least)
        return word_of(missing, NO_GRADE_WORDS, language), "none", why
    titles = {band.grade: band.title for band in checklist.bands}
    tone = _tone(score.grade, list(titles))
    capped = score.capped_from
    note = w["capped"].format(reached=titles[capped], band=score.grade_title) if capped else ""
    return score.grade_title, tone, note


def _tone(grade: str, grades: Sequence[str]) -> str:
    if grade == grades[0]:
        return "good"
    return "poor" if grade == grades[-1] else "fair"


def _bar(score: ScoreData | SectionData) -> Bar | None:
    figures = (score.score, score.score_low, score.score_high)
    if not score.maximum or any(figure is None for figure in figures):
        return None
    share, low, high = (min(1.0, max(0.0, figure / score.maximum)) for figure in figures if figure is not None)
    return Bar(share=share, low=low, high=high)


def _counts(counts: CountsData, language: Language) -> tuple[Count, ...]:
    """The four outcomes, and errors where there are some."""
    numbers = {
        "pass": counts.passed,
        "fail": counts.failed,
        "unknown": counts.unknown,
        "not_applicable": counts.not_applicable,
        "error": counts.error,
    }
    return tuple(
        Count(outcome=name, word=OUTCOME_WORDS[name][language], sign=sign, number=numbers[name])
        for name, sign in OUTCOME_SIGNS.items()
        if name != "error" or numbers[name]
    )


def _sections(sections: Iterable[SectionData], language: Language) -> Iterator[SectionView]:
    for section in sections:
        bar = _bar(section) if section.scored else None
        low, high = (percent(bar.low), percent(bar.high)) if bar else ("", "")
        yield SectionView(
            id=section.section,
            number=section.number if section.scored else "",
            title=section.title,
            scored=section.scored,
            share=percent(bar.share) if bar else "",
            bounds=f"{low}–{high}" if low != high else "",
            bar=bar,
            counts=_counts(section.counts, language),
        )
