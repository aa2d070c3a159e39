"""Reports as programs get them: what was judged, looked up by rule, and as a document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import attrs
import msgspec

from checkrules.evaluation.compiled import Compiled, rule_index
from checkrules.evaluation.judged import JudgedSubmission
from checkrules.model.arguments import items_given, language_given, moment_given
from checkrules.model.errors import UsageError, did_you_mean
from checkrules.model.files import FileAccount
from checkrules.model.frozen import count_of
from checkrules.model.handed_in import HandedIn
from checkrules.model.privacy import shown
from checkrules.model.results import REPORT_KEYS, ReportKey, Result
from checkrules.model.submission import Rejection, Remark, Submission
from checkrules.model.text import Language, Text
from checkrules.model.texts import change_texts

if TYPE_CHECKING:
    from checkrules.model.document import ReportData, ReportDocument


class Report(JudgedSubmission):
    """All results of one submission. Immutable; make one with `Checklist.evaluate` or `evaluate_json`.

    `outcomes` is ready at once; `score`, `grade`, `sections`, `results`, `issues` and `remarks` are computed on first use.
    The same submission gives the same report on the same day.
    """

    def __repr__(self) -> str:
        return f"Report(subject={shown(self.subject)!r}, score={self.score.value}, issues={len(self.issues)})"

    def __eq__(self, other: object) -> bool:
        if self is other or not isinstance(other, Report):
            return self is other
        return self._evidence() == other._evidence()

    def __hash__(self) -> int:
        return hash((self.computed_codes, self.subject))

    def _evidence(self) -> tuple[object, ...]:
        """Everything that determines the report."""
        compiled = self.compiled
        return self.computed_codes, self.today, self.submission, compiled.waivers, compiled.overrides, compiled.content

    def __reduce__(self) -> tuple[Any, ...]:
        return _made_again, (self.compiled, self._source, self.computed_codes, self.today)

    def result(self, rule: str) -> Result:
        """The result of a rule by its id. Raises UsageError, with the nearest id, where the checklist has no such rule."""
        return self.result_at(rule_index(self.content, rule))

    def to_dict(self, language: Language = "zh", *, include: Iterable[ReportKey] = REPORT_KEYS) -> dict[str, Any]:
        """The report document with this report alone, as plain JSON values: `reports` has one item.

        `include` names the keys of a report that are wanted, of REPORT_KEYS; what is left out is not computed. Personal
        numbers are masked. Raises UsageError for an unknown key or language, PluginError where a plugin's scoring model
        fails.
        """
        return Reports(reports=(self,)).to_dict(language, include=include)

    def to_json(self, language: Language = "zh", *, include: Iterable[ReportKey] = REPORT_KEYS) -> str:
        """The same as JSON text, on one line. `from_json` reads it back."""
        return Reports(reports=(self,)).to_json(language, include=include)


def _made_again(
    compiled: Compiled, source: Submission | Mapping[str, object] | bytes, computed: bytes, today: dt.date
) -> Report:
    if isinstance(source, bytes):
        record = compiled.json_records.decode(source)
    else:
        record = compiled.record_type.of(dict(source.facts if isinstance(source, Submission) else source))
    return Report(compiled, compiled.period_of(record), source, record, computed, today)


def _reports(given: Iterable[Report]) -> tuple[Report, ...]:
    return items_given("reports", given, Report)


def _rejected(given: Iterable[Rejection]) -> tuple[Rejection, ...]:
    return items_given("rejected", given, Rejection)


def _remarks(given: Iterable[Remark]) -> tuple[Remark, ...]:
    return items_given("remarks", given, Remark)


def _files(given: Iterable[FileAccount]) -> tuple[FileAccount, ...]:
    return items_given("files", given, FileAccount)


@attrs.frozen(kw_only=True)
class Reports:
    """The reports of any number of submissions, with what was rejected: what is written as one document."""

    reports: tuple[Report, ...] = attrs.field(converter=_reports, repr=count_of)
    rejected: tuple[Rejection, ...] = attrs.field(default=(), converter=_rejected, repr=count_of)
    remarks: tuple[Remark, ...] = attrs.field(default=(), converter=_remarks, repr=count_of)
    """Notices that concern no single submission, such as those of the roster."""
    files: tuple[FileAccount, ...] = attrs.field(default=(), converter=_files, repr=count_of)
    """What became of each file that was found, by path."""
    handed_in: HandedIn | None = None
    """Which subjects of the roster handed something in; None without a roster, and where only one submission was named."""
    made_at: dt.datetime = attrs.field(
        factory=lambda: dt.datetime.now(dt.UTC).replace(microsecond=0), validator=moment_given
    )
    decided: bool = False
    """Whether documents and pages leave out what only readings of prose would decide: for papers that go out."""

    def to_dict(self, language: Language = "zh", *, include: Iterable[ReportKey] = REPORT_KEYS) -> dict[str, Any]:
        """The report document as plain JSON values. As `Report.to_dict`, for all reports."""
        built: dict[str, Any] = msgspec.to_builtins(document_of(self, language, include))
        return built

    def to_json(self, language: Language = "zh", *, include: Iterable[ReportKey] = REPORT_KEYS) -> str:
        """The same as JSON text, on one line. `from_json` reads it back."""
        return msgspec.json.encode(document_of(self, language, include)).decode()


def reports_given(reports: object) -> Reports:
    """The Reports that a caller passes: as they are, one report, or some. Raises UsageError for anything else."""
    if isinstance(reports, Reports):
        return reports
    if isinstance(reports, Report):
        return Reports(reports=(reports,))
    return Reports(reports=reports)  # type: ignore[arg-type]  # checked there


def document_of(reports: Reports, language: Language, include: Iterable[ReportKey] = REPORT_KEYS) -> ReportDocument:
    """The report document of reports, personal numbers masked. `include` names the keys of each report that are wanted;
    what is left out is not computed. Raises UsageError for an unknown key or language."""
    from checkrules.evaluation import report_data
    from checkrules.model import document

    keys, language = _wanted(include), language_given(language)
    return document.ReportDocument(
        schema=document.SCHEMA,
        language=language,
        made_by=report_data.made_by(),
        made_at=reports.made_at,
        reports=[_data(report, language, keys, reports.decided) for report in reports.reports],
        remarks=[change_texts(report_data.remark_data(item, language), report_data.mask) for item in reports.remarks],
        rejected=[
            change_texts(report_data.rejection_data(item, language), report_data.mask) for item in reports.rejected
        ],
        decided=reports.decided,
        handed_in=change_texts(report_data.handed_in_data(reports.handed_in), report_data.mask)
        if reports.handed_in is not None
        else None,
        files=[change_texts(report_data.file_data(item, language), report_data.mask) for item in reports.files],
    )


def _data(report: Report, language: Language, keys: tuple[ReportKey, ...], decided: bool) -> ReportData:
    from checkrules.evaluation import report_data

    data = report_data.report_data(report, language, keys)
    data = report_data.without_provisional(data) if decided else data
    return change_texts(data, partial(report_data.mask, privacy=report.content.privacy))


def _wanted(include: Iterable[ReportKey]) -> tuple[ReportKey, ...]:
    """The keys that are wanted, in the order of the document."""
    names: object = (include,) if isinstance(include, str) else include
    if not isinstance(names, Iterable):
        kind = type(names).__name__
        raise UsageError(
            Text(f"include 应为若干部分的名称，不能是 {kind}", f"`include` takes names of keys, not {kind}")
        )
    wanted = tuple(names)
    for name in wanted:
        if name not in REPORT_KEYS:
            known = ", ".join(REPORT_KEYS)
            problem = Text(
                f"报告没有“{name}”部分；include 可取：{known}",
                f"a report has no key '{name}'; `include` takes: {known}",
            )
            raise UsageError(problem, hint=did_you_mean(str(name), REPORT_KEYS))
    return tuple(key for key in REPORT_KEYS if key in wanted)
