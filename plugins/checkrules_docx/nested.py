"""A table inside a cell → lines that say what each of its cells is about: `label：value；label：value`.

A table of two columns has its labels on the left. A wider one has them in its first row where that row holds no figure;
else labels and figures take turns in each row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

FIGURE = re.compile(r"\s*(?:[\d０-９][\d０-９.．,，]*\s*[^\s\d０-９]{0,3}|[√✓✔×✗☑☐☒□■/／—-]|[有无是否])?\s*")
"""A cell that holds a value rather than a label: a number with a short unit, a mark, yes or no, or nothing."""
MAX_LABEL = 60


def lines_of(rows: Sequence[Sequence[str]]) -> list[str]:
    """One line for each row; an empty one for a row that holds nothing of its own."""
    width = max((len(row) for row in rows), default=0)
    if width <= 1:
        return ["".join(row) for row in rows]
    if any("\n" in cell or len(cell) > MAX_LABEL for row in rows for cell in row[: 1 if width == 2 else None]):
        return ["\n".join(cell for cell in row if cell.strip()) for row in rows]
    if width == 2:
        return [_pair(*row) if len(row) == 2 else "".join(row) for row in rows]
    first = rows[0]
    if len(rows) > 1 and len(first) == width and not any(FIGURE.fullmatch(cell) for cell in first[1:]):
        return [""] + [_under(first, row) for row in rows[1:]]
    return [_in_turns(row) for row in rows]


def _pair(label: str, value: str) -> str:
    label, value = label.strip().rstrip(":："), value.strip()
    return f"{label}：{value}" if label and value else label or value


def _under(labels: Sequence[str], row: Sequence[str]) -> str:
    """The cells of a row, each with the label at the head of its column."""
    if len(row) != len(labels):
        return "；".join(cell.strip() for cell in row if cell.strip())
    return "；".join(_pair(label, cell) for label, cell in zip(labels, row, strict=True) if cell.strip())


def _in_turns(row: Sequence[str]) -> str:
    """`label, value, label, value` as pairs; anything else as it stands."""
    cells = [cell.strip() for cell in row]
    labels, values = cells[::2], cells[1::2]
    turns = len(labels) == len(values) and not any(FIGURE.fullmatch(label) for label in labels)
    if turns and all(FIGURE.fullmatch(value) for value in values):
        return "；".join(_pair(label, value) for label, value in zip(labels, values, strict=True) if value)
    return "；".join(cell for cell in cells if cell)
