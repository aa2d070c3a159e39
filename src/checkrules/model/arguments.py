"""Arguments of public functions, held to what they mean. A wrong one is a UsageError that says what is expected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from checkrules.model.errors import UsageError
from checkrules.model.text import LANGUAGES, Language, Text

Item = TypeVar("Item")


def language_given(language: object) -> Language:
    """A language that a caller names: `zh` or `en`. Raises UsageError."""
    if language == "zh" or language == "en":  # noqa: PLR1714 - mypy narrows this
        return language
    known = ", ".join(LANGUAGES)
    problem = Text(f"没有语言 {language!r}；可取：{known}", f"there is no language {language!r}; there are: {known}")
    raise UsageError(problem)


def day_given(today: object) -> dt.date | None:
    """The day of a report that a caller gives: a date without a time, or None. Raises UsageError."""
    if today is None or (isinstance(today, dt.date) and not isinstance(today, dt.datetime)):
        return today
    kind = type(today).__name__
    problem = Text(f"today 应为日期（datetime.date），不能是 {kind}", f"`today` takes a datetime.date, not {kind}")
    hint = Text("请用 .date()", "use its .date()") if isinstance(today, dt.datetime) else None
    raise UsageError(problem, hint=hint)


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
                Text(f"{name} 的每一项应为 {wanted}，不能是 {found}", f"each of `{name}` is a {wanted}, not {found}")
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
