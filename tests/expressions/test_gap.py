"""What a failed requirement lacks, fact by fact."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from checkrules.expressions.gap import Gaps
from checkrules.expressions.parse import parse_condition
from checkrules.expressions.scope import Meaning, Scope, Signature
from checkrules.expressions.trace import Environment, trace
from checkrules.model.text import Text
from checkrules.words.expressions import Names

FACTS = {"n": 3, "share": 0.5, "b": False, "s": "a", "xs": ("a",)}
TYPES = {"n": "integer", "share": "number", "b": "boolean", "s": "text", "xs": "texts"}
SCOPE = Scope(
    names={name: Meaning(kind="fact", type=kind) for name, kind in TYPES.items()},  # type: ignore[arg-type]
    functions={"holds": Signature(takes=("texts", "texts"), gives="boolean")},
)
NAMES = Names(titles={name: Text(name, name) for name in FACTS}, units={}, facts={}, functions={})


def found(text: str, shortfall: Callable[..., float] | None = None) -> list[tuple[object, ...]]:
    """Fact, operator, actual, required and shortfall of each gap."""
    environment = Environment(
        facts=FACTS, parameters={}, definitions={}, functions={"holds": lambda have, want: {*want} <= {*have}}
    )
    gaps = Gaps(names=NAMES, shortfalls={"holds": shortfall} if shortfall else {})
    return [
        (gap.fact, gap.operator, gap.actual, gap.required, gap.shortfall)
        for gap in gaps.of(trace(parse_condition(text, SCOPE), environment))
    ]


@pytest.mark.parametrize(
    ("text", "gaps"),
    [
        ("n >= 5", [("n", ">=", 3, 5, 2.0)]),
        ("5 <= n", [("n", ">=", 3, 5, 2.0)]),
        ("not n < 5", [("n", ">=", 3, 5, 2.0)]),
        ("n == 5 and share <= 0.25", [("n", "==", 3, 5, 2.0), ("share", "<=", 0.5, 0.25, 0.25)]),
        ("n >= 3 and share > 1", [("share", ">", 0.5, 1, 0.5)]),
        ("b", [("b", "==", False, True, None)]),
        ("s in ['b', 'c']", [("s", "in", "a", ("b", "c"), None)]),
        ("'b' in xs", [("xs", "contains", ("a",), "b", None)]),
        ("'a' not in xs", [("xs", "not contains", ("a",), "a", None)]),
        ("holds(xs, ['a', 'b', 'c'])", [("xs", "holds", ("a",), ("a", "b", "c"), None)]),
        ("n >= 1", []),
    ],
)  # fmt: skip
def test_gaps(text: str, gaps: list[tuple[object, ...]]) -> None:
    assert found(text) == gaps


def test_a_function_says_how_much_is_missing() -> None:
    (gap,) = found("holds(xs, ['a', 'b', 'c'])", lambda have, want: len({*want} - {*have}))
    assert gap == ("xs", "holds", ("a",), ("a", "b", "c"), 2)
    (negated,) = found("not holds(xs, ['a'])", lambda have, want: len({*want} - {*have}))
    assert negated == ("xs", "not holds", ("a",), ("a",), None)


def test_a_function_that_cannot_say_it_leaves_the_number_out() -> None:
    (gap,) = found("holds(xs, ['b'])", lambda have, want: 1 / 0)
    assert gap[-1] is None
