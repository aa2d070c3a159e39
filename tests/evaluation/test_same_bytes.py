"""The same bytes have one meaning: for `evaluate_json`, a line of NDJSON, a JSON file, a table. Nothing is raised later."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import checkrules
from checkrules import ReadError, Report, UsageError
from checkrules.model.parts import Part
from checkrules.tables.files.ndjson import read_lines
from checkrules.tables.judged_table import JudgedTable

from ..kitchen import CANTEEN, kitchen

CHECKLIST = kitchen()
GREAT = "1" * 4301

REFUSED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "a value is expected"),
    "broken": (b'{"cook_count": }', "a value is expected"),
    "a list": (b"[1]", "expected an object"),
    "a number": (b"5", "expected an object"),
    "no text": (b'{"zzz": "\xff"}', "not encoded in utf-8"),
    "more follows": (b'{"cook_count": 5} x', "more follows"),
    "duplicate key": (b'{"cook_count": 5, "cook_count": 5}', "duplicate key"),
    "duplicate key, first null": (b'{"cook_count": null, "cook_count": 5}', "duplicate key"),
    "duplicate key, last null": (b'{"cook_count": 5, "cook_count": null}', "duplicate key"),
    "duplicate key, both null": (b'{"cook_count": null, "cook_count": null}', "duplicate key"),
    "duplicate key, escaped": (b'{"cook_count": 5, "cook\\u005fcount": 5}', "duplicate key"),
    "duplicate key, an escaped colon": (b'{"canteen_name": "x", "canteen_name": "\\u003a"}', "duplicate key"),
    "duplicate key, unknown": (b'{"cook_count": 5, "z": 1, "z": 2}', "duplicate key"),
    "duplicate key inside": (b'{"checks": [{"done": true, "done": true}]}', "duplicate key"),
    "duplicate key inside an unknown one": (b'{"z": [{"a": {"b": 1, "b": 1}}]}', "duplicate key"),
    "NaN": (b'{"cook_count": NaN}', "NaN is no JSON number"),
    "Infinity in an unknown one": (b'{"z": -Infinity}', "-Infinity is no JSON number"),
    "half a character": (b'{"canteen_name": "\\ud83d"}', "surrogate"),
    "half a character in an unknown one": (b'{"z": "\\udc00 and more text"}', "surrogate"),
    "half a character in a key": (b'{"\\ud83d": 1}', "surrogate"),
    "deep": (b'{"checks": [[[[[[[[[1]]]]]]]]]}', "nested too deeply"),
    "deep in an unknown one": (b'{"z": [[[[[[[[[1]]]]]]]]]}', "nested too deeply"),
    "very deep": (b'{"z": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested too deeply"),
    "very deep objects": (b'{"z":' * 100_000 + b"1" + b"}" * 100_000, "nested too deeply"),
    "inside and outside": (b'{"facts": {"cook_count": 5}, "cook_count": 5}', "both inside and outside"),
}

IN_YAML = {"a list", "broken", "NaN", "Infinity in an unknown one"}
"""What YAML reads in another way: no value is null, and the words are texts."""

NOT_STATED: dict[str, tuple[bytes, set[str], set[str]]] = {
    # record; facts with an invalid value; unknown names
    "65 bits": (b'{"cook_count": 100000000000000000000}', {"cook_count"}, set()),
    "4,301 digits": (f'{{"cook_count": {GREAT}}}'.encode(), {"cook_count"}, set()),
    "4,301 digits, a number": (f'{{"fridge_temperature": {GREAT}}}'.encode(), {"fridge_temperature"}, set()),
    "1e400": (b'{"cook_count": 1e400, "fridge_temperature": -1e400}', {"cook_count", "fridge_temperature"}, set()),
    "a great exponent": (b'{"cook_count": 1e9999999, "meal_count": 1e99999999999999999999}', {"cook_count", "meal_count"}, set()),
    "1e400, unknown": (b'{"cook_count": 5, "zzz": 1e400}', set(), {"zzz"}),
    "4,301 digits, unknown": (f'{{"cook_count": 5, "zzz": {GREAT}}}'.encode(), set(), {"zzz"}),
    "4,301 digits inside": (f'{{"checks": [{{"temperature": {GREAT}}}]}}'.encode(), {"checks"}, set()),
    "a text for a list": (b'{"checks": "none"}', {"checks"}, set()),
    "an object for a list": (b'{"checks": {"done": true}}', {"checks"}, set()),
    "a number in tenths": (b'{"cook_count": 5.5}', {"cook_count"}, set()),
    "words of other languages": (b'{"fridge_temperature": "inf", "cook_count": "1e9999999"}', {"fridge_temperature", "cook_count"}, set()),
    "colons in texts": (b'{"canteen_name": "a:b \\":", "z": {"a": "9:30", "b": [{"c": ":"}]}}', set(), {"z"}),
    "under facts": (b'{"facts": {"cook_count": true, "z": 1}}', {"cook_count"}, {"z"}),
    "a known name beside": (b'{"$schema": "x", "cook_count": 5, "task_notes": {"T9": "x"}}', set(), set()),
    "nothing": (b" {} ", set(), set()),
}  # fmt: skip


def use(report: Report, *formats: str) -> Report:
    """Everything that can be asked of a report; it raises nothing."""
    assert report.facts == {**report.facts}
    assert report.submission.facts.keys() >= report.facts.keys()
    assert repr(report)
    for language in ("zh", "en"):
        for name in formats:
            assert checkrules.render(
                checkrules.Reports(reports=(report,)), name, registry=CHECKLIST.registry, language=language
            )
    return report


Answer = tuple[dict[str, str], frozenset[str], frozenset[str | None]] | None
"""Outcomes, facts with an invalid value, names of unknown facts; None: refused."""


def answer(report: Report, *, unknown: bool = True) -> Answer:
    found = {
        code: frozenset(r.fact for r in report.remarks if r.code == code) for code in ("invalid_value", "unknown_fact")
    }
    misfits = frozenset(fact for fact in found["invalid_value"] if fact is not None)
    return dict(report.outcomes), misfits, found["unknown_fact"] if unknown else frozenset()


def of_bytes(data: bytes) -> Answer:
    try:
        return answer(CHECKLIST.evaluate_json(data))
    except ReadError:
        return None


def of_file(data: bytes, tmp_path: Path, suffix: str) -> Answer:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(data)
    reports = checkrules.check(path, CHECKLIST)
    assert len(reports.reports) + len(reports.rejected) == 1
    return answer(reports.reports[0]) if reports.reports else None


def of_table(data: bytes) -> Answer:
    """As `check_table` reads a line; it does not name unknown facts line by line."""
    part = Part(number=0, file="a.ndjson", kind="ndjson", start=0, stop=len(data), first=1)
    read = read_lines(part, data, CHECKLIST.compiled, {})
    if read.rejected:
        return None
    judged = JudgedTable(CHECKLIST.compiled, read.frame, rows=read.rows, left_out=read.misfits)
    outcomes = {rule: checkrules.OUTCOMES[code] for rule, code in judged.outcomes.row(0, named=True).items()}
    return outcomes, frozenset(judged.misfits["fact"]), frozenset()


def assert_one_answer(data: bytes, tmp_path: Path) -> Answer:
    found = of_bytes(data)
    line = data.replace(b"\n", b" ").replace(b"\r", b" ")
    if data.strip():
        assert of_file(data, tmp_path, ".json") == found
    if line.strip() not in (b"", b"{", b"["):  # that a file of lines holds no record is said of the file
        assert of_file(line, tmp_path, ".ndjson") == found
        assert of_table(line) == (None if found is None else (*found[:2], frozenset()))
    return found


@pytest.mark.parametrize("name", REFUSED)
def test_refused_everywhere(name: str, tmp_path: Path) -> None:
    data, problem = REFUSED[name]
    with pytest.raises(ReadError, match=problem) as caught:
        CHECKLIST.evaluate_json(data)
    assert caught.value.problem.zh != caught.value.problem.en
    if name != "a list":  # in a file it is a list of records
        assert assert_one_answer(data, tmp_path) is None
    if data and name not in IN_YAML:
        assert of_file(data, tmp_path, ".yaml") is None


@pytest.mark.parametrize("name", NOT_STATED)
def test_what_does_not_fit_costs_that_fact_alone(name: str, tmp_path: Path) -> None:
    data, misfits, unknown = NOT_STATED[name]
    found = assert_one_answer(data, tmp_path)
    assert found is not None
    assert found[1:] == (frozenset(misfits), frozenset(unknown))
    assert of_file(data, tmp_path, ".yaml") == found
    report = use(CHECKLIST.evaluate_json(data), "json", "markdown", "html", "terminal")
    assert all(len(remark.message.en) < 400 for remark in report.remarks)


def test_a_text_is_what_its_bytes_are() -> None:
    assert answer(CHECKLIST.evaluate_json('{"cook_count": 6}')) == of_bytes(b'{"cook_count": 6}')
    assert CHECKLIST.evaluate_json(bytearray(b'\xef\xbb\xbf{"cook_count": 6}')).facts == {"cook_count": 6}  # type: ignore[arg-type]
    assert CHECKLIST.evaluate_json('\ufeff{"cook_count": 6}').facts == {"cook_count": 6}
    with pytest.raises(ReadError, match="not encoded in utf-8"):
        CHECKLIST.evaluate_json('{"canteen_name": "\ud83d"}')


def test_a_number_is_quoted_as_it_is_written() -> None:
    report = CHECKLIST.evaluate_json(b'{"cook_count": 1e400, "meal_count": 100000000000000000000}')
    assert [remark.value for remark in report.remarks if remark.code == "invalid_value"] == [
        "1E+400",
        "100000000000000000000",
    ]


FAST = {
    "a clean record": json.dumps(CANTEEN, ensure_ascii=False),
    "nulls": json.dumps({**CANTEEN, "cook_count": None}),
    "an unknown name": json.dumps({**CANTEEN, "id": 5, "created": "2024-03-05T10:00:00", "of": [{"a": {"b": 1}}]}),
    "an invalid value": json.dumps({**CANTEEN, "cook_count": "five"}),
    "a whole number as a double": json.dumps({**CANTEEN, "cook_count": 5.0}),
}


@pytest.mark.parametrize("name", FAST)
def test_usual_records_are_read_once_at_c_speed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("the exact reader was called")

    monkeypatch.setattr("checkrules.checklist.submission_of_json", never)
    report = CHECKLIST.evaluate_json(FAST[name])
    assert report.outcomes == CHECKLIST.evaluate(json.loads(FAST[name])).outcomes
    assert [r.code for r in report.remarks] == [r.code for r in CHECKLIST.evaluate(json.loads(FAST[name])).remarks]


def test_texts_beside_the_facts_are_kept() -> None:
    report = CHECKLIST.evaluate_json(b'{"facts": {"cook_count": 6}, "problems": "x"}')
    assert (dict(report.facts), report.submission.problems) == ({"cook_count": 6}, "x")


# the size


def test_a_record_that_is_too_large_is_refused_before_it_is_parsed() -> None:
    data = json.dumps({"canteen_name": "x" * 100}).encode()
    assert CHECKLIST.evaluate_json(data, max_bytes=len(data)).facts
    with pytest.raises(ReadError, match="larger than 50 bytes"):
        CHECKLIST.evaluate_json(b"{" * 51, max_bytes=50)
    great = json.dumps({"canteen_name": "x" * 5_000_000})
    with pytest.raises(ReadError, match="larger than 4,194,304 bytes"):
        CHECKLIST.evaluate_json(great)
    assert CHECKLIST.evaluate_json(great, max_bytes=None).outcomes


@pytest.mark.parametrize("limit", ["5", 0, -1, True, 1.5])
def test_a_limit_is_a_number_of_bytes(limit: object) -> None:
    with pytest.raises(UsageError, match="max_bytes"):
        CHECKLIST.evaluate_json(b"{}", max_bytes=limit)  # type: ignore[arg-type]


# generated records

NAMES = st.sampled_from([*CANTEEN, "z", "facts", "narratives", "cook\\u005fcount", "a:b", "\\ud83d"])
NUMBERS = st.sampled_from(
    [
        "0",
        "-0",
        "5",
        "3.0",
        "1e2",
        "5.5",
        "1e400",
        "1E-400",
        "100000000000000000000",
        "9" * 310,
        GREAT,
        "01",
        "1.",
        "NaN",
    ]
)
TEXTS = st.sampled_from(
    ['""', '"x"', '"甲：乙"', '"2024-03-05"', '"a:b"', '"\\":"', '"\\ud83d\\ude00"', '"\\udc00"', '"\x01"', '"\\u0000"']
)
VALUES = st.recursive(
    st.one_of(NUMBERS, TEXTS, st.sampled_from(["null", "true", "false", "", "nul"])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.lists(st.tuples(st.sampled_from(["day", "done", "temperature", "z"]), inner), max_size=3).map(
            lambda items: "{" + ",".join(f'"{name}" : {value}' for name, value in items) + "}"
        ),
    ),
    max_leaves=4,
)
VALID = st.sampled_from([(name, json.dumps(value, ensure_ascii=False)) for name, value in CANTEEN.items()])
PAIRS = st.one_of(VALID, VALID, st.tuples(NAMES, VALUES))
GAPS = st.sampled_from(["", "", " ", "\t"])


@st.composite
def texts(draw: st.DrawFn) -> bytes:
    """An object of facts as JSON has it, some of it odd; sometimes damaged."""
    pairs = draw(st.lists(PAIRS, max_size=6))
    unique = draw(st.booleans())
    pairs = list(dict(pairs).items()) if unique else pairs
    gap = draw(GAPS)
    text = "{" + ",".join(f'{gap}"{name}"{gap}:{gap}{value}' for name, value in pairs) + "}"
    data = text.encode("utf-8", "surrogatepass")
    if draw(st.integers(0, 9)) == 0 and data:
        at = draw(st.integers(0, len(data) - 1))
        data = data[:at] + draw(st.sampled_from([b"", b"\xff", b'"', b":", b"\\", b"\x00"])) + data[at + 1 :]
    return data


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=texts())
def test_generated_records_have_one_meaning(data: bytes, tmp_path: Path) -> None:
    found = assert_one_answer(data, tmp_path)
    if found is not None:
        use(CHECKLIST.evaluate_json(data), "json")
