"""The content of a paragraph → its text as Word shows it.

Read: tracked insertions, results of fields, chosen entries and ticks of form fields and controls. Not read: deletions, codes
of fields, hidden and struck-through text, prompts of empty controls, marks of notes.
"""

from __future__ import annotations

import re
from typing import Any

import attrs

from .blocks import Unread
from .prompts import PROMPT
from .styles import W14, Styles, W, on
from .symbols import drawn, form_field, in_symbol_font, symbol, symbols_in

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
LEFT_OUT = frozenset(
    W + name
    for name in (
        "del",
        "moveFrom",
        "pPr",
        "rPr",
        "sdtPr",
        "sdtEndPr",
        "delText",
        "delInstrText",
        "rt",
        "tblPr",
        "tblGrid",
        "trPr",
        "tcPr",
        "sectPr",
        "rubyPr",
    )
)
BREAKS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
    W + "softHyphen": "\u00ad",
}
NOT_READ: dict[str, Unread] = {
    "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic": "picture",
    "{urn:schemas-microsoft-com:vml}imagedata": "picture",
    W + "contentPart": "picture",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart": "chart",
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds": "chart",
    W + "altChunk": "document",
    W + "subDoc": "document",
    W + "footnoteReference": "note",
    W + "endnoteReference": "note",
    W + "commentReference": "comment",
}
DRAWINGS: dict[str, Unread] = {W + "drawing": "picture", W + "pict": "shape", W + "object": "object"}
"""What a drawing is where nothing in it says more."""
SHAPE = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}wsp"
NOTE_MARK = re.compile(r"\s*(?:注?\s*[\[〔（(【]?\s*(?:\d{1,3}|[*※†‡①-⑳])\s*[\]〕）)】]?)\s*")
MEASURE = re.compile(r"(?:[mM]|米)$")
POWERS = {"2": "²", "3": "³"}


@attrs.define(kw_only=True)
class _Field:
    """A field that is open: its code, and the text in it that is not shown."""

    muted: bool = True
    """Whether what stands in it is not shown: its code, or a result that is known otherwise."""
    known: bool = False
    """Whether its sign was read already."""
    code: list[str] = attrs.field(factory=list)
    unshown: list[str] = attrs.field(factory=list)


@attrs.define(kw_only=True)
class Line:
    """The text of a paragraph while it is put together, the text boxes anchored in it, and what is not read."""

    styles: Styles
    style: str = ""
    pieces: list[str] = attrs.field(factory=list)
    boxes: list[Any] = attrs.field(factory=list)
    unread: list[Unread] = attrs.field(factory=list)
    fields: list[_Field] = attrs.field(factory=list)
    hidden: int = 0
    muted: int = 0
    """How many of the open fields are muted."""

    def say(self, text: str) -> None:
        if self.hidden:
            return
        if self.muted:
            self.fields[-1].unshown.append(text)
        else:
            self.pieces.append(text)

    def tell(self, kind: Unread) -> None:
        if not self.hidden and not self.muted:
            self.unread.append(kind)

    def finish(self) -> None:
        """End the paragraph. A field without an end is no field: what stands in it is text."""
        for field in self.fields:
            self.pieces.extend(field.unshown)
        self.fields.clear()
        self.muted = 0


def collect_text(container: Any, line: Line) -> None:
    """Add the text of all that stands in a paragraph or a run."""
    for child in container:
        tag = child.tag
        if tag == W + "t" or tag == MATH_TEXT:
            line.say(child.text or "")
        elif tag == W + "r":
            _collect_run(child, line)
        elif tag in BREAKS:
            line.say(BREAKS[tag])
        elif tag in LEFT_OUT:
            continue
        elif tag in NOT_READ:
            line.tell(NOT_READ[tag])
        elif tag in DRAWINGS:
            _collect_drawing(child, line)
        elif tag == W + "txbxContent":
            if not line.hidden and not line.muted:
                line.boxes.append(child)
        elif tag == W + "sdt":
            _collect_control(child, line)
        elif tag == MC + "AlternateContent":
            collect_text(chosen(child), line)
        elif tag == W + "sym":
            line.say(symbol(child.get(W + "font", ""), child.get(W + "char", "")))
        elif tag == W + "fldChar":
            _mark_field(child, line)
        elif tag == W + "fldSimple" and (sign := drawn(child.get(W + "instr", ""))) is not None:
            line.say(sign)
        elif tag == W + "instrText":
            if line.fields and line.fields[-1].muted:
                line.fields[-1].code.append(child.text or "")
        else:
            collect_text(child, line)


def _collect_run(run: Any, line: Line) -> None:
    properties = run.find(W + "rPr")
    look = line.styles.look(properties, line.style)
    unseen = look.hidden or look.struck
    line.hidden += unseen
    fonts = properties.find(W + "rFonts") if properties is not None else None
    if fonts is not None and run.find(W + "t") is not None and symbols_in(fonts):
        for text in run.iterfind(W + "t"):
            line.say(in_symbol_font(text.text or "", fonts))
    elif run.find(W + "footnoteReference") is not None or run.find(W + "endnoteReference") is not None:
        line.tell("note")  # the mark beside it is no text
    elif look.raised:
        _collect_raised(run, line)
    else:
        collect_text(run, line)
    line.hidden -= unseen


def _collect_raised(run: Any, line: Line) -> None:
    """A raised or lowered number is the mark of a note, but for m² and letters such as x₂."""
    own = Line(styles=line.styles, style=line.style)
    collect_text([child for child in run if child.tag == W + "t"], own)
    text, before = "".join(own.pieces), "".join(line.pieces[-3:])[-3:]
    if not NOTE_MARK.fullmatch(text):
        collect_text(run, line)
    elif MEASURE.search(before) and text.strip() in POWERS:
        line.say(POWERS[text.strip()])
    elif before[-1:].isascii() and before[-1:].isalpha():
        line.say(text)
    else:
        line.tell("raised")


def _collect_drawing(drawing: Any, line: Line) -> None:
    told, boxes = len(line.unread), len(line.boxes)
    if drawing.tag == W + "object":
        line.tell("object")
        return
    collect_text(drawing, line)
    if len(line.unread) == told and len(line.boxes) == boxes:
        line.tell("shape" if next(drawing.iter(SHAPE), None) is not None else DRAWINGS[drawing.tag])


def _collect_control(control: Any, line: Line) -> None:
    box = box_of_control(control)
    if box is not None:
        line.say(box)
    elif not shows_prompt(control):
        before = len(line.pieces)
        collect_text(control, line)
        if before < len(line.pieces) <= before + 4 and PROMPT.fullmatch("".join(line.pieces[before:])[:60]):
            del line.pieces[before:]


def _mark_field(mark: Any, line: Line) -> None:
    kind = mark.get(W + "fldCharType", "")
    if kind == "begin":
        shown = form_field(mark)
        if shown is not None and not PROMPT.fullmatch(shown):
            line.say(shown)
        line.fields.append(_Field(known=shown is not None))
        line.muted += 1
        return
    if not line.fields:
        return
    field = line.fields[-1]
    if field.muted and not field.known:
        sign = drawn("".join(field.code))
        if sign is not None:
            field.known = True
            _say_around(sign, line)
    if kind == "end":
        line.fields.pop()
        line.muted -= field.muted
    elif kind == "separate" and not field.known and field.muted:
        field.muted = False
        line.muted -= 1


def _say_around(sign: str, line: Line) -> None:
    """Say what a field draws, outside of its code."""
    field = line.fields.pop()
    line.muted -= 1
    line.say(sign)
    line.fields.append(field)
    line.muted += 1


def box_of_control(control: Any) -> str | None:
    """The check box that a content control is, ticked or not."""
    box = control.find(f"{W}sdtPr/{W14}checkbox")
    if box is None:
        return None
    return "☑" if on(box.find(W14 + "checked")) else "☐"


def shows_prompt(control: Any) -> bool:
    """Whether a content control is empty and shows what to fill in."""
    return on(control.find(f"{W}sdtPr/{W}showingPlcHdr"))


def chosen(alternatives: Any) -> Any:
    """The alternative that is read: the first choice, for choices and fallback hold the same text."""
    choice = alternatives.find(MC + "Choice")
    if choice is None:
        choice = alternatives.find(MC + "Fallback")
    return choice if choice is not None else ()
