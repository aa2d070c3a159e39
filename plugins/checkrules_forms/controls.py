"""Content controls of Word: text that is typed, boxes that are ticked, entries that are chosen. Each has a tag with the name of
its fact, and a bookmark of the same name around its cell's text: office programs keep the one or the other.

Structure after ECMA-376, part 1, 17.5.2 (structured document tags), and [MS-DOCX] 2.6.1.6 (`w14:checkbox`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
TAG = "checkrules:"
BOOKMARK = "cr_"
MAX_BOOKMARK = 40
"""Characters of a bookmark's name that Word keeps."""


class Controls:
    """Makes the controls of one document, each with a number of its own."""

    def __init__(self) -> None:
        self._numbers = count(1000)
        self._bookmarks = count(1)

    def text(self, name: str, alias: str, value: str, prompt: str) -> Any:
        """A control for typing: rich text, for LibreOffice 7.4 repeats the text of a plain one."""
        return self._control(name, alias, "", value, prompt)

    def choice(self, name: str, alias: str, entries: Sequence[str], value: str, prompt: str) -> Any:
        """A drop-down list."""
        items = "".join(f"<w:listItem w:displayText={quoteattr(e)} w:value={quoteattr(e)}/>" for e in entries)
        first = f'<w:listItem w:displayText={quoteattr(prompt)} w:value=""/>'
        return self._control(name, alias, f"<w:dropDownList>{first}{items}</w:dropDownList>", value, prompt)

    def _control(self, name: str, alias: str, kind: str, value: str, prompt: str) -> Any:
        empty = "" if value else "<w:showingPlcHdr/>"
        look = "" if value else '<w:rPr><w:color w:val="808080"/></w:rPr>'
        return parse_xml(
            f"<w:sdt {SPACES}><w:sdtPr><w:alias w:val={quoteattr(alias)}/><w:tag w:val={quoteattr(TAG + name)}/>"
            f'<w:id w:val="{next(self._numbers)}"/>{empty}{kind}</w:sdtPr><w:sdtContent><w:r>{look}'
            f'<w:t xml:space="preserve">{escape(value or prompt)}</w:t></w:r></w:sdtContent></w:sdt>'
        )

    def box(self, name: str, alias: str, ticked: bool) -> Any:
        """A box to tick."""
        sign = "☑" if ticked else "☐"
        return parse_xml(
            f'<w:sdt {SPACES}><w:sdtPr><w:rPr><w:rFonts w:ascii="Segoe UI Symbol" w:hAnsi="Segoe UI Symbol" '
            f'w:eastAsia="Segoe UI Symbol"/></w:rPr><w:alias w:val={quoteattr(alias)}/>'
            f'<w:tag w:val={quoteattr(TAG + name)}/><w:id w:val="{next(self._numbers)}"/><w14:checkbox>'
            f'<w14:checked w14:val="{int(ticked)}"/><w14:checkedState w14:val="2611" w14:font="Segoe UI Symbol"/>'
            f'<w14:uncheckedState w14:val="2610" w14:font="Segoe UI Symbol"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r>'
            f'<w:rPr><w:rFonts w:ascii="Segoe UI Symbol" w:hAnsi="Segoe UI Symbol" w:eastAsia="Segoe UI Symbol"/></w:rPr>'
            f"<w:t>{sign}</w:t></w:r></w:sdtContent></w:sdt>"
        )

    def bookmarked(self, name: str, items: Iterable[Any]) -> list[Any]:
        """The items, in a bookmark."""
        number = next(self._bookmarks)
        start = f'<w:bookmarkStart {SPACES} w:id="{number}" w:name={quoteattr((BOOKMARK + name)[:MAX_BOOKMARK])}/>'
        return [parse_xml(start), *items, parse_xml(f'<w:bookmarkEnd {SPACES} w:id="{number}"/>')]
