"""One submission, judged: outcomes, scores, issues, and the evidence for them. Computed on first use, then kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property
from itertools import compress, count, repeat
from typing import Any

import attrs

from checkrules.evaluation import scoring
from checkrules.evaluation.assumed import assumed_codes
from checkrules.evaluation.compiled import Compiled, ParameterPeriod
from checkrules.evaluation.decisions import decisions_for, unexpired
from checkrules.evaluation.fingerprint import fingerprint
from checkrules.evaluation.issues import Issue, Provisional
from checkrules.evaluation.reasons import Reason, reason_of, why_undecided
from checkrules.expressions.trace import Environment, TraceStep, trace
from checkrules.facts.check import validate
from checkrules.facts.kinds import tupled
from checkrules.model.form import Value
from checkrules.model.frozen import FrozenDict
from checkrules.model.readings import Reading
from checkrules.model.results import Counts, Grade, Outcomes, Result, Score, SectionScore
from checkrules.model.rules import FAIL, OUTCOMES, UNKNOWN, Content, Outcome, Override, Waiver
from checkrules.model.submission import Remark, Submission
from checkrules.model.text import Text
from checkrules.model.tree import names
from checkrules.reading.prose_facts import accepted, prose_remarks, readings_of
from checkrules.words.templates import Template

_FAILED = bytes(code == FAIL for code in range(256))
"""Translates outcome codes: a failure to 1, all others to 0."""


class JudgedSubmission:
    """All results of one submission, in Python. Immutable. A `Report` is one with its ways out."""

    def __init__(
        self,
        compiled: Compiled,
        period: ParameterPeriod,
        source: Submission | Mapping[str, object] | bytes,
        record: Any,
        computed: bytes,
        today: dt.date | None,
        readings: tuple[Reading, ...] | None = None,
    ) -> None:
        self.compiled = compiled
        self.period = period
        self.computed_codes = computed
        self._source = source
        self._record = record
        self._today = today
        if readings is not None:
            self.readings = readings

    # what it is about

    @property
    def content(self) -> Content:
        """The checklist's content."""
        return self.compiled.content

    @cached_property
    def submission(self) -> Submission:
        """The submission that was judged: as it was read, or made of the facts that were passed."""
        return self._source if isinstance(self._source, Submission) else Submission(facts=self.stated)

    @cached_property
    def stated(self) -> Mapping[str, object]:
        """The facts as they were stated."""
        if isinstance(self._source, Submission):
            return self._source.facts
        return self._source if not isinstance(self._source, bytes) else self.compiled.json_records.stated(self._source)

    @cached_property
    def today(self) -> dt.date:
        """The day of the report."""
        return self._today if self._today is not None else dt.date.today()

    @cached_property
    def used(self) -> Mapping[str, object]:
        """The valid values of the facts that rules and messages use."""
        return FrozenDict(self.compiled.record_type.values(self._record))

    @cached_property
    def misfits(self) -> frozenset[str]:
        """The facts whose stated value is not valid."""
        return frozenset(r.fact for r in self._validated[1] if r.code == "invalid_value" and r.fact is not None)

    @cached_property
    def _validated(self) -> tuple[Mapping[str, object], tuple[Remark, ...]]:
        facts, remarks = validate(self.content.form, self.submission)
        return FrozenDict(facts), remarks

    @property
    def facts(self) -> Mapping[str, object]:
        """All facts with a valid value."""
        return self._validated[0]

    @cached_property
    def subject(self) -> str:
        """The subject's name as it was written; empty when it is not stated. It is compared in NFKC."""
        return self.compiled.subject_of(self.stated)

    @cached_property
    def inspected_on(self) -> dt.date | None:
        """The inspection date."""
        return self.compiled.date_of(self._record)

    @property
    def parameters(self) -> Mapping[str, Value]:
        """Every parameter's value in effect."""
        return self.period.parameters

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """What is read out of the narratives. Only what the checklist accepts is among the facts."""
        return readings_of(self.submission, self.content, self.compiled.prose_names)

    # outcomes

    @property
    def codes(self) -> bytes:
        """One code per rule, overrides included: indexes into OUTCOMES, in the order of `content.rules`."""
        if not self.compiled.overrides or not self.overrides:
            return self.computed_codes
        return bytes(
            OUTCOMES.index(self.overrides[rule.id].outcome) if rule.id in self.overrides else code
            for rule, code in zip(self.content.rules, self.computed_codes, strict=True)
        )

    @property
    def outcomes(self) -> Mapping[str, Outcome]:
        """The outcome of every rule by its id, overrides included."""
        return Outcomes(self.compiled.indexes, self.codes)

    @cached_property
    def overrides(self) -> Mapping[str, Override]:
        """The overrides that hold for this subject, by rule."""
        return decisions_for(self.subject, self.compiled.overrides)

    @cached_property
    def waivers(self) -> Mapping[str, Waiver]:
        """The waivers that hold for this subject today, by rule."""
        return decisions_for(self.subject, unexpired(self.compiled.waivers, self.today))

    @cached_property
    def _environment(self) -> Environment:
        return self.compiled.environment(self.used, self.period)

    def steps(self, rule_index: int) -> tuple[TraceStep | None, TraceStep | None]:
        """The traces of a rule's `when` and `require`: every sub-expression with its value."""
        return self.compiled.steps(rule_index, self._environment)

    def value(self, name: str) -> object:
        """The value of a fact that rules or messages use, of a parameter or a definition; None when there is none."""
        if name in self.parameters:
            return self.parameters[name]
        if name in self.compiled.record_type.fitters:
            return self.compiled.value_of(self._record, name)
        return self._definitions.get(name)

    @cached_property
    def _definitions(self) -> Mapping[str, object]:
        try:
            values = self.period.generated.define(self._record)
        except Exception:  # noqa: BLE001 - a function of a plugin, or a table with two rows that fit
            return {name: step.value for name, step in self._environment.definitions.items()}
        return dict(zip((d.name for d in self.content.definitions), map(tupled, values), strict=True))

    @cached_property
    def results(self) -> tuple[Result, ...]:
        """One result per rule, in the checklist's order."""
        return tuple(self.result_at(index) for index in range(len(self.content.rules)))

    def result_at(self, index: int) -> Result:
        """The result of the rule at an index of `content.rules`."""
        rule = self.content.rules[index]
        outcome, computed = OUTCOMES[self.codes[index]], OUTCOMES[self.computed_codes[index]]
        misfits = self.misfits if computed == "unknown" else frozenset()
        reason = reason_of(*self.steps(index), misfits) if computed != "pass" else Reason()
        override = self.overrides.get(rule.id)
        return Result(
            rule=rule,
            outcome=outcome,
            provisional=self.provisional_outcome(index),
            computed=computed,
            reason="overridden" if override is not None and outcome != computed else reason.code,
            missing=reason.missing,
            values={name: self.value(name) for name in self.compiled.reached(index)},
            message=self._message(index, outcome, reason),
            fingerprint=fingerprint(self.content.id, rule.id, self.subject),
            override=override,
            waiver=self.waivers.get(rule.id) if outcome == "fail" else None,
        )

    def _message(self, index: int, outcome: Outcome, reason: Reason) -> Text:
        rule = self.content.rules[index]
        if outcome == "fail":
            return self.compiled.templates[index][0].fill(self.value)
        if outcome in ("unknown", "error") and reason.code is not None:
            return why_undecided(rule, reason, self.compiled.facts)
        return rule.title

    # what readings would decide

    @cached_property
    def _assumed(self) -> JudgedSubmission | None:
        """The submission with what its readings propose, where that decides a rule that is unknown otherwise."""
        if UNKNOWN not in self.computed_codes:
            return None
        submission = accepted(self.submission, self.readings, "all")
        if submission is self.submission:
            return None
        facts = submission.facts
        codes = assumed_codes(self.compiled, self.period, self.computed_codes, facts, self.readings)
        if codes == self.computed_codes:
            return None
        record = self.compiled.record_type.of(dict(facts))
        return JudgedSubmission(self.compiled, self.period, submission, record, codes, self.today, self.readings)

    def provisional_outcome(self, index: int) -> Outcome | None:
        """The outcome that the rule at an index has if the readings are right; None where they do not decide it."""
        if self._assumed is None or self._assumed.codes[index] == self.codes[index]:
            return None
        return OUTCOMES[self._assumed.codes[index]]

    @cached_property
    def provisional(self) -> Provisional:
        """What holds if the readings are right. Nothing of it is decided."""
        assumed = self._assumed or self
        own = set(compress(count(), self.codes.translate(_FAILED)))
        return Provisional(
            outcomes=assumed.outcomes,
            score=assumed.score,
            grade=assumed.grade,
            sections=assumed.sections,
            counts=assumed.counts,
            issues=tuple(issue for issue in assumed.issues if self.compiled.indexes[issue.rule.id] not in own),
        )

    # scores

    @cached_property
    def degrees(self) -> Mapping[int, float]:
        """Partial credit of failed rules (0 to 1), by the rule's index."""
        return {i: self._degree(i) for i in self.compiled.plan.graded if self.codes[i] == FAIL}

    def _degree(self, index: int) -> float:
        tree = self.content.rules[index].degree_tree
        value = trace(tree, self._environment).value if tree is not None else None
        return min(1.0, max(0.0, float(value))) if value is not None else 0.0

    @cached_property
    def score(self) -> Score:
        """The score over the decided, scored rules, with its bounds."""
        plan = self.compiled.plan
        return scoring.score(plan, self.codes, self.degrees if plan.graded else {})

    @cached_property
    def computed_score(self) -> Score:
        """The score that the rules alone give, without overrides."""
        if not self.overrides:
            return self.score
        plan = self.compiled.plan
        degrees = {i: self._degree(i) for i in plan.graded if self.computed_codes[i] == FAIL}
        return scoring.score(plan, self.computed_codes, degrees)

    @cached_property
    def grade(self) -> Grade:
        """The grade, or why there is none."""
        return scoring.grade(self.content.scoring, self.compiled.plan, self.codes, self.score)

    @cached_property
    def counts(self) -> Counts:
        """How many of all rules, scored or not, had each outcome."""
        return Counts.of(self.codes)

    @cached_property
    def sections(self) -> tuple[SectionScore, ...]:
        """Each key point's own score; for a section that is not scored, the counts of its outcomes."""
        return tuple(self._section(section.id, section.title, section.number) for section in self.content.sections)

    def _section(self, section: str, title: Text, number: str) -> SectionScore:
        indexes = self.compiled.plan.sections.get(section, ())
        found = scoring.score(self.compiled.plan, self.codes, self.degrees, indexes)
        if not indexes:
            found = attrs.evolve(
                found, indexes=tuple(i for i, rule in enumerate(self.content.rules) if rule.section == section)
            )
        return SectionScore(section=section, title=title, number=number, score=found, scored=bool(indexes))

    # issues and remarks

    @cached_property
    def issues(self) -> tuple[Issue, ...]:
        """One issue per failed rule, by severity, then in the checklist's order."""
        failed = compress(count(), self.codes.translate(_FAILED))
        return tuple(map(Issue, sorted(failed, key=self.compiled.rank.__getitem__), repeat(self)))

    @cached_property
    def remarks(self) -> tuple[Remark, ...]:
        """Notices about the data: invalid values, sources that disagree, facts that contradict one another."""
        of_prose = prose_remarks(self.submission, self.readings, self.content)
        return (*self.remarks_on_values, *of_prose, *self._contradictions())

    @property
    def remarks_on_values(self) -> tuple[Remark, ...]:
        """Those of them that say what was found in reading, and which values do not fit the form."""
        return (*self.submission.remarks, *self._validated[1])

    def _contradictions(self) -> tuple[Remark, ...]:
        environment = self.compiled.environment(self.facts, self.period)
        environment = attrs.evolve(environment, parameters={**self.parameters, "today": self.today})
        values = {**self.facts, **self.parameters, "today": self.today}
        values |= {name: step.value for name, step in environment.definitions.items()}
        return tuple(
            Remark(
                code="inconsistent",
                fact=next(iter(names(check.tree, "fact")), None),
                value=check.id,
                message=Template(check.message, self.compiled.labelled).fill(values.get),
                location=self.submission.location if self.submission.location.file else None,
            )
            for check in self.content.consistency
            if trace(check.tree, environment).value is False
        )
