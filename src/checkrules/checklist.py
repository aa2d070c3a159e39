"""A checklist that is ready to judge: its content, compiled. Immutable, and shared by threads."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs
import msgspec

from checkrules.errors import ChecklistError, UsageError, did_you_mean
from checkrules.expressions.gap import Label
from checkrules.expressions.trace import Step, World, code_of, trace
from checkrules.extension import ScoringModel
from checkrules.fused import Fused, facts_used, fuse, trees_of
from checkrules.model import EXACT, SEVERITIES, Content, Fact, Override, Value, Waiver
from checkrules.parameters import in_effect
from checkrules.plugins import Registry
from checkrules.report import Report
from checkrules.scoring import Plan
from checkrules.submission import Submission
from checkrules.tree import names_reached
from checkrules.typed import PREFIX, RecordType, json_object
from checkrules.values import fact_of
from checkrules.wording import Wording, load_wording
from checkrules.wordings import Template, labelled

if TYPE_CHECKING:
    from checkrules.frames.judged import JudgedTable
    from checkrules.frames.lowering import Lowered


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
    record_type: RecordType = attrs.field(init=False, repr=False)
    plan: Plan = attrs.field(init=False, repr=False)
    eras: tuple[Era, ...] = attrs.field(init=False, repr=False)
    _date_fact: str | None = attrs.field(init=False, repr=False)
    _name_fact: str | None = attrs.field(init=False, repr=False)

    @facts.default
    def _facts(self) -> Mapping[str, Fact]:
        return MappingProxyType({fact.name: fact for fact in self.content.form.facts})

    @functions.default
    def _functions(self) -> Mapping[str, Callable[..., object]]:
        return MappingProxyType({name: function.call for name, function in self.registry.functions.items()})

    @record_type.default
    def _record_type(self) -> RecordType:
        return RecordType(facts_used(self.content))

    @plan.default
    def _plan(self) -> Plan:
        model: ScoringModel = self.registry.find("scoring_models", self.content.scoring.model)
        plan = Plan(model=model, rules=self.content.rules)
        if plan.whole >= EXACT:
            points = ", ".join(sorted({f"{rule.points:g}" for rule in self.content.rules if rule.scored})[:8])
            raise ChecklistError(f"the points are too large, or have too many decimals, to add up exactly: {points}")
        return plan

    @eras.default
    def _eras(self) -> tuple[Era, ...]:
        days = sorted({v.since for p in self.content.parameters for v in p.values if v.since is not None})
        return tuple(self._era(day) for day in (dt.date.min, *days)) if days else (self._era(None),)

    @_date_fact.default
    def _find_date(self) -> str | None:
        fact = fact_of(self.content.form, "date")
        return fact.name if fact is not None else None

    @_name_fact.default
    def _find_name(self) -> str | None:
        fact = fact_of(self.content.form, "name")
        return fact.name if fact is not None else None

    @cached_property
    def wording(self) -> Wording | None:
        """How facts are worded in prose; None where the checklist does not say."""
        return load_wording(self.content.wording) if self.content.wording is not None else None

    @cached_property
    def labelled(self) -> Mapping[str, Fact]:
        """The fact whose choices put the values of a name into words."""
        return labelled(self.content)

    @cached_property
    def labels(self) -> Mapping[str, Label]:
        """How facts and definitions are called."""
        labels = {fact.name: Label(title=fact.title, unit=fact.unit) for fact in self.content.form.facts}
        return {**labels, **{d.name: Label(title=d.title) for d in self.content.definitions}}

    @cached_property
    def templates(self) -> tuple[tuple[Template, Template], ...]:
        """Each rule's message and remedy, taken apart."""
        words = self.labelled
        return tuple((Template(rule.message, words), Template(rule.remedy, words)) for rule in self.content.rules)

    @cached_property
    def gravest_first(self) -> tuple[int, ...]:
        """The places of the rules, the gravest first, else in the checklist's order: the order of issues."""
        rules = self.content.rules
        return tuple(sorted(range(len(rules)), key=lambda place: SEVERITIES.index(rules[place].severity)))

    @cached_property
    def rank(self) -> tuple[int, ...]:
        """For each rule its place among the gravest first."""
        return tuple(sorted(range(len(self.gravest_first)), key=self.gravest_first.__getitem__))

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The place of each rule by its id."""
        return MappingProxyType({rule.id: place for place, rule in enumerate(self.content.rules)})

    @cached_property
    def columns(self) -> Lowered:
        """The expressions for tables; needs Polars."""
        from checkrules.frames.lowering import lower

        return lower(self)

    def evaluate_frame(self, frame: Any, *, today: dt.date | None = None) -> JudgedTable:
        """Decide every rule for every submission of a table: a Polars DataFrame or LazyFrame, or anything that gives an
        Arrow C stream. Needs the extra `table`.

        One row is one submission; facts stand in columns named as in the form, lists of objects as lists of structs. A fact
        without a column is not stated; a column that is no fact is not used (`remarks`); a cell that does not fit the form
        counts as not stated (`misfits`). Of a LazyFrame the columns that are needed are collected. What comes out is made
        when it is asked for. Raises TypeError for anything else than a table.
        """
        from checkrules.frames.facts import collected
        from checkrules.frames.judged import JudgedTable

        table, names = collected(frame, self.facts)
        return JudgedTable(self, table, today=today, names=names)

    def reached(self, place: int) -> tuple[str, ...]:
        """The names of the facts, parameters and definitions that a rule's outcome can depend on."""
        return self._reached[place]

    @cached_property
    def _reached(self) -> tuple[tuple[str, ...], ...]:
        definitions = {definition.name: definition.tree for definition in self.content.definitions}
        return tuple(names_reached(trees_of([rule]), definitions) for rule in self.content.rules)

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

    def __reduce__(self) -> tuple[Any, ...]:
        return _made_again, (self.content, self.registry, self.waivers, self.overrides)

    def _era(self, day: dt.date | None) -> Era:
        parameters = {p.name: in_effect(p, day) for p in self.content.parameters}
        fused = fuse(self.content, parameters, self.functions, self.record_type)
        return Era(since=day, parameters=parameters, fused=fused)

    def evaluate(self, facts: Mapping[str, object] | Submission, *, today: dt.date | None = None) -> Report:
        """Decide every rule for one submission: a mapping of facts by name, or a Submission that was read.

        A fact that is not stated is left out or None. What does not fit the form counts as not stated, and the report's
        `remarks` tell it; nothing is raised. `today` is the day of the report (the present one when left out): it dates
        the report and says what lies in the future. Scores, issues and messages are made when they are asked for.
        """
        if isinstance(facts, Submission):
            return self._judge(facts, self.record_type.of(dict(facts.facts)), today)
        stated = dict(facts)
        return self._judge(stated, self.record_type.of(stated), today)

    def evaluate_json(self, data: bytes | str, *, today: dt.date | None = None) -> Report:
        """Decide every rule for one submission in JSON: an object of facts by name. Otherwise as `evaluate`.

        Of a name that stands twice in the object the last value counts. Raises ReadError for what is no JSON object.
        """
        data = data.encode() if isinstance(data, str) else bytes(data).removeprefix(b"\xef\xbb\xbf")
        try:
            if not data.isascii():
                data.decode()  # what the form does not know is not decoded, and may be no text
            return self._judge(data, self.record_type.decoder.decode(data), today)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):  # broken, or only a value that does not fit
            return self.evaluate(json_object(data), today=today)

    def _judge(self, source: Submission | Mapping[str, object] | bytes, record: Any, today: dt.date | None) -> Report:
        era = self.eras[0] if len(self.eras) == 1 else self.eras[self.era_of(self.date_of(record))]
        try:
            codes = era.fused.judge(record)
        except Exception:  # noqa: BLE001 - a function of a plugin, a table with two rows that fit: find which rules cannot run
            codes = self._one_by_one(self.record_type.values(record), era)
        return Report(self, era, source, record, codes, today)

    def era_of(self, day: dt.date | None) -> int:
        """The place of the era that a day lies in; the newest without a day."""
        if day is None:
            return len(self.eras) - 1
        return max(0, bisect_right([era.since or dt.date.min for era in self.eras], day) - 1)

    def _one_by_one(self, facts: Mapping[str, object], era: Era) -> bytes:
        world = self.world(facts, era)
        return bytes(code_of(*self.steps(index, world)) for index in range(len(self.content.rules)))

    def world(self, facts: Mapping[str, object], era: Era, place: int | None = None) -> World:
        """What names mean for a trace, definitions included: all, or those that the rule of a place can reach."""
        world = World(facts=facts, parameters=era.parameters, definitions={}, functions=self.functions)
        reached = self.reached(place) if place is not None else None
        for definition in self.content.definitions:
            if reached is not None and definition.name not in reached:
                continue
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

    def date_of(self, record: Any) -> dt.date | None:
        """The inspection date of a typed record."""
        day = getattr(record, PREFIX + self._date_fact) if self._date_fact else None
        return day if isinstance(day, dt.date) else None

    def value_of(self, record: Any, name: str) -> object:
        """The value of a fact of a typed record, as expressions see it."""
        return self.record_type.fit(name, getattr(record, PREFIX + name))


def _made_again(
    content: Content, registry: Registry, waivers: tuple[Waiver, ...], overrides: tuple[Override, ...]
) -> Checklist:
    return Checklist(content=content, registry=registry, waivers=waivers, overrides=overrides)


def rule_index(content: Content, rule_id: str) -> int:
    """The place of a rule in the checklist. Raises UsageError when there is none of that id."""
    ids = [rule.id for rule in content.rules]
    if rule_id not in ids:
        raise UsageError(f"there is no rule '{rule_id}' in checklist '{content.id}'", hint=did_you_mean(rule_id, ids))
    return ids.index(rule_id)
