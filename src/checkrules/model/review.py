"""The review document: what a person is asked about what was read out of prose, and the answers. Its JSON shape is versioned.

`presentation/review` makes it of reports, the review formats write it as a sheet that people fill in and read it back.
`schemas/review-1.schema.json` is generated from these structs: their docstrings and descriptions are what it says.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Final

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from checkrules.model.document import Code, Location, MadeBy, Number, Value
from checkrules.model.errors import ReadError
from checkrules.model.privacy import FlagKind
from checkrules.model.text import Language, Text

REVIEW_SCHEMA: Final = "https://checkrules.dev/schemas/review-1.schema.json"


class ReviewDoubt(Struct, frozen=True, kw_only=True):
    """One thing that is doubtful about a reading."""

    code: Code
    text: Annotated[str, Meta(description="The doubt in words.")] = ""


class ReviewAlternative(Struct, frozen=True, kw_only=True):
    """Another value that the words may state."""

    value: Value
    how: Annotated[Code, Meta(description="How it comes about.")]
    text: Annotated[str, Meta(description="The value in words, with its unit.")] = ""
    how_text: str = ""


class ReviewChoice(Struct, frozen=True, kw_only=True):
    """A value that is offered."""

    value: Value
    text: Annotated[str, Meta(description="The value in words, with its unit.")]


class ReviewRule(Struct, frozen=True, kw_only=True):
    """A rule that is not decided and that the answer may decide."""

    rule: str
    title: str
    severity: Code


class ReviewReading(Struct, frozen=True, kw_only=True):
    """One fact that a person is asked about. `answer` is absent until somebody answers; null: the texts do not state it."""

    fact: str
    task: Annotated[str, Meta(description="The task whose narrative states it, or would.")]
    row_digest: Annotated[
        str, Meta(description="Identifies the text of that narrative: the answer holds while it is the same.")
    ]
    rows: Annotated[
        list[str],
        Meta(description="The tasks in whose narratives it was read, where they are several; the digest is of all."),
    ] = []
    status: Annotated[Code, Meta(description="How sure the reading is; `unread`: nothing was read.")] = "unread"
    status_text: Annotated[str, Meta(description="The status in words.")] = ""
    value: Annotated[Value, Meta(description="The first value that is proposed; null: none.")] = None
    quote: Annotated[str, Meta(description="The words that state it, personal numbers masked.")] = ""
    start: Annotated[Number, Meta(description="Offset of the quote into the narrative.")] = 0
    end: Number = 0
    doubts: list[ReviewDoubt] = []
    alternatives: list[ReviewAlternative] = []
    title: Annotated[str, Meta(description="The fact, as the form calls it.")] = ""
    task_title: str = ""
    text: Annotated[str, Meta(description="The first value in words, with its unit.")] = ""
    before: Annotated[str, Meta(description="What stands before the quote in its sentence.")] = ""
    after: Annotated[str, Meta(description="What stands after the quote in its sentence.")] = ""
    flagged: Annotated[list[FlagKind], Meta(description="What a person must look at before others see the words.")] = []
    flagged_text: Annotated[str, Meta(description="The same in words.")] = ""
    choices: Annotated[list[ReviewChoice], Meta(description="The values that are offered, the first one first.")] = []
    expected: Annotated[str, Meta(description="What a value must be, in words.")] = ""
    ticked: Annotated[bool, Meta(description="Read without doubt: a sheet proposes the first value.")] = False
    grave: Annotated[bool, Meta(description="It may decide a rule that can lower the grade by itself.")] = False
    rules: Annotated[list[ReviewRule], Meta(description="The undecided rules that it may decide.")] = []
    answer: (
        Annotated[Any, Meta(description="A value, as JSON or in words; null: the texts do not state it.")] | UnsetType
    ) = UNSET


class ReviewData(Struct, frozen=True, kw_only=True):
    """What is asked about one submission. The answers count only where it is said who confirmed them, and when."""

    subject: str
    confirmed_by: Annotated[str | None, Meta(description="Who confirmed the answers.")] = None
    confirmed_on: Annotated[str | None, Meta(description="The day on which they were confirmed.")] = None
    source: Annotated[Location | None, Meta(description="The submission's file.")] = None
    sha256: Annotated[str | None, Meta(description="Of that file.")] = None
    inspected_on: Annotated[
        str | None, Meta(description="The inspection date: answers are about no other inspection.")
    ] = None
    readings: list[ReviewReading]


class ReviewChecklist(Struct, frozen=True, kw_only=True):
    """The checklist whose facts are asked about."""

    id: str
    version: str = ""
    title: str = ""
    subject: Annotated[str, Meta(description="What is inspected, as the form calls it.")] = ""


class ReviewDocument(Struct, frozen=True, kw_only=True):
    """What a person is asked about any number of submissions, with the answers.

    Later versions of checkrules add keys without a new version of this schema: ignore the keys that you do not know.
    """

    schema: str = REVIEW_SCHEMA
    language: Annotated[Language, Meta(description="The language of titles and words.")] = "zh"
    made_by: MadeBy | None = None
    made_at: Annotated[dt.datetime, Meta(tz=True)] | None = None
    checklist: ReviewChecklist | None = None
    reviews: list[ReviewData]


def review_from_json(text: str | bytes, file: str | None = None) -> ReviewDocument:
    """A review document that was stored. Raises ReadError for what is none."""
    try:
        document = msgspec.json.decode(text, type=ReviewDocument)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError) as error:  # a validation error is a DecodeError
        key = str(error).partition(" - at ")[2].strip("`")
        zh = f"不是确认单：{key} 处不符" if key else "不是确认单"
        raise ReadError(Text(zh, f"not a review document: {error}"), location=file) from error
    if document.schema != REVIEW_SCHEMA:
        raise ReadError(
            Text("不是这一版本的确认单", f"not a review document of this version ({REVIEW_SCHEMA})"), location=file
        )
    return document
