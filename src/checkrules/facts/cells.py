"""What people write in cells, for facts of any type: ticked boxes, `无`, units in brackets, headings.

The texts come from spreadsheets, rosters and forms: full-width digits, `1,200名`, `2023年9月5日`, `是`, `☑有 ☐无`.
"""

from __future__ import annotations

import re

from checkrules.model.form import Fact, Form
from checkrules.model.text import folded

NONE_OF_THEM = frozenset(("无", "没有", "暂无", "none", "[]"))
"""What states that there is nothing: an empty list, a count of 0."""
_BRACKETED = re.compile(r"[(\[{<〔【〈《「][^()\[\]{}<>〔〕【】〈〉《》「」]*[)\]}>〕】〉》」]$")
_BOXES = {"☑": True, "☒": True, "■": True, "√": True, "✓": True, "✔": True, "☐": False, "□": False}
_BOX_AND_LABEL = re.compile(r"([☑☒■√✓✔☐□])\s*([^☑☒■√✓✔☐□]*)")
_LABEL_AND_BOX = re.compile(r"([^☑☒■√✓✔☐□]*?)\s*([☑☒■√✓✔☐□])")


def boxes(text: str) -> list[str]:
    """The boxes in a text, ticked or not."""
    return [character for character in text if character in _BOXES]


def none_ticked(text: str) -> bool:
    """Whether a text offers boxes and none is ticked: it states nothing."""
    found = boxes(text)
    return len(found) > 1 and not any(_BOXES[box] for box in found)


def ticked_labels(text: str) -> list[str]:
    """The options that are ticked in `是☑ 否☐` or `☑有 □无`, folded; none where the text has no two boxes."""
    if len(boxes(text)) < 2:
        return []
    if text[0] in _BOXES:
        return [folded(label) for box, label in _BOX_AND_LABEL.findall(text) if _BOXES[box]]
    return [folded(label) for label, box in _LABEL_AND_BOX.findall(text) if _BOXES[box]]


def ticked(text: str) -> str | None:
    """The one option that is ticked; None where it is not one."""
    labels = ticked_labels(text)
    return labels[0] if len(labels) == 1 else None


def without_unit(text: str) -> str:
    """A folded heading without the bracketed unit or remark at its end."""
    return _BRACKETED.sub("", text) or text


def fact_named(form: Form, heading: str) -> Fact | None:
    """The fact that a heading means: its name, Chinese or English title or alias, with or without a unit in brackets."""
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
    """All names that a heading may use for a fact."""
    return (fact.name, fact.title.zh, fact.title.en, *fact.aliases)
