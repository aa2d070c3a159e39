"""One report → its data in the report document: words in one language. What is not wanted is not computed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import version
from typing import Any, Literal

import msgspec
from msgspec import UNSET

from checkrules.evaluation.fingerprint import subject_fingerprint
from checkrules.evaluation.issues import Issue, Provisional
from checkrules.evaluation.judged import JudgedSubmission
from checkrules.model import document as d
from checkrules.model import results, rules
from checkrules.model.errors import Location, PluginError
from checkrules.model.files import FileAccount
from checkrules.model.form import EXACT
from checkrules.model.handed_in import HandedIn
from checkrules.model.privacy import ALL_MASKED, Flag, Privacy, flagged, masked
from checkrules.model.readings import Reading
from checkrules.model.results import ReportKey
from checkrules.model.submission import Origin, Rejection, Remark, Submission, quote_flags
from checkrules.model.text import Language, Text, visible
from checkrules.words.changes import change_in_words
from checkrules.words.codes import DOUBT_WORDS, word_of
from checkrules.words.gaps import gap_in_words
from checkrules.words.labels import section_number, subject_title
from checkrules.words.values import with_unit


@cache
def made_by() -> d.MadeBy:
    """This library and its version."""
    return d.MadeBy(library="checkrules", version=version("checkrules"))


def mask(text: str, privacy: Privacy = ALL_MASKED) -> str:
    """A text as documents hold it: personal numbers masked, no half characters, which no file can hold."""
    return masked(text, privacy).encode("utf-8", "replace").decode()


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


def rejection_data(rejection: Rejection, language: Language) -> d.RejectionData:
    """A file or record that could not be read."""
    return d.RejectionData(
        source=str(rejection.location),
        reason=rejection.reason[language],
        hint=rejection.hint[language] if rejection.hint else None,
        code=rejection.code,
    )


def file_data(account: FileAccount, language: Language) -> d.FileData:
    """A file that was found, and what became of it."""
    return d.FileData(
        path=visible(str(account.path)),
        became=account.became,
        code=account.code or None,
        reason=account.reason[language] if account.reason else None,
        submissions=account.submissions,
    )


def handed_in_data(account: HandedIn) -> d.HandedInData:
    """Which subjects of the roster handed something in."""
    return d.HandedInData(
        rosters=[visible(file) for file in account.rosters],
        due=account.due,
        judged=account.judged,
        missing=[
            d.MissingData(subject=one.subject, inspectors=list(one.inspectors), source=_location(one.location))
            for one in account.missing
        ],
    )


def report_data(report: JudgedSubmission, language: Language, keys: Collection[ReportKey]) -> d.ReportData:
    """The wanted keys of one report."""
    return d.ReportData(**{key: _KEYS[key](report, language) for key in keys})


def without_provisional(data: d.ReportData) -> d.ReportData:
    """The report without what only readings of prose would decide."""
    replace = msgspec.structs.replace
    score, sections, results = data.score or UNSET, data.sections or UNSET, data.results or UNSET
    return replace(
        data,
        score=replace(score, provisional=UNSET) if score else UNSET,
        sections=[replace(section, provisional=UNSET) for section in sections] if sections else UNSET,
        results=[replace(result, provisional=UNSET) for result in results] if results else UNSET,
        provisional_issues=UNSET,
    )


def _checklist(report: JudgedSubmission, language: Language) -> d.ChecklistData:
    content = report.content
    return d.ChecklistData(
        id=content.id,
        version=content.version,
        digest=content.digest,
        title=content.title[language],
        subject=subject_title(content.form)[language],
        document=content.document.number,
        profile=content.profile,
        changes=[_change(change, content, language) for change in content.changes],
        parameters=[_parameter(p, report, language) for p in content.parameters],
        scoring=content.scoring.model,
        least_completeness=content.scoring.least_completeness,
        bands=[
            d.BandData(grade=band.id, title=band.title[language], minimum=band.minimum)
            for band in content.scoring.bands
        ],
        tasks={task.id: task.title[language] for section in content.sections for task in section.tasks},
        privacy=d.PrivacyData(
            masked=list(content.privacy.mask),
            not_masked=list(content.privacy.not_masked),
            kept=list(content.privacy.keep),
            quotes_released=content.privacy.release_quotes,
        ),
        accept=content.accept,
    )


def _change(change: rules.Change, content: rules.Content, language: Language) -> d.ChangeData:
    return d.ChangeData(
        profile=change.profile,
        target=change.target,
        what=change.what,
        old=change.old,
        new=change.new,
        reason=change.reason[language],
        text=change_in_words(change, content, language),
    )


def _parameter(parameter: rules.Parameter, report: JudgedSubmission, language: Language) -> d.ParameterData:
    value = report.parameters[parameter.name]
    return d.ParameterData(
        name=parameter.name,
        title=parameter.title[language],
        value=plain_value(value),
        text=with_unit(value, report.compiled.labelled.get(parameter.name), parameter.unit, language),
        unit=parameter.unit[language] if parameter.unit else None,
        basis=parameter.basis,
        sources=list(parameter.sources),
        changed_by=parameter.changed_by or None,
        reason=parameter.reason[language] if parameter.reason else None,
    )


def _submission(report: JudgedSubmission, language: Language) -> d.SubmissionData:
    submission, facts = report.submission, report.compiled.facts
    return d.SubmissionData(
        subject=report.subject,
        fingerprint=subject_fingerprint(report.subject),
        inspected_on=report.inspected_on,
        source=str(submission.location) or None,
        sha256=submission.sha256 or None,
        reader=submission.reader or None,
        facts={
            name: _fact(name, _as_written(report, name, value), report, language)
            for name, value in report.facts.items()
            if value is not None
        },
        narratives=dict(submission.narratives),
        task_notes=dict(submission.task_notes),
        problems=submission.problems or None,
        flags=list(_flags(submission, report.content.privacy)),
        readings=_readings(report.readings, report, language),
        not_stated={
            name: d.NotStatedData(
                title=facts[name].title[language] if name in facts else name,
                confirmed_by=origin.by,
                confirmed_on=origin.on,
            )
            for name, origin in submission.not_stated.items()
        },
    )


def _readings(readings: Iterable[Reading], report: JudgedSubmission, language: Language) -> list[d.ReadingData]:
    found, narratives, privacy = tuple(readings), report.submission.narratives, report.content.privacy
    texts = {task: masked(narratives.get(task, ""), privacy) for task in {reading.task for reading in found}}
    return [_reading(reading, texts[reading.task], report, language) for reading in found]


def _reading(reading: Reading, narrative: str, report: JudgedSubmission, language: Language) -> d.ReadingData:
    """`narrative` is masked whole, so that no part of a number shows in a quote that cuts it."""
    fact = report.compiled.facts[reading.fact]
    flags = quote_flags(reading, report.submission, report.content.privacy)
    return d.ReadingData(
        fact=reading.fact,
        title=fact.title[language],
        task=reading.task,
        status=reading.status,
        value=plain_value(reading.value),
        text=with_unit(reading.value, fact, fact.unit, language),
        quote=narrative[reading.start : reading.end],
        start=reading.start,
        end=reading.end,
        doubts=[
            d.DoubtData(
                code=doubt.code, text=word_of(doubt.code, DOUBT_WORDS, language), start=doubt.start, end=doubt.end
            )
            for doubt in reading.doubts
        ],
        alternatives=[
            d.AlternativeData(
                value=plain_value(other.value),
                text=with_unit(other.value, fact, fact.unit, language),
                how=other.how,
                start=other.start,
                end=other.end,
            )
            for other in reading.alternatives
        ],
        flagged=list(flags) if flags else UNSET,
    )


def _flags(submission: Submission, privacy: Privacy) -> Iterator[d.FlagData]:
    """What a person must look at in the texts of a submission."""
    for task, text in submission.narratives.items():
        yield from (_flag(flag, "narratives", task) for flag in flagged(text, privacy))
    for task, text in submission.task_notes.items():
        yield from (_flag(flag, "task_notes", task) for flag in flagged(text, privacy))
    yield from (_flag(flag, "problems", None) for flag in flagged(submission.problems, privacy))


def _flag(flag: Flag, text: Literal["narratives", "task_notes", "problems"], task: str | None) -> d.FlagData:
    return d.FlagData(text=text, task=task, kind=flag.kind, start=flag.start, end=flag.end)


def _as_written(report: JudgedSubmission, name: str, value: object) -> object:
    """Texts as they were written: rules see them in NFKC, people do not."""
    stated = report.stated[name]
    if report.compiled.facts[name].type == "strings" and isinstance(stated, (list, tuple)):
        return tuple(stated)
    return stated if report.compiled.facts[name].type == "string" else value


def _fact(name: str, value: object, report: JudgedSubmission, language: Language) -> d.FactData:
    fact = report.compiled.facts[name]
    return d.FactData(
        title=fact.title[language],
        value=plain_value(value),
        text=with_unit(value, fact, fact.unit, language),
        **_origin(report.submission.origins.get(name), report),
    )


def _origin(origin: Origin | None, report: JudgedSubmission) -> dict[str, Any]:
    if origin is None:
        return {"origin": "field"}
    data: dict[str, Any] = {"origin": origin.kind, "location": _location(origin.location)}
    if origin.kind == "prose":
        data |= {
            "task": origin.task,
            "start": origin.start,
            "end": origin.end,
            "quote": _words(origin, report),
            "approximate": origin.approximate,
            "to_confirm": True,
        }
        flags = quote_flags(origin, report.submission, report.content.privacy)
        data |= {"flagged": list(flags)} if flags else {}
    if origin.kind == "confirmed":
        data |= {"confirmed_by": origin.by, "confirmed_on": origin.on}
    return data


def _words(origin: Origin, report: JudgedSubmission) -> str:
    """The words that an origin quotes; the whole narrative is masked, so that no part of a number shows."""
    narrative = report.submission.narratives.get(origin.task or "", "")
    if not narrative or origin.start is None or origin.end is None:
        return origin.quote
    return masked(narrative, report.content.privacy)[origin.start : origin.end]


def _location(location: Location | None) -> str | None:
    return (str(location) or None) if location is not None else None


def _report_score(report: JudgedSubmission, language: Language) -> d.ScoreData:
    grade, scoring, provisional = report.grade, report.content.scoring, report.provisional
    return d.ScoreData(
        **_figures(report.score),
        computed=report.computed_score.value,
        grade=grade.band.id if grade.band else None,
        grade_title=grade.band.title[language] if grade.band else None,
        no_grade_because=grade.reason,
        capped_from=grade.capped_from.id if grade.capped_from else None,
        status=scoring.status[language] if scoring.status else None,
        all_counts=_counts(report.counts),
        provisional=_provisional_score(provisional, language) if provisional.outcomes != report.outcomes else UNSET,
    )


def _provisional_score(provisional: Provisional, language: Language) -> d.ProvisionalScoreData:
    grade = provisional.grade
    return d.ProvisionalScoreData(
        **_figures(provisional.score),
        grade=grade.band.id if grade.band else None,
        grade_title=grade.band.title[language] if grade.band else None,
        no_grade_because=grade.reason,
        capped_from=grade.capped_from.id if grade.capped_from else None,
        all_counts=_counts(provisional.counts),
    )


def _sections(report: JudgedSubmission, language: Language) -> list[d.SectionData]:
    return [
        d.SectionData(
            section=section.section,
            number=section_number(section.number, section.section, language),
            title=section.title[language],
            scored=section.scored,
            provisional=d.FiguresData(**_figures(other.score)) if other.score.counts != section.score.counts else UNSET,
            **_figures(section.score),
        )
        for section, other in zip(report.sections, report.provisional.sections, strict=True)
    ]


def _figures(score: results.Score) -> dict[str, Any]:
    return {
        "score": score.value,
        "score_low": score.low,
        "score_high": score.high,
        "maximum": score.maximum,
        "completeness": score.completeness,
        "counts": _counts(score.counts),
    }


def _counts(counts: results.Counts) -> d.CountsData:
    return d.CountsData(
        passed=counts.passed,
        failed=counts.failed,
        not_applicable=counts.not_applicable,
        unknown=counts.unknown,
        error=counts.error,
    )


def _results(report: JudgedSubmission, language: Language) -> list[d.ResultData]:
    return [_result(result, report, language) for result in report.results]


def _result(result: results.Result, report: JudgedSubmission, language: Language) -> d.ResultData:
    rule, override, facts = result.rule, result.override, report.compiled.facts
    return d.ResultData(
        rule=rule.id,
        name=rule.name,
        section=rule.section,
        task=rule.task,
        title=rule.title[language],
        outcome=result.outcome,
        computed=result.computed,
        scored=rule.scored,
        severity=rule.severity,
        points=rule.points,
        reason=result.reason,
        missing=list(result.missing),
        missing_titles=[facts[name].title[language] if name in facts else name for name in result.missing],
        message=result.message[language],
        values={name: plain_value(value) for name, value in result.values.items()},
        source=d.ClauseData(document=rule.source.document, clause=rule.source.clause, quote=rule.source.quote),
        interpretation=rule.interpretation[language] if rule.interpretation else None,
        fingerprint=result.fingerprint,
        override=d.OverrideData(outcome=override.outcome, reason=override.reason, by=override.by) if override else None,
        waiver=_waiver(result.waiver),
        provisional=result.provisional or UNSET,
    )


def _waiver(waiver: rules.Waiver | None) -> d.WaiverData | None:
    if waiver is None:
        return None
    return d.WaiverData(reason=waiver.reason, approver=waiver.approver, expires=waiver.expires)


def _issues(report: JudgedSubmission, language: Language) -> list[d.IssueData]:
    return [_issue(issue, report, language) for issue in report.issues]


def _provisional_issues(report: JudgedSubmission, language: Language) -> list[d.IssueData]:
    return [_issue(issue, report, language) for issue in report.provisional.issues]


def _issue(issue: Issue, report: JudgedSubmission, language: Language) -> d.IssueData:
    message, gaps = issue.message[language], issue.gap
    return d.IssueData(
        rule=issue.rule.id,
        task=issue.rule.task,
        severity=issue.severity,
        message=message,
        remedy=issue.remedy[language],
        due=issue.due,
        due_days=issue.rule.due_days,
        gap=[_gap(gap, message, len(gaps) > 1, report, language) for gap in gaps],
        gain=_gain(issue),
        evidence=list(issue.rule.evidence),
        clause=issue.rule.source.clause,
        quote=issue.rule.source.quote,
        fingerprint=issue.fingerprint,
        waiver=_waiver(issue.waiver),
        readings=_readings(issue.readings, report, language),
    )


def _gain(issue: Issue) -> float | None:
    """The gain; None where the scoring model fails, which costs this figure alone (`_remarks` names it)."""
    try:
        return issue.gain
    except PluginError:
        return None


def _gap(gap: results.Gap, message: str, several: bool, report: JudgedSubmission, language: Language) -> d.GapData:
    return d.GapData(
        fact=gap.fact,
        title=gap.title[language],
        operator=gap.operator,
        actual=plain_value(gap.actual),
        required=plain_value(gap.required),
        shortfall=plain_value(gap.shortfall),
        unit=gap.unit[language] if gap.unit else None,
        text=gap_in_words(gap, report.compiled.labelled.get(gap.fact), message, several, language),
    )


def _remarks(report: JudgedSubmission, language: Language) -> list[d.RemarkData]:
    return [remark_data(remark, language) for remark in (*report.remarks, *_failed_gains(report))]


def _failed_gains(report: JudgedSubmission) -> Iterator[Remark]:
    """A remark that names the plugin whose scoring model could not say what the repair of an issue adds."""
    if report.compiled.model.linear is not None:
        return  # computed by the library itself
    for issue in report.issues:
        try:
            _ = issue.gain
        except PluginError as error:
            problem = Text("无法算出整改后可得的分：{why}", "what a repair would add is not known: {why}")
            yield Remark(code="plugin_failed", value=issue.rule.id, message=problem.format(why=error.problem))
            return


def remark_data(remark: Remark, language: Language) -> d.RemarkData:
    """Something about the data that a person should know."""
    return d.RemarkData(
        code=remark.code,
        fact=remark.fact,
        value=remark.value,
        expected=remark.expected[language] if remark.expected is not None else None,
        location=_location(remark.location),
        message=remark.message[language],
    )


_KEYS: Mapping[ReportKey, Callable[[JudgedSubmission, Language], Any]] = {
    "checklist": _checklist,
    "submission": _submission,
    "score": _report_score,
    "sections": _sections,
    "results": _results,
    "issues": _issues,
    "provisional_issues": _provisional_issues,
    "remarks": _remarks,
}
