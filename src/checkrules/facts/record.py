"""One submission as a typed record: msgspec holds its values against the form while it takes them in, at C speed.

What msgspec cannot say (a pattern, a list without doubles, NFKC) is left to the fitters of `validate.py`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal, Optional

import msgspec

from checkrules.facts.check import fitter
from checkrules.facts.kinds import InvalidValue, limits, whole_limits
from checkrules.model.errors import ReadError
from checkrules.model.form import Fact
from checkrules.model.text import Text

PREFIX = "f_"
"""Facts are attributes `f_<name>` of a record, so that no name of a fact can be a word of Python."""


class RecordType:
    """Makes typed records of some facts of a form. Immutable once made; shared by threads."""

    def __init__(self, facts: tuple[Fact, ...]) -> None:
        self.names = tuple(fact.name for fact in facts)
        self.fitters: Mapping[str, Callable[[object], object]] = {fact.name: fitter(fact) for fact in facts}
        fields = [(PREFIX + fact.name, Optional[type_of(fact)], None) for fact in facts]  # noqa: UP045 - made at run time
        rename = {PREFIX + name: name for name in self.names}
        self.type: Any = msgspec.defstruct("Facts", fields, rename=rename, gc=False)
        self.decoder = msgspec.json.Decoder(self.type)

    def of(self, stated: dict[str, object]) -> Any:
        """The record of stated facts; what does not fit counts as not stated."""
        try:
            return msgspec.convert(stated, self.type)
        except (msgspec.ValidationError, TypeError, ValueError, OverflowError):
            return self.type(**{PREFIX + name: self.fit(name, stated.get(name)) for name in self.names})

    def fit(self, name: str, value: object) -> object:
        """The value as expressions see it, or None where it does not fit."""
        try:
            return None if value is None else self.fitters[name](value)
        except InvalidValue:
            return None

    def values(self, record: Any) -> dict[str, object]:
        """The facts of a record as expressions see them."""
        return {name: self.fit(name, getattr(record, PREFIX + name)) for name in self.names}


def needs_fitting(fact: Fact) -> bool:
    """Whether a record's value may still differ from what expressions see, or may not fit at all."""
    return fact.type in ("number", "string", "strings") or fact.unique or not is_typed(fact)


def is_typed(fact: Fact) -> bool:
    """Whether msgspec holds the value against the form: all that it cannot tell is a pattern, objects and broken bounds."""
    whole = all(limit is None or limit == int(limit) for limit in (fact.minimum, fact.maximum))
    return fact.type != "objects" and fact.pattern is None and whole


def type_of(fact: Fact) -> Any:
    """The type that holds a fact's value as JSON states it; Any where msgspec cannot tell whether the value fits."""
    if not is_typed(fact):
        return Any
    match fact.type:
        case "boolean":
            return bool
        case "integer":
            least, most = whole_limits(fact)
            return Annotated[int, msgspec.Meta(ge=least, le=most)]
        case "number":
            low, high = limits(fact)
            return Annotated[float, msgspec.Meta(ge=low, le=high)]
        case "choice":
            return _choices(fact)
        case "string":
            return Annotated[str, msgspec.Meta(max_length=fact.max_length)] if fact.max_length is not None else str
        case "date":
            return dt.date
        case _:
            items = list[_choices(fact)] if fact.type == "choices" else list[str]  # type: ignore[misc]
            return Annotated[items, msgspec.Meta(max_length=fact.max_items)] if fact.max_items is not None else items


def _choices(fact: Fact) -> Any:
    return Literal[tuple(choice.value for choice in fact.choices)]


def json_object(data: bytes) -> dict[str, object]:
    """The values of a JSON object by name. Raises ReadError for anything else."""
    try:
        data.decode()
        return msgspec.json.decode(data, type=dict[str, object])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ReadError(
            Text(f"不是 JSON 对象：{error}", f"not a JSON object: {error}"),
            hint=Text('应为 {"事实名": 值, …}', 'expected {"fact name": value, …}'),
        ) from error
