"""Parts of NDJSON and CSV files against the readers of single files: the same facts, misfits and rejections, row by row."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from functools import cache
from pathlib import Path
from random import Random

import attrs
import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import checkrules
from checkrules.checklist import Checklist
from checkrules.facts.check import validate
from checkrules.facts.kind import InvalidValue
from checkrules.facts.kinds import fit
from checkrules.model.errors import ReadError
from checkrules.model.submission import Rejection
from checkrules.tables.files import csv as csv_rows
from checkrules.tables.files import ndjson
from checkrules.tables.files import split as sources
from checkrules.tables.files.read_part import read_part
from checkrules.tables.judged_table import JudgedTable

from ...kitchen import CANTEEN, kitchen
from ..columns.made_up import table

TODAY = dt.date(2024, 5, 1)
SCHOOL = {"school_name": "甲小学", "school_stage": "primary", "student_count": 1200, "inspection_date": "2023-09-05"}
RowProblem = dict[int, list[tuple[object, ...]]]


@cache
def mental_health() -> Checklist:
    return checkrules.load_checklist("mental-health")


@cache
def canteen() -> Checklist:
    """The kitchen with what msgspec cannot hold: a pattern, a bound that is no whole number, whole numbers in objects."""
    made = kitchen()
    changes: dict[str, dict[str, object]] = {
        "canteen_name": {"pattern": "^[^x]*$"},
        "fridge_temperature": {"minimum": -49.5},
    }
    facts = [attrs.evolve(fact, **changes.get(fact.name, {})) for fact in made.content.form.facts]
    checks = facts[-1]
    count = attrs.evolve(facts[2], name="meals")
    facts[-1] = attrs.evolve(checks, fields=(*checks.fields, count))
    form = attrs.evolve(made.content.form, facts=tuple(facts))
    return Checklist(content=attrs.evolve(made.content, form=form), registry=made.registry)


CHECKLISTS = {"mental-health": mental_health, "kitchen": canteen}


@attrs.frozen(kw_only=True)
class Found:
    """What is read from a file: by row the facts, outcomes and invalid cells; the rejected lines."""

    facts: dict[int, dict[str, object]]
    codes: dict[int, bytes]
    misfits: RowProblem
    rejected: RowProblem


def by_parts(path: Path, checklist: Checklist, size: int) -> Found:
    """The file read in parts of at least `size` bytes."""
    found = Found(facts={}, codes={}, misfits=defaultdict(list), rejected=defaultdict(list))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sources, "BYTES", size)
        patch.setattr(ndjson, "ROWS_AT_ONCE", 3)
        parts = sources.parts_of(path, checklist.content.form)
        for part in parts:
            read = read_part(part, checklist.compiled)
            judged = JudgedTable(checklist.compiled, read.frame, today=TODAY, rows=read.rows, left_out=read.misfits)
            outcomes = judged.outcomes
            for location, row in enumerate(read.rows):
                assert row not in found.facts
                found.facts[row] = fitted(checklist, read.frame.row(location, named=True))
                found.codes[row] = bytes(outcomes.row(location))
            for row, fact, value, zh, en in judged.misfits.rows():
                found.misfits[row].append((fact, value, zh, en))
            for problem in read.rejected:
                found.rejected[problem.row].append((problem.message.zh, problem.message.en))
    return found


def fitted(checklist: Checklist, row: dict[str, object]) -> dict[str, object]:
    facts = checklist.compiled.facts
    return without_nothing({name: fit(facts[name], v) for name, v in row.items() if fits(checklist, name, v)})


def without_nothing(facts: dict[str, object]) -> dict[str, object]:
    """Without what is not stated, also in lists of objects."""

    def plain(value: object) -> object:
        if isinstance(value, tuple):
            return [
                {k: v for k, v in item.items() if v is not None} if isinstance(item, dict) else item for item in value
            ]
        return value

    return {name: plain(value) for name, value in facts.items() if value is not None}


def alone(path: Path, checklist: Checklist) -> Found:
    """The file read as single files are."""
    found = Found(facts={}, codes={}, misfits=defaultdict(list), rejected=defaultdict(list))
    for item in checkrules.read(path, checklist):
        row = item.location.line if item.location else None
        assert row is not None, item
        if isinstance(item, Rejection):
            found.rejected[row].append((item.reason.zh, item.reason.en))
            continue
        report = checklist.evaluate(item, today=TODAY)
        found.facts[row] = without_nothing(validate(checklist.content.form, item)[0])
        found.codes[row] = report.codes
        for remark in report.remarks:
            if remark.code == "invalid_value" and remark.fact is not None:
                found.misfits[row].append((remark.fact, remark.value, remark.message.zh, remark.message.en))
    return found


def assert_same(path: Path, checklist: Checklist, size: int = sources.BYTES) -> Found:
    expected, found = alone(path, checklist), by_parts(path, checklist, size)
    assert found.facts == expected.facts
    assert found.codes == expected.codes
    assert dict(found.rejected) == dict(expected.rejected)
    assert in_order(found.misfits) == in_order(expected.misfits)
    return found


def in_order(problems: RowProblem) -> dict[int, list[tuple[object, ...]]]:
    return {row: sorted(cells, key=repr) for row, cells in problems.items()}


# generated files


def dumped(record: object, random: Random) -> str:
    separators = random.choice(((",", ":"), (", ", ": "), (",", " : "), ("\t,", "\t:\r")))
    return json.dumps(record, ensure_ascii=random.random() < 0.3, separators=separators)


def records(checklist: Checklist, random: Random, rows: int) -> list[dict[str, object]]:
    """Made-up submissions as JSON has them, sometimes with all facts, sometimes with those that are stated."""
    found = []
    nulls, good = random.random() < 0.3, random.random() < 0.7
    for row in table(checklist, rows, random).rows(named=True):
        text = json.dumps(row, default=str).replace("NaN", "null").replace("-Infinity", "1").replace("Infinity", "1")
        record = {k: v for k, v in json.loads(text).items() if not good or fits(checklist, k, v)}
        if good and random.random() < 0.2:  # as programs write whole numbers where some are missing
            record = {k: float(v) if type(v) is int else v for k, v in record.items()}
        found.append({k: v for k, v in record.items() if nulls or v is not None})
    return found


def fits(checklist: Checklist, name: str, value: object) -> bool:
    try:
        fit(checklist.compiled.facts[name], value)
    except InvalidValue:
        return False
    return True


ODD_VALUES = ("5", "3.0", "-0.0", "1e3", "true", "null", '"5"', '"是"', "NaN", "Infinity", "1e999", "[]", "[1]", '["a",null]',
    "{}", '[{"day":"2024-01-01"}]', '[{"day":"2024-01-01","day":null}]', '[{"meals":3.0,"temperature":1}]', '[{"meals":2.5}]',
    '[{"nonsense":1}]', "[null]", "9223372036854775808", "-9223372036854775809", "9223372036854775807", "99999999999999999999999",
    "01", "1.", "'x'", '"2023-02-30"', '"2023-W36-2"', '"20230905"', '"2023-09-05T00:00:00"', '"2023-09-05Z"', '"x"', '"a:b"', '": "', '"\\":"', '"\\u0000"',
    '"\\ud83d"', '"\\ud83d\\ude00"', '"ﬁ"', '"' + "ﬁ" * 150 + '"', '"' + "长" * 201 + '"', "[" * 9 + "]" * 9, "[" * 70 + "]" * 70, '"\x01"', '"primary"',
    '["individual","individual"]', "２", "1_0", "0x1", "tru")  # fmt: skip
ODD_ENDS = ("", "", "", " ", "\r", "\t", "{}", ",", "\x0b", "}", "\x00")
ODD_LINES = (b"", b" ", b"\r", b"\x0b", b"{}", b"null", b"[]", b"5", b"{", b"[", b"{}{}", b"{} \r{}", b"\xff", b'{"a":"\xff"}', b'{"\xff":1}', b"%PDF-1.4",
    b"\xef\xbb\xbf{}", b'{"facts":{}}', b'{"facts":{"a":1},"a":2}', b'{"facts":null}', b'{"facts":[1]}', b'{"narratives":{"T01":"\xe8\xa7\x81\xe9\x99\x84\xe4\xbb\xb6: x","T01":""}}',
    b'{"narratives":{"T01":"\xe8\xa7\x81"},"task_notes":{"T01":null},"problems":"a:b","$schema":"x"}', b'{"narratives":5,"task_notes":{"T01":7}}',
    b"\xed\xa0\xbd", "{'甲':1}".encode("gbk"), b'{"x":' * 2000, b"<html>", b'{"a":1e400}', b'{"a":{"b":1,"b":2}}')  # fmt: skip


def odd_line(checklist: Checklist, record: dict[str, object], random: Random) -> bytes:
    """A line of a record, more or less odd."""
    text = dumped(record, random)
    names = [fact.name for fact in checklist.content.form.facts]
    match random.randrange(8):
        case 0:
            return random.choice(ODD_LINES)
        case 1:
            text = dumped({"facts": record, **random.choice(({}, {"task_notes": {"T01": "x:y"}}, {"x": 1}))}, random)
        case 2:  # a duplicate key, or nearly
            name = random.choice(names)
            again = f'"{name}":{random.choice(("null", "1", json.dumps(record.get(name))))}'
            text = random.choice((f"{{{again},{text[1:]}", f"{text[:-1]},{again}}}", text))
            text = text.replace("{,", "{").replace(",}", "}")
        case 3:
            text = f'{{"{random.choice(("x", "学校", "facts", "a b"))}":{random.choice(ODD_VALUES)},{text[1:]}'
        case 4 | 5:
            name = random.choice(names)
            text = dumped({k: v for k, v in record.items() if k != name}, random)
            text = f'{{"{name}":{random.choice(ODD_VALUES)}{"," if len(record) - (name in record) else ""}{text[1:]}'
        case 6:
            text = text[: random.randrange(len(text))]
    return (text + random.choice(ODD_ENDS)).encode()


@pytest.mark.parametrize("name", CHECKLISTS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_generated_ndjson(name: str, seed: int, tmp_path: Path) -> None:
    random, checklist = Random(seed), CHECKLISTS[name]()
    odd = random.choice((0.0, 0.1, 0.9))
    lines = [dumped({}, random).encode()]
    for record in records(checklist, random, random.choice((1, 4, 12))):
        lines.append(odd_line(checklist, record, random) if random.random() < odd else dumped(record, random).encode())
    ends = random.choice((b"\n", b"\r\n", b"\n\n"))
    path = tmp_path / "a.ndjson"
    path.write_bytes(random.choice((b"", b"\xef\xbb\xbf")) + ends.join(lines) + random.choice((b"", ends)))
    assert_same(path, checklist, random.choice((1, 300, 5000, sources.BYTES)))


ODD_CELLS = ("", " ", "\u3000", "5", " 5", "+5", "-5", "-0", "007", "1,200", "１２００", "1,200名", "5.0", "1e3", "1.5万", "十二", "5.", ".5", "inf", "NaN", "1_0", "0x1", "无", "未填", "未填写",
    "-", "—", "是", "否", "有", "√", "true", "TRUE", "yes", "☑有 □无", "小学", "primary", "  primary ", "PRIMARY", "2023-09-05", "2023年9月5日", "20230905", "2023-02-30", "'=1+1", "'-5", "'x", "''=1", "=1+1",
    "a\nb", "a\r\nb", "a\rb", 'a"b', '"', '""', "x" * 300, "甲\u200b小学", "ﬁ" * 150, "individual、group", "个别辅导,团体辅导", "[]", "99999999999999999999", "1" * 50, "甲 小学", "未", "n/a", "x\x1cy", "\x1c", "\x85",
    "😀", "9223372036854775807", "1e999", "3.5 ℃", "12%", "sep=;", "#")  # fmt: skip


def quoted(cell: str, delimiter: str, random: Random) -> str:
    """A cell as a program writes it, or, now and then, as somebody types it."""
    if random.random() < 0.02:
        return random.choice((cell, f'"{cell}', f'"{cell}"x', f'x"{cell}"'))
    must = any(sign in cell for sign in (delimiter, '"', "\n", "\r"))
    return '"' + cell.replace('"', '""') + '"' if must or random.random() < random.choice((0, 0, 0.5)) else cell


def typed(value: object, random: Random) -> str:
    match value:
        case None:
            return ""
        case bool():
            return random.choice(("true", "是") if value else ("false", "否"))
        case list():
            return "、".join(map(str, value))
        case _:
            return str(value).replace("\x00", "")  # a file that holds NUL is no text: see below


@pytest.mark.parametrize("name", CHECKLISTS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
@example(seed=8983)  # after a broken quote, the rest of the line opens another one
def test_generated_csv(name: str, seed: int, tmp_path: Path) -> None:
    random, checklist = Random(seed), CHECKLISTS[name]()
    facts = random.sample(checklist.content.form.facts, random.randint(2, len(checklist.content.form.facts)))
    delimiter, end = random.choice(",,;\t"), random.choice(("\n", "\n", "\r\n", "\r"))
    odd = random.choice((0.0, 0.02, 0.5))
    heading = [random.choice((fact.name, fact.title.zh)) for fact in facts] + random.choice(
        ([], ["T01 备注"], ["乱写"])
    )
    rows = [heading]
    for record in records(checklist, random, random.choice((1, 4, 12))):
        row = [random.choice(ODD_CELLS) if random.random() < odd else typed(record.get(f.name), random) for f in facts]
        row += [random.choice(("", "见附件"))] * (len(heading) - len(facts))
        if random.random() < odd:
            row = random.choice((row[:1], [*row, ""], [*row, "x"], [], [""], [""] * len(row), [" "] * len(row)))
        rows.append(row)
    text = end.join(delimiter.join(quoted(cell, delimiter, random) for cell in row) for row in rows)
    text += random.choice(("", end, end * 2))
    path = tmp_path / "a.csv"
    path.write_bytes(
        random.choice(("", "\ufeff")).encode() + text.encode() if random.random() < 0.7 else text.encode("gb18030")
    )
    assert_same_or_refused(path, checklist, random.choice((1, 300, 5000, sources.BYTES)))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.sampled_from(('"', '""', '"甲"', "甲", "1", ",", ",", "\n", "\r", "\r\n"))).map("".join),
    size=st.integers(1, 30),
)
@example(rows='"1"甲,"\n2,3\n', size=1)
@example(rows="甲,1,\n" + '"\n' + "乙,2,\n" * 1_500 + '丙,"3",\n', size=50)  # no cell has so many lines
@example(rows='"甲\n' + "乙\n" * 999 + '",2,\n丙,3,\n', size=50)  # this one has
def test_quotes_anywhere(rows: str, size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MORE", 1)
    path = tmp_path / "a.csv"
    path.write_bytes(f"{HEADING}\n{rows}".encode())
    assert_same_or_refused(path, mental_health(), size)


def assert_same_or_refused(path: Path, checklist: Checklist, size: int) -> None:
    """As `assert_same`; a file that the single reader refuses is refused with the same words."""
    items = list(checkrules.read(path, checklist))
    refused = None
    try:
        sources.parts_of(path, checklist.content.form)
    except ReadError as error:
        refused = error.problem
    if refused is None:
        assert_same(path, checklist, size)
    else:
        assert [item.reason for item in items if isinstance(item, Rejection)] == [refused]
        assert len(items) == 1


# the traps, one by one

NAMES = {"school_name": "甲", "student_count": 1}
NDJSON: dict[str, tuple[bytes, dict[int, dict[str, object]], list[int], list[int]]] = {
    # lines; the facts by row; the rows with a misfit; the rows that are rejected
    "good": (b'{"student_count":1}\n{"student_count":2}\n', {1: {"student_count": 1}, 2: {"student_count": 2}}, [], []),
    "no end of the last line": (b'{"student_count":1}', {1: {"student_count": 1}}, [], []),
    "CRLF": (b'{"student_count":1}\r\n{"student_count":2}\r\n', {1: {"student_count": 1}, 2: {"student_count": 2}}, [], []),
    "blank lines": (b'\n \n{"student_count":1}\n\r\n{}', {3: {"student_count": 1}, 5: {}}, [], []),
    "a mark at the start": (b'\xef\xbb\xbf{"student_count":1}', {1: {"student_count": 1}}, [], []),
    "a lone return": (b'{"student_count":1}\r{"student_count":2}\n{}', {2: {}}, [], [1]),
    "two objects on a line, one on two": (b'{}{}\n{"student_count":\n1}\n{}', {4: {}}, [], [1, 2, 3]),
    "NUL": (b'{}\n{"school_name":"\x00"}\n{"school_name":"\\u0000"}', {1: {}, 3: {"school_name": "\x00"}}, [], [2]),
    "a text of digits": (b'{"student_count":"5"}', {1: {}}, [1], []),
    "3.0 and 1e3": (b'{"student_count":3.0}\n{"student_count":1e3}', {1: {"student_count": 3}, 2: {"student_count": 1000}}, [], []),
    "3.5": (b'{"student_count":3.5}\n{"student_count":4}', {1: {}, 2: {"student_count": 4}}, [1], []),
    "true for a number": (b'{"student_count":true}', {1: {}}, [1], []),
    "NaN": (b'{"student_count":NaN}\n{}', {2: {}}, [], [1]),
    "65 bits": (b'{"student_count":9223372036854775808}\n{"x":9223372036854775808}\n{}', {1: {}, 2: {}, 3: {}}, [1], []),
    "a name twice": (b'{"student_count":1,"student_count":1}\n{"student_count":null,"student_count":1}\n{}', {3: {}}, [], [1, 2]),
    "a name twice, and colons in texts": (b'{"student_count":1,"student_count":1}\n{"school_name":"a:b"}', {2: {"school_name": "a:b"}}, [], [1]),
    "a name twice, escaped": (b'{"student_count":1,"student\\u005fcount":1}', {}, [], [1]),
    "an unknown name twice": (b'{"x":1,"x":1}\n{"x":1}\n{"x":1,"x":1}', {2: {}}, [], [1, 3]),
    "nested deeply": (b'{"x":' + b"[" * 9 + b"]" * 9 + b"}\n" + b'{"x":' * 10_000 + b"\n{}", {3: {}}, [], [1, 2]),
    "a list for one value": (b'{"student_count":[1]}', {1: {}}, [1], []),
    "a number in a list of texts": (b'{"responsible_inspectors":["a",1]}', {1: {}}, [1], []),
    "too many in a list": (b'{"responsible_inspectors":' + json.dumps(["a"] * 500).encode() + b"}", {1: {}}, [1], []),
    "wrapped": (b'{"facts":{"student_count":1},"task_notes":{"T01":"a:b"}}\n{"facts":{}}', {1: {"student_count": 1}, 2: {}}, [], []),
    "wrapped in part": (b'{"facts":{"student_count":1},"school_name":"a"}', {1: {"student_count": 1, "school_name": "a"}}, [], []),
    "inside and outside": (b'{"facts":{"student_count":1},"student_count":1}\n{}', {2: {}}, [], [1]),
    "texts of the form": (b'{"narratives":{"T01":"x"},"task_notes":{"T99":"x"},"problems":"x","$schema":"x","student_count":1}', {1: {"student_count": 1}}, [], []),
    "bad UTF-8": (b'{}\n{"school_name":"\xff"}\n{"\xff":1}\n{}', {1: {}, 4: {}}, [], [2, 3]),
    "half a character": (b'{"school_name":"\\ud83d"}\n{"school_name":"\\ud83d\\ude00"}', {2: {"school_name": "😀"}}, [], [1]),
    "not Gregorian": (b'{"inspection_date":"2023-W36-2"}\n{"inspection_date":"20230905"}\n{"inspection_date":"2023-09-05"}', {1: {}, 2: {}, 3: {"inspection_date": dt.date(2023, 9, 5)}}, [1, 2], []),
    "a long line": (b'{"x":"' + b"x" * (5 << 20) + b'"}\n{}', {2: {}}, [], [1]),
    "longer in normal form": (b'{"school_name":"' + ("ﬁ" * 150).encode() + b'"}', {1: {"school_name": "fi" * 150}}, [], []),
}  # fmt: skip


@pytest.mark.parametrize("name", NDJSON)
def test_a_trap_of_ndjson(name: str, tmp_path: Path) -> None:
    data, facts, misfits, rejected = NDJSON[name]
    path = tmp_path / "a.ndjson"
    path.write_bytes(data)
    for size in (1, sources.BYTES):
        found = assert_same(path, mental_health(), size)
        assert found.facts == facts
        assert sorted(found.misfits) == misfits
        assert sorted(found.rejected) == rejected


@pytest.mark.parametrize("data", [b"PK\x03\x04xl/workbook", "{}".encode("utf-16"), b'{\n"a":1}', b"[\n{}\n]", b"%PDF"])
def test_a_file_that_is_no_ndjson_is_refused_as_a_whole(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.ndjson"
    path.write_bytes(data)
    with pytest.raises(ReadError) as caught:
        sources.parts_of(path, mental_health().content.form)
    (item,) = checkrules.read(path, mental_health())
    assert isinstance(item, Rejection)
    assert item.reason == caught.value.problem


HEADING = "学校,student_count,学校类型"
CSV: dict[str, tuple[str, dict[int, tuple[object, ...]], list[int], list[int]]] = {
    # rows; by line the school, the number of pupils and the stage; the lines with a misfit; the lines that are rejected
    "good": ("甲,1,primary\n乙,2,小学\n", {2: ("甲", 1, "primary"), 3: ("乙", 2, "primary")}, [], []),
    "no end of the last line": ("甲,1,", {2: ("甲", 1, None)}, [], []),
    "CRLF": ("甲,1,\r\n乙,2,\r\n", {2: ("甲", 1, None), 3: ("乙", 2, None)}, [], []),
    "a lone return": ("甲,1,\r乙,2,\n丙,3,", {2: ("甲", 1, None), 3: ("乙", 2, None), 4: ("丙", 3, None)}, [], []),
    "blank rows": ("\n ,,\n甲,1,\n,,\n\n乙,2,\n\n", {4: ("甲", 1, None), 7: ("乙", 2, None)}, [], []),
    "only other columns": (",,\n,,初中\n", {3: (None, None, "junior")}, [], []),
    "full-width digits": ("甲,１２００,\n乙,1200名,", {2: ("甲", 1200, None), 3: ("乙", 1200, None)}, [], []),
    "guarded": ("'=甲,1,\n'-乙,'-5,", {2: ("=甲", 1, None), 3: ("-乙", None, None)}, [3], []),
    "quoted": ('"甲,乙","1",""\n"甲""乙",2,', {2: ("甲,乙", 1, None), 3: ('甲"乙', 2, None)}, [], []),
    "an end of a line in a cell": ('"甲\n乙",1,\n"丙\r\n丁",2,\n戊,3,', {2: ("甲\n乙", 1, None), 4: ("丙\r\n丁", 2, None), 6: ("戊", 3, None)}, [], []),
    "a quote in a cell": ('5"甲,1,\n乙",2,\n丙,3,', {2: ('5"甲', 1, None), 3: ('乙"', 2, None), 4: ("丙", 3, None)}, [], []),
    "a broken quote": ('甲,1,\n"乙"x,2,\n丙,3,', {2: ("甲", 1, None), 4: ("丙", 3, None)}, [], [3]),
    "a short row": ("甲\n乙,2,\n丙,3", {2: ("甲", None, None), 3: ("乙", 2, None), 4: ("丙", 3, None)}, [], []),
    "a long row": ("甲,1,,x\n乙,2,,,\n丙,3,", {3: ("乙", 2, None), 4: ("丙", 3, None)}, [], [2]),
    "invalid": ("甲,许多,\n乙,1.5,\n丙,-1,\n丁,4,x", {2: ("甲", None, None), 3: ("乙", None, None), 4: ("丙", None, None), 5: ("丁", 4, None)}, [2, 3, 4, 5], []),
    "not stated": ("未填,—,/\n甲,无,", {2: (None, None, None), 3: ("甲", 0, None)}, [], []),
    "a cell that is too long": ("甲,1,\n" + "x" * 140_000 + ",2,\n丙,3,", {2: ("甲", 1, None), 4: ("丙", 3, None)}, [], [3]),
    "like another kind of file": ("甲,1,\n%PDF,2,\nGIF8,3,", {2: ("甲", 1, None), 3: ("%PDF", 2, None), 4: ("GIF8", 3, None)}, [], []),
}  # fmt: skip


@pytest.mark.parametrize(("delimiter", "encoding"), [(",", "utf-8"), (";", "utf-8-sig"), ("\t", "gb18030")])
@pytest.mark.parametrize("name", CSV)
def test_a_trap_of_csv(name: str, delimiter: str, encoding: str, tmp_path: Path) -> None:
    rows, facts, misfits, rejected = CSV[name]
    path = tmp_path / "a.csv"
    path.write_bytes(f"{HEADING}\n{rows}".replace(",", delimiter).encode(encoding))
    for size in (1, sources.BYTES):
        found = assert_same(path, mental_health(), size)
        shown = {
            row: (f.get("school_name"), f.get("student_count"), f.get("school_stage")) for row, f in found.facts.items()
        }
        assert shown == {
            row: tuple(c.replace(",", delimiter) if isinstance(c, str) else c for c in cells)
            for row, cells in facts.items()
        }
        assert sorted(found.misfits) == misfits
        assert sorted(found.rejected) == rejected


def test_a_table_of_one_column(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('学校\n甲\n\n""\n"乙\n"\n \n丙\n\n', "utf-8")
    for size in (1, sources.BYTES):
        assert sorted(assert_same(path, mental_health(), size).facts) == [2, 5, 8]


def test_a_row_like_a_declaration_of_the_separator(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{HEADING}\n甲,1,\nsep=;\n乙,2,", "utf-8")
    assert assert_same(path, mental_health(), 1).facts[3] == {"school_name": "sep=;"}


def test_a_part_that_would_fit_another_encoding_is_read_in_that_of_its_file(tmp_path: Path) -> None:
    assert "模".encode("gb18030").decode() == "ģ"
    path = tmp_path / "a.csv"
    path.write_bytes(f"{HEADING}\n甲,1,\n模,2,\n".encode("gb18030"))
    found = assert_same(path, mental_health(), 1)
    assert found.facts[3]["school_name"] == "模"


@pytest.mark.parametrize("bad", [b"\x00", b"\xff\xff"], ids=["NUL", "no known encoding"])
def test_what_is_no_text_is_told_with_its_line(bad: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(f"{HEADING}\n甲,1,\n".encode() + bad + b",2,\n")
    with pytest.raises(ReadError) as caught:
        sources_and_parts(path)
    assert caught.value.location is not None
    assert caught.value.location.line in (None, 3)


def sources_and_parts(path: Path) -> None:
    for part in sources.parts_of(path, mental_health().content.form):
        read_part(part, mental_health().compiled)


@pytest.mark.parametrize("suffix", ["ndjson", "csv"])
def test_parts_have_few_rows_however_short(suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / f"a.{suffix}"
    path.write_text("{}\n" * 10 if suffix == "ndjson" else f"{HEADING}\n" + '甲\n"乙\n",2,\n' * 5, "utf-8")
    monkeypatch.setattr(sources, "ROWS", 3)
    parts = sources.parts_of(path, mental_health().content.form)
    assert [read_part(part, mental_health().compiled).frame.height for part in parts] == (
        [3, 3, 3, 1] if suffix == "ndjson" else [2] * 5
    )
    assert_same(path, mental_health())


# the fast paths are taken

QUICK = {
    "good": [SCHOOL],
    "not stated": [{**SCHOOL, "class_count": None}],
    "whole numbers as 3.0": [{**SCHOOL, "student_count": 3.0}],
    "whole numbers that are none": [{**SCHOOL, "student_count": 3.5}],
    "wrapped": [{"facts": SCHOOL}],
    "texts of the form": [{**SCHOOL, "narratives": {"T01": "a: b"}, "problems": "c:d"}],
    "colons": [{**SCHOOL, "school_name": "a:b"}],
}


@pytest.mark.parametrize("name", QUICK)
def test_ndjson_is_not_read_with_care(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.ndjson"
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in QUICK[name] * 2), "utf-8")
    assert_same(path, mental_health())
    monkeypatch.setattr(ndjson, "submission_of_line", None)
    by_parts(path, mental_health(), sources.BYTES)


def test_objects_are_not_read_with_care(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.ndjson"
    path.write_text(json.dumps(CANTEEN), "utf-8")
    monkeypatch.setattr(ndjson, "submission_of_line", None)
    assert by_parts(path, canteen(), sources.BYTES).facts[1]["meal_count"] == 650


def test_names_of_every_kind_are_unknown(tmp_path: Path) -> None:
    path = tmp_path / "a.ndjson"
    names = ["", " ", "a b", '"', "\\", "\n", "\x7f", "\u2028", "\ufeff", "😀", "facts", "f0", "__init__", "x" * 5000]
    path.write_text("".join(json.dumps({name: 1, **SCHOOL}) + "\n" for name in names * 2), "utf-8")
    assert_same(path, mental_health())
    (part,) = sources.parts_of(path, mental_health().content.form)
    assert read_part(part, mental_health().compiled).unknown == tuple(names)


def test_a_name_that_the_form_does_not_have_is_learnt_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.ndjson"
    path.write_text("".join(json.dumps({"x": 1, **SCHOOL, "学号": "y"}) + "\n" for _ in range(5)), "utf-8")
    calls = []
    careful = ndjson.submission_of_line
    monkeypatch.setattr(ndjson, "submission_of_line", lambda *given: calls.append(1) or careful(*given))
    (part,) = sources.parts_of(path, mental_health().content.form)
    read = read_part(part, mental_health().compiled)
    assert (read.unknown, read.frame.height, len(calls)) == (("x", "学号"), 5, 1)


@pytest.mark.parametrize(
    "rows",
    ["甲,1,小学\n", '"甲","1",""\r\n', '"甲,""乙""",1,\n\n', "甲\n乙,许多,x\n", '"甲\n",1,\n\n乙,2,'],
    ids=["good", "quoted", "doubled", "odd", "lines"],
)
def test_csv_is_taken_apart_by_line(rows: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{HEADING}\n{rows}", "utf-8", newline="")
    assert_same(path, mental_health())
    monkeypatch.setattr(csv_rows, "_by_row", None)
    by_parts(path, mental_health(), sources.BYTES)


def test_parquet_has_all_facts_and_names_the_other_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pl.DataFrame({"school_name": ["甲", "乙"], "nonsense": [1, 2], "location": ["rural", "x"]}).write_parquet(path)
    (part,) = sources.parts_of(path, mental_health().content.form)
    read = read_part(part, mental_health().compiled)
    assert (read.frame.columns, read.rows.to_list(), read.misfits.height) == (["school_name", "location"], [1, 2], 0)
    assert read.unknown == ("nonsense",)


def test_whole_numbers_of_any_size_are_read_as_they_are(tmp_path: Path) -> None:
    """Whole numbers are not read by way of doubles, which hold only those up to 2**53."""
    path = tmp_path / "a.ndjson"
    numbers = [2**53 + 1, -(2**63), 2**63 - 1, 3]
    fact = attrs.evolve(
        next(f for f in kitchen().content.form.facts if f.type == "integer"), minimum=None, maximum=None
    )
    form = kitchen().content.form
    content = attrs.evolve(
        kitchen().content, form=attrs.evolve(form, facts=tuple(fact if f.name == fact.name else f for f in form.facts))
    )
    wide = checkrules.Checklist(content=content, registry=kitchen().registry)
    path.write_text("".join(f'{{"{fact.name}": {number}}}\n' for number in numbers), "utf-8")
    (part,) = sources.parts_of(path, content.form)
    assert read_part(part, wide.compiled).frame[fact.name].to_list() == numbers
