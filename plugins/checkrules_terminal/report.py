"""One report as rows: first the subject, the score and the key points, then the issues, then the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checkrules.plugin import Bar, Count, IssueView, ProvisionalView, ReadingView, ReportView, padded, width_of

from .rows import OUTCOME_STYLES, SEVERITY_SIGNS, SEVERITY_STYLES, TONES, Row, line, pairs, paragraph, rule

BAR_CELLS = 12
MOST_QUOTES = 3
LONGEST_QUOTE = 200
NAME_COLUMNS = 30
LEAST_DRAWN = 64
SHORT_DIGEST = 12
SHORT_GAP = 14


def report_rows(report: ReportView, width: int, w: dict[str, str]) -> Iterator[Row]:
    """The whole report."""
    yield from _head(report, width, w)
    yield from _score(report, width, w)
    yield from _sections(report, width, w)
    yield from _issues(report, width, w)
    yield from _to_confirm(report, width, w)
    yield from _rest(report, width, w)
    yield from _evidence(report, width, w)


def _head(report: ReportView, width: int, w: dict[str, str]) -> Iterator[Row]:
    yield line()
    yield line("=" * width, "dim")
    date = report.date
    if width_of(report.subject) + width_of(date) + 3 <= width:
        yield [(padded(report.subject, width - width_of(date)), "bold"), (date, "")]
    else:
        yield from paragraph(report.subject[:300], width, style="bold")
        yield line(date)
    yield from paragraph(f"{report.title}  {report.document}", width, style="dim")
    if report.profile:
        yield from paragraph(report.profile, width, style="dim", label=w["profile"])
    yield line()


def _score(report: ReportView, width: int, w: dict[str, str]) -> Iterator[Row]:
    score = report.score
    value = f"{score.value} / {score.maximum}" if score.value else w["no_score"]
    row: Row = [
        (f"{w['score']} " if score.value else "", "dim"),
        (value, "bold"),
        ("    ", ""),
        (score.grade, TONES[score.tone]),
    ]
    yield [*row, ("    ", ""), (w["decided_share"].format(share=score.completeness), "")]
    yield _counts(score.counts, width)
    if score.is_range:
        yield from paragraph(w["range"].format(low=score.low, high=score.high), width)
    for note in score.notes:
        yield from paragraph(note, width, style="bold")
    if score.status:
        yield from paragraph(score.status, width, style="dim")
    for change in report.changes:
        yield from paragraph(change, width, style="dim", label=w["changed"])
    if report.provisional is not None:
        yield from _provisional(report.provisional, len(report.to_confirm), width, w)


def _provisional(provisional: ProvisionalView, waiting: int, width: int, w: dict[str, str]) -> Iterator[Row]:
    """What holds if the readings are right, under its own heading, so that nobody takes it for the verdict."""
    score = provisional.score
    yield line()
    yield from paragraph(w["provisional_note"].format(n=waiting), width, style="magenta")
    value = f"{score.value} / {score.maximum}" if score.value else w["no_score"]
    head: Row = [
        (f"{w['provisional_score']} ", "magenta"),
        (value, "bold"),
        ("    ", ""),
        (score.grade, TONES[score.tone]),
    ]
    yield [*head, ("    ", ""), (w["provisional_share"].format(share=score.completeness), "")]
    yield _counts(provisional.counts, width)
    if score.is_range:
        yield from paragraph(w["range"].format(low=score.low, high=score.high), width)
    for note in score.notes:
        yield from paragraph(note, width, style="bold")


def _counts(counts: Iterable[Count], width: int) -> Row:
    parts = [(f"{count.sign} ", f"{count.word} {count.number}", count) for count in counts]
    space = "    " if sum(width_of(sign + word) + 4 for sign, word, _ in parts) <= width else "  "
    row: Row = []
    for sign, word, count in parts:
        style = OUTCOME_STYLES[count.outcome] if count.number else "dim"
        row += [(sign, style), (word + space, "" if count.number else "dim")]
    return row


def _sections(report: ReportView, width: int, w: dict[str, str]) -> Iterator[Row]:
    yield line()
    shown = report.score.counts
    heads = "".join(padded(count.sign, 5, right=True) for count in shown)
    drawn = width >= LEAST_DRAWN
    assumed = max(7, width_of(w["provisional"]) + 2) if report.provisional is not None else 0
    name = min(NAME_COLUMNS, width - 7 - assumed - 5 * len(shown) - (BAR_CELLS + 3) * drawn)
    share = padded(w["share"], 7, right=True) + (padded(w["provisional"], assumed, right=True) if assumed else "")
    yield line(padded(w["section"], name) + share + heads, "dim")
    for section in report.sections:
        number = padded(section.number, 4) if section.number else " " * 4
        share = section.share or "-"
        row: Row = [(number, "dim"), (padded(section.title, name - 4), ""), (padded(share, 7, right=True), "bold")]
        if assumed:
            row.append((padded(section.provisional or "-", assumed, right=True), "magenta"))
        numbers = {count.outcome: count.number for count in section.counts}
        for count in shown:
            n = numbers.get(count.outcome, 0)
            row.append((padded(str(n), 5, right=True), OUTCOME_STYLES[count.outcome] if n else "dim"))
        yield row + (_bar(section.bar) if section.bar and drawn else [])


def _bar(bar: Bar) -> Row:
    """Full cells are certain, the lighter ones what unknown facts leave open. It stands last in its row, since some
    consoles draw these signs two columns wide."""
    low, high = round(bar.low * BAR_CELLS), round(bar.high * BAR_CELLS)
    return [("   " + "█" * low, "cyan"), ("▓" * (high - low), "cyan dim"), ("─" * (BAR_CELLS - high), "dim")]


def _issues(report: ReportView, width: int, w: dict[str, str]) -> Iterator[Row]:
    by_severity = "  ".join(f"{count.word} {count.number}" for count in report.tally if count.number)
    count = w["issues_count"].format(n=len(report.issues)) + "  " + by_severity if report.issues else ""
    yield from rule(w["issues"], width, count)
    if not report.issues:
        unknown = report.unknown_count
        yield line(w["no_issues_unknown"].format(n=unknown) if unknown else w["no_issues"], "" if unknown else "green")
    for issue in report.issues:
        yield from _issue(issue, width, w)
    if report.visit_issues:
        yield from rule(w["visit_issues"], width)
        for issue in report.visit_issues:
            yield from _issue(issue, width, w)
    if report.provisional is not None and report.provisional.issues:
        issues = report.provisional.issues
        by_severity = "  ".join(f"{count.word} {count.number}" for count in report.provisional.tally if count.number)
        count = w["provisional_issues_note"].format(n=len(issues)) + "  " + by_severity
        yield from rule(w["provisional_issues"], width, count)
        for issue in issues:
            yield from _issue(issue, width, w)


def _to_confirm(report: ReportView, width: int, w: dict[str, str]) -> Iterator[Row]:
    if report.to_confirm:
        yield from rule(w["to_confirm"], width, w["to_confirm_note"].format(n=len(report.to_confirm)))
        yield from paragraph(w["how_to_confirm"], width, style="bold")
        for reading in report.to_confirm:
            yield from paragraph(f"{reading.title}{w['colon']}{reading.value}", width)
            yield from paragraph(_words(reading, w), width, indent=2, style="dim")


def _words(reading: ReadingView, w: dict[str, str]) -> str:
    """The inspector's own words, and what is doubtful about the reading."""
    doubt = f"{w['doubt']}{w['colon']}{reading.doubt}" if reading.doubt else ""
    aside = [part for part in (doubt, reading.others) if part]
    quote = f"“{reading.quote[:LONGEST_QUOTE]}”"
    return quote + (w["aside"].format(text=w["comma"].join(aside)) if aside else "")


def _issue(issue: IssueView, width: int, w: dict[str, str]) -> Iterator[Row]:
    style = SEVERITY_STYLES[issue.severity]
    label = f"{issue.number:>2} {SEVERITY_SIGNS[issue.severity]} {issue.severity_word}"
    lead = width_of(label) + 2
    gap = w["comma"].join(issue.gaps)
    beside = 0 < width_of(gap) <= SHORT_GAP
    mark = issue.provisional + w["colon"] if issue.provisional else ""
    text = mark + issue.message + f"  {gap}" * beside
    for number, row in enumerate(paragraph(text, width, indent=lead, style="bold")):
        first = row[0][0].lstrip().removeprefix(mark)
        yield [(label + "  ", style), (mark, "magenta"), (first, "bold")] if number == 0 else row
    if gap and not beside:
        yield from paragraph(gap, width, indent=lead, style="yellow")
    if issue.readings:
        said = "  ".join(dict.fromkeys(_words(reading, w) for reading in issue.readings[:MOST_QUOTES]))
        yield from paragraph(
            said, width, indent=lead, label=w["words"], style="magenta" if issue.provisional else "dim"
        )
    yield from paragraph(issue.remedy, width, indent=lead, label=w["remedy"])
    if issue.waiver:
        yield from paragraph(issue.waiver, width, indent=lead, label=w["waived"])
    last = [issue.due] + ([w["gain_after_repair"].format(gain=issue.gain)] if issue.gain else [])
    last.append(f"{issue.rule} {issue.task}")
    yield from paragraph("   ".join(last), width, indent=lead, style="dim")


def _rest(report: ReportView, width: int, w: dict[str, str]) -> Iterator[Row]:
    if report.overrides:
        yield from rule(w["overrides"], width)
        for item in report.overrides:
            yield from paragraph(f"{item.rule} {item.title}{w['colon']}{item.computed} → {item.outcome}", width)
            yield from paragraph(item.reason + w["aside"].format(text=item.by), width, indent=2, style="dim")
    if report.errors:
        yield from rule(w["errors"], width)
        for text in report.errors:
            yield from paragraph(text, width, style="red")
    if report.undecided:
        yield from rule(w["undecided"], width, w["undecided_note"].format(n=report.undecided_count))
        for group in report.undecided:
            needed = w["list"].join((*group.facts, *group.reasons))
            yield from paragraph(f"{needed}  {' '.join(group.rules)}", width, label=padded(group.task, 22))
    if report.prose:
        yield from rule(w["prose"], width)
        for fact in report.prose:
            yield from paragraph(f"{fact.title}{w['colon']}{fact.value}", width)
            yield from paragraph(f"“{fact.quote[:200]}”", width, indent=2, style="dim")
    if report.remarks:
        yield from rule(w["remarks"], width)
        for remark in report.remarks:
            yield from paragraph(remark.message + (f"  {remark.location}" if remark.location else ""), width)


def _evidence(report: ReportView, width: int, w: dict[str, str]) -> Iterator[Row]:
    yield line()
    shortened = {w["sha256"], w["digest"]}
    yield from pairs(
        ((key, value[:SHORT_DIGEST] if key in shortened else value) for key, value in report.evidence), width
    )
