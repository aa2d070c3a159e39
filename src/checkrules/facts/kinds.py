"""Every type of fact, one row per type, and the functions that look up the row.

A new type is a module beside this one and its row here; `model.form.FactType` has its name, and `tables.columns.check` how
a whole column of it is checked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from checkrules.facts.booleans import BOOLEAN
from checkrules.facts.cells import none_ticked
from checkrules.facts.choices import CHOICE
from checkrules.facts.dates import DATE
from checkrules.facts.kind import InvalidValue, Kind
from checkrules.facts.lists import CHOICES, TEXTS, records
from checkrules.facts.native import native
from checkrules.facts.numbers import INTEGER, NUMBER
from checkrules.facts.texts import TEXT
from checkrules.model.form import Fact, FactType, Value
from checkrules.model.text import INVISIBLE, Text, plain

if TYPE_CHECKING:
    import polars as pl

MAX_TYPED = 32_767
"""As many characters as a spreadsheet's cell can hold."""


def expected_of(fact: Fact) -> Text:
    """What a fact's value must be, for a person who is to correct it."""
    return KINDS[fact.type].expected(fact)


def parse_value(fact: Fact, text: str) -> Value | None:
    """The value that a person typed, or None where the text states nothing. Raises InvalidValue.

    A number may carry thousands separators and the fact's unit; a choice may be its label or an alias, or ticked among
    the others, and boxes of which none is ticked state nothing; a list is split at 、，；/| and line ends; `无` states a list that is empty and a count of 0.
    Nothing is guessed: a text that could mean two things is invalid.
    """
    if len(text) > MAX_TYPED:
        raise InvalidValue(expected_of(fact))
    kind = KINDS[fact.type]
    typed = INVISIBLE.sub("", text).strip()
    if plain(typed).strip("_ \t\n").casefold() in kind.blank or none_ticked(typed):
        return None
    return kind.parse(fact, typed)


def fit(fact: Fact, value: object) -> object:
    """The value as expressions see it: texts in NFKC, dates as dates, lists as tuples. Raises InvalidValue."""
    return None if value is None else fitter(fact)(value)


def fitter(fact: Fact) -> Callable[[object], object]:
    """A function that does for one fact what `fit` does, for values that are stated. Made once, called often."""
    fitted = KINDS[fact.type].fitter(fact)

    def fitted_too(value: object) -> object:
        try:
            return fitted(value)
        except InvalidValue:
            plain = native(value)
            if plain is value:
                raise
            return None if plain is None else fitted(plain)

    return fitted_too


def json_type(fact: Fact) -> Any:
    """The type in which msgspec accepts a fact's value from JSON; Any where it cannot say whether a value fits."""
    return KINDS[fact.type].json_type(fact)


def wide_json_type(fact: Fact) -> Any:
    """A type that accepts every valid value of a fact from JSON, and some that `fit` refuses."""
    kind = KINDS[fact.type]
    return (kind.wide_json or kind.json_type)(fact)


def polars_type(fact: Fact) -> pl.DataType:
    """The Polars type in which expressions see a fact."""
    import polars as pl

    kind = KINDS[fact.type]
    fields = {field.name: polars_type(field) for field in fact.fields}
    item: pl.DataType = pl.Struct(fields) if kind.polars == "Struct" else getattr(pl, kind.polars)()
    return pl.List(item) if kind.is_list else item


def tupled(value: object) -> object:
    """A value as expressions see it: lists as tuples."""
    return tuple(value) if isinstance(value, list) else value


KINDS: Mapping[FactType, Kind] = {
    "objects": records(fitter),
    "choices": CHOICES,
    "strings": TEXTS,
    "choice": CHOICE,
    "date": DATE,
    "boolean": BOOLEAN,
    "integer": INTEGER,
    "number": NUMBER,
    "string": TEXT,
}
"""The types by name; the first that a part of a form's JSON Schema describes is that fact's."""
