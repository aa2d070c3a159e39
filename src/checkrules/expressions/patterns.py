"""The patterns that expressions may use: the part of regular expressions that every back end reads alike.

Literal characters, `.`, character classes, the classes \\d \\w \\s, alternatives, groups without repetition, and the
repetitions `?`, `*`, `+`, `{m,n}` of a single character or class. No look-around, back-references or repeated groups:
those differ between engines, or can take exponential time on a hostile text.
"""

from __future__ import annotations

import re

from checkrules.model.text import Text

MAX_PATTERN = 200
MAX_REPETITIONS = 4

_UNIT = r"(?:\\[dwsDWS.\\()\[\]{}|?*+/^$-]|\[\^?(?:\\[dws\\\]\[^-]|[^\\\]\[])+\]|[^\\()\[\]{}|?*+^$])"
_REPEAT = r"(?:[?*+]|\{\d{1,3}(?:,\d{0,3})?\})"
_TOKEN = re.compile(
    rf"(?P<unit>{_UNIT})(?P<repeat>{_REPEAT})?|(?P<open>\()|(?P<close>\))|(?P<bar>\|)|(?P<anchor>[\^$])"
)


def refuse_pattern(pattern: str) -> Text | None:
    """Why a pattern is not of the shared subset, or None when it is."""
    if len(pattern) > MAX_PATTERN:
        return Text(f"最多 {MAX_PATTERN} 个字符", f"it may have at most {MAX_PATTERN} characters")
    position = depth = repetitions = 0
    while position < len(pattern):
        token = _TOKEN.match(pattern, position)
        if token is None:
            shown = pattern[position : position + 8]
            return Text(f"不支持“{shown}”这样的写法", f"'{shown}' is not supported")
        if token["repeat"] not in (None, "?"):
            repetitions += 1
        depth += 1 if token["open"] else -1 if token["close"] else 0
        if depth < 0:
            return Text("有多余的右括号", "a bracket is closed that was not opened")
        if token["close"] and re.match(_REPEAT, pattern[token.end() :]):
            return Text("括号里的内容不能整体重复", "a group may not be repeated")
        if (token["anchor"] == "^" and position != 0) or (token["anchor"] == "$" and token.end() != len(pattern)):
            return Text("^ 只能在开头，$ 只能在结尾", "^ may stand at the beginning only, $ at the end only")
        position = token.end()
    if depth:
        return Text("有括号没有闭合", "a bracket is not closed")
    if repetitions > MAX_REPETITIONS:
        return Text(f"最多 {MAX_REPETITIONS} 处重复", f"it may have at most {MAX_REPETITIONS} repetitions")
    try:
        re.compile(pattern)
    except re.error as error:
        return Text("不是有效的正则表达式", f"it is not a regular expression: {error}")
    return None


def unusable_pattern(reason: Text) -> Text:
    """The problem of a pattern that `refuse_pattern` gives a reason against."""
    return Text("这个正则表达式不能用：{reason}", "this pattern cannot be used: {reason}").format(reason=reason)


def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern for Python: `$` is the end of the text (not before a last newline), classes are Unicode's."""
    return re.compile(pattern[:-1] + r"\Z" if pattern.endswith("$") and not pattern.endswith("\\$") else pattern)
