"""Values and messages as people read them, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from checkrules.model.form import Fact
from checkrules.model.rules import Content
from checkrules.model.text import LANGUAGES, Language, Text
from checkrules.words.values import format_value

_BRACED = re.compile(r"\{([^{}]*)\}")


def named(template: Text) -> tuple[str, ...]:
    """The names that a template asks for, each once."""
    return tuple(dict.fromkeys(name for language in LANGUAGES for name in _BRACED.findall(template[language])))


class Template:
    """A message with `{names}` in it, taken apart once. `fill` puts the values in, in words.

    A parameter borrows the labels of the fact that it is compared with.
    """

    def __init__(self, text: Text, facts: Mapping[str, Fact]) -> None:
        self.names = named(text)
        self._pieces = {language: _BRACED.split(text[language]) for language in LANGUAGES}
        self._facts = [facts.get(name) for name in self.names]
        self._constant = text if not self.names else None

    def fill(self, value_of: Callable[[str], object]) -> Text:
        """The text, with the value that `value_of` gives for each name."""
        if self._constant is not None:
            return self._constant
        values = [value_of(name) for name in self.names]
        return Text(self._say("zh", values), self._say("en", values))

    def pieces(self, language: Language) -> Iterator[tuple[str, bool]]:
        """The template piece by piece: its words, or a name (and then true)."""
        for number, piece in enumerate(self._pieces[language]):
            yield piece, number % 2 == 1

    def _say(self, language: Language, values: Sequence[object]) -> str:
        said = {n: format_value(v, f, language) for n, v, f in zip(self.names, values, self._facts, strict=True)}
        pieces = [*self._pieces[language]]
        pieces[1::2] = [said[name] for name in pieces[1::2]]
        return "".join(pieces)


def labelled(content: Content) -> dict[str, Fact]:
    """The fact whose choices label each name: facts themselves, and list parameters whose items are all choices of one fact."""
    facts = {fact.name: fact for fact in content.form.facts}
    found = dict(facts)
    for parameter in content.parameters:
        items = parameter.values[-1].value
        if isinstance(items, tuple):
            for fact in facts.values():
                if fact.choices and {*items} <= {choice.value for choice in fact.choices}:
                    found[parameter.name] = fact
    return found
