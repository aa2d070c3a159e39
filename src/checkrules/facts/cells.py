"""What a person typed in a cell → a value of a fact; and which fact a heading means.

The texts come from spreadsheets, registers and forms: full-width digits, `1,200名`, `2023年9月5日`, `是`, `☑有 ☐无`.
Nothing is guessed: a text that could mean two things does not fit.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping

from checkrules.facts.kinds import InvalidValue, expected_of, limits, whole_limits
from checkrules.model.form import EXACT, Choice, Fact, FactType, Form, Value
from checkrules.model.text import INVISIBLE, folded, plain

MAX_TYPED = 32_767
"""As many characters as a spreadsheet's cell can hold."""


NOT_STATED = frozenset(("", "未填", "未填写", "未统计", "未提供", "不详", "n/a", "—", "——", "–", "-", "--", "/"))


NO_TEXT = frozenset(("", "未填", "未填写", "—", "——", "–", "-", "--", "/"))


NONE_OF_THEM = frozenset(("无", "没有", "暂无", "none", "[]"))


TRUE = frozenset(("是", "有", "对", "√", "✓", "✔", "☑", "true", "t", "yes", "y", "1"))


FALSE = frozenset(("否", "无", "没有", "不是", "×", "✗", "✘", "✕", "false", "f", "no", "n", "0"))


UNITS = (
    ("人", "名", "位", "个", "people", "persons", "person"),
    ("个", "处", "间", "所", "件", "项", "条", "点位"),
    ("节", "课时", "lessons", "lesson"),
    ("次", "场", "期", "回", "届", "times", "time"),
    ("天", "日", "days", "day"),
    ("元", "圆", "人民币元", "yuan", "cny", "rmb"),
    ("平方米", "平米", "m2", "㎡", "sqm"),
    ("%", "percent", "个百分点"),
    ("班", "个班", "个班级", "classes", "class"),
)
"""Units that stand for one another when they trail a number."""


BRACKETED = re.compile(r"[(\[{<〔【〈《「][^()\[\]{}<>〔〕【】〈〉《》「」]*[)\]}>〕】〉》」]$")


SEPARATORS = re.compile(r"[、，,;；/|\n]")


BOXES = {"☑": True, "☒": True, "■": True, "√": True, "✓": True, "✔": True, "☐": False, "□": False}


BOX_AND_LABEL = re.compile(r"([☑☒■√✓✔☐□])\s*([^☑☒■√✓✔☐□]*)")


LABEL_AND_BOX = re.compile(r"([^☑☒■√✓✔☐□]*?)\s*([☑☒■√✓✔☐□])")


NUMBER = re.compile(r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[+-]?\d{1,3})?)([万亿]?)\s*([^\s\d].*)?", re.DOTALL)


SCALES = {"": 1, "万": 10_000, "亿": 100_000_000}


CHINESE_NUMERAL = re.compile(r"([〇零一二两三四五六七八九十]{1,3})\s*(.*)")


DATE = re.compile(
    r"(?P<y>\d{4})(?:(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})|年(?P<M>\d{1,2})月(?P<D>\d{1,2})[日号]?"
    r"|(?P<mm>\d\d)(?P<dd>\d\d))"
    r"(?:[上下]午|全天|\(?(?:星期|周)[一二三四五六日天]\)?)*(?:t\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?z?)?"
)


DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}


def without_unit(text: str) -> str:
    """A folded heading without the bracketed unit or remark at its end."""
    return BRACKETED.sub("", text) or text


def fact_named(form: Form, heading: str) -> Fact | None:
    """The fact that a heading means: its name, Chinese or English title or alias, whatever unit is added in brackets."""
    wanted = folded(heading)
    if not wanted or len(wanted) > 200:
        return None
    known: list[tuple[str, Fact]] = [(folded(name), fact) for fact in form.facts for name in names_of(fact)]
    for reduced, name_reduced in ((wanted, False), (without_unit(wanted), False), (without_unit(wanted), True)):
        found = {fact.name: fact for name, fact in known if (without_unit(name) if name_reduced else name) == reduced}
        if len(found) == 1:
            return next(iter(found.values()))
    return None


def names_of(fact: Fact) -> tuple[str, ...]:
    """All names under which a fact may stand in a heading."""
    return (fact.name, fact.title.zh, fact.title.en, *fact.aliases)


def parse_value(fact: Fact, text: str) -> Value | None:
    """The value that a person typed, or None where the text states nothing. Raises InvalidValue.

    A number may carry thousands separators and the fact's unit; a choice may stand by its label or an alias, or ticked
    among the others; a list is split at 、，；/| and line ends; `无` states a list that is empty and a count of 0.
    """
    if len(text) > MAX_TYPED:
        raise InvalidValue(expected_of(fact))
    typed = INVISIBLE.sub("", text).strip()
    if plain(typed).strip("_ \t\n").casefold() in (NO_TEXT if fact.type in ("string", "strings") else NOT_STATED):
        return None
    return PARSERS[fact.type](fact, typed)


def _boolean(fact: Fact, text: str) -> bool:
    word = _ticked(text) or folded(text)
    if word in TRUE:
        return True
    if word in FALSE:
        return False
    raise InvalidValue(expected_of(fact))


def _ticked(text: str) -> str | None:
    """The one option that is ticked in `是☑ 否☐` or `☑有 □无`; None where the text has no such options."""
    ticked = _all_ticked(text)
    return ticked[0] if len(ticked) == 1 else None


def _all_ticked(text: str) -> list[str]:
    boxes = [character for character in text if character in BOXES]
    if len(boxes) < 2:
        return []
    if text[0] in BOXES:
        return [folded(label) for box, label in BOX_AND_LABEL.findall(text) if BOXES[box]]
    return [folded(label) for label, box in LABEL_AND_BOX.findall(text) if BOXES[box]]


def _integer(fact: Fact, text: str) -> int:
    value = 0 if folded(text) in NONE_OF_THEM and (fact.minimum or 0) <= 0 else _number(fact, text)
    if isinstance(value, float):
        if not value.is_integer() or abs(value) > EXACT:
            raise InvalidValue(expected_of(fact))
        return int(value)
    return value


def _number(fact: Fact, text: str) -> int | float:
    word = plain(text).replace("−", "-").casefold()
    found = NUMBER.fullmatch(word)
    numeral = CHINESE_NUMERAL.fullmatch(word)
    value: int | float | None = None
    if found and len(found[1]) <= 40 and _is_unit(found[3], fact):
        value = _scaled(found[1].replace(",", ""), SCALES[found[2]])
    elif numeral and _is_unit(numeral[2], fact):
        value = _small(numeral[1])
    low, high = whole_limits(fact) if fact.type == "integer" else limits(fact)
    if value is None or not math.isfinite(value) or not low <= value <= high:
        raise InvalidValue(expected_of(fact))
    return value


def _scaled(digits: str, scale: int) -> int | float:
    if digits.lstrip("+-").isdigit():
        return int(digits) * scale
    value = float(digits)
    if scale == 1:
        return value
    value = round(value * scale, 6)
    return int(value) if value.is_integer() else value


def _is_unit(word: str | None, fact: Fact) -> bool:
    if not word:
        return True
    word = folded(word)
    own = {folded(unit) for unit in (fact.unit.zh, fact.unit.en)} if fact.unit else set()
    own |= {unit.partition("/")[0] for unit in own}
    return word in own or any(word in group and own & set(group) for group in UNITS)


def _small(numeral: str) -> int | None:
    """A Chinese numeral below one hundred: 三, 十二, 二十五, 两."""
    if len(numeral) == 1 and numeral in DIGITS:
        return DIGITS[numeral]
    tens, ten, ones = numeral.partition("十")
    if not ten or len(tens) > 1 or len(ones) > 1 or not set(tens + ones) <= DIGITS.keys():
        return None
    return (DIGITS[tens] if tens else 1) * 10 + (DIGITS[ones] if ones else 0)


def _string(fact: Fact, text: str) -> str:
    if fact.max_length is not None and len(text) > fact.max_length:
        raise InvalidValue(expected_of(fact))
    return text


def _strings(fact: Fact, text: str) -> tuple[str, ...]:
    return _listed(fact, text, lambda part: part)


def _choices(fact: Fact, text: str) -> tuple[str, ...]:
    boxes = [character for character in text if character in BOXES]
    if len(boxes) > 1:
        return _of_limited_length(fact, [_choice_value(fact, label) for label in _all_ticked(text)])
    return _listed(fact, text, lambda part: _choice_value(fact, part))


def _listed(fact: Fact, text: str, item: Callable[[str], str]) -> tuple[str, ...]:
    if folded(text) in NONE_OF_THEM:
        return ()
    whole = next((choice.value for choice in fact.choices if folded(text) in _labels(choice)), None)
    if whole is not None:
        return (whole,)
    return _of_limited_length(fact, [item(part.strip()) for part in SEPARATORS.split(text) if part.strip()])


def _of_limited_length(fact: Fact, items: list[str]) -> tuple[str, ...]:
    if fact.max_items is not None and len(items) > fact.max_items:
        raise InvalidValue(expected_of(fact))
    return tuple(dict.fromkeys(items)) if fact.unique or fact.type == "choices" else tuple(items)


def _choice(fact: Fact, text: str) -> str:
    return _choice_value(fact, _ticked(text) or text)


def _choice_value(fact: Fact, text: str) -> str:
    for word in dict.fromkeys((folded(text), without_unit(folded(text)))):
        found = [choice.value for choice in fact.choices if word in _labels(choice)]
        if len(found) == 1:
            return found[0]
    raise InvalidValue(expected_of(fact))


def _labels(choice: Choice) -> frozenset[str]:
    return frozenset(folded(label) for label in (choice.value, choice.title.zh, choice.title.en, *choice.aliases))


def _date(fact: Fact, text: str) -> dt.date:
    # a time of day is set apart first: without the blank, 9-1 14:30 would read as 9-11 4:30
    timed = re.sub(r"\s+(?=\d{1,2}[:：])", "t", text)
    found = DATE.fullmatch(_plain_digits(folded(timed)))
    if found:
        year, month, day = found["y"], found["m"] or found["M"] or found["mm"], found["d"] or found["D"] or found["dd"]
        try:
            return dt.date(int(year), int(month), int(day))
        except ValueError:
            pass
    raise InvalidValue(expected_of(fact))


def _plain_digits(text: str) -> str:
    """二〇二三年九月五日 → 2023年9月5日; the day of the week stays as it is."""
    text = re.sub(r"^[〇○零一二三四五六七八九]{4}(?=年)", lambda m: "".join(str(DIGITS[c]) for c in m[0]), text)
    return re.sub(r"(?<=[年月])[一二三四五六七八九十]{1,3}(?=[月日号])", lambda m: str(_small(m[0]) or m[0]), text)


def _objects(fact: Fact, text: str) -> tuple[str, ...]:
    if folded(text) in NONE_OF_THEM:
        return ()
    raise InvalidValue(expected_of(fact))


PARSERS: Mapping[FactType, Callable[[Fact, str], Value]] = {
    "boolean": _boolean,
    "integer": _integer,
    "number": _number,
    "string": _string,
    "choice": _choice,
    "date": _date,
    "strings": _strings,
    "choices": _choices,
    "objects": _objects,
}
