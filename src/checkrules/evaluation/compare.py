"""Two reports → what became of each rule: the one comparison that re-checks, year on year and two versions use.

It takes reports, and report documents that were stored. Both become one plain side first; nothing else knows which it was.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

import attrs

from checkrules.evaluation.fingerprint import subject_fingerprint
from checkrules.evaluation.issues import due
from checkrules.evaluation.report import Report, Reports
from checkrules.evaluation.report_data import mask, plain_value
from checkrules.model.arguments import day_given
from checkrules.model.comparison import ComparedReport, Comparison, Development, Difference, RuleComparison, RuleState
from checkrules.model.document import ReportData, ReportDocument, present
from checkrules.model.errors import UsageError
from checkrules.model.frozen import FrozenDict
from checkrules.model.rules import OUTCOMES
from checkrules.model.text import Text

Comparable = Report | Reports | ReportDocument | ReportData


def compare(
    old: Comparable,
    new: Comparable,
    *,
    today: dt.date | None = None,
    other_subject: bool = False,
    other_checklist: bool = False,
) -> Comparison:
    """Compare two reports of one subject, rule by rule: what is new, still open, repaired, …

    Each is a report, one of a stored document, or a document or Reports with exactly one. `today` decides what is overdue
    (the present day when left out). Another version or profile of the checklist is no error; `differences` names it. What
    is unknown now is never repaired.

    Raises UsageError where the two are of different subjects, or one states no name, unless `other_subject`; where they
    are of different checklists, unless `other_checklist`.
    """
    day = day_given(today) or dt.date.today()
    before, now = _side(old), _side(new)
    if before.report.checklist != now.report.checklist and not other_checklist:
        raise _unlike(_CHECKLISTS, before.report.checklist, now.report.checklist, "other_checklist")
    if not other_subject:
        _refuse_other_subject(before, now)
    ids = [*now.states, *(rule for rule in before.states if rule not in now.states)]
    return Comparison(
        old=before.report,
        new=now.report,
        rules=tuple(_rule(rule, before.states.get(rule), now.states.get(rule), day) for rule in ids),
        differences=tuple(_differences(before.report, now.report)),
    )


_CHECKLISTS = Text(
    "两份报告属于不同的检查清单：“{old}”和“{new}”", "the reports are of two checklists: '{old}' and '{new}'"
)
_SUBJECTS = Text("两份报告属于不同的对象：“{old}”和“{new}”", "the reports are of two subjects: '{old}' and '{new}'")
_NAMELESS = Text(
    "报告没有写明对象的名称，不能认定是同一个", "a report states no name, so they cannot be taken for one subject's"
)


def _unlike(problem: Text, old: str, new: str, parameter: str) -> UsageError:
    hint = Text(f"如确需比较，请加上 {parameter}=True", f"to compare them all the same, pass {parameter}=True")
    return UsageError(problem.format(old=mask(old), new=mask(new)), hint=hint)


@attrs.frozen(kw_only=True)
class _Side:
    """One of the two reports. `subject` is the subject's fingerprint."""

    report: ComparedReport
    subject: str | None
    states: Mapping[str, RuleState]


def _refuse_other_subject(old: _Side, new: _Side) -> None:
    if old.subject is None or new.subject is None:
        raise _unlike(_NAMELESS, "", "", "other_subject")
    if old.subject != new.subject:
        raise _unlike(_SUBJECTS, old.report.subject, new.report.subject, "other_subject")


def _side(given: Comparable) -> _Side:
    if isinstance(given, Reports | ReportDocument):
        if len(given.reports) != 1:
            count = len(given.reports)
            problem = Text(f"比较需要恰好一份报告，这里有 {count} 份", f"a comparison takes one report, not {count}")
            raise UsageError(problem, hint=Text("请取 reports 中的一份", "pass one item of `reports`"))
        return _side(given.reports[0])
    if isinstance(given, Report):
        return _of_report(given)
    if isinstance(given, ReportData):
        return _of_data(given)
    kind = type(given).__name__
    raise UsageError(
        Text(f"比较需要报告，不能是 {kind}", f"a comparison takes reports, not {kind}"),
        hint=Text("存储的报告请先用 from_json 读入", "read a stored report with `from_json`"),
    )


def _of_report(report: Report) -> _Side:
    content, grade = report.content, report.grade
    states = {}
    for index, (rule, code, computed) in enumerate(
        zip(content.rules, report.codes, report.computed_codes, strict=True)
    ):
        fails = OUTCOMES[code] == "fail"
        states[rule.id] = RuleState(
            outcome=OUTCOMES[code],
            computed=OUTCOMES[computed],
            provisional=report.provisional_outcome(index),
            severity=rule.severity,
            overridden=rule.id in report.overrides,
            waived=fails and rule.id in report.waivers,
            due=due(report.inspected_on, rule.due_days) if fails else None,
        )
    compared = ComparedReport(
        checklist=content.id,
        version=content.version,
        digest=content.digest,
        profile=content.profile,
        parameters=FrozenDict({name: plain_value(value) for name, value in report.parameters.items()}),
        scoring=content.scoring.model,
        subject=mask(report.subject, report.content.privacy),
        inspected_on=report.inspected_on,
        score=report.score.value,
        maximum=report.score.maximum,
        completeness=report.score.completeness,
        grade=grade.band.id if grade.band else None,
        accept=content.accept,
    )
    return _Side(report=compared, subject=subject_fingerprint(report.subject), states=states)


def _of_data(data: ReportData) -> _Side:
    checklist, submission = present(data.checklist, "checklist"), present(data.submission, "submission")
    score = present(data.score, "score")
    days = {issue.rule: issue.due for issue in present(data.issues, "issues")}
    results = present(data.results, "results")
    states = {
        result.rule: RuleState(
            outcome=result.outcome,
            computed=result.computed,
            provisional=result.provisional or None,
            severity=result.severity,
            overridden=result.override is not None,
            waived=result.waiver is not None,
            due=days.get(result.rule),
        )
        for result in results
    }
    compared = ComparedReport(
        checklist=checklist.id,
        version=checklist.version,
        digest=checklist.digest,
        profile=checklist.profile,
        parameters=FrozenDict({parameter.name: parameter.value for parameter in checklist.parameters}),
        scoring=checklist.scoring,
        subject=submission.subject,
        inspected_on=submission.inspected_on,
        score=score.score,
        maximum=score.maximum,
        completeness=score.completeness,
        grade=score.grade,
        accept=checklist.accept,
    )
    return _Side(report=compared, subject=submission.fingerprint, states=states)


def _rule(rule: str, old: RuleState | None, new: RuleState | None, today: dt.date) -> RuleComparison:
    failures = [state for state in (old, new) if state is not None and state.outcome == "fail"]
    fails = new is not None and new.outcome == "fail"
    day = failures[0].due or failures[-1].due if fails else None
    compared = RuleComparison(rule=rule, development=_development(old, new), old=old, new=new, due=day)
    return attrs.evolve(compared, overdue=compared.is_open and day is not None and today > day)


def _development(old: RuleState | None, new: RuleState | None) -> Development:
    failed = old is not None and old.outcome == "fail"
    if new is not None and new.outcome == "fail":
        if failed:
            return "still_open"
        return "regressed" if old is not None and old.outcome == "pass" else "new"
    if not failed:
        return "no_issue"
    if new is None:
        return "not_judged_now"
    match new.outcome:
        case "pass":
            return "repaired"
        case "not_applicable":
            return "not_applicable_now"
        case _:
            return "unknown_now"


def _differences(old: ComparedReport, new: ComparedReport) -> Iterator[Difference]:
    for what in ("checklist", "version", "digest", "profile", "scoring", "accept"):
        before, now = getattr(old, what), getattr(new, what)
        if before != now:
            yield Difference(what=what, old=before, new=now)
    for name in {**old.parameters, **new.parameters}:
        before, now = old.parameters.get(name), new.parameters.get(name)
        if before != now:
            yield Difference(what="parameter", name=name, old=before, new=now)
