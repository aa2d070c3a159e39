"""What the type of a fact means."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable

from checkrules.model.form import INT_MAX, INT_MIN, Choice, Fact
from checkrules.model.text import Text


class InvalidValue(ValueError):
    """A stated value is no value of its fact; `expected` says what would be."""

    def __init__(self, expected: Text) -> None:
        self.expected = expected
        super().__init__(expected.en)


def tupled(value: object) -> object:
    """A value as expressions see it: lists as tuples."""
    return tuple(value) if isinstance(value, list) else value


def whole_limits(fact: Fact) -> tuple[int, int]:
    """The least and the greatest whole number that fit: what the form says, within 64 bits."""
    low = math.ceil(fact.minimum) if fact.minimum is not None else INT_MIN
    high = math.floor(fact.maximum) if fact.maximum is not None else INT_MAX
    return max(low, INT_MIN), min(high, INT_MAX)


def limits(fact: Fact) -> tuple[float, float]:
    """The least and the greatest double that fit."""
    low = float(fact.minimum) if fact.minimum is not None else -sys.float_info.max
    high = float(fact.maximum) if fact.maximum is not None else sys.float_info.max
    return low, high


def expected_of(fact: Fact) -> Text:
    """What a fact's value must be, for a person who is to correct it."""
    match fact.type:
        case "boolean":
            return Text("是或否", "yes or no")
        case "integer" | "number":
            return _expected_number(fact)
        case "choice":
            return Text("下列之一：{options}", "one of: {options}").format(options=_options(fact.choices))
        case "choices":
            expected = Text("下列中的若干项，用“、”分隔：{options}", "any of these, separated by commas: {options}")
            return expected.format(options=_options(fact.choices))
        case "date":
            return Text("年月日俱全的日期，如 2023-09-05", "a full date such as 2023-09-05")
        case "strings":
            most = _at_most(fact.max_items, "项", "items")
            return Text("文字，多项之间用“、”分隔{most}", "a list of texts, separated by commas{most}").format(
                most=most
            )
        case "objects":
            names = Text("、".join(f.title.zh for f in fact.fields), ", ".join(f.title.en for f in fact.fields))
            return Text("逐条的记录（{names}）", "a list of records ({names})").format(names=names)
        case "string":
            return Text("文字{most}", "a text{most}").format(most=_at_most(fact.max_length, "字", "characters"))


def _expected_number(fact: Fact) -> Text:
    kind = Text("整数", "a whole number") if fact.type == "integer" else Text("数", "a number")
    low, high = (None if limit is None else f"{limit:.15g}" for limit in (fact.minimum, fact.maximum))
    if low is not None and high is not None:
        kind = Text(f"{low} 至 {high} 之间的{kind.zh}", f"{kind.en} from {low} to {high}")
    elif low is not None:
        kind = Text(f"不小于 {low} 的{kind.zh}", f"{kind.en}, {low} or more")
    elif high is not None:
        kind = Text(f"不大于 {high} 的{kind.zh}", f"{kind.en}, {high} or less")
    return Text(f"{kind.zh}（单位：{fact.unit.zh}）", f"{kind.en} ({fact.unit.en})") if fact.unit else kind


def _options(choices: Iterable[Choice]) -> Text:
    titles = [choice.title for choice in choices]
    return Text("、".join(title.zh for title in titles), ", ".join(title.en for title in titles))


def _at_most(limit: int | None, zh: str, en: str) -> Text:
    return Text("", "") if limit is None else Text(f"（最多 {limit} {zh}）", f" (at most {limit} {en})")
