"""The fields of a form that has one for every fact: cells that a bookmark or the tag of a content control names.

Office programs keep the one or the other: LibreOffice 7.4 loses tags and keeps bookmarks. What stands in such a cell is the
value of its fact. The cell, and the label beside it, are then blank, so that nobody reads them again as prose; what a person
wrote elsewhere in the table stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs

from checkrules.plugin import Fact, folded

from .styles import W

TAG, BOOKMARK = "checkrules:", "cr_"
MAX_BOOKMARK = 40
"""Characters of the name of a bookmark that Word keeps."""


@attrs.frozen(kw_only=True)
class FieldText:
    """What stands in the cell of a fact's field. A field that was left blank has none."""

    fact: Fact
    text: str


def take_fields(document: Any, facts: Mapping[str, Fact], text_of: Callable[[Any], str]) -> list[FieldText]:
    """Take the fields out of a document, each where it first stands. `text_of` gives the text of a cell."""
    bookmarks = {(BOOKMARK + name)[:MAX_BOOKMARK]: fact for name, fact in facts.items()}
    found: dict[str, FieldText] = {}
    cells = dict(_fields_in(document, facts, bookmarks))
    for cell, fact in cells.items():
        text = text_of(cell).strip()
        if text and fact.name not in found:
            found[fact.name] = FieldText(fact=fact, text=text)
        label = cell.getprevious()
        if label is not None and label.tag == W + "tc" and label not in cells and _is_label(text_of(label), fact):
            _clear(label)
        _clear(cell)
    for table in dict.fromkeys(table for cell in cells for table in cell.iterancestors(W + "tbl")):
        if next(table.iter(W + "t"), None) is None and table.getparent().tag == W + "tc":
            table.getparent().remove(table)
    return list(found.values())


def _fields_in(document: Any, facts: Mapping[str, Fact], bookmarks: Mapping[str, Fact]) -> Iterator[tuple[Any, Fact]]:
    """The innermost cells that hold a bookmark or a tag of a fact."""
    for mark in document.iter(W + "bookmarkStart", W + "tag"):
        if mark.tag == W + "tag":
            value = mark.get(W + "val", "")
            fact = facts.get(value.removeprefix(TAG)) if value.startswith(TAG) else None
        else:
            fact = bookmarks.get(mark.get(W + "name", ""))
        cell = next(mark.iterancestors(W + "tc"), None) if fact is not None else None
        if cell is not None and fact is not None:
            yield cell, fact


def _is_label(text: str, fact: Fact) -> bool:
    """Whether a text is the label of a fact, with or without its unit."""
    words = folded(text)
    titles = [fact.title.zh, fact.title.en]
    if fact.unit is not None:
        titles += [f"{fact.title.zh}({fact.unit.zh})", f"{fact.title.en}({fact.unit.en})"]
    return words in map(folded, titles)


def _clear(cell: Any) -> None:
    """Leave a cell with one blank paragraph."""
    for child in list(cell):
        if child.tag != W + "tcPr":
            cell.remove(child)
    cell.append(cell.makeelement(W + "p", {}))
