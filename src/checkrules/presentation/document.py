"""Reports as plain data: the versioned JSON shape that `schemas/report-2.schema.json` fixes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from checkrules.evaluation.report import Issue, Report, Reports
from checkrules.model.errors import Location
from checkrules.model.form import EXACT
from checkrules.model.privacy import masked
from checkrules.model.results import Counts, Gap, Result, Score
from checkrules.model.submission import Origin, Remark
from checkrules.model.text import Language, Text

SCHEMA = "https://checkrules.dev/schemas/report-2.schema.json"

Data = dict[str, Any]


def as_data(reports: Reports, language: Language) -> Data:
    """The whole document: JSON values only, words in one language, personal numbers masked."""
    document: Data = {
        "schema": SCHEMA,
        "language": language,
        "made_by": {"library": "checkrules", "version": version("checkrules")},
        "made_at": reports.made_at.isoformat(),
        "reports": [report_data(report, language) for report in reports.reports],
        "remarks": [_remark(remark, language) for remark in reports.remarks],
        "rejected": [
            {
                "source": str(rejection.location),
                "reason": rejection.reason[language],
                "hint": rejection.hint[language] if rejection.hint else None,
            }
            for rejection in reports.rejected
        ],
    }
    masked_document: Data = _masked(document)
    return masked_document


def report_data(report: Report, language: Language) -> Data:
    """One report."""
    content = report.content
    return {
        "checklist": {
            "id": content.id,
            "version": content.version,
            "digest": content.digest,
            "title": content.title[language],
            "document": content.document.number,
            "profile": content.profile,
            "changes": [
                {
                    "profile": change.profile,
                    "target": change.target,
                    "what": change.what,
                    "old": change.old,
                    "new": change.new,
                    "reason": change.reason[language],
                }
                for change in content.changes
            ],
            "parameters": [
                {
                    "name": p.name,
                    "value": plain_value(report.parameters[p.name]),
                    "unit": p.unit,
                    "basis": p.basis,
                    "sources": list(p.sources),
                    "changed_by": p.changed_by or None,
                }
                for p in content.parameters
            ],
            "scoring": content.scoring.model,
        },
        "submission": _submission(report),
        "score": _report_score(report, language),
        "sections": [
            {"section": s.section, "title": s.title[language], "scored": s.scored, **_score(s.score)}
            for s in report.sections
        ],
        "results": [_result(result, language) for result in report.results],
        "issues": [_issue(issue, language) for issue in report.issues],
        "remarks": [_remark(remark, language) for remark in report.remarks],
    }


def _submission(report: Report) -> Data:
    submission = report.submission
    return {
        "subject": report.subject,
        "inspected_on": report.inspected_on.isoformat() if report.inspected_on else None,
        "source": str(submission.location) or None,
        "sha256": submission.sha256 or None,
        "reader": submission.reader or None,
        "facts": {
            name: {"value": plain_value(_as_written(report, name, value)), **_origin(submission.origins.get(name))}
            for name, value in report.facts.items()
            if value is not None
        },
        "narratives": dict(submission.narratives),
        "task_notes": dict(submission.task_notes),
        "problems": submission.problems or None,
    }


def _as_written(report: Report, name: str, value: object) -> object:
    """Texts as they were written: rules see them in NFKC, people do not."""
    stated = report.stated[name]
    if report.compiled.facts[name].type == "strings" and isinstance(stated, (list, tuple)):
        return tuple(stated)
    return stated if report.compiled.facts[name].type == "string" else value


def _origin(origin: Origin | None) -> Data:
    if origin is None:
        return {"origin": "field"}
    data: Data = {"origin": origin.kind, "location": _location(origin.location)}
    if origin.kind == "prose":
        data |= {
            "task": origin.task,
            "start": origin.start,
            "end": origin.end,
            "quote": origin.quote,
            "approximate": origin.approximate,
            "to_confirm": True,
        }
    return data


def _location(location: Location | None) -> str | None:
    return (str(location) or None) if location is not None else None


def _report_score(report: Report, language: Language) -> Data:
    grade = report.grade
    return {
        **_score(report.score),
        "computed": report.computed_score.value,
        "grade": grade.band.id if grade.band else None,
        "grade_title": grade.band.title[language] if grade.band else None,
        "no_grade_because": grade.reason,
        "capped_from": grade.capped_from.id if grade.capped_from else None,
        "status": report.content.scoring.status[language] if report.content.scoring.status else None,
        "all_counts": _counts(report.counts),
    }


def _score(score: Score) -> Data:
    return {
        "score": score.value,
        "score_low": score.low,
        "score_high": score.high,
        "maximum": score.maximum,
        "completeness": score.completeness,
        "counts": _counts(score.counts),
    }


def _counts(counts: Counts) -> Data:
    return {
        "pass": counts.passed,
        "fail": counts.failed,
        "not_applicable": counts.not_applicable,
        "unknown": counts.unknown,
        "error": counts.error,
    }


def _result(result: Result, language: Language) -> Data:
    rule = result.rule
    return {
        "rule": rule.id,
        "name": rule.name,
        "section": rule.section,
        "task": rule.task,
        "title": rule.title[language],
        "outcome": result.outcome,
        "computed": result.computed,
        "scored": rule.scored,
        "severity": rule.severity,
        "points": rule.points,
        "reason": result.reason,
        "missing": list(result.missing),
        "message": result.message[language],
        "values": {name: plain_value(value) for name, value in result.values.items()},
        "source": {"document": rule.source.document, "clause": rule.source.clause, "quote": rule.source.quote},
        "interpretation": rule.interpretation[language] if rule.interpretation else None,
        "fingerprint": result.fingerprint,
        "override": {"outcome": result.override.outcome, "reason": result.override.reason, "by": result.override.by}
        if result.override
        else None,
        "waiver": _waiver(result),
    }


def _waiver(item: Result | Issue) -> Data | None:
    if item.waiver is None:
        return None
    return {
        "reason": item.waiver.reason,
        "approver": item.waiver.approver,
        "expires": item.waiver.expires.isoformat(),
    }


def _issue(issue: Issue, language: Language) -> Data:
    return {
        "rule": issue.rule.id,
        "task": issue.rule.task,
        "severity": issue.severity,
        "message": issue.message[language],
        "remedy": issue.remedy[language],
        "due": issue.due.isoformat() if issue.due else None,
        "due_days": issue.rule.due_days,
        "gap": [_gap(gap, language) for gap in issue.gap],
        "gain": issue.gain,
        "evidence": list(issue.rule.evidence),
        "clause": issue.rule.source.clause,
        "quote": issue.rule.source.quote,
        "fingerprint": issue.fingerprint,
        "waiver": _waiver(issue),
    }


def _gap(gap: Gap, language: Language) -> Data:
    return {
        "fact": gap.fact,
        "title": gap.title[language],
        "operator": gap.operator,
        "actual": plain_value(gap.actual),
        "required": plain_value(gap.required),
        "shortfall": gap.shortfall,
        "unit": gap.unit[language] if gap.unit else None,
    }


def _remark(remark: Remark, language: Language) -> Data:
    return {
        "code": remark.code,
        "fact": remark.fact,
        "value": remark.value,
        "expected": remark.expected[language] if isinstance(remark.expected, Text) else None,
        "location": _location(remark.location),
        "message": remark.message[language],
    }


def plain_value(value: object) -> Any:
    """A value as JSON has it; 5.0 is written 5, as it was most likely stated."""
    if isinstance(value, float) and value.is_integer() and abs(value) <= EXACT:
        return int(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain_value(item) for item in value]
    if isinstance(value, Mapping):
        return {key: plain_value(item) for key, item in value.items()}
    return value


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return masked(value).encode("utf-8", "replace").decode()  # JSON can hold half a character, a file cannot
    if isinstance(value, dict):
        return {_masked(key): _masked(item) for key, item in value.items()}
    return [_masked(item) for item in value] if isinstance(value, list) else value
