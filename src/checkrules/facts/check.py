"""The stated facts of a submission → facts as expressions see them, and a remark for each value that is invalid.

An invalid value counts as not stated.
"""

from __future__ import annotations

from collections.abc import Iterable

from checkrules.facts.kind import InvalidValue
from checkrules.facts.kinds import fit
from checkrules.model.errors import Location, did_you_mean
from checkrules.model.form import Fact, Form
from checkrules.model.submission import Remark, Submission
from checkrules.model.text import Text

MAX_SHOWN = 60


def misfit(fact: Fact, value: object, expected: Text, location: Location | None) -> Remark:
    """The remark on an invalid value."""
    shown = repr(value) if not isinstance(value, str) else value
    shown = shown if len(shown) <= MAX_SHOWN else shown[:MAX_SHOWN] + "…"
    return Remark(
        code="invalid_value",
        fact=fact.name,
        location=location,
        value=shown,
        expected=expected,
        message=Text(
            f"“{fact.title.zh}”填的是“{shown}”，应为{expected.zh}；按未说明处理",
            f"'{fact.title.en}' ({fact.name}) is stated as {shown!r}, expected {expected.en}; it counts as not stated",
        ),
    )


def validate(form: Form, submission: Submission) -> tuple[dict[str, object], tuple[Remark, ...]]:
    """All facts of a submission that fit the form, and a remark for each that does not or that the form does not have."""
    known = {fact.name: fact for fact in form.facts}
    facts: dict[str, object] = {}
    remarks: list[Remark] = []
    for name, value in submission.facts.items():
        origin = submission.origins.get(name)
        location = origin.location if origin and origin.location else submission.location
        fact = known.get(name)
        if fact is None:
            remarks.append(unknown_fact(name, known, location))
            continue
        try:
            facts[name] = fit(fact, value)
        except InvalidValue as error:
            remarks.append(misfit(fact, value, error.expected, location))
    for name in form.required:
        if facts.get(name) is None and not any(remark.fact == name for remark in remarks):
            remarks.append(_missing(known[name], submission.location))
    return facts, tuple(remarks)


def unknown_fact(name: str, known: Iterable[str], location: Location | None = None) -> Remark:
    """The remark on a name that the form does not have."""
    hint = did_you_mean(name, known)
    shown = name if len(name) <= MAX_SHOWN else name[:MAX_SHOWN] + "…"
    return Remark(
        code="unknown_fact",
        fact=name,
        location=location,
        message=Text(
            f"表中没有“{shown}”这一项，未采用" + (f"；{hint.zh}" if hint else ""),
            f"the form has no fact '{shown}'; it is not used" + (f"; {hint.en}" if hint else ""),
        ),
    )


def _missing(fact: Fact, location: Location | None) -> Remark:
    return Remark(
        code="required_missing",
        fact=fact.name,
        location=location,
        message=Text(f"没有填“{fact.title.zh}”", f"'{fact.title.en}' ({fact.name}) is not stated"),
    )
