"""Facts that are a free text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import msgspec

from checkrules.expressions.patterns import compiled
from checkrules.facts.kind import NO_TEXT, InvalidValue, Kind
from checkrules.model.form import Fact
from checkrules.model.text import Text, plain


def exact(text: str) -> str:
    """The text without the class of its own that another library gave it: comparisons of those give no plain true."""
    return text if text.__class__ is str else str.__str__(text)


def at_most(limit: int | None, unit: Text) -> Text:
    """A limit in brackets, empty where there is none."""
    return Text("", "") if limit is None else Text(f"（最多 {limit} {unit.zh}）", f" (at most {limit} {unit.en})")


def _expected(fact: Fact) -> Text:
    return Text("文字{most}", "a text{most}").format(most=at_most(fact.max_length, Text("字", "characters")))


def _parse(fact: Fact, text: str) -> str:
    if fact.max_length is not None and len(text) > fact.max_length:
        raise InvalidValue(_expected(fact))
    return text


def _fitter(fact: Fact) -> Callable[[object], str]:
    pattern = compiled(fact.pattern) if fact.pattern is not None else None
    longest = fact.max_length if fact.max_length is not None else 2**31

    def fitted(value: object) -> str:
        if isinstance(value, str) and len(value) <= longest and (pattern is None or pattern.search(value)):
            return plain(exact(value))
        raise InvalidValue(_expected(fact))

    return fitted


def _json_type(fact: Fact) -> Any:
    if fact.pattern is not None:
        return Any
    return Annotated[str, msgspec.Meta(max_length=fact.max_length)] if fact.max_length is not None else str


TEXT = Kind(
    described=lambda part: part.get("type") == "string",
    expected=_expected,
    parse=_parse,
    fitter=_fitter,
    json_type=_json_type,
    wide_json=lambda fact: _json_type(fact) if fact.pattern is None else str,
    retest="True",  # NFKC
    polars="String",
    expression="text",
    blank=NO_TEXT,
)
