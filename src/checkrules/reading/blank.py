"""Forms in which nobody wrote anything: they are no submission of a subject."""

from __future__ import annotations

from checkrules.model.submission import Rejection, Submission
from checkrules.model.text import Text

_BLANK = Text("空白表：什么也没有填写，未判定", "a blank form: nothing is filled in, so nothing is judged")
_HINT = Text(
    "如果确已填写，请检查交来的是不是另一个文件", "if it was filled in, is it the right file that was handed in?"
)


def is_blank(submission: Submission) -> bool:
    """Whether a filled-in document states nothing at all: no fact, no text for any task, no note."""
    texts = (*submission.narratives.values(), *submission.task_notes.values(), submission.problems)
    return (
        submission.is_form
        and not any(text.strip() for text in texts)
        and not any(map(_stated, submission.facts.values()))
    )


def _stated(value: object) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value not in (None, (), [])


def blank_form(submission: Submission) -> Rejection:
    """The rejection of a blank form."""
    return Rejection(location=submission.location, reason=_BLANK, hint=_HINT, code="blank_form")
