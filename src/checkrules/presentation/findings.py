"""Issues, undecided rules, facts out of prose, overrides and rules of a report document, as they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from checkrules.model.document import FactData, IssueData, ReadingData, ResultData, WaiverData
from checkrules.model.privacy import WITHHELD
from checkrules.model.text import Language
from checkrules.presentation.shapes import (
    IssueView,
    OverrideView,
    ProseView,
    ReadingView,
    RuleView,
    SectionView,
    UndecidedView,
)
from checkrules.presentation.values import gained
from checkrules.words.codes import (
    OUTCOME_SIGNS,
    OUTCOME_WORDS,
    PROVISIONAL_WORDS,
    READING_STATUS_WORDS,
    REASON_WORDS,
    SEVERITY_WORDS,
    word_of,
)
from checkrules.words.labels import labels
from checkrules.words.values import format_value


def issue_views(
    issues: Iterable[IssueData],
    tasks: Mapping[str, str],
    language: Language,
    first: int,
    *,
    with_gain: bool,
    released: bool,
    provisional: bool = False,
) -> Iterator[IssueView]:
    """Issues in the order of the document, numbered from `first`; `tasks`: their titles by id."""
    w = labels(language)
    for number, issue in enumerate(issues, start=first):
        if issue.due is not None:
            due = w["due_by"].format(date=format_value(issue.due, None, language))
        else:
            due = w["due_within_one" if issue.due_days == 1 else "due_within"].format(days=issue.due_days)
        yield IssueView(
            number=number,
            rule=issue.rule,
            severity=issue.severity,
            severity_word=SEVERITY_WORDS[issue.severity][language],
            task=tasks.get(issue.task, issue.task),
            message=issue.message,
            gaps=tuple(gap.text for gap in issue.gap if gap.text),
            remedy=issue.remedy,
            due=due,
            gain=w["gain_points"].format(points=gained(issue.gain)) if with_gain and issue.gain else "",
            waiver=_waiver(issue.waiver, language),
            clause=issue.clause,
            quote=issue.quote,
            provisional=PROVISIONAL_WORDS["fail"][language] if provisional else "",
            readings=tuple(reading_views(issue.readings or (), tasks, language, released)),
        )


def reading_views(
    readings: Iterable[ReadingData], tasks: Mapping[str, str], language: Language, released: bool
) -> Iterator[ReadingView]:
    """Readings in their order. Flagged quotes are withheld until `released`."""
    w = labels(language)
    for reading in readings:
        conflict = [READING_STATUS_WORDS["conflict"][language]] if reading.status == "conflict" else []
        # of yes and no the opposite goes without saying
        values = [other.text for other in reading.alternatives if conflict or other.how != "opposite"]
        others = w["list"].join(dict.fromkeys(values))
        yield ReadingView(
            title=reading.title,
            value=reading.text if reading.value is not None else w["not_read"],
            quote=WITHHELD[language] if reading.flagged and not released else reading.quote,
            task=tasks.get(reading.task, reading.task),
            doubt=w["list"].join(dict.fromkeys((*conflict, *(doubt.text for doubt in reading.doubts)))),
            others=w["or"].format(values=others) if others else "",
        )


def _waiver(waiver: WaiverData | None, language: Language) -> str:
    if waiver is None:
        return ""
    until = format_value(waiver.expires, None, language)
    return labels(language)["waiver"].format(reason=waiver.reason, approver=waiver.approver, expires=until)


def undecided_views(
    results: Iterable[ResultData], tasks: Mapping[str, str], language: Language
) -> tuple[UndecidedView, ...]:
    """The undecided rules by task, in the checklist's order, each fact once."""
    by_task: dict[str, list[ResultData]] = {}
    for result in results:
        if result.outcome == "unknown" and not result.provisional:
            by_task.setdefault(result.task, []).append(result)
    return tuple(
        UndecidedView(
            task=tasks.get(task, task),
            facts=tuple(dict.fromkeys(title for result in group for title in result.missing_titles)),
            rules=tuple(result.rule for result in group),
            reasons=tuple(
                dict.fromkeys(
                    word_of(result.reason, REASON_WORDS, language)
                    for result in group
                    if result.reason is not None and result.reason != "missing_facts"
                )
            ),
        )
        for task, group in by_task.items()
    )


def prose_views(
    facts: Iterable[FactData], tasks: Mapping[str, str], language: Language, released: bool
) -> tuple[ProseView, ...]:
    """The facts that were read out of narratives, in the order of the form. Flagged quotes are withheld until `released`."""
    about = labels(language)["approximate"]
    return tuple(
        ProseView(
            title=fact.title,
            value=(about if fact.approximate is True else "") + fact.text,
            quote=WITHHELD[language] if fact.flagged and not released else fact.quote or "",
            task=tasks.get(fact.task, fact.task) if fact.task else "",
        )
        for fact in facts
        if fact.origin == "prose"
    )


def override_views(results: Iterable[ResultData], language: Language) -> tuple[OverrideView, ...]:
    """Where an inspector decided, with both outcomes."""
    return tuple(
        OverrideView(
            rule=result.rule,
            title=result.title,
            computed=OUTCOME_WORDS[result.computed][language],
            outcome=OUTCOME_WORDS[result.outcome][language],
            by=result.override.by,
            reason=result.override.reason,
        )
        for result in results
        if result.override is not None
    )


def rule_views(
    results: Iterable[ResultData], sections: Iterable[SectionView], language: Language
) -> tuple[tuple[SectionView, tuple[RuleView, ...]], ...]:
    """All rules by section."""
    by_section: dict[str, list[RuleView]] = {}
    for result in results:
        overridden = result.override is not None and result.computed != result.outcome
        by_section.setdefault(result.section, []).append(
            RuleView(
                id=result.rule,
                title=result.title,
                outcome=result.outcome,
                word=OUTCOME_WORDS[result.outcome][language],
                sign=OUTCOME_SIGNS[result.outcome],
                message=_beyond(result.message, result.title),
                clause=result.source.clause,
                quote=result.source.quote,
                computed=OUTCOME_WORDS[result.computed][language] if overridden else "",
                waived=result.waiver is not None,
                provisional=PROVISIONAL_WORDS[result.provisional][language] if result.provisional else "",
            )
        )
    return tuple((section, tuple(by_section[section.id])) for section in sections if section.id in by_section)


def _beyond(message: str, title: str) -> str:
    """What a message says besides the rule's title."""
    return message.removeprefix(title).lstrip("：: ")
