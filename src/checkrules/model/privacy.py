"""Persons in free text: their numbers are masked, their names and addresses flagged, so that nothing written leaks them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal

import attrs

from checkrules.model.personal.addresses import home_addresses
from checkrules.model.personal.find import personal_numbers
from checkrules.model.personal.kinds import KINDS, Found
from checkrules.model.personal.names import names_at_risk
from checkrules.model.personal.narrow import narrowed
from checkrules.model.text import Text, visible

FlagKind = Literal["personal_name", "address"]
FLAGS: dict[FlagKind, Text] = {
    "personal_name": Text("疑似人名", "a person's name"),
    "address": Text("疑似住址", "a home address"),
}
_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]+ ?@ ?[A-Za-z0-9.-]+")
_LONGEST = 2000
"""Signs that a number may take, with all that stands between its digits."""


def _kinds(kinds: Iterable[str]) -> tuple[str, ...]:
    found = frozenset(kinds)
    if unknown := sorted(found - KINDS.keys()):
        raise ValueError(f"no kind of personal number is named '{unknown[0]}'; there are: {', '.join(KINDS)}")
    return tuple(kind for kind in KINDS if kind in found)


def _words(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(words)


@attrs.frozen(kw_only=True)
class Privacy:
    """What is masked and what is flagged. Made of the checklist's `privacy`, and of the options of a run.

    `mask`: the kinds of numbers that are masked; `keep`: numbers and addresses that are nobody's secret, such as the
    office's own; `persons` and `risks`: the words that tie a name to somebody under care, and those beside which it is
    flagged; `release_quotes`: flagged quotes are shown all the same.
    """

    mask: tuple[str, ...] = attrs.field(default=tuple(KINDS), converter=_kinds)
    keep: tuple[str, ...] = attrs.field(default=(), converter=_words)
    persons: tuple[str, ...] = attrs.field(default=(), converter=_words)
    risks: tuple[str, ...] = attrs.field(default=(), converter=_words)
    release_quotes: bool = False

    @property
    def not_masked(self) -> tuple[str, ...]:
        """The kinds that are not masked."""
        return tuple(kind for kind in KINDS if kind not in self.mask)


ALL_MASKED = Privacy()
"""Every kind is masked, nothing is kept. Messages are made with it, whatever a checklist says."""


@attrs.frozen
class Flag:
    """What a person must look at in a text before it is shown to others: its kind, a key of FLAGS, and where it is."""

    kind: FlagKind
    start: int
    end: int


def masked(text: str, privacy: Privacy = ALL_MASKED) -> str:
    """The text with the numbers of persons masked but for their ends; it is as long as before."""
    found = personal_numbers(text)
    if not found:
        return text
    parts, at = [], 0
    for one in found:
        if _is_masked(one, text, privacy):
            parts += [text[at : one.start], _mask(text[one.start : one.end], one.kind)]
            at = one.end
    return "".join((*parts, text[at:]))


def kinds_in(text: str, privacy: Privacy = ALL_MASKED) -> tuple[str, ...]:
    """The kinds of the numbers that `masked` masks, each once."""
    return tuple(dict.fromkeys(one.kind for one in personal_numbers(text) if _is_masked(one, text, privacy)))


def shown(text: str, limit: int = 60) -> str:
    """A value of the input as messages quote it: personal numbers masked, control and invisible characters written out,
    then cut to `limit` characters (with … where something is left out)."""
    text = visible(masked(text[: limit + _LONGEST]))
    return text if len(text) <= limit else text[:limit] + "…"


def safe(text: Text) -> Text:
    """A message as it may be shown anywhere: personal numbers masked, control and invisible characters written out."""
    zh, en = visible(masked(text.zh)), visible(masked(text.en))
    return text if zh == text.zh and en == text.en else Text(zh, en)


def safe_lines(text: str) -> str:
    """A text of several lines as it may be shown anywhere: as `safe`, but for the ends of its lines."""
    return "\n".join(visible(line) for line in masked(text).split("\n"))


def flagged(text: str, privacy: Privacy = ALL_MASKED) -> tuple[Flag, ...]:
    """What a person must look at in a text: names tied to somebody under care beside words of risk, and home addresses."""
    return tuple(sorted({*_flags(text, privacy)}, key=lambda flag: (flag.start, flag.end)))


WITHHELD = Text("（疑似含人名或住址，未引用）", "(withheld: it may hold a person's name or a home address)")


def quote_of(text: str, privacy: Privacy, limit: int = 60) -> Text:
    """Words of a narrative as a message quotes them: as `shown`, or that they are withheld where something in them is
    flagged and nobody has released it."""
    if not privacy.release_quotes and flagged(text, privacy):
        return WITHHELD
    quoted = shown(text, limit)
    return Text(quoted, quoted)


def _flags(text: str, privacy: Privacy) -> Iterator[Flag]:
    yield from (Flag("personal_name", *span) for span in names_at_risk(text, privacy.persons, privacy.risks))
    yield from (Flag("address", *span) for span in home_addresses(text))


def _is_masked(one: Found, text: str, privacy: Privacy) -> bool:
    return one.kind in privacy.mask and not (privacy.keep and _key_of(one, text) in _kept(privacy.keep))


@lru_cache(maxsize=64)
def _kept(keep: tuple[str, ...]) -> frozenset[str]:
    """The numbers that are kept, as they are compared: each whole, and the number in it, as in +86 138…"""
    found = {_key_of(one, number) for number in keep for one in personal_numbers(number)}
    return frozenset(found | {_key(number) for number in keep})


def _key_of(one: Found, text: str) -> str:
    """A number that was found, as it is compared; an e-mail address with its domain."""
    if one.kind != "email":
        return _key(text[one.start : one.end])
    address = _ADDRESS.match(narrowed(text[one.start : one.start + _LONGEST])[0])
    return _key(address[0]) if address is not None else ""


def _key(number: str) -> str:
    """A number as it is compared: its letters and digits alone."""
    return "".join(filter(str.isalnum, narrowed(number)[0])).casefold()


def _mask(number: str, kind: str) -> str:
    """The number with its first and last letters and digits, and stars between."""
    signs = [offset for offset, sign in enumerate(number) if sign.isalnum()]
    head, tail = (min(count, (len(signs) - 1) // 2) for count in (KINDS[kind].head, KINDS[kind].tail))
    if len(signs) < 2:
        return "*" * len(number)
    first = signs[head - 1] + 1 if head else 0
    last = signs[-tail] if tail else len(number)
    return number[:first] + "*" * (last - first) + number[last:]
