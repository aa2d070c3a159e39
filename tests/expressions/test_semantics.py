"""One meaning in every back end: the Python lowering against the trace, and both against rule-engine where all is stated."""

from __future__ import annotations

from decimal import Decimal

import pytest
import rule_engine
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from checkrules.expressions.parse import parse, parse_condition
from checkrules.expressions.render import render
from checkrules.expressions.trace import missing_facts
from checkrules.model import tree as t

from .evaluators import by_rule_engine, lowered, traced
from .strategies import POWERS_OF_TWO, SCOPE, booleans, facts, numbers


@settings(max_examples=300, deadline=None)
@given(booleans(2), facts(stated=False))
def test_lowered_conditions_mean_what_the_trace_means(node: t.Node, stated: dict[str, object]) -> None:
    value, says_true, says_false = lowered(node, stated)
    expected = traced(node, stated).value
    assert value is expected
    assert (says_true, says_false) == (expected is True, expected is False)


@settings(max_examples=300, deadline=None)
@given(numbers(2), facts(stated=False))
def test_lowered_numbers_are_what_the_trace_gives(node: t.Node, stated: dict[str, object]) -> None:
    value, _, _ = lowered(node, stated)
    expected = traced(node, stated).value
    assert value == expected
    assert type(value) is type(expected)


@settings(max_examples=300, deadline=None)
@given(st.one_of(booleans(2), numbers(2)))
def test_rendered_text_parses_back_to_the_same_tree(node: t.Node) -> None:
    assume(not any(_folded(part) for part in t.walk(node)))
    assert parse(render(node), SCOPE) == node


def _folded(node: t.Node) -> bool:
    """rule-engine folds constants while it parses, so such trees do not come back as they were."""
    below = t.children(node)
    constant = bool(below) and all(isinstance(child, (t.Constant, t.Day)) for child in below)
    decided = isinstance(node, (t.And, t.Or, t.Choose, t.Coalesce)) and isinstance(below[0], t.Constant)
    rewritten = isinstance(node, t.Not) and isinstance(below[0], (t.Compare, t.Not))
    return constant or decided or rewritten


@pytest.mark.filterwarnings("ignore::rule_engine.errors.MappingAttributeLookupDeprecation")
@settings(max_examples=300, deadline=None)
@given(st.one_of(booleans(2, POWERS_OF_TWO), numbers(2, POWERS_OF_TWO)), facts(stated=True))
def test_where_all_is_stated_rule_engine_agrees(node: t.Node, stated: dict[str, object]) -> None:
    ours = traced(node, stated)
    assume(ours.reason is None)
    try:
        theirs = by_rule_engine(render(node), stated)
    except rule_engine.errors.ArithmeticError:  # 0 ** 0 is 1 in JSON's doubles and undefined in decimals
        assume(False)
    if isinstance(theirs, Decimal):
        assert float(theirs) == pytest.approx(float(ours.value), rel=1e-12, abs=1e-12)
    else:
        assert theirs == ours.value


KLEENE = [
    ("false and null", "n > 100 and b", {"n": 1}, False),
    ("null and false", "b and n > 100", {"n": 1}, False),
    ("true or null", "n < 100 or b", {"n": 1}, True),
    ("true and null", "n < 100 and b", {"n": 1}, None),
    ("null compared", "m >= 1", {}, None),
    ("not null", "not b", {}, None),
    ("is null is decided", "m == null", {}, True),
    ("is not null is decided", "m != null", {}, False),
    ("coalesced is decided", "(m ?? 0) == 0", {}, True),
    ("two nulls are not equal", "m == n", {}, None),
    ("division by zero", "n / m > 1", {"n": 1, "m": 0}, None),
    ("division by zero is coalesced", "(n / m ?? 2) > 1", {"n": 1, "m": 0}, True),
    ("in of nothing stated", '"a" in xs', {}, None),
    ("in of an empty list", '"a" in xs', {"xs": ()}, False),
    ("choose on null", "b ? true : true", {}, None),
    ("truncation", "-7 // n == -3 and -7 % n == -1", {"n": 2}, True),
    ("list with a null inside", "[a for a in acts if a.done].length >= 0", {"acts": ({"hours": 1},)}, None),
]


@pytest.mark.parametrize(
    ("text", "stated", "expected"), [case[1:] for case in KLEENE], ids=[case[0] for case in KLEENE]
)
def test_null_spreads_as_in_sql(text: str, stated: dict[str, object], expected: bool | None) -> None:
    node = parse_condition(text, SCOPE)
    every = {name: stated.get(name) for name in ("n", "m", "x", "b", "c", "s", "d", "xs", "acts")}
    assert traced(node, every).value is expected
    assert lowered(node, every)[0] is expected


@pytest.mark.parametrize(
    ("text", "stated", "expected"),
    [
        ("n > 1 and b", {"n": 2}, ("b",)),
        ("n > 1 or b", {}, ("n", "b")),
        ("(n > 1 or b) and c", {"c": False}, ()),
        ("n + m > 1", {"m": 1}, ("n",)),
    ],
)
def test_the_facts_that_would_decide_are_named(text: str, stated: dict[str, object], expected: tuple[str, ...]) -> None:
    assert missing_facts(traced(parse_condition(text, SCOPE), stated)) == expected


@given(st.integers(-(2**63), 2**63 - 1), st.integers(-(2**63), 2**63 - 1))
def test_whole_numbers_stay_in_64_bits(left: int, right: int) -> None:
    for operator in "+-*":
        node = parse(f"n {operator} m", SCOPE)
        expected = {"+": left + right, "-": left - right, "*": left * right}[operator]
        value = traced(node, {"n": left, "m": right})
        if -(2**63) <= expected < 2**63:
            assert value.value == expected
        else:
            assert (value.value, value.reason) == (None, "number_out_of_range")
