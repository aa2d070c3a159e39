"""What names and ids are made of, in checklists and in what is generated from them."""

from __future__ import annotations

import re

NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
"""A fact, a field of a record, a parameter or a definition."""
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
"""A section, a task, a rule, a band, a document, a source."""
VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
"""The variable of a list in an expression."""


def plain_name(name: str, kind: re.Pattern[str] = NAME) -> str:
    """The name as it is. Raises ValueError where it is none: such a name must never reach generated code."""
    if kind.fullmatch(name) is None:
        raise ValueError(f"not a plain name: {name[:64]!r}")
    return name
