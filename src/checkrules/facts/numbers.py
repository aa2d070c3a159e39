"""Facts that are whole numbers, and facts that are numbers."""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import Annotated, Any, Union

import msgspec

from checkrules.facts.cells import NONE_OF_THEM
from checkrules.facts.kind import InvalidValue, Kind
from checkrules.facts.numerals import chinese_number
from checkrules.model.form import EXACT, INT_MAX, INT_MIN, Fact
from checkrules.model.text import Text, folded, plain

_UNITS = (
    ("人", "名", "位", "个", "people", "persons", "person"),
    ("个", "处", "间", "所", "件", "项", "条", "点位"),
    ("节", "课时", "lessons", "lesson"),
    ("次", "场", "期", "回", "届", "times", "time"),
    ("天", "日", "days", "day"),
    ("元", "圆", "人民币元", "yuan", "cny", "rmb"),
    ("平方米", "平米", "m2", "㎡", "sqm"),
    ("%", "percent", "个百分点"),
    ("班", "个班", "个班级", "classes", "class"),
)
"""Units that mean the same when they follow a number."""
_WRITTEN = re.compile(
    r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[+-]?\d{1,3})?)([万亿]?)\s*([^\s\d].*)?", re.DOTALL
)
_SCALES = {"": 1, "万": 10_000, "亿": 100_000_000}
_NUMERAL = re.compile(r"([〇零一二两三四五六七八九十]{1,3})\s*(.*)")
_ANY_NUMBER = Union[Annotated[int, msgspec.Meta(ge=INT_MIN, le=INT_MAX)], float]  # noqa: UP007 - read by msgspec


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


def _expected(kind: Text, fact: Fact) -> Text:
    low, high = (None if limit is None else f"{limit:.15g}" for limit in (fact.minimum, fact.maximum))
    if low is not None and high is not None:
        kind = Text(f"{low} 至 {high} 之间的{kind.zh}", f"{kind.en} from {low} to {high}")
    elif low is not None:
        kind = Text(f"不小于 {low} 的{kind.zh}", f"{kind.en}, {low} or more")
    elif high is not None:
        kind = Text(f"不大于 {high} 的{kind.zh}", f"{kind.en}, {high} or less")
    return Text(f"{kind.zh}（单位：{fact.unit.zh}）", f"{kind.en} ({fact.unit.en})") if fact.unit else kind


def _expected_whole(fact: Fact) -> Text:
    return _expected(Text("整数", "a whole number"), fact)


def _expected_number(fact: Fact) -> Text:
    return _expected(Text("数", "a number"), fact)


def _parse_whole(fact: Fact, text: str) -> int:
    nothing = folded(text) in NONE_OF_THEM and (fact.minimum or 0) <= 0
    value = 0 if nothing else _stated(fact, text)
    low, high = whole_limits(fact)
    if value is None or not low <= value <= high or (isinstance(value, float) and not _is_exact(value)):
        raise InvalidValue(_expected_whole(fact))
    return int(value)


def _is_exact(value: float) -> bool:
    return value.is_integer() and abs(value) <= EXACT


def _parse_number(fact: Fact, text: str) -> int | float:
    value = _stated(fact, text)
    low, high = limits(fact)
    if value is None or not low <= value <= high:
        raise InvalidValue(_expected_number(fact))
    return value


def _stated(fact: Fact, text: str) -> int | float | None:
    """The finite number that a text is, with the fact's unit or without; None for any other text."""
    word = plain(text).replace("−", "-").casefold()
    found = _WRITTEN.fullmatch(word)
    if found and len(found[1]) <= 40 and _is_unit(found[3], fact):
        value = _scaled(found[1].replace(",", ""), _SCALES[found[2]])
        return value if math.isfinite(value) else None
    numeral = _NUMERAL.fullmatch(word)
    return chinese_number(numeral[1]) if numeral and _is_unit(numeral[2], fact) else None


def _scaled(digits: str, scale: int) -> int | float:
    if digits.lstrip("+-").isdigit():
        return int(digits) * scale
    value = float(digits)
    if scale == 1:
        return value
    value = round(value * scale, 6)
    return int(value) if value.is_integer() else value


def _is_unit(word: str | None, fact: Fact) -> bool:
    if not word:
        return True
    word = folded(word)
    own = {folded(unit) for unit in (fact.unit.zh, fact.unit.en)} if fact.unit else set()
    own |= {unit.partition("/")[0] for unit in own}
    return word in own or any(word in group and own & set(group) for group in _UNITS)


def _whole_fitter(fact: Fact) -> Callable[[object], int]:
    """As in JSON Schema, 3.0 is a whole number; a text of digits is not a number, and true is not 1."""
    low, high = whole_limits(fact)

    def fitted(value: object) -> int:
        if isinstance(value, float | Decimal) and _is_finite(value) and value == int(value):
            value = int(value)
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return int(value)
        raise InvalidValue(_expected_whole(fact))

    return fitted


def _is_finite(value: float | Decimal) -> bool:
    """Whether a value is within the doubles: a Decimal far beyond them would take a minute to become a whole number."""
    if isinstance(value, Decimal) and not value.is_finite():
        return False
    return math.isfinite(value)


def _number_fitter(fact: Fact) -> Callable[[object], float]:
    """Every number becomes a double."""
    low, high = limits(fact)

    def fitted(value: object) -> float:
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            with suppress(OverflowError, ValueError):  # a Decimal may be a NaN that signals
                number = float(value)
                if low <= number <= high:
                    return number
        raise InvalidValue(_expected_number(fact))

    return fitted


def _whole_json(fact: Fact) -> Any:
    low, high = whole_limits(fact)
    return Annotated[int, msgspec.Meta(ge=low, le=high)] if _has_whole_bounds(fact) else Any


def _number_json(fact: Fact) -> Any:
    low, high = limits(fact)
    return Annotated[float, msgspec.Meta(ge=low, le=high)] if _has_whole_bounds(fact) else Any


def _wide_whole_json(fact: Fact) -> Any:
    """3.0 is a whole number: programs write it so where some values are missing."""
    return Union[_whole_json(fact), _number_json(fact)] if _has_whole_bounds(fact) else _ANY_NUMBER  # noqa: UP007


def _wide_number_json(fact: Fact) -> Any:
    return _number_json(fact) if _has_whole_bounds(fact) else _ANY_NUMBER


def _has_whole_bounds(fact: Fact) -> bool:
    """Whether msgspec can check the bounds; values under fractional ones are left to the fitter."""
    return all(limit is None or limit == int(limit) for limit in (fact.minimum, fact.maximum))


INTEGER = Kind(
    described=lambda part: part.get("type") == "integer",
    expected=_expected_whole,
    parse=_parse_whole,
    fitter=_whole_fitter,
    json_type=_whole_json,
    wide_json=_wide_whole_json,
    polars="Int64",
    expression="integer",
)
NUMBER = Kind(
    described=lambda part: part.get("type") == "number",
    expected=_expected_number,
    parse=_parse_number,
    fitter=_number_fitter,
    json_type=_number_json,
    wide_json=_wide_number_json,
    retest="{0} != {0}",  # not a number
    polars="Float64",
    expression="number",
)
