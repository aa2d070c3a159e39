"""The summary of a table as a document: the structs of which `schemas/table-summary-2.schema.json` is generated."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from checkrules.model.document import CountsData, MadeBy, Number, RejectionData
from checkrules.model.rules import Severity
from checkrules.model.text import Language

SCHEMA: Final = "https://checkrules.dev/schemas/table-summary-2.schema.json"


class JudgedBy(Struct, frozen=True, kw_only=True):
    """The checklist."""

    id: str
    version: str
    digest: Annotated[str, Meta(description="SHA-256 of the checklist's files.")]
    profile: str | None


class MeanScore(Struct, frozen=True, kw_only=True):
    """The mean score."""

    mean: Annotated[
        float | None, Meta(description="The mean of the scores there are, unrounded; null where there is none.")
    ]
    scored: Annotated[Number, Meta(description="How many submissions have a score.")]


class NoGradeCounts(Struct, frozen=True, kw_only=True):
    """How many submissions have no grade, by reason."""

    incomplete: Number
    nothing_decided: Number


class RuleCounts(CountsData, frozen=True):  # not kw_only: its own keys come first
    """How many submissions had each outcome of one rule."""

    rule: str
    severity: Severity
    scored: bool
    waived: Annotated[Number, Meta(description="Of the failures, how many a waiver accepts.")]


class RowProblemData(Struct, frozen=True, kw_only=True):
    """A cell that does not fit the form, or a row that could not be read."""

    source: Annotated[str | None, Meta(description="The file, where several were given.")]
    row: Annotated[int, Meta(ge=1, description="The row (Parquet) or line (NDJSON, CSV), from 1.")]
    message: str


class SummaryDocument(Struct, frozen=True, kw_only=True):
    """The totals of many submissions; each one's own results are in the tables that were written.

    Later versions of checkrules add keys without a new version of this schema: ignore the keys that you do not know.
    """

    schema: Literal["https://checkrules.dev/schemas/table-summary-2.schema.json"]
    language: Annotated[Language, Meta(description="The language of messages.")]
    made_by: MadeBy
    checklist: JudgedBy
    submissions: Annotated[Number, Meta(description="How many rows were judged.")]
    score: MeanScore
    grades: Annotated[
        dict[str, Number], Meta(description="How many submissions have each grade, by the band's id, the best first.")
    ]
    no_grade: NoGradeCounts
    rules: Annotated[list[RuleCounts], Meta(description="One item per rule, in the checklist's order.")]
    misfits: Annotated[Number, Meta(description="Cells that do not fit the form and count as not stated.")]
    rejected: Annotated[Number, Meta(description="Rows that could not be read.")]
    row_problems: Annotated[list[RowProblemData], Meta(description="The first of both.")]
    rejected_files: Annotated[
        list[RejectionData], Meta(description="Files, or parts of one, of which nothing could be read.")
    ]
