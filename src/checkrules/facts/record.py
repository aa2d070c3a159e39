"""One submission as a typed record: msgspec checks its values while it decodes them, at C speed.

What msgspec cannot say (a pattern, a list without duplicates, NFKC) is left to the fitters of the kinds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Optional

import msgspec
from msgspec import UNSET

from checkrules.facts.kind import InvalidValue
from checkrules.facts.kinds import KINDS, json_type
from checkrules.facts.native import native
from checkrules.model.arguments import text_names
from checkrules.model.form import Fact

PREFIX = "f_"
"""Facts are attributes `f_<name>` of a record, so that no name of a fact can be a word of Python."""


class RecordType:
    """Makes typed records of some facts of a form. Immutable once made; shared by threads."""

    def __init__(self, facts: tuple[Fact, ...]) -> None:
        self.names = tuple(fact.name for fact in facts)
        self.fitters: Mapping[str, Callable[[object], object]] = {f.name: KINDS[f.type].fitter(f) for f in facts}
        fields = [(PREFIX + fact.name, Optional[json_type(fact)], None) for fact in facts]  # noqa: UP045 - made at run time
        rename = {PREFIX + name: name for name in self.names}
        self.type: Any = msgspec.defstruct("Facts", fields, rename=rename, gc=False)

    def of(self, stated: dict[str, object]) -> Any:
        """The record of stated facts; what does not fit counts as not stated."""
        try:
            return msgspec.convert(stated, self.type)
        except (msgspec.ValidationError, TypeError, ValueError, OverflowError, RecursionError):
            text_names(stated)
            return self.type(**{PREFIX + name: self.fit(name, stated.get(name)) for name in self.names})

    def fit(self, name: str, value: object) -> object:
        """The value as expressions see it, or None where it does not fit."""
        if value is None or value is UNSET:
            return None
        try:
            return self.fitters[name](value)
        except InvalidValue:
            pass
        try:
            return None if (plain := native(value)) is None else self.fitters[name](plain)
        except InvalidValue:
            return None

    def values(self, record: Any) -> dict[str, object]:
        """The facts of a record as expressions see them."""
        return {name: self.fit(name, getattr(record, PREFIX + name)) for name in self.names}


def doubt(fact: Fact) -> str | None:
    """A Python condition on a value `{0}` of a record that is not None: true where `fit` may give another one; None: never."""
    return "True" if json_type(fact) is Any else KINDS[fact.type].retest
