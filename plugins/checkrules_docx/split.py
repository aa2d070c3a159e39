"""The text of a cell that several tasks share → the text of each. What cannot be assigned to one task is left over, never guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import attrs

from checkrules.plugin import Task, is_bare

from .blocks import Paragraph
from .marks import Mark, chain_of, find_marks, relative
from .prompts import PROMPT
from .words import Words

MAX_PIECES = 200
SENTENCE = re.compile(r"[^。；;！!？?]+[。；;！!？?]*|[。；;！!？?]+")


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
    if is_bare(whole):
        return Assigned(texts={task.id: whole for task in tasks})
    if len(texts) == len(tasks) and _numbers_agree(texts, tasks):
        return _given({task.id: _without_number(text, task) for task, text in zip(tasks, texts, strict=True)})
    counted = [paragraph for cell in cells for paragraph in cell if tidy(paragraph.text)]
    numbered = [paragraph for paragraph in counted if paragraph.level is not None]
    if numbered:
        shown = _by_shown_numbers(counted, tasks, words)
        if shown is not None:
            return shown
    marks = find_marks(whole)
    chain = chain_of(marks, [task.number for task in tasks if task.number is not None])
    if chain:
        return _by_numbers(whole, chain, tasks, words)
    if numbered:
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


def _by_shown_numbers(paragraphs: Sequence[Paragraph], tasks: Sequence[Task], words: Words) -> Assigned | None:
    """Paragraphs that Word numbers by itself, where the numbers that it shows are those of the tasks; None where they are not."""
    top = min(paragraph.level for paragraph in paragraphs if paragraph.level is not None)
    whole = "\n".join(
        tidy(paragraph.number + paragraph.text if paragraph.level == top else paragraph.text)
        for paragraph in paragraphs
    )
    chain = chain_of(find_marks(whole), [task.number for task in tasks if task.number is not None])
    if len(chain) != sum(paragraph.level == top for paragraph in paragraphs):
        return None
    found = {task.number: task for task in tasks}
    if _contradicted(_pieces(whole, chain), [found[mark.number] for mark in chain], words):
        return None
    return _by_numbers(whole, chain, tasks, words)


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
    """Give each piece, or each sentence of a piece that speaks of several tasks, to the task that its words speak of."""
    if len(pieces) > MAX_PIECES:
        return Assigned(texts={}, left=("\n".join(pieces),))
    texts: dict[str, str] = {}
    left: list[str] = []
    for piece in pieces:
        parts = _sentences_by_task(piece, tasks, words, alone=len(pieces) == 1) or [(words.likely(piece, tasks), piece)]
        for task, text in parts:
            if task is None:
                left.append(text)
            else:
                texts[task.id] = f"{texts[task.id]}\n{text}" if task.id in texts else text
    return _given(texts, ["\n".join(left)])


def _sentences_by_task(
    piece: str, tasks: Sequence[Task], words: Words, *, alone: bool
) -> list[tuple[Task | None, str]]:
    """The sentences of a piece that speaks of several tasks, those of one task together; nothing where it speaks of one alone.

    A sentence whose words decide nothing belongs to the tasks around it where these are the same, or where it speaks of one of
    them alone. What is `alone` in its row begins with the row's first task and ends with its last.
    """
    sentences = SENTENCE.findall(piece)
    if not 1 < len(sentences) <= MAX_PIECES:
        return []
    clear = [words.likely(sentence, tasks) for sentence in sentences]
    found = [task for task in clear if task is not None]
    spoken = {task.id for task in found}
    if alone:
        spoken |= {task.id for one in sentences if (task := words.likely(one, tasks, least=1)) is not None}
    if not found or len(spoken) < 2:
        return []
    after: list[Task | None] = []
    following: Task | None = tasks[-1] if alone else found[-1]
    for task in reversed(clear):
        following = task or following
        after.append(following)
    after.reverse()
    parts: list[tuple[Task | None, str]] = []
    before: Task | None = tasks[0] if alone else found[0]
    for sentence, task, next_task in zip(sentences, clear, after, strict=True):
        if task is None and before is not None and next_task is not None:
            task = before if before == next_task else words.likely(sentence, (before, next_task), least=1)
        before = task or before
        if parts and parts[-1][0] == task:
            parts[-1] = (task, parts[-1][1] + sentence)
        else:
            parts.append((task, sentence))
    return [(task, text.strip()) for task, text in parts if text.strip()]
