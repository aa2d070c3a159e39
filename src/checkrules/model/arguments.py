"""Arguments of public functions, held to what they mean. A wrong one is a UsageError that says what is expected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from os import PathLike, fspath
from pathlib import Path
from typing import Any, TypeVar

from checkrules.model.errors import UsageError
from checkrules.model.privacy import shown
from checkrules.model.readings import ACCEPTED, Accept
from checkrules.model.text import LANGUAGES, Language, Text

Item = TypeVar("Item")


def language_given(language: object) -> Language:
    """A language that a caller names: `zh` or `en`. Raises UsageError."""
    if language == "zh" or language == "en":  # noqa: PLR1714 - mypy narrows this
        return language
    known = ", ".join(LANGUAGES)
    problem = Text(f"没有语言 {language!r}；可取：{known}", f"there is no language {language!r}; there are: {known}")
    raise UsageError(problem)


def accept_given(accept: object) -> Accept:
    """Which readings count as facts, as a caller names it. Raises UsageError."""
    for known in ACCEPTED:
        if accept == known:
            return known
    choices = ", ".join(ACCEPTED)
    problem = Text("accept 没有“{given}”；可取：{known}", "`accept` is not '{given}'; it takes: {known}")
    raise UsageError(problem.format(given=shown(str(accept)), known=choices))


def record_given(facts: object) -> Mapping[str, object]:
    """The facts of a record that a caller gives: a mapping by name. Raises UsageError."""
    if isinstance(facts, Mapping):
        return facts
    hint = None
    if isinstance(facts, str | bytes | bytearray | memoryview):
        hint = Text("JSON 文本请用 evaluate_json，文件请用 check", "evaluate_json takes JSON text, check takes files")
    elif isinstance(facts, PathLike):
        hint = Text("文件请用 check", "check takes files")
    elif isinstance(facts, list | tuple) or hasattr(facts, "columns"):
        hint = Text(
            "多条记录请逐条判定，或用 evaluate_frame 判定数据表",
            "evaluate records one by one, or a table by evaluate_frame",
        )
    expected = Text(
        "evaluate 需要“项目名: 值”的映射（如 dict）或 Submission",
        "evaluate takes a mapping of facts by name, or a Submission",
    )
    raise _not_taken(expected, facts, hint)


def text_names(facts: Mapping[Any, object]) -> None:
    """Raise UsageError where a name of a record is no text."""
    wrong = next((name for name in facts if not isinstance(name, str)), None)
    if wrong is not None or None in facts:
        kind = type(wrong).__name__
        raise UsageError(Text(f"项目名应为文字，不能是 {kind}", f"the name of a fact is a str, not {kind}"))


def json_given(data: object) -> bytes:
    """JSON that a caller gives as text or as bytes of some kind, as bytes. Raises UsageError."""
    if isinstance(data, str):
        return data.encode("utf-8", "surrogatepass")
    if isinstance(data, bytes | bytearray | memoryview):
        return bytes(data)
    hint = None
    if isinstance(data, Mapping):
        hint = Text("已解码的记录请用 evaluate", "evaluate takes a record that is decoded")
    elif isinstance(data, PathLike) or hasattr(data, "read"):
        hint = Text("文件请用 check，或先读出内容", "check takes files; or read the file first")
    expected = Text("evaluate_json 需要 JSON 文本（str 或 bytes）", "evaluate_json takes JSON text (str or bytes)")
    raise _not_taken(expected, data, hint)


def bytes_given(limit: object) -> int:
    """A number of bytes that a caller allows. Raises UsageError."""
    if isinstance(limit, int) and not isinstance(limit, bool) and limit > 0:
        return limit
    raise UsageError(
        Text(
            f"max_bytes 应为正整数或 None，不能是 {limit!r}",
            f"`max_bytes` takes a whole number above 0, or None, not {limit!r}",
        )
    )


def _not_taken(expected: Text, given: object, hint: Text | None) -> UsageError:
    kind = type(given).__name__
    return UsageError(Text(f"{expected.zh}，不能是 {kind}", f"{expected.en}, not {kind}"), hint=hint)


def day_given(today: object) -> dt.date | None:
    """The day of a report that a caller gives: a date without a time, or None. Raises UsageError."""
    if today is None or (isinstance(today, dt.date) and not isinstance(today, dt.datetime)):
        return today
    kind = type(today).__name__
    problem = Text(f"today 应为日期（datetime.date），不能是 {kind}", f"`today` takes a datetime.date, not {kind}")
    hint = Text("请用 .date()", "use its .date()") if isinstance(today, dt.datetime) else None
    raise UsageError(problem, hint=hint)


def moment_given(_: object, __: object, moment: object) -> None:
    """A validator: a date and time with a time zone. Raises UsageError."""
    if isinstance(moment, dt.datetime) and moment.tzinfo is not None:
        return
    hint = Text("请用 datetime.now(UTC)", "use datetime.now(UTC)") if isinstance(moment, dt.datetime) else None
    expected = Text("made_at 应为带时区的 datetime", "`made_at` takes a datetime with a time zone")
    raise _not_taken(expected, moment, hint)


def path_given(name: str, path: object) -> Path:
    """A path that a caller gives. Raises UsageError for anything else, an empty text included."""
    found = fspath(path) if isinstance(path, str | PathLike) else None
    if isinstance(found, str) and found:
        return Path(found)
    if found == "":
        raise UsageError(Text(f"{name} 是空的路径", f"`{name}` is an empty path"))
    hint = None
    if isinstance(path, bytes | bytearray):
        hint = Text(
            "文件内容请用 evaluate_json，路径请用 str", "evaluate_json takes what a file holds; a path is a str"
        )
    elif isinstance(path, Mapping):
        hint = Text("一条记录请用 evaluate", "evaluate takes a record")
    raise _not_taken(Text(f"{name} 应为路径（str 或 Path）", f"`{name}` takes a path (str or Path)"), path, hint)


def paths_given(name: str, paths: object, *, or_none: bool = False) -> tuple[Path, ...]:
    """One path or several that a caller gives. Raises UsageError for anything else, and for none unless `or_none`."""
    if isinstance(paths, str | PathLike | bytes | bytearray | Mapping) or not isinstance(paths, Iterable):
        return (path_given(name, paths),)
    found = tuple(path_given(name, path) for path in paths)
    if not found and not or_none:
        raise UsageError(Text(f"{name} 里没有任何路径", f"`{name}` names no path"))
    return found


def instance_given(name: str, value: object, kind: type[Item], hint: Text | None = None) -> Item:
    """What a caller gives, where it is of one type. Raises UsageError."""
    if isinstance(value, kind):
        return value
    raise _not_taken(Text(f"{name} 应为 {kind.__name__}", f"`{name}` takes a {kind.__name__}"), value, hint)


def name_given(name: str, value: object) -> str | None:
    """A name that a caller gives, or None. Raises UsageError."""
    if value is None or isinstance(value, str):
        return value
    raise _not_taken(Text(f"{name} 应为名称（str）", f"`{name}` takes a name (str)"), value, None)


def mapping_given(name: str, value: object) -> Mapping[str, Any]:
    """A mapping of values by name. Raises UsageError."""
    if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
        return value
    kind = type(value).__name__
    raise UsageError(
        Text(f"{name} 应为“名称 → 值”的映射，不能是 {kind}", f"`{name}` takes a mapping of values by name, not {kind}")
    )


def items_given(name: str, values: object, kind: type[Item]) -> tuple[Item, ...]:
    """Items of one type. Raises UsageError for one of another type, and for what is no iterable."""
    wanted = kind.__name__
    if not isinstance(values, Iterable) or isinstance(values, str | bytes | Mapping):
        found = type(values).__name__
        raise UsageError(Text(f"{name} 应为若干 {wanted}，不能是 {found}", f"`{name}` takes {wanted}s, not {found}"))
    items = tuple(values)
    for item in items:
        if not isinstance(item, kind):
            found = type(item).__name__
            raise UsageError(
                Text(
                    f"{name} 的每一项应为 {wanted}，不能是 {found}",
                    f"each of `{name}` must be of type {wanted}, not {found}",
                )
            )
    return items


def reason_given(reason: object) -> Text | None:
    """A reason: a text in both languages, a string for both, or None. Raises UsageError."""
    if reason is None or isinstance(reason, Text):
        return reason
    if isinstance(reason, str):
        return Text(reason, reason)
    kind = type(reason).__name__
    raise UsageError(Text(f"reason 应为文字，不能是 {kind}", f"`reason` takes a text, not {kind}"))
