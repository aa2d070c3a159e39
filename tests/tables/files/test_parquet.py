"""Parquet files: as Polars writes them, with any row groups; footers that lie, are damaged or cut off, and any bytes at all."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from checkrules import ReadError, check_table
from checkrules.tables.files import split as sources
from checkrules.tables.files.parquet import shape_of
from checkrules.tables.files.parquet_footer import MAX_FOOTER, pages_of, row_groups
from checkrules.tables.files.read_part import read_part
from checkrules.tables.files.split import parts_of

from .canteens import canteens, checklist

MAGIC = b"PAR1"
FRAMES = {
    "one column": pl.DataFrame({"a": range(1000)}),
    "no rows": pl.DataFrame({"a": [], "b": []}, schema={"a": pl.Int64, "b": pl.String}),
    "nulls": pl.DataFrame({"a": [None] * 1000}, schema={"a": pl.Boolean}),
    "nested": pl.DataFrame({"a": [[{"b": i, "c": [str(i)]}] for i in range(1000)]}),
    "wide": pl.DataFrame({f"column {i}": pl.select(pl.int_range(1000)).to_series() for i in range(200)}),
    "types": pl.DataFrame({"d": ["2024-01-01"] * 1000, "e": ["x"] * 1000, "f": [0.5] * 1000}).with_columns(
        pl.col("d").str.to_date(),
        pl.col("e").cast(pl.Enum(["x"])),
        g=pl.lit(b"\x00\xff"),
        h=pl.col("d").str.to_datetime(),
    ),
}


@pytest.mark.parametrize("statistics", [True, False, "full"])
@pytest.mark.parametrize("group", [1, 300, 1000, 5000])
@pytest.mark.parametrize("name", FRAMES)
def test_files_that_polars_writes(name: str, group: int, statistics: bool, tmp_path: Path) -> None:
    frame, file = FRAMES[name], tmp_path / "a.parquet"
    if group == 1:
        frame = frame.head(40)
    frame.write_parquet(file, row_group_size=group, statistics=statistics)  # type: ignore[arg-type]
    shape = shape_of(file, frame.columns, 400)
    assert (shape.rows, [*shape.columns], shape.at_once) == (frame.height, frame.columns, 400)


@pytest.mark.parametrize("group", [1, 3, 10, 11, 20, 100])
@pytest.mark.parametrize("rows", [0, 1, 9, 10, 11, 20, 33])
def test_every_row_is_read_once_whatever_the_row_groups(
    rows: int, group: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "ROWS", 10)
    frame, file = canteens(rows), tmp_path / "a.parquet"
    frame.write_parquet(file, row_group_size=group)
    parts = parts_of(file, checklist().content.form)
    assert len(parts) == max(1, -(-rows // 10))
    read = [read_part(part, checklist().compiled) for part in parts]
    assert pl.concat([part.rows for part in read]).to_list() == list(range(1, rows + 1))
    assert pl.concat([part.frame for part in read]).equals(frame.select(read[0].frame.columns))


# footers that lie


def varint(value: int) -> bytes:
    found = b""
    while value >= 128:
        found, value = found + bytes([value & 127 | 128]), value >> 7
    return found + bytes([value])


def integer(value: int) -> bytes:
    return varint(value << 1 if value >= 0 else (-value << 1) - 1)


def items(kind: int, count: int, body: bytes) -> bytes:
    return bytes([count << 4 | kind]) + body if count < 15 else bytes([0xF0 | kind]) + varint(count) + body


def group(rows: int) -> bytes:
    return b"\x36" + integer(rows) + b"\x00"


def footer(*groups: bytes, before: bytes = b"") -> bytes:
    return before + b"\x09" + integer(4) + items(12, len(groups), b"".join(groups)) + b"\x00"


def saved(folder: Path, data: bytes, padding: int = 100) -> Path:
    file = folder / "a.parquet"
    file.write_bytes(MAGIC + b"\x00" * padding + data + len(data).to_bytes(4, "little") + MAGIC)
    return file


FACTS = canteens(1).columns


def forged(folder: Path, *changes: tuple[int, int], compression: str = "zstd", rows: int = 100) -> Path:
    """A file of canteens in row groups of 30, in whose footer numbers of rows and of values are others."""
    file = folder / "a.parquet"
    canteens(rows).write_parquet(file, row_group_size=30, compression=compression)  # type: ignore[arg-type]
    data = file.read_bytes()
    length = int.from_bytes(data[-8:-4], "little")
    before, footer = data[: -8 - length], data[-8 - length : -8]
    for number, other in changes:
        assert b"\x16" + integer(number) in footer
        footer = footer.replace(b"\x16" + integer(number), b"\x16" + integer(other))
    file.write_bytes(before + footer + len(footer).to_bytes(4, "little") + MAGIC)
    return file


FORGED: dict[str, list[tuple[int, int]]] = {
    "fewer in all": [(100, 70)],
    "more in all": [(100, 150)],
    "none in all": [(100, 0)],
    "fewer in each group": [(30, 20)],
    "fewer in each group and in all": [(30, 20), (100, 70)],
    "more in each group": [(30, 40)],
    "more in each group and in all": [(30, 40), (100, 130)],
    "none in a group": [(10, 0)],
    "none in a group and fewer in all": [(10, 0), (100, 90)],
}


@pytest.mark.parametrize("compression", ["zstd", "uncompressed"])
@pytest.mark.parametrize("name", FORGED)
def test_no_row_is_lost_to_a_forged_number(name: str, compression: str, tmp_path: Path) -> None:
    """In a footer that Polars writes, the numbers of rows of a group and of the values of its columns are alike: both are
    forged here, and only the pages say how many there are."""
    file = forged(tmp_path, *FORGED[name], compression=compression)
    summary = check_table(file, checklist(), results=tmp_path / "r.csv")
    (rejection,) = summary.rejected_files
    assert "it states different numbers of rows" in rejection.reason.en
    assert rejection.location.file == str(file)
    assert rejection.hint is not None
    assert summary.submissions == 0
    assert [path.name for path in tmp_path.iterdir()] == ["a.parquet"]


def test_one_number_alone_is_forged(tmp_path: Path) -> None:
    file = forged(tmp_path, rows=30)
    data = file.read_bytes()
    wanted = b"\x16" + integer(30)
    places = [found for found in range(len(data)) if data.startswith(wanted, found)]
    assert len(places) > len(FACTS)
    for at in places:
        file.write_bytes(data[:at] + b"\x16" + integer(20) + data[at + len(wanted) :])
        summary = check_table(file, checklist())
        assert (summary.submissions, len(summary.rejected_files)) in ((0, 1), (30, 0))  # some count nulls


@pytest.mark.parametrize("rows", [-1, 2**30, 2**40, 2**62])
def test_a_small_file_that_claims_many_rows(rows: int, tmp_path: Path) -> None:
    file = forged(tmp_path, (100, rows))
    with pytest.raises(ReadError) as caught:
        shape_of(file, FACTS, 400)
    assert caught.value.location is not None
    assert caught.value.location.file == str(file)
    assert caught.value.hint is not None


def nested(depth: int) -> bytes:
    return b"\x1c" * depth + b"\x00" * depth


HOSTILE = {
    "nothing": b"\x00",
    "no row groups": b"\x15\x02\x00",
    "row groups that are numbers": b"\x49" + items(5, 1, b"\x02") + b"\x00",
    "a group without rows": footer(b"\x00"),
    "fewer rows than none": footer(group(-1)),
    "more rows than there are numbers": footer(group(2**62)),
    "more rows than the file can hold": footer(group(2**40)),
    "many groups with too many rows": footer(*[group(10**7)] * 1000),
    "a number without end": b"\x15" + b"\xff" * 50 + footer(group(1)),
    "a list longer than the file": b"\x19\xf5" + varint(2**62) + footer(group(1)),
    "a map longer than the file": b"\x1b" + varint(2**62) + b"\x11" + footer(group(1)),
    "a text longer than the file": b"\x18" + varint(2**62) + footer(group(1)),
    "row groups without end": b"\x49\xfc" + varint(2**62),
    "nested too deeply": nested(5000) + footer(group(1)),
    "lists in lists": b"\x19" + b"\x19" * 5000 + footer(group(1)),
    "an unknown type": b"\x1f" + footer(group(1)),
    "a list of an unknown type": b"\x19\x1f" + footer(group(1)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_footers(name: str, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="not a whole Parquet file"):
        shape_of(saved(tmp_path, HOSTILE[name]), FACTS, 400)


@pytest.mark.parametrize(
    "data",
    [b"", b"PAR1", b"PAR1PAR1", MAGIC + b"\xff\xff\xff\xff" + MAGIC, MAGIC + b"\x00" * 8 + b"PARE", b"a,b\n1,2\n" * 10],
    ids=["empty", "a mark", "two marks", "a length", "encrypted", "CSV"],
)
def test_what_is_no_parquet_file(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(data)
    with pytest.raises(ReadError, match="not a whole Parquet file"):
        shape_of(tmp_path / "a.parquet", FACTS, 400)


def test_a_footer_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "a.parquet"
    with file.open("wb") as stream:  # a sparse file
        stream.seek(MAX_FOOTER + 100)
        stream.write((MAX_FOOTER + 1).to_bytes(4, "little") + MAGIC)
    with pytest.raises(ReadError, match="too many row groups"):
        shape_of(file, FACTS, 400)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
@example(b"\x1b" + varint(2**60) + b"\x11")
def test_any_bytes(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(ReadError):
        shape_of(saved(tmp_path, data), FACTS, 400)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_real_files_that_are_damaged(tmp_path: Path, data: st.DataObject) -> None:
    """Each is rejected as a whole, or its parts are judged or rejected: nothing is raised, nothing is left out."""
    file = tmp_path / "a.parquet"
    canteens(100).write_parquet(file, row_group_size=30)
    whole = bytearray(file.read_bytes())
    if data.draw(st.booleans()):
        del whole[data.draw(st.integers(0, len(whole) - 1)) :]
    else:
        for location in data.draw(st.lists(st.integers(1, min(2000, len(whole))), min_size=1, max_size=8)):
            whole[-location] = data.draw(st.integers(0, 255))
    file.write_bytes(whole)
    summary = check_table(file, checklist())
    assert summary.submissions or summary.rejected_files


# small in the file, large in memory


def expanding(folder: Path, frame: pl.DataFrame) -> Path:
    file = folder / "a.parquet"
    frame.write_parquet(file, compression="zstd", row_group_size=10**9)
    assert file.stat().st_size < 100_000
    return file


EXPANDING = {
    "a long text": (lambda: pl.DataFrame({"canteen_name": ["x" * 120_000_000]}), "'canteen_name' expands to 114 MiB"),
    "a long list": (lambda: pl.DataFrame({"canteen_name": ["x"], "checks": [[0] * 12_000_000]}), "'checks' expands to 12000000 items"),
}  # fmt: skip


@pytest.mark.parametrize("name", EXPANDING)
def test_what_would_need_too_much_memory_is_refused(name: str, tmp_path: Path) -> None:
    make, expected = EXPANDING[name]
    (rejection,) = check_table(expanding(tmp_path, make()), checklist()).rejected_files
    assert expected in rejection.reason.en
    assert rejection.hint is not None
    assert "smaller row groups" in rejection.hint.en


def test_a_column_that_is_not_read_may_be_as_long_as_it_is(tmp_path: Path) -> None:
    frame = pl.DataFrame({"canteen_name": ["甲"], "other": ["x" * 120_000_000]})
    assert check_table(expanding(tmp_path, frame), checklist()).submissions == 1


def test_rows_of_long_texts_are_read_a_few_at_once(tmp_path: Path) -> None:
    names = [f"{number}" + "x" * 1_000_000 for number in range(160)]
    file = expanding(tmp_path, pl.DataFrame({"canteen_name": names, "cook_count": [1] * 160}))
    parts = parts_of(file, checklist().content.form)
    assert max(part.stop - part.start for part in parts) <= 70
    assert sum(part.stop - part.start for part in parts) == 160


def test_pages_are_counted_up_to_a_limit(tmp_path: Path) -> None:
    file = tmp_path / "a.parquet"
    pl.DataFrame({"a": [str(number) for number in range(10_000)]}).write_parquet(file, data_page_size=100)
    with file.open("rb") as stream:
        rows, (group,) = row_groups(stream)
        pages = pages_of(stream, group.chunks[0], 10**6)
        assert (rows, group.rows, pages.values) == (10_000, 10_000, 10_000)
        assert pages.count > 10
        with pytest.raises(OverflowError, match="too many"):
            pages_of(stream, group.chunks[0], 10)
