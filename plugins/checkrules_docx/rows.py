"""The rows of the task table, with cells that are merged downwards taken once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from .blocks import Cell, cell_at


@attrs.frozen(kw_only=True)
class TaskRow:
    """One row by columns. A cell merged with the one above is that one; `origins` has its row and column."""

    index: int
    cells: Mapping[str, Cell]
    origins: Mapping[str, tuple[int, int]]

    @property
    def task(self) -> Cell | None:
        return self.cells.get("task")

    @property
    def section(self) -> Cell | None:
        return self.cells.get("section")

    @classmethod
    def of(
        cls,
        index: int,
        row: Sequence[Cell],
        columns: Mapping[str, tuple[int, int]],
        above: Mapping[int, tuple[int, Cell]],
    ) -> TaskRow:
        cells: dict[str, Cell] = {}
        origins: dict[str, tuple[int, int]] = {}
        for column, (start, _) in columns.items():
            cell = cell_at(row, start)
            if cell is None:
                continue
            origin, cell = above.get(cell.start, (index, cell)) if cell.continues else (index, cell)
            cells[column], origins[column] = cell, (origin, cell.start)
        return cls(index=index, cells=cells, origins=origins)


def merged(rows: Iterable[TaskRow]) -> list[list[TaskRow]]:
    """The rows in groups that share a task cell or a narrative cell."""
    groups: list[list[TaskRow]] = []
    for row in rows:
        last = groups[-1][-1] if groups else None
        if last is not None and any(
            row.origins.get(column) == last.origins.get(column) is not None for column in ("task", "narratives")
        ):
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups
