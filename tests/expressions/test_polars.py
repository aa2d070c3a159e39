"""The Polars back end against the trace: the same value in every row, over the whole language."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from checkrules.expressions.divide import divided
from checkrules.expressions.parse import parse, parse_condition
from checkrules.expressions.polars_numbers import CannotLower
from checkrules.expressions.to_polars import Columns
from checkrules.expressions.trace import Environment, trace
from checkrules.model import tree as t

from .strategies import FUNCTIONS, PARAMETERS, SCOPE, WORDS, booleans, facts, numbers

ACTIVITY = pl.Struct({"kind": pl.String, "hours": pl.Int64, "done": pl.Boolean, "day": pl.Date})
SCHEMA = {
    "n": pl.Int64,
    "m": pl.Int64,
    "x": pl.Float64,
    "b": pl.Boolean,
    "c": pl.Boolean,
    "s": pl.String,
    "d": pl.Date,
    "xs": pl.List(pl.String),
    "acts": pl.List(ACTIVITY),
}
LIMITS = {"n": (-20.0, 20.0), "m": (-20.0, 20.0), "acts.hours": (0.0, 5.0)}


def contains_all(have: pl.Expr, want: tuple[str, ...]) -> pl.Expr:
    return pl.all_horizontal(have.list.contains(item) for item in want)


def columns(parameters: dict[str, object] = PARAMETERS) -> Columns:
    return Columns(
        parameters=parameters,
        functions={"contains_all": contains_all, "opaque": None},
        limits=LIMITS,
        definitions={},
        bits={},
    )


def table(rows: list[dict[str, object]]) -> pl.DataFrame:
    plain = [{k: list(v) if isinstance(v, tuple) else v for k, v in row.items()} for row in rows]
    data = {f"f_{name}": [row.get(name) for row in plain] for name in SCHEMA}
    return pl.DataFrame(data, schema={f"f_{name}": kind for name, kind in SCHEMA.items()})


def in_columns(node: t.Node, rows: list[dict[str, object]]) -> list[object]:
    found = table(rows).select(pl.col("f_n"), value=columns().lower(node))["value"]
    return [tuple(value) if isinstance(value, list) else value for value in found.to_list()]


def one_by_one(node: t.Node, rows: list[dict[str, object]]) -> list[object]:
    return [
        trace(node, Environment(facts=row, parameters=PARAMETERS, definitions={}, functions=FUNCTIONS)).value
        for row in rows
    ]


ROWS = st.lists(facts(stated=False), min_size=1, max_size=6)


@settings(max_examples=400, deadline=None)
@given(st.one_of(booleans(2), numbers(2)), ROWS)
def test_every_row_has_the_value_of_the_trace(node: t.Node, rows: list[dict[str, object]]) -> None:
    try:
        found = in_columns(node, rows)
    except CannotLower:
        assume(False)
    assert found == one_by_one(node, rows)


EXTREME = st.one_of(
    st.none(), st.integers(-(2**63), 2**63 - 1), st.sampled_from([-(2**63), 2**63 - 1, 2**53 + 1, 0, -1, 1])
)
DOUBLES = st.one_of(
    st.none(), st.floats(allow_nan=False, allow_infinity=False), st.sampled_from([5e-324, 1.7e308, -0.0, 0.1, 2.675])
)


@settings(max_examples=300, deadline=None)
@given(numbers(2), st.lists(st.tuples(EXTREME, EXTREME, DOUBLES), min_size=1, max_size=4))
def test_extreme_numbers_do_not_wrap_around(node: t.Node, triples: list[tuple[object, ...]]) -> None:
    rows = [dict(zip(("n", "m", "x"), triple, strict=True)) for triple in triples]
    lowering = Columns(
        parameters=PARAMETERS, functions={"contains_all": contains_all}, limits={}, definitions={}, bits={}
    )
    try:
        expression = lowering.lower(node)
    except CannotLower:
        assume(False)
    found = table(rows).select(pl.col("f_n"), value=expression)["value"].to_list()
    assert found == one_by_one(node, rows)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(st.none(), st.text(max_size=6)), min_size=1, max_size=5))
def test_odd_texts(texts: list[str | None]) -> None:
    rows = [{"s": text, "xs": (text,) if text is not None else None} for text in texts]
    for text in ('s < "组"', 's == "a"', 's =~~ "^[^a-z]+$"', "xs.length > 0 and s in xs", 's in ["a", "组"]'):
        node = parse_condition(text, SCOPE)
        assert in_columns(node, rows) == one_by_one(node, rows), text


LOWERED = [
    "n > 1 and (b or not c)",
    "[a for a in acts if a.done].length >= 1",
    "$sum([a.hours for a in acts if a.kind == 'a']) > 2",
    "$any([a.done for a in acts])",
    "[a for a in acts if a.hours >= limit].length",
    "contains_all(xs, wanted)",
    "100 * n / m",
    "-7 // n + 7 % n",
    "n ** 3",
    "(d - d'2023-09-01').days > 3",
    "d.month == 9",
    "s =~ 'a.*'",
    "(n ?? m) * 2",
    "b ? n : m",
]


@pytest.mark.parametrize("text", LOWERED)
@settings(max_examples=40, deadline=None)
@given(rows=ROWS)
def test_what_is_lowered(text: str, rows: list[dict[str, object]]) -> None:
    node = parse(text, SCOPE)
    assert in_columns(node, rows) == one_by_one(node, rows)


REFUSED = [
    ("n > x", "without bounds"),
    ("x % 2", "remainder of fractions"),
    ("x ** 2", "power"),
    (r's =~ "\\w+"', "pattern"),
    ("[a for a in acts if a.hours > n].length", "inside a list"),
    ("[a for a in acts if on].length", "does not use them"),
]


@pytest.mark.parametrize(("text", "why"), REFUSED)
def test_what_columns_would_read_differently_is_refused(text: str, why: str) -> None:
    lowering = Columns(
        parameters=PARAMETERS, functions={"contains_all": contains_all}, limits={}, definitions={}, bits={}
    )
    with pytest.raises(CannotLower, match=why):
        lowering.lower(parse(text, SCOPE))


def test_lists_of_choices_as_bits() -> None:
    lowering = Columns(parameters=PARAMETERS, functions={}, limits={}, definitions={}, bits={"xs": WORDS})
    frame = pl.DataFrame({"b_xs": pl.Series([0b101, 0, None], dtype=pl.UInt64)})
    found = frame.select(
        a=lowering.lower(parse_condition('"a" in xs', SCOPE)), none=lowering.lower(parse_condition('"zz" in xs', SCOPE))
    )
    assert found.to_dict(as_series=False) == {"a": [True, False, None], "none": [False, False, None]}


@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
@pytest.mark.parametrize("rows", [0, 1, 2, 1000])
def test_a_quotient_is_rounded_as_python_rounds_it(engine: str, rows: int) -> None:
    numbers = [1.1 * n for n in range(rows)]
    frame = pl.LazyFrame({"x": numbers}, schema={"x": pl.Float64}).with_columns(seven=pl.lit(7.0))
    by_literal, by_column = divided(pl.col("x"), pl.lit(7.0)), divided(pl.col("x"), pl.col("seven"))
    found = frame.select(by_literal=by_literal, by_column=by_column).collect(engine=engine)
    assert found.rows() == [(x / 7.0, x / 7.0) for x in numbers]
