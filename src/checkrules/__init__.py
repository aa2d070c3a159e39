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
    from checkrules.checklist import Checklist
    from checkrules.document import as_data
    from checkrules.errors import ChecklistError, CheckrulesError, Place, PluginError, ReadError, UsageError
    from checkrules.extension import BundledChecklist, Function, Reader, ScoringModel, Writer
    from checkrules.hookspecs import hookimpl
    from checkrules.model import OUTCOMES, SEVERITIES, Content, Fact, Form, Outcome, Rule, Severity
    from checkrules.pipeline import check, load_checklist, read, render, write
    from checkrules.plugins import Registry, load_plugins
    from checkrules.register import Register, load_register
    from checkrules.report import Report, Reports
    from checkrules.resources import bundled
    from checkrules.results import REASONS, Counts, Gap, Grade, Issue, Result, Score, SectionScore
    from checkrules.submission import ORIGIN_KINDS, Origin, Rejection, Remark, Submission
    from checkrules.tables import Table, read_table
    from checkrules.text import Language, Text
    from checkrules.validate import misfit
    from checkrules.values import DoesNotFit, expected_of, fact_named, parse_value
    from checkrules.wordings import NOT_STATED, told
    from checkrules.yaml_files import YamlDocument, load_yaml

_HOMES = {
    "Checklist": "checklist",
    "as_data": "document",
    "CheckrulesError": "errors",
    "ChecklistError": "errors",
    "Place": "errors",
    "PluginError": "errors",
    "ReadError": "errors",
    "UsageError": "errors",
    "BundledChecklist": "extension",
    "Function": "extension",
    "Reader": "extension",
    "ScoringModel": "extension",
    "Writer": "extension",
    "hookimpl": "hookspecs",
    "OUTCOMES": "model",
    "SEVERITIES": "model",
    "Content": "model",
    "Fact": "model",
    "Form": "model",
    "Outcome": "model",
    "Rule": "model",
    "Severity": "model",
    "check": "pipeline",
    "load_checklist": "pipeline",
    "read": "pipeline",
    "render": "pipeline",
    "write": "pipeline",
    "Registry": "plugins",
    "load_plugins": "plugins",
    "Register": "register",
    "load_register": "register",
    "Report": "report",
    "Reports": "report",
    "bundled": "resources",
    "REASONS": "results",
    "Counts": "results",
    "Gap": "results",
    "Grade": "results",
    "Issue": "results",
    "Result": "results",
    "Score": "results",
    "SectionScore": "results",
    "ORIGIN_KINDS": "submission",
    "Origin": "submission",
    "Rejection": "submission",
    "Remark": "submission",
    "Submission": "submission",
    "Table": "tables",
    "read_table": "tables",
    "Language": "text",
    "Text": "text",
    "misfit": "validate",
    "DoesNotFit": "values",
    "expected_of": "values",
    "fact_named": "values",
    "parse_value": "values",
    "NOT_STATED": "wordings",
    "told": "wordings",
    "YamlDocument": "yaml_files",
    "load_yaml": "yaml_files",
}
"""Where each public name lives."""

__all__ = ["__version__", *sorted(_HOMES)]  # noqa: PLE0604


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"checkrules.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'checkrules' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted(__all__)
