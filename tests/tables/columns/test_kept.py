"""Kept columns: every table of results carries them, on the right rows, whatever the order of the table."""

from __future__ import annotations

import datetime as dt
import pickle
from collections.abc import Iterator
from random import Random
from typing import Any

import polars as pl
import pytest

from checkrules import JudgedTable, UsageError

from ...kitchen import kitchen

TODAY = dt.date(2024, 5, 1)
CODES = ["c0", "c1", "c2", "c3"]
FRAME = pl.DataFrame(
    {
        "code": CODES,
        "canteen_name": ["甲", "乙", "丙", "丁"],
        "meal_count": [100, 200, None, 300],
        "cook_count": [1, -1, 3, 5],
        "certified_cook_count": [1, 0, 2, 0],
        "fridge_temperature": [3.0, 30.0, None, 4.0],
    }
)
TABLES = ("results", "scores", "issues", "undecided", "misfits")


def table_of(judged: JudgedTable, name: str) -> pl.DataFrame:
    found = getattr(judged, name)
    return found() if callable(found) else found  # type: ignore[no-any-return]


@pytest.mark.parametrize("name", TABLES)
def test_every_table_carries_the_kept_columns_after_the_row(name: str) -> None:
    frame = FRAME.with_columns(
        opened=dt.date(2020, 1, 1), lists=[[1]] * 4, place=pl.Series(list("abcd")).cast(pl.Categorical)
    )
    keep = ["lists", "code", "opened", "canteen_name"]
    bare = table_of(kitchen().evaluate_frame(frame, today=TODAY), name)
    found = table_of(kitchen().evaluate_frame(frame, today=TODAY, keep=keep), name)
    assert found.height > 0
    assert found.columns == ["row", *keep, *bare.columns[1:]]
    assert found.drop(keep).equals(bare)
    assert [found.schema[k] for k in keep] == [frame.schema[k] for k in keep]
    assert found["code"].to_list() == [CODES[row - 1] for row in found["row"]]


def test_outcomes_carry_them_too() -> None:
    bare = kitchen().evaluate_frame(FRAME).outcomes
    found = kitchen().evaluate_frame(FRAME, keep=["code"]).outcomes
    assert found.equals(FRAME.select("code").hstack(bare))


def test_rows_count_from_1() -> None:
    judged = kitchen().evaluate_frame(FRAME, keep=["code"])
    assert judged.results["row"].to_list() == [1, 2, 3, 4]
    assert judged.misfits.select("row", "code", "fact").rows() == [(2, "c1", "cook_count")]


def test_kept_columns_are_no_unknown_columns() -> None:
    frame = FRAME.with_columns(other=1)
    assert [r.fact for r in kitchen().evaluate_frame(frame).remarks] == ["code", "other"]
    assert [r.fact for r in kitchen().evaluate_frame(frame, keep=["code"]).remarks] == ["other"]
    assert [r.fact for r in kitchen().evaluate_frame(frame.lazy(), keep=["code"]).remarks] == ["other"]


def test_a_copy_keeps_them() -> None:
    judged = kitchen().evaluate_frame(FRAME, today=TODAY, keep=["code"])
    assert pickle.loads(pickle.dumps(judged)).issues().equals(judged.issues())  # noqa: S301 - made here


@pytest.mark.parametrize("keep", [(), ["code"]])
def test_a_table_without_rows(keep: list[str]) -> None:
    judged = kitchen().evaluate_frame(FRAME.clear(), keep=keep)
    for name in TABLES:
        assert table_of(judged, name).height == 0
        assert table_of(judged, name).columns[1 : 1 + len(keep)] == [*keep]


@pytest.mark.parametrize(
    ("keep", "problem", "hint"),
    [
        (["cod"], "there is no column 'cod' to keep", "did you mean 'code'?"),
        (["zzz"], "there is no column 'zzz' to keep", "code, canteen_name"),
        (["code", "code"], "the column 'code' is kept twice", None),
        (["row"], "the column 'row' cannot be kept", "rename the column"),
        (["message"], "the column 'message' cannot be kept", "rename the column"),
        (["score_K1"], "the column 'score_K1' cannot be kept", "rename the column"),
        (["C1-1"], "the column 'C1-1' cannot be kept", "rename the column"),
        (["grade"], "the column 'grade' cannot be kept", "rename the column"),
        ("code", "keep is a list of names of columns", "keep=['code', 'name']"),
        ([""], "keep is a list of names of columns", "keep=['code', 'name']"),
        ([1], "keep is a list of names of columns", "keep=['code', 'name']"),
    ],
)
@pytest.mark.parametrize("lazy", [False, True])
def test_columns_that_cannot_be_kept(keep: Any, problem: str, hint: str | None, lazy: bool) -> None:
    frame = FRAME.with_columns(row=1, message=1, grade=1, score_K1=1)
    with pytest.raises(UsageError, match=problem) as caught:
        kitchen().evaluate_frame(frame.lazy() if lazy else frame, keep=keep)
    assert hint is None or hint in str(caught.value)


# the order of a lazy table


class Shuffled:
    """A table whose rows are in another order each time that it is collected; it counts how often it is."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.orders: list[list[str]] = []

    def lazy(self) -> pl.LazyFrame:
        return FRAME.lazy().map_batches(
            self._shuffle, predicate_pushdown=False, projection_pushdown=False, slice_pushdown=False
        )

    def _shuffle(self, frame: pl.DataFrame) -> pl.DataFrame:
        order = self.random.sample(range(frame.height), frame.height)
        self.orders.append([CODES[place] for place in order])
        return frame[order]


def everything(judged: JudgedTable) -> Iterator[pl.DataFrame]:
    yield from (
        judged.outcomes,
        judged.results,
        judged.scores,
        judged.issues(),
        judged.issues("en"),
        judged.undecided(),
    )
    yield from (judged.misfits, judged.results)
    assert judged.counts
    assert judged.grades
    assert judged.waived == {}


@pytest.mark.parametrize("seed", range(5))
def test_a_lazy_table_of_unstable_order_is_collected_once_with_its_keys(seed: int) -> None:
    shuffled = Shuffled(seed)
    lazy = shuffled.lazy()
    assert len({tuple(lazy.collect()["code"]) for _ in range(10)}) > 1  # it has no order of its own
    shuffled.orders.clear()
    judged = kitchen().evaluate_frame(lazy, today=TODAY, keep=["code"])
    straight = kitchen().evaluate_frame(FRAME, today=TODAY, keep=["code"])
    for found, wanted in zip(everything(judged), everything(straight), strict=True):
        if "row" in found.columns:
            assert found["code"].to_list() == [shuffled.orders[0][row - 1] for row in found["row"]]
        same = found.drop("row", strict=False).sort("code", maintain_order=True)
        assert same.equals(wanted.drop("row", strict=False).sort("code", maintain_order=True))
    assert len(shuffled.orders) == 1


def test_joins_and_groups_without_an_order() -> None:
    frame = pl.concat([FRAME.with_columns(code=pl.lit(f"{n}-") + pl.col("code")) for n in range(200)])
    names = frame.select("code", "canteen_name").lazy()
    lazy = frame.drop("canteen_name").lazy().unique(maintain_order=False).join(names, on="code", maintain_order="none")
    results = kitchen().evaluate_frame(lazy, today=TODAY, keep=["code"]).results
    wanted = kitchen().evaluate_frame(frame, today=TODAY, keep=["code"]).results
    assert results.drop("row").sort("code").equals(wanted.drop("row").sort("code"))


# tables that are no Polars frames


class Arrow:
    """A table of another library."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._frame.__arrow_c_stream__(requested_schema)


def test_an_arrow_stream_keeps_its_columns() -> None:
    found = kitchen().evaluate_frame(Arrow(FRAME), today=TODAY, keep=["code"]).results
    assert found.equals(kitchen().evaluate_frame(FRAME, today=TODAY, keep=["code"]).results)


@pytest.mark.parametrize("other", [{"a": [1]}, "a.parquet", [{"a": 1}], None, FRAME["code"]], ids=type)
def test_anything_else_is_refused(other: Any) -> None:
    with pytest.raises(TypeError, match="a Polars DataFrame or LazyFrame, or Arrow data, is evaluated, not"):
        kitchen().evaluate_frame(other)
