"""The summary of a large table, for a person (text) and for programs (JSON: `schemas/table-summary-2.schema.json`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from checkrules.evaluation.report_data import made_by, mask, rejection_data
from checkrules.model.document import to_json
from checkrules.model.parts import RowProblem, Summary
from checkrules.model.privacy import shown
from checkrules.model.results import NO_GRADE
from checkrules.model.rules import FAIL, OUTCOMES, SEVERITIES, Content, Rule, Severity
from checkrules.model.text import Language, width_of
from checkrules.model.texts import change_texts
from checkrules.presentation.lines import padded
from checkrules.presentation.summary_document import (
    SCHEMA,
    JudgedBy,
    MeanScore,
    NoGradeCounts,
    RowProblemData,
    RuleCounts,
    SummaryDocument,
)
from checkrules.presentation.values import points
from checkrules.words.codes import NO_GRADE_WORDS, OUTCOME_WORDS, SEVERITY_WORDS
from checkrules.words.labels import labels


def worst_failure(summary: Summary, content: Content) -> Severity | None:
    """The gravest severity of which an issue is open (failed and not waived)."""
    failed = {rule for rule, counts in summary.outcomes.items() if counts[FAIL] > summary.waived.get(rule, 0)}
    found = [rule.severity for rule in content.rules if rule.id in failed]
    return min(found, key=SEVERITIES.index, default=None)


def summary_text(summary: Summary, content: Content, language: Language) -> str:
    """The totals of a table: mean score, grades, outcomes per rule, and invalid cells."""
    say = labels(language)
    mean = summary.mean_score
    lines = [
        f"{content.title[language]}  {content.id} {content.version}"
        + (f"  {content.profile}" if content.profile else ""),
        _how_many(summary.submissions, say) + (f"  {say['mean_score']} {points(mean)}" if mean is not None else ""),
    ]
    graded = [(band.title[language], summary.grades.get(band.id, 0)) for band in content.scoring.bands]
    graded += [(NO_GRADE_WORDS[why][language], summary.grades[why]) for why in NO_GRADE if why in summary.grades]
    if summary.submissions:
        lines += [f"{say['grade']}  " + "  ".join(f"{name} {count:,}" for name, count in graded), ""]
        lines += _table(summary, content, language)
    return "\n".join([*lines, *_problems(summary, language)]) + "\n"


def _how_many(submissions: int, say: Mapping[str, str]) -> str:
    if not submissions:
        return say["nothing"]
    return say["submissions_one" if submissions == 1 else "submissions_count"].format(n=f"{submissions:,}")


def summary_json(summary: Summary, content: Content, language: Language) -> str:
    """The same for programs, as `schemas/table-summary-2.schema.json` says; messages in one language."""
    return to_json(change_texts(_document(summary, content, language), mask))


def _document(summary: Summary, content: Content, language: Language) -> SummaryDocument:
    return SummaryDocument(
        schema=SCHEMA,
        language=language,
        made_by=made_by(),
        checklist=JudgedBy(id=content.id, version=content.version, digest=content.digest, profile=content.profile),
        submissions=summary.submissions,
        score=MeanScore(mean=summary.mean_score, scored=summary.scored),
        grades={band.id: summary.grades.get(band.id, 0) for band in content.scoring.bands},
        no_grade=NoGradeCounts(**{why: summary.grades.get(why, 0) for why in NO_GRADE}),
        rules=[_rule_counts(rule, summary) for rule in content.rules],
        misfits=summary.misfits,
        rejected=summary.rejected,
        row_problems=[
            RowProblemData(source=problem.file or None, row=problem.row, message=problem.message[language])
            for problem in summary.row_problems
        ],
        rejected_files=[rejection_data(rejection, language) for rejection in summary.rejected_files],
    )


def _rule_counts(rule: Rule, summary: Summary) -> RuleCounts:
    passed, failed, not_applicable, unknown, error = summary.outcomes.get(rule.id, (0,) * len(OUTCOMES))
    return RuleCounts(
        rule=rule.id,
        severity=rule.severity,
        scored=rule.scored,
        passed=passed,
        failed=failed,
        not_applicable=not_applicable,
        unknown=unknown,
        error=error,
        waived=summary.waived.get(rule.id, 0),
    )


def _table(summary: Summary, content: Content, language: Language) -> Iterator[str]:
    say = labels(language)
    codes = [code for code in range(len(OUTCOMES)) if any(counts[code] for counts in summary.outcomes.values())]
    heads = [OUTCOME_WORDS[OUTCOMES[code]][language] for code in codes]
    most = max((count for counts in summary.outcomes.values() for count in counts), default=0)
    width = max(len(f"{most:,}"), *map(width_of, heads)) + 2
    first = max(width_of(say["rule"]), *(len(rule.id) for rule in content.rules))
    grave = max(width_of(SEVERITY_WORDS[severity][language]) for severity in SEVERITIES)
    yield padded(say["rule"], first + 2 + grave) + "".join(padded(head, width, right=True) for head in heads)
    for rule in content.rules:
        counts = summary.outcomes[rule.id]
        named = padded(rule.id, first + 2) + padded(SEVERITY_WORDS[rule.severity][language], grave)
        yield (
            named
            + "".join(padded(f"{counts[code]:,}", width, right=True) for code in codes)
            + f"  {rule.title[language]}"
        )


def _problems(summary: Summary, language: Language) -> Iterator[str]:
    say = labels(language)
    counted = [(say["misfit_cells"], summary.misfits), (say["rejected_rows"], summary.rejected)]
    if any(count for _, count in counted):
        yield ""
        yield from (sentence.format(n=f"{count:,}") for sentence, count in counted if count)
        yield from (f"  {_where(item, language)}{item.message[language]}" for item in summary.row_problems)
        if len(summary.row_problems) < summary.misfits + summary.rejected:
            yield "  …"


def _where(problem: RowProblem, language: Language) -> str:
    row = labels(language)["row"].format(row=problem.row)
    return f"{shown(problem.file, 300)} {row}" if problem.file else row
