"""What is wrong with a text that is no JSON, in words."""

from __future__ import annotations

from json import JSONDecodeError

from checkrules.model.text import Text

_TRAILING_COMMA = Text("最后一项后不能有逗号", "no comma may stand after the last item")
_MESSAGES = (
    ("Extra data", Text("内容到此应已结束，后面还有多余的内容", "the document ends here, but more follows")),
    ("Expecting value", Text("此处应为一个值", "a value is expected here")),
    (
        "Expecting property name",
        Text(
            "此处应为双引号括起的项目名（最后一项后不能有逗号）",
            "a name in double quotes is expected here (no comma after the last item)",
        ),
    ),
    (
        "Expecting ',' delimiter",
        Text("此处缺少逗号，或前面的括号没有闭合", "a comma is missing here, or a bracket is not closed"),
    ),
    ("Expecting ':' delimiter", Text("项目名后缺少冒号", "a colon is missing after the name")),
    ("Unterminated string", Text("引号没有闭合", "the quote is not closed")),
    (
        "Invalid control character",
        Text("文字中有未转义的换行或控制字符", "the text holds a line break or control character that is not escaped"),
    ),
    ("Invalid \\", Text("反斜杠后的转义不对", "the escape after the backslash is not one of JSON's")),
)


def json_problem(error: JSONDecodeError) -> tuple[Text, int]:
    """What is wrong, what was expected, and the offset in the text; the same with every Python."""
    before = error.doc[: error.pos].rstrip(" \t\r\n")
    if error.msg.startswith("Illegal trailing comma"):  # since Python 3.13
        return _TRAILING_COMMA, error.pos
    if before.endswith(",") and error.doc[error.pos : error.pos + 1] in ("}", "]"):
        return _TRAILING_COMMA, len(before) - 1
    known = next((words for start, words in _MESSAGES if error.msg.startswith(start)), None)
    return known or Text("不是有效的 JSON", f"not valid JSON: {error.msg}"), error.pos
