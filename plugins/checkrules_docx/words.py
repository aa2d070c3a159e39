"""Which task a text is about, by its words: pairs of characters that one task has and the others of its row have not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import attrs

from checkrules.plugin import Content, Task, folded

LETTERS = re.compile(r"[\w]+")
NAMED = 0.8
ALIKE = 0.5
MARGIN = 0.15


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters, punctuation left out."""
    return frozenset(
        word[index : index + 2] for word in LETTERS.findall(folded(text)) for index in range(max(len(word) - 1, 0))
    )


@attrs.frozen(kw_only=True)
class Words:
    """What tasks are about: the pairs of their own words, and those of the facts that belong to them."""

    of_text: Mapping[str, frozenset[str]]
    of_task: Mapping[str, frozenset[str]]

    def likely(self, text: str, tasks: Sequence[Task], least: int = 3, factor: int = 2) -> Task | None:
        """The one task that a narrative is about, or None where its words do not decide."""
        said = pairs(text)
        hits = sorted(((len(said & self._own(task, tasks)), task) for task in tasks), key=lambda hit: -hit[0])
        if not hits or hits[0][0] < least or (len(hits) > 1 and hits[0][0] < factor * hits[1][0]):
            return None
        return hits[0][1]

    def _own(self, task: Task, tasks: Iterable[Task]) -> frozenset[str]:
        return self.of_task[task.id].difference(*(self.of_task[other.id] for other in tasks if other.id != task.id))

    def quoted(self, text: str, tasks: Iterable[Task]) -> bool:
        """Whether a text is taken out of the words of a task."""
        said = pairs(text)
        return any(_share(said, self.of_text[task.id]) >= NAMED for task in tasks)

    def named(self, text: str, tasks: Sequence[Task]) -> list[Task]:
        """The tasks whose own words a task cell holds, each wholly or, line by line, in short."""
        said = pairs(text)
        found = {task.id for task in tasks if _share(self.of_text[task.id], said) >= NAMED}
        for line in text.split("\n"):
            short = pairs(line)
            shares = sorted(((_share(short, self.of_text[task.id]), task.id) for task in tasks), reverse=True)
            alone = len(shares) == 1 or (len(shares) > 1 and shares[0][0] - shares[1][0] >= MARGIN)
            if len(short) >= 3 and alone and shares[0][0] >= ALIKE:
                found.add(shares[0][1])
        return [task for task in tasks if task.id in found]


def _share(part: frozenset[str], whole: frozenset[str]) -> float:
    return len(part & whole) / len(part) if part else 0.0


def words_of(content: Content) -> Words:
    """The words of a checklist's tasks."""
    tasks = [task for section in content.sections for task in section.tasks]
    own = {task.id: pairs(task.text) for task in tasks}
    about = {task.id: set(own[task.id] | pairs(task.title.zh)) for task in tasks}
    for fact in content.form.facts:
        if fact.task in about:
            about[fact.task].update(*(pairs(name) for name in (fact.title.zh, *fact.aliases)))
    return Words(of_text=own, of_task={task: frozenset(words) for task, words in about.items()})
