"""A checklist's content, compiled: immutable, shared by threads, below reports and tables."""

from __future__ import annotations

import datetime as dt
import pickle
import zlib
from bisect import bisect_right
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

import attrs

from checkrules.evaluation.generated import (
    CountingJudge,
    Generated,
    facts_used,
    generate,
    generate_counting,
    trees_of,
)
from checkrules.evaluation.scoring import ScoringPlan
from checkrules.expressions.gap import Gaps
from checkrules.expressions.trace import Environment, TraceStep, code_of, trace
from checkrules.facts.json_record import JsonRecords
from checkrules.facts.record import PREFIX, RecordType
from checkrules.loading.parameters import in_effect
from checkrules.model.errors import ChecklistError, UsageError, did_you_mean
from checkrules.model.form import EXACT, Fact, Value, fact_of
from checkrules.model.frozen import FrozenDict
from checkrules.model.functions import Function
from checkrules.model.rules import SEVERITIES, Content, Decided, Override, Waiver, refuse_unfit, rules_named
from checkrules.model.scoring import ScoringModel
from checkrules.model.text import Text
from checkrules.model.tree import names_reached
from checkrules.reading.narrative import ProseNames, load_names
from checkrules.reading.records import BESIDE
from checkrules.words.expressions import Names, names_of
from checkrules.words.templates import Template


@attrs.frozen(kw_only=True)
class ParameterPeriod:
    """A period without a change of parameters: its first day, the values, and the functions generated for them."""

    since: dt.date | None
    parameters: Mapping[str, Value]
    generated: Generated


@attrs.frozen(kw_only=True, eq=False)
class Compiled:
    """A checklist's content, compiled: all that deciding, scoring and describing a submission needs. A `Checklist` makes
    it, with the functions and the scoring model that plugins registered.

    In another process `unpack` makes it again from `packed`, with the plugins that are there.
    """

    content: Content = attrs.field(repr=False)
    registered: Mapping[str, Function] = attrs.field(repr=False)
    model: ScoringModel = attrs.field(repr=False)
    plugins: tuple[str, ...]
    """Modules whose plugins it was compiled with, besides the installed ones."""
    unpack: Callable[[bytes], Compiled] = attrs.field(repr=False)
    waivers: tuple[Waiver, ...] = ()
    overrides: tuple[Override, ...] = ()
    facts: Mapping[str, Fact] = attrs.field(init=False, repr=False)
    functions: Mapping[str, Callable[..., object]] = attrs.field(init=False, repr=False)
    record_type: RecordType = attrs.field(init=False, repr=False)
    json_records: JsonRecords = attrs.field(init=False, repr=False)
    plan: ScoringPlan = attrs.field(init=False, repr=False)
    periods: tuple[ParameterPeriod, ...] = attrs.field(init=False, repr=False)
    _date_fact: str | None = attrs.field(init=False, repr=False)
    _name_fact: str | None = attrs.field(init=False, repr=False)

    @facts.default
    def _facts(self) -> Mapping[str, Fact]:
        return FrozenDict({fact.name: fact for fact in self.content.form.facts})

    @functions.default
    def _functions(self) -> Mapping[str, Callable[..., object]]:
        return FrozenDict({name: function.call for name, function in self.registered.items()})

    @record_type.default
    def _record_type(self) -> RecordType:
        return RecordType(facts_used(self.content))

    @json_records.default
    def _json_records(self) -> JsonRecords:
        return JsonRecords(self.content.form.facts, BESIDE)

    @plan.default
    def _plan(self) -> ScoringPlan:
        plan = ScoringPlan(model=self.model, rules=self.content.rules)
        if plan.whole >= EXACT:
            points = ", ".join(sorted({f"{rule.points:g}" for rule in self.content.rules if rule.scored})[:8])
            problem = Text(
                "分值太大或小数位太多，无法精确合计：{points}",
                "the points are too large, or have too many decimals, to add up exactly: {points}",
            )
            raise ChecklistError(problem.format(points=points))
        return plan

    @periods.default
    def _periods(self) -> tuple[ParameterPeriod, ...]:
        days = sorted({v.since for p in self.content.parameters for v in p.values if v.since is not None})
        return tuple(self._period(day) for day in (dt.date.min, *days)) if days else (self._period(None),)

    @_date_fact.default
    def _find_date(self) -> str | None:
        fact = fact_of(self.content.form, "date")
        return fact.name if fact is not None else None

    @_name_fact.default
    def _find_name(self) -> str | None:
        fact = fact_of(self.content.form, "name")
        return fact.name if fact is not None else None

    @cached_property
    def json_judges(self) -> tuple[CountingJudge, ...]:
        """For each parameter period, the function that judges a record of JSON and counts its keys."""
        return tuple(
            generate_counting(self.content, period.parameters, self.functions, self.record_type)
            for period in self.periods
        )

    @cached_property
    def prose_names(self) -> ProseNames | None:
        """How facts are worded in prose; None where the checklist does not say."""
        return load_names(self.content.names) if self.content.names is not None else None

    @property
    def labelled(self) -> Mapping[str, Fact]:
        """The fact whose choices put the values of a name into words."""
        return self.names.facts

    @cached_property
    def names(self) -> Names:
        """How facts, parameters and definitions read."""
        sentences = {name: f.sentence for name, f in self.registered.items() if f.sentence is not None}
        return names_of(self.content, sentences)

    @cached_property
    def gaps(self) -> Gaps:
        """Finds what is missing where a requirement failed."""
        shortfalls = {name: f.shortfall for name, f in self.registered.items() if f.shortfall is not None}
        return Gaps(names=self.names, shortfalls=shortfalls)

    @cached_property
    def templates(self) -> tuple[tuple[Template, Template], ...]:
        """Each rule's message and remedy, parsed."""
        words = self.labelled
        return tuple((Template(rule.message, words), Template(rule.remedy, words)) for rule in self.content.rules)

    @cached_property
    def gravest_first(self) -> tuple[int, ...]:
        """The indexes of the rules by severity, then in the checklist's order: the order of issues."""
        rules = self.content.rules
        return tuple(sorted(range(len(rules)), key=lambda index: SEVERITIES.index(rules[index].severity)))

    @cached_property
    def rank(self) -> tuple[int, ...]:
        """Each rule's position in that order."""
        return tuple(sorted(range(len(self.gravest_first)), key=self.gravest_first.__getitem__))

    @cached_property
    def indexes(self) -> Mapping[str, int]:
        """The index of each rule by its id."""
        return FrozenDict({rule.id: index for index, rule in enumerate(self.content.rules)})

    def reached(self, index: int) -> tuple[str, ...]:
        """The names of the facts, parameters and definitions that a rule's outcome can depend on."""
        return self._reached[index]

    @cached_property
    def _reached(self) -> tuple[tuple[str, ...], ...]:
        definitions = {definition.name: definition.tree for definition in self.content.definitions}
        return tuple(names_reached(trees_of([rule]), definitions) for rule in self.content.rules)

    def __attrs_post_init__(self) -> None:
        known = rules_named(self.content)
        seen: set[Decided] = set()
        decisions: tuple[Waiver | Override, ...] = (*self.waivers, *self.overrides)
        for decision in decisions:
            refuse_unfit(decision, seen, known)

    def __reduce__(self) -> tuple[Any, ...]:
        return self.unpack, (self.packed,)

    def __deepcopy__(self, memo: object) -> Compiled:
        return self

    @cached_property
    def packed(self) -> bytes:
        """Content, plugins, waivers and overrides, pickled once: each report that is sent alone carries them."""
        return zlib.compress(pickle.dumps((self.content, self.plugins, self.waivers, self.overrides)), level=1)

    def _period(self, day: dt.date | None) -> ParameterPeriod:
        parameters = {p.name: in_effect(p, day) for p in self.content.parameters}
        generated = generate(self.content, parameters, self.functions, self.record_type)
        return ParameterPeriod(since=day, parameters=parameters, generated=generated)

    def period_of(self, record: Any) -> ParameterPeriod:
        """The parameter period at the inspection date of a typed record."""
        return self.periods[self.period_index(self.date_of(record))]

    def period_index(self, day: dt.date | None) -> int:
        """The index of the parameter period of a day; without a day, of the newest."""
        if day is None:
            return len(self.periods) - 1
        return max(0, bisect_right([period.since or dt.date.min for period in self.periods], day) - 1)

    def decide(self, record: Any, period: ParameterPeriod) -> bytes:
        """The outcome codes of a typed record."""
        try:
            return period.generated.judge(record)
        except Exception:  # noqa: BLE001 - a function of a plugin, a table with two rows that fit: find which rules cannot run
            return self.one_by_one(self.record_type.values(record), period)

    def one_by_one(self, facts: Mapping[str, object], period: ParameterPeriod) -> bytes:
        """The outcome codes by the trace, each rule by itself: slow, but a rule that cannot run costs no other."""
        environment = self.environment(facts, period)
        return bytes(code_of(*self.steps(index, environment)) for index in range(len(self.content.rules)))

    def environment(
        self, facts: Mapping[str, object], period: ParameterPeriod, index: int | None = None
    ) -> Environment:
        """Build the environment of a trace: with all definitions, or with those that the rule at `index` can reach."""
        environment = Environment(facts=facts, parameters=period.parameters, definitions={}, functions=self.functions)
        reached = self.reached(index) if index is not None else None
        for definition in self.content.definitions:
            if reached is not None and definition.name not in reached:
                continue
            environment = attrs.evolve(
                environment,
                definitions={**environment.definitions, definition.name: trace(definition.tree, environment)},
            )
        return environment

    def steps(self, index: int, environment: Environment) -> tuple[TraceStep | None, TraceStep | None]:
        """The traces of a rule's `when` (None: there is none) and, where that is true, of its `require`."""
        rule = self.content.rules[index]
        when = trace(rule.when_tree, environment) if rule.when_tree is not None else None
        applies = when is None or when.value is True
        return when, trace(rule.require_tree, environment) if applies else None

    def subject_of(self, facts: Mapping[str, object]) -> str:
        """The subject's name as it was written; empty when it is not stated."""
        name = facts.get(self._name_fact) if self._name_fact else None
        return name.strip() if isinstance(name, str) else ""

    def date_of(self, record: Any) -> dt.date | None:
        """The inspection date of a typed record."""
        day = getattr(record, PREFIX + self._date_fact) if self._date_fact else None
        return day if isinstance(day, dt.date) else None

    def value_of(self, record: Any, name: str) -> object:
        """The value of a fact of a typed record, as expressions see it."""
        return self.record_type.fit(name, getattr(record, PREFIX + name))


def rule_index(content: Content, rule_id: str) -> int:
    """The index of a rule in the checklist. Raises UsageError when there is none of that id."""
    ids = [rule.id for rule in content.rules]
    if rule_id not in ids:
        problem = Text(
            "检查清单“{checklist}”里没有规则“{rule}”", "there is no rule '{rule}' in checklist '{checklist}'"
        )
        raise UsageError(problem.format(rule=rule_id, checklist=content.id), hint=did_you_mean(str(rule_id), ids))
    return ids.index(rule_id)
