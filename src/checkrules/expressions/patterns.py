"""The patterns that expressions may use: the part of regular expressions that every back end reads alike.

Literal characters, `.`, character classes, the classes \\d \\w \\s, alternatives, groups without repetition, and the
repetitions `?`, `*`, `+`, `{m,n}` of a single character or class. No look-around, back-references or repeated groups:
those differ between engines. What can take longer than a few passes over a text for each of its characters is refused:
two repetitions one after another that can match the same characters, for instance.
"""

from __future__ import annotations

import re

from checkrules.expressions.pattern_steps import most_steps
from checkrules.model.form import MAX_LENGTH
from checkrules.model.text import Text

MAX_PATTERN = 200
MAX_REPETITIONS = 4
MAX_STEPS = 8 * MAX_LENGTH**2
"""Steps for the longest text, up to a factor: a few for each pair of its characters."""
SLOW = Text(
    "在长文字上可能要算很久：重复之后应跟着它匹配不到的字符，或给重复一个小的上限，或以 ^ 开头",
    "it can take very long for a long text: a repetition must be followed by a character that it does not match, or have a "
    "small limit, or the pattern must begin with ^",
)

_UNIT = r"(?:\\[dwsDWS.\\()\[\]{}|?*+/^$-]|\[\^?(?:\\[dws\\\]\[^-]|[^\\\]\[])+\]|[^\\()\[\]{}|?*+^$])"
_REPEAT = r"(?:[?*+]|\{\d{1,3}(?:,\d{0,3})?\})"
_TOKEN = re.compile(
    rf"(?P<unit>{_UNIT})(?P<repeat>{_REPEAT})?|(?P<open>\()|(?P<close>\))|(?P<bar>\|)|(?P<anchor>[\^$])"
)


def refuse_pattern(pattern: str, *, anywhere: bool = True) -> Text | None:
    """Why a pattern is not of the shared subset, or None when it is. `anywhere`: it is searched for in a text, and not only
    tried at its beginning."""
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
    return SLOW if most_steps(pattern, MAX_LENGTH, anywhere=anywhere) > MAX_STEPS else None


def unusable_pattern(reason: Text) -> Text:
    """The problem of a pattern that `refuse_pattern` gives a reason against."""
    return Text("这个正则表达式不能用：{reason}", "this pattern cannot be used: {reason}").format(reason=reason)


def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern for Python: `$` is the end of the text (not before a last newline), classes are Unicode's."""
    before = pattern.removesuffix("$")
    escaped = (len(before) - len(before.rstrip("\\"))) % 2 == 1
    return re.compile(before + r"\Z" if before != pattern and not escaped else pattern)
