"""Hostile JSON and NDJSON."""

from __future__ import annotations

import json
from collections.abc import Callable

from .case import Case, submission

ID_NUMBER = "420704201001011234"


def of(**facts: object) -> str:
    """A submission."""
    return json.dumps({"school_name": "甲小学", **facts}, ensure_ascii=False)


def one(
    name: str, data: bytes | str | Callable[[], bytes | str], says: str | tuple[str, ...] = (), **more: object
) -> Case:
    return submission(f"json-{name}", ".json", data, says, **more)  # type: ignore[arg-type]


def lines(
    name: str, data: bytes | str | Callable[[], bytes | str], says: str | tuple[str, ...] = (), **more: object
) -> Case:
    return submission(f"ndjson-{name}", ".ndjson", data, says, **more)  # type: ignore[arg-type]


CASES = (
    one("empty", b"", "empty"),
    one("only-null-bytes", bytes(5000), "empty"),
    one("cut-short", of()[:-2], ("input.json:1:", "not closed")),
    one("two-documents", of() + of(), "more follows"),
    one("brackets-100000-deep", "[" * 100_000, "nested too deeply"),
    one("objects-100000-deep", '{"a":' * 100_000 + "1" + "}" * 100_000, "nested too deeply"),
    one("a-fact-40-deep", f'{{"school_name": {"[" * 40}{"]" * 40}}}', "nested too deeply"),
    one("number-of-5000-digits", f'{{"school_name": "甲", "student_count": {"9" * 5_000}}}', "student_count", judged=True),
    one("number-beyond-64-bits", f'{{"school_name": "甲", "x": {2**63}}}', "no fact 'x'", judged=True),
    one("number-with-a-great-exponent", '{"school_name": "甲", "student_count": 1e999999999}', "student_count", judged=True),
    one("not-a-number", '{"school_name": "甲", "student_count": NaN}', "no JSON number"),
    one("duplicate-key", '{"school_name": "甲", "student_count": 1, "student_count": 2000}', "duplicate key"),
    one("duplicate-key-with-a-number-of-a-person", f'{{"school_name": "甲", "{ID_NUMBER}": 1, "{ID_NUMBER}": 2}}', "duplicate key", hides=(ID_NUMBER,)),
    one("half-a-character", '{"school_name": "\\ud800"}', "half a character"),
    one("gbk", of().encode("gbk"), "GBK"),
    one("utf-16", of().encode("utf-16"), "UTF-16"),
    one("utf-16-without-its-mark", of().encode("utf-16-le"), "UTF-16"),
    one("utf-32", of().encode("utf-32"), ()),
    one("byte-order-mark", b"\xef\xbb\xbf" + of().encode(), judged=True),
    one("control-character-in-a-text", '{"school_name": "甲\x01"}', "input.json:1:"),
    one("a-text", '"甲"', "an object"),
    one("a-number", "7", "an object"),
    one("null", "null", "an object"),
    one("an-empty-list", "[]", "no submission"),
    one("a-list-of-what-is-no-object", '[1, "a", null, [], {"school_name": "甲"}]', "expected an object"),
    one("100000-records", lambda: "[" + ",".join(['{"school_name": "a"}'] * 100_000) + "]", "more than 10000"),
    one("30000-unknown-names", lambda: of(**{f"student_countt{n}": n for n in range(30_000)}), "student_countt0", judged=True),
    one("a-text-of-20-megabytes", lambda: of(district="长" * 7_000_000), judged=True),
    one("a-name-of-a-megabyte", lambda: of(**{"x" * 1_000_000: 1}), judged=True),
    one("larger-than-is-read", lambda: b" " * (65 * 1024 * 1024) + of().encode(), "larger than"),
    one("escape-sequences", of(school_name="\x1b[31m红\x1b[0m\x07校", district="\u202e\u2066"), judged=True, hides=("\x1b", "\x07")),
    one("markup", of(school_name="<script>alert(1)</script>"), judged=True),
    one("facts-of-wrong-types", of(student_count=[], emergency_plan_exists={}, inspection_date=[[1]], school_stage=7), "expected", judged=True),
    one("facts-inside-and-outside", '{"school_name": "甲", "facts": {"school_name": "乙"}}', "both inside and outside"),
    one("narratives-that-are-none", '{"school_name": "甲", "narratives": [1], "task_notes": 3, "problems": {}}', judged=True),
    one("narrative-of-many-clauses", lambda: of(narratives={"T13": "，".join(f"排查隐患{n}处，整改{n}处" for n in range(4_000))}), judged=True),
    one("narrative-of-numbers", lambda: of(narratives={"T09": "1" * 47_000, "T05": "应测1人" * 10_000}), judged=True),
    one("narrative-of-one-bracket", lambda: of(narratives={"T09": "（" * 50_000}), judged=True),
    one("really-a-picture", b"\x89PNG\r\n\x1a\n" + bytes(100), "picture"),
    one("really-a-zip", b"PK\x03\x04" + bytes(100), "zip archive"),
    one("really-a-web-page", "<!DOCTYPE html><html></html>", "web page"),
    lines("broken-lines-among-good-ones", of() + '\n{"a":\n[]\nnull\n' + of() + "\n", ("input.ndjson:2", "input.ndjson:3", "input.ndjson:4")),
    lines("a-line-of-5-megabytes", lambda: of() + "\n" + of(district="x" * 5_000_000) + "\n", "longer than 4 MiB"),
    lines("no-line-end-at-all", lambda: '{"a": "' + "x" * 30_000_000, "longer than 4 MiB"),
    lines("one-document-over-lines", json.dumps({"school_name": "甲"}, indent=1), "name it .json"),
    lines("blank-lines-only", "\n" * 100_000, "no submission"),
    lines("gbk", (of() + "\n" + of() + "\n").encode("gbk"), "GBK"),
    lines("mixed-line-ends", of() + "\r\n" + of() + "\n\n\n" + of(), judged=True),
    lines("carriage-returns-only", of() + "\r" + of() + "\r", "input.ndjson:1"),
    lines("null-bytes-between", of().encode() + b"\n\x00\x00\n" + of().encode(), "input.ndjson:2"),
    lines("deep-line", of() + "\n" + "[" * 100_000 + "\n", "nested too deeply"),
)  # fmt: skip
