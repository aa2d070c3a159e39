"""What the narratives of a submission state: readings of them, which facts the readings propose, and what speaks against."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import attrs

from checkrules.facts.kind import InvalidValue
from checkrules.facts.kinds import fit
from checkrules.model.form import Fact
from checkrules.model.privacy import quote_of
from checkrules.model.readings import ACCEPTED, PROVISIONAL, Accept, Reading, ReadingStatus
from checkrules.model.rules import Content
from checkrules.model.submission import Origin, Remark, Submission
from checkrules.model.text import Text
from checkrules.reading.bare_narratives import bare_remarks
from checkrules.reading.disagreement import disagreement
from checkrules.reading.narrative import ProseNames, propose

MAX_NARRATIVE = 20_000
"""Characters of one narrative. A filled form has some hundred."""
MAX_NARRATIVES = 100_000
"""Characters of all narratives of a submission together."""
_SPEAKS: frozenset[ReadingStatus] = PROVISIONAL | {"conflict"}
"""The statuses of readings that a fact's first value must not contradict."""


def readings_of(submission: Submission, content: Content, names: ProseNames | None) -> tuple[Reading, ...]:
    """What the narratives propose, in their order. Of a fact that a person said is not stated (没说), nothing is proposed; a
    value that the form does not take is only a guess."""
    if names is None or not submission.narratives:
        return ()
    facts = {fact.name: fact for fact in content.form.facts}
    proposed = propose(names, _of_bounded_length(submission)[0])
    wanted = (reading for reading in proposed if reading.fact in facts and reading.fact not in submission.not_stated)
    return tuple(
        reading if _fits(facts[reading.fact], reading.value) else attrs.evolve(reading, status="guess")
        for reading in wanted
    )


def _fits(fact: Fact, value: object) -> bool:
    try:
        fit(fact, _plain(value))
    except InvalidValue:
        return False
    return True


def first_values(
    readings: Collection[Reading], statuses: Collection[ReadingStatus] = PROVISIONAL
) -> dict[str, Reading]:
    """The reading that gives each fact its first value, by fact, of those with one of the statuses. A fact that is read
    differently in two places has none."""
    by_fact: dict[str, list[Reading]] = {}
    for reading in readings:
        if reading.status in _SPEAKS:
            by_fact.setdefault(reading.fact, []).append(reading)
    found: dict[str, Reading] = {}
    for fact, speaking in by_fact.items():
        if any(r.status == "conflict" or _differ(r.value, speaking[0].value) for r in speaking):
            continue
        first = next((r for r in speaking if r.status in statuses and r.value is not None), None)
        if first is not None:
            found[fact] = first
    return found


def accepted(submission: Submission, readings: Collection[Reading], accept: Accept) -> Submission:
    """The submission with the first values of the readings that `accept` takes as facts, marked as read out of prose with
    their location. What is stated otherwise is never replaced."""
    first = first_values(readings, ACCEPTED[accept])
    added = [name for name in first if submission.facts.get(name) is None and name not in submission.not_stated]
    if not added:
        return submission
    facts, origins = dict(submission.facts), dict(submission.origins)
    for fact in added:
        reading = first[fact]
        facts[fact] = _plain(reading.value)
        origins[fact] = Origin(
            kind="prose",
            location=submission.location,
            task=reading.task,
            start=reading.start,
            end=reading.end,
            quote=reading.quote,
            approximate=any(doubt.code == "approximate" for doubt in reading.doubts),
        )
    return attrs.evolve(submission, facts=facts, origins=origins)


def prose_remarks(submission: Submission, readings: Collection[Reading], content: Content) -> tuple[Remark, ...]:
    """A remark for each narrative that is too long to be read or says nothing of its own, and for each fact that is stated
    otherwise than it is read."""
    if not submission.narratives:
        return ()
    known = {fact.name: fact for fact in content.form.facts}
    remarks = [*_of_bounded_length(submission)[1], *bare_remarks(submission, content)]
    for name, reading in first_values(readings).items():
        fact, stated, origin = known[name], submission.facts.get(name), submission.origins.get(name)
        if stated is None or (origin is not None and origin.kind in ("prose", "confirmed")) or not _fits(fact, stated):
            continue
        if _differ(fit(fact, stated), fit(fact, _plain(reading.value))):
            quote = quote_of(reading.quote, content.privacy)
            source = Text(f"叙述中（“{quote.zh}”）读出的", f"the narrative ('{quote.en}') says")
            remarks.append(disagreement(fact, stated, reading.value, source, submission.location))
    return tuple(remarks)


def _of_bounded_length(submission: Submission) -> tuple[Mapping[str, str], list[Remark]]:
    """The narratives that are read, and a remark for each that is too long. Half a text may say the opposite of the whole: a
    narrative is read whole or not at all."""
    read: dict[str, str] = {}
    unread: list[Remark] = []
    total = 0
    for task, text in submission.narratives.items():
        if len(text) <= MAX_NARRATIVE and total + len(text) <= MAX_NARRATIVES:
            read[task] = text
            total += len(text)
            continue
        limit = (
            Text(f"单项叙述最多读 {MAX_NARRATIVE} 字", f"a narrative of up to {MAX_NARRATIVE} characters is read")
            if len(text) > MAX_NARRATIVE
            else Text(
                f"各项叙述合计最多读 {MAX_NARRATIVES} 字",
                f"up to {MAX_NARRATIVES} characters of all narratives together are read",
            )
        )
        message = Text(
            f"{task} 的叙述有 {len(text)} 字，{limit.zh}：全文保留，但没有从中读取；请删去与任务无关的内容，或直接填写各项目",
            f"the narrative of {task} has {len(text)} characters; {limit.en}: it is kept, but nothing is read out of it. "
            "Delete what is not about the task, or state the facts in their fields",
        )
        unread.append(Remark(code="narrative_too_long", message=message, location=submission.location, value=task))
    return read, unread


def _plain(value: object) -> object:
    """A value as a reader states it: a choice of several as a list."""
    return list(value) if isinstance(value, tuple) else value


def _differ(one: object, other: object) -> bool:
    """Whether two values differ; the order of a choice of several is nothing."""
    one, other = (set(value) if isinstance(value, tuple) else value for value in (one, other))
    return one != other or isinstance(one, bool) != isinstance(other, bool)
