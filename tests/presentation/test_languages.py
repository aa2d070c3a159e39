"""What people see is in one language: no English word in Chinese output but names, no Chinese in English but what was stated."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import lxml.html
import pytest

import checkrules
import checkrules_html.page
import checkrules_markdown.page
from checkrules import Checklist, Report, Reports
from checkrules.hooks.registry import load_plugins
from checkrules.model.rules import Content
from checkrules.model.text import plain
from checkrules.plugin import View, document_of, view_of
from checkrules.presentation.catalogue import plugins_text, rules_text
from checkrules.presentation.explain import explanation
from checkrules_terminal.screen import Screen, screen

from .. import sample_reports as sample

CASES = sorted((Path(__file__).parents[1] / "data" / "cases").glob("*.json"))
REPORTS = (sample.troubled, sample.clean, sample.several, sample.many, sample.nothing)
IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_.\-/]*[A-Za-z]")
NAMES = {
    "checkrules", "SHA", "UTC", "Word", "GB/T", "docx", "json", "ndjson", "csv", "yaml", "html", "markdown", "terminal",
    "--output", "--set", "output", "set", "md", "doc", "roster.csv", "forms", "ray", "local", "functions", "scoring",
    "mental_health", "mental-health", "school", "strict",
}  # fmt: skip
"""Names of files, formats, plugins, options, checklists and profiles."""
CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+")


@pytest.fixture(scope="module")
def checklist() -> Checklist:
    return checkrules.load_checklist("mental-health")


@pytest.fixture(scope="module")
def reports(checklist: Checklist) -> list[Report]:
    stated = [json.loads(case.read_text(encoding="utf-8"))["facts"] for case in CASES]
    return [checklist.evaluate(facts) for facts in (*stated, {})]


def ids_of(content: Content) -> set[str]:
    named = (*content.form.facts, *content.parameters, *content.definitions)
    tasks = [task for section in content.sections for task in section.tasks]
    ids = {item.id for item in (*content.rules, *content.sections, *content.sources, *tasks)}
    return {content.id, *ids, *(item.name for item in named)}


def words_in(text: str, ids: set[str]) -> set[str]:
    """English words that are no names."""
    narrow = re.sub(r"[0-9a-f]{12,64}|[\w/.\-]+\.(?:docx?|csv|json|html|md)\b", "", text)
    return {word for word in IDENTIFIER.findall(narrow) if word not in ids | NAMES and word.isascii()}


def chinese_in(text: str, stated: list[str]) -> set[str]:
    """Chinese that was not stated by the submission or cited from the notice."""
    for quote in sorted(filter(None, stated), key=len, reverse=True):
        text = text.replace(quote, "")
    return set(CHINESE.findall(text))


def texts_in(data: object) -> Iterator[str]:
    match data:
        case str():
            yield data
        case Mapping():
            for item in data.values():
                yield from texts_in(item)
        case list() | tuple():
            for item in data:
                yield from texts_in(item)


def stated_in(report: Report) -> Iterator[str]:
    """Texts in the words of those who filled in the form, decided, or wrote the notice."""
    content, submission = report.content, report.submission
    for text in texts_in([report.stated, submission.narratives]):
        yield from (text, plain(text))
    for origin in submission.origins.values():
        yield from (origin.quote, str(origin.location))
    for remark in submission.remarks:
        yield str(remark.location)
    for decision in (*report.compiled.waivers, *report.compiled.overrides):
        yield from (decision.reason, getattr(decision, "approver", ""), getattr(decision, "by", ""))
    for rule in content.rules:
        yield from (rule.source.clause, rule.source.quote, *rule.evidence)
    for source in content.sources:
        yield from (source.title, source.number)
    yield content.document.number


def pages(view: View) -> Iterator[str]:
    yield screen(view, Screen(width=10_000))
    yield checkrules_markdown.page.page(view).replace("<br>", " ").replace("\\", "")
    page = lxml.html.document_fromstring(checkrules_html.page.page(view))
    for style in page.xpath("//style"):
        style.drop_tree()
    yield " ".join(text for text in page.itertext())


@pytest.mark.parametrize("made", REPORTS)
def test_pages_in_chinese(made: object) -> None:
    reports: Reports = made()  # type: ignore[operator]
    ids = {name for report in reports.reports for name in ids_of(report.content)}
    for page in pages(view_of(document_of(reports, "zh"))):
        assert words_in(page, ids) == set()


@pytest.mark.parametrize("made", REPORTS)
def test_pages_in_english(made: object) -> None:
    reports: Reports = made()  # type: ignore[operator]
    stated = [text for report in reports.reports for text in stated_in(report)]
    stated += [str(rejection.location) for rejection in reports.rejected]
    for page in pages(view_of(document_of(reports, "en"))):
        assert chinese_in(page, stated) == set()


def test_explanations_in_chinese(reports: list[Report]) -> None:
    ids = ids_of(reports[0].content)
    for report in reports:
        for rule in report.content.rules:
            assert words_in(explanation(report, rule.id, "zh"), ids) == set(), rule.id


def test_explanations_in_english(reports: list[Report]) -> None:
    for report in reports:
        stated = [*stated_in(report)]
        for rule in report.content.rules:
            assert chinese_in(explanation(report, rule.id, "en"), stated) == set(), rule.id


def test_reports_of_the_checklist(reports: list[Report]) -> None:
    together = Reports(reports=tuple(reports), made_at=sample.MADE_AT)
    stated = [text for report in reports for text in stated_in(report)]
    for page in pages(view_of(document_of(together, "zh"))):
        assert words_in(page, ids_of(reports[0].content)) == set()
    for page in pages(view_of(document_of(together, "en"))):
        assert chinese_in(page, stated) == set()


def test_lists_of_rules_and_plugins(checklist: Checklist) -> None:
    content, registry = checklist.content, load_plugins()
    kinds = (
        registry.scoring_models,
        registry.functions,
        registry.readers,
        registry.blank_forms,
        registry.review_formats,
    )
    models = {word for kind in kinds for name in kind for word in (name, *name.split("-"))}
    models |= {plugin.name for plugin in registry.plugins}
    assert words_in(rules_text(checklist, "zh") + plugins_text(registry, "zh"), ids_of(content) | models) == set()
    assert chinese_in(rules_text(checklist, "en") + plugins_text(registry, "en"), []) == set()
