"""The report of one submission: outcomes, scores, issues, and the evidence for them. Made when asked for, then kept."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

import attrs

from checkrules import scoring
from checkrules.expressions.gap import Label, gaps
from checkrules.expressions.trace import Step, World, missing_facts, trace
from checkrules.model import FAIL, OUTCOMES, SEVERITIES, Content, Outcome, Override, Rule, Value, Waiver
from checkrules.results import REASONS, Counts, Grade, Issue, Result, Score, SectionScore
from checkrules.submission import Rejection, Remark, Submission
from checkrules.text import Text, plain
from checkrules.tree import names
from checkrules.validate import validate
from checkrules.wordings import fill

if TYPE_CHECKING:
    from checkrules.checklist import Checklist, Era


class Report:
    """All results of one submission. Immutable; make one with `Checklist.evaluate`.

    `outcomes` is ready at once; `score`, `grade`, `sections`, `results`, `issues` and `remarks` are computed when first
    asked for. The same submission gives the same report on the same day.
    """

    def __init__(
        self,
        checklist: Checklist,
        era: Era,
        submission: Submission | None,
        stated: Mapping[str, object],
        computed: bytes,
        today: dt.date | None,
    ) -> None:
        self.checklist = checklist
        self.era = era
        self.stated = stated
        self.computed_codes = computed
        self._submission = submission
        self._today = today

    # what it is about

    @property
    def content(self) -> Content:
        """The checklist's content."""
        return self.checklist.content

    @cached_property
    def submission(self) -> Submission:
        """What was judged: the submission that was read, or one made of the facts that were passed."""
        return self._submission if self._submission is not None else Submission(facts=self.stated)

    @cached_property
    def today(self) -> dt.date:
        """The day of the report."""
        return self._today if self._today is not None else dt.date.today()

    @cached_property
    def used(self) -> Mapping[str, object]:
        """The facts that rules use, held against the form."""
        return MappingProxyType({name: self.facts.get(name) for name in self.era.fused.fetched})

    @cached_property
    def misfits(self) -> frozenset[str]:
        """The facts whose stated value does not fit the form."""
        return frozenset(r.fact for r in self._validated[1] if r.code == "does_not_fit" and r.fact is not None)

    @cached_property
    def _validated(self) -> tuple[Mapping[str, object], tuple[Remark, ...]]:
        facts, remarks = validate(self.content.form, self.submission)
        return MappingProxyType(facts), remarks

    @property
    def facts(self) -> Mapping[str, object]:
        """All facts that are stated and fit the form."""
        return self._validated[0]

    @cached_property
    def school(self) -> str:
        """The school's name as it was written; empty when it is not stated. It is compared in NFKC."""
        return self.checklist.school_of(self.stated)

    @cached_property
    def inspected_on(self) -> dt.date | None:
        """The inspection date."""
        return self.checklist.date_of(self.used)

    @property
    def parameters(self) -> Mapping[str, Value]:
        """Every parameter's value in effect."""
        return self.era.parameters

    # outcomes

    @cached_property
    def codes(self) -> bytes:
        """One code a rule, overrides included: indexes into OUTCOMES, in the order of `content.rules`."""
        if not self._overrides:
            return self.computed_codes
        return bytes(
            OUTCOMES.index(self._overrides[rule.id].outcome) if rule.id in self._overrides else code
            for rule, code in zip(self.content.rules, self.computed_codes, strict=True)
        )

    @cached_property
    def outcomes(self) -> Mapping[str, Outcome]:
        """The outcome of every rule by its id, overrides included."""
        pairs = zip(self.content.rules, self.codes, strict=True)
        return MappingProxyType({rule.id: OUTCOMES[code] for rule, code in pairs})

    @cached_property
    def _overrides(self) -> Mapping[str, Override]:
        school = plain(self.school)
        return {o.rule: o for o in self.checklist.overrides if o.school is None or o.school == school}

    @cached_property
    def _waivers(self) -> Mapping[str, Waiver]:
        school = plain(self.school)
        return {
            w.rule: w
            for w in self.checklist.waivers
            if (w.school is None or w.school == school) and w.expires >= self.today
        }

    @cached_property
    def _world(self) -> World:
        return self.checklist.world(self.used, self.era)

    def steps(self, rule_index: int) -> tuple[Step | None, Step | None]:
        """The traces of a rule's `when` and `require`: every sub-expression with its value."""
        return self.checklist.steps(rule_index, self._world)

    @cached_property
    def _labels(self) -> Mapping[str, Label]:
        labels = {fact.name: Label(title=fact.title, unit=fact.unit) for fact in self.content.form.facts}
        return {**labels, **{d.name: Label(title=d.title) for d in self.content.definitions}}

    @cached_property
    def values(self) -> Mapping[str, object]:
        """Facts that rules use, parameters and definitions, by name: what messages name."""
        definitions = {name: step.value for name, step in self._world.definitions.items()}
        return {**self.used, **self.parameters, **definitions}

    @cached_property
    def results(self) -> tuple[Result, ...]:
        """One result a rule, in the checklist's order."""
        return tuple(self.result(index) for index in range(len(self.content.rules)))

    def result(self, index: int) -> Result:
        """The result of one rule."""
        rule = self.content.rules[index]
        outcome, computed = OUTCOMES[self.codes[index]], OUTCOMES[self.computed_codes[index]]
        when, require = self.steps(index) if computed != "pass" else (None, None)
        step = when if when is not None and when.value is not True else require
        missing = missing_facts(step) if step is not None and computed == "unknown" else ()
        reason = self._reason(computed, step, missing)
        override = self._overrides.get(rule.id)
        return Result(
            rule=rule,
            outcome=outcome,
            computed=computed,
            reason="overridden" if override is not None and outcome != computed else reason,
            missing=missing,
            values={name: self.values.get(name) for name in _reached(rule, self.content)},
            message=self._message(rule, outcome, reason, missing),
            fingerprint=fingerprint(self.content.id, rule.id, self.school),
            override=override,
            waiver=self._waivers.get(rule.id) if outcome == "fail" else None,
        )

    def _reason(self, computed: Outcome, step: Step | None, missing: tuple[str, ...]) -> str | None:
        if computed == "pass":
            return None
        if computed == "fail":
            return "requirement_not_met"
        if computed == "not_applicable":
            return "condition_not_met"
        if computed == "error":
            return step.reason if step is not None else "failed_to_run"
        if any(name in self.misfits for name in missing):
            return "invalid_value"
        return (step.reason if step is not None else None) or "missing_facts"

    def _message(self, rule: Rule, outcome: Outcome, reason: str | None, missing: tuple[str, ...]) -> Text:
        if outcome == "fail":
            return fill(rule.message, self.values, self.checklist.labelled)
        if outcome in ("unknown", "error") and reason is not None:
            why = REASONS[reason]
            facts = self.checklist.facts
            zh = "、".join(facts[name].title.zh for name in missing if name in facts)
            en = ", ".join(facts[name].title.en for name in missing if name in facts)
            return Text(
                f"{rule.title.zh}：{why.zh}" + (f"（{zh}）" if zh else ""),
                f"{rule.title.en}: {why.en}" + (f" ({en})" if en else ""),
            )
        return rule.title

    # scores

    @cached_property
    def _sheet(self) -> scoring.Sheet:
        kept = [index for index, rule in enumerate(self.content.rules) if rule.scored]
        return scoring.Sheet(
            rules=tuple(self.content.rules[index] for index in kept),
            codes=bytes(self.codes[index] for index in kept),
            degrees=tuple(self._degree(index) for index in kept),
        )

    def _degree(self, index: int) -> float:
        tree = self.content.rules[index].degree_tree
        if tree is None or self.codes[index] != FAIL:
            return 0.0
        value = trace(tree, self._world).value
        return min(1.0, max(0.0, float(value))) if value is not None else 0.0

    @cached_property
    def score(self) -> Score:
        """The score over the decided, scored rules, with its bounds."""
        return scoring.score(self.checklist.scoring_model, self._sheet)

    @cached_property
    def computed_score(self) -> Score:
        """The score that the rules alone give, without overrides."""
        if not self._overrides:
            return self.score
        plain_checklist = attrs.evolve(self.checklist, overrides=())
        args = (self.era, self._submission, self.stated, self.computed_codes, self._today)
        return Report(plain_checklist, *args).score

    @cached_property
    def grade(self) -> Grade:
        """The grade, or why there is none."""
        return scoring.grade(self.content.scoring, self._sheet, self.score)

    @cached_property
    def counts(self) -> Counts:
        """How many of all rules, scored or not, had each outcome."""
        return scoring.counts(self.codes)

    @cached_property
    def sections(self) -> tuple[SectionScore, ...]:
        """Each key point's own score; for a section that is not scored, the counts of its outcomes."""
        return tuple(self._section(section.id, section.title, section.number) for section in self.content.sections)

    def _section(self, section: str, title: Text, number: str) -> SectionScore:
        part = self._sheet.part(section)
        found = scoring.score(self.checklist.scoring_model, part)
        if not part.rules:
            codes = bytes(c for r, c in zip(self.content.rules, self.codes, strict=True) if r.section == section)
            found = attrs.evolve(found, counts=scoring.counts(codes))
        return SectionScore(section=section, title=title, number=number, score=found, scored=bool(part.rules))

    # issues and remarks

    @cached_property
    def issues(self) -> tuple[Issue, ...]:
        """One issue a failed rule, the gravest first, then in the checklist's order."""
        gains = scoring.gains(self.checklist.scoring_model, self._sheet)
        found = [self._issue(index, gains) for index, code in enumerate(self.codes) if code == FAIL]
        return tuple(sorted(found, key=lambda issue: SEVERITIES.index(issue.severity)))

    def _issue(self, index: int, gains: Mapping[str, float]) -> Issue:
        rule = self.content.rules[index]
        _, require = self.steps(index)
        labels = self.checklist.labelled
        return Issue(
            rule=rule,
            severity=rule.severity,
            message=fill(rule.message, self.values, labels),
            remedy=fill(rule.remedy, self.values, labels),
            due=self.inspected_on + dt.timedelta(rule.due_days) if self.inspected_on else None,
            gap=gaps(require, self._labels) if require is not None else (),
            gain=gains.get(rule.id),
            fingerprint=fingerprint(self.content.id, rule.id, self.school),
            waiver=self._waivers.get(rule.id),
        )

    @cached_property
    def remarks(self) -> tuple[Remark, ...]:
        """What a person should know about the data: values that do not fit, sources that disagree, facts that contradict."""
        return (*self.submission.notes, *self._validated[1], *self._contradictions())

    def _contradictions(self) -> tuple[Remark, ...]:
        world = self.checklist.world(self.facts, self.era)
        world = attrs.evolve(world, parameters={**self.parameters, "today": self.today})
        values = {**self.facts, **self.parameters, "today": self.today}
        values |= {name: step.value for name, step in world.definitions.items()}
        return tuple(
            Remark(
                code="inconsistent",
                fact=next(iter(names(check.tree, "fact")), None),
                value=check.id,
                message=fill(check.message, values, self.checklist.labelled),
                place=self.submission.place if self.submission.place.file else None,
            )
            for check in self.content.consistency
            if trace(check.tree, world).value is False
        )


def _reached(rule: Rule, content: Content) -> tuple[str, ...]:
    trees = {definition.name: definition.tree for definition in content.definitions}
    found: dict[str, None] = {}
    waiting = [node for node in (rule.when_tree, rule.require_tree) if node is not None]
    while waiting:
        node = waiting.pop(0)
        for kind in ("fact", "parameter", "definition"):
            for name in names(node, kind):
                if name not in found:
                    found[name] = None
                    if kind == "definition":
                        waiting.append(trees[name])
    return tuple(found)


def fingerprint(checklist: str, rule: str, school: str) -> str:
    """What identifies an issue from one report to the next: checklist, rule and school."""
    return hashlib.sha256(f"{checklist}\n{rule}\n{plain(school)}".encode("utf-8", "replace")).hexdigest()[:16]


@attrs.frozen(kw_only=True)
class Reports:
    """Many reports together, as they are written: one document for any number of submissions."""

    reports: tuple[Report, ...]
    rejected: tuple[Rejection, ...] = ()
    remarks: tuple[Remark, ...] = ()
    """What was noticed that concerns no single submission, such as the register of schools."""
    made_at: dt.datetime = attrs.field(factory=lambda: dt.datetime.now(dt.UTC).replace(microsecond=0))
