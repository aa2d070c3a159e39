"""Footers of Parquet files: as Polars writes them, made by hand, cut off, and any bytes at all."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from checkrules.model.errors import ReadError
from checkrules.tables.files.footer import MAX_FOOTER, rows_of_groups

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
def test_footers_that_polars_writes(name: str, group: int, statistics: bool, tmp_path: Path) -> None:
    frame, file = FRAMES[name], tmp_path / "a.parquet"
    if group == 1:
        frame = frame.head(40)
    frame.write_parquet(file, row_group_size=group, statistics=statistics)  # type: ignore[arg-type]
    rows = rows_of_groups(file)
    assert sum(rows) == frame.height
    assert max(rows, default=0) <= group
    if frame.height:
        assert len(rows) == -(-frame.height // group)


# footers made by hand


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


SKIPPED = {
    "truth values": b"\x11\x12",
    "bytes, numbers, a text": b"\x13\x07\x14\x02\x15\x04\x16\x06\x17" + b"\x00" * 8 + b"\x18\x03abc",
    "a list of truth values": b"\x19" + items(1, 3, b"\x01\x02\x01"),
    "a long list": b"\x19" + items(5, 300, b"\x02" * 300),
    "a set of lists": b"\x1a" + items(9, 2, items(5, 1, b"\x02") * 2),
    "a map": b"\x1b" + varint(2) + b"\x85" + b"\x01k\x02\x01l\x04",
    "a map of truth values": b"\x1b" + varint(2) + b"\x11" + b"\x01\x02\x02\x01",
    "no map": b"\x1b\x00",
    "structs": b"\x1c\x1c\x15\x02\x00\x00",
    "an identifier of its own": b"\x05" + integer(1) + b"\x02",
}


@pytest.mark.parametrize("name", SKIPPED)
def test_what_is_not_wanted_is_skipped(name: str, tmp_path: Path) -> None:
    assert rows_of_groups(saved(tmp_path, footer(group(7), group(300), before=SKIPPED[name]))) == [7, 300]


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
    with pytest.raises(ReadError) as caught:
        rows_of_groups(saved(tmp_path, HOSTILE[name]))
    assert caught.value.location is not None
    assert caught.value.location.file == str(tmp_path / "a.parquet")
    assert caught.value.hint is not None


@pytest.mark.parametrize(
    "data",
    [b"", b"PAR1", b"PAR1PAR1", MAGIC + b"\xff\xff\xff\xff" + MAGIC, MAGIC + b"\x00" * 8 + b"PARE", b"a,b\n1,2\n" * 10],
    ids=["empty", "a mark", "two marks", "a length", "encrypted", "CSV"],
)
def test_what_is_no_parquet_file(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(data)
    with pytest.raises(ReadError, match="not a whole Parquet file"):
        rows_of_groups(tmp_path / "a.parquet")


def test_a_footer_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "a.parquet"
    with file.open("wb") as stream:  # a sparse file
        stream.seek(MAX_FOOTER + 100)
        stream.write((MAX_FOOTER + 1).to_bytes(4, "little") + MAGIC)
    with pytest.raises(ReadError, match="too many row groups"):
        rows_of_groups(file)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
@example(b"\x1b" + varint(2**60) + b"\x11")
def test_any_bytes(tmp_path: Path, data: bytes) -> None:
    begun = time.perf_counter()
    try:
        rows = rows_of_groups(saved(tmp_path, data))
    except ReadError:
        pass
    else:
        assert all(number >= 0 for number in rows)
    assert time.perf_counter() - begun < 1


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_real_files_that_are_damaged(tmp_path: Path, data: st.DataObject) -> None:
    file = tmp_path / "a.parquet"
    FRAMES["types"].write_parquet(file, row_group_size=300)
    whole = bytearray(file.read_bytes())
    if data.draw(st.booleans()):
        del whole[data.draw(st.integers(0, len(whole) - 1)) :]
    else:
        for location in data.draw(st.lists(st.integers(1, min(2000, len(whole))), min_size=1, max_size=8)):
            whole[-location] = data.draw(st.integers(0, 255))
    file.write_bytes(whole)
    with suppress(ReadError):
        assert all(number >= 0 for number in rows_of_groups(file))
