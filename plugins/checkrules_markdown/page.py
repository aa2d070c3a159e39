"""A view of reports as one Markdown document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checkrules.plugin import IssueView, ReportView, View, labels

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
    yield f"## {w['overview']}"
    yield ""
    yield from table(
        [w["number"], view.reports[0].subject_title, w["score"], w["grade"], *severities, w["unknown"]],
        [
            [
                str(number),
                escaped(report.subject),
                report.score.value or "-",
                escaped(report.score.grade),
                *(str(count.number) for count in report.tally),
                str(report.undecided_count),
            ]
            for number, report in enumerate(view.reports, start=1)
        ],
        frozenset({0, 2, *range(4, 5 + len(severities))}),
    )
    if view.by_rule:
        yield f"## {w['by_rule']}"
        yield ""
        rows = [[rule, word, escaped(title), str(number)] for rule, word, title, number in view.by_rule]
        yield from table([w["rule"], w["severity"], w["message"], w["failures"]], rows, frozenset({3}))


def _report(report: ReportView, level: int, w: dict[str, str]) -> Iterator[str]:
    inner = "#" * (level + 1)
    yield f"{'#' * level} {escaped(report.subject)}"
    yield ""
    yield from _head(report, w)
    yield from _score(report, inner, w)
    yield from _issues(report, inner, w)
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
    outcomes = [count.word for count in report.score.counts]
    heads = [w["section"], w["share"], *outcomes]
    rows = []
    for section in report.sections:
        share = section.share + (f" ({section.bounds})" if section.bounds else "")
        numbers = {count.outcome: count.number for count in section.counts}
        cells = [str(numbers.get(count.outcome, 0)) for count in report.score.counts]
        name = escaped(f"{section.number} {section.title}".strip())
        rows.append([name, share if section.scored else w["unscored"], *cells])
    yield from table(heads, rows, frozenset(range(1, len(heads))))


def _issues(report: ReportView, inner: str, w: dict[str, str]) -> Iterator[str]:
    yield f"{inner} {w['issues']}"
    yield ""
    if report.issues:
        counts = [f"{count.word} {count.number}" for count in report.tally if count.number]
        yield f"{w['issues_count'].format(n=len(report.issues))}{w['colon']}{w['list'].join(counts)}"
        yield ""
        yield from _issue_table(report.issues, w)
    else:
        unknown = report.undecided_count
        yield w["no_issues_unknown"].format(n=unknown) if unknown else w["no_issues"]
        yield ""
    if report.visit_issues:
        yield f"{inner} {w['visit_issues']}"
        yield ""
        yield from _issue_table(report.visit_issues, w)


def _issue_table(issues: Iterable[IssueView], w: dict[str, str]) -> Iterator[str]:
    heads = [w["number"], w["severity"], w["rule"], w["issue"], w["remedy"], w["due"], w["gain"]]
    rows = []
    for issue in issues:
        message = [escaped(issue.message), *(escaped(gap) for gap in issue.gaps)]
        if issue.waiver:
            message.append(f"**{w['waived']}**{w['colon']}{escaped(issue.waiver)}")
        cells = [issue.severity_word, escaped(issue.rule), "<br>".join(message), escaped(issue.remedy), issue.due]
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
