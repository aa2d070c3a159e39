"""checkrules turns an inspection checklist into data and judges submissions by it.

    import checkrules

    checklist = checkrules.load_checklist("mental-health")
    report = checklist.evaluate({"school_stage": "primary", "student_count": 1200, "fulltime_mh_teacher_count": 0})
    for issue in report.issues:
        print(issue.rule.id, issue.message.zh)

Names are imported when they are first used, so that `import checkrules` is cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from checkrules.checklist import Checklist as Checklist
    from checkrules.evaluation.report import Issue as Issue
    from checkrules.evaluation.report import Report as Report
    from checkrules.evaluation.report import Reports as Reports
    from checkrules.expressions.polars_numbers import divided as divided
    from checkrules.facts.cells import fact_named as fact_named
    from checkrules.facts.check import misfit as misfit
    from checkrules.facts.kind import InvalidValue as InvalidValue
    from checkrules.facts.kinds import expected_of as expected_of
    from checkrules.facts.kinds import parse_value as parse_value
    from checkrules.hooks.registrations import BundledChecklist as BundledChecklist
    from checkrules.hooks.registrations import Engine as Engine
    from checkrules.hooks.registrations import Function as Function
    from checkrules.hooks.registrations import LinearScore as LinearScore
    from checkrules.hooks.registrations import Reader as Reader
    from checkrules.hooks.registrations import ScoringModel as ScoringModel
    from checkrules.hooks.registrations import Writer as Writer
    from checkrules.hooks.registry import Registry as Registry
    from checkrules.hooks.registry import load_plugins as load_plugins
    from checkrules.hooks.specs import hookimpl as hookimpl
    from checkrules.loading.bundled import bundled as bundled
    from checkrules.loading.yaml import YamlDocument as YamlDocument
    from checkrules.loading.yaml import load_yaml as load_yaml
    from checkrules.model.errors import ChecklistError as ChecklistError
    from checkrules.model.errors import CheckrulesError as CheckrulesError
    from checkrules.model.errors import Location as Location
    from checkrules.model.errors import PluginError as PluginError
    from checkrules.model.errors import ReadError as ReadError
    from checkrules.model.errors import UsageError as UsageError
    from checkrules.model.errors import did_you_mean as did_you_mean
    from checkrules.model.errors import needs_extra as needs_extra
    from checkrules.model.form import Fact as Fact
    from checkrules.model.form import Form as Form
    from checkrules.model.parts import Part as Part
    from checkrules.model.parts import PartResult as PartResult
    from checkrules.model.parts import Summary as Summary
    from checkrules.model.privacy import masked as masked
    from checkrules.model.results import Counts as Counts
    from checkrules.model.results import Gap as Gap
    from checkrules.model.results import Grade as Grade
    from checkrules.model.results import Result as Result
    from checkrules.model.results import Score as Score
    from checkrules.model.results import SectionScore as SectionScore
    from checkrules.model.rules import OUTCOMES as OUTCOMES
    from checkrules.model.rules import SEVERITIES as SEVERITIES
    from checkrules.model.rules import Content as Content
    from checkrules.model.rules import Outcome as Outcome
    from checkrules.model.rules import Rule as Rule
    from checkrules.model.rules import Severity as Severity
    from checkrules.model.rules import Task as Task
    from checkrules.model.submission import Origin as Origin
    from checkrules.model.submission import Rejection as Rejection
    from checkrules.model.submission import Remark as Remark
    from checkrules.model.submission import Submission as Submission
    from checkrules.model.text import Language as Language
    from checkrules.model.text import Text as Text
    from checkrules.model.text import folded as folded
    from checkrules.pipeline import check as check
    from checkrules.pipeline import check_table as check_table
    from checkrules.pipeline import load_checklist as load_checklist
    from checkrules.pipeline import read as read
    from checkrules.pipeline import render as render
    from checkrules.pipeline import write as write
    from checkrules.presentation.document import ReportDocument as ReportDocument
    from checkrules.presentation.document import from_json as from_json
    from checkrules.presentation.document import to_json as to_json
    from checkrules.presentation.document_of import document_of as document_of
    from checkrules.presentation.shapes import Bar as Bar
    from checkrules.presentation.shapes import Count as Count
    from checkrules.presentation.shapes import IssueView as IssueView
    from checkrules.presentation.shapes import ReportView as ReportView
    from checkrules.presentation.shapes import View as View
    from checkrules.presentation.view import view_of as view_of
    from checkrules.reading.bytes import KINDS as KINDS
    from checkrules.reading.bytes import decode as decode
    from checkrules.reading.bytes import kind_of as kind_of
    from checkrules.reading.bytes import read_bytes as read_bytes
    from checkrules.reading.csv import Heading as Heading
    from checkrules.reading.csv import Row as Row
    from checkrules.reading.csv import Stated as Stated
    from checkrules.reading.csv import find_heading as find_heading
    from checkrules.reading.csv import read_table as read_table
    from checkrules.reading.csv import stated as stated
    from checkrules.reading.json import MAX_LINE_BYTES as MAX_LINE_BYTES
    from checkrules.reading.json import parse_json as parse_json
    from checkrules.reading.json import refuse_no_lines as refuse_no_lines
    from checkrules.reading.json import submission_of_line as submission_of_line
    from checkrules.reading.records import records_of as records_of
    from checkrules.reading.records import submission_of as submission_of
    from checkrules.reading.roster import Roster as Roster
    from checkrules.reading.roster import load_roster as load_roster
    from checkrules.tables.columns.results import JudgedTable as JudgedTable
    from checkrules.words.codes import BASIS_WORDS as BASIS_WORDS
    from checkrules.words.codes import NO_GRADE_WORDS as NO_GRADE_WORDS
    from checkrules.words.codes import ORIGIN_WORDS as ORIGIN_WORDS
    from checkrules.words.codes import OUTCOME_SIGNS as OUTCOME_SIGNS
    from checkrules.words.codes import OUTCOME_WORDS as OUTCOME_WORDS
    from checkrules.words.codes import REASON_WORDS as REASON_WORDS
    from checkrules.words.codes import REMARK_WORDS as REMARK_WORDS
    from checkrules.words.codes import SEVERITY_WORDS as SEVERITY_WORDS
    from checkrules.words.labels import labels as labels
    from checkrules.words.values import NOT_STATED as NOT_STATED
    from checkrules.words.values import format_value as format_value

_HOMES = {
    "Checklist": "checklist",
    "Issue": "evaluation.report",
    "Report": "evaluation.report",
    "Reports": "evaluation.report",
    "divided": "expressions.polars_numbers",
    "fact_named": "facts.cells",
    "parse_value": "facts.kinds",
    "misfit": "facts.check",
    "InvalidValue": "facts.kind",
    "expected_of": "facts.kinds",
    "BundledChecklist": "hooks.registrations",
    "Engine": "hooks.registrations",
    "Function": "hooks.registrations",
    "LinearScore": "hooks.registrations",
    "Reader": "hooks.registrations",
    "ScoringModel": "hooks.registrations",
    "Writer": "hooks.registrations",
    "Registry": "hooks.registry",
    "load_plugins": "hooks.registry",
    "hookimpl": "hooks.specs",
    "bundled": "loading.bundled",
    "YamlDocument": "loading.yaml",
    "load_yaml": "loading.yaml",
    "ChecklistError": "model.errors",
    "CheckrulesError": "model.errors",
    "Location": "model.errors",
    "PluginError": "model.errors",
    "ReadError": "model.errors",
    "UsageError": "model.errors",
    "did_you_mean": "model.errors",
    "needs_extra": "model.errors",
    "Fact": "model.form",
    "Form": "model.form",
    "Part": "model.parts",
    "PartResult": "model.parts",
    "Summary": "model.parts",
    "masked": "model.privacy",
    "Counts": "model.results",
    "Gap": "model.results",
    "Grade": "model.results",
    "Result": "model.results",
    "Score": "model.results",
    "SectionScore": "model.results",
    "OUTCOMES": "model.rules",
    "SEVERITIES": "model.rules",
    "Content": "model.rules",
    "Outcome": "model.rules",
    "Rule": "model.rules",
    "Severity": "model.rules",
    "Task": "model.rules",
    "Origin": "model.submission",
    "Rejection": "model.submission",
    "Remark": "model.submission",
    "Submission": "model.submission",
    "Language": "model.text",
    "Text": "model.text",
    "folded": "model.text",
    "check": "pipeline",
    "load_checklist": "pipeline",
    "read": "pipeline",
    "render": "pipeline",
    "write": "pipeline",
    "ReportDocument": "presentation.document",
    "from_json": "presentation.document",
    "to_json": "presentation.document",
    "document_of": "presentation.document_of",
    "Bar": "presentation.shapes",
    "Count": "presentation.shapes",
    "IssueView": "presentation.shapes",
    "ReportView": "presentation.shapes",
    "View": "presentation.shapes",
    "view_of": "presentation.view",
    "KINDS": "reading.bytes",
    "decode": "reading.bytes",
    "kind_of": "reading.bytes",
    "read_bytes": "reading.bytes",
    "Heading": "reading.csv",
    "Row": "reading.csv",
    "Stated": "reading.csv",
    "find_heading": "reading.csv",
    "read_table": "reading.csv",
    "stated": "reading.csv",
    "MAX_LINE_BYTES": "reading.json",
    "parse_json": "reading.json",
    "refuse_no_lines": "reading.json",
    "submission_of_line": "reading.json",
    "records_of": "reading.records",
    "submission_of": "reading.records",
    "Roster": "reading.roster",
    "load_roster": "reading.roster",
    "JudgedTable": "tables.columns.results",
    "check_table": "pipeline",
    "BASIS_WORDS": "words.codes",
    "NO_GRADE_WORDS": "words.codes",
    "ORIGIN_WORDS": "words.codes",
    "OUTCOME_SIGNS": "words.codes",
    "OUTCOME_WORDS": "words.codes",
    "REASON_WORDS": "words.codes",
    "REMARK_WORDS": "words.codes",
    "SEVERITY_WORDS": "words.codes",
    "labels": "words.labels",
    "NOT_STATED": "words.values",
    "format_value": "words.values",
}
"""Where each public name lives. The imports above say the same to type checkers; a test holds them together."""

__all__ = ["__version__", *sorted(_HOMES)]  # noqa: PLE0604


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"checkrules.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'checkrules' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted(__all__)
