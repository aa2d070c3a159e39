"""One filled form while it is put together, and what the checklist says about its form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from checkrules.plugin import Content, Privacy, Remark, Task, folded

from .blocks import Cell, Paragraph, Unread
from .columns import column_words
from .labels import Labelled, Labels, labels_of
from .words import Words, words_of

MIN_OUTSIDE, MAX_OUTSIDE, MAX_LINE = 12, 200, 500
"""Characters of a line that may be a finding, lines that are looked at, and characters of each."""


@attrs.frozen(kw_only=True)
class Value:
    """The text beside a label, and where. `plain`: a colon, a blank or the border of a cell stands between them."""

    name: str
    text: str
    cell: str
    plain: bool = True


@attrs.define(kw_only=True)
class Filled:
    """The values by label, task texts by id, and what was noticed."""

    values: list[Value] = attrs.field(factory=list)
    stated: set[str] = attrs.field(factory=set)
    """The labels that have a value."""
    narratives: dict[str, list[str]] = attrs.field(factory=dict)
    task_notes: dict[str, list[str]] = attrs.field(factory=dict)
    cells: dict[str, str] = attrs.field(factory=dict)
    """Where the narrative of each task stands."""
    remarks: list[Remark] = attrs.field(factory=list)
    tasks: set[str] = attrs.field(factory=set)
    unread: dict[Unread, None] = attrs.field(factory=dict)
    """What stands outside of the task table and is not read."""
    outside: list[str] = attrs.field(factory=list)
    """Lines outside of the task table that have no label."""

    def add(self, value: Value) -> None:
        self.values.append(value)
        if value.text:
            self.stated.add(value.name)

    def leave(self, line: str) -> None:
        """Keep a line that has no label, should it be about a task."""
        if len(line) >= MIN_OUTSIDE and len(self.outside) < MAX_OUTSIDE:
            self.outside.append(line[:MAX_LINE])

    def see(self, block: Paragraph | Cell) -> None:
        """Keep what is not read of a paragraph or a cell."""
        self.unread.update(dict.fromkeys(block.unread))


@attrs.frozen(kw_only=True)
class Known:
    """What the checklist says about its form. What was found in a cell is kept: a merged cell is looked at once."""

    tasks: tuple[Task, ...]
    sections: Mapping[str, tuple[Task, ...]]
    labels: Labels
    columns: Mapping[str, frozenset[str]]
    words: Words
    privacy: Privacy
    named: dict[Cell, Sequence[Task]] = attrs.field(factory=dict)
    """The tasks that cells were found to name."""
    of_section: dict[Cell, Sequence[Task]] = attrs.field(factory=dict)
    started: dict[Cell, tuple[Labelled, str] | None] = attrs.field(factory=dict)


def known_of(content: Content) -> Known:
    """What a checklist says about its form."""
    return Known(
        tasks=tuple(task for section in content.sections for task in section.tasks),
        sections={folded(section.title.zh): section.tasks for section in content.sections},
        labels=labels_of(content),
        columns=column_words(content),
        words=words_of(content),
        privacy=content.privacy,
    )
