"""YAML, read strictly: what an author typed is what is meant, and every value knows its line.

Only `true`, `false`, `null` and plain decimal numbers are typed; `no`, `010` and `2023-09-05` stay texts. Duplicate keys,
anchors, aliases, tags and keys that are not texts are refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import attrs

from checkrules.model.errors import ChecklistError, Location
from checkrules.model.text import Text

MAX_BYTES = 8 * 1024 * 1024
MAX_DEPTH = 40
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,18})\Z")
_FLOAT = re.compile(r"[-+]?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?\Z")
_WORDS: Mapping[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}

Path = tuple[str | int, ...]


@attrs.frozen(kw_only=True)
class YamlDocument:
    """The data of a YAML text, and where each value of it stands."""

    data: Any
    file: str
    marks: Mapping[Path, tuple[int, int]]

    def location(self, path: Path = ()) -> Location:
        """The location of the value at a path of keys and indexes, or of the nearest one above it."""
        while path and path not in self.marks:
            path = path[:-1]
        line, column = self.marks.get(path, (1, 1))
        return Location(file=self.file, line=line, column=column)


def load_yaml(text: str, file: str) -> YamlDocument:
    """The one document of a YAML text. Raises ChecklistError with the line and column of what is wrong."""
    import yaml

    if len(text) > MAX_BYTES:
        raise ChecklistError(Text("YAML 文件过大", "the YAML file is too large"), location=file)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        for event in yaml.parse(text, Loader=loader):
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) or getattr(event, "tag", None):
                at = event.start_mark
                location = Location(file=file, line=at.line + 1 if at else None, column=at.column + 1 if at else None)
                raise ChecklistError(
                    Text(
                        "不支持 YAML 锚点、别名和标签（& * !）",
                        "YAML anchors, aliases and tags (& * !) are not supported",
                    ),
                    location=location,
                )
        node = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        location = Location(file=file, line=mark.line + 1, column=mark.column + 1) if mark else Location(file=file)
        raise ChecklistError(
            Text(f"不是有效的 YAML：{error.problem}", f"not valid YAML: {error.problem}"), location=location
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise ChecklistError(Text(f"不是有效的 YAML：{error}", f"not valid YAML: {error}"), location=file) from error
    marks: dict[Path, tuple[int, int]] = {}
    data = _data(node, (), marks, file) if node is not None else None
    return YamlDocument(data=data, file=file, marks=marks)


def _data(node: Any, path: Path, marks: dict[Path, tuple[int, int]], file: str) -> Any:
    import yaml

    marks[path] = (node.start_mark.line + 1, node.start_mark.column + 1)
    location = Location(file=file, line=marks[path][0], column=marks[path][1])
    if len(path) > MAX_DEPTH:
        raise ChecklistError(Text("嵌套过深", "nested too deeply"), location=location)
    if isinstance(node, yaml.ScalarNode):
        return node.value if node.style in ("'", '"', "|", ">") else _scalar(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_data(item, (*path, index), marks, file) for index, item in enumerate(node.value)]
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        at = Location(file=file, line=key_node.start_mark.line + 1, column=key_node.start_mark.column + 1)
        if not isinstance(key_node, yaml.ScalarNode):
            raise ChecklistError(Text("键必须是文字", "a key must be a text"), location=at)
        key = key_node.value
        if key in result:
            raise ChecklistError(Text(f"“{key}”重复出现", f"'{key}' stands twice"), location=at)
        result[key] = _data(value_node, (*path, key), marks, file)
    return result


def _scalar(typed: str) -> bool | int | float | str | None:
    if typed in _WORDS:
        return _WORDS[typed]
    if _INTEGER.match(typed):
        return int(typed)
    return float(typed) if _FLOAT.match(typed) else typed
