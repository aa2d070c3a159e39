"""A task cell → the tasks that it names, and the text in it that is not the form's own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from checkrules.plugin import Task, folded

from .blocks import Cell, Paragraph
from .filled import Known
from .marks import find_marks
from .split import assign

MAX_TASK_CELL = 10_000
ANSWER = re.compile(r"\s*(?:答|答复|情况|落实情况|检查情况)\s*[:：]\s*")
AROUND = " \t\n\u3000.．、,，。;；:：)）]】"
NEXT_NUMBER = re.compile(r"(?:^|[\s。；;])[(（\[【]?(?:\d{1,2}|[①-⑳])[)）\]】.．、:：]?\s*$")


def tasks_in(cell: Cell | None, known: Known) -> Sequence[Task]:
    """The tasks that a task cell names, by their words and, where words say nothing else, by their numbers."""
    if cell is None:
        return ()
    if cell not in known.named:
        known.named[cell] = _tasks_named(cell.text[:MAX_TASK_CELL], known)
    return known.named[cell]


def _tasks_named(text: str, known: Known) -> Sequence[Task]:
    if not text:
        return ()
    by_words = known.words.named(text, known.tasks)
    bare = folded(text).rstrip(".、")
    numbers = {int(bare)} if bare.isdigit() and len(bare) < 4 else {m.number for m in find_marks(text) if not m.weak}
    by_number = [task for task in known.tasks if task.number in numbers]
    return by_number if {task.id for task in by_words} <= {task.id for task in by_number} else by_words


def tasks_of_section(cell: Cell | None, known: Known) -> Sequence[Task]:
    """The tasks of the section that a cell names."""
    if cell is None:
        return ()
    if cell not in known.of_section:
        text = folded(cell.text[:MAX_TASK_CELL])
        known.of_section[cell] = next((tasks for title, tasks in known.sections.items() if title and title in text), ())
    return known.of_section[cell]


def written_beside(cell: Cell | None, tasks: Sequence[Task], known: Known) -> Mapping[str, str]:
    """What somebody wrote into a task cell besides the tasks, by task. Nothing where the tasks' words are not the form's own:
    then what is theirs cannot be told."""
    if cell is None or not tasks:
        return {}
    text = cell.text[:MAX_TASK_CELL]
    if sum(map(str.isalnum, text)) <= sum(map(str.isalnum, "".join(task.text for task in tasks))):
        return {}  # no more than the tasks themselves: an untouched form costs nothing
    letters, places = _letters(text)
    ends: list[tuple[int, int, Task]] = []
    for task in tasks:
        own, _ = _letters(task.text)
        at = letters.find(own) if own else -1
        if at < 0:
            return {}
        ends.append((places[at], places[at + len(own) - 1] + 1, task))
    ends.sort(key=lambda item: item[0])
    nexts = [start for start, _, _ in ends[1:]] + [len(text)]
    pieces = [text[end:following] for (_, end, _), following in zip(ends, nexts, strict=True)]
    left = [_written(NEXT_NUMBER.sub("", piece)) for piece in pieces[:-1]] + [_written(pieces[-1])]
    if any(left[:-1]) or len(tasks) == 1:
        return {task.id: words for (_, _, task), words in zip(ends, left, strict=True) if words}
    lines = [ANSWER.sub("", line, count=1) for line in left[-1].split("\n")]
    if not left[-1]:
        return {}
    if len(lines) == 1:
        return dict(assign([[Paragraph(text=lines[0])]], tasks, known.words).texts)
    return dict(assign([[Paragraph(text=line)] for line in lines], tasks, known.words).texts)


def _written(text: str) -> str:
    """What is left of a text without the signs that stand around a task's words."""
    text = text.lstrip(AROUND).rstrip()
    return ANSWER.sub("", text, count=1) if text.strip(AROUND + "(（[【") else ""


def _letters(text: str) -> tuple[str, list[int]]:
    """The letters and digits of a text as they are compared, and where each stands in it."""
    letters: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for letter in folded(sign) if sign.isalnum() else "":
            letters.append(letter)
            places.append(place)
    return "".join(letters), places
