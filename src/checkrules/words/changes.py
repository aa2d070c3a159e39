"""What a profile changes, as people read it."""

from __future__ import annotations

from checkrules.model.rules import SET_IN_PYTHON, Change, Content
from checkrules.model.text import Language
from checkrules.words.labels import CHANGED_WORDS, labels
from checkrules.words.values import after_number


def change_in_words(change: Change, content: Content, language: Language) -> str:
    """What was changed, from what to what: by the titles of parameters and rules."""
    w = labels(language)
    parameter = next((p for p in content.parameters if p.name == change.target and change.what == "value"), None)
    if parameter is not None:
        unit, subject, new = parameter.unit, parameter.title[language], change.new
        old = change.old.removesuffix(".0")
        if unit is not None:
            old, new = (value + after_number(value, unit, language) for value in (old, new))
    else:
        title = next((rule.title[language] for rule in content.rules if rule.id == change.target), "")
        subject = " ".join(part for part in (change.target, title, _word(change.what, language)) if part)
        old, new = _word(change.old, language), _word(change.new, language)
    return subject + w["colon"] + w["changed_from_to"].format(old=old, new=new)


def changed_by(what: str, language: Language) -> str:
    """What set a parameter, in words: a profile's name and `--set` are names."""
    return labels(language)["set_in_python"] if what == SET_IN_PYTHON else what


def _word(word: str, language: Language) -> str:
    return CHANGED_WORDS[word][language] if word in CHANGED_WORDS else word.removesuffix(".0")
