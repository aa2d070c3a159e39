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
    from checkrules.batch.parts import Done as Done
    from checkrules.batch.parts import Part as Part
    from checkrules.batch.parts import Summary as Summary
    from checkrules.batch.run import check_table as check_table
    from checkrules.checklist import Checklist as Checklist
    from checkrules.document import as_data as as_data
    from checkrules.errors import ChecklistError as ChecklistError
    from checkrules.errors import CheckrulesError as CheckrulesError
    from checkrules.errors import Place as Place
    from checkrules.errors import PluginError as PluginError
    from checkrules.errors import ReadError as ReadError
    from checkrules.errors import UsageError as UsageError
    from checkrules.errors import did_you_mean as did_you_mean
    from checkrules.expressions.polars_numbers import divided as divided
    from checkrules.extension import BundledChecklist as BundledChecklist
    from checkrules.extension import Engine as Engine
    from checkrules.extension import Function as Function
    from checkrules.extension import Linear as Linear
    from checkrules.extension import Reader as Reader
    from checkrules.extension import ScoringModel as ScoringModel
    from checkrules.extension import Writer as Writer
    from checkrules.frames.judged import JudgedTable as JudgedTable
    from checkrules.hookspecs import hookimpl as hookimpl
    from checkrules.json_text import MAX_LINE_BYTES as MAX_LINE_BYTES
    from checkrules.json_text import parse_json as parse_json
    from checkrules.json_text import refuse_no_lines as refuse_no_lines
    from checkrules.json_text import submission_of_line as submission_of_line
    from checkrules.model import OUTCOMES as OUTCOMES
    from checkrules.model import SEVERITIES as SEVERITIES
    from checkrules.model import Content as Content
    from checkrules.model import Fact as Fact
    from checkrules.model import Form as Form
    from checkrules.model import Outcome as Outcome
    from checkrules.model import Rule as Rule
    from checkrules.model import Severity as Severity
    from checkrules.model import Task as Task
    from checkrules.pipeline import check as check
    from checkrules.pipeline import load_checklist as load_checklist
    from checkrules.pipeline import read as read
    from checkrules.pipeline import render as render
    from checkrules.pipeline import write as write
    from checkrules.plugins import Registry as Registry
    from checkrules.plugins import load_plugins as load_plugins
    from checkrules.privacy import masked as masked
    from checkrules.records import records_of as records_of
    from checkrules.records import submission_of as submission_of
    from checkrules.register import Register as Register
    from checkrules.register import load_register as load_register
    from checkrules.report import Issue as Issue
    from checkrules.report import Report as Report
    from checkrules.report import Reports as Reports
    from checkrules.resources import bundled as bundled
    from checkrules.results import REASONS as REASONS
    from checkrules.results import Counts as Counts
    from checkrules.results import Gap as Gap
    from checkrules.results import Grade as Grade
    from checkrules.results import Result as Result
    from checkrules.results import Score as Score
    from checkrules.results import SectionScore as SectionScore
    from checkrules.submission import ORIGIN_KINDS as ORIGIN_KINDS
    from checkrules.submission import Origin as Origin
    from checkrules.submission import Rejection as Rejection
    from checkrules.submission import Remark as Remark
    from checkrules.submission import Submission as Submission
    from checkrules.tables import KINDS as KINDS
    from checkrules.tables import Heading as Heading
    from checkrules.tables import Row as Row
    from checkrules.tables import Stated as Stated
    from checkrules.tables import decode as decode
    from checkrules.tables import find_heading as find_heading
    from checkrules.tables import kind_of as kind_of
    from checkrules.tables import read_bytes as read_bytes
    from checkrules.tables import read_table as read_table
    from checkrules.tables import stated as stated
    from checkrules.text import Language as Language
    from checkrules.text import Text as Text
    from checkrules.validate import misfit as misfit
    from checkrules.values import DoesNotFit as DoesNotFit
    from checkrules.values import expected_of as expected_of
    from checkrules.values import fact_named as fact_named
    from checkrules.values import folded as folded
    from checkrules.values import parse_value as parse_value
    from checkrules.view.make import view_of as view_of
    from checkrules.view.shapes import Bar as Bar
    from checkrules.view.shapes import Count as Count
    from checkrules.view.shapes import IssueView as IssueView
    from checkrules.view.shapes import ReportView as ReportView
    from checkrules.view.shapes import View as View
    from checkrules.view.words import OUTCOME_SIGNS as OUTCOME_SIGNS
    from checkrules.view.words import words as words
    from checkrules.wordings import NOT_STATED as NOT_STATED
    from checkrules.wordings import OUTCOME_WORDS as OUTCOME_WORDS
    from checkrules.wordings import SEVERITY_WORDS as SEVERITY_WORDS
    from checkrules.wordings import told as told
    from checkrules.yaml_files import YamlDocument as YamlDocument
    from checkrules.yaml_files import load_yaml as load_yaml

_HOMES = {
    "Checklist": "checklist",
    "as_data": "document",
    "ChecklistError": "errors",
    "CheckrulesError": "errors",
    "Place": "errors",
    "PluginError": "errors",
    "ReadError": "errors",
    "UsageError": "errors",
    "did_you_mean": "errors",
    "divided": "expressions.polars_numbers",
    "Done": "batch.parts",
    "Part": "batch.parts",
    "Summary": "batch.parts",
    "check_table": "batch.run",
    "JudgedTable": "frames.judged",
    "BundledChecklist": "extension",
    "Engine": "extension",
    "Function": "extension",
    "Linear": "extension",
    "Reader": "extension",
    "ScoringModel": "extension",
    "Writer": "extension",
    "hookimpl": "hookspecs",
    "MAX_LINE_BYTES": "json_text",
    "parse_json": "json_text",
    "refuse_no_lines": "json_text",
    "submission_of_line": "json_text",
    "Content": "model",
    "Fact": "model",
    "Form": "model",
    "OUTCOMES": "model",
    "Outcome": "model",
    "Rule": "model",
    "SEVERITIES": "model",
    "Severity": "model",
    "Task": "model",
    "check": "pipeline",
    "load_checklist": "pipeline",
    "read": "pipeline",
    "render": "pipeline",
    "write": "pipeline",
    "Registry": "plugins",
    "load_plugins": "plugins",
    "masked": "privacy",
    "records_of": "records",
    "submission_of": "records",
    "Register": "register",
    "load_register": "register",
    "Report": "report",
    "Reports": "report",
    "bundled": "resources",
    "Counts": "results",
    "Gap": "results",
    "Grade": "results",
    "Issue": "report",
    "REASONS": "results",
    "Result": "results",
    "Score": "results",
    "SectionScore": "results",
    "ORIGIN_KINDS": "submission",
    "Origin": "submission",
    "Rejection": "submission",
    "Remark": "submission",
    "Submission": "submission",
    "Heading": "tables",
    "KINDS": "tables",
    "Row": "tables",
    "Stated": "tables",
    "decode": "tables",
    "find_heading": "tables",
    "kind_of": "tables",
    "read_bytes": "tables",
    "read_table": "tables",
    "stated": "tables",
    "Language": "text",
    "Text": "text",
    "misfit": "validate",
    "DoesNotFit": "values",
    "expected_of": "values",
    "fact_named": "values",
    "folded": "values",
    "parse_value": "values",
    "view_of": "view.make",
    "Bar": "view.shapes",
    "Count": "view.shapes",
    "IssueView": "view.shapes",
    "ReportView": "view.shapes",
    "View": "view.shapes",
    "OUTCOME_SIGNS": "view.words",
    "words": "view.words",
    "NOT_STATED": "wordings",
    "OUTCOME_WORDS": "wordings",
    "SEVERITY_WORDS": "wordings",
    "told": "wordings",
    "YamlDocument": "yaml_files",
    "load_yaml": "yaml_files",
}
"""Where each public name lives. The imports above say the same to type checkers; a test holds them together."""

__all__ = ["__version__", *sorted(_HOMES)]  # noqa: PLE0604


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"checkrules.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'checkrules' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted(__all__)
