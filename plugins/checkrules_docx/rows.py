"""The rows of the task table, with cells that are merged downwards taken once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from .blocks import Cell, cell_at

Origin = tuple[int, int]
"""The row and the grid column where a cell begins."""


@attrs.frozen(kw_only=True)
class TaskRow:
    """One row by columns. A cell merged with the one above is that one. A column over several cells has them all."""

    index: int
    cells: Mapping[str, Mapping[Origin, Cell]]

    @property
    def task(self) -> Cell | None:
        return self._first("task")

    @property
    def section(self) -> Cell | None:
        return self._first("section")

    def _first(self, column: str) -> Cell | None:
        return next(iter(self.cells.get(column, {}).values()), None)

    def origin(self, column: str) -> Origin | None:
        """Where the first cell of a column begins."""
        return next(iter(self.cells.get(column, ())), None)

    @classmethod
    def of(
        cls,
        index: int,
        row: Sequence[Cell],
        columns: Mapping[str, tuple[int, int]],
        above: Mapping[int, tuple[int, Cell]],
    ) -> TaskRow:
        cells: dict[str, dict[Origin, Cell]] = {}
        taken: set[int] = set()
        for column, (start, end) in sorted(columns.items(), key=lambda item: item[1]):
            found: dict[Origin, Cell] = {}
            cell = cell_at(row, start)
            while cell is not None and cell.start not in taken and (not found or cell.end <= end):
                taken.add(cell.start)
                origin, whole = above.get(cell.start, (index, cell)) if cell.continues else (index, cell)
                found[origin, cell.start] = whole
                cell = cell_at(row, cell.end) if cell.end < end else None
            if found:
                cells[column] = found
        return cls(index=index, cells=cells)


def merged(rows: Iterable[TaskRow]) -> list[list[TaskRow]]:
    """The rows in groups that share a task cell or a narrative cell."""
    groups: list[list[TaskRow]] = []
    for row in rows:
        last = groups[-1][-1] if groups else None
        if last is not None and any(
            row.origin(column) == last.origin(column) is not None for column in ("task", "narratives")
        ):
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups
