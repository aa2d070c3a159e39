"""Whole inputs made by hypothesis: submissions in every format, cells, rule files, expressions, words, checklists."""

from __future__ import annotations

import csv
import io
import json
from functools import cache
from pathlib import Path
from typing import cast

from hypothesis import strategies as st

from checkrules.expressions.render import render
from checkrules.plugin import Fact

from ..expressions.strategies import POWERS_OF_TWO, booleans, facts, numbers
from ..plugins.documents import form, head, p, paragraphs, run, save, task_row, tbl, tc, tr
from . import seeds

NUMBERS = (
    "0",
    "1",
    "-1",
    "300",
    "1200",
    "1e3",
    "1.0",
    "-0.0",
    "0.5",
    "1e400",
    "-1e400",
    str(2**53 + 1),
    str(2**63 - 1),
    str(2**63),
    "9" * 400,
    "1E5",
    "85.5",
)
WORDS = (
    *("甲小学", "", " ", "是", "否", "有", "无", "☑有 □无", "√", "1,024", "１２００", "三百二十", "300人", "85%", "2023年9月5日", "2023-09-05", "2023-13-01", "9月"),
    *("kindergarten", "幼儿园", "primary", "小学、初中", "=1+1", "@x", "-1", "'=1", "\x1b[31m", "\u202e甲", "甲\n乙", 'a"b', "<b>x</b>", "{student_count}", "\x00", "😀", "a" * 3000, "42070420010101123X", "null"),
)  # fmt: skip
PIECES = (
    *("专职心理教师", "兼职", "学生", "学校", "领导小组", "已成立", "未成立", "拟成立", "没有", "不", "共", "约", "近", "其中", "每周", "每月", "每学期", "上学年", "组织", "开展"),
    *("1", "2", "3", "12", "300", "1,024", "１２", "三", "十二", "两", "半", "85.5", "100", "名", "人", "次", "处", "场", "节", "%", "％", "平方米", "万元"),
    *("，", "。", "；", "、", "：", "（", "）", "“", "”", "\n", " ", "☑", "□", "√", "×", "/", "-", "至", "排查隐患", "整改", "保安", "监控", "覆盖", "心理辅导室", "测评", "应测", "实测"),
)  # fmt: skip


@cache
def _facts() -> tuple[Fact, ...]:
    return seeds.checklist().content.form.facts


def _names() -> st.SearchStrategy[str]:
    known = st.deferred(lambda: st.sampled_from([fact.name for fact in _facts()]))
    return st.one_of(known, known, known, st.sampled_from(["no_such_fact", "", "a" * 300, "T01", "学校", "\x1b", "é"]))


def _values(fact: Fact) -> st.SearchStrategy[str]:
    """JSON texts of a value of the fact, and of another."""
    match fact.type:
        case "integer" | "number":
            fits = st.integers(0, 40).map(str)
        case "boolean":
            fits = st.sampled_from(["true", "false"])
        case "choice":
            fits = st.sampled_from([json.dumps(choice.value) for choice in fact.choices])
        case "choices":
            fits = st.lists(st.sampled_from([choice.value for choice in fact.choices]), max_size=3, unique=True).map(
                json.dumps
            )
        case "date":
            fits = st.dates().map(lambda day: json.dumps(str(day)))
        case "strings":
            fits = st.lists(st.sampled_from(WORDS), max_size=3).map(json.dumps)
        case "objects":
            fits = st.lists(_objects(fact), max_size=3).map(lambda items: f"[{', '.join(items)}]")
        case _:
            fits = st.sampled_from(WORDS).map(json.dumps)
    return st.one_of(fits, fits, fits, _anything())


def _objects(fact: Fact) -> st.SearchStrategy[str]:
    fields = {field.name: _values(field) for field in fact.fields}
    return st.fixed_dictionaries({}, optional=fields).map(
        lambda given: "{" + ", ".join(f"{json.dumps(name)}: {value}" for name, value in given.items()) + "}"
    )


def _anything() -> st.SearchStrategy[str]:
    scalars = st.one_of(
        st.sampled_from(NUMBERS),
        st.sampled_from(WORDS).map(json.dumps),
        st.sampled_from(
            ["null", "true", "[]", "{}", "[null]", "[1]", '{"a": 1}', '"\\ud800"', "NaN", "[" * 70 + "]" * 70]
        ),
    )
    return st.one_of(scalars, st.lists(scalars, max_size=3).map(lambda items: f"[{', '.join(items)}]"))


@st.composite
def _object(draw: st.DrawFn) -> str:
    pairs = []
    for name in draw(st.lists(_names(), max_size=12)):
        fact = next((fact for fact in _facts() if fact.name == name), None)
        pairs.append(f"{json.dumps(name)}: {draw(_values(fact) if fact is not None else _anything())}")
    name = draw(st.sampled_from(['"school_name": "甲小学"', '"school_name": "甲小学"', '"school_name": null']))
    return "{" + ", ".join(dict.fromkeys([name, *pairs]) if draw(st.booleans()) else [name, *pairs]) + "}"


def json_objects() -> st.SearchStrategy[bytes]:
    """One record on one line."""
    return _object().map(_encoded)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


@st.composite
def json_documents(draw: st.DrawFn) -> bytes:
    """A record, records, or a record with the texts of the form."""
    objects = draw(st.lists(_object(), min_size=1, max_size=3))
    texts = draw(st.dictionaries(st.sampled_from(["T01", "T02", "T13", "T99", ""]), _sentences(), max_size=3))
    narrated = f'{{"facts": {objects[0]}, "narratives": {json.dumps(texts)}, "problems": {draw(_anything())}, "task_notes": {draw(_anything())}}}'
    shapes = (
        objects[0],
        f"[{', '.join(objects)}]",
        f'{{"submissions": [{", ".join(objects)}]}}',
        narrated,
        draw(_anything()),
    )
    return _encoded(draw(st.sampled_from(shapes)))


@st.composite
def ndjson_files(draw: st.DrawFn) -> bytes:
    """Records, one a line, among lines that are none."""
    odd = st.sampled_from(["", " ", "null", "[]", "{", '{"a": 1} x', "\ufeff{}", "# x", '{"school_name": "甲"'])
    lines = draw(st.lists(st.one_of(_object(), _object(), _object(), odd), min_size=1, max_size=6))
    return _encoded(draw(st.sampled_from(["\n", "\r\n"])).join(lines))


@st.composite
def yaml_documents(draw: st.DrawFn) -> bytes:
    """Facts, one a line."""
    lines = []
    for name in draw(st.lists(_names(), min_size=1, max_size=8)):
        value = draw(
            st.one_of(
                _anything(),
                st.sampled_from(WORDS),
                st.sampled_from(["&a x", "*a", "!!python/none x", "| \n  甲\n", "no", "010"]),
            )
        )
        lines.append(f"{name}: {value}")
    start = draw(st.sampled_from(["", "", "---\n", "%YAML 1.1\n---\n", "submissions:\n - "]))
    return _encoded(start + "\n".join(lines) + draw(st.sampled_from(["\n", "", "\n...\n", "\n---\na: 1\n"])))


@st.composite
def csv_files(draw: st.DrawFn) -> bytes:
    """Rows under headings of several kinds, in several encodings, not all of the same length."""
    headings = st.deferred(
        lambda: st.sampled_from([name for fact in _facts() for name in (fact.name, fact.title.zh, *fact.aliases[:1])])
    )
    odd = st.sampled_from(["T01", "T01 备注", "合计", "", "序号", "x" * 300, "=1+1", "problems", "\x1b[31m"])
    columns = draw(st.lists(st.one_of(headings, headings, odd), min_size=1, max_size=8))
    first = draw(st.sampled_from([["school_name"], ["学校"], ["学校名称"], []]))
    cells = st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from(NUMBERS)), max_size=len(columns) + 2)
    rows = draw(st.lists(cells, max_size=6))
    text = io.StringIO()
    writer = csv.writer(
        text, delimiter=draw(st.sampled_from(",,;\t")), lineterminator=draw(st.sampled_from(["\r\n", "\n", "\r"]))
    )
    writer.writerows([first + columns, *rows])
    whole = draw(st.sampled_from(["", "", "sep=;\n", "标题\n\n", '"'])) + text.getvalue()
    return whole.encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"])), "replace")


def _sentences() -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


def texts() -> st.SearchStrategy[bytes]:
    """Narratives put together from words that the reader knows, and cells."""
    return st.one_of(_sentences(), _sentences(), st.sampled_from(WORDS), st.text(max_size=30)).map(_encoded)


@st.composite
def word_files(draw: st.DrawFn) -> bytes:
    """The form with rows of several tasks, merged cells, tables in cells, marks and narratives of every kind."""
    rows = []
    for _ in range(draw(st.integers(0, 6))):
        number = draw(st.integers(1, 13))
        numbers = tuple(range(number, min(13, number + draw(st.integers(0, 2))) + 1))
        narrative = draw(_sentences())
        row = task_row(numbers, narrative, draw(st.sampled_from(["", "见附件", narrative])))
        cell = draw(st.sampled_from([p, paragraphs, tc]))
        pieces = (
            row,
            row,
            tr(
                "",
                tc(cast("str", cell(narrative)), merge=draw(st.sampled_from([None, "restart", "continue"]))),
                tc(narrative, span=draw(st.sampled_from([1, 2, 5, 10_000]))),
            ),
            tr("工作成绩亮点", narrative),
            tr(tc(tbl(tr("甲", narrative))), "乙", narrative),
            tr(f"<w:tc><w:p><w:del>{run(narrative)}</w:del><w:ins>{run('甲')}</w:ins></w:p></w:tc>", narrative),
            f"<w:tr><w:sdt><w:sdtContent>{tc(narrative)}</w:sdtContent></w:sdt></w:tr>",
        )
        rows.append(draw(st.sampled_from(pieces)))
    body = draw(
        st.sampled_from(
            [
                form(*rows),
                head() + form(*rows) + p(draw(_sentences())),
                tbl(*rows),
                "".join(form(row) for row in rows[:3]),
            ]
        )
    )
    packed = io.BytesIO()
    save(cast("Path", packed), body)
    return packed.getvalue()


@st.composite
def rule_files(draw: st.DrawFn) -> bytes:
    """A section file with one rule, whose keys are right, nearly right or wrong."""
    conditions = st.sampled_from(["has_cooks", "cook_count >= min_cooks", "licensed", "degrees > 4", "kind == 'school'", "kind == 'x'", "'store' in rooms", "rooms.length > 1", "day > d'2023-01-01'", "[c for c in checks if c.done].length > 0", "cook_count", "true", "1 / 0 > 1", "x", "", "null", "dishes.length < 10 ** 9"])  # fmt: skip
    texts = st.sampled_from(["{zh: 甲, en: x}", "{zh: '{cook_count}人', en: '{cook_count}'}", "{zh: '{', en: '}'}", "{zh: '{nobody}', en: x}", "{zh: '', en: ''}", "甲", "[]", "{zh: 甲}", "{zh: '{rooms}{day}{checks}', en: '{min_cooks}'}"])  # fmt: skip
    simple = st.sampled_from(
        [
            "1",
            "0",
            "-1",
            "0.5",
            "1e300",
            "1e9999999",
            "major",
            "critical",
            "advisory",
            "30",
            "[]",
            "{}",
            "null",
            "true",
            "甲",
            "2024-01-01",
            str(2**64),
        ]
    )
    keys = {
        "id": st.sampled_from(["C1-1", "C1-1", "C1-2", "T 1", "'\x1b'", "1"]),
        "name": st.sampled_from(["enough-cooks", "enough cooks", "1"]),
        "title": texts,
        "when": conditions,
        "require": conditions,
        "degree": st.sampled_from(["cook_count / 10", "degrees", "licensed", "0.5"]),
        "severity": st.sampled_from(["major", "critical", "minor", "x"]),
        "points": st.one_of(st.just("1"), simple),
        "message": texts,
        "remedy": texts,
        "due_days": st.one_of(st.just("30"), simple),
        "source": st.sampled_from(['{document: d1, clause: "1", quote: 配足厨师}', "{document: x}", "甲"]),
        "examples": st.sampled_from(["{pass: [{cook_count: 2}], fail: [{cook_count: 1}]}", "{pass: [], fail: []}", "{pass: [{x: 1}], fail: [{licensed: 甲}]}", "{}"]),
        "role": st.sampled_from(["unscored", "x"]),
    }  # fmt: skip
    left_out = draw(st.sets(st.sampled_from(sorted(keys)), max_size=3)) if draw(st.booleans()) else {"degree", "role"}
    lines = [f"        {name}: {draw(values)}" for name, values in keys.items() if name not in left_out]
    start = "section: {id: K1, number: 一, title: {zh: 人员, en: Staff}}\ntasks:\n  - id: C1\n    title: {zh: 人员, en: Staff}\n    rules:\n"
    return _encoded(start + "\n".join(lines).replace("        ", "      - ", 1) + "\n")


def expressions() -> st.SearchStrategy[bytes]:
    """Conditions of the language, and words of the language in any order."""
    words = st.sampled_from(["student_count", "school_stage", "'primary'", "1", "0", "1e9999999", "inf", "d'2023-09-01'", "d'2023-99-01'", "and", "or", "not", "in", "==", "=~", "=~~", "<", "/", "**", "//", "??", "?", ":", "(", ")", "[", "]", "for", "if", ".length", ".days", "$sum", "$now", "null", "true", "{", "}", "'a*a*a*b'", "'(a+)+'", "\x00", "\n", "#", "@", "&", "9" * 400])  # fmt: skip
    soup = st.lists(words, min_size=1, max_size=15).map(" ".join)
    return st.one_of(booleans(2).map(render), soup, soup).map(_encoded)


@st.composite
def checklists(draw: st.DrawFn) -> bytes:
    """Conditions of some rules over the form of every type, and the seed of a table."""
    rules = [
        {"when": draw(st.one_of(st.none(), booleans(1).map(render))), "require": draw(booleans(3).map(render))}
        for _ in range(draw(st.integers(3, 8)))
    ]
    return json.dumps(
        {"rules": rules, "table": draw(st.integers(0, 2**32)), "rows": draw(st.sampled_from([600, 600, 600, 1]))}
    ).encode()


@st.composite
def stated_expressions(draw: st.DrawFn) -> bytes:
    """An expression, and records that state everything."""
    node = draw(st.one_of(booleans(2, POWERS_OF_TWO), booleans(3, POWERS_OF_TWO), numbers(2, POWERS_OF_TWO)))
    records = draw(st.lists(facts(stated=True), min_size=1, max_size=8))
    return json.dumps({"expression": render(node), "records": records}, default=str).encode()
