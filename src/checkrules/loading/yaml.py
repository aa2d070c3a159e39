"""YAML, read strictly: what an author typed is what is meant, and every value knows its line.

Only `true`, `false`, `null` and plain decimal numbers are typed; `no`, `010` and `2023-09-05` stay texts. Duplicate keys,
anchors, aliases, tags, keys that are not texts and numbers beyond 64 bits are refused, and so is what is nested too deeply
or has too many values, before anything is made of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import attrs

from checkrules.model.errors import ChecklistError, Location
from checkrules.model.form import INT_MAX, INT_MIN
from checkrules.model.numbers import real_number, whole_number
from checkrules.model.privacy import shown
from checkrules.model.text import Text

MAX_DEPTH = 40
MAX_VALUES = 100_000
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_FLOAT = re.compile(r"[-+]?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?\Z")
TOO_DEEP = Text(f"嵌套超过 {MAX_DEPTH} 层", f"nested more than {MAX_DEPTH} deep")
_SPLIT = Text("文件未读；请分成几个文件", "the file is not read: split it into several")
_TOO_MANY = Text(f"文件里的键和值超过 {MAX_VALUES} 个", f"the file has more than {MAX_VALUES} keys and values")
_PROBLEMS = (
    ("mapping values are not allowed", Text("这里不应有冒号；含冒号的文字要加引号", "no colon is expected here; put a text with a colon in quotes")),
    ("flow sequence", Text("方括号没有闭合，或缺少逗号", "a square bracket is not closed, or a comma is missing")),
    ("flow mapping", Text("花括号没有闭合，或缺少逗号", "a brace is not closed, or a comma is missing")),
    ("quoted scalar found unexpected end", Text("引号没有闭合", "the quote is not closed")),
    ("unknown escape character", Text("反斜杠后的转义不对", "unknown escape after the backslash")),
    ("cannot start any token", Text("这个字符不能作开头（缩进不能用制表符）；需要时请加引号", "no text begins with this character (indent by blanks, not tabs); put it in quotes")),
    ("could not find expected ':'", Text("键后面缺少冒号", "a colon is missing after the key")),
    ("expected '-' indicator", Text("列表的每一项都要以“- ”开头", "each item of a list begins with '- '")),
    ("did not find expected key", Text("缩进不一致", "the indentation does not match")),
    ("maximum nesting depth", TOO_DEEP),
    ("another document", Text("文件里只能有一个 YAML 文档", "a file holds one YAML document")),
)  # fmt: skip
"""Parts of what PyYAML says, and what it means."""
_WORDS: Mapping[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}

Path = tuple[str | int, ...]


@attrs.frozen(kw_only=True)
class YamlDocument:
    """The data of a YAML text, with the location of each value and key."""

    data: Any
    file: str
    marks: Mapping[Path, tuple[int, int]]
    key_marks: Mapping[Path, tuple[int, int]]

    def key_location(self, path: Path) -> Location:
        """The location of the last key of a path."""
        return self._at(self.key_marks[path]) if path in self.key_marks else self.location(path)

    def location(self, path: Path = ()) -> Location:
        """The location of the value at a path of keys and indexes, or of the nearest one above it."""
        while path and path not in self.marks:
            path = path[:-1]
        return self._at(self.marks.get(path, (1, 1)))

    def _at(self, mark: tuple[int, int]) -> Location:
        return Location(file=self.file, line=mark[0], column=mark[1])


def load_yaml(text: str, file: str, *, great_numbers: bool = False) -> YamlDocument:
    """The one document of a YAML text. Raises ChecklistError with the line and column of what is wrong.

    With `great_numbers`, numbers beyond 64 bits are read as they are written, as `parse_json` reads them in a submission.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    depth = values = 0
    try:
        for event in yaml.parse(text, Loader=loader):
            problem = None
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            values += isinstance(event, yaml.NodeEvent)
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) or getattr(event, "tag", None):
                problem = Text(
                    "不支持 YAML 锚点、别名和标签（& * !）", "YAML anchors, aliases and tags (& * !) are not supported"
                )
            elif depth > MAX_DEPTH:
                problem = TOO_DEEP
            elif values > MAX_VALUES:
                problem = _TOO_MANY
            if problem is not None:
                at = event.start_mark
                location = Location(file=file, line=at.line + 1 if at else None, column=at.column + 1 if at else None)
                hint = _SPLIT if problem is _TOO_MANY else None
                raise ChecklistError(problem, location=location, hint=hint)
        node = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        location = Location(file=file, line=mark.line + 1, column=mark.column + 1) if mark else Location(file=file)
        said = f"{error.context or ''} {error.problem}"
        why = next((words for part, words in _PROBLEMS if part in said), None)
        raise ChecklistError(
            why or Text("不是有效的 YAML", f"not valid YAML: {error.problem}"), location=location
        ) from error
    except yaml.reader.ReaderError as error:
        before = text[: error.position].split("\n")
        location = Location(file=file, line=len(before), column=len(before[-1]) + 1)
        raise ChecklistError(
            Text("这里有控制字符，请删去", "control character: remove it"), location=location
        ) from error
    except RecursionError as error:
        raise ChecklistError(TOO_DEEP, location=file) from error
    marks: dict[Path, tuple[int, int]] = {}
    key_marks: dict[Path, tuple[int, int]] = {}
    data = _data(node, (), marks, key_marks, file, great_numbers) if node is not None else None
    return YamlDocument(data=data, file=file, marks=marks, key_marks=key_marks)


def _data(
    node: Any,
    path: Path,
    marks: dict[Path, tuple[int, int]],
    key_marks: dict[Path, tuple[int, int]],
    file: str,
    great: bool,
) -> Any:
    import yaml

    quoted = isinstance(node, yaml.ScalarNode) and node.style in ("'", '"')
    marks[path] = (node.start_mark.line + 1, node.start_mark.column + 1 + quoted)
    location = Location(file=file, line=marks[path][0], column=marks[path][1])
    if isinstance(node, yaml.ScalarNode):
        return node.value if node.style in ("'", '"', "|", ">") else _scalar(node.value, location, great)
    if isinstance(node, yaml.SequenceNode):
        return [_data(item, (*path, index), marks, key_marks, file, great) for index, item in enumerate(node.value)]
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        at = Location(file=file, line=key_node.start_mark.line + 1, column=key_node.start_mark.column + 1)
        if not isinstance(key_node, yaml.ScalarNode):
            raise ChecklistError(Text("键必须是文字", "a key must be a text"), location=at)
        key = key_node.value
        if key in result:
            raise ChecklistError(Text(f"重复的键“{shown(key)}”", f"duplicate key '{shown(key)}'"), location=at)
        key_marks[*path, key] = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
        result[key] = _data(value_node, (*path, key), marks, key_marks, file, great)
    return result


def _scalar(typed: str, location: Location, great: bool) -> bool | int | float | Decimal | str | None:
    if typed in _WORDS:
        return _WORDS[typed]
    if not _FLOAT.match(typed):
        return typed
    number = whole_number(typed) if _INTEGER.match(typed) else real_number(typed)
    if great or isinstance(number, float) or (isinstance(number, int) and INT_MIN <= number <= INT_MAX):
        return number
    raise ChecklistError(
        Text("数字超出 64 位", "the number does not fit in 64 bits"),
        location=location,
        hint=Text("如果不是数而是文字（如编号），请加引号", "put it in quotes if it is a text, such as an id"),
    )
