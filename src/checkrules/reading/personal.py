"""The remarks that a submission's texts hold personal numbers, or what a person must look at before others see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from checkrules.model.personal.kinds import KINDS
from checkrules.model.privacy import FLAGS, flagged, kinds_in, shown
from checkrules.model.rules import Content
from checkrules.model.submission import Remark, Submission
from checkrules.model.text import Text


def personal_remarks(submission: Submission, content: Content) -> Iterator[Remark]:
    """A remark for each text of a submission that holds such numbers, and for each in which something is flagged."""
    privacy, facts = content.privacy, {fact.name: fact.title for fact in content.form.facts}
    for where, text in _texts(submission).items():
        kinds = kinds_in(text, privacy)
        if kinds:
            message = _message(_NUMBERS, _named(where, facts), (KINDS[kind].title for kind in kinds))
            yield Remark(code="personal_data", value=where, location=submission.location, message=message)
        flags = dict.fromkeys(flag.kind for flag in flagged(text, privacy))
        if flags:
            message = _message(_FLAGGED, _named(where, facts), (FLAGS[kind] for kind in flags))
            yield Remark(code="personal_name", value=where, location=submission.location, message=message)


_NUMBERS = Text(
    "“{where}”中有{what}，输出时已遮盖；请从原件中删去",
    "'{where}' holds {what}; it is masked in what is written, delete it from the file",
)
_FLAGGED = Text(
    "“{where}”中有{what}，请核对：核对前不引用这段文字",
    "'{where}' may hold {what}; please check: until then the words are not quoted",
)


_TEXTS = {
    "narratives": Text("{task} 具体落实情况", "what was done on {task}"),
    "task_notes": Text("{task} 备注", "the notes on {task}"),
    "problems": Text("存在的主要问题", "the main problems"),
}
"""The texts of a form, for people."""


def _named(where: str, facts: Mapping[str, Text]) -> Text:
    """Where a text stands, for people."""
    kind, _, task = where.partition(" ")
    if kind in _TEXTS and where not in facts:
        return _TEXTS[kind].format(task=task)
    return facts.get(where) or Text(shown(where), shown(where))


def _message(message: Text, where: Text, found: Iterable[Text]) -> Text:
    words = list(found)
    what = Text("、".join(one.zh for one in words), ", ".join(one.en for one in words))
    return message.format(where=where, what=what)


def _texts(submission: Submission) -> Mapping[str, str]:
    """The texts of a submission by where they stand."""
    texts = {
        **{f"narratives {task}": text for task, text in submission.narratives.items()},
        **{f"task_notes {task}": text for task, text in submission.task_notes.items()},
        "problems": submission.problems,
    }
    for name, value in submission.facts.items():
        found = "\n".join(_strings(value))
        if found:
            texts[name] = found
    return texts


def _strings(value: object) -> Iterator[str]:
    """The texts in a value: of a list and of objects in it too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _strings(item)
