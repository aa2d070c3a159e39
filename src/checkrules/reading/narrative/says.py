"""What a clause says of one fact: a value, with what is doubtful about it."""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

from checkrules.model.readings import DoubtCode, How
from checkrules.reading.narrative.names import FactNames
from checkrules.reading.narrative.tokens import Token

Value = bool | float | tuple[str, ...]


@attrs.define(slots=True)
class Said:
    """What one clause says of a fact. `value` None: named, nothing stated; `unsaid`: it is said that nothing is known."""

    value: Value | None
    start: int
    end: int
    clause: int
    doubts: dict[DoubtCode, tuple[int, int]] = attrs.field(factory=dict)
    plain: bool = False
    """It is worded in one of the plain ways."""
    unsaid: bool = False
    preferred: bool = False
    """It corrects what stands before it, or is the total of it."""
    subject: bool = False
    """A noun that names another body stands in front of the verb: 工会制定了方案."""
    minor: set[DoubtCode] = attrs.field(factory=set)
    """Doubts that weigh little here."""
    against: bool = False
    """What follows speaks against it."""
    others: list[tuple[float, How, int, int]] = attrs.field(factory=list)
    """Other numbers that the words may mean."""

    def doubt(self, code: DoubtCode, start: int, end: int) -> None:
        self.doubts.setdefault(code, (start, end))


DOUBT_OF_ROLE: dict[str, DoubtCode] = {
    "u": "unknown_word", "o": "open_list", "m": "norm", "e": "elsewhere", "h": "hedge", "p": "only_part", "x": "only_part",
    "P": "other_time", "z": "other_time", "O": "other_time", "k": "looked_into", "i": "topic", "?": "question",
    "g": "some_grades", "C": "corrected", "c": "turn_follows", "E": "each", "Z": "several_negations", "b": "bound",
    "~": "approximate", "r": "only_part", "J": "norm",
}  # fmt: skip
"""The doubt that a word of a class raises wherever it stands in the clause."""

_YES = re.compile(
    r"[Snal]*[HAD]+NT?|[Sa]*NT?[al]*[ADHGL][ADHGLalT]*|[Sa]*[HAD]+NT?a*[ADG]+|[SalHAD]*[alHAD]y|S?y[al]*[ADG]+"
)
_NO = re.compile(r"[Snal]*[XY][AD]?NT?|[Snal]*[XY]HNT?|[Sa]*NT?[al]*[XY][ADHG]?|[Sa]*NT?a?B|[Sal]*X[AH]?y")
_MARKED = re.compile(r"[S]*(?:NT?|y)([MW])")
_NUMBER_AFTER = re.compile(r"[SnaRADHl]*(?<!n)NT?[ADHRal]*Q")
_NUMBER_BEFORE = re.compile(r"[SnaRl]*[ADHR]*Qa?[ADH]?(?<!n)NT?D?")
_NONE = re.compile(r"[SnRl]*a?[XY][DH]?NT?|[S]*N[aR]*[XY]D?")
_NARROWED = re.compile(
    r"K(?=fN)|[nuv](?=[fdR]?[Ny])|(?<=[Ny])[nvu]|(?<=NT)[nvu]|^S*[nu]F?(?=Q.*N)"
    r"|(?<=[NyADHG])f(?=[nuvK#])"
)
"""A word beside the name that changes what is named: 消防 before it, 的问题 after it."""
_TOTAL = frozenset({"共", "共计", "合计", "总计", "总共", "累计"})
_PAST = frozenset({"去年", "上年", "上学期", "上学年", "上一学年"})
_DOUBLE = frozenset({"不是", "并非", "并不"})


def stripped(roles: str, letters: str) -> str:
    return roles.translate({ord(letter): None for letter in letters})


def flag(fact: FactNames, tokens: Sequence[Token], roles: str, clause: int) -> Said:
    """What a clause says of a yes-or-no fact."""
    said = Said(None, tokens[0].start, tokens[-1].end, clause)
    _doubts(said, tokens, roles)
    bare = stripped(roles, "Fd")
    mark = _MARKED.fullmatch(bare)
    if mark:
        said.value, said.plain = (mark[1] == "M") != ("w" in roles), True
        return said
    if re.search(r"[MWV]", roles):
        said.value = _ticked(fact, roles)
        if re.search(r"[XYPO].*[Ny]", roles):
            said.doubt("several_negations", said.start, said.end)
        if said.value is not None and said.value != ("M" in roles and not re.search(r"[XYBP]", roles)):
            said.plain = False
        return said
    said.value = _polarity(fact, said, tokens, roles)
    if "P" in roles and said.value is False and not re.search(r"[zO]", roles):
        said.minor.add("other_time")
    past = next((token for token in tokens if token.text in _PAST), None)
    if past is not None:
        said.doubt("other_time", past.start, past.end)
    if said.value is None and not said.unsaid and not said.doubts:
        counts = [token.value for token, role in zip(tokens, roles, strict=True) if role in "Q#"]
        if len(counts) == 1 and counts[0] is not None:
            said.value = counts[0] > 0
    positive = stripped(bare, "R")
    said.plain = (said.value is True and _YES.fullmatch(positive) is not None) or (
        said.value is False and _NO.fullmatch(bare) is not None
    )
    if any(token.text == "过" for token in tokens):
        said.plain = False  # 开展过: perhaps not any more
    _flipped(said, roles)
    return said


def _flipped(said: Said, roles: str) -> None:
    """A negation beside a word that is not known may be no negation, and one before an adverb (不定期) may be of the adverb."""
    if re.search(r"X[dF]", roles):
        said.plain = False
    if "u" in roles and re.search(r"[XYB]", roles) and said.value is not None:
        said.doubt("several_negations", said.start, said.end)


def _ticked(fact: FactNames, roles: str) -> bool | None:
    """What is ticked: ☑有□无, 有☑无□. An unticked box states nothing."""
    after = roles[max(roles.rfind("N"), roles.rfind("y")) + 1 :]
    if after[:1] in ("M", "W", "V") and len(after) > 1:
        options = [(piece[1:], piece[0]) for piece in re.findall(r"[MWV][^MWV]*", after)]
    else:
        options = [(piece[:-1], piece[-1]) for piece in re.findall(r"[^MWV]*[MWV]", after or roles)]
    ticked = [words for words, mark in options if mark == "M"]
    crossed = [words for words, mark in options if mark == "W"]
    if len(ticked) > 1 or (not ticked and len(crossed) != 1):
        return None
    words = (ticked or crossed)[0]
    if re.search(r"[XYBP]", words):
        return not ticked
    if re.search(r"[pxE]", words):
        return False if fact.strict and ticked else None
    return bool(ticked)


def _polarity(fact: FactNames, said: Said, tokens: Sequence[Token], roles: str) -> bool | None:
    if "U" in roles or "J" in roles:
        said.unsaid = True
        return None
    if "?" in roles:
        return None
    negations = len(re.findall(r"[XY]", roles))
    bad = "B" in roles
    stated = re.search(r"[GLHADy]", roles) is not None
    if re.search(r"i[Ff]*$", roles) and not re.search(r"[XYBGLP]", roles):
        return None
    if "k" in roles and not re.search(r"[XYBGL]", roles):
        return None
    if re.search(r"NT?fA$", roles):
        return None
    if "Z" in roles:
        return True
    if negations >= 2:
        said.doubt("several_negations", said.start, said.end)
        first = re.search(r"[XY]", roles)
        return first is not None and tokens[first.start()].text in _DOUBLE
    if negations and bad:
        said.doubt("several_negations", said.start, said.end)
        return re.search(r"[XY][FdADH]*B", roles) is not None
    if negations or "P" in roles or "O" in roles or bad:
        return "w" in roles
    if "w" in roles:
        return False
    if "p" in roles or "x" in roles:
        return False if fact.strict else True if stated else None
    return True if stated else None


def _doubts(said: Said, tokens: Sequence[Token], roles: str) -> None:
    for token, role in zip(tokens, roles, strict=True):
        code = DOUBT_OF_ROLE.get(role)
        if code is not None:
            said.doubt(code, token.start, token.end)
    for narrow in _NARROWED.finditer(roles):
        token = tokens[narrow.start()]
        said.doubt("narrowed", token.start, token.end)
    if re.search(r"oF?[N]", roles):
        said.minor.add("open_list")
    said.subject = re.match(r"F?[nv]+[RDAHXYGFad]*[DHAXY][RDAHXYGFad]*[Ny]", roles) is not None
    for token, role in zip(tokens, roles[1:], strict=False):
        if token.text == "在" and role in "AD":
            said.doubt("other_time", token.start, token.end)  # 在建: not done yet
    if re.search(r"X[FdD]*NA$", roles):
        said.doubt("narrowed", tokens[-1].start, tokens[-1].end)  # 没有专职教师编制
    said.preferred = "C" in roles or any(token.text in _TOTAL for token in tokens)


def number(fact: FactNames, tokens: Sequence[Token], roles: str, clause: int, inherited: str) -> Said:
    """What a clause says of a number. `inherited` is the period that the sentence named before."""
    said = Said(None, tokens[0].start, tokens[-1].end, clause)
    mine = [token for token in tokens if token.role == "Q" and token.families & fact.families]
    roles = "".join(
        "q" if token.role == "Q" and not token.families & fact.families else role
        for token, role in zip(tokens, roles, strict=True)
    )
    _doubts(said, tokens, roles)
    if "U" in roles or "J" in roles:
        said.unsaid = True
        return said
    if "?" in roles:
        return said
    stated = "y" in roles and not mine and "#" not in roles
    if not stated:
        roles = roles.replace("y", "N")
    bare = stripped(roles, "Fd")
    if "q" in roles and not (fact.kind == "percent" and re.search(r"[yL]", roles)):
        token = tokens[roles.index("q")]
        said.doubt("more_numbers", token.start, token.end)
    if any(token.text in _TOTAL for token in tokens):
        inherited = ""
    period = _period(tokens, roles, mine) or inherited
    negated = re.search(r"[XYPO]", roles) is not None
    if (
        not mine
        and period == "day"
        and fact.per == "week"
        and "day" in fact.families
        and not negated
        and "#" not in roles
    ):
        said.value = 5.0
        said.doubt("each", said.start, said.end)
        return said
    if mine:
        _counted(fact, said, tokens, roles, bare, mine, period)
        return said
    if "#" in roles and fact.kind != "percent":
        free = [token for token, role in zip(tokens, roles, strict=True) if role == "#"]
        said.value = _amount(fact, free[0], period)
        said.doubt("no_unit", free[0].start, free[0].end)
        if len(free) > 1:
            said.doubt("more_numbers", free[-1].start, free[-1].end)
        if negated:
            said.doubt("several_negations", said.start, said.end)
        return said
    if fact.kind == "percent":
        if re.search(r"[Ly]", roles) and not negated and "B" not in roles:
            said.value = 100.0
            said.plain = re.fullmatch(r"[Sa]*NT?[aADH]*L", bare) is not None
        return said
    if fact.kind == "amount":
        return said
    if fact.part_of and stated and negated:
        return said
    if "W" in roles or negated or "w" in roles:
        if "P" in roles and not re.search(r"[zO]", roles):
            said.minor.add("other_time")
        if re.search(r"T[Ffda]*[XY][FdaADH]*A?$", roles):
            return said  # 次数没有记录
        said.value = 0.0
        if len(re.findall(r"[XYB]", roles)) > 1:
            said.doubt("several_negations", said.start, said.end)
        said.plain = _NONE.fullmatch(bare) is not None or re.fullmatch(r"S?NT?W", bare) is not None
        _flipped(said, roles)
        if (
            any(len({called.fact for called in token.called}) > 1 for token in tokens if token.called)
            and fact.kind == "rate"
        ):
            said.doubt("wording", said.start, said.end)
            said.doubt("hedge", said.start, said.end)
        return said
    if "B" in roles and "Z" not in roles:
        said.value = 0.0
        said.doubt("hedge", said.start, said.end)
    return said


def _counted(
    fact: FactNames, said: Said, tokens: Sequence[Token], roles: str, bare: str, mine: Sequence[Token], period: str
) -> None:
    at = _nearest(tokens, roles, mine)
    said.others = [
        (amount, "number", token.start, token.end)
        for token in mine
        if token is not at and (amount := _amount(fact, token, period)) is not None
    ]
    value = _amount(fact, at, period)
    if len(mine) > 1:
        said.doubt("more_numbers", mine[-1].start, mine[-1].end)
    if value is None:
        said.doubt("no_period" if fact.per and at.value is not None else "bound", at.start, at.end)
    elif at.about:
        said.doubt("approximate", at.start, at.end)
    if period == ONE_SEMESTER and fact.per == "year":
        said.doubt("only_part", at.start, at.end)
    said.value = value
    if re.search(r"[XYPO]", roles):
        if value is not None:
            said.others.append((value, "number", at.start, at.end))
        said.value = 0.0
        planned = "P" in roles or "O" in roles
        if "P" in roles and not re.search(r"[zO]", roles):
            said.minor.add("other_time")
        said.doubt("other_time" if planned else "several_negations", at.start, at.end)
        return
    said.plain = value is not None and bool(_NUMBER_AFTER.fullmatch(bare) or _NUMBER_BEFORE.fullmatch(bare))


def _nearest(tokens: Sequence[Token], roles: str, mine: Sequence[Token]) -> Token:
    """The number that belongs to the name: the first after it, or else the last before it."""
    at = roles.find("N")
    if at < 0:
        return mine[0]
    after = [token for token in mine if token.start > tokens[at].start]
    return after[0] if after else mine[-1]


def _period(tokens: Sequence[Token], roles: str, mine: Sequence[Token]) -> str:
    """The period of a clause: the last before its number, or else the first after it."""
    named = [token for token, role in zip(tokens, roles, strict=True) if token.period and role in "RNK"]
    if mine and mine[0].period:
        return mine[0].period
    if not named:
        return ""
    before = [token for token in named if not mine or token.start < mine[0].start]
    return (before[-1] if before else named[0]).period


WEEKS = {"week": 1.0, "two_weeks": 2.0, "four_weeks": 4.0, "month": 4.0, "two_months": 8.0}
YEARS = {"semester": 0.5, "year": 1.0}
ONE_SEMESTER = "one_semester"
"""The period of 上学期: it says when, not how often."""
_TAKEN_FOR_GRANTED = frozenset({"year", "day", "night"})
"""A number without a period is one for such a period."""


def _amount(fact: FactNames, token: Token, period: str) -> float | None:
    """The number in the unit and for the period of the fact, or None where that is not said."""
    value = token.value
    if value is not None and fact.per:
        value = _per(fact.per, period, value)
    if value is None or not fact.lowest <= value <= fact.highest or (fact.whole and value != int(value)):
        return None
    return value


def figure(fact: FactNames, token: Token) -> float | None:
    """The number of a token that may count the fact, whatever its period."""
    if (token.role == "Q" and token.families & fact.families) or token.role == "#":
        value = token.value
        if value is not None and fact.lowest <= value <= fact.highest and (not fact.whole or value == int(value)):
            return value
    return None


def _per(per: str, period: str, value: float) -> float | None:
    if period == per or (not period and per in _TAKEN_FOR_GRANTED):
        return value
    if period == ONE_SEMESTER and per in YEARS:
        return value  # of one that is named, not of each
    if period in WEEKS and per in WEEKS:
        return value * WEEKS[per] / WEEKS[period]
    if period in YEARS and per in YEARS:
        return value * YEARS[per] / YEARS[period]
    if per == "night" and period == "day":
        return value
    return 0.0 if value == 0 else None
