"""YAML submissions: what is typed is what is meant, and every fact knows its line."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checkrules import ReadError, Rejection, Submission
from checkrules.plugin import Content
from checkrules_yaml.read import read_yaml


def read(tmp_path: Path, content: Content, data: str | bytes) -> list[Submission | Rejection]:
    path = tmp_path / "a.yaml"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return list(read_yaml(path, content))


def only(tmp_path: Path, content: Content, text: str) -> Submission:
    (item,) = read(tmp_path, content, text)
    assert isinstance(item, Submission)
    return item


def test_facts_with_their_lines(tmp_path: Path, content: Content) -> None:
    item = only(
        tmp_path,
        content,
        "school_name: 甲小学\nstudent_count: 1200\ninspection_date: 2023-09-05\nwork_plan_exists: no\n",
    )
    assert dict(item.facts) == {
        "school_name": "甲小学",
        "student_count": 1200,
        "inspection_date": "2023-09-05",
        "work_plan_exists": "no",
    }
    assert str(item.origins["student_count"].location).endswith("a.yaml:2:16")


def test_wrapped_with_texts(tmp_path: Path, content: Content) -> None:
    item = only(tmp_path, content, "facts:\n  student_count: 5\nnarratives:\n  T01: |\n    一\n    二\nproblems: 三\n")
    assert dict(item.facts) == {"student_count": 5}
    assert item.origins["student_count"].location is not None
    assert item.origins["student_count"].location.line == 2
    assert (dict(item.narratives), item.problems) == ({"T01": "一\n二\n"}, "三")


@pytest.mark.parametrize(
    "text",
    ["- student_count: 1\n- 5\n- student_count: 2\n", "submissions:\n- student_count: 1\n- 5\n- student_count: 2\n"],
)
def test_lists(text: str, tmp_path: Path, content: Content) -> None:
    items = read(tmp_path, content, text)
    assert [type(item) for item in items] == [Submission, Rejection, Submission]
    first = 2 if text.startswith("sub") else 1
    assert [item.location.line for item in items] == [first, first + 1, first + 2]


REFUSED: dict[str, tuple[str | bytes, int | None]] = {
    "empty": ("", None),
    "a text": ("甲小学", 1),
    "duplicate key": ("a: 1\na: 2\n", 2),
    "alias": ("a: &x 1\nb: *x\n", 1),
    "alias bomb": ("a: &a [x, x]\nb: &b [*a, *a]\n", 1),
    "tag": ("a: !x 1\n", 1),
    "broken": ("a: [1,\n", None),
    "two documents": ("a: 1\n---\na: 2\n", None),
    "nesting": ("[" * 5_000 + "]" * 5_000, None),
    "not UTF-8": (b"a: \xff", 1),
    "UTF-16": ("a: 1".encode("utf-16"), None),
    "control character": ("a: \x07", None),
    "a Word document": (b"PK\x03\x04word/document.xml", None),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str, tmp_path: Path, content: Content) -> None:
    data, line = REFUSED[name]
    with pytest.raises(ReadError) as caught:
        read(tmp_path, content, data)
    assert caught.value.location is not None
    assert line is None or caught.value.location.line == line


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.one_of(st.binary(max_size=100), st.text("{}[]\"':,-&*!|>#?\n ab1", max_size=40).map(str.encode)))
def test_random_bytes_raise_nothing_else(data: bytes, tmp_path: Path, content: Content) -> None:
    with contextlib.suppress(ReadError):
        read(tmp_path, content, data)
