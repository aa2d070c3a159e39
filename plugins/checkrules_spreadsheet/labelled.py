"""A sheet of facts with their labels, `在校生数 | 800`, for one subject → its submission."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from checkrules.plugin import (
    Content,
    Fact,
    InvalidValue,
    Location,
    Origin,
    Remark,
    Submission,
    Text,
    folded,
    misfit,
    parse_value,
    shown,
    time_cut,
)

from .cells import doubtful_share
from .layout import Meaning
from .workbook import Grid, reference

FEW = 10
"""Unknown labels that are named one by one."""
PROMPTS = frozenset(map(folded, ("请选择", "（请选择）", "点击填写", "请填写", "—", "－", "/", "____")))
_ROW_LABELS = {
    "narratives": ("具体落实情况", "落实情况", "narrative", "How it was carried out"),
    "task_notes": ("备注", "notes"),
}
"""The labels of the texts of a task, below its heading."""


@attrs.define
class _Sheet:
    """The submission of a sheet while it is put together."""

    grid: Grid
    file: str
    content: Content
    meaning: Callable[[str], Meaning | None]
    facts: dict[str, object] = attrs.field(factory=dict)
    origins: dict[str, Origin] = attrs.field(factory=dict)
    texts: dict[str, dict[str, list[str]]] = attrs.field(factory=dict)
    remarks: list[Remark] = attrs.field(factory=list)
    labels: set[int] = attrs.field(factory=set)
    """The columns in which labels were found."""
    unknown: int = 0
    task: str = ""
    """The task whose heading was seen last."""

    def location(self, row: int, column: int) -> Location:
        return Location(file=self.file, cell=f"{self.grid.name}!{reference(row, column)}")

    def take_row(self, row: int) -> None:
        cells = self.grid.rows[row]
        self.remarks += self.grid.remarks.get(row, ())
        identified = self._hidden_meaning(row)
        column = 0
        while column < len(cells):
            label = cells[column].strip()
            following = self._after(row, column)
            column += 1
            if not label:
                continue
            found, value, at = self._labelled(label, row, column - 1, following)
            if identified is not None and found is None:
                found, value, at = identified, self._text(row, following), following
            if found is None:
                self._tell_unknown(label, row, column - 1, following)
                continue
            identified = None
            self.labels.add(column - 1)
            self._take(found, value, row, at)
            column = max(column, at + 1)

    def _tell_unknown(self, label: str, row: int, column: int, following: int) -> None:
        """Tell of a label that means nothing, where labels stand, with something beside it."""
        if column not in self.labels or not self._text(row, following):
            return
        self.unknown += 1
        if self.unknown <= FEW:
            message = Text(
                f"表中没有“{shown(label)}”这一项，未采用", f"the form has no fact '{shown(label)}'; it is not used"
            )
            self.remarks.append(Remark(code="unknown_fact", message=message, location=self.location(row, column)))

    def _hidden_meaning(self, row: int) -> Meaning | None:
        """What the id in a hidden cell of the row means."""
        ids = self.grid.hidden.get(row, {}).values()
        return next((found for text in ids if (found := self.meaning(text)) is not None), None)

    def _labelled(self, label: str, row: int, column: int, following: int) -> tuple[Meaning | None, str, int]:
        """What a label means, its value and the column of the value: in the cell itself after a colon, or in the next."""
        found = self._meaning(label)
        if found is None:
            name, colon, rest = label.replace("：", ":").partition(":")
            found = self._meaning(name) if colon and rest.strip() else None
            return found, label[len(name) + 1 :].strip(), column
        value = self._text(row, following)
        return (found, "", column) if value and self._meaning(value) is not None else (found, value, following)

    def _meaning(self, label: str) -> Meaning | None:
        name = folded(label).rstrip(":")
        for kind, words in _ROW_LABELS.items():
            own = self.content.form.texts.get(kind)
            known = {folded(word) for word in (*words, *((own.zh, own.en) if own else ()))}
            if name in known and self.task:
                return kind, self.task
        return self.meaning(label)

    def _after(self, row: int, column: int) -> int:
        """The column of the next cell that is seen, behind the rest of a merged one."""
        first = self.grid.merged_from.get((row, column), (row, column))
        following = column + 1
        while self.grid.merged_from.get((row, following)) == first or following in self.grid.hidden.get(row, {}):
            following += 1
        return following

    def _text(self, row: int, column: int) -> str:
        cells = self.grid.rows[row]
        text = cells[column].strip() if column < len(cells) else ""
        return "" if folded(text) in PROMPTS or not text.strip("_＿") else text

    def _take(self, found: Meaning, value: str, row: int, column: int) -> None:
        if not isinstance(found, Fact):
            kind, task = found
            if value:
                self.texts.setdefault(kind, {}).setdefault(task, []).append(value)
            elif kind == "narratives":
                self.task = task
            return
        location = self.location(row, column)
        doubt = doubtful_share(found, value)
        if doubt is not None:
            self.remarks.append(Remark(code="unreadable_cell", fact=found.name, message=doubt, location=location))
            return
        try:
            parsed = parse_value(found, value)
        except InvalidValue as error:
            self.remarks.append(misfit(found, value, error.expected, location))
            return
        if parsed is None:
            return
        if found.name in self.facts and self.facts[found.name] != parsed:
            self.remarks.append(self._twice(found, value, location))
            return
        cut = time_cut(found, value, location)
        self.remarks += [cut] if cut is not None else []
        self.facts[found.name] = parsed
        self.origins[found.name] = Origin(kind="field", location=location)

    def _twice(self, fact: Fact, value: str, location: Location) -> Remark:
        message = Text(
            f"“{fact.title.zh}”填了两次且不同，采用前一个，这里的“{shown(value)}”未采用",
            f"'{fact.title.en}' is stated twice; the first is used, '{shown(value)}' here is not",
        )
        return Remark(code="sources_disagree", fact=fact.name, location=location, value=value, message=message)


def labelled_submission(
    grid: Grid, file: str, content: Content, meaning: Callable[[str], Meaning | None]
) -> Submission:
    """The submission of the sheet."""
    sheet = _Sheet(grid, file, content, meaning)
    for row in range(len(grid.rows)):
        sheet.take_row(row)
    joined = {kind: {task: "\n".join(parts) for task, parts in of.items()} for kind, of in sheet.texts.items()}
    return Submission(
        facts=sheet.facts,
        origins=sheet.origins,
        narratives=joined.get("narratives", {}),
        task_notes=joined.get("task_notes", {}),
        problems=joined.get("problems", {}).get("", ""),
        is_form=True,
        location=Location(file=file, cell=grid.name),
        remarks=tuple(sheet.remarks),
    )
