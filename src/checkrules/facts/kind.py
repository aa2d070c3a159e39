"""The description of a type of fact, and the error for an invalid value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import attrs

from checkrules.model.form import Fact, Value
from checkrules.model.text import Text
from checkrules.model.tree import Type

NOT_STATED = frozenset(("", "未填", "未填写", "未统计", "未提供", "不详", "n/a", "—", "——", "–", "-", "--", "/"))
"""What people write in a cell to leave it open."""
NO_TEXT = frozenset(("", "未填", "未填写", "—", "——", "–", "-", "--", "/"))
"""The same for a free text, which may itself be one of the other words."""


class InvalidValue(ValueError):
    """A stated value is no value of its fact; `expected` says what would be."""

    def __init__(self, expected: Text) -> None:
        self.expected = expected
        super().__init__(expected.en)


@attrs.frozen(kw_only=True)
class Kind:
    """One type of fact. The functions take the fact, for its bounds, choices and labels."""

    described: Callable[[Mapping[str, Any]], bool]
    """Whether a property of a form's JSON Schema is such a fact; in KINDS the first that says so is taken."""
    expected: Callable[[Fact], Text]
    """What a value must be, for a person who is to correct it."""
    parse: Callable[[Fact, str], Value]
    """The value of the text of a cell that is not blank. Raises InvalidValue."""
    fitter: Callable[[Fact], Callable[[Any], Any]]
    """A function that takes a stated value and gives it as expressions see it. It raises InvalidValue."""
    json_type: Callable[[Fact], Any]
    """The type in which msgspec accepts values from JSON; Any where it cannot say whether they fit."""
    wide_json: Callable[[Fact], Any] | None = None
    """A wider type for values from JSON that are checked once more later; None: `json_type`."""
    retest: str | None = None
    """A Python condition on a value `{0}` that msgspec accepted, true where expressions may see another value; None: never."""
    polars: str
    """The name of the Polars type of a value, or of the items of a list. Polars is imported only where tables are judged."""
    is_list: bool = False
    expression: Type
    """The type in expressions."""
    blank: frozenset[str] = NOT_STATED
    """What states nothing in a cell."""
