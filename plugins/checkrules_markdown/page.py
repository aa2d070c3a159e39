"""A view of reports as one Markdown document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checkrules.plugin import IssueView, ProvisionalView, ReportView, View, labels

from .escape import escaped, table


def page(view: View) -> str:
    """The document: an overview where there are several reports, each report, the files that could not be read."""
    w = labels(view.language)
    lines: list[str] = []
    notices = [*(f"> {escaped(notice)}  " for notice in view.notices), *([""] if view.notices else [])]
    if len(view.reports) == 1:
        lines += notices
        lines += _report(view.reports[0], 1, w)
    else:
        lines += [f"# {w['report']}", "", *notices]
        lines += _overview(view, w) if view.reports else [w["nothing"], ""]
        for report in view.reports:
            lines += ["---", "", *_report(report, 2, w)]
    if view.rejected:
        lines += [f"## {w['rejected']}", ""]
        rows = [[escaped(item.source), escaped(item.reason), escaped(item.hint)] for item in view.rejected]
        lines += table([w["source"], w["why"], w["hint"]], rows)
    if len(view.reports) != 1:
        lines += ["---", "", *_pairs(view.made, w)]
    return "\n".join(lines).rstrip() + "\n"


def _overview(view: View, w: dict[str, str]) -> Iterator[str]:
    severities = [count.word for count in view.reports[0].tally]
    assumed = any(report.provisional is not None for report in view.reports)
    more = [w["provisional_points"], w["provisional_failures"]] if assumed else []
    yield f"## {w['overview']}"
    yield ""
    yield from table(
        [w["number"], view.reports[0].subject_title, w["score"], w["grade"], *severities, w["unknown"], *more],
        [
            [
                str(number),
                escaped(report.subject),
                report.score.value or "-",
                escaped(report.score.grade),
                *(str(count.number) for count in report.tally),
                str(report.unknown_count),
                *(_assumed(report) if assumed else ()),
            ]
            for number, report in enumerate(view.reports, start=1)
        ],
        frozenset({0, 2, *range(4, 5 + len(severities) + len(more))}),
    )
    if assumed:
        yield w["provisional_overview"].format(n=sum(len(report.to_confirm) for report in view.reports))
        yield ""
        yield escaped(w["how_to_confirm"])
        yield ""
    for heading, head, rules in (
        (w["by_rule"], w["failures"], view.by_rule),
        (w["provisional_by_rule"], w["provisional_failures"], view.provisional_by_rule),
    ):
        if rules:
            yield f"## {heading}"
            yield ""
            rows = [[rule, word, escaped(title), str(number)] for rule, word, title, number in rules]
            yield from table([w["rule"], w["severity"], w["message"], head], rows, frozenset({3}))


def _assumed(report: ReportView) -> tuple[str, str]:
    """The provisional score and the number of provisional failures."""
    if report.provisional is None:
        return "", ""
    return report.provisional.score.value or "-", str(len(report.provisional.issues))


def _report(report: ReportView, level: int, w: dict[str, str]) -> Iterator[str]:
    inner = "#" * (level + 1)
    yield f"{'#' * level} {escaped(report.subject)}"
    yield ""
    yield from _head(report, w)
    yield from _score(report, inner, w)
    yield from _issues(report, inner, w)
    yield from _to_confirm(report, inner, w)
    yield from _undecided(report, inner, w)
    if report.errors:
        yield from (f"{inner} {w['errors']}", "", *(f"- {escaped(text)}" for text in report.errors), "")
    if report.overrides:
        yield from (f"{inner} {w['overrides']}", "")
        heads = [w["rule"], w["message"], w["computed_outcome"], w["decided_outcome"], w["by"], w["reason"]]
        rows = [[o.rule, o.title, o.computed, o.outcome, o.by, o.reason] for o in report.overrides]
        yield from table(heads, [[escaped(cell) for cell in row] for row in rows])
    if report.prose:
        yield from (f"{inner} {w['prose']}", "")
        rows = [[p.task, p.title, p.value, p.quote] for p in report.prose]
        yield from table(
            [w["task"], w["fact"], w["value"], w["quote"]], [[escaped(cell) for cell in row] for row in rows]
        )
    if report.remarks:
        yield from (f"{inner} {w['remarks']}", "")
        for remark in report.remarks:
            location = w["aside"].format(text=escaped(remark.location)) if remark.location else ""
            yield f"- {escaped(remark.message)}{location}"
        yield ""
    yield f"{inner} {w['evidence']}"
    yield ""
    yield from _pairs(report.evidence, w)


def _pairs(pairs: Iterable[tuple[str, str]], w: dict[str, str]) -> Iterator[str]:
    for label, value in pairs:
        yield f"- {label}{w['colon']}{escaped(value)}"
    yield ""


def _head(report: ReportView, w: dict[str, str]) -> Iterator[str]:
    pairs = [(w["date"], report.date), (w["checklist"], report.title), (w["document"], report.document)]
    pairs += [(w["profile"], report.profile)] if report.profile else []
    yield from list(_pairs(pairs, w))[:-1]
    if report.changes:
        yield f"- {w['changed']}{w['colon']}".rstrip()
        yield from (f"  - {escaped(change)}" for change in report.changes)
    yield ""


def _score(report: ReportView, inner: str, w: dict[str, str]) -> Iterator[str]:
    score = report.score
    value = f"**{w['points'].format(points=score.value)}**" if score.value else w["no_score"]
    parts = [value + w["aside"].format(text=w["of"].format(maximum=score.maximum)) if score.value else value]
    parts.append(f"**{escaped(score.grade)}**")
    parts.append(w["decided_share"].format(share=score.completeness))
    yield f"{inner} {w['score']}"
    yield ""
    yield " · ".join(parts)
    yield ""
    notes = [w["range"].format(low=score.low, high=score.high)] if score.is_range else []
    for note in (*notes, *score.notes, score.status):
        if note:
            yield f"- {escaped(note)}"
    yield ""
    if report.provisional is not None:
        yield from _provisional(report.provisional, len(report.to_confirm), w)
    outcomes = [count.word for count in report.score.counts]
    assumed = report.provisional is not None
    heads = [w["section"], w["share"], *([w["provisional"]] if assumed else []), *outcomes]
    rows = []
    for section in report.sections:
        share = section.share + (f" ({section.bounds})" if section.bounds else "")
        numbers = {count.outcome: count.number for count in section.counts}
        cells = [str(numbers.get(count.outcome, 0)) for count in report.score.counts]
        name = escaped(f"{section.number} {section.title}".strip())
        more = [section.provisional] if assumed else []
        rows.append([name, share if section.scored else w["unscored"], *more, *cells])
    yield from table(heads, rows, frozenset(range(1, len(heads))))


def _provisional(provisional: ProvisionalView, waiting: int, w: dict[str, str]) -> Iterator[str]:
    """What holds if the readings are right, as a quotation, so that nobody takes it for the verdict."""
    score = provisional.score
    value = w["points"].format(points=score.value) if score.value else w["no_score"]
    parts = [value + w["aside"].format(text=w["of"].format(maximum=score.maximum)) if score.value else value]
    parts += [escaped(score.grade), w["provisional_share"].format(share=score.completeness)]
    counts = [f"{count.word} {count.number}" for count in provisional.counts]
    yield f"> {w['provisional_note'].format(n=waiting)}"
    yield ">"
    yield f"> **{w['provisional_score']}** " + " · ".join((*parts, *counts))
    notes = [w["range"].format(low=score.low, high=score.high)] if score.is_range else []
    for note in (*notes, *score.notes):
        yield ">"
        yield f"> {escaped(note)}"
    yield ""


def _issues(report: ReportView, inner: str, w: dict[str, str]) -> Iterator[str]:
    yield f"{inner} {w['issues']}"
    yield ""
    if report.issues:
        counts = [f"{count.word} {count.number}" for count in report.tally if count.number]
        yield f"{w['issues_count'].format(n=len(report.issues))}{w['colon']}{w['list'].join(counts)}"
        yield ""
        yield from _issue_table(report.issues, w)
    else:
        unknown = report.unknown_count
        yield w["no_issues_unknown"].format(n=unknown) if unknown else w["no_issues"]
        yield ""
    if report.visit_issues:
        yield f"{inner} {w['visit_issues']}"
        yield ""
        yield from _issue_table(report.visit_issues, w)
    if report.provisional is not None and report.provisional.issues:
        yield f"{inner} {w['provisional_issues']}"
        yield ""
        yield w["provisional_issues_note"].format(n=len(report.provisional.issues))
        yield ""
        yield from _issue_table(report.provisional.issues, w)


def _to_confirm(report: ReportView, inner: str, w: dict[str, str]) -> Iterator[str]:
    if not report.to_confirm:
        return
    yield f"{inner} {w['to_confirm']}"
    yield ""
    yield w["to_confirm_note"].format(n=len(report.to_confirm))
    yield ""
    yield escaped(w["how_to_confirm"])
    yield ""
    rows = [
        [r.task, r.title, r.value, f"“{r.quote}”", w["list"].join(part for part in (r.doubt, r.others) if part)]
        for r in report.to_confirm
    ]
    heads = [w["task"], w["fact"], w["value"], w["words"], w["doubt"]]
    yield from table(heads, [[escaped(cell) for cell in row] for row in rows])


def _issue_table(issues: Iterable[IssueView], w: dict[str, str]) -> Iterator[str]:
    heads = [w["number"], w["severity"], w["rule"], w["issue"], w["remedy"], w["due"], w["gain"]]
    rows = []
    for issue in issues:
        message = [escaped(issue.message), *(escaped(gap) for gap in issue.gaps)]
        for reading in issue.readings:
            doubt = w["aside"].format(text=f"{w['doubt']}{w['colon']}{reading.doubt}") if reading.doubt else ""
            message.append(escaped(f"{w['words']}{w['colon']}“{reading.quote}”{doubt}"))
        if issue.waiver:
            message.append(f"**{w['waived']}**{w['colon']}{escaped(issue.waiver)}")
        severity = "<br>".join(part for part in (issue.severity_word, issue.provisional) if part)
        cells = [severity, escaped(issue.rule), "<br>".join(message), escaped(issue.remedy), issue.due]
        rows.append([str(issue.number), *cells, issue.gain])
    scored = any(issue.gain for issue in issues)
    width = len(heads) if scored else len(heads) - 1
    yield from table(heads[:width], [row[:width] for row in rows], frozenset({0}))


def _undecided(report: ReportView, inner: str, w: dict[str, str]) -> Iterator[str]:
    if not report.undecided:
        return
    yield f"{inner} {w['undecided']}"
    yield ""
    yield w["undecided_note"].format(n=report.undecided_count)
    yield ""
    rows = [
        [
            escaped(item.task),
            escaped(w["list"].join((*item.facts, *item.reasons))),
            escaped(w["list"].join(item.rules)),
        ]
        for item in report.undecided
    ]
    yield from table([w["task"], w["needed"], w["rule"]], rows)
