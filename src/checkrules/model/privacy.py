"""Numbers of persons in free text: found, flagged and masked, so that no report leaks them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checkrules.model.submission import Remark, Submission
from checkrules.model.text import Text, plain, visible

_IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[0-9Xx](?![0-9A-Za-z])"
)
_PHONE = re.compile(r"(?<![0-9A-Za-z])1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![0-9A-Za-z])")
_FOUR_DIGITS = re.compile(r"\d{4}")
_WIDE = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789Xx")


def masked(text: str) -> str:
    """The text with identity-card numbers (GB 11643: 18 locations) and mobile phone numbers masked but for their ends."""
    if _FOUR_DIGITS.search(text) is None:  # either number has four in a row, whatever separates the others
        return text
    narrow = text.translate(_WIDE)  # one character for one, so that offsets stay
    for pattern, head, tail in ((_IDENTITY, 3, 2), (_PHONE, 3, 2)):
        parts, at = [], 0
        for found in pattern.finditer(narrow):
            start, end = found.start() + head, found.end() - tail
            parts += [text[at:start], "*" * (end - start)]
            at = end
        text = "".join((*parts, text[at:]))
    return text


def shown(text: str, limit: int = 60) -> str:
    """A value of the input as messages quote it: personal numbers masked, control and invisible characters written out,
    then cut to `limit` characters (with … where something is left out)."""
    text = visible(masked(text))
    return text if len(text) <= limit else text[:limit] + "…"


def personal_remarks(submission: Submission) -> Iterator[Remark]:
    """A remark for each text of a submission that holds such a number."""
    texts = {
        **{f"narratives {task}": text for task, text in submission.narratives.items()},
        **{f"task_notes {task}": text for task, text in submission.task_notes.items()},
        "problems": submission.problems,
    }
    for name, value in submission.facts.items():
        for item in value if isinstance(value, (list, tuple)) else (value,):
            if isinstance(item, str):
                texts[name] = texts.get(name, "") + "\n" + item
    for where, text in texts.items():
        if masked(plain(text)) != plain(text):
            yield Remark(
                code="personal_data",
                value=where,
                location=submission.location,
                message=Text(
                    f"“{where}”中有身份证号或手机号，输出时已遮盖；请从原件中删去",
                    f"'{where}' holds an identity-card or phone number; it is masked in what is written, delete it from the file",
                ),
            )
