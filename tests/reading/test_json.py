"""JSON and NDJSON: the shapes of a document, and everything that two libraries could understand differently is refused."""

from __future__ import annotations

import contextlib
import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checkrules import ReadError, Rejection, Submission
from checkrules.plugin import Content, parse_json
from checkrules_json.read import read_json, read_ndjson

ONE = {"school_name": "甲小学", "student_count": 1200, "inspection_date": "2023-09-05", "work_plan_exists": None}


def read(tmp_path: Path, content: Content, data: object) -> list[Submission | Rejection]:
    path = tmp_path / "a.json"
    path.write_bytes(data if isinstance(data, bytes) else json.dumps(data, ensure_ascii=False).encode())
    return list(read_json(path, content))


def lines(tmp_path: Path, content: Content, data: bytes | str) -> list[Submission | Rejection]:
    path = tmp_path / "a.ndjson"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(read_ndjson(path, content))


SHAPES: dict[str, object] = {
    "one object": ONE,
    "a list": [ONE],
    "under submissions": {"submissions": [ONE]},
    "wrapped": {"facts": ONE},
    "wrapped in part": {"facts": {"student_count": 1200}, **{k: v for k, v in ONE.items() if k != "student_count"}},
    "with its schema": {"$schema": "https://example.org/form", **ONE},
}


@pytest.mark.parametrize("name", SHAPES)
def test_shapes(name: str, tmp_path: Path, content: Content) -> None:
    (item,) = read(tmp_path, content, SHAPES[name])
    assert isinstance(item, Submission)
    assert dict(item.facts) == ONE
    assert {origin.kind for origin in item.origins.values()} == {"field"}
    assert set(item.origins) == {"school_name", "student_count", "inspection_date"}
    assert not item.is_form
    assert not item.remarks


def test_texts(tmp_path: Path, content: Content) -> None:
    record = {
        "facts": ONE,
        "narratives": {"T01": "一", "T02": None, "T03": " "},
        "task_notes": {"T02": "二"},
        "problems": "三",
    }
    (item,) = read(tmp_path, content, record)
    assert isinstance(item, Submission)
    assert (dict(item.narratives), dict(item.task_notes), item.problems) == ({"T01": "一"}, {"T02": "二"}, "三")


def test_texts_that_are_none(tmp_path: Path, content: Content) -> None:
    (item,) = read(tmp_path, content, {**ONE, "narratives": {"T99": "x", "T01": 5}, "task_notes": ["x"], "problems": 7})
    assert isinstance(item, Submission)
    assert [note.code for note in item.remarks] == ["unknown_task", "invalid_value", "invalid_value", "invalid_value"]


def test_wrong_types_are_given_as_they_are(tmp_path: Path, content: Content) -> None:
    (item,) = read(tmp_path, content, {"student_count": "1200", "unknown_thing": [1], "facts": 3})
    assert isinstance(item, Submission)
    assert dict(item.facts) == {"student_count": "1200", "unknown_thing": [1], "facts": 3}


def test_a_record_that_is_no_object_is_rejected_and_the_rest_read(tmp_path: Path, content: Content) -> None:
    items = read(tmp_path, content, [ONE, 5, None, {"facts": {"a": 1}, "a": 2}, {"a": [[[[[[[[[[1]]]]]]]]]]}, ONE])
    assert [type(item) for item in items] == [Submission, Rejection, Rejection, Rejection, Rejection, Submission]
    assert items[1].location.cell == "[1]"


def test_an_empty_list_holds_nothing(tmp_path: Path, content: Content) -> None:
    assert read(tmp_path, content, []) == []


REFUSED: dict[str, tuple[bytes, str, tuple[int, int] | None]] = {
    "empty": (b"", "empty", None),
    "blank": (b" \n", "empty", None),
    "duplicate key": (b'{"a": 1,\n "b": 2, "a": 3}', "duplicate key 'a'", (2, 10)),
    "duplicate key, escaped": (b'{"a": 1, "\\u0061": 3}', "duplicate key 'a'", (1, 10)),
    "duplicate key inside": (b'[{"x": {"a": 1, "a": 1}}]', "duplicate key 'a'", (1, 17)),
    "NaN": (b'{"a": NaN}', "NaN is no JSON number", (1, 7)),
    "Infinity": (b'{"a": [1,\n-Infinity]}', "-Infinity is no JSON number", (2, 1)),
    "half a character": (b'{"a": "\\ud83d"}', "surrogate", (1, 7)),
    "nesting": (b"[" * 100_000 + b"]" * 100_000, "nested", (1, 65)),
    "nesting of objects": (b'{"a":' * 50_000, "nested", (1, 321)),
    "trailing comma": (b'{"a": 1,}', "no comma", (1, 8)),
    "trailing comma in a list": (b'{"a": [1,\n 2 ,\n ]}', "no comma", (2, 4)),
    "trailing garbage": (b'{"a": 1}\n}', "more follows", (2, 1)),
    "not closed": (b'{"a": [1', "a comma is missing", (1, 9)),
    "quote not closed": (b'{"a": "x', "quote is not closed", (1, 7)),
    "bare words": (b"{a: 1}", "name in double quotes", (1, 2)),
    "line break in a text": (b'{"a": "x\ny"}', "line break", (1, 9)),
    "not UTF-8": (b'{"a":\n "\xff"}', "not encoded in utf-8", (2, 3)),
    "GBK": ('{"a":"甲小学"}'.encode("gbk"), "not encoded in utf-8", (1, 7)),
    "UTF-16": ('{"a": 1}'.encode("utf-16"), "UTF-16", None),
    "UTF-16 without its mark": ('{"a": 1}'.encode("utf-16-le"), "binary", None),
    "a Word document": (b"PK\x03\x04word/document.xml", "Word document", None),
    "a number": (b"5", "expected an object", (1, 1)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str, tmp_path: Path, content: Content) -> None:
    data, problem, at = REFUSED[name]
    with pytest.raises(ReadError, match=problem) as caught:
        read(tmp_path, content, data)
    location = caught.value.location
    assert location is not None
    assert at is None or (location.line, location.column) == at
    assert caught.value.problem.zh != caught.value.problem.en


@pytest.mark.parametrize(
    ("digits", "value"),
    [
        ("9223372036854775808", 2**63),
        ("9" * 5000, Decimal("9" * 5000)),
        ("-1e999", Decimal("-1e999")),
        ("1e9999999", Decimal("1e9999999")),
        ("1e99999999999999999999", Decimal("Infinity")),
        ("-1e99999999999999999999", Decimal("-Infinity")),
    ],
    ids=["65 bits", "5000 digits", "beyond doubles", "a great exponent", "an exponent beyond all", "below all"],
)
def test_a_number_that_64_bits_do_not_hold_is_read_as_it_is_written(digits: str, value: object) -> None:
    assert parse_json(f'{{"a": {digits}}}', "a.json") == {"a": value}


def test_an_error_quotes_no_personal_number() -> None:
    with pytest.raises(ReadError) as caught:
        parse_json('{"a": "110101199003078515" "b", "c": "' + "x" * 50 + ' 13812345678"', "a.json")
    assert "19900307" not in str(caught.value)
    with pytest.raises(ReadError) as caught:
        parse_json('{"11010119900307851' + 'X": 1, "11010119900307851X": 2}', "a.json")
    assert "19900307" not in str(caught.value)


def test_gbk_is_recognised(tmp_path: Path, content: Content) -> None:
    with pytest.raises(ReadError, match="looks like GBK"):
        read(tmp_path, content, '{"a":"甲小学"}'.encode("gbk"))


def test_lines_in_a_json_file_are_recognised(tmp_path: Path, content: Content) -> None:
    with pytest.raises(ReadError, match="ndjson"):
        read(tmp_path, content, b'{"a": 1}\n{"a": 2}\n')


@pytest.mark.parametrize(
    "data",
    ['{"a": 9223372036854775807}', '{"a": "\\ud83d\\ude00"}', '\ufeff{"a": 1}', '{"a": {"b": 1}, "c": {"b": 1}}'],
)
def test_not_refused(data: str, tmp_path: Path, content: Content) -> None:
    assert len(read(tmp_path, content, data.encode())) == 1


def test_ndjson(tmp_path: Path, content: Content) -> None:
    items = lines(
        tmp_path, content, '\ufeff{"student_count": 1}\n\n{"student_count": 2\n[1]\n{"a": NaN}\n{"student_count": 3}'
    )
    assert [type(item) for item in items] == [Submission, Rejection, Rejection, Rejection, Submission]
    assert [item.location.line for item in items] == [1, 3, 4, 5, 6]
    assert items[1].location.column == 20


def test_ndjson_lines_in_other_encodings_are_rejected_one_by_one(tmp_path: Path, content: Content) -> None:
    items = lines(tmp_path, content, b'{"a": 1}\n{"a": "\xff"}\n{"a": 2}\n')
    assert [type(item) for item in items] == [Submission, Rejection, Submission]
    assert items[1].location.line == 2


def test_ndjson_bounds_its_lines(tmp_path: Path, content: Content) -> None:
    items = lines(tmp_path, content, b'{"a": 1}\n{"a": "' + b"x" * (9 * 1024 * 1024) + b'"}\n{"a": 2}\n')
    assert [type(item) for item in items] == [Submission, Rejection, Submission]
    assert [item.location.line for item in items] == [1, 2, 3]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "empty"),
        (b'{\n "a": 1\n}', "not a whole record"),
        (b"PK\x03\x04", "zip archive"),
        ("{}".encode("utf-16"), "UTF-16"),
    ],
)
def test_ndjson_refused(data: bytes, problem: str, tmp_path: Path, content: Content) -> None:
    with pytest.raises(ReadError, match=problem):
        lines(tmp_path, content, data)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.one_of(st.binary(max_size=200), st.text('{}[]",:0-.eE\\u\n NaNtruefalse', max_size=60).map(str.encode)))
def test_random_bytes_raise_nothing_else(data: bytes, tmp_path: Path, content: Content) -> None:
    for reads in (read, lines):
        with contextlib.suppress(ReadError):
            reads(tmp_path, content, data)


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(record=st.dictionaries(st.text("abc", min_size=1), VALUES, max_size=4), ascii=st.booleans())
def test_what_json_writes_is_read_back(
    record: dict[str, object], ascii: bool, tmp_path: Path, content: Content
) -> None:
    (item,) = read(tmp_path, content, json.dumps(record, ensure_ascii=ascii).encode())
    assert isinstance(item, Submission)
    assert dict(item.facts) == record


def test_notes_on_tasks_are_taken_under_the_name_they_had(tmp_path: Path, content: Content) -> None:
    (item,) = read(tmp_path, content, {**ONE, "remarks": {"T02": "二"}})
    assert isinstance(item, Submission)
    assert dict(item.task_notes) == {"T02": "二"}
    assert not item.remarks
