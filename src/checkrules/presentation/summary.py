"""The summary of a large table, for a person (text) and for programs (JSON: `schemas/table-summary-2.schema.json`)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any
from unicodedata import east_asian_width

from checkrules.model.parts import RowProblem, Summary
from checkrules.model.privacy import masked
from checkrules.model.results import NO_GRADE
from checkrules.model.rules import FAIL, OUTCOMES, SEVERITIES, Content, Severity
from checkrules.model.text import Language
from checkrules.presentation.values import points
from checkrules.words.labels import OUTCOME_WORDS, SEVERITY_WORDS, labels

SCHEMA = "https://checkrules.dev/schemas/table-summary-2.schema.json"


def worst_failure(summary: Summary, content: Content) -> Severity | None:
    """The gravest severity of which an issue is open (failed and not waived)."""
    failed = {rule for rule, counts in summary.outcomes.items() if counts[FAIL] > summary.waived.get(rule, 0)}
    found = [rule.severity for rule in content.rules if rule.id in failed]
    return min(found, key=SEVERITIES.index, default=None)


def summary_text(summary: Summary, content: Content, language: Language) -> str:
    """What a table came to: mean score, grades, how many had each outcome by rule, and what did not fit."""
    say = labels(language)
    mean = summary.mean_score
    lines = [
        f"{content.title[language]}  {content.id} {content.version}"
        + (f"  {content.profile}" if content.profile else ""),
        say["schools_count"].format(n=f"{summary.submissions:,}")
        + (f"  {say['mean_score']} {points(mean)}" if mean is not None else ""),
    ]
    graded = [(band.title[language], summary.grades.get(band.id, 0)) for band in content.scoring.bands]
    graded += [(say[why], summary.grades[why]) for why in NO_GRADE if why in summary.grades]
    if summary.submissions:
        lines += [f"{say['grade']}  " + "  ".join(f"{name} {count:,}" for name, count in graded), ""]
        lines += _table(summary, content, language)
    return "\n".join([*lines, *_problems(summary, language)]) + "\n"


def summary_json(summary: Summary, content: Content, language: Language) -> str:
    """The same for programs, as `schemas/table-summary-2.schema.json` says; messages in one language."""
    return json.dumps(summary_data(summary, content, language), ensure_ascii=False, indent=2) + "\n"


def summary_data(summary: Summary, content: Content, language: Language) -> dict[str, Any]:
    """The JSON document as Python data."""
    return {
        "schema": SCHEMA,
        "language": language,
        "made_by": {"library": "checkrules", "version": version("checkrules")},
        "checklist": {
            "id": content.id,
            "version": content.version,
            "digest": content.digest,
            "profile": content.profile,
        },
        "submissions": summary.submissions,
        "score": {"mean": summary.mean_score, "scored": summary.scored},
        "grades": {band.id: summary.grades.get(band.id, 0) for band in content.scoring.bands},
        "no_grade": {why: summary.grades.get(why, 0) for why in NO_GRADE},
        "rules": [
            {
                "rule": rule.id,
                "severity": rule.severity,
                "scored": rule.scored,
                **dict(zip(OUTCOMES, summary.outcomes.get(rule.id, (0,) * len(OUTCOMES)), strict=True)),
                "waived": summary.waived.get(rule.id, 0),
            }
            for rule in content.rules
        ],
        "misfits": summary.misfits,
        "rejected": summary.rejected,
        "row_problems": [
            {"source": problem.file or None, "row": problem.row, "message": masked(problem.message[language])}
            for problem in summary.row_problems
        ],
        "rejected_files": [
            {
                "source": str(rejection.location),
                "reason": rejection.reason[language],
                "hint": rejection.hint[language] if rejection.hint else None,
            }
            for rejection in summary.rejected_files
        ],
    }


def _table(summary: Summary, content: Content, language: Language) -> Iterator[str]:
    say = labels(language)
    codes = [code for code in range(len(OUTCOMES)) if any(counts[code] for counts in summary.outcomes.values())]
    heads = [OUTCOME_WORDS[OUTCOMES[code]][language] for code in codes]
    most = max((count for counts in summary.outcomes.values() for count in counts), default=0)
    width = max(len(f"{most:,}"), *map(_width, heads)) + 2
    first = max(_width(say["rule"]), *(len(rule.id) for rule in content.rules))
    grave = max(_width(SEVERITY_WORDS[severity][language]) for severity in SEVERITIES)
    yield _left(say["rule"], first + 2 + grave) + "".join(_right(head, width) for head in heads)
    for rule in content.rules:
        counts = summary.outcomes[rule.id]
        named = _left(rule.id, first + 2) + _left(SEVERITY_WORDS[rule.severity][language], grave)
        yield named + "".join(_right(f"{counts[code]:,}", width) for code in codes) + f"  {rule.title[language]}"


def _problems(summary: Summary, language: Language) -> Iterator[str]:
    say = labels(language)
    counted = [(say["misfit_cells"], summary.misfits), (say["rejected_rows"], summary.rejected)]
    if any(count for _, count in counted):
        yield ""
        yield from (sentence.format(n=f"{count:,}") for sentence, count in counted if count)
        yield from (f"  {_where(item, language)}{masked(item.message[language])}" for item in summary.row_problems)
        if len(summary.row_problems) < summary.misfits + summary.rejected:
            yield "  …"


def _where(problem: RowProblem, language: Language) -> str:
    row = f"第 {problem.row} 行：" if language == "zh" else f"row {problem.row}: "
    return f"{problem.file} {row}" if problem.file else row


def _width(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def _left(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _right(text: str, width: int) -> str:
    return " " * (width - _width(text)) + text
