"""Lint the names of facts in prose: what loads, and yet cannot be read well."""

from __future__ import annotations

from collections.abc import Iterator

from checkrules.model.spellings import spellings
from checkrules.model.text import Text
from checkrules.reading.narrative.words import lexicon

_TURNING = (
    "negation",
    "not_yet",
    "plan",
    "unknown",
    "norm",
    "hedge",
    "elsewhere",
    "contrast",
    "except",
    "part",
    "question",
)
"""Classes of words that turn a clause round."""
_ONE_LETTER = Text(
    "“{fact}”的名称“{name}”只有一个字，容易误读", "{fact}: the name '{name}' has one letter and is easily misread"
)
_A_WORD = Text(
    "“{fact}”的名称“{name}”本身有固定的意思（如“没有”“应当”），会使句子读不通",
    "{fact}: the name '{name}' is a word of the language, such as one that denies or demands, and hides its meaning",
)
_NO_KIN = Text(
    "“{fact}”的单位“{name}”不认识，读不出数字", "{fact}: the unit '{name}' is not known; no number is read with it"
)


def name_findings(names: dict[str, object] | None) -> Iterator[Text]:
    """What is odd about a checklist's names, in their order."""
    words = lexicon()
    closed = {word for name in _TURNING for word in words.classes[name]}
    facts: dict[str, dict[str, list[str]]] = names["facts"] if names is not None else {}  # type: ignore[assignment]
    for fact, part in facts.items():
        for spelling in dict.fromkeys(s for pattern in part.get("names", ()) for s in spellings(pattern)):
            if len(spelling) == 1:
                yield _ONE_LETTER.format(fact=fact, name=spelling)
            elif spelling in closed:
                yield _A_WORD.format(fact=fact, name=spelling)
        for unit in part.get("unit", ()):
            if unit not in words.units:
                yield _NO_KIN.format(fact=fact, name=unit)
