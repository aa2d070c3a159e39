"""Generated expressions of every kind, and facts for them, stated or not."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from checkrules.expressions.scope import Meaning, Scope, Signature
from checkrules.model import tree as t

FIELDS = {
    "kind": Meaning(kind="fact", type="text"),
    "hours": Meaning(kind="fact", type="integer"),
    "done": Meaning(kind="fact", type="boolean"),
    "day": Meaning(kind="fact", type="date"),
}
SCOPE = Scope(
    names={
        "n": Meaning(kind="fact", type="integer"),
        "m": Meaning(kind="fact", type="integer"),
        "x": Meaning(kind="fact", type="number"),
        "b": Meaning(kind="fact", type="boolean"),
        "c": Meaning(kind="fact", type="boolean"),
        "s": Meaning(kind="fact", type="text"),
        "d": Meaning(kind="fact", type="date"),
        "xs": Meaning(kind="fact", type="texts"),
        "acts": Meaning(kind="fact", type="objects", fields=FIELDS),
        "limit": Meaning(kind="parameter", type="integer"),
        "on": Meaning(kind="parameter", type="boolean"),
        "wanted": Meaning(kind="parameter", type="texts"),
    },
    functions={"contains_all": Signature(takes=("texts", "texts"), gives="boolean")},
)
PARAMETERS = {"limit": 3, "on": True, "wanted": ("a", "b")}
FUNCTIONS = {"contains_all": lambda have, want: all(item in have for item in want)}
WORDS = ("a", "b", "ab", "组", "")
POWERS_OF_TWO = st.sampled_from([1, 2, 4, -2]).map(lambda value: t.Constant(value=value))
"""Divisors by which decimals and doubles divide alike."""
DAYS = (dt.date(2023, 8, 28), dt.date(2023, 9, 20), dt.date(2024, 2, 29))


def name(word: str) -> t.Name:
    meaning = SCOPE.names[word]
    return t.Name(kind=meaning.kind, name=word, type=meaning.type)


def _constants(values: st.SearchStrategy[object]) -> st.SearchStrategy[t.Node]:
    return values.map(lambda value: t.Constant(value=value))


def _number_type(*nodes: t.Node) -> str:
    return "integer" if all(t.type_of(node) == "integer" for node in nodes) else "number"


@st.composite
def _arithmetic(draw: st.DrawFn, inner: st.SearchStrategy[t.Node], divisors: st.SearchStrategy[t.Node]) -> t.Node:
    operator = draw(st.sampled_from(["+", "-", "*", "/", "//", "%", "**"]))
    left = draw(inner)
    if operator == "**":
        right: t.Node = t.Constant(value=draw(st.integers(0, 3)))
    else:
        right = draw(divisors if operator in ("/", "//", "%") else inner)
    kind = "number" if operator == "/" else _number_type(left, right)
    return t.Arithmetic(operator=operator, left=left, right=right, type=kind)


def _each(inner: st.SearchStrategy[t.Node], result: str, kind: str) -> st.SearchStrategy[t.Node]:
    item = t.Name(kind="variable", name="item", type="object")
    part = t.Part(operand=item, name=result, type=FIELDS[result].type)
    tests = st.one_of(
        st.none(),
        st.just(t.Part(operand=item, name="done", type="boolean")),
        st.builds(
            lambda bound: t.Compare(
                operator=">=", left=t.Part(operand=item, name="hours", type="integer"), right=bound
            ),
            _constants(st.integers(0, 3)),
        ),
        inner,
    )
    return tests.map(
        lambda test: t.Each(variable="item", iterable=name("acts"), result=part, condition=test, type=kind)
    )


def numbers(depth: int, divisors: st.SearchStrategy[t.Node] | None = None) -> st.SearchStrategy[t.Node]:
    leaves = st.one_of(
        st.sampled_from([name("n"), name("m"), name("x"), name("limit")]),
        _constants(st.one_of(st.integers(0, 20), st.sampled_from([0.5, 1.5, 2.0]))),
        st.just(t.Length(operand=name("xs"))),
        st.just(t.Part(operand=name("d"), name="month", type="integer")),
    )
    if depth == 0:
        return leaves
    inner = numbers(depth - 1, divisors)
    return st.one_of(
        leaves,
        _arithmetic(inner, divisors if divisors is not None else inner),
        inner.filter(lambda node: not isinstance(node, t.Constant)).map(lambda node: t.Negate(operand=node)),
        inner.map(lambda node: t.Absolute(operand=node)),
        st.tuples(inner, inner).map(lambda p: t.Coalesce(left=p[0], right=p[1])),
        st.tuples(booleans(depth - 1, divisors), inner, inner).map(
            lambda p: t.Choose(condition=p[0], then=p[1], otherwise=p[2])
        ),
        _each(booleans(0, divisors), "hours", "numbers").map(lambda each: t.Fold(how="sum", operand=each)),
        _each(booleans(0, divisors), "kind", "texts").map(lambda each: t.Length(operand=each)),
    )


def booleans(depth: int, divisors: st.SearchStrategy[t.Node] | None = None) -> st.SearchStrategy[t.Node]:
    texts = st.one_of(st.just(name("s")), _constants(st.sampled_from(WORDS)))
    days = st.one_of(st.just(name("d")), st.sampled_from(DAYS).map(lambda day: t.Day(value=day)))
    small = numbers(max(0, depth - 1), divisors)
    comparisons = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
    leaves = st.one_of(
        st.sampled_from([name("b"), name("c"), name("on")]),
        st.builds(lambda o, a, b: t.Compare(operator=o, left=a, right=b), comparisons, small, small),
        st.builds(lambda o, a, b: t.Compare(operator=o, left=a, right=b), comparisons, texts, texts),
        st.builds(lambda o, a, b: t.Compare(operator=o, left=a, right=b), comparisons, days, days),
        st.sampled_from([name("n"), name("s"), name("xs"), name("d"), name("b")]).map(lambda n: t.IsNull(operand=n)),
        texts.map(lambda text: t.In(item=text, container=name("xs"))),
        st.just(t.Call(function="contains_all", arguments=(name("xs"), name("wanted")), type="boolean")),
        st.sampled_from(["a.*", "^[ab]+$", "组|b", ""]).flatmap(
            lambda p: st.booleans().map(lambda anywhere: t.Match(operand=name("s"), pattern=p, anywhere=anywhere))
        ),
    )
    if depth == 0:
        return leaves
    inner = booleans(depth - 1, divisors)
    return st.one_of(
        leaves,
        st.tuples(inner, inner).map(lambda p: t.And(left=p[0], right=p[1])),
        st.tuples(inner, inner).map(lambda p: t.Or(left=p[0], right=p[1])),
        inner.map(lambda node: t.Not(operand=node)),
        st.tuples(inner, inner).map(lambda p: t.Coalesce(left=p[0], right=p[1])),
        st.tuples(inner, inner, inner).map(lambda p: t.Choose(condition=p[0], then=p[1], otherwise=p[2])),
        _each(booleans(0, divisors), "done", "booleans").flatmap(
            lambda each: st.sampled_from(["any", "all"]).map(lambda how: t.Fold(how=how, operand=each))
        ),
    )


def facts(*, stated: bool) -> st.SearchStrategy[dict[str, object]]:
    def maybe(values: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
        return values if stated else st.one_of(st.none(), values)

    activity = st.fixed_dictionaries(
        {
            "kind": maybe(st.sampled_from(WORDS)),
            "hours": maybe(st.integers(0, 5)),
            "done": maybe(st.booleans()),
            "day": maybe(st.sampled_from(DAYS)),
        }
    )
    return st.fixed_dictionaries(
        {
            "n": maybe(st.integers(-20, 20)),
            "m": maybe(st.integers(-20, 20)),
            "x": maybe(st.sampled_from([-2.5, -1.0, 0.0, 0.25, 3.0, 7.5])),
            "b": maybe(st.booleans()),
            "c": maybe(st.booleans()),
            "s": maybe(st.sampled_from(WORDS)),
            "d": maybe(st.sampled_from(DAYS)),
            "xs": maybe(st.lists(st.sampled_from(WORDS), max_size=3).map(tuple)),
            "acts": maybe(st.lists(activity, max_size=3).map(tuple)),
        }
    )
