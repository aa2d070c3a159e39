"""A checklist that is ready to judge: its content, compiled. Immutable, and shared by threads."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Mapping
from functools import cached_property
from types import MappingProxyType

import attrs

from checkrules.errors import ChecklistError, UsageError, did_you_mean
from checkrules.expressions.fused import Fused, fuse
from checkrules.expressions.trace import Step, World, trace
from checkrules.extension import ScoringModel
from checkrules.model import ERROR, FAIL, NOT_APPLICABLE, PASS, UNKNOWN, Content, Fact, Override, Value, Waiver
from checkrules.parameters import in_effect
from checkrules.plugins import Registry
from checkrules.report import Report
from checkrules.submission import Submission
from checkrules.validate import fit, fitter
from checkrules.values import DoesNotFit
from checkrules.wording import Wording, load_wording
from checkrules.wordings import labelled


@attrs.frozen(kw_only=True)
class Era:
    """A span of days in which no parameter changes: the values in it, and the function compiled for them."""

    since: dt.date | None
    parameters: Mapping[str, Value]
    fused: Fused


@attrs.frozen(kw_only=True, eq=False)
class Checklist:
    """A compiled checklist. Make one with `load_checklist`; `evaluate` judges one submission."""

    content: Content
    registry: Registry = attrs.field(repr=False)
    waivers: tuple[Waiver, ...] = ()
    overrides: tuple[Override, ...] = ()
    facts: Mapping[str, Fact] = attrs.field(init=False, repr=False)
    functions: Mapping[str, Callable[..., object]] = attrs.field(init=False, repr=False)
    scoring_model: ScoringModel = attrs.field(init=False, repr=False)
    eras: tuple[Era, ...] = attrs.field(init=False, repr=False)
    _date_fact: str | None = attrs.field(init=False, repr=False)
    _name_fact: str | None = attrs.field(init=False, repr=False)

    @facts.default
    def _facts(self) -> Mapping[str, Fact]:
        return MappingProxyType({fact.name: fact for fact in self.content.form.facts})

    @functions.default
    def _functions(self) -> Mapping[str, Callable[..., object]]:
        return MappingProxyType({name: function.call for name, function in self.registry.functions.items()})

    @scoring_model.default
    def _model(self) -> ScoringModel:
        model: ScoringModel = self.registry.find("scoring_models", self.content.scoring.model)
        return model

    @eras.default
    def _eras(self) -> tuple[Era, ...]:
        days = sorted({v.since for p in self.content.parameters for v in p.values if v.since is not None})
        return tuple(self._era(day) for day in (dt.date.min, *days)) if days else (self._era(None),)

    @_date_fact.default
    def _find_date(self) -> str | None:
        return next((fact.name for fact in self.content.form.facts if fact.role == "date"), None)

    @_name_fact.default
    def _find_name(self) -> str | None:
        return next((fact.name for fact in self.content.form.facts if fact.role == "name"), None)

    @cached_property
    def wording(self) -> Wording | None:
        """How facts are worded in prose; None where the checklist does not say."""
        return load_wording(self.content.wording) if self.content.wording is not None else None

    @cached_property
    def fitters(self) -> Mapping[str, Callable[[object], object]]:
        """For each fact the function that holds a stated value against the form."""
        return {fact.name: fitter(fact) for fact in self.content.form.facts}

    @cached_property
    def labelled(self) -> Mapping[str, Fact]:
        """The fact whose choices put the values of a name into words."""
        return labelled(self.content)

    def __attrs_post_init__(self) -> None:
        known = {rule.id for rule in self.content.rules} | {
            change.target for change in self.content.changes if change.what == "rule"
        }
        decisions: tuple[Waiver | Override, ...] = (*self.waivers, *self.overrides)
        for named in decisions:
            if named.rule not in known:
                kind = type(named).__name__.lower()
                raise ChecklistError(
                    f"the {kind} names rule '{named.rule}', which is not there", hint=did_you_mean(named.rule, known)
                )

    def _era(self, day: dt.date | None) -> Era:
        parameters = {p.name: in_effect(p, day) for p in self.content.parameters}
        return Era(since=day, parameters=parameters, fused=fuse(self.content, parameters, self.functions))

    def evaluate(self, facts: Mapping[str, object] | Submission, *, today: dt.date | None = None) -> Report:
        """Decide every rule for one submission: a mapping of facts by name, or a Submission that was read.

        A fact that is not stated is left out or None. What does not fit the form counts as not stated, and the report's
        `remarks` tell it; nothing is raised. `today` is the day of the report (the present one when left out): it dates
        the report and says what lies in the future. Scores, issues and messages are made when they are asked for.
        """
        if isinstance(facts, Submission):
            submission = facts
            stated = submission.facts
        else:
            submission = None
            stated = facts = dict(facts)
        era = self.eras[0] if len(self.eras) == 1 else self._era_of(stated)
        try:
            codes = era.fused.judge(stated, self._fit)
        except Exception:  # noqa: BLE001 - a function of a plugin, a table with two rows that fit: find which rules cannot run
            facts_used = {name: self._fit(name, stated.get(name)) for name in era.fused.fetched}
            codes = self._one_by_one(facts_used, era)
        return Report(self, era, submission, stated, codes, today)

    def _fit(self, name: str, value: object) -> object:
        try:
            return None if value is None else self.fitters[name](value)
        except DoesNotFit:
            return None

    def _era_of(self, facts: Mapping[str, object]) -> Era:
        value = facts.get(self._date_fact) if self._date_fact else None
        try:
            day = fit(self.facts[self._date_fact], value) if self._date_fact else None
        except DoesNotFit:
            day = None
        if not isinstance(day, dt.date):
            return self.eras[-1]
        return self.eras[max(0, bisect_right([era.since or dt.date.min for era in self.eras], day) - 1)]

    def _one_by_one(self, facts: Mapping[str, object], era: Era) -> bytes:
        world = self.world(facts, era)
        return bytes(code_of(*self.steps(index, world)) for index in range(len(self.content.rules)))

    def world(self, facts: Mapping[str, object], era: Era) -> World:
        """What names mean for a trace, definitions included."""
        world = World(facts=facts, parameters=era.parameters, definitions={}, functions=self.functions)
        for definition in self.content.definitions:
            world = attrs.evolve(
                world, definitions={**world.definitions, definition.name: trace(definition.tree, world)}
            )
        return world

    def steps(self, index: int, world: World) -> tuple[Step | None, Step | None]:
        """The traces of a rule's `when` (None: there is none) and, where that is true, of its `require`."""
        rule = self.content.rules[index]
        when = trace(rule.when_tree, world) if rule.when_tree is not None else None
        applies = when is None or when.value is True
        return when, trace(rule.require_tree, world) if applies else None

    def school_of(self, facts: Mapping[str, object]) -> str:
        """The name that identifies the submission, as it was written; empty when it is not stated."""
        name = facts.get(self._name_fact) if self._name_fact else None
        return name.strip() if isinstance(name, str) else ""

    def date_of(self, values: Mapping[str, object]) -> dt.date | None:
        """The inspection date."""
        day = values.get(self._date_fact) if self._date_fact else None
        return day if isinstance(day, dt.date) else None


def code_of(when: Step | None, require: Step | None) -> int:
    """The outcome code that traces give."""
    for step in (when, require):
        if step is not None and step.value is None:
            return ERROR if step.reason in ("failed_to_run", "table_overlap") else UNKNOWN
    if require is None:
        return NOT_APPLICABLE
    return PASS if require.value else FAIL


def rule_index(content: Content, rule_id: str) -> int:
    """The place of a rule in the checklist. Raises UsageError when there is none of that id."""
    ids = [rule.id for rule in content.rules]
    if rule_id not in ids:
        raise UsageError(f"there is no rule '{rule_id}' in checklist '{content.id}'", hint=did_you_mean(rule_id, ids))
    return ids.index(rule_id)
