"""What the rule language accepts, and how it refuses: with the location, and a suggestion where a name is near."""

from __future__ import annotations

import pytest

from checkrules.expressions.parse import parse, parse_condition
from checkrules.expressions.patterns import refuse_pattern
from checkrules.expressions.render import render
from checkrules.expressions.scope import ExpressionError, Meaning, Scope
from checkrules.model import tree as t

from .strategies import SCOPE

STAGE = Meaning(kind="fact", type="text", choices=frozenset({"primary", "junior"}))
STAGED = Scope(names={**SCOPE.names, "stage": STAGE}, functions=SCOPE.functions)

REFUSED = [
    ("nn >= 1", "unknown name 'nn'", 0, "n"),
    ('n >= "a"', "a whole number is compared with a text", 0, None),
    ("b and n", "'and' takes true or false, not a whole number", 6, None),
    ("n >=", "ends too early", 4, None),
    ("n === 1", "is not expected here", 4, None),
    ("n << 3", "works on bits", 2, None),
    ("n ** 65 > 1", "exponent", 5, None),
    ("n ** 9999999 > 1", "exponent", 5, None),
    ("n ** m > 1", "exponent", 5, None),
    ("n ** 2 ** 2 > 1", "power of a power", 2, None),
    ('s =~ "(a+)+$"', "a group may not be repeated", 5, None),
    ('s =~ "a(?=b)"', "is not supported", 5, None),
    ("s =~ s", "written out", 0, None),
    ("$range(3000000) == n", "$range cannot be used", 1, None),
    ("$now > d", "$now cannot be used", 1, None),
    ("xs[0] == s", "a single item of a list", 0, None),
    ("[n for n in xs].length > 0", "is a name already", None, None),
    ("n.length > 1", "has no 'length'", 0, None),
    ("[a.hour for a in acts].length > 1", "unknown name 'hour'", 3, "hours"),
    ("acts == acts", "does not compare", 0, None),
    ("contains_all(xs) ", "takes 2 values", 13, None),
    ("n", "must be true or false", 0, None),
    ("s.__class__ == s", "has no '__class__'", 0, None),
    ('stage == "primery"', "is not one of the choices", 10, "primary"),
    ("(" * 30 + "b" + ")" * 30, "nested at most", 24, None),
    ("b and " * 400 + "b", "at most 2000 characters", None, None),
    ("99999999999999999999 > n", "outside the numbers", None, None),
    ("1e9999999 > n", "outside the numbers", None, None),
    ("inf > n", "outside the numbers", None, None),
    ("nan > n", "outside the numbers", None, None),
]


@pytest.mark.parametrize(("text", "problem", "offset", "suggestion"), REFUSED, ids=[case[0][:24] for case in REFUSED])
def test_refused_with_its_place(text: str, problem: str, offset: int | None, suggestion: str | None) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_condition(text, STAGED)
    assert problem in caught.value.problem.en
    hint = f"did you mean '{suggestion}'?" if suggestion else None
    assert (caught.value.offset, caught.value.hint.en if caught.value.hint else None) == (offset, hint)


ACCEPTED = [
    "n >= 1 and b",
    "(n ?? 0) + 1 > 2",
    "xs.length >= 2",
    '"a" not in xs',
    'contains_all(xs, ["a", "b"])',
    '[a for a in acts if a.kind == "x" and a.hours > 1].length >= 2',
    "n == null or n != null",
    's !~~ "b"',
    "(b ? 1 : n) > 0",
    'd >= d"2023-08-28"',
    "(d - d).days < 3",
    'd + t"P3D" >= d',
    '$any([i == "a" for i in xs])',
    "$abs(-n) % 2 == 1",
    "not (b or c) and (b and (c or b))",
    "n - 1 - (2 - n) > -n ** 2",
    "100 * n / m > 3",
]


@pytest.mark.parametrize("text", ACCEPTED)
def test_accepted_and_rendered_to_the_same_meaning(text: str) -> None:
    node = parse_condition(text, SCOPE)
    assert parse(render(node), SCOPE) == node


def test_hostile_texts_are_refused() -> None:  # exponential work would run for ever
    for text in (
        "9" * 1999,
        "1 ** 64 ** 64 ** 64 > 1",
        '"a" =~ "(a*)*b"',
        "[" * 900,
        "-" * 1500 + "n > 0",
        "not " * 400 + "b",
    ):
        with pytest.raises(ExpressionError):
            parse_condition(text, SCOPE)


def test_full_width_texts_are_plain_ones() -> None:
    assert parse('s == "Ａ１"', SCOPE) == parse('s == "A1"', SCOPE)


def test_every_node_has_its_type_and_children() -> None:
    nodes = {type(node) for text in ACCEPTED for node in t.walk(parse(text, SCOPE))}
    nodes.add(t.DecisionTable)
    assert nodes >= set(t.Node.__args__) - {t.DecisionTable, t.DecisionRow}


@pytest.mark.parametrize("pattern", ["a.*", "^[0-9]{4}$", "学校|幼儿园", "(a|b)c?", r"\d+\.\d"])
def test_shared_patterns_are_accepted(pattern: str) -> None:
    assert refuse_pattern(pattern) is None


@pytest.mark.parametrize("pattern", ["(a+)+", "a(?=b)", r"(a)\1", "a**", "(", "a^b", "x" * 201, "a*b*c*d*e*"])
def test_other_patterns_are_refused(pattern: str) -> None:
    assert refuse_pattern(pattern)


def test_what_an_error_quotes_is_visible() -> None:
    with pytest.raises(ExpressionError) as caught:
        parse("n \x1b\x7f", SCOPE)
    assert "\x1b" not in caught.value.problem.en
    assert "\\x1b" in caught.value.problem.en
