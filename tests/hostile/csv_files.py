"""Hostile CSV: submissions, and rosters."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from .case import EITHER, Case, submission, write_good

HEADING = "学校,在校（园）学生数,督导时间\r\n"


def rows(
    name: str, data: bytes | str | Callable[[], bytes | str], says: str | tuple[str, ...] = (), **more: object
) -> Case:
    return submission(f"csv-{name}", ".csv", data, says, **more)  # type: ignore[arg-type]


def roster(name: str, data: bytes | str, says: str | tuple[str, ...] = (), **more: object) -> Case:
    """A roster beside a good submission."""

    def make(folder: Path) -> None:
        (folder / "roster.csv").write_bytes(data.encode() if isinstance(data, str) else data)
        write_good(folder)

    command = ("check", "good.json", "--roster", "roster.csv", "--format", "json", "--fail-on", "never")
    given: dict[str, object] = {"exit_code": 2, "good": None} | more
    return Case(
        name=f"roster-{name}", make=make, command=command, says=(says,) if isinstance(says, str) else says, **given
    )  # type: ignore[arg-type]


CASES = (
    rows("empty", b"", "empty"),
    rows("only-a-heading", HEADING, judged=None),
    rows("byte-order-marks", b"\xef\xbb\xbf\xef\xbb\xbf" + HEADING.encode() + "甲,1,\r\n".encode(), judged=None),
    rows("null-bytes", HEADING.encode() + b"\x00\x00,1,\r\n", "binary"),
    rows("gbk", (HEADING + "甲小学,300,2023-09-05\r\n").encode("gbk"), judged=True),
    rows("gbk-with-a-broken-byte", (HEADING + "甲小学,300,2023-09-05\r\n").encode("gbk") + b"\xff\xff", "not encoded"),
    rows("utf-16", (HEADING + "甲小学,300,2023-09-05\r\n").encode("utf-16"), judged=True),
    rows("utf-16-cut-in-a-character", (HEADING + "甲小学,300,\r\n").encode("utf-16")[:-1], "not encoded"),
    rows("mixed-line-ends", "学校,在校生数\r甲,1\n乙,2\r\n丙,3\n\r丁,4", judged=True),
    rows("quote-not-closed", HEADING + '"甲小学,1,\r\n' + "乙,2,\r\n" * 100, "not closed"),
    rows("quote-in-a-cell", HEADING + '甲"小"学,1,\r\n', judged=None),
    rows("formulas", HEADING + "=HYPERLINK(\"http://x\"),=1+1,@SUM(A1)\r\n-甲,+1,\t=x\r\n", judged=True),
    rows("100000-columns", lambda: ",".join(f"c{n}" for n in range(100_000)) + "\r\n1\r\n", "columns"),
    rows("a-row-of-100000-cells", lambda: HEADING + "甲,1" + ",1" * 100_000 + "\r\n", "at most 2,000"),
    rows("a-heading-of-100000-empty-cells", lambda: HEADING.rstrip() + "," * 100_000 + "\r\n甲,1,\r\n", "at most 2,000"),
    rows("a-cell-of-10-megabytes", lambda: HEADING + "x" * 10_000_000 + ",1,\r\n乙,2,\r\n", judged=None),
    rows("100000-rows", lambda: "学校\r\n" + "".join(f"学校{n}\r\n" for n in range(100_000)), "more than 10000"),
    rows("one-heading-twice", "学校,学校\r\n甲,乙\r\n", "学校"),
    rows("no-known-heading", "a,b,c\r\n1,2,3\r\n", "input.csv"),
    rows("totals", HEADING + "甲,1,\r\n合计,1,\r\n", judged=None),
    rows("escape-sequences", HEADING + "\x1b[31m红校,\x1b]0;x\x07,\r\n", hides=("\x1b", "\x07"), judged=None),
    rows("really-a-spreadsheet", b"PK\x03\x04" + b"\x00" * 30 + b"xl/workbook.xml", "spreadsheet"),
    rows("really-an-old-spreadsheet", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "Workbook".encode("utf-16-le"), "old spreadsheet"),
    rows("separators-only", "," * 1_000 + "\r\n" + "," * 1_000 + "\r\n", "input.csv"),
    roster("empty", b"", "empty"),
    roster("without-names", "学段类型,在校生数\n小学,1\n", ("roster.csv:1", "no column 'School'")),
    roster("one-name-twice", "学校,在校（园）学生数\n好学校,1\n好学校,2\n", "2 times", exit_code=0, good="submission"),
    roster("names-of-another-width", "学校,在校（园）学生数\n好 学 校,1\n", exit_code=0, good="submission"),
    roster("100000-rows", "学校,在校（园）学生数\n" + "".join(f"学校{n},1\n" for n in range(50_000)), exit_code=0, good="submission"),
    roster("escape-sequences", "学校,在校（园）学生数\n好学校,\x1b[31m\n\x1b[31m,1\n", exit_code=0, good="submission", hides=("\x1b",)),
    roster("broken-encoding", b"\xd1\xa7\xd0\xa3,\xff\xff\n", "not encoded"),
    roster("really-a-zip", b"PK\x03\x04" + bytes(50), "zip archive"),
    roster("quote-not-closed", '学校,district\n"好学校,甲\n' + "乙,丙\n" * 1000, exit_code=EITHER, good=None),
)  # fmt: skip
