"""The remark that another source states a fact otherwise than the submission itself."""

from __future__ import annotations

from checkrules.facts.kinds import tupled
from checkrules.model.errors import Location
from checkrules.model.form import Fact
from checkrules.model.privacy import shown
from checkrules.model.submission import Remark
from checkrules.model.text import LANGUAGES, Text
from checkrules.words.values import format_value


def disagreement(fact: Fact, own: object, other: object, source: Text, location: Location) -> Remark:
    """The stated value `own` is used; `source` says where `other` comes from, as it is followed by the value."""
    own_zh, own_en = (shown(format_value(tupled(own), fact, language)) for language in LANGUAGES)
    zh, en = (shown(format_value(tupled(other), fact, language)) for language in LANGUAGES)
    return Remark(
        code="sources_disagree",
        fact=fact.name,
        location=location,
        value=zh,
        message=Text(
            f"“{fact.title.zh}”填的是“{own_zh}”，{source.zh}是“{zh}”；采用所填的",
            f"'{fact.title.en}' ({fact.name}) is stated as '{own_en}', {source.en} '{en}'; the stated value is used",
        ),
    )
