"""A narrative → plain text with its offsets, cut into sentences and parts."""

from __future__ import annotations

import re
import unicodedata

import attrs

from checkrules.reading.narrative.grouped import digit_runs
from checkrules.reading.narrative.numerals import UNREAD

_DROPPED = frozenset('\u00ad\u200b\u200c\u200d\u2060\ufeff_“”"‘’「」『』《》〈〉')
_LIST_MARKS = {chr(0x2460 + n): f"{n + 1}、" for n in range(20)}
_SENTENCE = re.compile(r"[^。;!?\n]+(?:[。;!?\n]|$)")
_PART = re.compile(r"[^,()、:。;!?\n]+[?]?")
_TURN = re.compile(r"(?=(?:但是?|不过|其中|另有|另外|只是|然而|却)\S)")


@attrs.frozen(kw_only=True)
class Plain:
    """The text in NFKC without blanks, quotation marks and invisible characters; `offsets[i]` is where its i-th character stood."""

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the original of a span in the plain text."""
        return self.offsets[start], self.offsets[end - 1] + 1


@attrs.frozen(kw_only=True)
class Part:
    """The text between two of , 、 : ( ) in a sentence, or from a 但, 其中 … on. `before` is the sign in front of it."""

    text: str
    start: int
    sentence: int
    before: str


def plain_text(text: str) -> Plain:
    """The plain text of a narrative. Digits in groups (1,024) are put together; those of what may be several numbers are
    UNREAD."""
    letters: list[str] = []
    offsets: list[int] = []
    done = 0
    for run in digit_runs(text):
        _add(text, done, run.start, letters, offsets)
        for index in range(run.start, run.end):
            if text[index].isdecimal():
                letters.append(unicodedata.normalize("NFKC", text[index]) if run.one_number else UNREAD)
                offsets.append(index)
        done = run.end
    _add(text, done, len(text), letters, offsets)
    return Plain(text="".join(letters), offsets=tuple(offsets))


def _add(text: str, start: int, end: int, letters: list[str], offsets: list[int]) -> None:
    """Add the plain text of a stretch."""
    blank = False
    for index in range(start, end):
        letter = text[index]
        if letter in _DROPPED or (letter.isspace() and letter != "\n"):
            blank = blank or letter.isspace()
            continue
        if blank and letters and _is_han(letters[-1]) and _is_han(letter):
            letters.append(",")  # a blank between two words in Chinese parts them
            offsets.append(index - 1)
        blank = False
        for made in _LIST_MARKS.get(letter) or _normal(letter):
            if not made.isspace() or made == "\n":
                letters.append(made)
                offsets.append(index)


def _normal(letter: str) -> str:
    normal = unicodedata.normalize("NFKC", letter)
    return UNREAD if "⁄" in normal else normal  # 2½ is not 21⁄2


def _is_han(letter: str) -> bool:
    return "\u4e00" <= letter <= "\u9fff"


def parts_of(text: str) -> list[Part]:
    """The parts of all sentences, in order."""
    found = []
    for number, sentence in enumerate(_SENTENCE.finditer(text)):
        for part in _PART.finditer(text, sentence.start(), sentence.end()):
            before = text[part.start() - 1] if part.start() > sentence.start() else ""
            start = part.start()
            for piece in filter(None, _TURN.split(part.group())):
                found.append(Part(text=piece, start=start, sentence=number, before=before))
                start += len(piece)
                before = ""
    return found
