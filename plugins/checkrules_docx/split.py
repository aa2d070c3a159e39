"""The text of a cell that several tasks share → the text of each. What cannot be assigned to one task is left over, never guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from checkrules.plugin import Task

from .blocks import Paragraph
from .marks import Mark, chain_of, find_marks, relative
from .prompts import PROMPT
from .words import Words

MAX_PIECES = 200


@attrs.frozen(kw_only=True)
class Assigned:
    """The text of each task by id, and the text that belongs to no certain task. `by_order`: the cell's own numbers were matched in order."""

    texts: Mapping[str, str]
    left: tuple[str, ...] = ()
    by_order: bool = False


def tidy(text: str) -> str:
    """The text without blank lines, blanks to be filled in (`____`) and the prompts of a form."""
    lines = [line.strip() for line in text.replace("\r", "\n").split("\n")]
    lines = [line for line in lines if line.strip("_＿\u200b\ufeff \u3000") and not PROMPT.fullmatch(line)]
    return "\n".join(lines)


def assign(cells: Sequence[Sequence[Paragraph]], tasks: Sequence[Task], words: Words) -> Assigned:
    """Give the text of the cells that a row, or rows merged into one, has for its tasks to those tasks."""
    texts = [tidy("\n".join(paragraph.text for paragraph in cell)) for cell in cells]
    whole = "\n".join(text for text in texts if text)
    if not whole:
        return Assigned(texts={})
    if len(tasks) == 1:
        return _given({tasks[0].id: _without_number(whole, tasks[0])})
    if not tasks:
        return Assigned(texts={}, left=(whole,))
    if len(texts) == len(tasks) and _numbers_agree(texts, tasks):
        return _given({task.id: _without_number(text, task) for task, text in zip(tasks, texts, strict=True)})
    marks = find_marks(whole)
    chain = chain_of(marks, [task.number for task in tasks if task.number is not None])
    if chain:
        return _by_numbers(whole, chain, tasks, words)
    counted = [paragraph for cell in cells for paragraph in cell if tidy(paragraph.text)]
    if any(paragraph.level is not None for paragraph in counted):
        return _by_list(counted, tasks, words)
    own = relative(marks, len(tasks))
    if own and not whole[: own[0].start].strip():
        pieces = _pieces(whole, own)
        if not _contradicted(pieces, tasks, words):
            return attrs.evolve(_given(dict(zip((t.id for t in tasks), pieces, strict=True))), by_order=True)
    if marks:
        return Assigned(texts={}, left=(whole,))
    return _by_words(whole.split("\n"), tasks, words)


def _given(texts: Mapping[str, str], left: Sequence[str] = ()) -> Assigned:
    kept = {task: tidy(text) for task, text in texts.items()}
    return Assigned(
        texts={task: text for task, text in kept.items() if text}, left=tuple(text for text in left if text)
    )


def _without_number(text: str, task: Task) -> str:
    """The text without its task's number at the beginning."""
    first = next(iter(find_marks(text[:200])), None)
    own = first is not None and first.start == 0 and first.number == task.number and not first.weak
    return text[first.end :].strip() if first is not None and own else text


def _numbers_agree(texts: Sequence[str], tasks: Sequence[Task]) -> bool:
    """Whether cells that lie one to a task can be taken in order: no text begins with the number of another task."""
    numbers = {task.number for task in tasks}
    for text, task in zip(texts, tasks, strict=True):
        marked = [mark.number for mark in find_marks(text) if mark.number in numbers and not mark.weak]
        if any(number != task.number for number in marked):
            return False
    return True


def _pieces(text: str, marks: Sequence[Mark]) -> list[str]:
    ends = [mark.start for mark in marks[1:]] + [len(text)]
    return [text[mark.end : end].strip() for mark, end in zip(marks, ends, strict=True)]


def _by_numbers(text: str, chain: Sequence[Mark], tasks: Sequence[Task], words: Words) -> Assigned:
    ids = {task.number: task.id for task in tasks}
    texts = {ids[mark.number]: piece for mark, piece in zip(chain, _pieces(text, chain), strict=True)}
    before = text[: chain[0].start].strip()
    open_tasks = [task for task in tasks if task.id not in texts]
    about = words.likely(before, tasks) if before else None
    if about is not None and about in open_tasks:
        texts[about.id] = before
        before = ""
    return _given(texts, [before])


def _by_list(paragraphs: Sequence[Paragraph], tasks: Sequence[Task], words: Words) -> Assigned:
    """Paragraphs that Word numbers by itself: the numbers are not in the text, so as many as tasks are taken in order."""
    top = min(paragraph.level for paragraph in paragraphs if paragraph.level is not None)
    before: list[str] = []
    groups: list[list[str]] = []
    for paragraph in paragraphs:
        if paragraph.level == top:
            groups.append([])
        (groups[-1] if groups else before).append(tidy(paragraph.text))
    pieces = ["\n".join(group) for group in groups]
    if len(pieces) != len(tasks) or _contradicted(pieces, tasks, words):
        return _by_words([*before, *pieces], tasks, words)
    return _given(dict(zip((task.id for task in tasks), pieces, strict=True)), ["\n".join(before)])


def _contradicted(pieces: Sequence[str], tasks: Sequence[Task], words: Words) -> bool:
    """Whether the words of a piece clearly are those of another task than its place says."""
    about = [words.likely(piece, tasks, least=4, factor=3) for piece in pieces]
    return any(found is not None and found != task for found, task in zip(about, tasks, strict=True))


def _by_words(pieces: Sequence[str], tasks: Sequence[Task], words: Words) -> Assigned:
    if len(pieces) > MAX_PIECES:
        return Assigned(texts={}, left=("\n".join(pieces),))
    texts: dict[str, str] = {}
    left = []
    for piece in pieces:
        task = words.likely(piece, tasks)
        if task is None:
            left.append(piece)
        else:
            texts[task.id] = f"{texts[task.id]}\n{piece}" if task.id in texts else piece
    return _given(texts, ["\n".join(left)])
