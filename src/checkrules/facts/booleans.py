"""Facts that are yes or no."""

from __future__ import annotations

from collections.abc import Callable

from checkrules.facts.cells import ticked
from checkrules.facts.kind import InvalidValue, Kind
from checkrules.model.form import Fact
from checkrules.model.text import Text, folded

TRUE = frozenset(("是", "有", "对", "√", "✓", "✔", "☑", "true", "t", "yes", "y", "1"))
FALSE = frozenset(("否", "无", "没有", "不是", "×", "✗", "✘", "✕", "false", "f", "no", "n", "0"))
EXPECTED = Text("是或否", "yes or no")


def _parse(_: Fact, text: str) -> bool:
    word = ticked(text) or folded(text)
    if word in TRUE or word in FALSE:
        return word in TRUE
    raise InvalidValue(EXPECTED)


def _fitter(_: Fact) -> Callable[[object], bool]:
    def fitted(value: object) -> bool:
        if isinstance(value, bool):
            return value
        raise InvalidValue(EXPECTED)

    return fitted


BOOLEAN = Kind(
    described=lambda part: part.get("type") == "boolean",
    expected=lambda _: EXPECTED,
    parse=_parse,
    fitter=_fitter,
    json_type=lambda _: bool,
    polars="Boolean",
    expression="boolean",
)
