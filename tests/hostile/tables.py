"""Hostile tables: Parquet, and large text tables."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import polars as pl

from .case import Case, table


def parquet(frame: pl.DataFrame | None = None, **options: object) -> bytes:
    """A table as the bytes of a Parquet file."""
    import io

    made = io.BytesIO()
    if frame is None:
        frame = pl.DataFrame(
            {"school_name": ["甲", "乙"], "student_count": [1, None], "emergency_plan_exists": [True, None]}
        )
    frame.write_parquet(made, **options)  # type: ignore[arg-type]
    return made.getvalue()


def case(name: str, data: Callable[[], bytes], says: str | tuple[str, ...] = (), **more: object) -> Case:
    return table(f"parquet-{name}", ".parquet", lambda path: path.write_bytes(data()), says, **more)  # type: ignore[arg-type]


def with_footer(length: int) -> bytes:
    """A file whose last bytes say another length of its footer."""
    return parquet()[:-8] + struct.pack("<I", length) + b"PAR1"


def frame_of(**columns: object) -> bytes:
    return parquet(pl.DataFrame(columns))


def flipped(share: float) -> bytes:
    """A file with one byte changed."""
    data = bytearray(parquet())
    data[int(share * len(data))] ^= 0xFF
    return bytes(data)


def text_table(
    name: str, suffix: str, write: Callable[[Path], object], says: str | tuple[str, ...] = (), **more: object
) -> Case:
    return table(f"table-{suffix[1:]}-{name}", suffix, write, says, **more)  # type: ignore[arg-type]


DEEP = pl.Series([[[[[[[[1]]]]]]]])
CASES = (
    case("empty", lambda: b"", "input.parquet"),
    case("only-its-mark", lambda: b"PAR1", "input.parquet"),
    case("wrong-mark-at-the-end", lambda: parquet()[:-1] + b"X", "input.parquet"),
    case("wrong-mark-at-the-start", lambda: b"XXXX" + parquet()[4:], exit_code=(0, 2)),
    case("really-a-text", lambda: "学校,人数\n甲,1\n".encode() * 100, "input.parquet"),
    case("cut-short", lambda: parquet()[:-30], "input.parquet"),
    case("footer-of-4-gigabytes", lambda: with_footer(2**32 - 1), "input.parquet"),
    case("footer-of-no-length", lambda: with_footer(0), "input.parquet"),
    case("footer-shorter-than-it-is", lambda: with_footer(20), "input.parquet"),
    case("footer-of-random-bytes", lambda: b"PAR1" + bytes(range(256)) * 40 + struct.pack("<I", 10_000) + b"PAR1", "input.parquet"),
    *(case(f"a-byte-flipped-at-{n}", lambda n=n: flipped(n / 16), exit_code=(0, 2)) for n in range(2, 16, 3)),
    case("no-rows", lambda: parquet(pl.DataFrame(schema={"school_name": pl.String})), judged=None),
    case("no-columns-that-are-facts", lambda: frame_of(a=[1, 2]), exit_code=(0, 2)),
    case("nested-lists", lambda: parquet(pl.DataFrame({"school_name": DEEP, "student_count": DEEP})), judged=True),
    case("columns-of-wrong-types", lambda: frame_of(school_name=[1, 2], student_count=["x", "1"], emergency_plan_exists=[0.5, 1.0]), judged=True),
    case("binary-for-text", lambda: frame_of(school_name=[b"\xff\xfe", b"a"]), judged=True),
    case("5000-columns", lambda: parquet(pl.DataFrame({"school_name": ["甲"], **{f"c{n}": [n] for n in range(5_000)}})), judged=True),
    case("a-dictionary-that-unpacks", lambda: parquet(pl.DataFrame({"school_name": pl.Series(["x" * 100_000, *["y"] * 3]).cast(pl.Categorical).gather([0] * 20_000)})), "1907 MiB"),
    case("numbers-beyond-doubles", lambda: frame_of(school_name=["甲"] * 3, student_count=[2**63 - 1, -(2**63), None]), judged=True),
    case("encrypted", lambda: parquet()[:-4] + b"PARE", "input.parquet"),
    text_table("quote-not-closed", ".csv", lambda path: path.write_text('school_name,district\n"甲,乙\n' + "丙,丁\n" * 50_000, encoding="utf-8"), exit_code=(0, 2)),
    text_table("100000-columns", ".csv", lambda path: path.write_text(",".join(f"c{n}" for n in range(100_000)) + "\n1\n"), "columns"),
    text_table("null-bytes", ".csv", lambda path: path.write_bytes(b"school_name,student_count\n\x00,1\n"), exit_code=(0, 2)),
    text_table("utf-16", ".csv", lambda path: path.write_bytes("school_name\n甲\n".encode("utf-16")), exit_code=(0, 2)),
    text_table("a-line-of-20-megabytes", ".ndjson", lambda path: path.write_text('{"school_name": "' + "x" * 20_000_000 + '"}\n{"school_name": "b"}\n'), "longer than"),
    text_table("no-line-is-an-object", ".ndjson", lambda path: path.write_text("1\n" * 10_000), "expected an object"),
    text_table("one-cell-of-65-megabytes", ".csv", lambda path: path.write_bytes(b"x" * (65 * 1024 * 1024)), "input.csv:1"),
    text_table("lines-of-zip", ".ndjson", lambda path: path.write_bytes(b"PK\x03\x04" + bytes(100)), "zip archive"),
)  # fmt: skip
