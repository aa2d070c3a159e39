"""Issues, undecided rules, facts out of prose, overrides and rules of one report's data, as they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from checkrules.evaluation.report import Report
from checkrules.model.form import Fact
from checkrules.model.results import REASONS
from checkrules.model.rules import Content
from checkrules.model.text import Language
from checkrules.presentation.shapes import IssueView, OverrideView, ProseView, RuleView, SectionView, UndecidedView
from checkrules.presentation.values import day, gained, gap_text, in_words
from checkrules.words.labels import OUTCOME_SIGNS, OUTCOME_WORDS, SEVERITY_WORDS, labels

Data = Mapping[str, Any]


def facts_of(report: Report) -> Mapping[str, Fact]:
    """The fact whose choices put the values of a name into words."""
    return report.compiled.labelled


def task_titles(content: Content, language: Language) -> dict[str, str]:
    """The titles of the tasks by id."""
    return {task.id: task.title[language] for section in content.sections for task in section.tasks}


def issue_views(
    items: Iterable[Data], report: Report, titles: Mapping[str, str], language: Language, first: int
) -> Iterator[IssueView]:
    """Issues in the order of the data, numbered from `first`."""
    w = labels(language)
    for number, item in enumerate(items, start=first):
        if item["due"]:
            due = w["due_by"].format(date=day(item["due"], language))
        else:
            due = w["due_within"].format(days=item["due_days"])
        yield IssueView(
            number=number,
            rule=item["rule"],
            severity=item["severity"],
            severity_word=SEVERITY_WORDS[item["severity"]][language],
            task=titles.get(item["task"], item["task"]),
            message=item["message"],
            gaps=_gaps(item["gap"], item["message"], report, language),
            remedy=item["remedy"],
            due=due,
            gain=w["gain_points"].format(points=gained(item["gain"])) if item["gain"] else "",
            waiver=_waiver(item["waiver"], language),
            clause=item["clause"],
            quote=item["quote"],
        )


def _gaps(gaps: list[Data], message: str, report: Report, language: Language) -> tuple[str, ...]:
    facts = facts_of(report)
    named = {fact.title[language] for fact in report.content.form.facts}
    named |= {definition.title[language] for definition in report.content.definitions}
    several = len(gaps) > 1
    gap_lines = (
        gap_text(gap, facts.get(gap["fact"]), message, several and gap["title"] in named, language) for gap in gaps
    )
    return tuple(text for text in gap_lines if text)


def _waiver(waiver: Data | None, language: Language) -> str:
    if waiver is None:
        return ""
    until = day(waiver["expires"], language)
    return labels(language)["waiver"].format(reason=waiver["reason"], approver=waiver["approver"], expires=until)


def undecided_views(
    results: Iterable[Data], report: Report, titles: Mapping[str, str], language: Language
) -> tuple[UndecidedView, ...]:
    """The undecided rules by task, in the checklist's order, each fact once."""
    facts = report.compiled.facts
    by_task: dict[str, list[Data]] = {}
    for result in results:
        if result["outcome"] == "unknown":
            by_task.setdefault(result["task"], []).append(result)
    return tuple(
        UndecidedView(
            task=titles.get(task, task),
            facts=tuple(
                dict.fromkeys(
                    facts[name].title[language] if name in facts else name for item in group for name in item["missing"]
                )
            ),
            rules=tuple(item["rule"] for item in group),
            reasons=tuple(
                dict.fromkeys(
                    REASONS[item["reason"]][language] for item in group if item["reason"] not in (None, "missing_facts")
                )
            ),
        )
        for task, group in by_task.items()
    )


def prose_views(
    facts: Mapping[str, Data], report: Report, titles: Mapping[str, str], language: Language
) -> tuple[ProseView, ...]:
    """The facts that were read out of narratives, as they stand in the form."""
    about = labels(language)["approximate"]
    known = report.compiled.facts
    return tuple(
        ProseView(
            title=known[name].title[language],
            value=(about if fact["approximate"] else "") + _with_unit(fact["value"], known[name], language),
            quote=fact["quote"],
            task=titles.get(fact["task"], fact["task"] or ""),
        )
        for name, fact in facts.items()
        if fact["origin"] == "prose"
    )


def _with_unit(value: Any, fact: Fact, language: Language) -> str:
    text = in_words(value, fact, language)
    if fact.unit is None or isinstance(value, bool) or not isinstance(value, (int, float)):
        return text
    return text + ("" if language == "zh" else " ") + fact.unit[language]


def override_views(results: Iterable[Data], language: Language) -> tuple[OverrideView, ...]:
    """Where an inspector decided, with both outcomes."""
    return tuple(
        OverrideView(
            rule=item["rule"],
            title=item["title"],
            computed=OUTCOME_WORDS[item["computed"]][language],
            outcome=OUTCOME_WORDS[item["outcome"]][language],
            by=item["override"]["by"],
            reason=item["override"]["reason"],
        )
        for item in results
        if item["override"] is not None
    )


def rule_views(
    results: Iterable[Data], sections: Iterable[SectionView], language: Language
) -> tuple[tuple[SectionView, tuple[RuleView, ...]], ...]:
    """All rules by section."""
    by_section: dict[str, list[RuleView]] = {}
    for item in results:
        overridden = item["override"] is not None and item["computed"] != item["outcome"]
        by_section.setdefault(item["section"], []).append(
            RuleView(
                id=item["rule"],
                title=item["title"],
                outcome=item["outcome"],
                word=OUTCOME_WORDS[item["outcome"]][language],
                sign=OUTCOME_SIGNS[item["outcome"]],
                message=_beyond(item["message"], item["title"]),
                clause=item["source"]["clause"],
                quote=item["source"]["quote"],
                computed=OUTCOME_WORDS[item["computed"]][language] if overridden else "",
                waived=item["waiver"] is not None,
            )
        )
    return tuple((section, tuple(by_section[section.id])) for section in sections if section.id in by_section)


def _beyond(message: str, title: str) -> str:
    """What a message says besides the rule's title."""
    return message.removeprefix(title).lstrip("：: ")
