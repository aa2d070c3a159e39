"""click's own messages in Chinese. click looks them up with gettext, by their English text; here is what it finds."""

from __future__ import annotations

import gettext
from collections.abc import Mapping

import click.core
import click.decorators
import click.exceptions
import click.formatting
import click.parser
import click.types

from checkrules.cli.language import language

CHINESE: Mapping[str, str] = {
    "Usage:": "用法：",
    "Options": "选项",
    "Commands": "命令",
    "Positional arguments": "参数",
    "Show this message and exit.": "显示本说明。",
    "Show the version and exit.": "显示版本号。",
    "default: {default}": "默认：{default}",
    "env var: {var}": "环境变量：{var}",
    "required": "必填",
    "(dynamic)": "（视情况而定）",
    "deprecated": "已弃用",
    "(Deprecated) {text}": "（已弃用）{text}",
    "DeprecationWarning: The command {name!r} is deprecated.": "提示：命令“{name}”已弃用。",
    "DeprecationWarning: The command {name!r} is deprecated.{extra_message}": "提示：命令“{name}”已弃用。{extra_message}",
    "DeprecationWarning: The {param_type} {name!r} is deprecated.{extra_message}": "提示：“{name}”已弃用。{extra_message}",
    "Error: {message}": "错误：{message}",
    "Try '{command} {option}' for help.": "运行“{command} {option}”查看说明。",
    "Invalid value: {message}": "值不对：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的值不对：{message}",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing parameter: {param_name}": "缺少参数：{param_name}",
    "Missing {param_type}": "缺少参数",
    "Missing command.": "没有写命令。",
    "Choose from:\n\t{choices}": "可选：\n\t{choices}",
    "No such option {name!r}.": "没有选项“{name}”。",
    "No such option: {name}": "没有选项“{name}”。",
    "No such command {name!r}.": "没有命令“{name}”。",
    "Did you mean {possibility}?": "是否想写 {possibility}？",
    "(Did you mean one of: {possibilities}?)": "是否想写其中之一：{possibilities}？",
    "(Possible options: {possibilities})": "是否想写其中之一：{possibilities}？",
    "Got unexpected extra argument ({args})": "多余的参数：{args}",
    "Got unexpected extra arguments ({args})": "多余的参数：{args}",
    "Takes {nargs} values but 1 was given.": "应有{nargs}个值，只给了1个。",
    "Takes {nargs} values but {len} were given.": "应有{nargs}个值，给了{len}个。",
    "Argument {name!r} takes {nargs} values.": "参数“{name}”应有{nargs}个值。",
    "Option {name!r} does not take a value.": "选项“{name}”不带值。",
    "Option {name!r} requires an argument.": "选项“{name}”后面缺少值。",
    "Option {name!r} requires {nargs} arguments.": "选项“{name}”后面应有{nargs}个值。",
    "{value!r} is not {choice}.": "“{value}”不是 {choice}。",
    "{value!r} is not one of {choices}.": "“{value}”不在可选值之中：{choices}。",
    "{value!r} does not match the format {format}.": "“{value}”不符合格式 {format}。",
    "{value!r} does not match the formats {formats}.": "“{value}”不符合下列任一格式：{formats}。",
    "{value} is not in the range {range}.": "{value} 不在范围 {range} 之内。",
    "{value!r} is not a valid boolean.": "“{value}”不是“是”或“否”（true、false）。",
    "{value!r} is not a valid boolean. Recognized values: {states}": "“{value}”不是“是”或“否”；可写：{states}",
    "{value!r} is not a valid {number_type}.": "“{value}”不是要求的数。",
    "{value!r} is not a valid UUID.": "“{value}”不是有效的 UUID。",
    "{len_type} values are required, but {len_value} was given.": "应有{len_type}个值，给了{len_value}个。",
    "{len_type} values are required, but {len_value} were given.": "应有{len_type}个值，给了{len_value}个。",
    "{name} {filename!r} does not exist.": "没有“{filename}”。",
    "{name} {filename!r} is a file.": "“{filename}”是文件。",
    "{name} {filename!r} is a directory.": "“{filename}”是文件夹。",
    "{name} {filename!r} is not readable.": "“{filename}”不可读。",
    "{name} {filename!r} is not writable.": "“{filename}”不可写。",
    "{name} {filename!r} is not executable.": "“{filename}”不可执行。",
    "Could not open file {filename!r}: {message}": "打不开文件“{filename}”：{message}",
    "unknown error": "原因不明",
    "Aborted!": "已中断。",
    "Do you want to continue?": "要继续吗？",
    "Confirm the action without prompting.": "不再询问，直接执行。",
}
"""By click's English text, of all versions from 8.4 on. A message that is not here stays in English."""


def localise_click() -> None:
    """Let click find its messages in the language of the run."""
    for module in (click.core, click.decorators, click.exceptions, click.formatting, click.parser, click.types):
        for name, lookup in (("_", click_message), ("ngettext", _counted_message)):
            if hasattr(module, name):
                setattr(module, name, lookup)


def click_message(english: str) -> str:
    """One of click's messages, in the language of the run."""
    return CHINESE.get(english, english) if language() == "zh" else gettext.gettext(english)


def _counted_message(one: str, many: str, count: int) -> str:
    return click_message(one if count == 1 else many)
