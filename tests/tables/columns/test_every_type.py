"""Whole checklists in tables against reports: cases in which Polars and Python part, and generated expressions."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from random import Random

import attrs
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import checkrules
from checkrules.model import tree as t
from checkrules.model.text import Text

from .every_type import FEW, LATER, MANY, NINE, SCOPE, checklist, define, rule
from .made_up import table
from .test_evaluate_frame import assert_same

GREAT = 2**53 + 1
ROWS = pl.DataFrame(
    {
        "day": [dt.date(2023, 9, 1), LATER, None, dt.date(1, 1, 1), dt.date(9999, 12, 31), LATER],
        "d": [None, dt.date(1, 1, 1), dt.date(9999, 12, 31), LATER, LATER, LATER],
        "n": [GREAT, -(2**63), 2**63 - 1, 0, None, 7],
        "m": [-7, 7, 0, None, 3, 20],
        "x": [0.1, -0.0, 2.675, 1e300, None, float(2**63)],
        "y": [997.0, 0.5, 3.999, 1000.0, 0.0, None],
        "b": [True, False, None, True, False, True],
        "c": [None, True, False, False, True, True],
        "s": ["ﬁ", "ＡＢ", "a\n", "", None, "ab"],
        "ch": ["ab", "b", "a", None, "b", "ab"],
        "xs": [["ﬁ"], [], ["a", "b", "b"], None, ["\x1f", "a"], ["a\x1fb"]],
        "cs": [["a"], [], ["b", "a"], None, ["a", "b", "ab"], ["ab"]],
        "nine": [list(NINE), ["k8"], [], None, ["k0", "k8"], ["k1"]],
        "many": [list(MANY), ["d63"], [], None, ["d1", "d0"], ["d63", "d0"]],
        "acts": [
            [{"kind": "ab", "hours": 5, "w": 2.675, "done": True}],
            [],
            [{"kind": "a", "hours": None, "w": 0.1, "done": None}, {"kind": "b", "hours": 1, "w": 0.2, "done": False}],
            None,
            [{"kind": "b", "hours": 0, "w": -1.5, "done": True}] * 3,
            [{"kind": None, "hours": 2, "w": None, "done": True}],
        ],
    }
)
EXPRESSIONS = [
    "s.length == 2", "s == 'fi'", "s < 'b'", "s =~ 'a'", "ch < 'b'", "ch.length == 1", "ch =~ 'a.*'", "ch in xs", "'a' in cs",
    "null in xs", "xs.length > 1", "cs.length == many.length", "'d63' in many", "'k8' in nine", "contains_all(cs, wanted)",
    "contains_all(wanted, cs)", "contains_all(['a'], ['b'])", "contains_all(xs, wanted)",
    "[a for a in acts if a.done and 'a' in cs].length > 0", "[a for a in acts if contains_all(cs, wanted)].length > 0",
    "[a for a in acts if a.kind in ['a', 'b']].length > 0", "$sum([a.hours for a in acts if a.done]) > 2",
    "$sum([a.w for a in acts]) == 0.3", "$min([2, 1.5]) < 2", "$any([a.done for a in acts])", "[a for a in acts if a.kind < 'b'].length > 0",
    "null", "b ? null : null", "not (limit in [7])", "(limit == null) or b", "b == null", "b and null or c",
    "m // 2 == -3", "m % 3 == 1", "7 / m > 1", "7 // m > 0", "n + n > 0", "n * 2 > n", "n - 1 < n", "-n > 0", "n == n - 1", "x == x - 1",
    "x * x > 0", "x > 1", "(x ?? 0) > 1", "y * y * y * y * y * y > 1", "b_cs == 1", "great > 1", "d < day", "(d - day).days > 3", "d.month == 9",
    "moving > 0", "day > d'2024-01-01' ? m > moving : b", "raises(b) or c", "raises(b) and m / m > 0",
]  # fmt: skip


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_an_expression_decides_and_says_the_same(text: str) -> None:
    made = checklist([rule("R1", text), rule("R2", "b", when=text), rule("R3", "c", when=text)])
    assert_same(made, ROWS)
    for index in range(ROWS.height):
        assert_same(made, ROWS.slice(index, 1))


@pytest.mark.parametrize("text", ["s", "y * y", "n", "x", "xs", "cs", "ch", "d", "b", "moving + m", "acts.length", "m / 3", "[a.kind for a in acts]"])  # fmt: skip
def test_a_definition_is_put_into_the_same_words(text: str) -> None:
    made, scope = define("q", text)
    rules = [
        rule("R1", "b", message="{q}，{moving}", scope=scope),
        rule("R2", "q == null", scope=scope, message="{s}{q}"),
    ]
    assert_same(checklist(rules, [made]), ROWS)


def test_a_name_may_stand_in_one_language_alone() -> None:
    assert_same(checklist([attrs.evolve(rule("R1", "b"), message=Text("x", "{m} {y}"))]), ROWS)


def test_a_table_whose_first_value_is_null() -> None:
    rows = (
        t.DecisionRow(when=name_of("b"), value=t.Constant(value=None)),
        t.DecisionRow(when=name_of("c"), value=name_of("n")),
        t.DecisionRow(when=None, value=name_of("x")),
    )
    made, scope = define("q", t.DecisionTable(hit="first", rows=rows))
    assert_same(checklist([rule("R1", f"q > {2**53}", scope=scope)], [made]), ROWS)


def name_of(word: str) -> t.Name:
    meaning = SCOPE.names[word]
    return t.Name(kind=meaning.kind, name=word, type=meaning.type)


COLUMNS = {
    "decimals": pl.DataFrame({"n": [Decimal("2.00"), Decimal("2.50")], "x": [Decimal("1.50"), None]}, schema={"n": pl.Decimal(10, 2), "x": pl.Decimal(10, 2)}),
    "whole numbers for a number": pl.DataFrame({"x": [2**62, GREAT, 5], "y": [997, 1001, 0]}),
    "not a number": pl.DataFrame({"x": [float("nan"), float("inf"), -float("inf")], "n": [float("nan"), 3.0, 3.5]}),
    "bounds beyond doubles": pl.DataFrame({"great": [GREAT, 0, 2**53]}),
    "bounds beyond doubles, as doubles": pl.DataFrame({"great": [2.0**53, 2.0**53 + 2, 0.5]}),
    "narrow": pl.DataFrame({"m": pl.Series([-128, 127, 20], dtype=pl.Int8), "y": pl.Series([255, 0, 1], dtype=pl.UInt8)}),
    "another Enum": pl.DataFrame({"ch": pl.Series(["b", "ab", None], dtype=pl.Enum(["b", "ab", "z"])), "cs": pl.Series([["ab"], ["z"], []], dtype=pl.List(pl.Enum(["z", "ab"])))}),
    "arrays": pl.DataFrame({"cs": pl.Series([["a", "b"], ["a", "a"]], dtype=pl.Array(pl.String, 2)), "acts": pl.Series([[{"done": True}], [{"done": None}]], dtype=pl.Array(pl.Struct({"done": pl.Boolean}), 1)), "xs": pl.Series([[1], [2]], dtype=pl.Array(pl.Int64, 1))}),
    "time zones": pl.DataFrame({"day": pl.Series([dt.datetime(2023, 8, 31, 20), None]).dt.replace_time_zone("UTC").dt.convert_time_zone("Asia/Shanghai")}),
    "beside bits": pl.DataFrame({"cs": [["a"], ["b"], None], "b_cs": [1, 2, 3], "row#": [9, 9, 9]}),
}  # fmt: skip


@pytest.mark.parametrize("frame", [pytest.param(frame, id=name) for name, frame in COLUMNS.items()])
def test_columns_of_odd_types(frame: pl.DataFrame) -> None:
    texts = ["n > 2", "x > 1", "y > 1", "great > 0", "m > 0", "ch < 'b'", "'a' in cs", "acts.length > 0", "xs.length > 0", "b_cs == 1", "day > d'2023-08-31'"]  # fmt: skip
    assert_same(checklist([rule(f"R{n}", text, message="{n} {x} {y}") for n, text in enumerate(texts)]), frame)


@pytest.mark.parametrize("model", ["points", "flat", "default", "absolute"])
def test_rules_of_which_none_is_scored(model: str) -> None:
    assert_same(checklist([rule("R1", "b"), rule("R2", "m > 0", when="c")], model=model, scored=False), ROWS)


@pytest.mark.parametrize("name", ["0", "1", "w_0", "v_0", "a b", "doubt", "school", "percent"])
def test_rules_of_any_name(name: str) -> None:
    assert_same(checklist([rule("X", "b", when="c"), rule(name, "raises(c)", when="b")]), ROWS)


@pytest.mark.parametrize("name", ["row", "score", "grade", "score_low"])
def test_a_rule_that_has_the_name_of_another_column_is_refused(name: str) -> None:
    with pytest.raises(checkrules.ChecklistError, match=f"two columns '{name}'"):
        checklist([rule(name, "b")]).evaluate_frame(ROWS).outcomes  # noqa: B018 - lowered when asked for


@pytest.mark.parametrize("cut", [1, 3])
def test_chunks_slices_and_lazy_frames_are_the_same(cut: int) -> None:
    made = checklist([rule(f"R{n}", text) for n, text in enumerate(EXPRESSIONS[:20])])
    whole = made.evaluate_frame(ROWS)
    chunks = made.evaluate_frame(pl.concat([ROWS[:cut], ROWS[cut:]], rechunk=False))
    lazy = made.evaluate_frame(ROWS.lazy())
    assert chunks.results.equals(whole.results)
    assert lazy.results.equals(whole.results)
    assert chunks.issues().equals(whole.issues())
    assert made.evaluate_frame(ROWS.slice(cut)).outcomes.equals(whole.outcomes.slice(cut))


PIECES = st.sampled_from([text for text in EXPRESSIONS if text not in ("null", "b ? null : null")])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(PIECES, PIECES, st.sampled_from(["and", "or"])), min_size=1, max_size=4), st.integers(0, 2**32)
)
def test_generated_checklists_over_generated_tables(pieces: list[tuple[str, str, str]], seed: int) -> None:
    rules = [
        rule(f"R{n}", f"({left}) {joint} ({right})", when=left if n % 2 else None, message="{x} {cs} {moving} {d}")
        for n, (left, right, joint) in enumerate(pieces)
    ]
    made = checklist(rules)
    assert_same(made, table(made, Random(seed).choice((1, 6)), Random(seed)))


def test_every_choice_is_there() -> None:
    assert (len(FEW), len(NINE), len(MANY)) == (3, 9, 64)
