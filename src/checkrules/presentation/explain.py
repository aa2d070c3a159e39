"""Why a rule has its outcome, as text: each sub-expression with its value, the facts' origins, the clause, the sources."""

from __future__ import annotations

from collections.abc import Iterator

from checkrules.evaluation.compiled import rule_index
from checkrules.evaluation.report import Report
from checkrules.expressions.trace import TraceStep
from checkrules.model import tree as t
from checkrules.model.privacy import WITHHELD, masked
from checkrules.model.results import Result
from checkrules.model.rules import Parameter, Rule
from checkrules.model.submission import quote_flags
from checkrules.model.text import Language, visible
from checkrules.words.changes import changed_by
from checkrules.words.codes import (
    BASIS_WORDS,
    DOUBT_WORDS,
    ORIGIN_WORDS,
    OUTCOME_WORDS,
    READING_STATUS_WORDS,
    REASON_WORDS,
)
from checkrules.words.expressions import Names, in_words, quoted, value_in_words
from checkrules.words.labels import labels, subject_title
from checkrules.words.values import NOT_STATED, format_value, with_unit


def explanation(report: Report, rule_id: str, language: Language) -> str:
    """The explanation of one rule for one submission. Raises UsageError when there is no such rule."""
    index = rule_index(report.content, rule_id)
    result = report.result_at(index)
    privacy = report.content.privacy
    return "\n".join(visible(masked(line, privacy)) for line in _lines(report, index, result, language))


def _lines(report: Report, index: int, result: Result, language: Language) -> Iterator[str]:
    w, rule, names = labels(language), result.rule, report.compiled.names
    yield f"{rule.id}  {rule.title[language]}"
    yield f"{subject_title(report.content.form)[language]}  {report.subject or NOT_STATED[language]}"
    reason = w["aside"].format(text=REASON_WORDS[result.reason][language]) if result.reason else ""
    yield f"{w['outcome']}  {OUTCOME_WORDS[result.outcome][language]}{reason}"
    if result.provisional is not None:
        yield f"{w['provisional']}  {OUTCOME_WORDS[result.provisional][language]}{w['aside'].format(text=w['if_right'])}"
    if result.outcome == "fail":
        yield f"{w['message']}  {result.message[language]}"
    if result.override is not None:
        computed = w["aside"].format(text=f"{w['computed_outcome']} {OUTCOME_WORDS[result.computed][language]}")
        yield f"{w['overrides']}  {result.override.by}{w['colon']}{result.override.reason}{computed}"
    for label, step in zip((w["when"], w["require"]), report.steps(index), strict=True):
        if step is not None:
            yield ""
            yield f"{label}  {_step(step, names, language)}"
            yield from _steps(step, names, language, 1)
    yield ""
    yield from _facts(report, result, language)
    yield from _readings(report, result, language)
    yield from _parameters(report, result, language)
    yield from _clause(report, rule, language)


def _step(step: TraceStep, names: Names, language: Language) -> str:
    if step.value is None and step.reason:
        value = f"? {REASON_WORDS[step.reason][language]}"
    else:
        value = value_in_words(step.value, step.node, names, language)
    quote = str if isinstance(step.node, t.Name) else quoted
    return f"{in_words(step.node, names, language, quote)}  →  {value}"


def _steps(step: TraceStep, names: Names, language: Language, depth: int) -> Iterator[str]:
    for part in step.steps:
        if not isinstance(part.node, (t.Constant, t.Day, t.Span, t.Items)):
            yield f"{'  ' * depth}{_step(part, names, language)}"
        yield from _steps(part, names, language, depth + 1)


def _facts(report: Report, result: Result, language: Language) -> Iterator[str]:
    w, facts = labels(language), report.compiled.facts
    named = [name for name in result.values if name in facts]
    if named:
        yield w["facts"]
    for name in named:
        fact, value = facts[name], result.values[name]
        words = with_unit(value, fact, fact.unit, language)
        yield f"  {name}  {fact.title[language]}  {words}{_origin(report, name, value, language)}"


def _readings(report: Report, result: Result, language: Language) -> Iterator[str]:
    """What the narratives say of the facts that the rule uses, with the doubts. The whole narrative is masked, so that no
    part of a number shows."""
    w, facts, privacy = labels(language), report.compiled.facts, report.content.privacy
    found = [reading for reading in report.readings if reading.fact in result.values]
    if found:
        yield w["readings"]
    for reading in found:
        fact = facts[reading.fact]
        value = with_unit(reading.value, fact, fact.unit, language) if reading.value is not None else w["not_read"]
        others = [with_unit(other.value, fact, fact.unit, language) for other in reading.alternatives]
        doubts = [DOUBT_WORDS[doubt.code][language] for doubt in reading.doubts]
        aside = [READING_STATUS_WORDS[reading.status][language]]
        aside += [f"{w['doubt']}{w['colon']}{w['list'].join(dict.fromkeys(doubts))}"] if doubts else []
        aside += [w["or"].format(values=w["list"].join(dict.fromkeys(others)))] if others else []
        withheld = not privacy.release_quotes and quote_flags(reading, report.submission, privacy)
        words = masked(report.submission.narratives.get(reading.task, ""), privacy)[reading.start : reading.end]
        quote = WITHHELD[language] if withheld else f"“{words}”"
        yield f"  {reading.fact}  {fact.title[language]}  {value}{w['aside'].format(text=w['comma'].join(aside))}"
        yield f"    {reading.task}{w['colon']}{quote}"


def _origin(report: Report, name: str, value: object, language: Language) -> str:
    origin = report.submission.origins.get(name)
    if origin is None or value is None:
        return ""
    words = ORIGIN_WORDS[origin.kind][language]
    if origin.kind == "prose":
        privacy = report.content.privacy
        withheld = not privacy.release_quotes and quote_flags(origin, report.submission, privacy)
        quote = WITHHELD[language] if withheld else f"“{origin.quote}”"
        return f"  [{words} {origin.task}{labels(language)['colon']}{quote}]"
    if origin.kind == "confirmed":
        on = format_value(origin.on, None, language) if origin.on is not None else ""
        return f"  [{' '.join(part for part in (words, origin.by, on) if part)}]"
    return f"  [{words} {origin.location}]" if origin.location is not None else f"  [{words}]"


def _parameters(report: Report, result: Result, language: Language) -> Iterator[str]:
    parameters = {p.name: p for p in report.content.parameters}
    named = [name for name in result.values if name in parameters]
    if named:
        yield labels(language)["parameters"]
    for name in named:
        yield from _parameter(parameters[name], report, language)


def _parameter(parameter: Parameter, report: Report, language: Language) -> Iterator[str]:
    w = labels(language)
    labelled = report.compiled.labelled.get(parameter.name)
    value = with_unit(report.parameters[parameter.name], labelled, parameter.unit, language)
    yield f"  {parameter.name}  {parameter.title[language]}  {value}"
    note = f"  {parameter.note[language]}" if parameter.note else ""
    yield f"    {w['basis']}  {BASIS_WORDS[parameter.basis][language]}{note}"
    if parameter.changed_by:
        reason = f"  {parameter.reason[language]}" if parameter.reason else ""
        yield f"    {w['changed_by']}  {changed_by(parameter.changed_by, language)}{reason}"
    for source in report.content.sources:
        if source.id in parameter.sources:
            yield "    " + " ".join(part for part in (source.id, source.title, source.number, source.year) if part)


def _clause(report: Report, rule: Rule, language: Language) -> Iterator[str]:
    w = labels(language)
    yield f"{w['clause_text']}  {report.content.document.number} {rule.source.clause}{w['colon']}“{rule.source.quote}”"
    if rule.interpretation is not None:
        yield f"{w['interpretation']}  {rule.interpretation[language]}"
    if rule.evidence:
        yield f"{w['how_to_inspect']}  {w['evidence_between'].join(rule.evidence)}"
