"""The heading of a column → which of the form's texts the column holds: the narrative or the notes of a task, or the problems.

A task is named by its id, its number (任务1, 第1项), its title or its own words; what is said of it by a label before or after:
`T01`, `任务1`, `任务1 备注`, `具体落实情况1`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from checkrules.model.rules import Content, Task
from checkrules.model.text import folded

TextColumn = tuple[str, str]
"""The kind of text (`narratives`, `task_notes`, `problems`), and the task; of the problems, no task."""
_LABELS: Mapping[str, tuple[str, ...]] = {
    "narratives": ("narratives", "落实情况"),
    "task_notes": ("task_notes", "备注", "notes"),
    "problems": ("problems",),
}
"""How texts are headed, besides the labels that the form gives them."""
_NUMBER = re.compile(r"[(\[【]?0?(\d{1,3})[)\]】]?[.、:]?(?=\D)")


def text_columns(others: Mapping[int, str], content: Content) -> dict[int, TextColumn]:
    """The columns that hold texts, of those that are no facts, by their headings."""
    meanings = _meanings(content)
    numbers = {str(task.number): task.id for task in _tasks(content) if task.number is not None}
    found: dict[int, TextColumn] = {}
    for column, heading in others.items():
        name = folded(heading)
        numbered = _NUMBER.match(name)
        meaning = meanings.get(name)
        if meaning is None and numbered is not None:  # `1.组织保障`: the number must be that of the task
            meaning = meanings.get(name[numbered.end() :])
            meaning = meaning if meaning and numbers.get(numbered[1]) == meaning[1] else None
        if meaning is not None:
            found[column] = meaning
    return found


def _tasks(content: Content) -> Iterator[Task]:
    for section in content.sections:
        yield from section.tasks


def _meanings(content: Content) -> dict[str, TextColumn]:
    """What folded headings mean. A heading that would mean two things means nothing."""
    labels = {kind: {folded(word) for word in words} for kind, words in _LABELS.items()}
    for kind, label in content.form.texts.items():
        labels.setdefault(kind, set()).update((folded(label.zh), folded(label.en)))
    meanings: dict[str, TextColumn | None] = {}

    def mean(heading: str, meaning: TextColumn) -> None:
        meanings[heading] = meaning if meanings.get(heading, meaning) == meaning else None

    for word in labels["problems"]:
        mean(word, ("problems", ""))
    for task in _tasks(content):
        for name in _names(task):
            mean(name, ("narratives", task.id))
            for kind in ("narratives", "task_notes"):
                for word in labels[kind]:
                    for join in ("", ".", "-", "_", ":"):
                        mean(f"{name}{join}{word}", (kind, task.id))
                        mean(f"{word}{join}{name}", (kind, task.id))
        for kind in ("narratives", "task_notes"):
            for word in labels[kind] if task.number is not None else ():
                mean(f"{word}{task.number}", (kind, task.id))
                mean(f"{word}({task.number})", (kind, task.id))
    return {heading: meaning for heading, meaning in meanings.items() if meaning is not None}


def _names(task: Task) -> set[str]:
    """What a task is called in headings, folded."""
    names = {task.id, task.title.zh, task.title.en, task.text}
    if task.number is not None:
        number = task.number
        names |= {f"任务{number}", f"任务{number:02}", f"任务({number})", f"工作任务{number}", f"第{number}项"}
        names |= {f"第{number}项任务", f"T{number}", f"task {number}"}
    return {folded(name) for name in names if name}
