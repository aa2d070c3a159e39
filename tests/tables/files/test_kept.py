"""Kept columns of files: in every output, on the right rows, with their types, and safe to open."""

from __future__ import annotations

import csv
import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from checkrules import UsageError, check_table
from checkrules.tables.files import split as sources

from ...cli.run import run
from .canteens import TODAY, canteens, checklist, leftovers, read

DAY = dt.date.fromisoformat(TODAY)
NAMES = ("results", "issues", "undecided", "misfits")
KINDS = ["parquet", "ndjson", "csv"]


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "ROWS", 20)
    monkeypatch.setattr(sources, "BYTES", 1000)


def coded(rows: int = 100) -> pl.DataFrame:
    number = pl.int_range(rows, dtype=pl.Int32)
    return canteens(rows).with_columns(
        code="k" + number.cast(pl.String), district=number % 3, **{"区 名": pl.lit("甲区")}
    )


def saved(folder: Path, kind: str, frame: pl.DataFrame | None = None, name: str = "canteens") -> Path:
    file = folder / f"{name}.{kind}"
    frame = coded() if frame is None else frame
    if kind == "parquet":
        frame.write_parquet(file, row_group_size=20)
    elif kind == "csv":
        frame.write_csv(file)
    else:
        frame.with_columns(pl.col("inspection_date").cast(pl.String)).write_ndjson(file)
    return file


@pytest.mark.parametrize("suffix", [".parquet", ".ndjson", ".csv", ""])
@pytest.mark.parametrize("kind", KINDS)
def test_every_output_carries_them(kind: str, suffix: str, tmp_path: Path) -> None:
    file, keep = saved(tmp_path, kind), ["district", "code", "区 名"]
    outputs = {name: tmp_path / f"{name}{suffix}" for name in NAMES}
    summary = check_table(file, checklist(), **outputs, keep=keep, today=DAY)
    assert summary.remarks == ()
    first = 2 if kind == "csv" else 1
    for name in NAMES:
        found = read(outputs[name])
        assert found.height > 3
        assert found.columns[:5] == ["row", "canteen_name", *keep]
        numbers = [row - first for row in found["row"]]
        assert found["code"].to_list() == [f"k{number}" for number in numbers]
        assert found["canteen_name"].to_list() == [f"{number}号食堂" for number in numbers]
        assert [int(value) for value in found["district"]] == [number % 3 for number in numbers]
    assert not leftovers(tmp_path)


TYPES: dict[str, tuple[pl.Series, pl.DataType, list[Any], list[str]]] = {
    "texts": (pl.Series(["a", None]), pl.String(), ["a", None], ["a", ""]),
    "categories": (pl.Series(["a", None], dtype=pl.Categorical), pl.String(), ["a", None], ["a", ""]),
    "enums": (pl.Series(["a", None], dtype=pl.Enum(["a"])), pl.String(), ["a", None], ["a", ""]),
    "small numbers": (pl.Series([7, None], dtype=pl.UInt8), pl.UInt8(), [7, None], ["7", ""]),
    "large numbers": (pl.Series([2**63, 1], dtype=pl.UInt64), pl.UInt64(), [2**63, 1], [str(2**63), "1"]),
    "fractions": (pl.Series([0.125, None]), pl.Float64(), [0.125, None], ["0.125", ""]),
    "decimals": (pl.Series([Decimal("1.10"), None]), pl.Decimal(38, 2), ["1.10", None], ["1.10", ""]),
    "yes and no": (pl.Series([True, None]), pl.Boolean(), [True, None], ["true", ""]),
    "dates": (pl.Series([dt.date(2024, 1, 2), None]), pl.Date(), ["2024-01-02", None], ["2024-01-02", ""]),
    "times": (pl.Series([dt.time(8, 5), None]), pl.Time(), ["08:05:00", None], ["08:05:00.000000000", ""]),
    "moments": (
        pl.Series([dt.datetime(2024, 1, 2, 3), None]).dt.replace_time_zone("Asia/Shanghai"),
        pl.Datetime("us", "Asia/Shanghai"),
        ["2024-01-02T03:00:00+08:00", None],
        ["2024-01-02T03:00:00.000000+0800", ""],
    ),
    "nothing": (pl.Series([None, None]), pl.String(), [None, None], ["", ""]),
}  # fmt: skip


@pytest.mark.parametrize("name", TYPES)
def test_columns_of_parquet_keep_their_types(name: str, tmp_path: Path) -> None:
    column, kind, values, cells = TYPES[name]
    file = tmp_path / "a.parquet"
    canteens(2).with_columns(key=column).write_parquet(file)
    for suffix in (".parquet", ".ndjson", ".csv"):
        check_table(file, checklist(), results=tmp_path / f"r{suffix}", keep=["key"], in_words=True, today=DAY)
    kept = pl.read_parquet(tmp_path / "r.parquet")["key"]
    assert kept.dtype == kind
    assert kept.equals(column.cast(kind).alias("key"), null_equal=True)
    assert [json.loads(line)["key"] for line in (tmp_path / "r.ndjson").read_text("utf-8").splitlines()] == values
    with (tmp_path / "r.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert [line["key"] for line in csv.DictReader(stream)] == cells


@pytest.mark.parametrize(
    "column",
    [pl.Series([[1], [2]]), pl.Series([{"a": 1}] * 2), pl.Series([b"a", b"b"]), pl.Series([dt.timedelta(1)] * 2)],
    ids=["lists", "objects", "bytes", "durations"],
)
def test_columns_of_parquet_that_are_no_single_values(column: pl.Series, tmp_path: Path) -> None:
    canteens(2).with_columns(key=column).write_parquet(tmp_path / "a.parquet")
    with pytest.raises(UsageError, match="the column 'key' holds no single values"):
        check_table(tmp_path / "a.parquet", checklist(), results=tmp_path / "r.csv", keep=["key"], today=DAY)
    assert [path.name for path in tmp_path.iterdir()] == ["a.parquet"]


LINES: dict[str, tuple[list[str], pl.DataType, list[Any]]] = {
    "numbers": (['{"key": 1}', '{"key": null}', '{"x": 0}'], pl.Int64(), [1, None, None]),
    "fractions": (['{"key": 1.5}', '{"key": 1e3}'], pl.Float64(), [1.5, 1000.0]),
    "yes and no": (['{"key": true}', '{"key": false}'], pl.Boolean(), [True, False]),
    "texts": (['{"key": "001"}', '{"key": "002"}'], pl.String(), ["001", "002"]),
    "this and that": (['{"key": "a"}', '{"key": 1}', '{"key": [1, null]}', '{"key": {"a": 2}}'], pl.String(), ["a", "1", "[1,null]", '{"a":2}']),
    "numbers and fractions": (['{"key": 1}', '{"key": 1.0}'], pl.String(), ["1", "1.0"]),
    "yes and 1": (['{"key": 1}', '{"key": true}'], pl.String(), ["1", "true"]),
    "under facts": (['{"facts": {"key": 1, "cook_count": 2}}', '{"facts": {"cook_count": 2}, "key": 5}'], pl.Int64(), [1, 5]),
    "after a mark": (['\ufeff{"key": 1}', '{"key": 2}'], pl.Int64(), [1, 2]),
    "null alone": (['{"key": null}', "", '{"key": null}'], pl.String(), [None, None]),
    "beside lines that are broken": (['{"key": 1}', '{"key": ', '{"key": "x", "key": 2}', '{"key": 3}'], pl.Int64(), [1, 3]),
}  # fmt: skip


@pytest.mark.parametrize("name", LINES)
def test_values_of_ndjson(name: str, tmp_path: Path) -> None:
    lines, kind, values = LINES[name]
    lines = [line.replace('"key"', '"cook_count": 3, "key"', 1) if "facts" not in line else line for line in lines]
    (tmp_path / "a.ndjson").write_text("\n".join(lines), "utf-8")
    check_table(tmp_path / "a.ndjson", checklist(), results=tmp_path / "r.parquet", keep=["key"], today=DAY)
    kept = pl.read_parquet(tmp_path / "r.parquet")["key"]
    assert (kept.dtype, kept.to_list()) == (kind, values)


@pytest.mark.parametrize("key", ['a"b', "a\\b", "facts", "键", "cook_count", "$schema", "narratives"])
def test_odd_names_of_ndjson(key: str, tmp_path: Path) -> None:
    records = [{"canteen_name": "甲", key: 3 if key != "facts" else "x"}, {"canteen_name": "乙"}]
    (tmp_path / "a.ndjson").write_text("\n".join(map(json.dumps, records)), "utf-8")
    check_table(tmp_path / "a.ndjson", checklist(), results=tmp_path / "r.parquet", keep=[key], today=DAY)
    assert pl.read_parquet(tmp_path / "r.parquet")[key].to_list() == [records[0][key], None]


def test_cells_of_csv_are_texts_as_they_are_written(tmp_path: Path) -> None:
    rows = ["学校代码,名称 ,cook_count,canteen_name", "001, 甲 ,3,A", "'=1+1,,x,B", '"a\n""b""",\'-1,5,C', ",'x,6,D"]
    (tmp_path / "a.csv").write_text("\n".join(rows), "utf-8")
    check_table(
        tmp_path / "a.csv", checklist(), results=tmp_path / "r.parquet", misfits=tmp_path / "m.csv",
        keep=["学校代码", "名称", "cook_count"], today=DAY,
    )  # fmt: skip
    found = pl.read_parquet(tmp_path / "r.parquet")
    assert found["学校代码"].to_list() == ["001", "=1+1", 'a\n"b"', None]
    assert found["名称"].to_list() == [" 甲 ", None, "-1", "'x"]
    assert found["cook_count"].to_list() == ["3", "x", "5", "6"]  # as they stand, though one is invalid
    assert pl.read_csv(tmp_path / "m.csv").select("row", "学校代码", "fact").rows() == [(3, "'=1+1", "cook_count")]


def test_rows_that_take_the_slow_path(tmp_path: Path) -> None:
    """A stray quote sends a part of CSV to Python's csv."""
    (tmp_path / "a.csv").write_text("code,canteen_name,cook_count\n'=1,A,3\nx\"y,B,4\nz,C,5,6\n,D,7\n", "utf-8")
    summary = check_table(tmp_path / "a.csv", checklist(), results=tmp_path / "r.parquet", keep=["code"], today=DAY)
    found = pl.read_parquet(tmp_path / "r.parquet")
    assert found.select("row", "code", "canteen_name").rows() == [(2, "=1", "A"), (3, 'x"y', "B"), (5, None, "D")]
    assert summary.rejected == 1


def test_texts_are_masked_and_no_formulas(tmp_path: Path) -> None:
    frame = canteens(3).with_columns(code=pl.Series(["=1+1", "李四13800138000", "@x"]), n=pl.Series([-1, 2, 3]))
    for kind in KINDS:
        file = saved(tmp_path, kind, frame)
        check_table(
            file, checklist(), results=tmp_path / "r.csv", issues=tmp_path / "i.ndjson", keep=["code", "n"], today=DAY
        )
        assert pl.read_csv(tmp_path / "r.csv")["code"].to_list() == ["'=1+1", "李四138******00", "'@x"]
        if kind == "parquet":
            assert pl.read_csv(tmp_path / "r.csv")["n"].to_list() == [-1, 2, 3]
        assert "13800138000" not in (tmp_path / "i.ndjson").read_text("utf-8")


def test_a_kept_name_stands_where_it_was_asked_for(tmp_path: Path) -> None:
    file = saved(tmp_path, "parquet")
    check_table(file, checklist(), results=tmp_path / "r.parquet", keep=["code", "canteen_name"], today=DAY)
    assert read(tmp_path / "r.parquet").columns[:4] == ["row", "code", "canteen_name", "C1-1"]


def test_files_with_different_types_are_written_as_text(tmp_path: Path) -> None:
    files = [saved(tmp_path, kind, coded(30), name=kind) for kind in KINDS]
    files.append(saved(tmp_path, "parquet", coded(30).with_columns(pl.col("district").cast(pl.Int64)), name="wide"))
    check_table(files, checklist(), results=tmp_path / "r.parquet", keep=["district"], today=DAY)
    found = read(tmp_path / "r.parquet")
    assert found.columns[:4] == ["file", "row", "canteen_name", "district"]
    assert found["district"].to_list() == ["0", "1", "2"] * 40
    check_table([files[0], files[1]], checklist(), results=tmp_path / "r.parquet", keep=["inspection_date"], today=DAY)
    assert read(tmp_path / "r.parquet").schema["inspection_date"] == pl.String


def test_a_part_that_cannot_be_read_leaves_the_others_with_their_columns(tmp_path: Path) -> None:
    file = tmp_path / "canteens.parquet"
    coded().write_parquet(file, row_group_size=20, compression="zstd")
    data = bytearray(file.read_bytes())
    start = len(data) * 2 // 5
    data[start : start + 400] = b"\xff" * 400
    file.write_bytes(data)
    summary = check_table(file, checklist(), results=tmp_path / "r.parquet", keep=["code"], today=DAY)
    assert summary.rejected_files
    found = read(tmp_path / "r.parquet")
    assert 0 < found.height < 100
    assert found["code"].to_list() == [f"k{row - 1}" for row in found["row"]]


WRONG = [
    (["cod"], "there is no column 'cod' to keep\ndid you mean 'code'?"),
    (["code", "code"], "the column 'code' is kept twice"),
    (["row"], "the column 'row' cannot be kept"),
    (["file"], "the column 'file' cannot be kept"),
    (["message"], "the column 'message' cannot be kept"),
    (["C1-1"], "the column 'C1-1' cannot be kept"),
    ("code", "keep is a list of names of columns"),
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("keep", "problem"), WRONG, ids=str)
def test_columns_that_cannot_be_kept(keep: Any, problem: str, kind: str, tmp_path: Path) -> None:
    file = saved(tmp_path, kind)
    with pytest.raises(UsageError) as caught:
        check_table(file, checklist(), results=tmp_path / "r.csv", keep=keep, today=DAY)
    assert problem in str(caught.value)
    assert str(file) in str(caught.value) or "no column" not in problem
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_one_file_without_the_column_stops_the_run_before_it_begins(tmp_path: Path) -> None:
    files = [saved(tmp_path, "parquet"), saved(tmp_path, "csv", canteens(5), name="bare")]
    with pytest.raises(UsageError, match=r"bare\.csv: there is no column 'code' to keep"):
        check_table(files, checklist(), results=tmp_path / "r.csv", keep=["code"], today=DAY)
    assert not (tmp_path / "r.csv").exists()


def test_two_columns_of_one_name(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("code,canteen_name,code\n1,A,2\n", "utf-8")
    with pytest.raises(UsageError, match="2 columns are named 'code'"):
        check_table(tmp_path / "a.csv", checklist(), results=tmp_path / "r.csv", keep=["code"], today=DAY)


def test_a_heading_of_the_output_in_words_cannot_be_kept(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("得分,canteen_name\n1,A\n", "utf-8")
    with pytest.raises(UsageError, match="the column '得分' cannot be kept"):
        check_table(
            tmp_path / "a.csv", checklist(), results=tmp_path / "r.csv", keep=["得分"], in_words=True, today=DAY
        )
    check_table(tmp_path / "a.csv", checklist(), results=tmp_path / "r.csv", keep=["得分"], today=DAY)
    assert pl.read_csv(tmp_path / "r.csv")["得分"].to_list() == [1]


# on the command line


def test_the_option_names_columns(tmp_path: Path) -> None:
    file = tmp_path / "schools.csv"
    file.write_text(
        "学校,学校代码,区县,在校学生数,emergency_plan_exists\n甲校,001,鄂城区,1200,否\n乙校,002,华容区,many,是\n",
        "utf-8",
    )
    outputs = [f"--{name}={tmp_path / name}.csv" for name in ("output", "issues", "undecided", "misfits")]
    result = run("check", str(file), *outputs, "--keep", "学校代码，区县", "--keep", "school_name", "--lang", "zh")
    assert (result.exit_code, result.stderr.count("\n"), "“many”" in result.stderr) == (1, 1, True)
    for name in ("output", "issues", "undecided", "misfits"):
        with (tmp_path / f"{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
            heading, *rows = csv.reader(stream)
        assert heading[:4] == ["行", "学校代码", "区县", "学校"]
        assert {tuple(row[:4]) for row in rows} <= {("2", "001", "鄂城区", "甲校"), ("3", "002", "华容区", "乙校")}
        assert rows


@pytest.mark.parametrize(
    ("language", "problem"), [("zh", "没有要保留的列“代码”"), ("en", "there is no column '代码' to keep")]
)
def test_a_column_that_is_not_there_is_told_in_both_languages(language: str, problem: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("学校,在校学生数\n甲校,1200\n", "utf-8")
    result = run(
        "check", str(tmp_path / "a.csv"), "--keep", "代码", "--output", str(tmp_path / "r.csv"), "--lang", language
    )
    assert (result.exit_code, result.stdout) == (2, "")
    assert problem in result.stderr
