"""What a form states besides its fields: in its narrative, and by what is filled in and what is not."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from checkrules.model.privacy import quote_of
from checkrules.model.rules import Content
from checkrules.model.submission import Origin, Remark, Submission
from checkrules.model.text import Text
from checkrules.reading.disagreement import disagreement
from checkrules.reading.narrative import Wording, read_prose

MAX_NARRATIVE = 20_000
"""Characters of one narrative. A filled form has some hundred."""
MAX_NARRATIVES = 100_000
"""Characters of all narratives of a submission together."""


def state_from_prose(submission: Submission, content: Content, wording: Wording | None) -> Submission:
    """Add what the narratives state, marked as read out of prose with its location. A stated field is never replaced; where
    the prose disagrees with it, a remark says so."""
    if not submission.narratives or wording is None:
        return submission
    facts = dict(submission.facts)
    origins = dict(submission.origins)
    remarks: list[Remark] = list(submission.remarks)
    known = {fact.name: fact for fact in content.form.facts}
    narratives, unread = _of_bounded_length(submission)
    remarks += unread
    for reading in read_prose(wording, narratives):
        stated = facts.get(reading.fact)
        if stated is not None:
            if _plain(stated) != _plain(reading.value):
                quote = quote_of(reading.quote, content.privacy)
                source = Text(f"叙述中（“{quote.zh}”）读出的", f"the narrative ('{quote.en}') says")
                remarks.append(disagreement(known[reading.fact], stated, reading.value, source, submission.location))
            continue
        facts[reading.fact] = list(reading.value) if isinstance(reading.value, tuple) else reading.value
        origins[reading.fact] = Origin(
            kind="prose",
            location=submission.location,
            task=reading.task,
            start=reading.start,
            end=reading.end,
            quote=reading.quote,
            approximate=reading.approximate,
        )
    return attrs.evolve(submission, facts=facts, origins=origins, remarks=tuple(remarks))


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
    return set(value) if isinstance(value, (list, tuple)) else value


def state_from_form(submission: Submission, content: Content) -> Submission:
    """Add what the document itself shows: how many of its parts are filled (`x-counts`), whether one is (`x-filled`)."""
    if not submission.is_form:
        return submission
    parts: Mapping[str, object] = {
        "narratives": {task: text for task, text in submission.narratives.items() if text.strip()},
        "task_notes": submission.task_notes,
        "problems": submission.problems.strip(),
    }
    facts = dict(submission.facts)
    origins = dict(submission.origins)
    for fact in content.form.facts:
        if facts.get(fact.name) is None and (fact.counts in parts or fact.filled in parts):
            part = parts[fact.counts or fact.filled or ""]
            facts[fact.name] = len(part) if fact.counts else bool(part)  # type: ignore[arg-type]
            origins[fact.name] = Origin(kind="form", location=submission.location)
    return attrs.evolve(submission, facts=facts, origins=origins)
