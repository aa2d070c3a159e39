"""Why a rule has its outcome, as text: each sub-expression with its value, the facts' origins, the clause, the sources."""

from __future__ import annotations

from collections.abc import Iterator

from checkrules.evaluation.compiled import rule_index
from checkrules.evaluation.report import Report
from checkrules.expressions.render import render
from checkrules.expressions.trace import TraceStep
from checkrules.model import tree as t
from checkrules.model.privacy import masked
from checkrules.model.results import Result
from checkrules.model.rules import Rule
from checkrules.model.text import Language
from checkrules.words.codes import ORIGIN_WORDS, OUTCOME_WORDS, REASON_WORDS
from checkrules.words.values import format_value, with_unit


def explanation(report: Report, rule_id: str, language: Language) -> str:
    """The explanation of one rule for one submission. Raises UsageError when there is no such rule."""
    index = rule_index(report.content, rule_id)
    result = report.result(index)
    rule = result.rule
    lines = [
        f"{rule.id}  {rule.title[language]}",
        f"{_say('学校', 'school', language)}  {report.subject or format_value(None, None, language)}",
        f"{_say('结论', 'outcome', language)}  {_outcome(result, language)}",
    ]
    if result.outcome == "fail":
        lines.append(f"{_say('说明', 'message', language)}  {result.message[language]}")
    if result.override is not None:
        words = _say("另行认定", "override", language)
        lines.append(
            f"{words}  {result.override.by}: {result.override.reason} ({OUTCOME_WORDS[result.computed][language]} →)"
        )
    for label, text, step in zip(
        (_say("适用条件", "when", language), _say("要求", "require", language)),
        (rule.when, rule.require),
        report.steps(index),
        strict=True,
    ):
        if text is not None:
            lines += ["", f"{label}  {text}"]
            lines += _steps(step, language, 1) if step is not None else []
    lines += [
        "",
        *_facts(report, result, language),
        *_parameters(report, result, language),
        *_clause(report, rule, language),
    ]
    return masked("\n".join(lines))


def _say(zh: str, en: str, language: Language) -> str:
    return zh if language == "zh" else en


def _outcome(result: Result, language: Language) -> str:
    words = OUTCOME_WORDS[result.outcome][language]
    return f"{words}（{REASON_WORDS[result.reason][language]}）" if result.reason else words


def _steps(step: TraceStep, language: Language, depth: int) -> Iterator[str]:
    value = format_value(step.value, None, language)
    if step.value is None and step.reason:
        value = f"? {REASON_WORDS[step.reason][language]}"
    if not isinstance(step.node, (t.Constant, t.Day, t.Span, t.Items)):
        yield f"{'  ' * depth}{render(step.node)}  →  {value}"
    for part in step.steps:
        yield from _steps(part, language, depth + 1)


def _facts(report: Report, result: Result, language: Language) -> Iterator[str]:
    facts = report.compiled.facts
    named = [name for name in result.values if name in facts]
    if named:
        yield _say("事实", "facts", language)
    for name in named:
        origin = report.submission.origins.get(name)
        whence = ORIGIN_WORDS[origin.kind][language] if origin is not None and result.values[name] is not None else ""
        if origin is not None and origin.kind == "prose" and whence:
            whence += f" {origin.task}：“{origin.quote}”"
        elif origin is not None and origin.location is not None and whence:
            whence += f" {origin.location}"
        words = format_value(result.values[name], facts[name], language)
        yield f"  {name}  {facts[name].title[language]}  {words}" + (f"  [{whence}]" if whence else "")


def _parameters(report: Report, result: Result, language: Language) -> Iterator[str]:
    parameters = {p.name: p for p in report.content.parameters}
    sources = {source.id: source for source in report.content.sources}
    named = [name for name in result.values if name in parameters]
    if named:
        yield _say("参数", "parameters", language)
    for name in named:
        p = parameters[name]
        yield f"  {name}  {p.title[language]}  {with_unit(report.parameters[name], report.compiled.labelled.get(name), p.unit, language)}"
        yield f"    {_say('依据', 'basis', language)}  {p.basis}" + (f"  {p.note[language]}" if p.note else "")
        if p.changed_by:
            yield f"    {_say('改自', 'changed by', language)}  {p.changed_by}" + (
                f"  {p.reason[language]}" if p.reason else ""
            )
        for source in p.sources:
            s = sources[source]
            yield "    " + " ".join(part for part in (s.id, s.title, s.number, s.year) if part)


def _clause(report: Report, rule: Rule, language: Language) -> Iterator[str]:
    document = report.content.document
    yield f"{_say('条款', 'clause', language)}  {document.number} {rule.source.clause}：“{rule.source.quote}”"
    if rule.interpretation is not None:
        yield f"{_say('解释', 'interpretation', language)}  {rule.interpretation[language]}"
    if rule.evidence:
        yield f"{_say('督导方式', 'evidence', language)}  {'；'.join(rule.evidence)}"
