"""What a checklist is made of, as plain immutable data: sections, tasks, rules, parameters, the form.

Nothing here reads, computes or writes. `loading` makes it from files, `evaluation` compiles it.
The words are those of XCCDF and OSCAL; `docs/explanation.md` says which is which.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Literal

import attrs

from checkrules.model.errors import ChecklistError, Location, did_you_mean
from checkrules.model.form import Form
from checkrules.model.frozen import count_of
from checkrules.model.privacy import ALL_MASKED, Privacy, shown
from checkrules.model.readings import Accept
from checkrules.model.text import Text, plain
from checkrules.model.tree import Node

Outcome = Literal["pass", "fail", "not_applicable", "unknown", "error"]


OUTCOMES: tuple[Outcome, ...] = ("pass", "fail", "not_applicable", "unknown", "error")
"""The outcomes in the order of their codes: a compiled checklist gives one byte per rule, an index into this tuple."""


OVERRIDING: tuple[Outcome, ...] = ("pass", "fail", "not_applicable", "unknown")
"""The outcomes that an inspector can give in place of the computed one."""


PASS, FAIL, NOT_APPLICABLE, UNKNOWN, ERROR = range(5)


Severity = Literal["critical", "major", "minor", "advisory"]


SEVERITIES: tuple[Severity, ...] = ("critical", "major", "minor", "advisory")


@attrs.frozen(kw_only=True)
class DatedValue:
    """A parameter's value from a day on (None: from the beginning). A date is a text, as in JSON."""

    value: bool | int | float | str | tuple[str, ...]
    since: dt.date | None = None


Basis = Literal["notice", "external", "interpretation", "proposal"]


SET_IN_PYTHON = "Python"
"""What `Parameter.changed_by` says of a value that a program set."""


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
    names: dict[str, object] | None = attrs.field(default=None, repr=False)
    profile: str | None = None
    changes: tuple[Change, ...] = attrs.field(default=(), repr=count_of)
    privacy: Privacy = attrs.field(default=ALL_MASKED, repr=False)
    window: tuple[str, str] | None = None
    """The parameters that hold the first and the last day of the inspection."""
    accept: Accept = "none"
    """Which readings of prose count as facts."""


def unknown_rule(rule: object, known: Collection[str], *, location: Location | None = None) -> ChecklistError:
    """The error for a rule that a profile, a waiver or an override names and that the checklist does not have."""
    problem = Text("没有规则“{rule}”", "there is no rule '{rule}'").format(rule=shown(str(rule)))
    return ChecklistError(problem, location=location, hint=did_you_mean(str(rule), known))


def rules_named(content: Content) -> frozenset[str]:
    """The ids that decisions may name: those of the rules, and of those that the profile switched off."""
    off = (change.target for change in content.changes if change.what == "rule")
    return frozenset((*(rule.id for rule in content.rules), *off))


def _stated(decision: object, field: attrs.Attribute[str], value: object) -> None:
    if not isinstance(value, str) or not value.strip():
        problem = Text("{what}的“{key}”不能为空", "'{key}' of {what} must be a text, and must not be empty")
        raise ChecklistError(problem.format(what=_WHAT[type(decision)], key=field.name))


def _stated_if_any(decision: object, field: attrs.Attribute[str | None], value: object) -> None:
    if value is not None:
        _stated(decision, field, value)  # type: ignore[arg-type]


def _subject(value: object) -> object:
    return plain(value).strip() if isinstance(value, str) else value


def _day(_decision: object, _field: attrs.Attribute[dt.date], value: object) -> None:
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        problem = Text(
            "豁免的“expires”应为日期（datetime.date），不能是“{given}”",
            "'expires' of a waiver takes a datetime.date, not '{given}'",
        )
        raise ChecklistError(problem.format(given=shown(str(value))))


def _outcome(_decision: object, _field: attrs.Attribute[Outcome], value: object) -> None:
    if value not in OVERRIDING:
        known = Text("、".join(OVERRIDING), ", ".join(OVERRIDING))
        problem = Text(
            "认定的“outcome”应为下列之一：{known}，不能是“{given}”",
            "'outcome' of an override is one of {known}, not '{given}'",
        )
        raise ChecklistError(problem.format(known=known, given=shown(str(value))))


@attrs.frozen(kw_only=True)
class Waiver:
    """An accepted failure: it stays a failure, is listed as waived, and asks for nothing until it expires.

    Raises ChecklistError where a text is empty, or `expires` is no date.
    """

    rule: str = attrs.field(validator=_stated)
    reason: str = attrs.field(validator=_stated)
    approver: str = attrs.field(validator=_stated)
    expires: dt.date = attrs.field(validator=_day)
    subject: str | None = attrs.field(default=None, converter=_subject, validator=_stated_if_any)


@attrs.frozen(kw_only=True)
class Override:
    """An inspector's own outcome in place of the computed one; the report keeps both.

    Raises ChecklistError where a text is empty, or the outcome is none that an inspector can give.
    """

    rule: str = attrs.field(validator=_stated)
    outcome: Outcome = attrs.field(validator=_outcome)
    reason: str = attrs.field(validator=_stated)
    by: str = attrs.field(validator=_stated)
    subject: str | None = attrs.field(default=None, converter=_subject, validator=_stated_if_any)


_WHAT: Mapping[type, Text] = {Waiver: Text("豁免", "a waiver"), Override: Text("认定", "an override")}


Decided = tuple[type, str, str | None, dt.date | None]
"""What two decisions may not have in common."""


def refuse_unfit(decision: Waiver | Override, before: set[Decided], rules: Collection[str]) -> None:
    """Raise ChecklistError for a waiver or override of a rule that the checklist does not have, and for a second one of the
    same rule and subject (of waivers: to the same day). `before` has what came before it; it is added."""
    if decision.rule not in rules:
        raise unknown_rule(decision.rule, rules)
    decided = type(decision), decision.rule, decision.subject, getattr(decision, "expires", None)
    if decided in before:
        problem = Text("规则“{rule}”认定了两次", "rule '{rule}' is overridden twice")
        if isinstance(decision, Waiver):
            problem = Text("规则“{rule}”豁免了两次", "rule '{rule}' is waived twice")
        raise ChecklistError(problem.format(rule=shown(decision.rule)))
    before.add(decided)
