"""JSON text → data, and a line of NDJSON → its submission, strictly: what two readers could understand differently is
refused, with its line and column.

Refused besides broken JSON: duplicate keys, NaN and Infinity, halves of surrogate pairs, and nesting so deep that it can
only be an attack. A number that 64 bits do not hold is read as it is written: it fits no fact, and costs no other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import attrs

from checkrules.model.errors import Location, ReadError
from checkrules.model.numbers import real_number, whole_number
from checkrules.model.privacy import masked, shown
from checkrules.model.rules import Content
from checkrules.model.submission import Rejection, Submission
from checkrules.model.text import Text, visible
from checkrules.reading.bytes import decode, kind_of
from checkrules.reading.records import submission_of
from checkrules.words.json_problems import json_problem

MAX_LINE_BYTES = 4 * 1024 * 1024
"""Bytes of a line of NDJSON, its end included."""
WHOLE = Text(
    "如果整个文件是一个 JSON 文档，请把后缀改为 .json", "if the whole file is one JSON document, name it .json"
)
NO_OBJECT = Text('应为 {"项目名": 值, …}；文件请用 check', 'expected {"fact name": value, …}; check takes files')
EXCERPT = 40
"""Characters that an error quotes on each side of its place."""
MAX_DEPTH = 64
LONE_HALF = re.compile(r"[\ud800-\udfff]")
SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)


class _Refused(ValueError):
    """The data holds something that JSON libraries disagree about; `_problems` finds where."""


@attrs.frozen
class _Problem:
    start: int
    text: Text
    hint: Text | None = None


def parse_json(text: str, file: str, line: int = 1) -> object:
    """The data of a JSON text whose first line is the file's line `line`. Raises ReadError."""
    try:
        data = json.loads(
            text, object_pairs_hook=_object, parse_int=whole_number, parse_float=real_number, parse_constant=_constant
        )
        if SURROGATE_ESCAPE.search(text) is None:
            return data
    except json.JSONDecodeError as error:
        what, at = json_problem(error)
        raise _error(_Problem(at, what), text, file, line) from error
    except (_Refused, RecursionError) as error:
        problem = next(_problems(text), _Problem(0, Text("嵌套过深", "nested too deeply")))
        raise _error(problem, text, file, line) from error
    found = next(_problems(text), None)
    if found is not None:
        raise _error(found, text, file, line)
    return data


def refuse_no_lines(beginning: bytes, file: str) -> None:
    """Raise ReadError where a file, by its first bytes, is no NDJSON: empty, of another kind, or one JSON document."""
    if not beginning:
        raise ReadError(Text("文件是空的", "the file is empty"), location=file)
    if kind_of(beginning) or beginning.startswith((b"\xff\xfe", b"\xfe\xff")):
        decode(beginning, file)
    if beginning.splitlines()[0].strip() in (b"{", b"["):
        problem = Text("第一行不是一条完整的记录", "the first line is not a whole record")
        raise ReadError(problem, location=Location(file=file, line=1), hint=WHOLE)


def submission_of_line(data: bytes, content: Content, location: Location) -> Submission | Rejection:
    """The submission that one line of NDJSON holds. `location` has its file and number."""
    file, line = location.file or "", location.line or 1
    if len(data) > MAX_LINE_BYTES:
        size = MAX_LINE_BYTES // 1024 // 1024
        return Rejection(
            location=location, reason=Text(f"这一行超过 {size} MiB", f"the line is longer than {size} MiB")
        )
    try:
        record = parse_json(decode(data.rstrip(b"\r\n"), file), file, line)
    except ReadError as error:
        at = error.location or location
        return Rejection(
            location=Location(file=file, line=line, column=at.column), reason=error.problem, hint=error.hint
        )
    return submission_of(record, content, location=location)


def submission_of_json(data: bytes, content: Content) -> Submission:
    """The submission that one JSON object holds. Raises ReadError."""
    try:
        record = parse_json(decode(data, ""), "")
    except ReadError as error:
        if data.lstrip()[:1] not in (b"{", b"["):
            raise ReadError(
                error.problem, location=error.location, hint=error.hint or NO_OBJECT, excerpt=error.excerpt
            ) from error
        raise
    item = submission_of(record, content, location=Location())
    if isinstance(item, Rejection):
        raise ReadError(item.reason, location=item.location, hint=item.hint)
    return item


def too_long(max_bytes: int) -> ReadError:
    """The error for a record of more than `max_bytes` bytes."""
    return ReadError(
        Text(
            f"这条记录超过 {max_bytes:,} 字节，不予读取",
            f"the record is larger than {max_bytes:,} bytes and is not read",
        ),
        hint=Text("确需读取时，请加大 max_bytes", "raise `max_bytes` if it must be read"),
    )


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise _Refused
    return result


def _constant(_: str) -> float:
    raise _Refused


def _problems(text: str) -> Iterator[_Problem]:
    """Everything that `parse_json` refuses in a text that is JSON by its grammar, or nested too deeply to decide; in the order of the text."""
    keys: list[set[str] | None] = []
    at_key = False
    for token in TOKEN.finditer(text):
        word, start = token[0], token.start()
        if word in "{[":
            keys.append(set() if word == "{" else None)
            at_key = word == "{"
            if len(keys) > MAX_DEPTH:
                yield _Problem(start, Text("嵌套过深", "nested too deeply"))
        elif word in "}]":
            keys[-1:] = []
            at_key = False
        elif word == ",":
            at_key = bool(keys) and keys[-1] is not None
        elif word == ":":
            at_key = False
        elif word[0] == '"':
            known = keys[-1] if keys and at_key else None
            yield from _string_problems(word, start, known)
        else:
            yield from _scalar_problems(word, start)


def _string_problems(word: str, start: int, known: set[str] | None) -> Iterator[_Problem]:
    value = json.loads(word, strict=False) if "\\" in word else word[1:-1]
    if not value.isascii() and LONE_HALF.search(value):
        yield _Problem(
            start, Text("文字中有半个字符（不成对的代理项）", "the text holds half a character (a lone surrogate)")
        )
    if known is not None and value in known:
        hint = Text("每一项只能写一次，请删去多余的", "each key may occur once; delete the other")
        yield _Problem(start, Text(f"“{shown(value)}”重复出现", f"duplicate key '{shown(value)}'"), hint)
    if known is not None:
        known.add(value)


def _scalar_problems(word: str, start: int) -> Iterator[_Problem]:
    if word in ("NaN", "Infinity", "-Infinity"):
        hint = Text("没有数据时写 null 或不写", "write null, or leave it out, where there is no value")
        yield _Problem(start, Text(f"{word} 不是 JSON 的数", f"{word} is no JSON number"), hint)


def _error(problem: _Problem, text: str, file: str, first_line: int) -> ReadError:
    line_start = text.rfind("\n", 0, problem.start) + 1
    column = problem.start - line_start + 1
    line = first_line + text.count("\n", 0, problem.start)
    before, after = _around(text, line_start, problem.start)
    caret = " " * len(before) + "^"
    location = Location(file=file, line=line, column=column)
    return ReadError(problem.text, location=location, hint=problem.hint, excerpt=f"    {before}{after}\n    {caret}")


def _around(text: str, line_start: int, at: int) -> tuple[str, str]:
    """What stands before and after a place on its line: masked, and only then cut."""
    start = max(line_start, at - 4 * EXCERPT)
    line = masked(re.split(r"[\r\n]", text[start : at + 4 * EXCERPT], maxsplit=1)[0])  # one character for one
    return visible(line[: at - start][-EXCERPT:]), visible(line[at - start :][:EXCERPT])
