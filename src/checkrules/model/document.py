"""The report document: the versioned JSON shape of reports, as structs.

`document_of` makes it of reports, `view_of` draws pages from it, `to_json` and `from_json` store it and take it up again.
`schemas/report-2.schema.json` is generated from these structs: their docstrings and descriptions are what it says.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Final, Literal, TypeVar

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from checkrules.model.errors import ReadError, UsageError
from checkrules.model.files import Became
from checkrules.model.privacy import FlagKind
from checkrules.model.readings import Accept
from checkrules.model.results import ReportKey
from checkrules.model.rules import Outcome, Severity
from checkrules.model.text import Language, Text

Data = TypeVar("Data")
SCHEMA: Final = "https://checkrules.dev/schemas/report-2.schema.json"

Value = Annotated[
    bool | int | float | str | list[Any] | dict[str, Any] | None,
    Meta(description="A fact's or parameter's value, as JSON has it; null: not stated."),
]
Number = Annotated[int, Meta(ge=0)]
Share = Annotated[float, Meta(ge=0, le=1)]
Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
Fingerprint = Annotated[
    str,
    Meta(pattern="^[0-9a-f]{16}$"),
]
Code = str
"""A word for programs (`words/codes.py` has those of this version). Open: later versions may add codes, which must not keep
a document from being read."""
Location = Annotated[str, Meta(description="The file, and the line, cell or record in it.")]


class MadeBy(Struct, frozen=True, kw_only=True):
    """What made the document."""

    library: Literal["checkrules"]
    version: str


class ChangeData(Struct, frozen=True, kw_only=True):
    """One change that a profile made."""

    profile: str
    target: Annotated[str, Meta(description="The parameter or rule.")]
    what: Annotated[str, Meta(description="What of it: value, rule, severity, points or due_days.")]
    old: str
    new: str
    reason: str
    text: Annotated[str, Meta(description="What was changed, in words.")]


class ParameterData(Struct, frozen=True, kw_only=True):
    """One parameter in effect."""

    name: str
    title: str
    value: Value
    text: Annotated[str, Meta(description="The value in words, with its unit.")]
    unit: str | None
    basis: Annotated[Code, Meta(description="What its value rests on.")]
    sources: list[str]
    changed_by: Annotated[
        str | None, Meta(description="What set it in place of the checklist: a profile, `--set` or `Python`.")
    ]
    reason: Annotated[str | None, Meta(description="Why it was set, where that is said.")]


class BandData(Struct, frozen=True, kw_only=True):
    """A grade: given from `minimum` percent of the full score on."""

    grade: str
    title: str
    minimum: float


class PrivacyData(Struct, frozen=True, kw_only=True):
    """What of persons was masked in this document, and what was not."""

    masked: Annotated[list[str], Meta(description="The kinds of numbers that are masked.")]
    not_masked: Annotated[list[str], Meta(description="The kinds that the checklist switches off.")]
    kept: Annotated[list[str], Meta(description="Numbers that are not masked, such as the office's own.")]
    quotes_released: Annotated[bool, Meta(description="Whether flagged quotes may be shown.")]


class ChecklistData(Struct, frozen=True, kw_only=True):
    """What judged it: the configuration that was in effect."""

    id: str
    version: str
    digest: Annotated[str, Meta(pattern="^[0-9a-f]{64}$", description="SHA-256 of the checklist's files.")]
    title: str
    subject: Annotated[str, Meta(description="What is inspected, as the form calls it.")]
    document: Annotated[str, Meta(description="The number of the paper that it comes from.")]
    profile: str | None
    changes: list[ChangeData]
    parameters: list[ParameterData]
    scoring: Annotated[str, Meta(description="The scoring model.")]
    least_completeness: Annotated[Share, Meta(description="Below this share of decided points no grade is given.")]
    bands: Annotated[list[BandData], Meta(description="The grades, the best first.")]
    tasks: Annotated[dict[str, str], Meta(description="The titles of the tasks by id.")]
    privacy: PrivacyData
    accept: Annotated[Accept, Meta(description="Which readings of prose count as facts.")] = "none"


class FactData(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A stated fact and where it came from. What follows `location` is only there for facts read out of prose."""

    title: str
    value: Value
    text: Annotated[str, Meta(description="The value in words, with its unit.")]
    origin: Annotated[Code, Meta(description="Where it was stated.")]
    location: Location | UnsetType | None = UNSET
    task: Annotated[str | None, Meta(description="The task whose narrative states it.")] | UnsetType = UNSET
    start: Annotated[Number, Meta(description="Offset into that task's narrative.")] | UnsetType | None = UNSET
    end: Number | UnsetType | None = UNSET
    quote: str | UnsetType = UNSET
    flagged: (
        Annotated[list[FlagKind], Meta(description="What a person must look at before the quote is shown to others.")]
        | UnsetType
    ) = UNSET
    approximate: bool | UnsetType = UNSET
    to_confirm: Annotated[bool, Meta(description="Read out of prose: a person must confirm it.")] | UnsetType = UNSET
    confirmed_by: Annotated[str, Meta(description="Who confirmed it.")] | UnsetType = UNSET
    confirmed_on: Annotated[dt.date | None, Meta(description="When it was confirmed.")] | UnsetType = UNSET


class DoubtData(Struct, frozen=True, kw_only=True):
    """One thing that is doubtful about a reading. The offsets are those of the words that raise it."""

    code: Code
    text: Annotated[str, Meta(description="The doubt in words.")]
    start: Number
    end: Number


class AlternativeData(Struct, frozen=True, kw_only=True):
    """Another value that the words may state."""

    value: Value
    text: Annotated[str, Meta(description="The value in words, with its unit.")]
    how: Annotated[Code, Meta(description="How it comes about.")]
    start: Number
    end: Number


class ReadingData(Struct, frozen=True, kw_only=True):
    """What a narrative says of one fact. It decides nothing; a fact that is read and not in `facts` waits to be confirmed."""

    fact: str
    title: str
    task: Annotated[str, Meta(description="The task whose narrative says it.")]
    status: Annotated[Code, Meta(description="How sure the reading is.")]
    value: Annotated[Value, Meta(description="The first value that it proposes; null where the words state none.")]
    text: Annotated[str, Meta(description="The value in words, with its unit.")]
    quote: Annotated[str, Meta(description="The words themselves.")]
    start: Annotated[Number, Meta(description="Offset of the words into that task's narrative.")]
    end: Number
    doubts: list[DoubtData]
    alternatives: list[AlternativeData]
    flagged: (
        Annotated[list[FlagKind], Meta(description="What a person must look at before the quote is shown to others.")]
        | UnsetType
    ) = UNSET


class NotStatedData(Struct, frozen=True, kw_only=True):
    """A fact of which a person said that the texts do not state it."""

    title: str
    confirmed_by: str
    confirmed_on: dt.date | None


class FlagData(Struct, frozen=True, kw_only=True):
    """What a person must look at in a text before it is shown to others: nothing of it is changed."""

    text: Annotated[
        Literal["narratives", "task_notes", "problems"], Meta(description="The text's key beside this list.")
    ]
    task: Annotated[str | None, Meta(description="Of which task.")]
    kind: FlagKind
    start: Number
    end: Number


class SubmissionData(Struct, frozen=True, kw_only=True):
    """What was judged."""

    subject: Annotated[str, Meta(description="Its name, as written; empty where it is not stated.")]
    fingerprint: Annotated[
        Fingerprint | None,
        Meta(description="The subject's name: the same in reports of all checklists; null where it is not stated."),
    ]
    inspected_on: Annotated[dt.date | None, Meta(description="The inspection date.")]
    source: Location | None
    sha256: Sha256 | None
    reader: str | None
    facts: dict[str, FactData]
    narratives: Annotated[dict[str, str], Meta(description="What was done for each task (具体落实情况), by task id.")]
    task_notes: Annotated[dict[str, str], Meta(description="Notes on tasks (备注), by task id.")]
    problems: Annotated[str | None, Meta(description="Main problems (存在的主要问题), as written.")]
    flags: list[FlagData]
    readings: (
        Annotated[list[ReadingData], Meta(description="What is read out of the narratives, in their order.")]
        | UnsetType
    ) = UNSET
    not_stated: (
        Annotated[
            dict[str, NotStatedData], Meta(description="By fact: what a person said that the texts do not state.")
        ]
        | UnsetType
    ) = UNSET


class CountsData(Struct, frozen=True, kw_only=True, rename={"passed": "pass", "failed": "fail"}):
    """How many rules had each outcome."""

    passed: Number
    failed: Number
    not_applicable: Number
    unknown: Number
    error: Number


class _ScoreFigures(Struct, frozen=True, kw_only=True):
    score: Annotated[
        float | None, Meta(description="Over the decided rules, unrounded; null where nothing was decided.")
    ]
    score_low: Annotated[float | None, Meta(description="If every undecided rule failed.")]
    score_high: Annotated[float | None, Meta(description="If every undecided rule passed.")]
    maximum: Annotated[float, Meta(description="The full score.")]
    completeness: Annotated[Share, Meta(description="Share of the applicable points that was decided.")]
    counts: CountsData


class FiguresData(_ScoreFigures, frozen=True, kw_only=True):
    """A score and its bounds."""


class ProvisionalScoreData(_ScoreFigures, frozen=True, kw_only=True):
    """The score and the grade that hold if what is read out of prose is right. Nothing of it is decided."""

    grade: str | None
    grade_title: str | None
    no_grade_because: Annotated[Code | None, Meta(description="Why there is no grade.")]
    capped_from: Annotated[str | None, Meta(description="The band before a veto.")]
    all_counts: Annotated[CountsData, Meta(description="Over all rules, unscored ones too.")]


class ScoreData(_ScoreFigures, frozen=True, kw_only=True):
    """The score, its bounds and the grade."""

    computed: Annotated[float | None, Meta(description="The score without overrides.")]
    grade: str | None
    grade_title: str | None
    no_grade_because: Annotated[Code | None, Meta(description="Why there is no grade.")]
    capped_from: Annotated[str | None, Meta(description="The band before a veto.")]
    status: Annotated[str | None, Meta(description="What the scoring itself rests on.")]
    all_counts: Annotated[CountsData, Meta(description="Over all rules, unscored ones too.")]
    provisional: (
        Annotated[ProvisionalScoreData, Meta(description="Only where readings would decide a rule.")] | UnsetType
    ) = UNSET


class SectionData(_ScoreFigures, frozen=True):  # not kw_only: its own keys come first
    """One key point's own score."""

    section: str
    number: str
    title: str
    scored: bool
    provisional: (
        Annotated[FiguresData, Meta(description="If the readings are right; only where they would decide a rule.")]
        | UnsetType
    ) = UNSET


class ClauseData(Struct, frozen=True, kw_only=True):
    """The clause that a rule comes from."""

    document: str
    clause: str
    quote: str


class OverrideData(Struct, frozen=True, kw_only=True):
    """An inspector's own outcome."""

    outcome: Outcome
    reason: str
    by: str


class WaiverData(Struct, frozen=True, kw_only=True):
    """An accepted failure."""

    reason: str
    approver: str
    expires: dt.date


class ResultData(Struct, frozen=True, kw_only=True):
    """The outcome of one rule."""

    rule: str
    name: str
    section: str
    task: str
    title: str
    outcome: Outcome
    computed: Annotated[Outcome, Meta(description="What the rule itself gives; differs under an override.")]
    scored: bool
    severity: Severity
    points: float
    reason: Annotated[Code | None, Meta(description="Why it is not a pass.")]
    missing: Annotated[list[str], Meta(description="The facts that would decide it.")]
    missing_titles: Annotated[list[str], Meta(description="The same facts as the form calls them.")]
    message: str
    values: Annotated[dict[str, Value], Meta(description="Facts, parameters and definitions that the rule used.")]
    source: ClauseData
    interpretation: str | None
    fingerprint: Annotated[
        Fingerprint | None,
        Meta(
            description="Checklist, rule and the subject's name: the same from report to report; null without a name."
        ),
    ]
    override: OverrideData | None
    waiver: WaiverData | None
    provisional: (
        Annotated[
            Outcome, Meta(description="The outcome that holds if the readings are right, where `outcome` is unknown.")
        ]
        | UnsetType
    ) = UNSET


class GapData(Struct, frozen=True, kw_only=True):
    """One comparison that failed."""

    fact: str
    title: str
    operator: str
    actual: Value
    required: Value
    shortfall: int | float | None
    unit: str | None
    text: Annotated[str, Meta(description="What the gap adds to the message, in words; empty where that is nothing.")]


class IssueData(Struct, frozen=True, kw_only=True):
    """One failed rule, for a person: what was found, what to do and by when."""

    rule: str
    task: str
    severity: Severity
    message: str
    remedy: str
    due: dt.date | None
    due_days: Number
    gap: list[GapData]
    gain: Annotated[
        float | None,
        Meta(description="What its repair alone would add to the score; null for a rule that is not scored."),
    ]
    evidence: list[str]
    clause: str
    quote: str
    fingerprint: Annotated[
        Fingerprint | None,
        Meta(
            description="Checklist, rule and the subject's name: the same from report to report; null without a name."
        ),
    ]
    waiver: WaiverData | None
    readings: (
        Annotated[list[ReadingData], Meta(description="What the narratives say of the facts that the rule uses.")]
        | UnsetType
    ) = UNSET


class RemarkData(Struct, frozen=True, kw_only=True):
    """Something about the data that a person should know."""

    code: str
    fact: str | None
    value: str | None
    expected: str | None
    location: Location | None
    message: str


class RejectionData(Struct, frozen=True, kw_only=True):
    """A file or record that could not be read."""

    source: str
    reason: str
    hint: str | None
    code: Annotated[Code, Meta(description="Why, in a word for programs.")] = "unreadable"


class FileData(Struct, frozen=True, kw_only=True):
    """A file that was found, and what became of it."""

    path: str
    became: Annotated[
        Became, Meta(description="Judged, joined as a roster, refused though it may be a submission, or left out.")
    ]
    code: Annotated[Code | None, Meta(description="Why it was not judged, in a word for programs.")]
    reason: str | None
    submissions: Annotated[Number, Meta(description="How many of its submissions were judged.")]


class MissingData(Struct, frozen=True, kw_only=True):
    """A subject of the roster of which nothing was judged."""

    subject: str
    inspectors: Annotated[list[str], Meta(description="Who inspects it, where the roster says so.")]
    source: Annotated[Location | None, Meta(description="Its cell in the roster.")]


class HandedInData(Struct, frozen=True, kw_only=True):
    """Which subjects of the roster handed something in."""

    rosters: Annotated[list[str], Meta(description="The files of the roster.")]
    due: Annotated[Number, Meta(description="How many subjects the roster has.")]
    judged: Annotated[Number, Meta(description="Of how many something was judged.")]
    missing: list[MissingData]


class ReportData(Struct, frozen=True, kw_only=True):
    """All results of one submission. A key is absent only where whoever asked for the document left it out; then it is false
    (`report.issues or ()`)."""

    checklist: ChecklistData | UnsetType = UNSET
    submission: SubmissionData | UnsetType = UNSET
    score: ScoreData | UnsetType = UNSET
    sections: list[SectionData] | UnsetType = UNSET
    results: list[ResultData] | UnsetType = UNSET
    issues: list[IssueData] | UnsetType = UNSET
    provisional_issues: (
        Annotated[
            list[IssueData],
            Meta(description="The failures that only readings give: they hold if the readings are right."),
        ]
        | UnsetType
    ) = UNSET
    remarks: list[RemarkData] | UnsetType = UNSET


class ReportDocument(Struct, frozen=True, kw_only=True):
    """All results of any number of submissions, and what could not be read.

    Later versions of checkrules add keys without a new version of this schema: ignore the keys that you do not know.
    """

    schema: Literal["https://checkrules.dev/schemas/report-2.schema.json"]
    language: Annotated[Language, Meta(description="The language of titles and messages.")]
    made_by: MadeBy
    made_at: Annotated[
        dt.datetime, Meta(tz=True, description="The only part that differs when the same input is judged again.")
    ]
    reports: list[ReportData]
    remarks: Annotated[list[RemarkData], Meta(description="What concerns no single submission, such as the roster.")]
    rejected: list[RejectionData]
    decided: Annotated[bool, Meta(description="Whether what only readings of prose would decide was left out.")] = False
    handed_in: Annotated[
        HandedInData | None,
        Meta(
            description="Which subjects of the roster handed something in; null without a roster, and for one submission."
        ),
    ] = None
    files: Annotated[
        list[FileData], Meta(description="Every file that was found at the given paths, and what became of it.")
    ] = []


def present(data: Data | UnsetType, key: ReportKey) -> Data:
    """What a report has under a key. Raises UsageError where the key was left out."""
    if isinstance(data, UnsetType):
        problem = Text("报告文件里没有 {key} 部分", "the report document was made without '{key}'")
        raise UsageError(
            problem.format(key=key), hint=Text("生成时请写入 include", "name it in `include` when it is made")
        )
    return data


def to_json(document: Struct) -> str:
    """A document as JSON text, indented, with Chinese as it is."""
    return msgspec.json.format(msgspec.json.encode(document), indent=1).decode() + "\n"


def from_json(text: str | bytes) -> ReportDocument:
    """A document that was stored. Raises ReadError for what is none."""
    try:
        return msgspec.json.decode(text, type=ReportDocument)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError) as error:  # a validation error is a DecodeError
        _, _, key = str(error).partition(" - at ")
        zh = f"不是报告文件：{key} 处不符" if key else "不是报告文件"
        raise ReadError(Text(zh, f"not a report document: {error}")) from error
