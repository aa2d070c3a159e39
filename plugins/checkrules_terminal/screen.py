"""A view of reports as text for a terminal, with colour where it is wanted."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import attrs

from checkrules.plugin import OUTCOME_SIGNS, ReportView, View, labels, padded, width_of

from .report import report_rows
from .rows import SEVERITY_SIGNS, TONES, Row, line, pairs, paragraph, rule

if TYPE_CHECKING:
    from rich.console import Console

MOST_IN_FULL = 5
MOST_RULES = 20
LEAST_NAME = 20
PLAIN_WIDTH, LEAST_WIDTH, MOST_WIDTH = 80, 56, 100


@attrs.frozen(kw_only=True)
class Screen:
    """What the text is for: how many columns, and whether colours show."""

    width: int = PLAIN_WIDTH
    colour: bool = False


def screen_of_stdout() -> Screen:
    """The terminal on standard output; 80 columns without colour when it is none."""
    if sys.stdout is None or not sys.stdout.isatty():
        return Screen()
    width = min(MOST_WIDTH, max(LEAST_WIDTH, shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns))
    return Screen(width=width, colour=not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb" and _shows())


def _shows() -> bool:
    """Whether the console understands colour sequences; an old one of Windows does not."""
    if sys.platform != "win32":
        return True
    try:
        from rich.console import Console
    except ModuleNotFoundError:
        return True  # without rich there is no colour

    return not Console().legacy_windows


def screen(view: View, on: Screen) -> str:
    """The text: a few reports in full, of many the overview alone; then what could not be read. Colour needs rich."""
    rows = _rows(view, on.width)
    if not on.colour:
        return "".join("".join(part for part, _ in row).rstrip() + "\n" for row in rows)
    from rich.console import Console

    sink = io.StringIO()
    console = Console(
        file=sink,
        width=on.width + 1,
        force_terminal=True,
        color_system="standard",
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        _environ={},
    )
    _print(console, rows)
    return sink.getvalue()


def _print(console: Console, rows: Iterable[Row]) -> None:
    from rich.text import Text

    for row in rows:
        text = Text(no_wrap=True, overflow="ignore", end="\n")
        for part, style in row:
            text.append(part, style=style)
        text.rstrip()
        console.print(text, soft_wrap=True)


def _rows(view: View, width: int) -> Iterator[Row]:
    w = labels(view.language)
    many = len(view.reports) > MOST_IN_FULL
    for notice in view.notices:
        yield from paragraph(notice, width)
    if len(view.reports) > 1:
        yield from _overview(view, width, w)
    if many:
        yield from _by_rule(view, width, w)
        yield line()
        yield from paragraph(w["see_each"], width, style="bold")
    else:
        for report in view.reports:
            yield from report_rows(report, width, w)
    if not view.reports and not view.rejected:
        yield line(w["nothing"])
    if view.rejected:
        yield from rule(w["rejected"], width)
        for item in view.rejected:
            yield from paragraph(item.source, width, style="bold")
            yield from paragraph(item.reason, width, indent=2)
            if item.hint:
                yield from paragraph(item.hint, width, indent=2, style="dim")
    if many or not view.reports:
        yield line()
        yield from pairs(view.made, width)


def _overview(view: View, width: int, w: dict[str, str]) -> Iterator[Row]:
    assumed = [_assumed(report) for report in view.reports]
    last = max((*map(width_of, assumed), width_of(w["provisional"]))) + 2 if any(assumed) else 0
    width -= last
    heads = [w["score"], w["grade"], *(count.word for count in view.reports[0].tally), w["unknown"]]
    grade = max(width_of(report.score.grade) for report in view.reports)
    widths = [max(5, width_of(heads[0])), max(grade, width_of(heads[1])), *(max(4, width_of(h)) for h in heads[2:])]
    if width - sum(widths) - 2 * len(widths) < LEAST_NAME:
        heads[2:] = [*(SEVERITY_SIGNS[count.outcome] for count in view.reports[0].tally), OUTCOME_SIGNS["unknown"]]
        widths[2:] = [3] * (len(heads) - 2)
    rest = width - sum(widths) - 2 * len(widths)
    yield from rule(f"{w['overview']} {w['submissions_count'].format(n=len(view.reports))}", width + last)
    yield line(
        padded(view.reports[0].subject_title, rest)
        + "".join("  " + padded(h, n, i != 1) for i, (h, n) in enumerate(zip(heads, widths, strict=True)))
        + (padded(w["provisional"], last, right=True) if last else ""),
        style="dim",
    )
    for report, verdict in zip(view.reports, assumed, strict=True):
        numbers = [*(count.number for count in report.tally), report.unknown_count]
        yield [
            (padded(report.subject, rest), ""),
            ("  " + padded(report.score.value or "-", widths[0], right=True), "bold"),
            ("  " + padded(report.score.grade, widths[1]), TONES[report.score.tone]),
            *(
                ("  " + padded(str(n), size, right=True), "" if n else "dim")
                for n, size in zip(numbers, widths[2:], strict=True)
            ),
            (padded(verdict, last, right=True) if last else "", "magenta"),
        ]
    if last:
        waiting = sum(len(report.to_confirm) for report in view.reports)
        yield from paragraph(w["provisional_overview"].format(n=waiting), width + last, style="magenta")
        yield from paragraph(w["how_to_confirm"], width + last, style="dim")


def _assumed(report: ReportView) -> str:
    """The provisional score with the number of provisional failures; empty where nothing is provisional."""
    if report.provisional is None:
        return ""
    failures = f"{OUTCOME_SIGNS['fail']}{len(report.provisional.issues)}"
    return f"{report.provisional.score.value or '-'}  {failures:>3}"


def _by_rule(view: View, width: int, w: dict[str, str]) -> Iterator[Row]:
    yield from _failures(w["by_rule"], view.by_rule, view, width, w)
    yield from _failures(w["provisional_by_rule"], view.provisional_by_rule, view, width, w)


def _failures(
    heading: str, rules: Sequence[tuple[str, str, str, int]], view: View, width: int, w: dict[str, str]
) -> Iterator[Row]:
    if not rules:
        return
    yield from rule(heading, width)
    wide = max(width_of(rule_id) for rule_id, *_ in rules)
    for rule_id, severity, title, number in rules[:MOST_RULES]:
        left = f"{number:>4}  {padded(rule_id, wide)}  {padded(severity, 8 if view.language == 'en' else 4)}  "
        yield line(left + padded(title, width - width_of(left)).rstrip())
    if len(rules) > MOST_RULES:
        yield line("      " + w["more_rules"].format(n=len(rules) - MOST_RULES), "dim")
