"""The reader of prose with the names of the mental-health checklist, over the sets of texts whose truth is known."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping

import checkrules
from checkrules.model.readings import Reading
from checkrules.reading.narrative import ProseNames, propose, propose_text
from checkrules.reading.narrative.words import Lexicon, lexicon, with_classes
from tests.reading.narrative.measures import Told, told_of_forms, told_of_phrasings
from tests.reading.narrative.texts import FORM_SETS, PHRASING_SETS, forms_of, phrasings_of

SETS = (*PHRASING_SETS, *FORM_SETS)
OPEN = ("noun", "verb", "adverb")
NEEDED = ("mark_yes", "mark_no", "box")


def known_names() -> ProseNames:
    found = checkrules.load_checklist("mental-health").prose_names
    assert found is not None
    return found


def told_of(names: ProseNames, sets: Iterable[str] = SETS, words: Lexicon | None = None) -> tuple[Told, ...]:
    """Every fact of these sets of texts as it is read, by the package's lexicon where none is given."""

    def of_form(narratives: Mapping[str, str]) -> tuple[Reading, ...]:
        return propose(names, narratives, words)

    def of_text(text: str, fact: str) -> tuple[Reading, ...]:
        return propose_text(names, text, [fact], words)

    found: list[Told] = []
    for name in sets:
        if name in FORM_SETS:
            found += told_of_forms(forms_of(name), of_form)
        else:
            found += told_of_phrasings(phrasings_of(name), of_text)
    return tuple(found)


def thinned(share: float, seed: int, *, opened: bool) -> Lexicon:
    """The lexicon without a share of its open or of its closed words, drawn at random."""
    draw = random.Random(seed)
    whole = lexicon()
    classes = {
        name: found
        if (name in OPEN) != opened or name in NEEDED
        else tuple(word for word in found if draw.random() >= share)
        for name, found in whole.classes.items()
    }
    return with_classes(classes, whole.units, whole.periods)
