"""A part of a large file, and the summary of its submissions: what engines take, and what they return."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import attrs

from checkrules.model.privacy import safe
from checkrules.model.submission import Rejection, Remark
from checkrules.model.text import Text

MAX_SHOWN = 20
"""Invalid cells, broken records and unknown columns that a summary lists."""


@attrs.frozen(kw_only=True)
class Part:
    """Some rows of a file.

    `start` and `stop` are row numbers from 0 (Parquet) or byte offsets (NDJSON, CSV); `first` is the number of the first row,
    or line, as people count; `file` is the absolute path, `name` the path as it was given.

    For CSV, `columns` has the fact of each column (None: no fact), `kept` the numbers, from 0, of the columns that results
    carry, `unknown` the names of columns that are no fact, `delimiter` the separator, and `encoding` that of the text. All
    parts of a file have the same.
    """

    number: int
    file: str
    kind: str
    start: int
    stop: int
    first: int
    name: str = ""
    columns: tuple[str | None, ...] = ()
    delimiter: str = ","
    encoding: str = "utf-8"
    unknown: tuple[str, ...] = ()
    kept: tuple[int, ...] = ()


@attrs.frozen(kw_only=True)
class RowProblem:
    """An invalid cell, or a broken record. Personal numbers in its message are masked."""

    row: int
    message: Text = attrs.field(converter=safe)
    file: str = ""


@attrs.frozen(kw_only=True)
class Summary:
    """Aggregate results of a set of submissions.

    `outcomes`: by rule, how many had each outcome, in the order of OUTCOMES; `grades`: by a band's id, or by why there is no
    grade; `scored`: how many have a score; `waived`: by rule, how many failures are waived. `misfits` counts invalid
    cells, `rejected` broken records, and `row_problems` lists the first of both; `remarks` name columns that the form does
    not have. `rejected_files` are files, or parts of one, of which nothing could be read: none of their rows is counted.

    Summaries can be added in any order; the sum is the summary of all their submissions.
    """

    submissions: int = 0
    outcomes: Mapping[str, tuple[int, ...]] = attrs.field(factory=dict)
    grades: Mapping[str, int] = attrs.field(factory=dict)
    exact_score_sum: Fraction = Fraction(0)
    scored: int = 0
    waived: Mapping[str, int] = attrs.field(factory=dict)
    misfits: int = 0
    rejected: int = 0
    row_problems: tuple[RowProblem, ...] = ()
    remarks: tuple[Remark, ...] = ()
    rejected_files: tuple[Rejection, ...] = ()

    @property
    def score_sum(self) -> float:
        """The sum of all scores. Exact, so the result does not depend on the order of parts."""
        return float(self.exact_score_sum)

    @property
    def mean_score(self) -> float | None:
        """The mean of all scores; None where there is none."""
        return float(self.exact_score_sum / self.scored) if self.scored else None

    def __add__(self, other: Summary) -> Summary:
        nothing = (0,) * 5
        return Summary(
            submissions=self.submissions + other.submissions,
            outcomes={
                rule: tuple(
                    map(sum, zip(self.outcomes.get(rule, nothing), other.outcomes.get(rule, nothing), strict=True))
                )
                for rule in {**self.outcomes, **other.outcomes}
            },
            grades=_added(self.grades, other.grades),
            exact_score_sum=self.exact_score_sum + other.exact_score_sum,
            scored=self.scored + other.scored,
            waived=_added(self.waived, other.waived),
            misfits=self.misfits + other.misfits,
            rejected=self.rejected + other.rejected,
            row_problems=tuple(sorted((*self.row_problems, *other.row_problems), key=_by_row)[:MAX_SHOWN]),
            remarks=tuple(sorted({*self.remarks, *other.remarks}, key=_name_remarked)[:MAX_SHOWN]),
            rejected_files=tuple(sorted((*self.rejected_files, *other.rejected_files), key=_place_rejected)),
        )


def _added(some: Mapping[str, int], others: Mapping[str, int]) -> dict[str, int]:
    return {name: some.get(name, 0) + others.get(name, 0) for name in sorted({*some, *others})}


def _by_row(problem: RowProblem) -> tuple[str, int, str, str]:
    return problem.file, problem.row, problem.message.zh, problem.message.en


def _name_remarked(remark: Remark) -> tuple[str, str]:
    return remark.fact or "", remark.message.en


def _place_rejected(rejection: Rejection) -> tuple[str, int, str]:
    return rejection.location.file or "", rejection.location.line or 0, rejection.reason.en


@attrs.frozen(kw_only=True)
class PartResult:
    """The result of judging one part."""

    part: int
    summary: Summary
