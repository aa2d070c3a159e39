"""The remarks that a submission's texts hold personal numbers, or what a person must look at before others see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from checkrules.model.personal.kinds import KINDS
from checkrules.model.privacy import FLAGS, Privacy, flagged, kinds_in, shown
from checkrules.model.submission import Remark, Submission
from checkrules.model.text import Text


def personal_remarks(submission: Submission, privacy: Privacy) -> Iterator[Remark]:
    """A remark for each text of a submission that holds such numbers, and for each in which something is flagged."""
    for where, text in _texts(submission).items():
        kinds = kinds_in(text, privacy)
        if kinds:
            message = _message(_NUMBERS, where, (KINDS[kind].title for kind in kinds))
            yield Remark(code="personal_data", value=where, location=submission.location, message=message)
        flags = dict.fromkeys(flag.kind for flag in flagged(text, privacy))
        if flags:
            message = _message(_FLAGGED, where, (FLAGS[kind] for kind in flags))
            yield Remark(code="personal_name", value=where, location=submission.location, message=message)


_NUMBERS = Text(
    "“{where}”中有{what}，输出时已遮盖；请从原件中删去",
    "'{where}' holds {what}; it is masked in what is written, delete it from the file",
)
_FLAGGED = Text(
    "“{where}”中有{what}，请核对：核对前不引用这段文字",
    "'{where}' may hold {what}; please check: until then the words are not quoted",
)


def _message(message: Text, where: str, found: Iterable[Text]) -> Text:
    words = list(found)
    what = Text("、".join(one.zh for one in words), ", ".join(one.en for one in words))
    return message.format(where=shown(where), what=what)


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
