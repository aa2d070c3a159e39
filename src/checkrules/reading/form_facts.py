"""What the form itself shows: how many of its parts are filled in, and whether one is."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from checkrules.model.rules import Content
from checkrules.model.submission import Origin, Submission


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
