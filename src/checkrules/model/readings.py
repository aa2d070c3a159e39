"""What is read out of prose: proposals with the quoted words, what is doubtful, and what else they may mean.

A reading decides nothing: a person confirms it, or the caller accepts readings of some statuses (`Accept`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from typing import Literal

import attrs

from checkrules.model.frozen import FrozenDict

ReadingStatus = Literal["certain", "candidate", "conflict", "mention", "guess", "unsaid"]
"""How sure a reading is.

`certain`: every word of the clause is known, and nothing else in the cell speaks of the fact. `candidate`: read, with doubts.
`conflict`: read twice, differently. `mention`: named, nothing stated. `guess`: from a wide net, where nothing else read.
`unsaid`: the text itself says that it is not known (未提供).
"""
PROVISIONAL: frozenset[ReadingStatus] = frozenset({"certain", "candidate"})
"""The statuses whose first value gives the provisional outcome."""

Accept = Literal["none", "certain", "all"]
"""Which readings count as facts: none, the certain ones, or certain ones and candidates."""
ACCEPTED: Mapping[Accept, frozenset[ReadingStatus]] = {
    "none": frozenset(),
    "certain": frozenset({"certain"}),
    "all": PROVISIONAL,
}

DoubtCode = Literal[
    "unnamed",  # the fact is not named: it follows from what stands before, or from the unit
    "wording",  # not worded in one of the plain ways
    "unknown_word",  # a word of the clause is not in the lexicon
    "narrowed",  # a noun beside the name changes what is named
    "some_grades",  # only some grades, classes or campuses are meant
    "more_numbers",  # the clause has numbers that the reading does not use
    "second_figure",  # another figure of the same unit stands near
    "said_again",  # the cell speaks of the same fact again
    "corrected",  # a correction follows: 核, 实, 按…计, 现场, 应为, brackets
    "turn_follows",  # a reserve or a turn follows: 但, 不过
    "several_negations",
    "no_period",  # a rate without a period
    "no_unit",  # a number without a unit
    "norm",  # a norm, not a finding
    "elsewhere",  # another school or body
    "hedge",  # 据称, 基本
    "only_part",  # only a part of it is meant
    "looked_into",  # only looked into: 检查了…
    "topic",  # a topic or a heading, not a statement
    "each",  # 各 or 每 with a number
    "total_of_several",  # a total of several things
    "open_list",  # 其他, 等
    "approximate",  # 约, 余
    "bound",  # 不少于, 以上
    "other_time",  # past, planned or over
    "question",
    "part_exceeds_total",
    "bare_mark",  # a cell of only a mark or 已落实
    "long_sentence",  # too many clauses to be sure of any
]
"""What is doubtful about a reading. `words/codes.py` says it in both languages."""

How = Literal["read", "opposite", "zero", "sum", "difference", "product", "all", "number"]
"""How an alternative comes about: read in another clause, the opposite, zero, the sum, difference or product of numbers, all
of the total, another number of the clause."""

ReadValue = bool | int | float | str | tuple[str, ...]


@attrs.frozen(kw_only=True)
class Doubt:
    """One thing that is doubtful. `start` and `end` are offsets into the narrative, of the words that raise it."""

    code: DoubtCode
    start: int
    end: int


@attrs.frozen(kw_only=True)
class Alternative:
    """Another value that the words may state, and how it comes about."""

    value: ReadValue
    how: How
    start: int
    end: int


@attrs.frozen(kw_only=True)
class Reading:
    """One fact proposed from prose. `start` and `end` are offsets into the narrative as it was given, of `quote`.

    `value` is the first proposal; None for `mention` and `unsaid`.
    """

    fact: str
    task: str
    status: ReadingStatus
    value: ReadValue | None
    quote: str = attrs.field(repr=False)
    start: int
    end: int
    doubts: tuple[Doubt, ...] = ()
    alternatives: tuple[Alternative, ...] = ()


def row_digest(text: str) -> str:
    """Identifies the text of a row of the form: the first 16 hexadecimal digits of the SHA-256 of the text, in UTF-8. Blanks
    are left out, so that another way of saving the file leaves it the same."""
    return hashlib.sha256("".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()[:16]


@attrs.frozen(kw_only=True)
class Answer:
    """A person's answer about one fact: its value, or None where the texts do not state it (没说).

    `row_digest` is that of the narratives of `rows`, or of the row of `task` where none is named; the answer holds while they
    are the same.
    """

    fact: str
    task: str
    row_digest: str
    value: object
    rows: tuple[str, ...] = ()
    """The rows of the form in which the fact was read, where they are several."""


def _answers(answers: Mapping[str, Answer]) -> Mapping[str, Answer]:
    return FrozenDict(answers)


def rows_digest(narratives: Mapping[str, str], rows: Iterable[str]) -> str:
    """Identifies the texts of some rows together: the digest of the one text, or of all, each on a line of its own."""
    return row_digest("\n".join(narratives.get(row, "") for row in rows))


@attrs.frozen(kw_only=True)
class Reviewed:
    """A submission that a review sheet asks about, whether anybody has answered or not."""

    subject: str
    sheet: str = ""
    """The file of the sheet."""
    submission_source: str = ""
    """The file of the submission, as it was read."""
    submission_sha256: str = ""
    inspected_on: dt.date | None = None


@attrs.frozen(kw_only=True)
class Confirmation(Reviewed):
    """The answers of one person for one subject, by fact."""

    confirmed_by: str
    confirmed_on: dt.date
    answers: Mapping[str, Answer] = attrs.field(converter=_answers)
    source: str = ""
    """The file that holds the answers, and where in it."""
