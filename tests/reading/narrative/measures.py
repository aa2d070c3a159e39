"""Measures of a reader of prose on texts with their truth: what it reads, and what the readings do to the verdicts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import attrs

from checkrules import Checklist, Report
from checkrules.model.readings import ACCEPTED, PROVISIONAL, Reading, ReadingStatus
from tests.reading.narrative.texts import Phrasing, TextForm

FormReader = Callable[[Mapping[str, str]], tuple[Reading, ...]]
TextReader = Callable[[str, str], tuple[Reading, ...]]
"""A text and a fact: what the text says of it."""

DECIDED = frozenset({"pass", "fail", "not_applicable"})


@attrs.frozen(kw_only=True, eq=False)
class Told:
    """One fact of one text as it was read."""

    where: str
    fact: str
    expected: object
    """None: not stated."""
    readings: tuple[Reading, ...]

    @property
    def status(self) -> ReadingStatus | None:
        """The surest status of a reading with a value."""
        found = {reading.status for reading in self.readings if reading.value is not None}
        order: tuple[ReadingStatus, ...] = ("certain", "candidate", "conflict", "guess")
        return next((status for status in order if status in found), None)

    @property
    def first(self) -> object:
        """The first value of the surest reading."""
        return next((r.value for r in self.readings if r.status == self.status and r.value is not None), None)

    @property
    def stated(self) -> bool:
        return self.expected is not None

    @property
    def right(self) -> bool:
        return self.stated and same(self.first, self.expected)

    @property
    def proposed(self) -> bool:
        """Whether the true value is among the values that a person is offered."""
        values = [
            value
            for reading in self.readings
            for value in (reading.value, *(alternative.value for alternative in reading.alternatives))
        ]
        return self.stated and any(same(value, self.expected) for value in values)

    def __str__(self) -> str:
        if not self.readings:
            return f"{self.where} {self.fact}: expected {self.expected}, nothing read"
        reading = next((r for r in self.readings if r.status == self.status), self.readings[0])
        doubts = " ".join(doubt.code for doubt in reading.doubts)
        return (
            f"{self.where} {self.fact}: expected {self.expected}, {reading.status} {reading.value}"
            f" 「{reading.quote}」 {doubts}".rstrip()
        )


def same(value: object, expected: object) -> bool:
    """Whether a value is the expected one: choices in any order, a truth value never a number."""
    if isinstance(value, tuple | list) and isinstance(expected, tuple | list):
        return {*value} == {*expected}
    return isinstance(value, bool) == isinstance(expected, bool) and value == expected


def told_of_forms(forms: Iterable[TextForm], read: FormReader) -> tuple[Told, ...]:
    """Every fact that a form states or that was read, without those of which careful readers may disagree."""
    return tuple(told for form in forms for told in _told_of_form(form, read(form.narratives)))


def _told_of_form(form: TextForm, readings: tuple[Reading, ...]) -> Iterator[Told]:
    facts = dict.fromkeys((*form.truth, *(reading.fact for reading in readings)))
    for fact in facts:
        if fact not in form.unsure:
            yield Told(
                where=form.name,
                fact=fact,
                expected=form.truth.get(fact),
                readings=tuple(reading for reading in readings if reading.fact == fact),
            )


def told_of_phrasings(phrasings: Iterable[Phrasing], read: TextReader) -> tuple[Told, ...]:
    return tuple(
        Told(
            where=f"{phrasing.id} {phrasing.kind} 〔{phrasing.text}〕",
            fact=phrasing.fact,
            expected=phrasing.expected,
            readings=tuple(r for r in read(phrasing.text, phrasing.fact) if r.fact == phrasing.fact),
        )
        for phrasing in phrasings
    )


@attrs.frozen(kw_only=True)
class Measure:
    """How a set of texts was read."""

    stated: int
    certain_right: int
    certain_wrong: tuple[Told, ...]
    """Also of a fact that is not stated."""
    candidate_right: int
    candidate_wrong: tuple[Told, ...]
    """A wrong first value of a candidate for a fact that is stated."""
    proposed: int
    not_proposed: tuple[Told, ...]
    false: tuple[Told, ...]
    """Certain readings and candidates of facts that are not stated."""
    to_confirm: int
    """Facts with a reading that is not certain."""

    @property
    def certain_share(self) -> float:
        return self.certain_right / max(1, self.stated)

    @property
    def proposed_share(self) -> float:
        return self.proposed / max(1, self.stated)

    @property
    def certain_precision(self) -> float:
        return self.certain_right / max(1, self.certain_right + len(self.certain_wrong))

    @property
    def first_precision(self) -> float:
        """Of the first values of certain readings and candidates, the share that is right."""
        right = self.certain_right + self.candidate_right
        wrong = len({*self.certain_wrong, *self.candidate_wrong, *self.false})
        return right / max(1, right + wrong)


def measure(told: Iterable[Told]) -> Measure:
    told = tuple(told)
    certain = [t for t in told if t.status == "certain"]
    candidates = [t for t in told if t.status == "candidate"]
    return Measure(
        stated=sum(t.stated for t in told),
        certain_right=sum(t.right for t in certain),
        certain_wrong=tuple(t for t in certain if not t.right),
        candidate_right=sum(t.right for t in candidates),
        candidate_wrong=tuple(t for t in candidates if t.stated and not t.right),
        proposed=sum(t.proposed for t in told),
        not_proposed=tuple(t for t in told if t.stated and not t.proposed),
        false=tuple(t for t in (*certain, *candidates) if not t.stated),
        to_confirm=sum(bool(t.readings) and t.status != "certain" for t in told),
    )


@attrs.frozen(kw_only=True)
class Verdict:
    """One rule for one form, by the truth and by readings."""

    where: str
    rule: str
    truth: str
    read: str

    @property
    def decided(self) -> bool:
        return self.read in DECIDED

    @property
    def contradicted(self) -> bool:
        return self.decided and self.truth in DECIDED and self.read != self.truth

    @property
    def unread(self) -> bool:
        """Unknown, though the text decides it."""
        return not self.decided and self.truth in DECIDED

    def __str__(self) -> str:
        return f"{self.where} {self.rule}: {self.truth}, by readings {self.read}"


def accepted_facts(readings: Iterable[Reading], statuses: frozenset[ReadingStatus]) -> dict[str, object]:
    """The first value of each fact's surest reading, where its status is among these."""
    by_fact: dict[str, list[Reading]] = {}
    for reading in readings:
        by_fact.setdefault(reading.fact, []).append(reading)
    told = {fact: Told(where="", fact=fact, expected=None, readings=tuple(found)) for fact, found in by_fact.items()}
    return {fact: each.first for fact, each in told.items() if each.status in statuses}


def certain_verdicts(checklist: Checklist, form: TextForm, readings: tuple[Reading, ...]) -> tuple[Verdict, ...]:
    """The verdicts where certain readings count as facts."""
    return _verdicts(checklist, form, accepted_facts(readings, ACCEPTED["certain"]))


def provisional_verdicts(checklist: Checklist, form: TextForm, readings: tuple[Reading, ...]) -> tuple[Verdict, ...]:
    """The verdicts that hold if the first values of certain readings and candidates are right."""
    return _verdicts(checklist, form, accepted_facts(readings, PROVISIONAL))


def answered_verdicts(checklist: Checklist, form: TextForm, readings: tuple[Reading, ...]) -> tuple[Verdict, ...]:
    """The verdicts once every fact that has a reading is answered truthfully; a fact without one stays unstated."""
    asked = {reading.fact for reading in readings}
    return _verdicts(checklist, form, {fact: value for fact, value in form.truth.items() if fact in asked})


def _verdicts(checklist: Checklist, form: TextForm, facts: Mapping[str, object]) -> tuple[Verdict, ...]:
    truth = _outcomes(checklist, {**form.school, **form.truth})
    read = _outcomes(checklist, {**form.school, **facts})
    return tuple(Verdict(where=form.name, rule=rule, truth=outcome, read=read[rule]) for rule, outcome in truth.items())


def _outcomes(checklist: Checklist, facts: Mapping[str, object]) -> dict[str, str]:
    stated = {name: [*value] if isinstance(value, tuple) else value for name, value in facts.items()}
    return rule_outcomes(checklist.evaluate(stated))


def rule_outcomes(report: Report) -> dict[str, str]:
    """The outcome of each rule of the thirteen tasks."""
    return {result.rule.id: result.outcome for result in report.results if result.rule.id.startswith("T")}
