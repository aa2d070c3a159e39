"""What a checklist is made of, as plain immutable data: sections, tasks, rules, parameters, the form.

Nothing here reads, computes or writes. `loading` makes it from files, `evaluation` compiles it.
The words are those of XCCDF and OSCAL; `docs/explanation.md` says which is which.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Literal

import attrs

from checkrules.model.errors import ChecklistError, Location, did_you_mean
from checkrules.model.form import Form
from checkrules.model.frozen import count_of
from checkrules.model.privacy import shown
from checkrules.model.text import Text
from checkrules.model.tree import Node

Outcome = Literal["pass", "fail", "not_applicable", "unknown", "error"]


OUTCOMES: tuple[Outcome, ...] = ("pass", "fail", "not_applicable", "unknown", "error")
"""The outcomes in the order of their codes: a compiled checklist gives one byte per rule, an index into this tuple."""


PASS, FAIL, NOT_APPLICABLE, UNKNOWN, ERROR = range(5)


Severity = Literal["critical", "major", "minor", "advisory"]


SEVERITIES: tuple[Severity, ...] = ("critical", "major", "minor", "advisory")


@attrs.frozen(kw_only=True)
class DatedValue:
    """A parameter's value from a day on (None: from the beginning). A date is a text, as in JSON."""

    value: bool | int | float | str | tuple[str, ...]
    since: dt.date | None = None


Basis = Literal["notice", "external", "interpretation", "proposal"]


@attrs.frozen(kw_only=True)
class Parameter:
    """A named threshold. `basis` says whether the notice itself gives it or where else it comes from."""

    name: str
    title: Text
    type: Literal["integer", "number", "boolean", "date", "string", "list"]
    values: tuple[DatedValue, ...]
    basis: Basis
    unit: Text | None = None
    minimum: float | None = None
    maximum: float | None = None
    sources: tuple[str, ...] = ()
    note: Text | None = None
    changed_by: str = ""
    """Empty, or what set the value in place of the checklist: a profile's name, `--set` or `Python`."""
    reason: Text | None = None


@attrs.frozen(kw_only=True)
class Definition:
    """A derived fact that rules reuse: an expression, or a decision table, under a name."""

    name: str
    title: Text
    expression: str
    tree: Node


@attrs.frozen(kw_only=True)
class Quote:
    """The clause that a rule comes from, in its own words."""

    document: str
    clause: str
    quote: str


@attrs.frozen(kw_only=True)
class Examples:
    """Facts of small submissions with the outcome that the rule must give them."""

    passing: tuple[dict[str, object], ...] = ()
    failing: tuple[dict[str, object], ...] = ()
    not_applicable: tuple[dict[str, object], ...] = ()
    unknown: tuple[dict[str, object], ...] = ()


@attrs.frozen(kw_only=True)
class Rule:
    """One atomic requirement that a machine can decide. `when` None: it always applies. `points` is its weight."""

    id: str
    name: str
    title: Text
    task: str
    section: str
    require: str
    require_tree: Node
    severity: Severity
    points: float
    message: Text
    remedy: Text
    due_days: int
    source: Quote
    examples: Examples
    when: str | None = None
    when_tree: Node | None = None
    degree: str | None = None
    degree_tree: Node | None = None
    scored: bool = True
    evidence: tuple[str, ...] = ()
    interpretation: Text | None = None
    file: str = ""
    """The file's name in the checklist's folder."""
    line: int = 0


@attrs.frozen(kw_only=True)
class Task:
    """One of the inspection's main tasks (主要工作任务), with the notice's own words."""

    id: str
    title: Text
    text: str
    number: int | None = None
    evidence: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Section:
    """One key point (考核要点) and its tasks."""

    id: str
    number: str
    title: Text
    tasks: tuple[Task, ...]


@attrs.frozen(kw_only=True)
class Band:
    """A grade: given from `minimum` percent of the full score on."""

    id: str
    title: Text
    minimum: float


@attrs.frozen(kw_only=True)
class Veto:
    """一票否决: from so many failures of a severity on, the grade is at most `cap`."""

    severity: Severity
    failures: int
    cap: str


@attrs.frozen(kw_only=True)
class Scoring:
    """How outcomes become a score and a grade. Bands are listed best first; completeness is a share from 0 to 1."""

    model: str
    least_completeness: float
    bands: tuple[Band, ...]
    vetoes: tuple[Veto, ...]
    status: Text | None = None


@attrs.frozen(kw_only=True)
class Consistency:
    """What must hold between facts; where it does not, the data and not the subject are in doubt."""

    id: str
    require: str
    tree: Node
    message: Text


@attrs.frozen(kw_only=True)
class Document:
    """The paper that a checklist comes from."""

    id: str
    title: str
    number: str
    issuer: str
    date: str


@attrs.frozen(kw_only=True)
class Source:
    """Source of a figure; `read` says which parts of it were consulted."""

    id: str
    title: str
    number: str = ""
    year: str = ""
    figure: str = ""
    read: str = ""


@attrs.frozen(kw_only=True)
class Change:
    """One change that a profile makes, and why."""

    profile: str
    target: str
    what: str
    old: str
    new: str
    reason: Text


@attrs.frozen(kw_only=True)
class Content:
    """All of a checklist, after its profile. `digest` is the SHA-256 of the files that it was made from."""

    id: str
    version: str
    title: Text = attrs.field(repr=False)
    document: Document = attrs.field(repr=False)
    form: Form = attrs.field(repr=False)
    sections: tuple[Section, ...] = attrs.field(repr=False)
    rules: tuple[Rule, ...] = attrs.field(repr=count_of)
    parameters: tuple[Parameter, ...] = attrs.field(repr=False)
    definitions: tuple[Definition, ...] = attrs.field(repr=False)
    consistency: tuple[Consistency, ...] = attrs.field(repr=False)
    scoring: Scoring = attrs.field(repr=False)
    sources: tuple[Source, ...] = attrs.field(repr=False)
    digest: str
    files: tuple[str, ...] = attrs.field(default=(), repr=False)
    """The names of those files, in the order in which the digest takes them."""
    wording: dict[str, object] | None = attrs.field(default=None, repr=False)
    profile: str | None = None
    changes: tuple[Change, ...] = attrs.field(default=(), repr=count_of)


def unknown_rule(rule: object, known: Collection[str], *, location: Location | None = None) -> ChecklistError:
    """The error for a rule that a profile, a waiver or an override names and that the checklist does not have."""
    problem = Text("没有规则“{rule}”", "there is no rule '{rule}'").format(rule=shown(str(rule)))
    return ChecklistError(problem, location=location, hint=did_you_mean(str(rule), known))


def rules_named(content: Content) -> frozenset[str]:
    """The ids that decisions may name: those of the rules, and of those that the profile switched off."""
    off = (change.target for change in content.changes if change.what == "rule")
    return frozenset((*(rule.id for rule in content.rules), *off))


@attrs.frozen(kw_only=True)
class Waiver:
    """An accepted failure: it stays a failure, is listed as waived, and asks for nothing until it expires."""

    rule: str
    reason: str
    approver: str
    expires: dt.date
    subject: str | None = None


@attrs.frozen(kw_only=True)
class Override:
    """An inspector's own outcome in place of the computed one; the report keeps both."""

    rule: str
    outcome: Outcome
    reason: str
    by: str
    subject: str | None = None
