"""Reports → what is shown of them. Built on `as_data`, so that pages and JSON agree; titles come from the checklist."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from checkrules.evaluation.report import Report, Reports
from checkrules.model.rules import SEVERITIES, Content, Rule
from checkrules.model.text import Language
from checkrules.presentation.document import as_data
from checkrules.presentation.findings import (
    Data,
    facts_of,
    issue_views,
    override_views,
    prose_views,
    rule_views,
    task_titles,
    undecided_views,
)
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
from checkrules.presentation.values import clean, day, in_words, percent, points
from checkrules.words.labels import CHANGED_WORDS, OUTCOME_SIGNS, OUTCOME_WORDS, SEVERITY_WORDS, labels
from checkrules.words.values import NOT_STATED


def view_of(reports: Reports, language: Language) -> View:
    """What a writer shows: one language, personal numbers masked, every text on one line."""
    data = clean(as_data(reports, language))
    w = labels(language)
    made = (
        (w["library"], f"{data['made_by']['library']} {data['made_by']['version']}"),
        (w["made_at"], _moment(reports.made_at)),
    )
    shown = tuple(
        _report(report, part, made, language) for report, part in zip(reports.reports, data["reports"], strict=True)
    )
    return View(
        language=language,
        reports=shown,
        by_rule=tuple(_by_rule(reports.reports, language)),
        rejected=tuple(
            RejectedView(source=item["source"], reason=item["reason"], hint=item["hint"] or "")
            for item in data["rejected"]
        ),
        made=made,
    )


def _moment(at: dt.datetime) -> str:
    zone = "UTC" if at.utcoffset() == dt.timedelta(0) else at.strftime("%z")
    return f"{at:%Y-%m-%d %H:%M} {zone}".rstrip()


def _by_rule(reports: Iterable[Report], language: Language) -> Iterator[tuple[str, str, str, int]]:
    failed: Counter[str] = Counter()
    rules: dict[str, Rule] = {}
    for report in reports:
        for issue in report.issues:
            failed[issue.rule.id] += 1
            rules.setdefault(issue.rule.id, issue.rule)
    order = sorted(
        rules.values(), key=lambda rule: (not rule.scored, -failed[rule.id], SEVERITIES.index(rule.severity))
    )
    for rule in order:
        yield rule.id, SEVERITY_WORDS[rule.severity][language], rule.title[language], failed[rule.id]


def _report(report: Report, data: Data, made: tuple[tuple[str, str], ...], language: Language) -> ReportView:
    w = labels(language)
    content, submission = report.content, data["submission"]
    titles = task_titles(content, language)
    scored = {rule.id for rule in content.rules if rule.scored}
    issues = [item for item in data["issues"] if item["rule"] in scored]
    visit = [item for item in data["issues"] if item["rule"] not in scored]
    sections = tuple(_sections(content, data["sections"], language))
    if data["score"]["grade"] is None:
        issues = [{**item, "gain": None} for item in issues]  # of a part of the points, it would promise too much
    numbered = tuple(issue_views(issues, report, titles, language, 1))
    return ReportView(
        subject=submission["subject"] or w["nameless"],
        date=day(submission["inspected_on"], language) if submission["inspected_on"] else NOT_STATED[language],
        title=data["checklist"]["title"],
        document=data["checklist"]["document"],
        profile=data["checklist"]["profile"] or "",
        changes=tuple(_changes(report, data["checklist"], language)),
        score=_score(content, data, language),
        sections=sections,
        issues=numbered,
        visit_issues=tuple(issue_views(visit, report, titles, language, len(issues) + 1)),
        tally=_tally(numbered, language),
        undecided=undecided_views(data["results"], report, titles, language),
        undecided_count=data["score"]["all_counts"]["unknown"],
        errors=tuple(f"{item['rule']} {item['message']}" for item in data["results"] if item["outcome"] == "error"),
        prose=prose_views(submission["facts"], report, titles, language),
        remarks=tuple(RemarkView(message=item["message"], location=item["location"] or "") for item in data["remarks"]),
        overrides=override_views(data["results"], language),
        rules=rule_views(data["results"], sections, language),
        evidence=(
            (w["source"], submission["source"] or w["no_source"]),
            *([(w["sha256"], submission["sha256"])] if submission["sha256"] else []),
            (w["version"], f"{data['checklist']['id']} {data['checklist']['version']}"),
            (w["digest"], data["checklist"]["digest"]),
            *made,
        ),
    )


def _tally(issues: Iterable[IssueView], language: Language) -> tuple[Count, ...]:
    found = Counter(issue.severity for issue in issues)
    return tuple(
        Count(outcome=severity, word=SEVERITY_WORDS[severity][language], sign="", number=found[severity])
        for severity in SEVERITIES
    )


def _changes(report: Report, checklist: Mapping[str, Any], language: Language) -> Iterator[str]:
    """Each change of the profile with its reason, then what was set by hand."""
    w = labels(language)
    parameters = {p.name: p for p in report.content.parameters}
    rules = {rule.id: rule for rule in report.content.rules}
    explained: set[str] = set()
    for change in checklist["changes"]:
        target, what = change["target"], change["what"]
        if what == "value" and target in parameters:
            explained.add(target)
            name, old, new = parameters[target].title[language], change["old"].removesuffix(".0"), change["new"]
        else:
            title = rules[target].title[language] if target in rules else ""
            name = " ".join(part for part in (target, title, _changed(what, language)) if part)
            old, new = _changed(change["old"], language), _changed(change["new"], language)
        text = name + w["colon"] + w["changed_from_to"].format(old=old, new=new)
        yield f"{text}{w['comma']}{w['reason']}{w['colon']}{change['reason']}"
    for item in checklist["parameters"]:
        if item["changed_by"] and item["name"] not in explained:
            p = parameters[item["name"]]
            value = in_words(item["value"], facts_of(report).get(p.name), language)
            by = w["aside"].format(text=item["changed_by"])
            yield f"{p.title[language]}{w['colon']}{w['changed_to'].format(new=value)}{by}"


def _changed(word: str, language: Language) -> str:
    return CHANGED_WORDS[word][language] if word in CHANGED_WORDS else word.removesuffix(".0")


def _score(content: Content, data: Data, language: Language) -> ScoreView:
    w = labels(language)
    score = data["score"]
    known = score["score"] is not None
    low, high = (points(score[name]) if known else "" for name in ("score_low", "score_high"))
    grade, tone, note = _grade(content, score, language)
    notes = [note] if note else []
    if score["computed"] != score["score"]:
        computed = points(score["computed"]) if score["computed"] is not None else w["no_score"]
        notes.append(w["computed"].format(points=computed))
    return ScoreView(
        value=points(score["score"]) if known else "",
        maximum=points(score["maximum"]),
        low=low,
        high=high,
        is_range=low != high,
        bar=_bar(score),
        completeness=percent(score["completeness"]),
        grade=grade,
        tone=tone,
        notes=tuple(notes),
        status=score["status"] or "",
        counts=_counts(score["counts"], language),
        bands=tuple(
            BandMark(title=b.title[language], minimum=b.minimum / 100) for b in reversed(content.scoring.bands)
        ),
    )


def _grade(content: Content, score: Mapping[str, Any], language: Language) -> tuple[str, str, str]:
    """The grade in words, its tone, and why it is lowered or missing."""
    w = labels(language)
    bands = {band.id: band for band in content.scoring.bands}
    if score["grade"] is None:
        least = percent(content.scoring.least_completeness)
        why = w[f"{score['no_grade_because']}_why"].format(share=percent(score["completeness"]), least=least)
        return w[score["no_grade_because"]], "none", why
    order = list(bands)
    tone = "good" if order.index(score["grade"]) == 0 else "poor" if score["grade"] == order[-1] else "fair"
    capped = score["capped_from"]
    note = w["capped"].format(reached=bands[capped].title[language], band=score["grade_title"]) if capped else ""
    return score["grade_title"], tone, note


def _bar(score: Mapping[str, Any]) -> Bar | None:
    if score["score"] is None or not score["maximum"]:
        return None
    share, low, high = (
        min(1.0, max(0.0, score[name] / score["maximum"])) for name in ("score", "score_low", "score_high")
    )
    return Bar(share=share, low=low, high=high)


def _counts(counts: Mapping[str, int], language: Language) -> tuple[Count, ...]:
    """The four outcomes, and errors where there are some."""
    return tuple(
        Count(outcome=name, word=OUTCOME_WORDS[name][language], sign=sign, number=counts[name])
        for name, sign in OUTCOME_SIGNS.items()
        if name != "error" or counts[name]
    )


def _sections(content: Content, sections: Iterable[Mapping[str, Any]], language: Language) -> Iterator[SectionView]:
    numbers = {section.id: section.number for section in content.sections}
    for item in sections:
        bar = _bar(item) if item["scored"] else None
        low, high = (percent(bar.low), percent(bar.high)) if bar else ("", "")
        yield SectionView(
            id=item["section"],
            number=numbers[item["section"]] if item["scored"] else "",
            title=item["title"],
            scored=item["scored"],
            share=percent(bar.share) if bar else "",
            bounds=f"{low}–{high}" if low != high else "",
            bar=bar,
            counts=_counts(item["counts"], language),
        )
