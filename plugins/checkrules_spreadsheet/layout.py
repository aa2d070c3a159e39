"""How a sheet is laid out: the official form, facts with their labels, or a table with one row per submission."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Literal

from checkrules.plugin import Content, Fact, fact_named, folded, text_columns

from .workbook import Grid

Layout = Literal["form", "labels", "rows", "blank", "other"]
FORM_ROWS = 60
"""The heading of the form's table is in one of the first rows."""
HEADING_ROWS = 10
LEAST_LABELS = 3
_TASKS = frozenset(
    ("考核要点", "督导要点", "主要工作任务", "工作任务", "主要任务", "task", "tasks", "maintasks", "keypoints")
)
_FINDINGS = frozenset(("具体落实情况", "落实情况", "findings", "implementation"))
_NOTE = re.compile(r"\(.*?\)")

Meaning = Fact | tuple[str, str]
"""What a label means: a fact, or a kind of text and its task."""


def meanings_of(content: Content) -> Callable[[str], Meaning | None]:
    """What labels mean, each looked up once."""

    @cache
    def meaning(label: str) -> Meaning | None:
        text = label.strip().rstrip("：:").strip()
        if not text or len(text) > 200:
            return None
        return fact_named(content.form, text) or text_columns({0: text}, content).get(0)

    return meaning


def layout_of(grid: Grid, content: Content, meaning: Callable[[str], Meaning | None]) -> Layout:
    """The layout of a sheet. What has a column of tasks and is none of the others is taken for a form: its reader knows more
    ways of heading one."""
    if not any(any(row) for row in grid.rows):
        return "blank"
    if any(_heads_form(row, content, meaning) for row in grid.rows[:FORM_ROWS]):
        return "form"
    if _labels_in_a_column(grid, meaning) >= LEAST_LABELS:
        return "labels"
    if any(heads_rows(row, meaning) for row in grid.rows[:HEADING_ROWS]):
        return "rows"
    heads = any(_NOTE.sub("", folded(cell[:200])) in _TASKS for row in grid.rows[:FORM_ROWS] for cell in row if cell)
    return "form" if heads else "other"


def _heads_form(row: tuple[str, ...], content: Content, meaning: Callable[[str], Meaning | None]) -> bool:
    """Whether a row is the heading of the form's table. With a column of names it would be a table of many subjects."""
    findings = _FINDINGS | ({folded(content.form.texts["narratives"].zh), folded(content.form.texts["narratives"].en)} if "narratives" in content.form.texts else set())  # fmt: skip
    words = [_NOTE.sub("", folded(cell[:200])) for cell in row if cell]
    named = any(isinstance(found := meaning(cell), Fact) and found.role == "name" for cell in row if cell)
    return not named and any(word in findings for word in words) and any(word in _TASKS for word in words)


def _labels_in_a_column(grid: Grid, meaning: Callable[[str], Meaning | None]) -> int:
    """The most different labels that stand in one column, hidden ones too."""
    by_column: dict[int, set[str]] = {}
    for row, cells in enumerate(grid.rows[:2_000]):
        for column, cell in enumerate(cells[:50]):
            text = cell or grid.hidden.get(row, {}).get(column, "")
            found = meaning(text.partition("：")[0].partition(":")[0]) if text else None
            if found is not None:
                by_column.setdefault(column, set()).add(found.name if isinstance(found, Fact) else ".".join(found))
    return max(map(len, by_column.values()), default=0)


def heads_rows(row: tuple[str, ...], meaning: Callable[[str], Meaning | None]) -> bool:
    """Whether a row is the heading of a table: it names the subject or two facts."""
    facts = [found for cell in row if cell and isinstance(found := meaning(cell), Fact)]
    return len(facts) > 1 or any(fact.role == "name" for fact in facts)
