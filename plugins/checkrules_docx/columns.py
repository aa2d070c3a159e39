"""The heading row of the task table → which column is which. A heading need not be the form's own word for it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import attrs

from checkrules.plugin import Content, folded

from .blocks import Cell

COLUMN_WORDS: Mapping[str, tuple[str, ...]] = {
    "section": ("考核要点", "督导要点", "检查要点", "考核内容", "考核指标", "要点", "key points", "key point"),
    "task": (
        "主要工作任务",
        "工作任务",
        "主要任务",
        "督导任务",
        "督导内容",
        "检查内容",
        "检查项目",
        "任务",
        "main tasks",
        "tasks",
        "task",
    ),
    "narratives": (
        "具体落实情况",
        "落实情况",
        "检查情况",
        "督导情况",
        "督查情况",
        "核查情况",
        "完成情况",
        "实施情况",
        "执行情况",
        "开展情况",
        "工作情况",
        "自查情况",
        "现场情况",
        "情况说明",
        "情况记录",
        "检查结果",
        "督导结果",
        "检查记录",
        "督导记录",
        "findings",
        "implementation",
    ),
    "task_notes": ("备注", "附注", "备注说明", "remarks", "notes"),
}
"""How the columns are headed, besides the labels that the checklist's form gives its texts."""
PRINTED = frozenset(
    folded(word)
    for word in (
        "督导方式", "检查方式", "督导方法", "检查方法", "序号", "编号", "分值", "得分", "评分", "分数", "method", "methods",
        "number", "no.", "score",
    )
)  # fmt: skip
"""Columns that hold nothing that an inspector writes in words."""
PRINTED_ENDS = ("方式", "方法", "分值", "得分", "分数", "权重", "标准", "依据")
MAX_HEADING = 20


@attrs.frozen(kw_only=True)
class Columns:
    """Where the columns of a task table are, each from its first grid column to the one after its last.

    `others`: columns that are not read, with their headings. `taken`: the headings of columns that are known by their place or
    their text alone.
    """

    at: Mapping[str, tuple[int, int]]
    others: tuple[tuple[int, int, str], ...] = ()
    taken: Mapping[str, str] = attrs.field(factory=dict)


def column_words(content: Content) -> Mapping[str, frozenset[str]]:
    """The headings of each column for a checklist."""
    texts = content.form.texts
    return {
        column: frozenset(
            folded(word) for word in (*words, *((texts[column].zh, texts[column].en) if column in texts else ()))
        )
        for column, words in COLUMN_WORDS.items()
    }


def columns_of(row: Sequence[Cell], words: Mapping[str, frozenset[str]]) -> Columns | None:
    """Where the columns of the task table are, if the row is its heading row."""
    headings = [(cell, _heading(cell)) for cell in row if not cell.continues]
    at: dict[str, tuple[int, int]] = {}
    open_cells: list[tuple[Cell, str]] = []
    for cell, heading in headings:
        column = next((column for column, known in words.items() if heading in known and column not in at), None)
        if column is None:
            open_cells.append((cell, heading))
        else:
            at[column] = (cell.start, cell.end)
    others = []
    for cell, heading in open_cells:
        column = _held(heading, {name: known for name, known in words.items() if name not in at})
        if column is None:
            others.append((cell.start, cell.end, heading))
        else:
            at[column] = (cell.start, cell.end)
    others = [other for other in others if other[2] and not _printed(other[2])]
    taken: dict[str, str] = {}
    if "narratives" not in at:
        after = [
            other for other in others if "task" in at and other[0] >= at["task"][1] and len(other[2]) <= MAX_HEADING
        ]
        if len(after) != 1 or len(at) < 2:
            return None
        start, end, taken["narratives"] = after[0]
        at["narratives"] = (start, end)
        others.remove(after[0])
    return Columns(at=at, others=tuple(others), taken=taken) if len(at) > 1 else None


def _printed(heading: str) -> bool:
    return heading in PRINTED or heading.endswith(PRINTED_ENDS)


def _heading(cell: Cell) -> str:
    words = folded("".join(paragraph.text for paragraph in cell.paragraphs())[:200])
    return re.sub(r"\(.*?\)", "", words)


def _held(heading: str, words: Mapping[str, frozenset[str]]) -> str | None:
    """The column whose word a longer heading holds; where it holds several, the one that ends it."""
    if len(heading) > MAX_HEADING:
        return None
    found = [
        (heading.rfind(word) + len(word), len(word), column)
        for column, known in words.items()
        for word in known
        if len(word) >= 4 and word in heading
    ]
    return max(found)[2] if found else None
