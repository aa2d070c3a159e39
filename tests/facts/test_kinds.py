"""Every type of fact × everything that is asked of it: the form, a cell, a value, a record and a column say the same."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any, get_args

import attrs
import msgspec
import polars as pl
import pytest

from checkrules.expressions.parse import parse
from checkrules.expressions.scope import Meaning, Scope
from checkrules.facts.kinds import KINDS, fit, polars_type, wide_json_type
from checkrules.facts.record import RecordType
from checkrules.loading.form import load_form
from checkrules.model import tree as t
from checkrules.model.form import FactType
from checkrules.plugin import Fact, InvalidValue, expected_of, parse_value
from checkrules.tables.columns.check import fit_column


@attrs.frozen(kw_only=True)
class Case:
    """A fact as a form describes it, one value of it as people, JSON and columns write it, and values that are invalid."""

    schema: dict[str, Any]
    cell: str
    stated: Any
    value: object
    invalid: tuple[Any, ...]
    wrong_cell: str
    column: pl.DataType
    expression: t.Type


STAGES = [{"const": "primary", "title": "小学"}, {"const": "senior", "title": "高中"}]
TEXTS = pl.List(pl.String())
CASES: dict[FactType, Case] = {
    "boolean": Case(
        schema={"type": "boolean"}, cell="☑是 ☐否", stated=True, value=True, invalid=(1, "是"), wrong_cell="或许",
        column=pl.Boolean(), expression="boolean",
    ),
    "integer": Case(
        schema={"type": "integer", "minimum": 0, "maximum": 5000}, cell="1,200", stated=1200.0, value=1200,
        invalid=(-1, 1.5, True, "3"), wrong_cell="5001", column=pl.Int64(), expression="integer",
    ),
    "number": Case(
        schema={"type": "number", "minimum": 0.5}, cell="2.5", stated=2.5, value=2.5, invalid=(0.4, float("nan"), False, "3"),
        wrong_cell="0.4", column=pl.Float64(), expression="number",
    ),
    "string": Case(
        schema={"type": "string", "maxLength": 4}, cell="甲（乙", stated="ＡＢ", value="AB", invalid=("ABCDE", 3),
        wrong_cell="甲乙丙丁戊", column=pl.String(), expression="text",
    ),
    "choice": Case(
        schema={"type": "string", "oneOf": STAGES}, cell="高中", stated="senior", value="senior", invalid=("高中", 3),
        wrong_cell="中学", column=pl.String(), expression="text",
    ),
    "date": Case(
        schema={"type": "string", "format": "date"}, cell="2023年9月5日", stated="2023-09-05", value=dt.date(2023, 9, 5),
        invalid=("2023-9-5", "2023-W36-2", 20230905), wrong_cell="9月5日", column=pl.Date(), expression="date",
    ),
    "strings": Case(
        schema={"type": "array", "items": {"type": "string"}, "maxItems": 2}, cell="AB、甲", stated=["ＡＢ", "甲"],
        value=("AB", "甲"), invalid=(["a", "b", "c"], "a", [1]), wrong_cell="甲、乙、丙", column=TEXTS, expression="texts",
    ),
    "choices": Case(
        schema={"type": "array", "items": {"type": "string", "oneOf": STAGES}, "uniqueItems": True}, cell="小学、senior",
        stated=["primary", "senior", "primary"], value=("primary", "senior"), invalid=(["小学"], "primary"),
        wrong_cell="小学、中学", column=TEXTS, expression="texts",
    ),
    "objects": Case(
        schema={
            "type": "array",
            "items": {
                "type": "object", "additionalProperties": False,
                "properties": {"day": {"type": "string", "format": "date", "title": "日期"}, "n": {"type": "integer", "title": "数"}},
            },
        },
        cell="无", stated=[{"day": "2023-09-05", "n": 3}], value=({"day": dt.date(2023, 9, 5), "n": 3},),
        invalid=([{"day": "x"}], [{"other": 1}], {"n": 1}), wrong_cell="两次",
        column=pl.List(pl.Struct({"day": pl.Date(), "n": pl.Int64()})), expression="objects",
    ),
}  # fmt: skip
BY_TYPE = [pytest.param(name, id=name) for name in CASES]


def fact_of(name: FactType) -> Fact:
    """The case's fact, loaded from a form."""
    form = {
        "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "form", "title": "表", "type": "object",
        "additionalProperties": False, "properties": {"x": {"title": "甲", **CASES[name].schema}},
    }  # fmt: skip
    return load_form(json.dumps(form), "form.json").facts[0]


def test_every_type_has_a_row_and_a_case() -> None:
    assert set(KINDS) == set(get_args(FactType)) == set(CASES)


@pytest.mark.parametrize("name", BY_TYPE)
def test_the_form_describes_one_type(name: FactType) -> None:
    assert fact_of(name).type == name


@pytest.mark.parametrize("name", BY_TYPE)
def test_cells(name: FactType) -> None:
    fact, case = fact_of(name), CASES[name]
    assert parse_value(fact, "未填") is None
    assert fit(fact, parse_value(fact, case.cell)) is not None
    with pytest.raises(InvalidValue) as caught:
        parse_value(fact, case.wrong_cell)
    assert caught.value.expected == expected_of(fact)


@pytest.mark.parametrize("name", BY_TYPE)
def test_values_and_records(name: FactType) -> None:
    fact, case = fact_of(name), CASES[name]
    record = RecordType((fact,))
    assert fit(fact, case.stated) == case.value
    assert record.values(record.of({"x": case.stated})) == {"x": case.value}
    assert fit(fact, msgspec.convert(case.stated, wide_json_type(fact))) == case.value
    for value in case.invalid:
        with pytest.raises(InvalidValue) as caught:
            fit(fact, value)
        assert caught.value.expected.zh
        assert caught.value.expected.en
        assert record.values(record.of({"x": value})) == {"x": None}


@pytest.mark.parametrize("name", BY_TYPE)
def test_columns(name: FactType) -> None:
    fact, case = fact_of(name), CASES[name]
    assert polars_type(fact) == case.column
    frame = pl.DataFrame({"x": [case.stated, None]}, strict=False)
    fitted = fit_column(fact, pl.col("x"), frame.schema["x"])
    column = frame.select(fitted.mended if fitted.mended is not None else fitted.value).to_series()
    expected = pl.Series([case.value, None], dtype=case.column)
    assert column.dtype == case.column
    assert column.to_list() == expected.to_list()
    nothing = pl.DataFrame({"x": [None]})
    assert nothing.select(fit_column(fact, pl.col("x"), pl.Null()).value).to_series().dtype == case.column
    for value in case.invalid:
        frame = pl.DataFrame({"x": [value]})
        misfit = fit_column(fact, pl.col("x"), frame.schema["x"]).misfit
        assert misfit is not None
        assert frame.select(misfit.any()).item()


@pytest.mark.parametrize("name", BY_TYPE)
def test_expressions(name: FactType) -> None:
    assert KINDS[name].expression == CASES[name].expression
    scope = Scope(names={"x": Meaning(kind="fact", type=KINDS[name].expression)})
    assert parse("x == null", scope) == t.IsNull(operand=t.Name(kind="fact", name="x", type=CASES[name].expression))
