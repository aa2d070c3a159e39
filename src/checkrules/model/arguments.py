"""Arguments of public functions, held to what they mean. A wrong one is a UsageError that says what is expected."""

from __future__ import annotations

import datetime as dt

from checkrules.model.errors import UsageError
from checkrules.model.text import LANGUAGES, Language, Text


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
