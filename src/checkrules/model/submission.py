"""The facts of one subject at one inspection, with where each came from. Readers make it, `evaluate` takes it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Literal, TypeVar

import attrs

from checkrules.model.errors import CheckrulesError, Location
from checkrules.model.frozen import FrozenDict, count_of, of_type
from checkrules.model.privacy import FlagKind, Privacy, flagged, masked, safe, shown
from checkrules.model.readings import Reading
from checkrules.model.text import Text

Value = TypeVar("Value")
_AROUND = 80
"""Characters around a quote in which words of risk are looked for."""
OriginKind = Literal["field", "prose", "roster", "form", "entry", "confirmed"]


def _facts(mapping: Mapping[str, object]) -> Mapping[str, object]:
    return _checked("facts", mapping, object)


def _origins(mapping: Mapping[str, Origin]) -> Mapping[str, Origin]:
    return _checked("origins", mapping, Origin)


def _not_stated(mapping: Mapping[str, Origin]) -> Mapping[str, Origin]:
    return _checked("not_stated", mapping, Origin)


def _texts(mapping: Mapping[str, str]) -> Mapping[str, str]:
    return _checked("texts", mapping, str)


def _checked(what: str, mapping: Mapping[str, Value], kind: type) -> Mapping[str, Value]:
    """A copy that cannot be changed. Raises TypeError for keys that are no texts and values of another type: a reader's
    mistake is found where it is made."""
    if isinstance(mapping, FrozenDict):
        return mapping  # checked when it was made
    copy = FrozenDict(mapping)
    for name, value in copy.items():
        if not isinstance(name, str):
            raise TypeError(f"{what}: a name is a text, not {name!r}")
        if not isinstance(value, kind):
            raise TypeError(f"{what}: '{name}' takes {kind.__name__}, not {type(value).__name__}")
    return copy


def _remarks(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    found = tuple(remarks)
    for remark in found:
        if not isinstance(remark, Remark):
            raise TypeError(f"remarks: takes Remark, not {type(remark).__name__}")
    return found


def _name(text: str | None) -> str:
    return repr(shown(text)) if text is not None else "None"


@attrs.frozen(kw_only=True)
class Origin:
    """Where one fact was stated. For prose, `task`, `start`, `end` and `quote` give its location in that narrative; for an
    answer that a person confirmed, `by` and `on` say who and when."""

    kind: OriginKind
    location: Location | None = attrs.field(default=None, validator=of_type(Location, type(None)))
    task: str | None = None
    start: int | None = None
    end: int | None = None
    quote: str = attrs.field(default="", repr=_name)
    approximate: bool = False
    by: str = attrs.field(default="", repr=_name)
    on: dt.date | None = None


def _message(text: Text) -> Text:
    return safe(text) if isinstance(text, Text) else text  # the validator refuses all else


def _hint(text: Text | None) -> Text | None:
    return _message(text) if text is not None else None


def _value(text: str | None) -> str | None:
    return masked(text) if text is not None else None


@attrs.frozen(kw_only=True)
class Remark:
    """A notice about the data: an invalid value, sources that disagree, …

    `code` is for machines (`invalid_value`, `unknown_fact`, `sources_disagree`, `inconsistent`, `personal_data`, …),
    `message` for people. Personal numbers in `message` and `value` are masked.
    """

    code: str = attrs.field(validator=of_type(str))
    message: Text = attrs.field(converter=_message, validator=of_type(Text))
    fact: str | None = attrs.field(default=None, repr=_name)
    location: Location | None = attrs.field(default=None, validator=of_type(Location, type(None)), repr=str)
    value: str | None = attrs.field(default=None, converter=_value)
    expected: Text | None = None


@attrs.frozen(kw_only=True)
class Submission:
    """Facts as they were read (not yet validated), and the texts of the form."""

    facts: Mapping[str, object] = attrs.field(converter=_facts, repr=count_of)
    origins: Mapping[str, Origin] = attrs.field(factory=dict, converter=_origins, repr=False)
    narratives: Mapping[str, str] = attrs.field(factory=dict, converter=_texts, repr=count_of)
    """具体落实情况 by task id."""
    task_notes: Mapping[str, str] = attrs.field(factory=dict, converter=_texts, repr=count_of)
    """备注 by task id."""
    problems: str = attrs.field(default="", validator=of_type(str), repr=False)
    """存在的主要问题, as written."""
    not_stated: Mapping[str, Origin] = attrs.field(factory=dict, converter=_not_stated, repr=count_of)
    """The facts of which a person confirmed that the narratives do not state them (没说), with who and when. Nothing that is
    read of them counts."""
    is_form: bool = False
    """Whether it came from a filled-in document, where an empty cell has a meaning too."""
    location: Location = attrs.field(factory=Location, validator=of_type(Location), repr=str)
    """The file, and the line or record in it."""
    sha256: str = attrs.field(default="", repr=False)
    reader: str = ""
    remarks: tuple[Remark, ...] = attrs.field(default=(), converter=_remarks, repr=count_of)
    """Notices from reading."""


@attrs.frozen(kw_only=True)
class Rejection:
    """A file, or one record of it, that could not be read. The rest is judged. Personal numbers in it are masked."""

    location: Location = attrs.field(validator=of_type(Location), repr=str)
    reason: Text = attrs.field(converter=_message, validator=of_type(Text))
    hint: Text | None = attrs.field(default=None, converter=_hint, validator=of_type(Text, type(None)))
    code: str = attrs.field(default="unreadable", validator=of_type(str))
    """Why, for machines (`unreadable`, `picture`, `blank_form`, …)."""


@attrs.frozen(kw_only=True)
class Enclosed:
    """A file that another one holds, or was converted to: it is read by the reader of its suffix, in place of the other."""

    suffix: str = attrs.field(validator=of_type(str))
    """In lower case, with the dot."""
    data: bytes = attrs.field(validator=of_type(bytes), repr=count_of)
    name: str = attrs.field(default="", validator=of_type(str), repr=False)
    """The name by which it is shown behind that of the file that holds it (`forms.zip/甲小学.docx`); empty for what a file
    was converted to."""
    cell_of: Callable[[str], str] | None = attrs.field(default=None, eq=False, repr=False)
    """What a cell of it is called in the file that was converted."""
    remarks: tuple[Remark, ...] = attrs.field(default=(), converter=_remarks, repr=count_of)
    """Notices for each submission in it."""


def rejection_of(error: CheckrulesError, location: Location) -> Rejection:
    """The rejection for an error, at the error's own location or, where it has none, at `location`."""
    return Rejection(location=error.location or location, reason=error.problem, hint=error.hint)


def quote_flags(origin: Origin | Reading, submission: Submission, privacy: Privacy) -> tuple[FlagKind, ...]:
    """What is flagged in the words that an origin or a reading quotes. What stands around them in the narrative counts too: a word of risk
    may be there."""
    narrative = submission.narratives.get(origin.task or "", "")
    if origin.start is None or origin.end is None or not narrative:
        return tuple(dict.fromkeys(flag.kind for flag in flagged(origin.quote, privacy)))
    first = max(0, origin.start - _AROUND)
    around = flagged(narrative[first : origin.end + _AROUND], privacy)
    start, end = origin.start - first, origin.end - first
    return tuple(dict.fromkeys(flag.kind for flag in around if flag.start < end and start < flag.end))
