"""Plain text → tokens: the words, names, numbers and marks that cover it with the fewest unknown characters, then the fewest
tokens."""

from __future__ import annotations

import re
from collections.abc import Mapping

import attrs

from checkrules.reading.narrative.names import Called, ProseNames
from checkrules.reading.narrative.numerals import NUMBER, number_of
from checkrules.reading.narrative.words import Lexicon

SEPARATORS = frozenset(",、:()[]【】〔〕/|;。!?\n")
_NUMBER = re.compile(rf"(?:百分之)?{NUMBER}")
_DATE = re.compile(
    r"(?<!\d)(?:(?:19|20)\d{2}年(?:\d{1,2}月(?:\d{1,2}[日号])?|版|春季|秋季|[春秋])?|\d{1,2}月(?:\d{1,2}[日号]|底|初|份)?(?!\d)"
    r"|(?:19|20)\d{2}[./-]\d{1,2}(?:[./-]\d{1,2})?(?!\d)|\d{1,2}:\d{2}(?:[-~—至到]\d{1,2}:\d{2})?|(?:次日)?\d{1,2}[时点](?:半|整)?"
    r"|[〔\[(](?:19|20)\d{2}[〕\])]\d{1,4}号?|(?:19|20)\d{2}[-~—至](?:19|20)\d{2}(?:学年)?)"
)
_DAYS = "一二三四五六日天"
_NOT_DAYS = r"(?!课时|[节次场堂个回轮小名人期班天])"
_WEEKDAYS = re.compile(
    rf"每?(?:周|星期|礼拜)[{_DAYS}](?:(?:[至到~—-]|[、,和及与]?)(?:周|星期|礼拜)?[{_DAYS[:-1]}]{_NOT_DAYS})*+{_NOT_DAYS}"
)
_LATIN = re.compile(r"[A-Za-z]+")
_UNKNOWN, _TOKEN = 1_000, 2
"""What an unknown character and a token cost. A name costs one less than a word, a number before its unit likewise."""


@attrs.frozen(slots=True, eq=False)
class Token:
    """`role` is the letter of its class (`words.ROLES`), or: `N` a name, `Q` a number with a unit, `#` one without, `R` a period,
    `t` a date, `;` a separator, `u` unknown."""

    text: str
    start: int
    end: int
    role: str
    called: tuple[Called, ...] = ()
    value: float | None = None
    families: frozenset[str] = frozenset()
    period: str = ""
    unit: str = ""
    about: bool = False
    besides: str = ""
    """The role of a name where none of the facts that it names is looked for."""


class Tokens:
    """Cuts texts into tokens by the lexicon and the names of a checklist."""

    def __init__(self, lexicon: Lexicon, names: ProseNames) -> None:
        self._lexicon = lexicon
        self._called: Mapping[str, tuple[Called, ...]] = names.called
        words = {*lexicon.roles, *lexicon.periods, *names.called}
        lengths: dict[str, set[int]] = {}
        for word in words:
            lengths.setdefault(word[0], set()).add(len(word))
        self._lengths = {first: tuple(sorted(found)) for first, found in lengths.items()}
        self._words = words
        self._longest_unit = max(map(len, lexicon.units), default=0)

    def cut(self, text: str) -> list[Token]:
        """The tokens of a text, in order. The work grows with its length alone."""
        size = len(text)
        ends = self._number_ends(text)
        cost = [0] * (size + 1)
        step = [1] * (size + 1)
        words, lengths = self._words, self._lengths
        for start in range(size - 1, -1, -1):
            first = text[start]
            best, taken = cost[start + 1] + (_TOKEN if first in SEPARATORS else _UNKNOWN), 1
            for length in lengths.get(first, ()):
                word = text[start : start + length]
                if word in words and start + length <= size:
                    total = cost[start + length] + (_TOKEN - 1 if word in self._called else _TOKEN)
                    if total <= best:
                        best, taken = total, length
            if start in ends:
                for end, price in ends[start]:
                    total = cost[end] + price
                    if total < best or (total == best and end - start >= taken):
                        best, taken = total, end - start
            cost[start], step[start] = best, taken
        tokens = []
        start = 0
        while start < size:
            end = start + step[start]
            tokens.append(self._token(text, start, end, ends))
            start = end
        return _together(tokens)

    def _number_ends(self, text: str) -> dict[int, list[tuple[int, int]]]:
        """Where numbers, numbers with a unit, dates and Latin words begin, with their ends and costs."""
        found: dict[int, list[tuple[int, int]]] = {}
        units = self._lexicon.units
        for number in _NUMBER.finditer(text):
            ends = found.setdefault(number.start(), [])
            ends.append((number.end(), _TOKEN))
            after = number.end() + (
                text[number.end() : number.end() + 1] in ("多", "余", "来") if number.end() < len(text) else 0
            )
            for length in range(min(self._longest_unit, len(text) - after), 0, -1):
                if text[after : after + length] in units:
                    ends.append((after + length, _TOKEN - 1))
        for date in _DATE.finditer(text):
            found.setdefault(date.start(), []).append((date.end(), _TOKEN - 1))
        for days in _WEEKDAYS.finditer(text):
            found.setdefault(days.start(), []).append((days.end(), _TOKEN - 1))
        for word in _LATIN.finditer(text):
            found.setdefault(word.start(), []).append((word.end(), _UNKNOWN))
        return found

    def _token(self, text: str, start: int, end: int, ends: Mapping[int, list[tuple[int, int]]]) -> Token:
        word = text[start:end]
        lexicon = self._lexicon
        if word in self._words:
            called = self._called.get(word, ())
            period = lexicon.periods.get(word, "")
            besides = "R" if period else lexicon.roles.get(word, "n")
            return Token(word, start, end, "N" if called else besides, called=called, period=period, besides=besides)
        if end == start + 1 and word in SEPARATORS:
            return Token(word, start, end, ";")
        if any(end == known for known, _ in ends.get(start, ())):
            return self._numeral(word, start, end)
        return Token(word, start, end, "u")

    def _numeral(self, word: str, start: int, end: int) -> Token:
        if _WEEKDAYS.fullmatch(word):
            days = _weekdays(word)
            return Token(word, start, end, "Q", value=days, families=frozenset({"day"}), period="week", unit="天")
        number = _NUMBER.match(word)
        if number is None or (_DATE.fullmatch(word) and not self._is_amount(word, number)):
            return Token(word, start, end, "u" if _LATIN.fullmatch(word) else "t")
        digits = number[0].removeprefix("百分之")
        value = number_of(digits)
        if digits != number[0]:
            return Token(word, start, end, "Q", value=value, families=frozenset({"percent"}), unit="%")
        unit = word[number.end() :].lstrip("多余来")
        about = number.end() + len(unit) < len(word)
        if not unit:
            return Token(word, start, end, "#", value=value)
        known = self._lexicon.units[unit]
        scaled = value * known.factor if value is not None and known.factor else None
        if about and digits[-1:] in "千百万":
            scaled = None
        return Token(word, start, end, "Q", value=scaled, families=known.families, unit=unit, about=about)

    def _is_amount(self, word: str, number: re.Match[str]) -> bool:
        unit = word[number.end() :].lstrip("多余来")
        return unit in self._lexicon.units and unit not in ("月", "时", "点", "年")


def _weekdays(word: str) -> float:
    """How many days a list (周二、四) or a range (周一至周五) of weekdays names."""
    days = [min(_DAYS.index(letter), 6) for letter in word if letter in _DAYS]
    if len(days) == 2 and re.search(r"[至到~—-]", word):
        return float(max(days[1] - days[0] + 1, 1))
    return float(len({*days}))


def _together(tokens: list[Token]) -> list[Token]:
    """Unknown characters that stand side by side are one token."""
    joined: list[Token] = []
    for token in tokens:
        if token.role == "u" and joined and joined[-1].role == "u":
            last = joined.pop()
            token = Token(last.text + token.text, last.start, token.end, "u")
        joined.append(token)
    return joined
